//! Market segments before any world is drawn: win rates, sizes, churn and expansion.

use libm::{exp, log};
use statrs::distribution::{Beta, ContinuousCDF};

use super::closing::ClosingLaw;
use attain_core::quantile::{logistic, logit, normal};
use attain_core::random::key_of;
use attain_core::scenario::choices::{ClassShares, DealSize, GrowthClass, RiskClass, Segment};
use attain_data::Account;

/// A market segment with its tables.
#[derive(Debug, Clone)]
pub struct MarketSegment {
    /// Choices of the segment in the scenario.
    pub choices: Segment,
    /// Key of the segment's name.
    pub key: u64,
    /// Quantiles of the win rate's posterior at equal steps of probability, as logits.
    win: Vec<f64>,
    /// Logarithm of the median size.
    pub log_median_size: f64,
    /// Sizes that stand for a distribution with a tail; empty for other distributions.
    size_points: Vec<(f64, f64)>,
    /// Distribution of closing times, if the scenario has a closing table.
    pub closing: Option<ClosingLaw>,
}

/// Evidence from which a win rate is treated as certain.
const CERTAIN: f64 = 1e7;

/// Number of steps in the table of a win rate's posterior.
const STEPS: usize = 1024;

impl MarketSegment {
    pub(crate) fn new(name: &str, choices: Segment) -> Self {
        let log_median_size = match &choices.size {
            DealSize::Lognormal(spread) => log(spread.median.get().max(1.0)),
            other => log(other.median().max(1.0)),
        };
        let win = win_table(choices.win_rate.get(), choices.win_rate_evidence.get());
        let closing = choices.closing.as_ref().map(ClosingLaw::new);
        let size_points = if matches!(choices.size, DealSize::Tailed(_)) { choices.size.points() } else { Vec::new() };
        Self { key: key_of(name), win, log_median_size, size_points, closing, choices }
    }

    /// Mean amount won per opportunity: the mean of size times probability of winning over the
    /// distribution of sizes, for an account with this scale and offset.
    pub(crate) fn won_amount(&self, scale: f64, offset: f64, size_log_odds: f64) -> f64 {
        self.mean_over_sizes(scale, offset, size_log_odds, |amount| amount)
    }

    /// Mean probability of winning over the distribution of sizes.
    pub(crate) fn win_share(&self, scale: f64, offset: f64, size_log_odds: f64) -> f64 {
        self.mean_over_sizes(scale, offset, size_log_odds, |_| 1.0)
    }

    /// Mean of a value of the amount times the probability of winning.
    fn mean_over_sizes(&self, scale: f64, offset: f64, size_log_odds: f64, value: impl Fn(f64) -> f64) -> f64 {
        const POINTS: usize = 64;
        let base = logit(self.choices.win_rate.get().clamp(1e-6, 1.0 - 1e-6)) + offset;
        let won = |size: f64| {
            let amount = scale * size;
            value(amount) * logistic(base + size_log_odds * (log(amount.max(1e-9)) - self.log_median_size))
        };
        if !self.size_points.is_empty() {
            return self.size_points.iter().map(|&(size, share)| share * won(size)).sum();
        }
        let at = |i: usize| {
            let u = (i as f64 + 0.5) / POINTS as f64;
            won(match &self.choices.size {
                DealSize::Lognormal(spread) => exp(self.log_median_size + spread.sigma.get() * normal(u)),
                other => other.quantile(u),
            })
        };
        (0..POINTS).map(at).sum::<f64>() / POINTS as f64
    }

    /// Quantile of the win rate's posterior at probability `u`, as a logit.
    #[must_use]
    pub fn win_logit(&self, u: f64) -> f64 {
        let x = u * STEPS as f64 - 0.5;
        let i = x.clamp(0.0, (STEPS - 2) as f64) as usize;
        let share = (x - i as f64).clamp(0.0, 1.0);
        self.win[i] + (self.win[i + 1] - self.win[i]) * share
    }
}

/// Quantiles of the beta posterior of a win rate, as logits. Evidence of 10 million deals or more
/// means certainty.
fn win_table(rate: f64, evidence: f64) -> Vec<f64> {
    let rate = rate.clamp(1e-6, 1.0 - 1e-6);
    let certain = vec![logit(rate); STEPS];
    if evidence <= 0.0 || evidence >= CERTAIN {
        return certain;
    }
    match Beta::new(rate * evidence, (1.0 - rate) * evidence) {
        Ok(beta) => {
            (0..STEPS)
                .map(|i| logit(beta.inverse_cdf((i as f64 + 0.5) / STEPS as f64).clamp(1e-9, 1.0 - 1e-9)))
                // Rounded far below any relevant precision, because the last digits may differ
                // between machines.
                .map(|x| (x * 1e7).round() * 1e-7)
                .collect()
        }
        Err(_) => certain,
    }
}

/// Share for a growth class.
#[must_use]
pub fn by_growth(shares: &ClassShares, growth: GrowthClass) -> f64 {
    match growth {
        GrowthClass::Low => shares.low.get(),
        GrowthClass::Medium => shares.medium.get(),
        GrowthClass::High => shares.high.get(),
    }
}

/// Share for a risk class.
#[must_use]
pub fn by_risk(shares: &ClassShares, risk: RiskClass) -> f64 {
    match risk {
        RiskClass::Low => shares.low.get(),
        RiskClass::Medium => shares.medium.get(),
        RiskClass::High => shares.high.get(),
    }
}

/// Yearly probability that an account churns, for its risk class.
#[must_use]
pub fn churn(segment: &Segment, account: &Account) -> f64 {
    by_risk(&segment.churn, account.risk).clamp(0.0, 1.0 - 1e-9)
}
