//! Explanations of each account's owner, in sentences that a rep can check:
//! the figures of both books, and the cost of another owner in points.

mod deviation;
mod explainer;
mod points;
mod sentences;

pub use deviation::deviation;
pub use explainer::{AssignmentExplainer, BookFigures, touched_recently};
pub use points::{LEAST_POINTS, points};
