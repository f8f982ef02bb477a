//! Why an account has the owner that it has, in sentences that a rep can check:
//! the figures of both books, and what another owner would cost.

mod deviation;
mod explainer;
mod sentences;

pub use deviation::deviation;
pub use explainer::{AssignmentExplainer, BookFigures};
