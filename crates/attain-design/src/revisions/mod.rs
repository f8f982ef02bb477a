//! Revisions of existing books, which leave everything else unchanged: the smallest
//! rebalance, books for new seats, and the hand-over of a leaver's book.
//!
//! Each produces a [`Proposal`]: a carve, and a scenario that specifies it account by
//! account, so that it can be reviewed, approved and compared.
//!
//! ```text
//! rebalance ─► trial_books ─ greedy_moves, minimal_moves (move_search) ─► Proposal
//! hire, leaver ─ design ─► Proposal
//! ```

mod greedy_moves;
mod hire;
mod leaver;
mod limited_moves;
mod minimal_moves;
mod move_search;
mod proposal;
mod rebalance;
#[cfg(test)]
mod tests;
mod trial_books;
mod trial_setup;

pub use hire::{HireRequest, propose_hires};
pub use leaver::{LeaverProposals, propose_leaver};
pub use proposal::Proposal;
pub use rebalance::{MoveLimits, RebalanceProposal, propose_rebalance};
