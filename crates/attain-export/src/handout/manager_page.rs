//! The page of a manager.

use maud::html;

use super::sentences::{moves, quota_policy};
use crate::page::page;
use crate::plan_export::{PlanExport, label};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural};
use attain_report::explanations::AssignmentExplainer;

/// The seats of a manager's team, and the accounts that come to it and go from it.
pub(super) fn manager(export: &PlanExport<'_>, name: &str) -> String {
    let (book, plan) = (export.book, export.plan);
    let explainer = AssignmentExplainer::new(book, plan);
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let seats: Vec<usize> = (0..plan.seats.len()).filter(|&seat| plan.seats[seat].manager == name).collect();
    let in_team = |seat: Option<usize>| seat.is_some_and(|seat| plan.seats[seat].manager == name);
    let accounts = |which: &dyn Fn(bool, bool) -> bool| -> Vec<usize> {
        let of = |&at: &usize| explainer.moves(at) || plan.accounts[at].before != plan.accounts[at].seat;
        (0..plan.accounts.len())
            .filter(of)
            .filter(|&at| which(in_team(plan.accounts[at].before), in_team(plan.accounts[at].seat)))
            .collect()
    };
    let (gained, lost) = (accounts(&|before, after| after && !before), accounts(&|before, after| before && !after));
    let within = accounts(&|before, after| before && after);
    let share = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |value| n.plain(MetricUnit::Share, value));
    let money = |value: f64| n.plain(MetricUnit::Money, value);
    let quota: f64 = seats.iter().map(|&seat| plan.seats[seat].quota).sum();
    let body = html! {
        h1 { (name) }
        p { (plural(seats.len(), "seat")) ", quotas of " (money(quota)) " a year together. Plan " (plan.name) ", from " (plan.scenario.horizon.start) ". " (quota_policy(export)) }
        h2 { "My team" }
        table {
            thead { tr { th { "Rep" } th.n { "Accounts today" } th.n { "Accounts" } th.n { "Potential today" } th.n { "Potential" } th.n { "Load" } th.n { "Quota" } th.n { "Chance, today's books" } th.n { "Chance of quota" } } }
            tbody { @for &seat in &seats {
                @let holder = &plan.seats[seat];
                @let (today, after) = (explainer.book_figures(seat, true), explainer.book_figures(seat, false));
                @let (before, chance) = export.chances(holder);
                tr {
                    td { (label(&holder.name, &holder.id)) }
                    td.n { (today.accounts) } td.n { (after.accounts) }
                    td.n { (money(today.potential)) } td.n { (money(after.potential)) }
                    td.n { (share(Some(after.load))) } td.n { (money(holder.quota)) } td.n { (share(before)) } td.n { (share(chance)) }
                }
            } }
        }
        @for (title, list, comes) in [("Accounts that come to the team", &gained, true), ("Accounts that leave the team", &lost, false), ("Accounts that move within the team", &within, false)] {
            h2 { (title) ": " (list.len()) }
            @if !list.is_empty() { (moves(export, &explainer, list, comes)) }
        }
        footer { "Plan " (plan.name) " · attain " (env!("CARGO_PKG_VERSION")) " · scenario " (export.resolved.hash) " · data " (book.hash) }
    };
    page(&format!("{}: {name}", plan.name), &body)
}
