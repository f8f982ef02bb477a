//! What books can be expected to bring, and the carve that brings most.

mod hours;
mod improve;
mod model;

pub(crate) use improve::improve_contribution;
pub(crate) use model::ContributionModel;
