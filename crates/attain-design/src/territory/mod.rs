//! Territories: the seats of a plan and the accounts of each seat.
//!
//! ```text
//! seat_layout (cuts, dedicated, added_seats, capacity) ─► Roster     seats of the plan
//! eligibility (tier_matrix), bindings (owner_table)                  allowed and required seats of accounts
//! carve_units                                                        accounts that stay together
//! pair_costs ─► carve_model (group_targets) ─► attain_solver         cost model and assignment
//! infeasibility                                                      constraints that conflict
//! certificate                                                        distance from the best assignment
//! contribution                                                       expected contribution and its maximisation
//! carve ─► territory_design (reasons, limiting, notes, equity)       result, explanations and fairness
//! fairness                                                           fairness of a finished plan by group
//! ```

mod added_seats;
mod balance_band;
pub(crate) mod bindings;
mod bound_seat;
pub(crate) mod capacity;
pub(crate) mod carve;
pub(crate) mod carve_model;
pub(crate) mod carve_units;
mod certificate;
mod contribution;
mod cuts;
mod dedicated;
pub(crate) mod eligibility;
pub mod equity;
#[cfg(test)]
mod examples;
pub mod fairness;
pub(crate) mod fault;
mod group_targets;
mod infeasibility;
pub(crate) mod inputs;
mod limiting;
pub(crate) mod lookup;
#[cfg(test)]
mod measure_tests;
pub mod measures;
mod notes;
pub(crate) mod owner_table;
pub(crate) mod pair_costs;
#[cfg(test)]
mod properties;
mod reasons;
pub(crate) mod roster;
pub(crate) mod seat_layout;
#[cfg(test)]
mod skewed_tests;
pub(crate) mod territory_design;
pub(crate) mod tier_matrix;
pub(crate) mod travel;

pub use travel::{account_load, in_person_share};
