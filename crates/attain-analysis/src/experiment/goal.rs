//! The goal of a search: a company metric and the value it must reach.

use super::cell_columns::{CACHED_METRICS, CellColumns};
use super::fault::GoalFault;
use super::figures::{CellDifference, CellEstimate};
use attain_core::diagnostics::{Fault, Place};
use attain_core::metric::{ALL, MetricId, MetricUnit, of_company};

/// A statistic over the simulated years of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalMetric {
    /// Share of years in which the target is reached.
    PTarget,
    /// Bookings exceeded in nine years out of ten.
    P10Bookings,
    /// Mean of a metric.
    Mean(MetricId),
}

/// A goal such as `p_target >= 80%`.
#[derive(Debug, Clone, PartialEq)]
pub struct SolveGoal {
    pub metric: GoalMetric,
    /// Whether the metric must be at least the value (`true`) or at most the value (`false`).
    pub at_least: bool,
    pub value: f64,
    /// Display text of the goal.
    pub text: String,
}

/// Comparison signs, longer ones first.
const SIGNS: [(&str, bool); 4] = [(">=", true), ("<=", false), (">", true), ("<", false)];

impl SolveGoal {
    /// Parses a goal such as `p_target >= 80%`.
    ///
    /// # Errors
    /// Returns a fault at `--for` if the text is invalid.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let wrong = |problem| Fault::new(Place::Option("--for"), problem);
        let sign = SIGNS.iter().filter_map(|&(sign, at_least)| Some((text.find(sign)?, sign, at_least)));
        // Take the first sign in the text; if two start at the same position, the longer one.
        let Some((at, sign, at_least)) = sign.min_by_key(|&(at, sign, _)| (at, std::cmp::Reverse(sign.len()))) else {
            return Err(wrong(GoalFault::NoSign { text: text.to_owned() }));
        };
        let (name, number) = (text[..at].trim(), text[at + sign.len()..].trim());
        let metric =
            parse_metric(name).ok_or_else(|| wrong(GoalFault::UnknownFigure { name: name.to_owned(), known: names() }))?;
        let value = amount(number).ok_or_else(|| wrong(GoalFault::NoNumber { text: number.to_owned() }))?;
        let goal = Self { metric, at_least, value, text: format!("{name} {sign} {number}") };
        // A share of 80 could never be reached: 0.8 or 80% is meant.
        let share = matches!(metric, GoalMetric::PTarget)
            || goal.unit() == MetricUnit::Share && metric != GoalMetric::Mean(MetricId::Attainment);
        if share && !(0.0..=1.0).contains(&value) {
            return Err(wrong(GoalFault::NoShare { value }));
        }
        Ok(goal)
    }

    /// Returns the unit of the metric. A probability is a number from 0 to 1.
    #[must_use]
    pub fn unit(&self) -> MetricUnit {
        match self.metric {
            GoalMetric::PTarget => MetricUnit::Ratio,
            GoalMetric::P10Bookings => MetricUnit::Money,
            GoalMetric::Mean(id) => ALL[id as usize].unit,
        }
    }

    /// Computes the metric of a cell.
    #[must_use]
    pub fn estimate(&self, columns: &CellColumns) -> Option<CellEstimate> {
        match self.metric {
            GoalMetric::PTarget => CellEstimate::mean(columns.metric(MetricId::TargetHit)),
            GoalMetric::P10Bookings => CellEstimate::quantile(columns.metric(MetricId::Bookings), 0.1),
            GoalMetric::Mean(id) => CellEstimate::mean(columns.metric(id)),
        }
    }

    /// Returns the margin by which an estimate meets the goal; negative if it does not.
    #[must_use]
    pub fn margin(&self, found: CellEstimate) -> f64 {
        if self.at_least { found.value - self.value } else { self.value - found.value }
    }

    /// Returns whether the goal is met by a margin of the given number of standard errors. A
    /// negative number tests whether the goal may be met.
    #[must_use]
    pub fn is_met(&self, found: CellEstimate, errors: f64) -> bool {
        self.margin(found) >= errors * found.se
    }

    /// Returns whether `after` is worse than `before` by more than the given number of standard
    /// errors, in the same worlds.
    #[must_use]
    pub fn is_worse(&self, before: &CellColumns, after: &CellColumns, errors: f64) -> bool {
        let sign = if self.at_least { 1.0 } else { -1.0 };
        let id = match self.metric {
            GoalMetric::PTarget => MetricId::TargetHit,
            GoalMetric::Mean(id) => id,
            GoalMetric::P10Bookings => {
                let (Some(a), Some(b)) = (self.estimate(before), self.estimate(after)) else { return false };
                return sign * (b.value - a.value) < -errors * libm::hypot(a.se, b.se);
            }
        };
        CellDifference::between(after.metric(id), before.metric(id), sign).is_some_and(|pair| pair.is_beyond(-errors))
    }
}

/// Returns the names of the metrics that can be used in a goal.
#[must_use]
pub fn names() -> Vec<&'static str> {
    ["p_target", "p10_bookings"]
        .into_iter()
        .chain(CACHED_METRICS.iter().filter(|&&id| id != MetricId::TargetHit).map(|&id| of_company(id as usize).name))
        .collect()
}

fn parse_metric(name: &str) -> Option<GoalMetric> {
    match name {
        "p_target" => Some(GoalMetric::PTarget),
        "p10_bookings" => Some(GoalMetric::P10Bookings),
        other => CACHED_METRICS
            .iter()
            .filter(|&&id| id != MetricId::TargetHit)
            .find(|&&id| of_company(id as usize).name == other)
            .map(|&id| GoalMetric::Mean(id)),
    }
}

/// Parses a number such as `0.8`, `80%`, `42_000_000` or `42M`.
#[must_use]
pub fn amount(text: &str) -> Option<f64> {
    let plain = text.replace(['_', ' '], "");
    let (digits, unit) = match plain.chars().last()? {
        '%' => (&plain[..plain.len() - 1], 0.01),
        'k' => (&plain[..plain.len() - 1], 1e3),
        'M' => (&plain[..plain.len() - 1], 1e6),
        'B' => (&plain[..plain.len() - 1], 1e9),
        _ => (plain.as_str(), 1.0),
    };
    digits.parse::<f64>().ok().map(|value| value * unit).filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_are_read_as_people_write_them() {
        let read = |text: &str| SolveGoal::parse(text).map(|goal| (goal.metric, goal.at_least, goal.value));
        assert_eq!(read("p_target >= 80%").unwrap(), (GoalMetric::PTarget, true, 0.8));
        assert_eq!(read("participation>0.7").unwrap(), (GoalMetric::Mean(MetricId::Participation), true, 0.7));
        assert_eq!(read("p10_bookings >= 38.5M").unwrap(), (GoalMetric::P10Bookings, true, 38.5e6));
        assert_eq!(read("bookings_over_target >= 105%").unwrap(), (GoalMetric::Mean(MetricId::Attainment), true, 1.05));
        assert!(SolveGoal::parse("attainment >= 1").is_err(), "attainment is a matter of seats");
        assert_eq!(read("vacancy_months <= 12").unwrap(), (GoalMetric::Mean(MetricId::VacancyMonths), false, 12.0));
        let code = |text: &str| SolveGoal::parse(text).unwrap_err().code().to_owned();
        assert_eq!(code("p_target"), "solve::no-goal");
        assert_eq!(code("p_taget >= 0.8"), "solve::unknown-figure");
        assert_eq!(code("p_target >= much"), "solve::no-number");
        assert_eq!(code("p_target >= 80"), "solve::no-share");
        assert!(SolveGoal::parse("p_taget >= 0.8").unwrap_err().to_string().contains("did you mean `p_target`?"));
    }

    #[test]
    fn a_goal_is_met_with_errors_to_spare() {
        let goal = SolveGoal::parse("p_target >= 80%").unwrap();
        let found = CellEstimate { value: 0.81, se: 0.01 };
        assert!(goal.is_met(found, 0.0) && goal.is_met(found, 0.9) && !goal.is_met(found, 1.96));
        assert!(goal.is_met(CellEstimate { value: 0.79, se: 0.01 }, -1.96));
        let less = SolveGoal::parse("cost <= 10").unwrap();
        assert!(
            less.is_met(CellEstimate { value: 9.0, se: 0.5 }, 1.96) && !less.is_met(CellEstimate { value: 11.0, se: 0.4 }, -1.96)
        );
    }
}
