//! Labels of metrics.

use attain_core::metric;
use attain_core::metric::{Direction, Metric, MetricUnit};

/// The label of a metric: its name in words, with some exceptions.
#[must_use]
pub fn label(name: &str) -> String {
    let special = match name {
        "bookings_new" => "New business",
        "attainment" => "Quota attainment",
        "bookings_expansion" => "Expansion",
        "bookings_renewal" => "Renewals",
        "under_50" => "Seats under 50 % of quota",
        "under_70" => "Seats under 70 % of quota",
        "participation" => "Participation (seats at quota)",
        "equity_range" => "Equity range (highest over lowest, minus one)",
        "equity_largest_deviation" => "Largest equity deviation",
        "equity_cv" => "Equity, coefficient of variation",
        "equity_gini" => "Equity, Gini",
        "target_hit" | "p_target" => "Probability of target",
        "months_to_trigger" => "Months to the first review trigger",
        "orphan_months" => "Account months without coverage",
        "ramped_reps" => "Ramped rep equivalents",
        "cycle_days" => "Cycle, days",
        "engaged" => "Accounts engaged",
        "hand_overs" => "Hand-overs",
        "hand_over_cost" => "Hand-over cost",
        "cap_touched" => "Rate cap reached",
        "slipped" => "Slipped deals",
        _ => "",
    };
    if !special.is_empty() {
        return special.to_owned();
    }
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// "higher is better", "lower is better" or an empty string.
#[must_use]
pub fn direction(name: &str) -> &'static str {
    match find(if name == "p_target" { "target_hit" } else { name }).map(|metric| metric.direction) {
        Some(Direction::Higher) => "higher is better",
        Some(Direction::Lower) => "lower is better",
        _ => "",
    }
}

/// The display unit of a metric; probabilities are numbers from 0 to 1.
#[must_use]
pub fn unit(name: &str) -> MetricUnit {
    find(name).filter(|metric| metric.name != "target_hit").map_or(MetricUnit::Ratio, |metric| metric.unit)
}

/// The metric with the given name.
#[must_use]
pub fn find(name: &str) -> Option<Metric> {
    metric::company_index(name).map(|at| *metric::of_company(at)).or_else(|| metric::index(name).map(|at| metric::ALL[at]))
}
