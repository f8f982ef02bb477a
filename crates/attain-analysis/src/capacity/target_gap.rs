//! The probability of reaching the target, and the gap to it.

use serde::Serialize;

use super::plan_years::PlanYears;
use attain_sim::summarise::{quantile, wilson};

/// The probability of reaching the target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TargetChance {
    /// Share of years in which the target is reached.
    pub p: f64,
    /// Monte Carlo standard error of `p`.
    pub se: f64,
    /// Low end of the 95 % interval.
    pub low: f64,
    /// High end of the 95 % interval.
    pub high: f64,
}

impl TargetChance {
    /// Computes the probability and its Wilson interval from simulated years, where 1 marks a year
    /// that reaches the target.
    #[must_use]
    pub fn from_years(reached: &[f64]) -> Self {
        let p = if reached.is_empty() { 0.0 } else { reached.iter().sum::<f64>() / reached.len() as f64 };
        let (low, high) = wilson(p, reached.len());
        let se = if reached.len() > 1 { (p * (1.0 - p) / (reached.len() - 1) as f64).sqrt() } else { 0.0 };
        Self { p, se, low, high }
    }
}

/// The gap between a plan and its target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TargetGap {
    /// Required probability of reaching the target.
    pub wanted: f64,
    /// Probability that the plan reaches the target.
    pub chance: TargetChance,
    /// Bookings that the plan reaches with the required probability.
    pub assured: f64,
    /// The target over the horizon minus `assured`; 0 if there is no gap.
    pub gap: f64,
}

impl TargetGap {
    /// Computes the gap between simulated years and a target over the horizon.
    #[must_use]
    pub fn new(kept: &PlanYears, target: f64, wanted: f64) -> Self {
        let mut sorted = kept.bookings.clone();
        sorted.sort_by(f64::total_cmp);
        let assured = quantile(&sorted, 1.0 - wanted);
        let chance = TargetChance::from_years(&kept.target_reached);
        let gap = if chance.p >= wanted { 0.0 } else { (target - assured).max(0.0) };
        Self { wanted, chance, assured, gap }
    }
}
