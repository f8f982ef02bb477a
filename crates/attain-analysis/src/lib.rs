//! Analyses of simulated plans and of a company's history.
//!
//! Every analysis is a function from a book, plans or simulated years to a single named result. No
//! analysis prints or writes reports: `attain-report` formats results, and the command line selects
//! the analysis.
//!
//! # Flow
//!
//! ```text
//! history ─ calibrate ─► Calibration (market.toml)
//! history, cut ─ backtest ─► Backtest (forecasts scored against actual results)
//! plans × worlds, simulated ─ compare ─► Comparison, Results (results.json)
//!                           ─ frontier ─► Pareto-efficient plans
//!                           ─ capacity ─► steps from quota to bookings, value and timing of hires
//! scenario, altered ─ experiment ─► stress, solve, regret, cadence, drivers
//! aggregates ─ quick ─► scenario and plans without account data
//! closed forms ─ verify ─► checks of the engine
//! ```
//!
//! # Main types
//!
//! - [`compare::Comparison`]: paired differences of plans with simultaneous intervals;
//!   [`compare::Requirement`] is a condition on the results.
//! - [`compare::Decision`]: the plan chosen by a named rule.
//! - [`calibrate::Calibration`]: estimated parameters of the market and of people, with the
//!   resulting scenario settings.
//! - [`backtest::Backtest`]: scores of forecasts made from past days.
//! - [`verify::VerificationCase`]: a small study with a known answer.
//!
//! # Example
//!
//! Two plans on a generated book, simulated in the same worlds and compared:
//!
//! ```
//! use attain_analysis::compare::compare;
//! use attain_core::{diagnostics::Faults, scenario::from_texts};
//! use attain_design::{design::design, study};
//! use attain_sim::simulate::simulate_years;
//!
//! let base = "[market.segments.all]\naccounts = 40\nreps = 2\n[teams.sales]\n";
//! let hire = "[headcount]\nadds = [{ team = \"sales\", seats = 1, start-month = 1 }]\n";
//! let scenarios = vec![
//!     from_texts(&[("two-reps.toml", "name = \"two-reps\""), ("base.toml", base)])?,
//!     from_texts(&[("three-reps.toml", &format!("name = \"three-reps\"\n{hire}")), ("base.toml", base)])?,
//! ];
//! let study = study::from_scenarios(scenarios, Faults::default())?;
//! let plans = study::for_each_scenario(&study.scenarios, |scenario| design(&study.book, scenario))?;
//! let years = simulate_years(&study.book, &plans, 1, 50, &|_| ());
//! let comparison = compare(&plans, &years, 0)?;
//!
//! let cost = comparison.pairs.iter().find(|pair| pair.metric == "cost").ok_or("cost is compared")?;
//! assert!(cost.difference > 0.0, "a third rep costs more");
//! // Common random numbers: this many times as many independent years would be as precise.
//! assert!(cost.variance_ratio > 1.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod added_seats;
pub mod backtest;
mod bulk_closings;
pub mod calibrate;
pub mod capacity;
pub mod compare;
mod cut_book;
pub mod equal_chance;
mod expected_staffing;
pub mod experiment;
pub mod forecast_basis;
pub mod frontier;
pub mod hindcast;
pub mod hire_split;
pub mod outlook;
pub mod overrides;
pub mod planning;
pub mod quick;
mod unneeded_seats;
pub mod verify;
