//! The page of a rep.

use maud::{Markup, html};

use super::sentences::{first_day, moves, owner, quota_policy, transition_end};
use crate::page::page;
use crate::plan_export::{PlanExport, label};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural};
use attain_data::{Opportunity, Outcome};
use attain_report::explanations::AssignmentExplainer;

/// My book, what came and went and why, my quota and my chance of it, my first 30 days.
pub(super) fn rep(export: &PlanExport<'_>, seat: usize) -> String {
    let (book, plan) = (export.book, export.plan);
    let explainer = AssignmentExplainer::new(book, plan);
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let holder = &plan.seats[seat];
    let mut mine: Vec<usize> = (0..plan.accounts.len()).filter(|&at| plan.accounts[at].seat == Some(seat)).collect();
    mine.sort_by(|&a, &b| book.accounts[b].potential.total_cmp(&book.accounts[a].potential).then(a.cmp(&b)));
    let had = |at: &usize| plan.accounts[*at].before == Some(seat);
    let gained: Vec<usize> = mine.iter().copied().filter(|at| !had(at)).collect();
    let lost: Vec<usize> = (0..plan.accounts.len()).filter(|at| had(at) && plan.accounts[*at].seat != Some(seat)).collect();
    let (today, after) = (explainer.book_figures(seat, true), explainer.book_figures(seat, false));
    let team = book.teams.get(holder.team).map_or("", String::as_str);
    let region = holder.region.and_then(|region| book.regions.get(region));
    let money = |value: f64| n.plain(MetricUnit::Money, value);
    let body = html! {
        h1 { (label(&holder.name, &holder.id)) }
        p { (team) @if let Some(region) = region { ", " (region) } @if !holder.manager.is_empty() { ", manager " (holder.manager) } ". Plan " (plan.name) ", from " (first_day(export, seat)) "." }
        h2 { "My book" }
        table {
            thead { tr { th {} th.n { "Today" } th.n { "Plan" } } }
            tbody {
                tr { td { "Accounts" } td.n { (today.accounts) } td.n { (after.accounts) } }
                tr { td { "Potential a year" } td.n { (money(today.potential)) } td.n { (money(after.potential)) } }
                tr { td { "Recurring revenue" } td.n { (money(today.revenue)) } td.n { (money(after.revenue)) } }
                tr { td { "Open pipeline" } td.n { (money(today.pipeline)) } td.n { (money(after.pipeline)) } }
                tr { td { "Workload over capacity" } td.n { (n.plain(MetricUnit::Share, today.load)) } td.n { (n.plain(MetricUnit::Share, after.load)) } }
            }
        }
        (quota(export, seat))
        h2 { "What comes: " (plural(gained.len(), "account")) }
        @if gained.is_empty() { p { "No account comes to you." } } @else { (moves(export, &explainer, &gained, true)) }
        h2 { "What goes: " (plural(lost.len(), "account")) }
        @if lost.is_empty() { p { "No account leaves you." } } @else { (moves(export, &explainer, &lost, false)) }
        (first_days(export, seat, &gained, &lost))
        h2 { "All my accounts" }
        table {
            thead { tr { th { "Account" } th { "Tier" } th.n { "Potential" } th.n { "Revenue" } th.n { "Open pipeline" } th { "Next renewal" } th { "Last touch" } } }
            tbody { @for &at in &mine {
                @let account = &book.accounts[at];
                tr {
                    td { (label(&account.name, &account.id)) }
                    td { (plan.scenario.tiers.get(plan.accounts[at].tier).map_or("", |tier| tier.name.as_str())) }
                    td.n { (money(account.potential)) } td.n { (money(account.revenue)) } td.n { (money(explainer.pipeline(at))) }
                    td { (account.renewal.map_or_else(|| MISSING.to_owned(), |day| day.to_string())) }
                    td { (account.last_touch.map_or_else(|| MISSING.to_owned(), |day| day.to_string())) }
                }
            } }
        }
        footer { "Plan " (plan.name) " · attain " (env!("CARGO_PKG_VERSION")) " · scenario " (export.resolved.hash) " · data " (book.hash) }
    };
    page(&format!("{}: {}", plan.name, label(&holder.name, &holder.id)), &body)
}

/// The quota, how it was made, and the chance of it.
fn quota(export: &PlanExport<'_>, seat: usize) -> Markup {
    let n = NumberFormat::in_currency(&export.plan.scenario.money.currency);
    let holder = &export.plan.seats[seat];
    let before = holder.incumbent.and_then(|rep| export.book.reps[rep].quota);
    let (chance_before, chance) = export.chances(holder);
    let attainment = |stat| export.simulated.and_then(|years| years.of_seat(&export.plan.name, &holder.id, "attainment", stat));
    html! {
        h2 { "My quota" }
        p {
            strong { (n.plain(MetricUnit::Money, holder.quota)) } " a year at full ramp"
            @if let Some(before) = before { " (today " (n.plain(MetricUnit::Money, before)) ")" }
            ". " (quota_policy(export))
        }
        @if let (Some(chance), Some(years)) = (chance, export.simulated) {
            p {
                "In " (years.years()) " simulated years, the seat makes its quota in " (n.plain(MetricUnit::Share, chance)) " of them"
                @if let Some(before) = chance_before { " (with today's books " (n.plain(MetricUnit::Share, before)) ")" }
                "."
                @if let (Some(low), Some(high)) = (attainment("p10"), attainment("p90")) {
                    " Eight years in ten end between " (n.plain(MetricUnit::Share, low)) " and " (n.plain(MetricUnit::Share, high)) " of quota."
                }
            }
        }
    }
}

/// Open deals and hand-overs of the first 30 days, by date.
fn first_days(export: &PlanExport<'_>, seat: usize, gained: &[usize], lost: &[usize]) -> Markup {
    let book = export.book;
    let n = NumberFormat::in_currency(&export.plan.scenario.money.currency);
    let start = first_day(export, seat);
    let until = transition_end(export, start);
    let mut deals: Vec<&Opportunity> = book
        .opportunities
        .iter()
        .filter(|deal| matches!(deal.outcome, Outcome::Open(_)) && gained.contains(&deal.account))
        .collect();
    deals.sort_by(|a, b| a.closes.is_none().cmp(&b.closes.is_none()).then(a.closes.cmp(&b.closes)).then(a.id.cmp(&b.id)));
    let mut meetings: Vec<usize> = gained.iter().copied().filter(|&at| book.accounts[at].owner.is_some()).collect();
    // Accounts with open deals are handed over first.
    let open = |at: usize| deals.iter().any(|deal| deal.account == at);
    meetings.sort_by_key(|&at| (!open(at), at));
    let receivers: Vec<usize> = lost.iter().copied().filter(|&at| export.seat(at).is_some()).collect();
    html! {
        h2 { "My first 30 days" }
        @if deals.is_empty() && meetings.is_empty() && receivers.is_empty() { p { "No hand-over: the book stays as it is." } }
        @if !deals.is_empty() {
            h3 { "Open deals that come, by expected close" }
            table {
                thead { tr { th { "Expected close" } th { "Deal" } th { "Account" } th { "Stage" } th.n { "Amount" } } }
                tbody { @for deal in &deals {
                    tr {
                        td { (deal.closes.map_or_else(|| MISSING.to_owned(), |day| day.to_string())) }
                        td { (deal.id) } td { (label(&book.accounts[deal.account].name, &book.accounts[deal.account].id)) }
                        td { (deal.stage) } td.n { (n.plain(MetricUnit::Money, deal.amount)) }
                    }
                } }
            }
        }
        @if !meetings.is_empty() {
            h3 { "Warm hand-overs to me, until " (until) }
            ul { @for at in meetings { li { (label(&book.accounts[at].name, &book.accounts[at].id)) " with " (owner(export, at)) @if open(at) { " (open deal: first)" } } } }
        }
        @if !receivers.is_empty() {
            h3 { "Warm hand-overs from me, until " (until) }
            ul { @for at in receivers { li { (label(&book.accounts[at].name, &book.accounts[at].id)) " to " (export.seat(at).map(|seat| label(&seat.name, &seat.id)).unwrap_or_default()) } } }
        }
    }
}
