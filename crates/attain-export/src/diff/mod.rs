//! The difference between two plans, or between a plan and a CRM.

mod compare;
mod html;
mod rows;
mod text;

pub use compare::{AccountChange, AccountDifference, PlanDiff, SeatDifference, diff};
pub use html::html;
pub use rows::{csv, json};
pub use text::text;
