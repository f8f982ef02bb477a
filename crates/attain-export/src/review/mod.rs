//! The quarterly review: what happened since a plan was frozen, and what to do.
//!
//! ```text
//! FrozenPlan, fresh book, day ─ measure ─► PlanReview ─ text, html, csv
//! PlanReview ─ trend ─► review.json, which the next review reads
//! ```

mod html;
mod measure;
mod record;
mod rows;
mod seat_review;
mod text;
mod trouble;

pub use html::html;
pub use measure::{ReviewInputs, review};
pub use record::{BookingsBand, PlanReview, ProposedMove, ReviewEquity, ReviewTrend, trend_of};
pub use rows::csv;
pub use seat_review::SeatReview;
pub use text::text;
pub use trouble::{EarlierOwner, SeatTrouble};

#[cfg(test)]
mod tests;
