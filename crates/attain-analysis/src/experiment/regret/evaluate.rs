//! Evaluation of regret, choices and rules from the simulated years of all points.

use super::options::{METRICS, RegretOptions};
use super::result::{DesignPoint, PlanLoss, PlanRegret, RegretAnalysis, RegretAxis};
use super::rule::search;
use crate::experiment::axis_ranges::AxisRange;
use crate::experiment::interval_estimate::IntervalEstimate;
use attain_core::scenario::ResolvedScenario;

/// Computes the results of the plans at one point. `columns` is indexed by plan, column (the
/// deciding metric, then whether the target was reached) and year. `lower_is_better` is a property
/// of the metric.
pub(super) fn design_point(values: &[f64], columns: &[Vec<Vec<f64>>], lower_is_better: bool) -> DesignPoint {
    let mean = |column: &[f64]| {
        let kept = || column.iter().copied().filter(|value| value.is_finite());
        kept().sum::<f64>() / (kept().count() as f64).max(1.0)
    };
    let means: Vec<f64> = columns.iter().map(|figures| mean(&figures[0])).collect();
    let sign = if lower_is_better { -1.0 } else { 1.0 };
    let mut order: Vec<usize> = (0..means.len()).collect();
    order.sort_by(|&a, &b| (sign * means[b]).total_cmp(&(sign * means[a])));
    let best = order.first().copied().unwrap_or(0);
    let significant = order.get(1).is_none_or(|&next| {
        let found = difference(&columns[best][0], &columns[next][0]);
        found.value.abs() > 2.0 * found.se
    });
    DesignPoint {
        values: values.to_vec(),
        p_target: columns.iter().map(|figures| mean(&figures[1])).collect(),
        regret: means.iter().map(|value| sign * (means[best] - value)).collect(),
        best,
        significant,
        means,
    }
}

fn difference(a: &[f64], b: &[f64]) -> IntervalEstimate {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).filter(|value| value.is_finite()).collect();
    IntervalEstimate::mean(differences.into_iter())
}

/// Evaluates all points. `outcomes` holds the values of the metric, indexed by point, plan and
/// year.
pub(super) fn evaluate(
    scenarios: &[ResolvedScenario],
    options: &RegretOptions,
    points: Vec<DesignPoint>,
    outcomes: &[Vec<Vec<f64>>],
    lower_is_better: bool,
) -> RegretAnalysis {
    let plans: Vec<String> = scenarios.iter().map(|resolved| resolved.scenario.name.clone()).collect();
    let n = points.len() as f64;
    let mean_regret = |p: usize| points.iter().map(|point| point.regret[p]).sum::<f64>() / n;
    let best_overall = (0..plans.len()).min_by(|&a, &b| mean_regret(a).total_cmp(&mean_regret(b))).unwrap_or(0);
    let choice = |p: usize| {
        let largest_at = (0..points.len()).max_by(|&a, &b| points[a].regret[p].total_cmp(&points[b].regret[p])).unwrap_or(0);
        PlanRegret {
            plan: plans[p].clone(),
            wins: points.iter().filter(|point| point.best == p).count() as f64 / n,
            regret: mean_regret(p),
            behind: behind(outcomes, best_overall, p, lower_is_better),
            largest: points[largest_at].regret[p],
            largest_se: difference(&outcomes[largest_at][points[largest_at].best], &outcomes[largest_at][p]).se,
            largest_at,
            satisfices: points.iter().filter(|point| point.p_target[p] >= options.enough).count() as f64 / n,
        }
    };
    let choices: Vec<PlanRegret> = (0..plans.len()).map(choice).collect();
    let smallest = |figure: &dyn Fn(&PlanRegret) -> f64| {
        (0..choices.len()).min_by(|&a, &b| figure(&choices[a]).total_cmp(&figure(&choices[b]))).unwrap_or(0)
    };
    let minimax = smallest(&|choice| choice.largest);
    let by_share = |&a: &usize, &b: &usize| {
        choices[b].satisfices.total_cmp(&choices[a].satisfices).then(choices[a].regret.total_cmp(&choices[b].regret))
    };
    let satisficing = (0..choices.len()).min_by(by_share).unwrap_or(0);
    let values: Vec<Vec<f64>> = points.iter().map(|point| point.values.clone()).collect();
    let loss = |to: usize| {
        let gains: Vec<f64> = points.iter().map(|point| point.regret[best_overall] - point.regret[to]).collect();
        PlanLoss {
            plan: plans[best_overall].clone(),
            to: plans[to].clone(),
            better: gains.iter().filter(|gain| **gain > 0.0).count() as f64 / n,
            rule: search(&values, &gains, options.seed),
        }
    };
    let rules = (0..plans.len())
        .filter(|&p| p != best_overall && points.iter().any(|point| point.regret[p] < point.regret[best_overall]))
        .map(loss)
        .collect();
    let axes = options.axes.iter().map(|range| regret_axis(range, scenarios)).collect();
    RegretAnalysis {
        metric: METRICS[options.metric].0,
        enough: options.enough,
        plans,
        years: options.years,
        default_market: Vec::new(),
        axes,
        points,
        choices,
        best_overall,
        minimax,
        satisficing,
        rules,
    }
}

/// Mean shortfall of a plan against another one over all points. Its standard error comes from the
/// years, which all points share.
fn behind(outcomes: &[Vec<Vec<f64>>], best: usize, plan: usize, lower_is_better: bool) -> IntervalEstimate {
    let years = outcomes.first().and_then(|plans| plans.first()).map_or(0, Vec::len);
    let sign = if lower_is_better { -1.0 } else { 1.0 };
    let in_year = |year: usize| {
        let all = outcomes.iter().map(|plans| sign * (plans[best][year] - plans[plan][year])).filter(|value| value.is_finite());
        let (sum, n) = all.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
        sum / n
    };
    let by_year: Vec<f64> = (0..years).map(in_year).filter(|value| value.is_finite()).collect();
    IntervalEstimate::mean(by_year.into_iter())
}

fn regret_axis(range: &AxisRange, scenarios: &[ResolvedScenario]) -> RegretAxis {
    // If all scenarios have the same number, a factor applied to it is shown as the product.
    let own = |resolved: &ResolvedScenario| match (range.axis.name, &range.narrowed_to) {
        ("attrition", None) => Some(resolved.scenario.attrition.annual.get()),
        ("time-to-fill", None) => Some(resolved.scenario.attrition.time_to_fill.median_days.get()),
        _ => None,
    };
    let first = scenarios.first().and_then(own);
    RegretAxis {
        name: range.name(),
        meaning: range.axis.meaning,
        unit: range.axis.unit,
        effect: range.axis.effect,
        base: range.base,
        low: range.low,
        high: range.high,
        reason: range.reason.clone(),
        times: first.filter(|_| scenarios.iter().all(|resolved| own(resolved) == first)),
    }
}
