//! Simulates sales plans: draws worlds, simulates every plan in the same worlds, and summarises the
//! results.
//!
//! # Design principle
//!
//! **All chance is in the [`World`](world::World). A year is a pure function of a world and a
//! plan.** Each world is drawn once and every plan is simulated in it, so plans are compared under
//! common random numbers. Every draw has an address (seed, year, entity, purpose). Results
//! therefore do not depend on the number of threads, the order of plans or the number of years: the
//! first years of a longer run are identical, bit for bit, to those of a shorter one.
//! # Flow
//!
//! ```text
//! Book, market ─ world ─► CompiledMarket ─ seed, year ─► World
//! Book, Plan, CompiledMarket ─ simulate ─► CompiledPlan
//! CompiledPlan × World ─ YearSimulator ─► YearState ─► PlanYear
//! Simulator (all plans, many years) ─► SimulationOutput, in memory
//!                                  └─ run ─► blocks on disk ─► BlockStore
//! SimulationOutput, BlockStore ─ YearSource ─ summarise ─► PlanResult
//! CompiledPlan × World ─ replay ─► YearReplay (one year, event by event)
//! ```
//!
//! # Main types
//!
//! - [`world::CompiledMarket`]: rates, scales and tables of a market and a book.
//! - [`world::World`]: all random quantities of one year.
//! - [`simulate::compiled_plan::CompiledPlan`]: the parameters of a plan, prepared for simulation.
//! - [`simulate::Simulator`]: simulates any years of several plans, in parallel.
//! - [`simulate::observer::Observer`]: receives the events of a year.
//! - [`run::YearSource`]: simulated years, in memory or on disk.
//! - [`summarise::results::Results`]: the content of `results.json`.
//!
//! # Example
//!
//! ```
//! use attain_core::metric::MetricId;
//! use attain_fixtures::studies::{SMALL, plans};
//! use attain_sim::simulate::simulate_years;
//!
//! let (study, plans) = plans(&[SMALL]);
//! let two = simulate_years(&study.book, &plans, 7, 2, &|_| ());
//! let three = simulate_years(&study.book, &plans, 7, 3, &|_| ());
//!
//! // A shorter run is the beginning of a longer one.
//! let bookings = MetricId::Bookings as usize;
//! assert_eq!(two.plans[0].company[bookings], three.plans[0].company[bookings][..2]);
//! ```

#[cfg(test)]
extern crate self as attain_sim;

#[cfg(test)]
#[path = "../../attain-fixtures/src/years.rs"]
mod fixture;
pub mod replay;
pub mod run;
pub mod simulate;
pub mod summarise;
pub mod world;
