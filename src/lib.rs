//! `attain` shows a sales organisation which of its candidate territory and
//! capacity plans has the best chance of making quota, and what each plan costs in
//! fairness, disruption and money.
//!
//! A plan defines who owns which accounts, how many reps there are and when they
//! start, how leavers are replaced, which relationships are protected and which
//! quota each rep carries. attain designs the territories that a scenario file
//! describes, simulates every plan in the same thousands of worlds, and compares
//! the plans.
//!
//! This crate is the command line ([`commands`]) and a facade for the engine. The
//! engine is a workspace of layers. Each layer depends only on those above it:
//!
//! | crate | contents |
//! |---|---|
//! | `attain-core` | units, metrics, scenarios, plans, random numbers, diagnostics, output files |
//! | `attain-solver` | assignment of accounts to seats, with lower bounds |
//! | `attain-data` | readers, data quality, repair, the demo company |
//! | `attain-design` | score, coverage, territories, quotas, revisions of books |
//! | `attain-sim` | worlds, simulation, replay, runs on disk, summaries |
//! | `attain-analysis` | calibration, comparison, backtests, capacity, experiments, verification |
//! | `attain-report` | terminal, HTML pages, files |
//! | `attain-export` | workbook, document, hand-outs, CRM change files, diff, frozen plans |
//! | `attain-serve` | the live what-if page |
//!
//! ```text
//! CSV, Parquet, Excel ─ data ─► Book      history ─ calibrate ─► market.toml
//! scenario.toml ─ scenario ─► ResolvedScenario      (every error reported at once)
//! Book, ResolvedScenario ─ study ─► Study
//!
//! Study ─ design: score ─ coverage ─ territory ─ quota ─► Plan
//! Plan, Book ─ compile ─► CompiledPlan, CompiledMarket
//! market, seed, year ─ world ─► World
//! World × CompiledPlan ─ simulate ─► SimulationOutput    (worlds outside, plans inside)
//! SimulationOutput ─ run ─► blocks on disk ─ summarise ─► PlanResult
//! years of all plans ─ compare ─► Results ─ report, export ─► pages, files
//!
//! World × Plan ─ replay ─► YearReplay       (every event of one year)
//! Book, past dates ─ backtest ─► Backtest   (forecasts and actual results)
//! Study, mechanism by mechanism ─ capacity ─► Capacity
//! Study, grid or goal ─ experiments ─► stress, solve, spread, regret, cadence
//! ```
//!
//! All randomness is in the [`world::World`]: a simulated year is a pure function of a
//! world and a [`plan::Plan`]. Every random draw has an address ([`random`]):
//! seed, year, entity and purpose. Plans are therefore compared with common random
//! numbers, and results do not depend on the order of work or the number of threads.

pub use attain_analysis::{backtest, calibrate, capacity, compare, experiment, frontier, hire_split, outlook, quick, verify};
pub use attain_core::{diagnostics, geography, metric, plan, quantile, ramp, random, response, scenario, units};
pub use attain_data::{self as data, demo};
pub use attain_design::{coverage, design, quota, revisions, score, study, territory};
pub use attain_export as handover;
pub use attain_report::{self as report, export};
pub use attain_sim::{replay, run, simulate, summarise, world};
pub use attain_solver as solver;

pub mod commands;
