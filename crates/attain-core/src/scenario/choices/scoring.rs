//! Choices about the scores and tiers of accounts.

use super::table_macro::choices;
use crate::units::{Money, Weight};

choices! {
    /// Weights of the parts of an account's score. Each part is a number from 0 to 1, and the score
    /// is their weighted mean.
    pub struct Weighting {
        /// Weight of potential, measured on a logarithmic scale within the segment.
        potential: Weight = Weight::literal(3.0), from "P: tiers by potential and strategic value, not revenue";
        /// Weight of past conversion, from the account's segment, industry and own opportunities.
        conversion: Weight = Weight::literal(2.0), from "A: no published weights";
        /// Weight of the growth class.
        growth: Weight = Weight::literal(1.0), from "A: no published weights";
        /// Weight of the strategic flag.
        strategic: Weight = Weight::literal(1.0), from "A: no published weights";
        /// Weight of the fit with the ideal customer.
        fit: Weight = Weight::literal(0.5), from "A: no published weights";
        /// Weight of engagement, which depends on how recently the account was touched.
        engagement: Weight = Weight::literal(0.5), from "A: no published weights";
        /// Weight of churn risk, because revenue at risk is worth defending.
        risk: Weight = Weight::literal(0.5), from "A: no published weights";
    }
}

choices! {
    /// A tier of accounts with at least a given potential. Strategic accounts are placed one tier
    /// higher.
    pub struct Tier {
        /// Name of the tier.
        name: String = String::new(), from "none";
        /// Minimum potential per year of the tier's accounts.
        potential_from: Money = Money::literal(0.0), from "none";
    }
}

pub(super) fn default_tiers() -> Vec<Tier> {
    [("a", 500_000.0), ("b", 100_000.0), ("c", 0.0)]
        .into_iter()
        .map(|(name, from)| Tier { name: name.to_owned(), potential_from: Money::literal(from) })
        .collect()
}
