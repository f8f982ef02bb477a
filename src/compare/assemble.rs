//! The whole of `results.json`.

use super::{Comparison, compare};
use crate::data::Book;
use crate::plan::Plan;
use crate::simulate::lived::Lived;
use crate::summarise::results::Results;
use crate::summarise::summarise;

/// Version of the shape of `results.json`.
pub const FORMAT: u32 = 1;

/// Summarises and compares everything that was lived. `hashes` are the
/// scenarios' hashes in the order of the plans, `reference` an index into them.
#[must_use]
pub fn results(book: &Book, plans: &[Plan], hashes: &[String], lived: &Lived, reference: usize) -> Results {
    let Comparison { pairs, choice, pareto, warnings, .. } = compare(plans, lived, reference);
    let horizon = plans.first().map(|plan| plan.scenario.horizon.clone()).unwrap_or_default();
    Results {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION"),
        seed: lived.seed,
        years: lived.years,
        horizon_months: horizon.months,
        start: horizon.start.to_string(),
        data_hash: book.hash.clone(),
        currency: plans.get(reference).map(|plan| plan.scenario.money.currency.clone()).unwrap_or_default(),
        reference: plans.get(reference).map(|plan| plan.name.clone()).unwrap_or_default(),
        plans: summarise(book, plans, hashes, lived),
        pairs,
        choice,
        pareto,
        warnings,
    }
}
