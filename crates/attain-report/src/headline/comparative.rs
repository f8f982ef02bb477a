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
        "equity_range" => both(results, pair, |plan| decimal(stat::company(plan, "equity_range").mean, 2), "equity range "),
        "disruption" => {
            let share = |plan: &PlanResult| format!("{} %", decimal(100.0 * stat::company(plan, "disruption").mean, 0));
            both(results, pair, share, "changes of owner, as a share of accounts: ")
        }
        _ => interval(results, pair),
    };
    format!("{}{than} ({figures})", brief(results, pair))
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
