//! Companies with known parameters: a history simulated by the model that calibration assumes, with
//! reps who join and leave.
//!
//! The parameters differ between companies. Parameters whose estimate has a prior are drawn from
//! it, so that valid 90 % intervals contain the true value in 90 % of companies. Accounts create
//! opportunities depending on potential, season and touches. A rep takes an opportunity with a
//! probability proportional to productivity at the rep's tenure. The month of closing, the account,
//! the territory and the rep shift the log odds. Reps with low attainment leave sooner, so the reps
//! who stay differ from those who were hired.

mod accounts;
mod departures;
mod hazard_sums;
mod history;
mod known_company;
mod truth;
mod window;

pub use known_company::KnownCompany;
