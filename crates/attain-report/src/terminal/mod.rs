//! Terminal output of the commands, wrapped to the width of the terminal.

mod account;
pub mod backtest;
mod cadence;
pub mod calibration;
pub(crate) mod capacity;
mod drivers;
mod fairness;
mod frontier;
mod layout;
mod moves;
mod outlook;
mod overrides;
mod overview;
mod plans;
mod quick;
mod reading;
mod regret;
mod rep;
mod solve;
mod stress;
mod summary;
#[cfg(test)]
mod tests;
mod touches;
mod track_record;
pub mod verdicts;
mod waterfall;

pub use account::account_page;
pub use cadence::cadence_page;
pub use capacity::capacity_page;
pub use drivers::drivers_page;
pub use frontier::frontier_page;
pub use moves::moves_page;
pub use outlook::outlook;
pub use overrides::overrides_page;
pub use plans::plan_table;
pub use quick::quick_page;
pub use reading::reading;
pub use regret::regret_page;
pub use rep::rep_page;
pub use solve::solve_page;
pub use stress::{stress_page, until};
pub use summary::summary;
pub use touches::touches;
