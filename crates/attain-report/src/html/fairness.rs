//! Fairness of every plan's books among peer seats, by group.

use maud::{Markup, html};

use super::figure::swatch;
use super::html_table::boxed;
use super::inputs::ReportInputs;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::{MISSING, NumberFormat};
use attain_core::plan::Plan;
use attain_design::territory::fairness::{SeatGroup, seat_groups};

/// Maximum number of seats outside the tolerance named per row.
const NAMED: usize = 6;

const HEAD: [&str; 10] = [
    "Peer group",
    "Seats",
    "Potential",
    "Highest over lowest",
    "Largest deviation",
    "CV",
    "Gini",
    "Workload",
    "Quota",
    "Outside the tolerance",
];

/// Renders one collapsed table per plan; nothing for plans without two peer seats.
#[must_use]
pub fn fairness(input: &ReportInputs) -> Markup {
    let n = NumberFormat::in_currency(&input.results.currency);
    let complete = |plan: &&Plan| plan.accounts.len() == input.book.accounts.len();
    html! {
        @for (i, plan) in input.plans.iter().enumerate().filter(|(_, plan)| complete(plan)) {
            @let all: Vec<SeatGroup> = seat_groups(input.book, plan).into_iter().filter(|group| group.seats.len() > 1).collect();
            @if !all.is_empty() {
                details data-plan=(i) {
                    summary { (swatch(i)) (plan.name) " " span .note { (summary(&all)) } }
                    (boxed(&format!("Books of {} among seats of the same team, and of the same region if accounts stay in their region.", plan.name), &table(n, plan, &all)))
                    @let held = concentrated(plan, &all);
                    @if !held.is_empty() { p .small { "Concentration of large accounts: " (held) "." } }
                }
            }
        }
    }
}

/// The summary of the collapsed table.
fn summary(all: &[SeatGroup]) -> String {
    let outside: usize = all.iter().map(|group| group.outside.len()).sum();
    let seats: usize = all.iter().map(|group| group.seats.len()).sum();
    let triggered = all.iter().filter(|group| group.triggered).count();
    format!(
        "{outside} of {} outside the tolerance; {triggered} of {} would trigger a review",
        number_format::plural(seats, "book"),
        number_format::plural(all.len(), "group")
    )
}

fn table(n: NumberFormat, plan: &Plan, all: &[SeatGroup]) -> Markup {
    html! {
        thead { tr { @for head in HEAD { th scope="col" { (head) } } } }
        tbody { @for group in all { (row(n, plan, group)) } }
    }
}

fn row(n: NumberFormat, plan: &Plan, group: &SeatGroup) -> Markup {
    let (potential, workload, quota) = (&group.potential, &group.workload, &group.quota);
    let ratio = if potential.low > 0.0 { n.plain(MetricUnit::Ratio, potential.high / potential.low) } else { MISSING.to_owned() };
    let names: Vec<&str> = group.outside.iter().take(NAMED).map(|&seat| plan.seats[seat].name.as_str()).collect();
    let more = if group.outside.len() > NAMED { format!(" and {} more", group.outside.len() - NAMED) } else { String::new() };
    html! {
        tr {
            th scope="row" { (group.name) @if group.triggered { span .tag { "review" } } }
            td { (group.seats.len()) }
            td { (n.span(MetricUnit::Money, potential.low, potential.high)) }
            td { (ratio) }
            td { (n.plain(MetricUnit::Share, potential.largest_deviation)) }
            td { (n.plain(MetricUnit::Ratio, potential.cv)) }
            td { (n.plain(MetricUnit::Ratio, potential.gini)) }
            td { (n.span(MetricUnit::Share, workload.low, workload.high)) }
            td { (n.span(MetricUnit::Money, quota.low, quota.high)) }
            td .text { @if names.is_empty() { "none" } @else { (names.join(", ")) (more) } }
        }
    }
}

fn concentrated(plan: &Plan, all: &[SeatGroup]) -> String {
    let sentence = |group: &SeatGroup| {
        let (seat, has, of) = group.concentrated?;
        Some(format!("{} has {has} of the {of} largest of {}", plan.seats[seat].name, group.name))
    };
    all.iter().filter_map(sentence).collect::<Vec<_>>().join("; ")
}
