//! The bridge from quota capacity (seats times quota) to median bookings.
//!
//! Each stage is the plan with one more mechanism switched on, simulated in the same worlds. A step
//! is the difference of two means. Each mean is rounded to the cent before subtraction, so the
//! steps add up exactly. Where mechanisms interact (a leaver's successor ramps, for example), the
//! joint effect is attributed to the later one: a different order changes the steps but not their
//! sum.

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
    /// Rounds an amount to the nearest cent.
    #[must_use]
    pub fn nearest(amount: f64) -> Self {
        Self((amount * 100.0).round() as i64)
    }

    /// Returns the amount in currency units.
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

/// A step of the bridge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BridgeStep {
    pub name: &'static str,
    /// The mechanism that the step switches on; `None` for the first and last steps.
    pub mechanism: Option<Mechanism>,
    /// Change in bookings.
    pub change: Cents,
    /// Paired standard error of the change: both stages are simulated in the same worlds.
    pub se: f64,
    /// Bookings after the step.
    pub after: Cents,
    /// Explanation of the step, in one sentence.
    pub meaning: &'static str,
}

/// The steps from quota capacity to the median of bookings, over the horizon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapacityBridge {
    /// The company, or the name of a team.
    #[serde(rename = "of")]
    pub subject: String,
    /// Number of seats.
    pub seats: usize,
    /// Total quota of all seats at full productivity over the horizon.
    pub quota_capacity: Cents,
    /// The steps, which add up exactly to `p50` minus `quota_capacity`.
    pub steps: Vec<BridgeStep>,
    /// Mean bookings of the unaltered plan.
    pub mean: Cents,
    /// Median bookings of the unaltered plan, where the bridge ends.
    pub p50: Cents,
}

const TERRITORY: &str = "yield of the territories";
const TERRITORY_MEANS: &str = "Quota compared with the yield of the territories if every seat has a ramped rep for the whole horizon, with enough time \
     for the whole territory, in a market that does not change.";
const MEDIAN: &str = "mean to median";
const MEDIAN_MEANS: &str = "Half of the years reach the median; a few years with large bookings raise the mean above it.";

impl CapacityBridge {
    /// Builds the bridge from a quota capacity and the yearly bookings of each stage. The first
    /// stage has every mechanism switched off, the last one has all of them switched on.
    #[must_use]
    pub fn new(subject: &str, seats: usize, quota_capacity: f64, stages: &[Vec<f64>]) -> Self {
        let quota_capacity = Cents::nearest(quota_capacity);
        let mut steps: Vec<BridgeStep> = Vec::with_capacity(stages.len() + 1);
        let mut level = quota_capacity;
        let mut add = |name, mechanism, to: i64, se, meaning| {
            steps.push(BridgeStep { name, mechanism, change: Cents(to - level.0), se, after: Cents(to), meaning });
            level = Cents(to);
        };
        for (i, stage) in stages.iter().enumerate() {
            let to = Cents::nearest(mean_and_sd(stage).0).0;
            match i.checked_sub(1) {
                None => add(TERRITORY, None, to, standard_error(stage), TERRITORY_MEANS),
                Some(before) => {
                    let mechanism = Mechanism::ALL[before];
                    let change: Vec<f64> = stage.iter().zip(&stages[before]).map(|(now, then)| now - then).collect();
                    add(mechanism.name(), Some(mechanism), to, standard_error(&change), mechanism.meaning());
                }
            }
        }
        let last = stages.last().map_or(&[][..], Vec::as_slice);
        let mut sorted = last.to_vec();
        sorted.sort_by(f64::total_cmp);
        let p50 = Cents::nearest(quantile(&sorted, 0.5));
        add(MEDIAN, None, p50.0, median_step_error(&sorted), MEDIAN_MEANS);
        let mean = Cents::nearest(mean_and_sd(last).0);
        Self { subject: subject.to_owned(), seats, quota_capacity, steps, mean, p50 }
    }

    /// Returns whether the steps add up, to the cent, from the quota capacity to the median.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.quota_capacity.0 + self.steps.iter().map(|step| step.change.0).sum::<i64>() == self.p50.0
    }
}

/// Builds the bridge of the company and then of each team from the simulated years of each stage.
#[must_use]
pub fn bridges(book: &Book, plan: &Plan, stages: &[PlanYears]) -> Vec<CapacityBridge> {
    let years = f64::from(plan.scenario.horizon.months) / 12.0;
    let company: Vec<Vec<f64>> = stages.iter().map(|stage| stage.bookings.clone()).collect();
    let street = plan.seats.iter().map(|seat| seat.quota).sum::<f64>();
    let mut all = vec![CapacityBridge::new("company", plan.seats.len(), years * street, &company)];
    for (t, (name, seats)) in teams(book, plan).iter().enumerate() {
        let quota = seats.iter().map(|&seat| plan.seats[seat].quota).sum::<f64>();
        let team: Vec<Vec<f64>> = stages.iter().map(|stage| stage.teams[t].clone()).collect();
        all.push(CapacityBridge::new(name, seats.len(), years * quota, &team));
    }
    all
}

/// Standard error of a mean.
fn standard_error(values: &[f64]) -> f64 {
    mean_and_sd(values).1 / (values.len().max(1) as f64).sqrt()
}

/// Standard error of the median minus the mean of sorted values. It is the standard error of the
/// mean difference between their influence functions, sign(x − m) / 2f(m) and x − μ (Serfling 1980,
/// §2.3 and §8.1.1). The density f at the median is estimated from the slope of the quantiles
/// around it (Siddiqui 1960), with Bofinger's (1975) bandwidth.
fn median_step_error(sorted: &[f64]) -> f64 {
    let n = sorted.len() as f64;
    if sorted.len() < 2 {
        return 0.0;
    }
    let (mean, median) = (mean_and_sd(sorted).0, quantile(sorted, 0.5));
    // For the median of a normal distribution: ((4.5 φ(0)⁴) / n)^(1/5).
    let width = libm::pow(4.5 * 0.025_330_3 / n, 0.2).min(0.49);
    let slope = (quantile(sorted, 0.5 + width) - quantile(sorted, 0.5 - width)) / (2.0 * width);
    let influence: Vec<f64> = sorted.iter().map(|x| 0.5 * slope * sign(x - median) - (x - mean)).collect();
    standard_error(&influence)
}

/// Sign of `x`: −1, 0 or 1.
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
            let bridge = CapacityBridge::new("x", 3, quota, &stages);
            prop_assert!(bridge.adds_up());
            prop_assert_eq!(bridge.steps.len(), 9);
            prop_assert_eq!(bridge.steps[7].after, bridge.mean);
            prop_assert_eq!(bridge.steps[8].after, bridge.p50);
        }
    }

    /// Compares the spread of the median minus the mean over 400 samples of 500 lognormal years (σ
    /// 0.3) with the mean of the reported standard errors. The standard deviation of 400 values is
    /// known to 3.5 % (1 / √(2 × 400)); the tolerance is four times that, plus an allowance for the
    /// error of the density estimate.
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
            stated.push(median_step_error(&sample));
        }
        let ratio = mean_and_sd(&stated).0 / mean_and_sd(&found).1;
        assert!((ratio - 1.0).abs() < 0.2, "{ratio}");
    }
}
