//! Sortable tables of the seats of every plan.

use maud::{Markup, html};

use super::figure::swatch;
use super::html_table::boxed;
use crate::stat;
use attain_analysis::compare::{ChanceLevel, HEALTHY_CHANCE};
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::{MISSING, NumberFormat, decimal};
use attain_sim::summarise::results::{PlanResult, QuotaChance, Results, SeatResult};

/// Maximum number of rows over all plans; `results.json` contains all seats.
const MOST_ROWS: usize = 4000;

const HEAD: [&str; 13] = [
    "Seat",
    "Team",
    "Region",
    "Accounts",
    "Potential",
    "Workload",
    "Quota",
    "Quota over what a ramped rep can book",
    "Chance of quota",
    "Quota and chance in",
    "Attainment",
    "P10–P90",
    "Vacant, months",
];
/// Position in the heading of the column that names the reference plan.
const BEFORE: usize = 9;

/// Renders one collapsed table per plan.
#[must_use]
pub fn seats(results: &Results) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let most = MOST_ROWS / results.plans.len().max(1);
    html! {
        @for (i, plan) in results.plans.iter().enumerate() {
            details .seats data-plan=(i) {
                summary { (swatch(i)) (plan.name) " " span .note { (number_format::whole_number(plan.seats.len() as f64)) " seats" } }
                (table(n, plan, &results.reference, most))
            }
        }
    }
}

fn table(n: NumberFormat, plan: &PlanResult, reference: &str, most: usize) -> Markup {
    let has_before = plan.seats.iter().any(|seat| seat.reference_quota_chance.is_some());
    let body = html! {
        thead { tr { @for (i, head) in HEAD.iter().enumerate() {
            @if i != BEFORE { th scope="col" { (head) } } @else if has_before { th scope="col" { (head) " " (reference) } }
        } } }
        tbody { @for seat in plan.seats.iter().take(most) { (row(n, seat, has_before)) } }
    };
    html! {
        (boxed(&format!("Seats of {}: attainment is the mean over the simulated years, and the chance of quota the share of years in which the seat makes it ({}).", plan.name, levels(plan)), &body))
        @if plan.seats.len() > most { p .small { "Only the first " (most) " seats; all are in results.json." } }
    }
}

/// Renders a row; the script sorts by `data-v`.
fn row(n: NumberFormat, seat: &SeatResult, has_before: bool) -> Markup {
    let attainment = stat::stat(&seat.metrics, "attainment");
    let vacant = stat::stat(&seat.metrics, "vacancy_months");
    let cell = |value: f64, text: String| html! { td data-v=(sortable(value)) { (text) } };
    html! {
        tr data-team=(seat.team) data-seat=(seat.name) {
            th scope="row" { (seat.name) }
            td .text { (seat.team) }
            td .text { (seat.region) }
            (cell(seat.accounts as f64, number_format::whole_number(seat.accounts as f64)))
            (cell(seat.potential, n.plain(MetricUnit::Money, seat.potential)))
            (cell(seat.load, n.plain(MetricUnit::Share, seat.load)))
            (cell(seat.quota, n.plain(MetricUnit::Money, seat.quota)))
            (cell(over_realistic(seat), n.plain(MetricUnit::Share, over_realistic(seat))))
            (cell(chance(seat.quota_chance.as_ref()), level(seat.quota_chance.as_ref())))
            @if has_before { (cell(chance(seat.reference_quota_chance.as_ref()), before(n, seat))) }
            (cell(attainment.mean, n.with_error(MetricUnit::Share, attainment.mean, attainment.se)))
            (cell(attainment.p10, n.span(MetricUnit::Share, attainment.p10, attainment.p90)))
            (cell(vacant.mean, n.plain(MetricUnit::Months, vacant.mean)))
        }
    }
}

/// The quota over what a ramped rep can be expected to book; NaN without such bookings.
fn over_realistic(seat: &SeatResult) -> f64 {
    if seat.realistic > 0.0 { seat.quota / seat.realistic } else { f64::NAN }
}

fn chance(chance: Option<&QuotaChance>) -> f64 {
    chance.map_or(f64::NAN, |chance| chance.chance)
}

/// A chance with a word if it is outside the healthy range.
fn level(chance: Option<&QuotaChance>) -> String {
    let Some(chance) = chance else { return MISSING.to_owned() };
    let word = match ChanceLevel::new(chance) {
        ChanceLevel::Low => " low",
        ChanceLevel::Healthy => "",
        ChanceLevel::High => " high",
    };
    format!("{}\u{a0}±\u{a0}{}{word}", decimal(chance.chance, 2), decimal(chance.se, 2))
}

/// Quota and chance of the seat in the reference plan.
fn before(n: NumberFormat, seat: &SeatResult) -> String {
    let Some(before) = &seat.reference_quota_chance else { return MISSING.to_owned() };
    format!("{}: {}", n.plain(MetricUnit::Money, before.quota), decimal(before.chance, 2))
}

/// The number of seats by level of their chance.
fn levels(plan: &PlanResult) -> String {
    let at =
        |level| plan.seats.iter().filter_map(|seat| seat.quota_chance).filter(|chance| ChanceLevel::new(chance) == level).count();
    format!(
        "{} below {:.2}, {} within, {} above {:.2}",
        at(ChanceLevel::Low),
        HEALTHY_CHANCE.0,
        at(ChanceLevel::Healthy),
        at(ChanceLevel::High),
        HEALTHY_CHANCE.1
    )
}

fn sortable(value: f64) -> String {
    if value.is_finite() { format!("{}", super::scale::drawn(value)) } else { String::new() }
}
