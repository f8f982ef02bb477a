//! Sentences about cadences and protection policies, for the terminal and the page.

use super::drivers::rounded;
use super::headline::not_calibrated;
use attain_analysis::experiment::cadence::{CadenceTable, FreezeCost};
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;

/// The cost of freezing the books: one sentence per protection policy and horizon.
#[must_use]
pub fn answer(found: &CadenceTable, currency: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for cell in found.cells.iter().filter(|cell| cell.cadence == "never") {
        let freeze = found.freezes.iter().find(|freeze| (freeze.months, freeze.protection) == (cell.months, cell.protection));
        lines.push(match freeze {
            Some(freeze) => cost_of_freeze(freeze, currency),
            None => {
                format!(
                    "{}, no review moves an account within {} months, so a freeze costs nothing.",
                    with_protection(cell.protection),
                    cell.months
                )
            }
        });
    }
    lines.extend(not_calibrated(&found.default_market));
    lines
}

fn with_protection(protection: &str) -> &'static str {
    match protection {
        "none" => "With nothing protected",
        "pipeline" => "With active pipeline protected",
        "priced" => "With a price on relationships",
        _ => "With every relationship protected",
    }
}

fn cost_of_freeze(freeze: &FreezeCost, currency: &str) -> String {
    let n = NumberFormat::in_currency(currency);
    let protection = with_protection(freeze.protection);
    let (value, low, high) = (freeze.bookings.value, freeze.bookings.low, freeze.bookings.high);
    let span = format!("95 % interval {}", n.signed_span(MetricUnit::Money, low, high));
    let months = freeze.months;
    let reviews = if freeze.best == "on trigger" { "reviews on trigger".to_owned() } else { format!("{} reviews", freeze.best) };
    let cost = &freeze.contribution;
    let contribution = format!(
        "; the reviews change contribution by {} ({})",
        n.signed(MetricUnit::Money, cost.value),
        n.signed_span(MetricUnit::Money, cost.low, cost.high)
    );
    if low > 0.0 {
        let cost = n.plain(MetricUnit::Money, value);
        format!(
            "{protection}, a freeze of {months} months costs {cost} of bookings compared with {reviews} ({span}){contribution}."
        )
    } else if high < 0.0 {
        let worth = n.plain(MetricUnit::Money, -value);
        format!(
            "{protection}, a freeze of {months} months does not cost bookings: even with {reviews}, the best cadence, bookings are {worth} lower ({span}){contribution}."
        )
    } else {
        let change = n.signed(MetricUnit::Money, value);
        format!(
            "{protection}, the cost of a freeze of {months} months cannot be distinguished from chance: {change} of bookings compared with {reviews} ({span}){contribution}."
        )
    }
}

/// Notes on the cells: the first trigger, and cadences that never take effect.
#[must_use]
pub fn notes(found: &CadenceTable) -> Vec<String> {
    let mut lines = Vec::new();
    let mut horizons: Vec<u32> = found.cells.iter().map(|cell| cell.months).collect();
    horizons.dedup();
    for months in horizons {
        let frozen = found.cells.iter().filter(|cell| cell.months == months && cell.cadence == "never");
        let each: Vec<String> = frozen
            .map(|cell| {
                let when = if cell.months_to_trigger.value < 0.005 {
                    "immediately".to_owned()
                } else {
                    format!("after {} months", rounded(cell.months_to_trigger.value, 1))
                };
                let never = if cell.never_triggered > 0.0 {
                    format!(" ({:.0} % of years: never)", 100.0 * cell.never_triggered)
                } else {
                    String::new()
                };
                format!("{} {when}{never}", cell.protection)
            })
            .collect();
        lines.push(format!("First review trigger with frozen books, within {months} months: {}.", each.join(", ")));
        let idle = |cadence: &str| {
            found.cells.iter().filter(|cell| cell.months == months && cell.cadence == cadence).all(|cell| cell.moves.value == 0.0)
        };
        if idle("yearly") {
            lines.push(format!("Yearly reviews happen at year ends, so none takes effect within {months} months."));
        }
    }
    lines
}
