//! Sections on the market: segments, tier matrix and coverage model.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::plan_export::PlanExport;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, whole_number};
use attain_core::scenario::choices::{Channel, GrowthClass};
use attain_data::Outcome;

/// Bands of revenue and classes of growth with the usual strategy. P: practitioner guide (tier matrix).
const STRATEGIES: [(&str, f64, [&str; 3]); 3] = [
    ("over 500k", 500e3, ["expansion", "account health", "retention"]),
    ("100k to 500k", 100e3, ["growth", "account management", "renewal"]),
    ("under 100k", 0.0, ["volume", "transactional", "automated renewal"]),
];

/// Segments with their accounts, potential, contracts, growth and rep type.
pub(super) fn section(export: &PlanExport<'_>) -> Markup {
    let (book, plan) = (export.book, export.plan);
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let money = |value: f64| if value.is_finite() { n.plain(MetricUnit::Money, value) } else { MISSING.to_owned() };
    let rows = book.segments.iter().enumerate().map(|(segment, name)| {
        let of: Vec<usize> = (0..book.accounts.len()).filter(|&at| book.accounts[at].segment == segment).collect();
        let potential: f64 = of.iter().map(|&at| book.accounts[at].potential).sum();
        let won: Vec<f64> = book
            .opportunities
            .iter()
            .filter(|deal| deal.outcome == Outcome::Won && book.accounts[deal.account].segment == segment)
            .map(|deal| deal.amount)
            .collect();
        let contract = won.iter().sum::<f64>() / won.len() as f64;
        let growing = of.iter().filter(|&&at| book.accounts[at].growth == GrowthClass::High).count();
        (name.clone(), of.len(), potential, contract, growing as f64 / of.len() as f64, teams(export, &of))
    });
    let rows: Vec<_> = rows.filter(|row| row.1 > 0).collect();
    html! {
        h2 { "Market segmentation" }
        table {
            thead { tr { th { "Segment" } th.n { "Accounts" } th.n { "Potential" } th.n { "Average contract" } th.n { "High growth" } th { "Served by" } } }
            tbody { @for (name, accounts, potential, contract, growing, teams) in rows {
                tr { td { (name) } td.n { (accounts) } td.n { (money(potential)) } td.n { (money(contract)) } td.n { (n.plain(MetricUnit::Share, growing)) } td { (teams) } }
            } }
        }
    }
}

/// The teams that own accounts, those with most first.
fn teams(export: &PlanExport<'_>, accounts: &[usize]) -> String {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    accounts.iter().filter_map(|&at| export.seat(at)).for_each(|seat| *counts.entry(seat.team).or_default() += 1);
    let mut counts: Vec<(usize, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let names: Vec<&str> = counts.iter().filter_map(|(team, _)| export.book.teams.get(*team).map(String::as_str)).collect();
    if names.is_empty() { "house account".to_owned() } else { names.join(", ") }
}

/// Revenue band by growth: accounts, rep type and strategy.
pub(super) fn matrix(export: &PlanExport<'_>) -> Markup {
    let book = export.book;
    let classes = [GrowthClass::High, GrowthClass::Medium, GrowthClass::Low];
    let cell = |band: usize, class: GrowthClass| {
        let top = if band == 0 { f64::INFINITY } else { STRATEGIES[band - 1].1 };
        let within = |revenue: f64| revenue >= STRATEGIES[band].1 && revenue < top;
        let of: Vec<usize> = (0..book.accounts.len())
            .filter(|&at| book.accounts[at].growth == class && within(book.accounts[at].revenue))
            .collect();
        (of.len(), teams(export, &of))
    };
    html! {
        h2 { "Tier matrix" }
        p.note { "Accounts by revenue and growth, the teams that own them in this plan, and the usual strategy." }
        table {
            thead { tr { th { "Revenue" } th { "High growth" } th { "Medium growth" } th { "Low growth" } } }
            tbody { @for (band, (name, _, strategies)) in STRATEGIES.iter().enumerate() {
                tr {
                    th scope="row" { (name) }
                    @for (class, strategy) in classes.into_iter().zip(strategies) {
                        @let (count, teams) = cell(band, class);
                        td { @if count == 0 { (MISSING) } @else { (count) ": " (teams) "; " (strategy) } }
                    }
                }
            } }
        }
    }
}

/// Coverage by tier: touches, channel, ratio, time split, seats required and had.
pub(super) fn coverage(export: &PlanExport<'_>) -> Markup {
    let (book, plan) = (export.book, export.plan);
    let tiers = plan.scenario.tiers.len();
    let mut rows = vec![TierCoverageRow::default(); tiers];
    let mut hours_of_seat = vec![0.0; plan.seats.len()];
    for made in &plan.accounts {
        if let Some(seat) = made.seat {
            hours_of_seat[seat] += made.hours;
        }
    }
    for made in &plan.accounts {
        let Some(row) = rows.get_mut(made.tier) else { continue };
        row.accounts += 1;
        row.touches += 12.0 * made.touches;
        let Some(seat) = made.seat else { continue };
        let part = if hours_of_seat[seat] > 0.0 { made.hours / hours_of_seat[seat] } else { 0.0 };
        row.had += part;
        let usable = plan.seats[seat].usable_capacity;
        row.required += if usable > 0.0 { part * plan.seats[seat].workload / usable } else { 0.0 };
        let team = &book.teams[plan.seats[seat].team];
        if let Some(choice) = plan.scenario.teams.get(team) {
            row.prospecting += part * choice.prospecting.get();
            *row.channels.entry(choice.channel as usize).or_default() += 1;
        }
    }
    let channel = |row: &TierCoverageRow| {
        let most = row.channels.iter().max_by_key(|(_, count)| **count).map(|(channel, _)| *channel);
        [Channel::Field, Channel::Inside, Channel::Digital].into_iter().find(|channel| Some(*channel as usize) == most).map_or(
            MISSING,
            |channel| match channel {
                Channel::Field => "field",
                Channel::Inside => "inside",
                Channel::Digital => "digital",
            },
        )
    };
    let ratio =
        |row: &TierCoverageRow| if row.had > 0.0 { whole_number(row.accounts as f64 / row.had) } else { MISSING.to_owned() };
    let split = |row: &TierCoverageRow| {
        let new = if row.had > 0.0 { 100.0 * row.prospecting / row.had } else { 0.0 };
        format!("{:.0} / {new:.0}", 100.0 - new)
    };
    html! {
        h2 { "Coverage model" }
        p.note { "Seats had: the seats whose time the tier's accounts take. Seats required: the same at exactly full workload." }
        table {
            thead { tr { th { "Tier" } th.n { "Accounts" } th.n { "Touches a year" } th { "Channel" } th.n { "Accounts a seat" } th.n { "Time, accounts / new" } th.n { "Seats required" } th.n { "Seats had" } } }
            tbody { @for (tier, row) in plan.scenario.tiers.iter().zip(&rows) {
                @if row.accounts > 0 {
                    tr {
                        td { (tier.name) } td.n { (row.accounts) } td.n { (format!("{:.1}", row.touches / row.accounts as f64)) }
                        td { (channel(row)) } td.n { (ratio(row)) } td.n { (split(row)) }
                        td.n { (format!("{:.1}", row.required)) } td.n { (format!("{:.1}", row.had)) }
                    }
                }
            } }
        }
    }
}

/// Sums of a tier.
#[derive(Debug, Clone, Default)]
struct TierCoverageRow {
    accounts: usize,
    touches: f64,
    required: f64,
    had: f64,
    prospecting: f64,
    channels: BTreeMap<usize, usize>,
}
