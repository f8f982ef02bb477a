//! Half-widths of the intervals, and the half-width required by `--precision`.

use super::couples::couples;
use super::critical::critical_value;
use super::fault::PrecisionFault;
use super::means::MetricMeans;
use super::metrics::COMPARED_METRICS;
use super::paired::paired_differences;
use attain_core::diagnostics::{Fault, Place};
use attain_core::metric::{ALL, MetricId, MetricUnit};
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::results::{Pair, Precision};

/// Returns the half-width of the widest interval of each compared metric.
pub(super) fn reached_precision(pairs: &[Pair]) -> Vec<Precision> {
    let half = |pair: &Pair| (pair.high - pair.low) / 2.0;
    let widest = |&(metric, _): &(&'static str, MetricId)| {
        let of = pairs.iter().filter(|pair| pair.metric == metric);
        let widest = of.fold(None, |best: Option<&Pair>, pair| best.filter(|best| half(best) >= half(pair)).or(Some(pair)))?;
        Some(Precision { metric, half_width: half(widest), a: widest.a.clone(), b: widest.b.clone() })
    };
    COMPARED_METRICS.iter().filter_map(widest).collect()
}

/// The half-width required by `--precision`, for the simultaneous interval of a paired difference
/// as reported by the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct PrecisionGoal {
    /// The text of the option.
    pub text: String,
    /// Name of the compared metric.
    pub metric: &'static str,
    id: MetricId,
    width: f64,
    /// Whether the width is relative to the mean of the reference plan.
    relative: bool,
    /// Indices of the two plans; `None` for all pairs.
    pair: Option<(usize, usize)>,
}

impl PrecisionGoal {
    /// Parses `0.5%`, `0.5%:bookings_over_target` or `20000:bookings:plan:plan`. A percentage means
    /// percentage points for metrics that are shares; for other metrics it is relative to the mean
    /// of the reference plan.
    ///
    /// # Errors
    /// Returns a fault at `--precision` if the text is invalid.
    pub fn parse(text: &str, plans: &[&str]) -> Result<Self, Fault> {
        read(text, plans).map_err(|problem| Fault::new(Place::Option("--precision"), problem))
    }

    /// Returns the required half-width in the unit of the metric.
    ///
    /// # Errors
    /// Returns an error if the years cannot be read.
    pub fn target_half_width(&self, years: &dyn YearSource, reference: usize) -> Result<f64, ReadError> {
        if !self.relative {
            return Ok(self.width);
        }
        let mean = MetricMeans::read(years, &[self.id])?.mean(reference, self.id);
        Ok(self.width * mean.unwrap_or(0.0).abs())
    }

    /// Returns the half-width of the widest interval after these years, among the plans that are
    /// still simulated.
    ///
    /// # Errors
    /// Returns an error if the years cannot be read.
    pub fn half_width(&self, years: &dyn YearSource, reference: usize, active: &[bool]) -> Result<f64, ReadError> {
        let couples = couples(active.len(), reference);
        let critical = critical_value(years, &couples, reference)?;
        let found = paired_differences(years, &couples)?;
        let metric = COMPARED_METRICS.iter().position(|(name, _)| *name == self.metric).unwrap_or(0);
        let wanted = |&(a, b): &(usize, usize)| match self.pair {
            Some((one, other)) => (a, b) == (one, other) || (b, a) == (one, other),
            None => active[a] && active[b],
        };
        let half = |at: usize| {
            let (low, high) = found[at * COMPARED_METRICS.len() + metric].simultaneous(self.id, critical);
            (high - low) / 2.0
        };
        Ok((0..couples.len()).filter(|&at| wanted(&couples[at])).map(half).fold(0.0, f64::max))
    }
}

/// Finds a compared metric by name.
pub(super) fn find_metric(name: &str) -> Result<(&'static str, MetricId), PrecisionFault> {
    let found = COMPARED_METRICS.into_iter().find(|(known, _)| *known == name);
    found.ok_or_else(|| PrecisionFault::UnknownMetric { found: name.to_owned() })
}

fn read(text: &str, plans: &[&str]) -> Result<PrecisionGoal, PrecisionFault> {
    let mut parts = text.split(':');
    let number = parts.next().unwrap_or_default().trim();
    let wrong = || PrecisionFault::NotAWidth { found: number.to_owned() };
    let (digits, percent) = number.strip_suffix('%').map_or((number, false), |digits| (digits, true));
    let width: f64 = digits.trim().replace('_', "").parse().map_err(|_| wrong())?;
    if !(width > 0.0 && width.is_finite()) {
        return Err(wrong());
    }
    let (metric, id) = find_metric(parts.next().unwrap_or("p_target"))?;
    let position = |name: &str| {
        let known = plans.iter().position(|plan| *plan == name);
        known.ok_or_else(|| PrecisionFault::UnknownPlan { found: name.to_owned(), plans: plans.join(", ") })
    };
    let pair = match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => None,
        (Some(a), Some(b), None) if a != b => Some((position(a)?, position(b)?)),
        _ => return Err(PrecisionFault::NotAPair),
    };
    if plans.len() < 2 {
        return Err(PrecisionFault::OnePlan);
    }
    let share = ALL[id as usize].unit == MetricUnit::Share;
    let width = if percent { width / 100.0 } else { width };
    Ok(PrecisionGoal { text: text.to_owned(), metric, id, width, relative: percent && !share, pair })
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::years::study;

    fn goal(text: &str) -> Result<PrecisionGoal, String> {
        PrecisionGoal::parse(text, &["a", "b", "c"]).map_err(|fault| fault.to_string())
    }

    #[test]
    fn reads_widths_metrics_and_pairs() {
        let of = |text| goal(text).map(|goal| (goal.metric, goal.width, goal.relative, goal.pair)).unwrap();
        assert_eq!(of("0.5%"), ("p_target", 0.005, false, None));
        assert_eq!(of("0.02:bookings_over_target"), ("bookings_over_target", 0.02, false, None));
        assert_eq!(of("1%:bookings"), ("bookings", 0.01, true, None));
        assert_eq!(of("20_000:cost:c:a"), ("cost", 20_000.0, false, Some((2, 0))));
        for (wrong, code) in [
            ("", "not-a-width"),
            ("0%", "not-a-width"),
            ("-1", "not-a-width"),
            ("nan", "not-a-width"),
            ("inf", "not-a-width"),
            ("1%:atainment", "unknown-metric"),
            ("1%:attainment", "unknown-metric"),
            ("1%:cost:a:x", "unknown-plan"),
            ("1%:cost:a", "not-a-pair"),
            ("1%:cost:a:a", "not-a-pair"),
            ("1%:cost:a:b:c", "not-a-pair"),
        ] {
            assert!(goal(wrong).unwrap_err().contains(&format!("precision::{code}")), "{wrong}");
        }
        assert!(goal("1%:bokings").unwrap_err().contains("did you mean `bookings`?"));
        assert!(PrecisionGoal::parse("1%", &["a"]).unwrap_err().to_string().contains("precision::one-plan"));
    }

    #[test]
    fn half_widths_are_those_that_the_comparison_reports() {
        let (_, plans, output) = study(&["a", "b", "c"], 400);
        let comparison = crate::compare::compare(&plans, &output, 1).unwrap();
        let reported = reached_precision(&comparison.pairs);
        for metric in ["p_target", "bookings_over_target", "bookings"] {
            let goal = goal(&format!("1%:{metric}")).unwrap();
            let found = goal.half_width(&output, 1, &[true; 3]).unwrap();
            let reported = reported.iter().find(|one| one.metric == metric).unwrap();
            assert!(found > 0.0 && found == reported.half_width, "{metric}: {found} and {}", reported.half_width);
        }
        let pair = goal("1%:bookings:a:c").unwrap();
        assert!(
            pair.half_width(&output, 1, &[true; 3]).unwrap()
                <= goal("1%:bookings").unwrap().half_width(&output, 1, &[true; 3]).unwrap()
        );
        let mean = output.plans[1].company[0].iter().sum::<f64>() / 400.0;
        assert!((pair.target_half_width(&output, 1).unwrap() / (0.01 * mean) - 1.0).abs() < 1e-9);
        assert_eq!(goal("0.5%").unwrap().target_half_width(&output, 1).unwrap(), 0.005);
    }
}
