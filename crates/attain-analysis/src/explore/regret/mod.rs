//! `attain regret`: where the best plan changes when assumptions turn out otherwise.
//!
//! ```text
//! axes with ranges ─ halton ─► points ─ every plan, same worlds ─► means
//! means ─► who wins where, regret, minimax and satisficing choice
//! paired differences at the points ─ rule ─► "B loses to D when …"
//! ```
//!
//! Plans are designed once, as their scenarios say: the assumptions come true
//! after the choice. Regret at a point is what a plan's mean is short of the
//! best plan's there; it is about assumptions, not about the luck of a year.

pub mod asked;
mod fault;
mod halton;
pub mod rule;

use serde::Serialize;

pub use halton::MOST as MOST_AXES;
use rule::{Rule, search};

use super::axis::{Act, By, Unit};
use super::cell::{CellError, Cells, Point, Ready};
use super::spread::Estimate;
use super::spread::ranges::Range;
use attain_core::metric;
use attain_core::metric::{Direction, MetricId};
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Axes that are varied where none is named.
pub const USUAL: [&str; 8] =
    ["attrition", "ramp", "time-to-fill", "opportunity-rate", "win-odds", "deal-size", "hand-over", "elasticity"];

/// Ranges wider than a plan's own uncertainty, where the question is what if all is otherwise.
pub const WIDE: [(&str, f64, f64, &str); 1] =
    [("hand-over", 0.0, 2.0, "A: from none to twice the published loss; gains can exceed 29 % (P: Schmitz et al. 2020)")];

/// Figures by which plans can be compared.
pub const METRICS: [(&str, MetricId); 5] = [
    ("bookings", MetricId::Bookings),
    ("contribution", MetricId::Contribution),
    ("attainment", MetricId::Attainment),
    ("participation", MetricId::Participation),
    ("p_target", MetricId::TargetHit),
];

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Seed of all chance, and of the points.
    pub seed: u64,
    /// Years lived at each point.
    pub years: u32,
    /// Points.
    pub points: u32,
    /// The assumptions.
    pub axes: Vec<Range>,
    /// The figure that decides: position in [`METRICS`].
    pub metric: usize,
    /// Chance of the target that is good enough.
    pub enough: f64,
}

/// One assumption.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Axis {
    /// Its name.
    pub name: String,
    /// What it says.
    pub meaning: &'static str,
    /// Unit of its values.
    pub unit: Unit,
    /// How a value acts.
    pub act: Act,
    /// The value that changes nothing.
    pub base: f64,
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Where the range is from.
    pub reason: String,
    /// What the scenario's own number is, where an axis multiplies one that reads better as it is, such as a share of reps a year.
    pub times: Option<f64>,
}

/// A set of assumptions and how plans fare under it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct At {
    /// Values, by axis.
    pub values: Vec<f64>,
    /// Mean of the figure, by plan.
    pub means: Vec<f64>,
    /// Chance of the target, by plan.
    pub p_target: Vec<f64>,
    /// The plan with the best mean.
    pub best: usize,
    /// Whether it is better than the next by more than two standard errors of the paired difference.
    pub sure: bool,
    /// What each plan is short of it.
    pub regret: Vec<f64>,
}

/// What choosing a plan means over all assumptions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// The plan.
    pub plan: String,
    /// Share of points at which it is best.
    pub wins: f64,
    /// Mean regret over the points.
    pub regret: f64,
    /// What its mean is short of that of the plan that is best on the whole, over all points; its error is the luck
    /// of the years, which all points share.
    pub behind: Estimate,
    /// Largest regret.
    pub largest: f64,
    /// Standard error of the paired difference behind it.
    pub largest_se: f64,
    /// The point where that is.
    pub largest_at: usize,
    /// Share of points at which the chance of the target is enough.
    pub satisfices: f64,
}

/// When the plan that is best on the whole loses to another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loses {
    /// The plan that is best on the whole.
    pub plan: String,
    /// The other one.
    pub to: String,
    /// Share of points at which the other one is better.
    pub better: f64,
    /// The rule; none where no box gains.
    pub rule: Option<Rule>,
}

/// Which plan wins where.
#[derive(Debug, Clone, Serialize)]
pub struct Regret {
    /// Name of the figure that decides.
    pub metric: &'static str,
    /// Chance of the target that is good enough.
    pub enough: f64,
    /// Plans.
    pub plans: Vec<String>,
    /// Years lived at each point.
    pub years: u32,
    /// The assumptions.
    pub axes: Vec<Axis>,
    /// The points.
    pub points: Vec<At>,
    /// By plan.
    pub choices: Vec<Choice>,
    /// The plan with the best mean over all points.
    pub on_the_whole: usize,
    /// The plan whose largest regret is smallest.
    pub minimax: usize,
    /// The plan whose chance of the target is enough at most points; ties go to the smaller regret.
    pub satisficing: usize,
    /// When the best on the whole loses, to each plan that wins somewhere.
    pub rules: Vec<Loses>,
}

/// Lives all plans at all points. `progress` is called once a year of a point.
///
/// # Errors
/// The faults of a plan that cannot be designed; an assumption that a scenario cannot take.
pub fn regret(
    book: &Book,
    scenarios: &[ResolvedScenario],
    reference: usize,
    asked: &Asked,
    progress: &(dyn Fn() + Sync),
) -> Result<Regret, CellError> {
    let values: Vec<Vec<f64>> =
        (0..asked.points).map(|n| spread_out(&asked.axes, &halton::point(asked.seed, n, asked.axes.len()))).collect();
    let points: Vec<Vec<Point>> =
        values.iter().map(|values| asked.axes.iter().zip(values).map(|(range, value)| range.at(*value)).collect()).collect();
    let cells: Vec<Cells> =
        scenarios.iter().map(|resolved| Cells::design(book, resolved, &points, &|_| ())).collect::<Result<_, _>>()?;
    let common = cells.get(reference).and_then(|cells| cells.designs.first()).map_or(0.0, |plan| plan.target);
    let keep = [METRICS[asked.metric].1, MetricId::TargetHit];
    let lower = metric::ALL[keep[0] as usize].direction == Direction::Lower;
    let mut all = Vec::new();
    let mut outcomes: Vec<Vec<Vec<f64>>> = Vec::new();
    for (n, values) in values.iter().enumerate() {
        let plans: Vec<Plan> = cells.iter().map(|cells| with_target(cells.plan(n), common)).collect();
        let columns = Ready::of(book, plans, asked.seed).live(0..asked.years, &keep, &|_| progress());
        all.push(at(values, &columns, lower));
        outcomes.push(columns.into_iter().map(|mut figures| figures.swap_remove(0)).collect());
    }
    Ok(weigh(scenarios, asked, all, &outcomes, lower))
}

/// Plans whose scenario states no target share the reference plan's.
fn with_target(mut plan: Plan, common: f64) -> Plan {
    if plan.scenario.target.bookings.is_none() {
        plan.target = common;
    }
    plan
}

/// A point of the unit box, in the units of the axes; factors on a log scale.
fn spread_out(axes: &[Range], unit: &[f64]) -> Vec<f64> {
    let value = |(range, u): (&Range, &f64)| {
        let (low, high) = (range.low, range.high);
        let value = if range.axis.act == Act::Times && low > 0.0 {
            low * libm::exp(u * libm::log(high / low))
        } else {
            low + u * (high - low)
        };
        if range.axis.whole() { value.round() } else { value.clamp(low, high) }
    };
    axes.iter().zip(unit).map(value).collect()
}

fn at(values: &[f64], columns: &[Vec<Vec<f64>>], lower: bool) -> At {
    let mean = |column: &[f64]| {
        let kept = || column.iter().copied().filter(|value| value.is_finite());
        kept().sum::<f64>() / (kept().count() as f64).max(1.0)
    };
    let means: Vec<f64> = columns.iter().map(|figures| mean(&figures[0])).collect();
    let sign = if lower { -1.0 } else { 1.0 };
    let mut order: Vec<usize> = (0..means.len()).collect();
    order.sort_by(|&a, &b| (sign * means[b]).total_cmp(&(sign * means[a])));
    let best = order.first().copied().unwrap_or(0);
    let sure = order.get(1).is_none_or(|&next| {
        let found = less(&columns[best][0], &columns[next][0]);
        found.value.abs() > 2.0 * found.se
    });
    At {
        values: values.to_vec(),
        p_target: columns.iter().map(|figures| mean(&figures[1])).collect(),
        regret: means.iter().map(|value| sign * (means[best] - value)).collect(),
        best,
        sure,
        means,
    }
}

fn less(a: &[f64], b: &[f64]) -> Estimate {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).filter(|value| value.is_finite()).collect();
    Estimate::mean(differences.into_iter())
}

fn weigh(scenarios: &[ResolvedScenario], asked: &Asked, points: Vec<At>, outcomes: &[Vec<Vec<f64>>], lower: bool) -> Regret {
    let plans: Vec<String> = scenarios.iter().map(|resolved| resolved.scenario.name.clone()).collect();
    let n = points.len() as f64;
    let mean_regret = |p: usize| points.iter().map(|at| at.regret[p]).sum::<f64>() / n;
    let on_the_whole = (0..plans.len()).min_by(|&a, &b| mean_regret(a).total_cmp(&mean_regret(b))).unwrap_or(0);
    let choice = |p: usize| {
        let largest_at = (0..points.len()).max_by(|&a, &b| points[a].regret[p].total_cmp(&points[b].regret[p])).unwrap_or(0);
        Choice {
            plan: plans[p].clone(),
            wins: points.iter().filter(|at| at.best == p).count() as f64 / n,
            regret: mean_regret(p),
            behind: behind(outcomes, on_the_whole, p, lower),
            largest: points[largest_at].regret[p],
            largest_se: less(&outcomes[largest_at][points[largest_at].best], &outcomes[largest_at][p]).se,
            largest_at,
            satisfices: points.iter().filter(|at| at.p_target[p] >= asked.enough).count() as f64 / n,
        }
    };
    let choices: Vec<Choice> = (0..plans.len()).map(choice).collect();
    let least = |of: &dyn Fn(&Choice) -> f64| {
        (0..choices.len()).min_by(|&a, &b| of(&choices[a]).total_cmp(&of(&choices[b]))).unwrap_or(0)
    };
    let minimax = least(&|choice| choice.largest);
    let by_share = |&a: &usize, &b: &usize| {
        choices[b].satisfices.total_cmp(&choices[a].satisfices).then(choices[a].regret.total_cmp(&choices[b].regret))
    };
    let satisficing = (0..choices.len()).min_by(by_share).unwrap_or(0);
    let values: Vec<Vec<f64>> = points.iter().map(|at| at.values.clone()).collect();
    let loses = |to: usize| {
        let gains: Vec<f64> = points.iter().map(|at| at.regret[on_the_whole] - at.regret[to]).collect();
        Loses {
            plan: plans[on_the_whole].clone(),
            to: plans[to].clone(),
            better: gains.iter().filter(|gain| **gain > 0.0).count() as f64 / n,
            rule: search(&values, &gains, asked.seed),
        }
    };
    let rules = (0..plans.len())
        .filter(|&p| p != on_the_whole && points.iter().any(|at| at.regret[p] < at.regret[on_the_whole]))
        .map(loses)
        .collect();
    let axes = asked.axes.iter().map(|range| told(range, scenarios)).collect();
    Regret {
        metric: METRICS[asked.metric].0,
        enough: asked.enough,
        plans,
        years: asked.years,
        axes,
        points,
        choices,
        on_the_whole,
        minimax,
        satisficing,
        rules,
    }
}

/// What a plan is short of another one over all points, by year: years are what differs by luck.
fn behind(outcomes: &[Vec<Vec<f64>>], best: usize, plan: usize, lower: bool) -> Estimate {
    let years = outcomes.first().and_then(|plans| plans.first()).map_or(0, Vec::len);
    let sign = if lower { -1.0 } else { 1.0 };
    let of_year = |year: usize| {
        let all = outcomes.iter().map(|plans| sign * (plans[best][year] - plans[plan][year])).filter(|value| value.is_finite());
        let (sum, n) = all.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
        sum / n
    };
    let by_year: Vec<f64> = (0..years).map(of_year).filter(|value| value.is_finite()).collect();
    Estimate::mean(by_year.into_iter())
}

fn told(range: &Range, scenarios: &[ResolvedScenario]) -> Axis {
    // Where all plans say the same, a factor is told as what it makes of it.
    let own = |resolved: &ResolvedScenario| match (range.axis.name, &range.of) {
        ("attrition", None) => Some(resolved.scenario.attrition.annual.get()),
        ("time-to-fill", None) => Some(resolved.scenario.attrition.time_to_fill.median_days.get()),
        _ => None,
    };
    let first = scenarios.first().and_then(own);
    Axis {
        name: range.name(),
        meaning: range.axis.meaning,
        unit: range.axis.unit,
        act: range.axis.act,
        base: range.base,
        low: range.low,
        high: range.high,
        reason: range.reason.clone(),
        times: first.filter(|_| scenarios.iter().all(|resolved| own(resolved) == first)),
    }
}

/// Whether an axis is an assumption: the plans are the choices.
#[must_use]
pub fn is_assumption(axis: &super::axis::Axis) -> bool {
    axis.by == By::World
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::axis;
    use crate::explore::spread::ranges;
    use attain_fixtures::studies::plans;

    const FEW: &str = r#"
name = "few"
[target]
bookings = 1_500_000
[market.segments.all]
accounts = 60
mean-potential = 100_000
potential = { median = 80_000, sigma = 0.5 }
opportunities-per-year = 2.0
win-rate = 0.25
size = { lognormal = { median = 40_000, sigma = 0.5 } }
days-to-win = { median-days = 30, sigma = 0.3 }
reps = 3
[teams.sales]
hours-per-month = 12
"#;

    fn asked(names: &[&str], scenario: &attain_core::scenario::choices::Scenario, points: u32) -> Asked {
        let range = |name: &&str| ranges::range(axis::find(name).unwrap(), None, scenario).unwrap();
        Asked { seed: 3, years: 60, points, axes: names.iter().map(range).collect(), metric: 0, enough: 0.5 }
    }

    /// The same plan under three names: nobody regrets anything.
    #[test]
    fn equal_plans_are_never_regretted() {
        let texts = ["b", "c"].map(|name| FEW.replace("\"few\"", &format!("\"{name}\"")));
        let (study, _) = plans(&[FEW, &texts[0], &texts[1]]);
        let asked = asked(&["win-odds", "deal-size"], &study.scenarios[0].scenario, 12);
        let found = regret(&study.book, &study.scenarios, 0, &asked, &|| ()).unwrap_or_else(|error| panic!("{error}"));
        assert!(found.points.iter().all(|at| at.regret.iter().all(|regret| *regret == 0.0)));
        assert!(found.rules.is_empty() && found.choices.iter().all(|choice| choice.largest == 0.0));
    }

    /// More hours beat fewer wherever effort counts; by chance of the target too.
    #[test]
    fn the_plan_with_more_of_everything_wins_everywhere() {
        let more = FEW.replace("\"few\"", "\"more\"").replace("hours-per-month = 12", "hours-per-month = 60");
        let (study, _) = plans(&[FEW, &more]);
        let asked = asked(&["elasticity", "attrition", "ramp"], &study.scenarios[0].scenario, 16);
        let found = regret(&study.book, &study.scenarios, 0, &asked, &|| ()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((found.on_the_whole, found.minimax, found.satisficing), (1, 1, 1));
        assert!(found.choices[1].wins > 0.99 && found.choices[0].largest > 0.0);
        assert!(found.points.iter().all(|at| at.p_target[1] >= at.p_target[0]));
        // Values lie within their ranges and differ from point to point.
        for (a, axis) in found.axes.iter().enumerate() {
            assert!(found.points.iter().all(|at| (axis.low..=axis.high).contains(&at.values[a])), "{axis:?}");
        }
    }
}
