//! World × plan → year, for all years and plans.

pub mod account_columns;
pub mod account_constants;
pub mod business_counts;
pub mod compiled_plan;
pub mod coverage;
pub mod deals;
pub mod events;
pub mod hand_over;
mod loops;
mod markets;
mod plan_year;
pub mod quota;
pub mod renewals;
pub mod review;
pub mod rollup;
pub mod seat_book;
pub mod seat_state;
pub mod simulation_output;
mod simulator;
pub mod staffing;
pub mod tally;
pub mod year;
pub mod year_state;

pub use markets::Markets;
pub use plan_year::{PlanYear, company_row};
pub use simulation_output::{PlanOutput, SimulationOutput};
pub use simulator::{Simulator, simulate_years};
