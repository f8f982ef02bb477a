//! Territories: which seats a plan has, and which accounts belong to each.
//!
//! ```text
//! seat_layout (cuts, dedicated, added_seats, capacity) ─► Roster     who can hold a book
//! eligibility (tier_matrix), bindings (owner_table)                  who may, who must
//! carve_units                                                        what goes together
//! pair_costs ─► carve_model (group_targets) ─► attain_solver          what it costs, and the cheapest found
//! infeasibility                                                      which constraints cannot hold together
//! certificate                                                        how far it can be from the best
//! contribution                                                       what the books bring, and the carve that brings most
//! carve ─► territory_design (reasons, limiting, notes, equity)       the result, why, and how fair
//! fairness                                                           fairness of a finished plan, group by group
//! ```

mod added_seats;
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
mod travel;

pub use travel::account_load;
