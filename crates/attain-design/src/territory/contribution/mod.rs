//! Expected contribution of books, and the carve that maximises it.

mod hours;
mod improve;
mod model;

pub(crate) use improve::improve_contribution;
pub(crate) use model::ContributionModel;
