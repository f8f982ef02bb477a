//! From a scenario and a book of business to a plan: scores, coverage,
//! territories and quotas.

pub mod coverage;
pub mod design;
pub mod quota;
pub mod revisions;
pub mod score;
pub mod study;
mod study_fault;
pub mod territory;
