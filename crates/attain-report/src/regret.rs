//! Sentences about the best plan under different assumptions, for the terminal and the page.

use super::drivers::{rounded, value};
use super::headline::not_calibrated;
use attain_analysis::experiment::regret::rule::{LossRule, RuleCondition};
use attain_analysis::experiment::regret::{METRICS, PlanLoss, RegretAnalysis, RegretAxis};
use attain_core::metric;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;

/// The two axes of a map of the best plan, as indices into the assumptions.
#[derive(Debug, Clone, Copy)]
pub struct MapAxes {
    pub across: usize,
    pub up: usize,
}

/// Unit of the metric that ranks the plans.
#[must_use]
pub fn unit(found: &RegretAnalysis) -> MetricUnit {
    METRICS.iter().find(|(name, _)| *name == found.metric).map_or(MetricUnit::Money, |(_, id)| metric::ALL[*id as usize].unit)
}

/// Formats a value of the ranking metric, or a difference between two values.
#[must_use]
pub fn amount(found: &RegretAnalysis, currency: &str, value: f64) -> String {
    match (found.metric, unit(found)) {
        ("p_target", _) | (_, MetricUnit::Share) => format!("{} pts", rounded(100.0 * value, 1)),
        (_, unit) => NumberFormat::in_currency(currency).plain(unit, value),
    }
}

/// Formats a value of an assumption. A factor is shown as the resulting scenario value if that
/// is the same for all plans.
#[must_use]
pub fn axis_value(axis: &RegretAxis, currency: &str, at: f64) -> String {
    match (axis.name.as_str(), axis.times) {
        ("attrition", Some(annual)) => format!("{} %", rounded(100.0 * annual * at, 0)),
        ("time-to-fill", Some(days)) => format!("{} days", rounded(days * at, 0)),
        _ => value(axis.unit, axis.effect, currency, at),
    }
}

/// Formats the conditions of a rule, such as "attrition > 31 % and ramp > ×1.2".
#[must_use]
pub fn conditions(found: &RegretAnalysis, rule: &LossRule, currency: &str) -> String {
    let one = |condition: &RuleCondition| {
        let axis = &found.axes[condition.axis];
        format!("{} {} {}", axis.name, if condition.above { ">" } else { "<" }, axis_value(axis, currency, condition.bound))
    };
    rule.conditions.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// The best plan by three criteria: one sentence per criterion.
#[must_use]
pub fn answer(found: &RegretAnalysis, currency: &str) -> Vec<String> {
    let plan = |at: usize| &found.plans[at];
    let share = |share: f64| format!("{:.0} %", 100.0 * share);
    let whole = &found.choices[found.best_overall];
    let minimax = &found.choices[found.minimax];
    let good = &found.choices[found.satisficing];
    let metric = found.metric.replace('_', " ");
    let mut lines = vec![
        format!(
            "Best on average by {metric}: {}. It is the best plan at {} of {} sets of assumptions, and its mean regret is {}.",
            plan(found.best_overall),
            share(whole.wins),
            found.points.len(),
            amount(found, currency, whole.regret)
        ),
        format!(
            "Smallest maximum regret (minimax): {}, at most {}.",
            plan(found.minimax),
            amount(found, currency, minimax.largest)
        ),
        format!(
            "Most often good enough: {} reaches the target with a probability of {} or more at {} of them.",
            plan(found.satisficing),
            share(found.enough),
            share(good.satisfices)
        ),
    ];
    lines.extend(not_calibrated(&found.default_market));
    lines
}

/// Conditions under which the best plan loses: one sentence per plan that wins somewhere.
#[must_use]
pub fn rules(found: &RegretAnalysis, currency: &str) -> Vec<String> {
    if found.rules.is_empty() {
        return vec![format!("No plan beats {} at any set of assumptions.", found.plans[found.best_overall])];
    }
    found.rules.iter().map(|loses| rule(found, loses, currency)).collect()
}

fn rule(found: &RegretAnalysis, loses: &PlanLoss, currency: &str) -> String {
    let share = |share: f64| format!("{:.0} %", 100.0 * share);
    let PlanLoss { plan, to, better, rule } = loses;
    let head = format!("{to} is better than {plan} at {} of them", share(*better));
    let Some(rule) = rule else { return format!("{head}; no range of assumptions makes switching worthwhile.") };
    if !rule.better_than_chance() {
        return format!(
            "{head}; no rule is better than chance (the best, {}, gains {} ± {} on held-out points; shuffled outcomes do as well in {} of 100 tries).",
            conditions(found, rule, currency),
            amount(found, currency, rule.validated.value),
            amount(found, currency, rule.validated.se),
            rounded(100.0 * rule.p_chance, 0)
        );
    }
    format!(
        "{plan} loses to {to} when {}. This holds at {} of the points in this range ({} of all points), which contains {} of its losses. Switching to {to} there gains {} ± {} on average over all points, measured on held-out points; shuffled outcomes do as well in {} of 100 tries.",
        conditions(found, rule, currency),
        share(rule.precision),
        share(rule.support),
        share(rule.recall),
        amount(found, currency, rule.validated.value),
        amount(found, currency, rule.validated.se),
        rounded(100.0 * rule.p_chance, 0)
    )
}

/// The default axes of the map: those of the best rule, then those of the other rules, then the
/// first axes.
#[must_use]
pub fn default_map(found: &RegretAnalysis) -> Option<MapAxes> {
    let mut sound: Vec<&LossRule> = found.rules.iter().filter_map(|loses| loses.rule.as_ref()).collect();
    sound.sort_by(|a, b| {
        b.better_than_chance().cmp(&a.better_than_chance()).then(b.validated.value.total_cmp(&a.validated.value))
    });
    let mut axes: Vec<usize> = sound.iter().flat_map(|rule| rule.conditions.iter().map(|condition| condition.axis)).collect();
    axes.extend(0..found.axes.len());
    let first = *axes.first()?;
    let second = axes.iter().copied().find(|axis| *axis != first)?;
    Some(MapAxes { across: first, up: second })
}
