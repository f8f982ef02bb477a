//! Change of relationships and hand-over losses over time.

use libm::{exp, pow};

use crate::world::CompiledMarket;

/// Factors by which the effects of a hand-over decay.
#[derive(Debug, Clone)]
pub struct DecayFactors {
    /// Remaining fraction of the missing relationship strength, indexed by months with a rep.
    pub gap: Vec<f64>,
    /// Fraction of a hand-over loss that remains after a month.
    pub loss: f64,
    /// Loss in the first month relative to the mean of the first year.
    pub first: f64,
    /// Mean fraction of a drop in relationship strength that remains over the first year.
    pub gap_mean: f64,
}

impl DecayFactors {
    /// Computes the factors of a market.
    pub(crate) fn new(market: &CompiledMarket) -> Self {
        let choices = &market.choices;
        let monthly = |months: f64| if months > 0.0 { exp(-1.0 / months) } else { 0.0 };
        let loss = monthly(choices.hand_over.decay_months.get());
        // The published loss is the mean of the first twelve months.
        let mean = |factor: f64| (0..12).map(|month| pow(factor, f64::from(month))).sum::<f64>() / 12.0;
        let gap = monthly(choices.relationship.months_to_grow.get());
        let after = (0..=market.calendar.months).map(|month| pow(gap, month as f64)).collect();
        Self { gap: after, loss, first: 1.0 / mean(loss), gap_mean: mean(gap) }
    }
}
