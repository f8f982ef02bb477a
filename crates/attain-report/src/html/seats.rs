//! Sortable tables of the seats of every plan.

use maud::{Markup, html};

use super::figure::swatch;
use super::html_table::boxed;
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{PlanResult, Results, SeatResult};

/// Maximum number of rows over all plans; `results.json` contains all seats.
const MOST_ROWS: usize = 4000;

const HEAD: [&str; 10] =
    ["Seat", "Team", "Region", "Accounts", "Potential", "Workload", "Quota", "Attainment", "P10–P90", "Vacant, months"];

/// Renders one collapsed table per plan.
#[must_use]
pub fn seats(results: &Results) -> Markup {
    let n = NumberFormat::in_currency(&results.currency);
    let most = MOST_ROWS / results.plans.len().max(1);
    html! {
        @for (i, plan) in results.plans.iter().enumerate() {
            details .seats data-plan=(i) {
                summary { (swatch(i)) (plan.name) " " span .note { (number_format::whole_number(plan.seats.len() as f64)) " seats" } }
                (table(n, plan, most))
            }
        }
    }
}

fn table(n: NumberFormat, plan: &PlanResult, most: usize) -> Markup {
    let body = html! {
        thead { tr { @for head in HEAD { th scope="col" { (head) } } } }
        tbody { @for seat in plan.seats.iter().take(most) { (row(n, seat)) } }
    };
    html! {
        (boxed(&format!("Seats of {}: attainment is the mean over the simulated years.", plan.name), &body))
        @if plan.seats.len() > most { p .small { "Only the first " (most) " seats; all are in results.json." } }
    }
}

/// Renders a row; the script sorts by `data-v`.
fn row(n: NumberFormat, seat: &SeatResult) -> Markup {
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
            (cell(attainment.mean, n.with_error(MetricUnit::Share, attainment.mean, attainment.se)))
            (cell(attainment.p10, n.span(MetricUnit::Share, attainment.p10, attainment.p90)))
            (cell(vacant.mean, n.plain(MetricUnit::Months, vacant.mean)))
        }
    }
}

fn sortable(value: f64) -> String {
    if value.is_finite() { format!("{}", super::scale::drawn(value)) } else { String::new() }
}
