//! `attain regret`: under which assumptions the best plan changes.
//!
//! ```text
//! axes with ranges ─ halton ─► design points ─ every plan, same worlds ─► means
//! means ─► best plan at each point, regret, minimax and satisficing choice
//! paired differences at the points ─ rule ─► "B loses to D when …"
//! ```
//!
//! Plans are designed once, as their scenarios specify, because assumptions are revealed only after
//! the choice. Regret at a point is a plan's shortfall in the mean against the best plan there. It
//! measures sensitivity to assumptions rather than chance effects within a year.

mod evaluate;
mod fault;
mod halton;
pub mod options;
mod result;
pub mod rule;
pub mod varied_axes;

pub use options::{METRICS, RegretOptions};
pub use result::{DesignPoint, PlanLoss, PlanRegret, RegretAnalysis, RegretAxis};

use super::axis_kind::AxisEffect;
use super::axis_ranges::AxisRange;
use super::axis_value::AxisValue;
use super::cell::{CellError, ExperimentCells, PreparedPlans};
use crate::forecast_basis::default_market;
use attain_core::metric;
use attain_core::metric::{Direction, MetricId};
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use evaluate::{design_point, evaluate};

/// Simulates all plans at all design points. `progress` is called once per year of each point.
///
/// # Errors
/// Returns the faults of a plan that cannot be designed, or an error for an assumption that is
/// invalid for a scenario.
pub fn regret(
    book: &Book,
    scenarios: &[ResolvedScenario],
    reference: usize,
    options: &RegretOptions,
    progress: &(dyn Fn() + Sync),
) -> Result<RegretAnalysis, CellError> {
    let values: Vec<Vec<f64>> = (0..options.points)
        .map(|n| scale_to_ranges(&options.axes, &halton::point(options.seed, n, options.axes.len())))
        .collect();
    let points: Vec<Vec<AxisValue>> =
        values.iter().map(|values| options.axes.iter().zip(values).map(|(range, value)| range.at(*value)).collect()).collect();
    let cells: Vec<ExperimentCells> =
        scenarios.iter().map(|resolved| ExperimentCells::design(book, resolved, &points, &|_| ())).collect::<Result<_, _>>()?;
    let common = cells.get(reference).and_then(|cells| cells.designs.first()).map_or(0.0, |plan| plan.target);
    let keep = [METRICS[options.metric].1, MetricId::TargetHit];
    let lower_is_better = metric::ALL[keep[0] as usize].direction == Direction::Lower;
    let mut all = Vec::new();
    let mut outcomes: Vec<Vec<Vec<f64>>> = Vec::new();
    for (n, values) in values.iter().enumerate() {
        let plans: Vec<Plan> = cells.iter().map(|cells| with_target(cells.plan(n), common)).collect();
        let columns = PreparedPlans::new(book, plans, options.seed).simulate(0..options.years, &keep, &|_| progress());
        all.push(design_point(values, &columns, lower_is_better));
        outcomes.push(columns.into_iter().map(|mut figures| figures.swap_remove(0)).collect());
    }
    let default_market = default_market(book, scenarios);
    Ok(RegretAnalysis { default_market, ..evaluate(scenarios, options, all, &outcomes, lower_is_better) })
}

/// Returns the plan with the target of the reference plan if its own scenario states none.
fn with_target(mut plan: Plan, common: f64) -> Plan {
    if plan.scenario.target.bookings.is_none() {
        plan.target = common;
    }
    plan
}

/// Scales a point of the unit box to the ranges of the axes. Factors are scaled logarithmically.
fn scale_to_ranges(axes: &[AxisRange], unit: &[f64]) -> Vec<f64> {
    let value = |(range, u): (&AxisRange, &f64)| {
        let (low, high) = (range.low, range.high);
        let value = if range.axis.effect == AxisEffect::Times && low > 0.0 {
            low * libm::exp(u * libm::log(high / low))
        } else {
            low + u * (high - low)
        };
        if range.axis.is_whole() { value.round() } else { value.clamp(low, high) }
    };
    axes.iter().zip(unit).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::axis;
    use crate::experiment::axis_ranges;
    use attain_core::scenario::choices::Scenario;
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

    fn options(names: &[&str], scenario: &Scenario, points: u32) -> RegretOptions {
        let range = |name: &&str| axis_ranges::range(axis::find(name).unwrap(), None, scenario).unwrap();
        RegretOptions { seed: 3, years: 60, points, axes: names.iter().map(range).collect(), metric: 0, enough: 0.5 }
    }

    /// The same plan under three names has zero regret.
    #[test]
    fn equal_plans_are_never_regretted() {
        let texts = ["b", "c"].map(|name| FEW.replace("\"few\"", &format!("\"{name}\"")));
        let (study, _) = plans(&[FEW, &texts[0], &texts[1]]);
        let options = options(&["win-odds", "deal-size"], &study.scenarios[0].scenario, 12);
        let found = regret(&study.book, &study.scenarios, 0, &options, &|| ()).unwrap_or_else(|error| panic!("{error}"));
        assert!(found.points.iter().all(|point| point.regret.iter().all(|regret| *regret == 0.0)));
        assert!(found.rules.is_empty() && found.choices.iter().all(|choice| choice.largest == 0.0));
    }

    /// More hours beat fewer wherever effort counts, also in the probability of reaching the
    /// target.
    #[test]
    fn the_plan_with_more_of_everything_wins_everywhere() {
        let more = FEW.replace("\"few\"", "\"more\"").replace("hours-per-month = 12", "hours-per-month = 60");
        let (study, _) = plans(&[FEW, &more]);
        let options = options(&["elasticity", "attrition", "ramp"], &study.scenarios[0].scenario, 16);
        let found = regret(&study.book, &study.scenarios, 0, &options, &|| ()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((found.best_overall, found.minimax, found.satisficing), (1, 1, 1));
        assert!(found.choices[1].wins > 0.99 && found.choices[0].largest > 0.0);
        assert!(found.points.iter().all(|point| point.p_target[1] >= point.p_target[0]));
        // Values lie within their ranges and differ between points.
        for (a, axis) in found.axes.iter().enumerate() {
            assert!(found.points.iter().all(|point| (axis.low..=axis.high).contains(&point.values[a])), "{axis:?}");
        }
    }
}
