//! Comparisons of two plans in words.

use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, decimal};
use attain_sim::summarise::results::{Pair, PlanResult, Results};

/// What a metric is about, as the subject of a sentence.
pub(super) fn subject(metric: &str) -> &'static str {
    match metric {
        "p_target" => "the chance of reaching the target",
        "contribution" => "contribution",
        "bookings" => "bookings",
        "equity_range" => "fairness",
        "disruption" => "disruption",
        _ => "cost",
    }
}

/// What the first plan of a pair does better, briefly, such as "is fairer" or "books $195k more".
pub(super) fn brief(results: &Results, pair: &Pair) -> String {
    let amount = amount(results, pair);
    match pair.metric {
        "p_target" => "has the better chance of reaching the target".to_owned(),
        "contribution" => format!("contributes {amount} more"),
        "bookings" => format!("books {amount} more"),
        "equity_range" => "is fairer".to_owned(),
        "disruption" => "moves fewer accounts".to_owned(),
        _ => format!("costs {amount} less"),
    }
}

/// The same with the figures behind it; `than` names the other plan if that is not obvious.
pub(super) fn detailed(results: &Results, pair: &Pair, than: bool) -> String {
    let than = if than { format!(" than {}", pair.b) } else { String::new() };
    let figures = match pair.metric {
        "p_target" => both(results, pair, |plan| decimal(plan.p_target, 2), ""),
        "equity_range" => fairness(results, pair),
        "disruption" => disruption(results, pair),
        _ => interval(results, pair),
    };
    format!("{}{than} ({figures})", brief(results, pair))
}

/// Highest over lowest potential of like seats on the first day, as in the table of plans. If the
/// difference arises only later, the mean over the simulated years.
fn fairness(results: &Results, pair: &Pair) -> String {
    let first_day = |plan: &PlanResult| 1.0 + plan.equity.after.range;
    if differ(results, pair, first_day) {
        return both(results, pair, |plan| decimal(first_day(plan), 2), "highest over lowest potential ");
    }
    let simulated = |plan: &PlanResult| decimal(1.0 + stat::company(plan, "equity_range").mean, 2);
    both(results, pair, simulated, "highest over lowest potential, mean over the simulated years: ")
}

/// Accounts moved at the start, as in the table of plans. If the difference arises only later,
/// changes of owner in the simulated years.
fn disruption(results: &Results, pair: &Pair) -> String {
    let share = |share: f64| format!("{} %", decimal(100.0 * share, 0));
    if differ(results, pair, |plan| plan.disruption.accounts) {
        return both(results, pair, |plan| share(plan.disruption.accounts), "accounts moved at the start: ");
    }
    let simulated = |plan: &PlanResult| share(stat::company(plan, "disruption").mean);
    both(results, pair, simulated, "changes of owner in the simulated years, as a share of accounts: ")
}

/// Whether a figure of the first day differs visibly in the direction of the pair.
fn differ(results: &Results, pair: &Pair, figure: impl Fn(&PlanResult) -> f64) -> bool {
    let of = |name: &str| results.plans.iter().find(|plan| plan.name == name).map_or(f64::NAN, &figure);
    let difference = of(&pair.a) - of(&pair.b);
    difference.abs() >= 0.005 && difference * pair.difference > 0.0
}

/// The size of a difference.
pub(super) fn amount(results: &Results, pair: &Pair) -> String {
    NumberFormat::in_currency(&results.currency).plain(MetricUnit::Money, pair.difference.abs())
}

/// The interval of the size of a significant difference, such as "$501k to $630k".
pub(super) fn interval(results: &Results, pair: &Pair) -> String {
    let n = NumberFormat::in_currency(&results.currency);
    let (low, high) = (pair.low.abs().min(pair.high.abs()), pair.low.abs().max(pair.high.abs()));
    format!("{} to {}", n.plain(MetricUnit::Money, low), n.plain(MetricUnit::Money, high))
}

fn both(results: &Results, pair: &Pair, shown: impl Fn(&PlanResult) -> String, before: &str) -> String {
    let of = |name: &str| results.plans.iter().find(|plan| plan.name == name).map_or_else(String::new, &shown);
    format!("{before}{} against {}", of(&pair.a), of(&pair.b))
}
