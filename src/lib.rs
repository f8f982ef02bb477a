//! Which of these candidate plans gives the best chance that reps, teams and
//! the company make quota, and what does each cost in fairness, disruption and
//! money?
//!
//! A plan decides who owns which accounts, how many reps there are and when
//! they start, how leavers are replaced, which relationships are protected and
//! what quota each rep carries. attain designs the territories a scenario file
//! asks for, lives thousands of years with each plan, in the same thousands of
//! worlds, and compares.
//!
//! ```text
//! scenario.toml ─ scenario ─► ResolvedScenario ┐
//! CSV, Parquet, Excel data ───► Book ────┴ study ─► Study
//!
//! Book, scenario ─ calibrate ─► Calibration ─► market.toml
//! Study ─ design: score ─ coverage ─ territory ─ quota ─► Plan
//! Book, market, seed, year ─ world ─► World
//! World × Plan ─ simulate ─► Lived (a span of years of every plan)
//! World × Plan ─ replay ─► Story (one year, every event told)
//! Book, a day of the past ─ backtest ─► Backtest (what would have been forecast, what happened)
//! Lived ─ run ─► blocks on disk ─► Years
//! Years ─ summarise ─► PlanResult
//! Years of all plans ─ compare ─► Results ─ report, export ─► files
//! Study file, goal ─ explore: grid ─ cells ─► heat maps, what it takes
//! Plan, mechanism by mechanism ─ capacity ─► bridge, people and work, hiring calendar
//! ```
//!
//! All chance lives in the [`world::World`]; a year is a pure function of World
//! and [`plan::Plan`]. Every draw has an address ([`world::address`]), so plans
//! are compared in the same worlds and nothing depends on order or threads.

pub use attain_analysis::{backtest, calibrate, capacity, compare, explore, frontier, outlook, quick, verify};
pub use attain_core::{diagnostics, geography, metric, plan, quantile, ramp, random, response, scenario, units};
pub use attain_data::{self as data, demo};
pub use attain_design::{coverage, design, quota, revisions, score, study, territory};
pub use attain_report::{self as report, export};
pub use attain_sim::{replay, run, simulate, summarise, world};
pub use attain_solver as solver;

pub mod commands;
