//! What time does to relationships and to the losses of hand-overs.

use libm::{exp, pow};

use crate::world::CompiledMarket;

/// Factors by which what a hand-over took away shrinks with time.
#[derive(Debug, Clone)]
pub struct DecayFactors {
    /// By months with a rep: what is left of what a relationship lacks.
    pub gap: Vec<f64>,
    /// What a month leaves of the loss of a hand-over.
    pub loss: f64,
    /// Loss in the first month against the mean of the first year.
    pub first: f64,
    /// Mean over the first year of what is left of a drop in relationship.
    pub gap_mean: f64,
}

impl DecayFactors {
    /// The factors of a market.
    pub(crate) fn new(market: &CompiledMarket) -> Self {
        let choices = &market.choices;
        let monthly = |months: f64| if months > 0.0 { exp(-1.0 / months) } else { 0.0 };
        let loss = monthly(choices.hand_over.decay_months.get());
        // The mean of the first twelve months is the published loss.
        let mean = |factor: f64| (0..12).map(|month| pow(factor, f64::from(month))).sum::<f64>() / 12.0;
        let gap = monthly(choices.relationship.months_to_grow.get());
        let after = (0..=market.calendar.months).map(|month| pow(gap, month as f64)).collect();
        Self { gap: after, loss, first: 1.0 / mean(loss), gap_mean: mean(gap) }
    }
}
