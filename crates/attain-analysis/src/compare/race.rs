//! Elimination of plans that are almost certainly worse than the best one.
//!
//! At each interim look, every plan is compared with the best one by the paired difference of one
//! metric. The error probability over all looks and pairs is 5 %: look j spends 0.05 · 6 / (π² j²),
//! which sums to 0.05 over any number of looks. The share of each look is divided by the number of
//! pairs (Bonferroni), because any plan may turn out to be the best. The method is the elimination
//! of Kim & Nelson 2001 (ACM TOMACS 11(3)) and of Maron & Moore 1994 (Hoeffding races), with
//! intervals of paired differences.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::means::MetricMeans;
use super::metrics::COMPARED_METRICS;
use super::paired::paired_differences;
use super::precision::find_metric;
use attain_core::diagnostics::{Fault, Place};
use attain_core::metric::{ALL, Direction, MetricId};
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::results::DroppedPlan;

/// Largest probability that a race drops a plan wrongly.
const MISS: f64 = 0.05;

/// A race in one metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Race {
    /// Name of the compared metric.
    pub metric: &'static str,
    id: MetricId,
}

impl Race {
    /// Creates a race in a compared metric.
    ///
    /// # Errors
    /// Returns a fault at `--race` if plans are not compared in the metric.
    pub fn parse(metric: &str) -> Result<Self, Fault> {
        let (metric, id) = find_metric(metric).map_err(|problem| Fault::new(Place::Option("--race"), problem))?;
        Ok(Self { metric, id })
    }

    /// Returns the plans to drop at an interim look. Looks are counted from 1. The reference is
    /// never dropped, because the comparison needs it.
    ///
    /// # Errors
    /// Returns an error if the years cannot be read.
    pub fn eliminate(
        &self,
        names: &[&str],
        years: &dyn YearSource,
        active: &[bool],
        reference: usize,
        look: u32,
    ) -> Result<Vec<DroppedPlan>, ReadError> {
        let means = MetricMeans::read(years, &[self.id])?;
        let running = || (0..active.len()).filter(|&plan| active[plan]);
        let best =
            running().max_by(|&a, &b| means.signed_mean(a, self.id).total_cmp(&means.signed_mean(b, self.id)).then(b.cmp(&a)));
        let Some(best) = best else { return Ok(Vec::new()) };
        let couples: Vec<(usize, usize)> = running().filter(|&plan| plan != best).map(|plan| (plan, best)).collect();
        let found = paired_differences(years, &couples)?;
        let metric = COMPARED_METRICS.iter().position(|(name, _)| *name == self.metric).unwrap_or(0);
        let critical = critical(active.len(), look, years.total());
        let mut dropped = Vec::new();
        for (at, &(plan, _)) in couples.iter().enumerate() {
            let pair = &found[at * COMPARED_METRICS.len() + metric];
            let (low, high) = pair.simultaneous(self.id, critical);
            let worse = if ALL[self.id as usize].direction == Direction::Lower { low > 0.0 } else { high < 0.0 };
            if worse && plan != reference {
                dropped.push(DroppedPlan {
                    plan: names[plan].to_owned(),
                    years: years.years_of(plan),
                    metric: self.metric,
                    best: names[best].to_owned(),
                    difference: pair.mean,
                    low,
                    high,
                });
            }
        }
        Ok(dropped)
    }
}

/// Half-width of an interval at a look, in standard errors.
fn critical(plans: usize, look: u32, years: usize) -> f64 {
    let pairs = (plans * plans.saturating_sub(1) / 2).max(1) as f64;
    let look = f64::from(look.max(1));
    let spent = MISS * 6.0 / (std::f64::consts::PI * look).powi(2);
    let freedom = years.saturating_sub(1).max(1) as f64;
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::INFINITY, |student| student.inverse_cdf(1.0 - spent / (2.0 * pairs)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::random::NormalStream;
    use attain_sim::simulate::{PlanOutput, SimulationOutput};

    /// Plans whose bookings are strongly correlated and whose means differ by `gaps`.
    fn race_of(gaps: &[f64], years: usize, seed: u64) -> SimulationOutput {
        let value = |plan: usize, year: usize| {
            let shared = NormalStream::new(seed, year as u64).next_normal();
            10.0 + gaps[plan] + shared + 0.5 * NormalStream::new(seed * 10 + 1 + plan as u64, year as u64).next_normal()
        };
        let plan = |plan: usize| {
            let mut company = vec![vec![0.0; years]; ALL.len()];
            company[MetricId::Bookings as usize] = (0..years).map(|year| value(plan, year)).collect();
            PlanOutput { company, groups: vec![], seats: vec![], series: vec![], periods: vec![] }
        };
        SimulationOutput { seed, years, plans: (0..gaps.len()).map(plan).collect(), latent_opportunities: 0 }
    }

    #[test]
    fn looks_spend_five_percent_together() {
        let spent: f64 = (1..=100_000).map(|look| MISS * 6.0 / (std::f64::consts::PI * f64::from(look)).powi(2)).sum();
        assert!(spent < MISS && spent > 0.9999 * MISS);
        assert!(critical(6, 1, 1000) < critical(6, 2, 1000) && critical(2, 1, 1000) < critical(6, 1, 1000));
    }

    #[test]
    fn worse_plans_are_dropped_and_the_reference_is_kept() {
        let output = race_of(&[0.0, -0.4, -0.4, -0.001], 1000, 3);
        let race = Race::parse("bookings").unwrap();
        let names = ["a", "b", "c", "d"];
        let dropped = race.eliminate(&names, &output, &[true; 4], 2, 1).unwrap();
        assert_eq!(dropped.len(), 1, "{dropped:?}");
        let gone = &dropped[0];
        assert_eq!((gone.plan.as_str(), gone.years, gone.metric), ("b", 1000, "bookings"));
        assert!(gone.low < gone.difference && gone.difference < gone.high && gone.high < 0.0);
        assert!(
            race.eliminate(&names, &output, &[true, false, true, true], 2, 1).unwrap().is_empty(),
            "a dropped plan is not dropped again"
        );
        assert!(Race::parse("quota").unwrap_err().to_string().contains("precision::unknown-metric"));
    }

    /// 400 studies of four equal plans with four looks each: at most 5 % of the studies drop a
    /// plan. One-sided exact binomial test at α = 0.001: 35 of 400 or fewer.
    #[test]
    fn equal_plans_are_seldom_dropped() {
        let race = Race::parse("bookings").unwrap();
        let wrong = (0..400_u64).filter(|&seed| {
            (1..=4_u32).any(|look| {
                let output = race_of(&[0.0; 4], 40 * look as usize, 100 + seed);
                !race.eliminate(&["a", "b", "c", "d"], &output, &[true; 4], 9, look).unwrap().is_empty()
            })
        });
        let wrong = wrong.count();
        assert!(wrong <= 35, "{wrong} of 400");
    }
}
