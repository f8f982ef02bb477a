//! Designs sales territories and quotas from a scenario and a book of business.
//!
//! The main function is [`design::design`]: it turns the choices of a scenario into a
//! [`Plan`](attain_core::plan::Plan) with seats, books (one rep's accounts each) and quotas.
//! [`study`] reads scenario files that are compared on one book. [`revisions`] proposes
//! changes to existing books: a rebalance, books for new seats, and the hand-over of a
//! leaver's book. [`territory::equity`] and [`territory::fairness`] measure the fairness of
//! books.
//!
//! ```text
//! scenario files ─ study ─► Study: Book + scenarios
//! Book + scenario ─ score ────► AccountScores, AccountTiers
//!                 ─ coverage ─► CoverageNeeds              hours and touches of each account
//!                 ─ territory ► seats, then the carve      attain-solver finds it and bounds its cost
//!                 ─ quota ────► quotas of seats
//!                 ═ design ═══► Plan
//! Plan + a change ─ revisions ► Proposal                   a carve, and the scenario that states it
//! ```
//!
//! The same book and scenario produce the same plan, bit for bit, on any number of threads.
//!
//! # Example
//! ```
//! use attain_core::{diagnostics::Faults, scenario::from_texts};
//! use attain_design::{design::design, study};
//!
//! // Without account data, the book is generated from figures by segment.
//! let text = r#"
//! name = "two-segments"
//! [market.segments.large]
//! accounts = 24
//! mean-potential = 300_000
//! reps = 2
//! [market.segments.small]
//! accounts = 40
//! mean-potential = 40_000
//! reps = 3
//! [teams.field]
//! segments = ["large"]
//! [teams.inside]
//! segments = ["small"]
//! channel = "inside"
//! "#;
//! let scenario = from_texts(&[("plan.toml", text)])?;
//! let study = study::from_scenarios(vec![scenario], Faults::default())?;
//! let plan = design(&study.book, &study.scenarios[0])?;
//!
//! assert_eq!(plan.seats.len(), 5);
//! assert!(plan.accounts.iter().all(|account| account.seat.is_some()));
//! // No carve costs less than the bound.
//! let certificate = plan.certificate.unwrap();
//! assert!(certificate.bound <= certificate.value);
//! # Ok::<(), Faults>(())
//! ```

mod account_figures;
pub mod coverage;
mod dated_changes;
pub mod design;
pub mod quota;
pub mod revisions;
pub mod score;
pub mod study;
mod study_fault;
pub mod territory;
pub mod workbook_plan;
