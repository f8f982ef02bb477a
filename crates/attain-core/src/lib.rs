//! Types shared by all crates of attain: units, metrics, scenario files, plans, input faults and
//! the random numbers of simulated worlds.
//!
//! attain compares candidate territory and capacity plans of a sales organisation. This crate
//! defines the types used in every stage of the comparison and does not depend on any other crate
//! of the workspace.
//!
//! ```text
//! plan.toml, base.toml ─ scenario::load ─► ResolvedScenario ─► data, design, simulation
//!                              │                 │
//!                              ▼                 └─ scenario::show ─► every value and where it came from
//!                   Faults (all at once, ─ diagnostics::render ─► terminal
//!                   each at its line)
//!
//! seed, year ─► random::WorldStreams ─ (purpose, entity, index) ─► uniform numbers
//!   ─ quantile ─► outcomes
//!
//! design ─► plan::Plan        metric::ALL ─► results        output::OutputFolder ─► files
//! ```
//!
//! # Main types
//! - [`scenario::ResolvedScenario`]: the choices of one plan with inheritance and
//!   defaults applied; its keys are the types in [`scenario::choices`].
//! - [`plan::Plan`]: the seats, books and quotas that were designed for a scenario.
//! - [`random::WorldStreams`]: addressed random numbers, which do not depend on
//!   the order of draws.
//! - [`metric::Metric`]: name, unit, direction and meaning of a metric.
//! - [`diagnostics::Faults`]: all faults found in the input.
//! - [`output::OutputFolder`] and [`output::OutputFile`]: output files that replace existing files
//!   only when they are complete.
//!
//! # Example
//! ```
//! use attain_core::scenario;
//!
//! let text = r#"
//!     name = "four reps"
//!     market.segments.smb = { accounts = 100, reps = 4, win-rate = 0.3 }
//!     teams.inside = {}
//! "#;
//! let plan = scenario::from_texts(&[("plan.toml", text)])?;
//!
//! assert_eq!(plan.scenario.market.segments["smb"].win_rate.get(), 0.3);
//! // No file sets the rate of attrition, so it has its default.
//! assert!(!plan.is_given("attrition.annual"));
//! assert_eq!(plan.scenario.attrition.annual.get(), 0.3);
//! # Ok::<(), attain_core::diagnostics::Faults>(())
//! ```

pub mod diagnostics;
pub mod geography;
pub mod input;
pub mod metric;
pub mod number_format;
pub mod output;
pub mod plan;
pub mod quantile;
pub mod ramp;
pub mod random;
pub mod response;
pub mod scenario;
pub mod selling;
pub mod units;
