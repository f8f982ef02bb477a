//! Companies with known parameters: a history simulated by the model that
//! calibration assumes, with reps who join and leave.
//!
//! The parameters differ between companies. Those whose estimate has a prior are
//! drawn from it, so that valid 90 % intervals contain the truth in 90 % of
//! companies. Accounts bring opportunities by potential, season and touches. A
//! rep takes an opportunity with a probability proportional to productivity at
//! the rep's tenure. The month of closing, the account, the territory and the rep
//! shift the log odds. Reps with low attainment leave sooner, so that those who
//! stay differ from those who were hired.

mod accounts;
mod departures;
mod hazard_sums;
mod history;
mod known_company;
mod truth;
mod window;

pub use known_company::KnownCompany;
