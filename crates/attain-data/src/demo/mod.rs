//! The demo study: the shipped scenario files and the data of a synthetic company, drawn
//! from known parameters with a seed.
//!
//! # The parameters
//! - **Accounts**: 220 enterprise, 680 mid-market and 1,100 smb, in six regions
//!   of three places each. Potential is lognormal (medians 400,000, 120,000 and
//!   25,000; log spreads 0.95, 0.8 and 0.75), one in fifty 2.5 times as large,
//!   times 0.6, 1 or 1.25 by growth class, times the region's factor.
//! - **People**: 40 seats in four teams; ten of their former reps left in the
//!   last 18 months, each seat refilled after about 58 days; two seats are new.
//!   Low-growth enterprise and mid-market accounts belong to customer success,
//!   all others to their segment's team in their region; books are uneven by a
//!   log spread of 0.3. One smb rep of the midwest has 400 small accounts and
//!   touched 47 of them within 90 days; the others touched 50 to 95 %.
//! - **The west** has 1.6 times the potential and log odds of winning 0.4 above
//!   the others: its reps booked about twice as much.
//! - **Opportunities** come as a Poisson process of 2.4, 1.7 and 1.4 a year ×
//!   (potential / mean)^0.4 × season for an account touched within 90 days, and
//!   0.35 of that for one that was not. Sizes are lognormal (medians 195,000,
//!   69,000 and 14,500; log spreads 0.75, 0.65 and 0.6) × (potential / mean)^0.6.
//! - **Winning**: log odds of 0.17, 0.22 and 0.30, plus industry, source and
//!   region, plus the rep's skill (normal, sd 0.3; leavers 0.2 less), plus 0.25 ×
//!   (1 − e^(−months with the owner / 12)), less 0.35 for each factor e of size.
//! - **Cycles** are lognormal: to a win 160, 90 and 32 days, to a loss 130, 75
//!   and 28; three in ten slip by 30 days on average; three in twenty closings
//!   wait for the end of the month. No shock to the whole market.
//! - **Open opportunities** are those of the same process that close after the
//!   start; their stage's chance is the deal's own, more the further it is, with
//!   noise. Closed ones are kept from 2025-07-01 on, whenever they were created.
//!
//! Production is the amount won by rep and month. The figures live in one place,
//! `truth.rs`, and are the same in `scenarios/base.toml`.

mod accounts;
mod error;
mod history;
mod names;
mod people;
mod stream;
mod study_files;
mod tables;
#[cfg(test)]
mod tests;
mod truth;
mod write;

pub use error::DemoError;
pub use stream::DemoStream;
pub use study_files::{DemoFile, files};
pub use write::write;
