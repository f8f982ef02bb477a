//! The section on assignments: one row a seat.

use maud::{Markup, html};

use crate::plan_export::PlanExport;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat};

/// Territory, rep, accounts by tier, quota, potential, coverage, chance, manager.
pub(super) fn section(export: &PlanExport<'_>) -> Markup {
    let (book, plan) = (export.book, export.plan);
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let tiers = &plan.scenario.tiers;
    let mut counts = vec![vec![0_usize; tiers.len()]; plan.seats.len()];
    for made in &plan.accounts {
        if let Some(count) = made.seat.and_then(|seat| counts[seat].get_mut(made.tier)) {
            *count += 1;
        }
    }
    let share = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |value| n.plain(MetricUnit::Share, value));
    let names: Vec<&str> = tiers.iter().map(|tier| tier.name.as_str()).collect();
    html! {
        h2 { "Assignments" }
        p.note { "Accounts by tier (" (names.join(" / ")) "). Development goals are agreed with the manager." }
        table {
            thead { tr { th { "Territory" } th { "Rep" } th { "Accounts" } th.n { "Quota" } th.n { "Potential" } th.n { "Load" } th.n { "Chance of quota" } th { "Support" } th { "Development goal" } } }
            tbody { @for (seat, counts) in plan.seats.iter().zip(&counts) {
                @let region = seat.region.and_then(|region| book.regions.get(region));
                @let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
                tr {
                    td { (book.teams.get(seat.team).map_or("", String::as_str)) @if let Some(region) = region { ", " (region) } }
                    td { (seat.name) " (" (seat.id) ")" @if seat.start_month > 0 { ", from month " (seat.start_month + 1) } }
                    td { (counts.join(" / ")) }
                    td.n { (n.plain(MetricUnit::Money, seat.quota)) }
                    td.n { (n.plain(MetricUnit::Money, seat.potential)) }
                    td.n { (if seat.usable_capacity > 0.0 { n.plain(MetricUnit::Share, seat.load()) } else { MISSING.to_owned() }) }
                    td.n { (share(export.chances(seat).1)) }
                    td { (seat.manager) }
                    td {}
                }
            } }
        }
    }
}
