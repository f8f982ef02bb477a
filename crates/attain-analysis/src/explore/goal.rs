//! A stated goal: a figure of the company, and how high (or low) it must be.

use super::fault::GoalFault;
use super::figures::Estimate;
use super::kept::{Columns, KEPT};
use attain_core::diagnostics::{Fault, Place};
use attain_core::metric::{ALL, MetricId, MetricUnit};

/// A figure of the years of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Share of years in which the target is reached.
    PTarget,
    /// Bookings that nine of ten years exceed.
    P10Bookings,
    /// Mean of a metric.
    Mean(MetricId),
}

/// A goal such as `p_target >= 80%`.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The figure.
    pub figure: Figure,
    /// Whether it must be at least the value; at most otherwise.
    pub at_least: bool,
    /// The value.
    pub value: f64,
    /// The goal as it was written.
    pub text: String,
}

/// Signs, longer ones first.
const SIGNS: [(&str, bool); 4] = [(">=", true), ("<=", false), (">", true), ("<", false)];

impl Goal {
    /// Reads a goal.
    ///
    /// # Errors
    /// A fault at `--for`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let wrong = |problem| Fault::new(Place::Option("--for"), problem);
        let sign = SIGNS.iter().filter_map(|&(sign, at_least)| Some((text.find(sign)?, sign, at_least)));
        // The first sign of the text; of two at one place the longer one, which stands first.
        let Some((at, sign, at_least)) = sign.min_by_key(|&(at, sign, _)| (at, std::cmp::Reverse(sign.len()))) else {
            return Err(wrong(GoalFault::NoSign { text: text.to_owned() }));
        };
        let (name, number) = (text[..at].trim(), text[at + sign.len()..].trim());
        let figure = figure(name).ok_or_else(|| wrong(GoalFault::UnknownFigure { name: name.to_owned(), known: names() }))?;
        let value = amount(number).ok_or_else(|| wrong(GoalFault::NoNumber { text: number.to_owned() }))?;
        let goal = Self { figure, at_least, value, text: format!("{name} {sign} {number}") };
        // A share is no percentage: 80 would never be reached, 0.8 and 80% are meant.
        let share =
            matches!(figure, Figure::PTarget) || goal.unit() == MetricUnit::Share && figure != Figure::Mean(MetricId::Attainment);
        if share && !(0.0..=1.0).contains(&value) {
            return Err(wrong(GoalFault::NoShare { value }));
        }
        Ok(goal)
    }

    /// Unit of the figure; a chance is a number from 0 to 1.
    #[must_use]
    pub fn unit(&self) -> MetricUnit {
        match self.figure {
            Figure::PTarget => MetricUnit::Ratio,
            Figure::P10Bookings => MetricUnit::Money,
            Figure::Mean(id) => ALL[id as usize].unit,
        }
    }

    /// The figure of a cell.
    #[must_use]
    pub fn of(&self, columns: &Columns) -> Option<Estimate> {
        match self.figure {
            Figure::PTarget => Estimate::mean(columns.of(MetricId::TargetHit)),
            Figure::P10Bookings => Estimate::quantile(columns.of(MetricId::Bookings), 0.1),
            Figure::Mean(id) => Estimate::mean(columns.of(id)),
        }
    }

    /// How far a figure is on the right side of the goal.
    #[must_use]
    pub fn margin(&self, found: Estimate) -> f64 {
        if self.at_least { found.value - self.value } else { self.value - found.value }
    }

    /// Whether the goal is met with so many standard errors to spare; fewer than none: whether it may be met.
    #[must_use]
    pub fn met(&self, found: Estimate, errors: f64) -> bool {
        self.margin(found) >= errors * found.se
    }

    /// Whether `after` is worse than `before` by more than so many standard errors, in the same worlds.
    #[must_use]
    pub fn worse(&self, before: &Columns, after: &Columns, errors: f64) -> bool {
        let sign = if self.at_least { 1.0 } else { -1.0 };
        let id = match self.figure {
            Figure::PTarget => MetricId::TargetHit,
            Figure::Mean(id) => id,
            Figure::P10Bookings => {
                let (Some(a), Some(b)) = (self.of(before), self.of(after)) else { return false };
                return sign * (b.value - a.value) < -errors * libm::hypot(a.se, b.se);
            }
        };
        super::figures::Paired::of(after.of(id), before.of(id), sign).is_some_and(|pair| pair.beyond(-errors))
    }
}

/// The names of figures that can be a goal.
#[must_use]
pub fn names() -> Vec<&'static str> {
    ["p_target", "p10_bookings"]
        .into_iter()
        .chain(KEPT.iter().filter(|&&id| id != MetricId::TargetHit).map(|&id| ALL[id as usize].name))
        .collect()
}

fn figure(name: &str) -> Option<Figure> {
    match name {
        "p_target" => Some(Figure::PTarget),
        "p10_bookings" => Some(Figure::P10Bookings),
        other => KEPT
            .iter()
            .filter(|&&id| id != MetricId::TargetHit)
            .find(|&&id| ALL[id as usize].name == other)
            .map(|&id| Figure::Mean(id)),
    }
}

/// A number: `0.8`, `80%`, `42_000_000`, `42M`.
#[must_use]
pub fn amount(text: &str) -> Option<f64> {
    let plain = text.replace(['_', ' '], "");
    let (digits, by) = match plain.chars().last()? {
        '%' => (&plain[..plain.len() - 1], 0.01),
        'k' => (&plain[..plain.len() - 1], 1e3),
        'M' => (&plain[..plain.len() - 1], 1e6),
        'B' => (&plain[..plain.len() - 1], 1e9),
        _ => (plain.as_str(), 1.0),
    };
    digits.parse::<f64>().ok().map(|value| value * by).filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_are_read_as_people_write_them() {
        let read = |text: &str| Goal::parse(text).map(|goal| (goal.figure, goal.at_least, goal.value));
        assert_eq!(read("p_target >= 80%").unwrap(), (Figure::PTarget, true, 0.8));
        assert_eq!(read("participation>0.7").unwrap(), (Figure::Mean(MetricId::Participation), true, 0.7));
        assert_eq!(read("p10_bookings >= 38.5M").unwrap(), (Figure::P10Bookings, true, 38.5e6));
        assert_eq!(read("vacancy_months <= 12").unwrap(), (Figure::Mean(MetricId::VacancyMonths), false, 12.0));
        let code = |text: &str| Goal::parse(text).unwrap_err().code().to_owned();
        assert_eq!(code("p_target"), "solve::no-goal");
        assert_eq!(code("p_taget >= 0.8"), "solve::unknown-figure");
        assert_eq!(code("p_target >= much"), "solve::no-number");
        assert_eq!(code("p_target >= 80"), "solve::no-share");
        assert!(Goal::parse("p_taget >= 0.8").unwrap_err().to_string().contains("did you mean `p_target`?"));
    }

    #[test]
    fn a_goal_is_met_with_errors_to_spare() {
        let goal = Goal::parse("p_target >= 80%").unwrap();
        let found = Estimate { value: 0.81, se: 0.01 };
        assert!(goal.met(found, 0.0) && goal.met(found, 0.9) && !goal.met(found, 1.96));
        assert!(goal.met(Estimate { value: 0.79, se: 0.01 }, -1.96));
        let less = Goal::parse("cost <= 10").unwrap();
        assert!(less.met(Estimate { value: 9.0, se: 0.5 }, 1.96) && !less.met(Estimate { value: 11.0, se: 0.4 }, -1.96));
    }
}
