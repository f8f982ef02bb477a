//! The bridge from seats times quota to the median of bookings.
//!
//! Every stage is the plan with one more mechanism switched on, simulated in the same
//! worlds; a step is the difference of two means, each rounded to the cent before
//! it is subtracted, so that the steps add up to the cent by construction. Where
//! mechanisms reach into each other (a leaver's successor ramps), what they do
//! together falls to the later one: another order gives other steps and the
//! same sum.

use serde::Serialize;

use super::mechanism::Mechanism;
use super::plan_years::{PlanYears, teams};
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::summarise::{mean_and_sd, quantile};

/// An amount in whole cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cents(pub i64);

impl Cents {
    /// The nearest cent.
    #[must_use]
    pub fn nearest(amount: f64) -> Self {
        Self((amount * 100.0).round() as i64)
    }

    /// The amount.
    #[must_use]
    pub fn amount(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Serialize for Cents {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.amount())
    }
}

/// One step of the bridge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BridgeStep {
    /// Its name.
    pub name: &'static str,
    /// The mechanism it switches on; `None` for the first step and the last.
    pub mechanism: Option<Mechanism>,
    /// What it adds to bookings.
    pub change: Cents,
    /// Standard error of it, paired: both ends are simulated in the same worlds.
    pub se: f64,
    /// Where bookings stand after it.
    pub after: Cents,
    /// What it says, one sentence.
    pub meaning: &'static str,
}

/// From quota capacity to the median of bookings, over the horizon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapacityBridge {
    /// The company or a team.
    pub of: String,
    /// Its seats.
    pub seats: usize,
    /// Quotas of all seats at full productivity, for the months of the horizon.
    pub quota_capacity: Cents,
    /// The steps; they add up to `p50` less `quota_capacity`, to the cent.
    pub steps: Vec<BridgeStep>,
    /// Mean of bookings of the plan as it is.
    pub mean: Cents,
    /// Median of them: the end of the bridge.
    pub p50: Cents,
}

const TERRITORY: &str = "what the territory gives";
const TERRITORY_MEANS: &str = "Quota against what the books give when every seat has a ramped rep from the first day on who stays, has time for the \
     whole book, and nothing moves.";
const MEDIAN: &str = "mean to median";
const MEDIAN_MEANS: &str = "The mean is not what half of the years reach: a few large ones pull it up.";

impl CapacityBridge {
    /// The bridge of a quota capacity and the bookings of each stage by year,
    /// the first stage with every mechanism switched off and the last with all on.
    #[must_use]
    pub fn of(name: &str, seats: usize, quota_capacity: f64, stages: &[Vec<f64>]) -> Self {
        let quota_capacity = Cents::nearest(quota_capacity);
        let mut steps: Vec<BridgeStep> = Vec::with_capacity(stages.len() + 1);
        let mut standing = quota_capacity;
        let mut put = |name, mechanism, (to, se), meaning| {
            steps.push(BridgeStep { name, mechanism, change: Cents(to - standing.0), se, after: Cents(to), meaning });
            standing = Cents(to);
        };
        for (i, stage) in stages.iter().enumerate() {
            let to = Cents::nearest(mean_and_sd(stage).0).0;
            match i.checked_sub(1) {
                None => put(TERRITORY, None, (to, error(stage)), TERRITORY_MEANS),
                Some(before) => {
                    let mechanism = Mechanism::ALL[before];
                    let change: Vec<f64> = stage.iter().zip(&stages[before]).map(|(now, then)| now - then).collect();
                    put(mechanism.name(), Some(mechanism), (to, error(&change)), mechanism.meaning());
                }
            }
        }
        let last = stages.last().map_or(&[][..], Vec::as_slice);
        let mut sorted = last.to_vec();
        sorted.sort_by(f64::total_cmp);
        let p50 = Cents::nearest(quantile(&sorted, 0.5));
        put(MEDIAN, None, (p50.0, error_of_skew(&sorted)), MEDIAN_MEANS);
        let mean = Cents::nearest(mean_and_sd(last).0);
        Self { of: name.to_owned(), seats, quota_capacity, steps, mean, p50 }
    }

    /// Whether the steps lead from the quota capacity to the median, to the cent.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.quota_capacity.0 + self.steps.iter().map(|step| step.change.0).sum::<i64>() == self.p50.0
    }
}

/// The bridges of the company, then of each team, from what was kept of each stage.
#[must_use]
pub fn bridges(book: &Book, plan: &Plan, stages: &[PlanYears]) -> Vec<CapacityBridge> {
    let years = f64::from(plan.scenario.horizon.months) / 12.0;
    let company: Vec<Vec<f64>> = stages.iter().map(|stage| stage.bookings.clone()).collect();
    let street = plan.seats.iter().map(|seat| seat.quota).sum::<f64>();
    let mut all = vec![CapacityBridge::of("company", plan.seats.len(), years * street, &company)];
    for (t, (name, seats)) in teams(book, plan).iter().enumerate() {
        let quota = seats.iter().map(|&seat| plan.seats[seat].quota).sum::<f64>();
        let of_team: Vec<Vec<f64>> = stages.iter().map(|stage| stage.teams[t].clone()).collect();
        all.push(CapacityBridge::of(name, seats.len(), years * quota, &of_team));
    }
    all
}

/// Standard error of a mean.
fn error(values: &[f64]) -> f64 {
    mean_and_sd(values).1 / (values.len().max(1) as f64).sqrt()
}

/// Standard error of median less mean, of sorted values: that of the mean of
/// the difference of their influence functions, sign(x − m) / 2f(m) and x − μ
/// (Serfling 1980, §2.3 and §8.1.1). The density f at the median is the slope of
/// the quantiles about it (Siddiqui 1960), over Bofinger's (1975) bandwidth.
fn error_of_skew(sorted: &[f64]) -> f64 {
    let n = sorted.len() as f64;
    if sorted.len() < 2 {
        return 0.0;
    }
    let (mean, median) = (mean_and_sd(sorted).0, quantile(sorted, 0.5));
    // At the median of a normal law, ((4.5 φ(0)⁴) / n)^(1/5).
    let width = libm::pow(4.5 * 0.025_330_3 / n, 0.2).min(0.49);
    let slope = (quantile(sorted, 0.5 + width) - quantile(sorted, 0.5 - width)) / (2.0 * width);
    let influence: Vec<f64> = sorted.iter().map(|x| 0.5 * slope * sign(x - median) - (x - mean)).collect();
    error(&influence)
}

/// −1, 0 or 1.
fn sign(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x.signum() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    proptest! {
        #[test]
        fn steps_add_up_to_the_cent(
            quota in 0.0_f64..1e12,
            years in proptest::collection::vec(proptest::array::uniform8(-1e10_f64..1e10), 1..60),
        ) {
            let stages: Vec<Vec<f64>> = (0..8).map(|s| years.iter().map(|year| year[s]).collect()).collect();
            let bridge = CapacityBridge::of("x", 3, quota, &stages);
            prop_assert!(bridge.adds_up());
            prop_assert_eq!(bridge.steps.len(), 9);
            prop_assert_eq!(bridge.steps[7].after, bridge.mean);
            prop_assert_eq!(bridge.steps[8].after, bridge.p50);
        }
    }

    /// 400 samples of 500 lognormal years (σ 0.3): the spread of median less
    /// mean over samples against the mean of its stated errors. The deviation of
    /// 400 values is known to 3.5 % (1 / √(2 × 400)); four of those, and room for the
    /// density's own error.
    #[test]
    fn the_error_of_the_median_step_is_what_samples_show() {
        let normal = Normal::standard();
        let mut random = attain_core::random::SplitMix64::new(7);
        let (mut found, mut stated) = (Vec::new(), Vec::new());
        for _ in 0..400 {
            let mut sample: Vec<f64> =
                (0..500).map(|_| libm::exp(0.3 * normal.inverse_cdf(random.uniform().clamp(1e-12, 1.0 - 1e-12)))).collect();
            sample.sort_by(f64::total_cmp);
            found.push(quantile(&sample, 0.5) - mean_and_sd(&sample).0);
            stated.push(error_of_skew(&sample));
        }
        let ratio = mean_and_sd(&stated).0 / mean_and_sd(&found).1;
        assert!((ratio - 1.0).abs() < 0.2, "{ratio}");
    }
}
