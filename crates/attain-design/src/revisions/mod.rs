//! Revisions of existing books, which leave everything else unchanged: the smallest
//! rebalance, books for new seats, and the hand-over of a leaver's book.
//!
//! Each produces a [`Proposal`]: a carve, and a scenario that specifies it account by
//! account, so that it can be reviewed, approved and compared.
//!
//! ```text
//! rebalance ─► trial_books ─ greedy_moves, minimal_moves (move_search) ─► Proposal
//! leaver ─► placement, deal_handling ─► Proposal
//! hire ─► trial_books ─ seat_need, seat_books ─► Proposal
//! ```

mod deal_handling;
mod greedy_moves;
mod hire;
mod leaver;
mod limited_moves;
mod minimal_moves;
mod move_search;
mod placement;
mod proposal;
mod rebalance;
mod seat_books;
mod seat_need;
#[cfg(test)]
mod tests;
mod trial_books;
mod trial_setup;

pub use deal_handling::{DealHandling, DealProposal};
pub use hire::{HireRequest, propose_hires};
pub use leaver::{LeaverProposals, propose_leaver};
pub use proposal::Proposal;
pub use rebalance::{MoveLimits, RebalanceProposal, propose_rebalance};
pub use seat_need::{SeatNeed, seat_needs};
