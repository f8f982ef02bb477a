//! The page of a comparison.

use std::collections::BTreeSet;

use maud::{Markup, html};
use serde_json::{Value, json};

use super::chart_page::ChartPage;
use super::figure::ReportFigure;
use super::inputs::ReportInputs;
use super::interned::interned;
use super::map::BookMap;
use super::{answer, charts, decide, map, months, verify};
use crate::{headline, stat};
use attain_core::number_format;
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{Results, SeatResult};

pub(super) const LICENCES: &str = concat!(include_str!("../assets/NOTICE"), "\n\n", include_str!("../assets/LICENSE-echarts"));

/// Stylesheet colours of plans other than the reference.
const HUES: usize = 7;

/// Renders the complete page.
#[must_use]
pub fn page(input: &ReportInputs) -> Markup {
    let (figures, more) = (charts::figures(input), charts::more(input));
    let map = map::map(input);
    let script: &[&'static str] = if map.as_ref().is_some_and(|map| map.data.is_some()) { &[map::SCRIPT] } else { &[] };
    let shell = ChartPage {
        title: &title(input),
        version: input.results.version,
        styles: &plan_colours(input),
        header: header(input, &figures, map.is_some()),
        sections: sections(input, &figures, &more, map.as_ref()),
        footer: footer(input),
        charts: &data(input, &figures, &more, map.as_ref()),
        scripts: script,
    };
    shell.page()
}

fn title(input: &ReportInputs) -> String {
    match input.results.plans.as_slice() {
        [only] => format!("{}: chance of reaching the target", only.name),
        plans => format!("{} plans compared, decided by {}", plans.len(), input.decision.rule.name()),
    }
}

fn header(input: &ReportInputs, figures: &[ReportFigure], has_map: bool) -> Markup {
    let results = input.results;
    let reps = input.book.reps.iter().filter(|rep| rep.left.is_none()).count();
    html! {
        div .sticky {
            nav aria-label="Contents" {
                a href="#answer" .layer { "Decide" }
                a href="#understand" .layer { "Understand" }
                @for figure in figures { a href={ "#" (figure.id) } { (figure.short) } }
                @if has_map { a href="#map" { "Map" } }
                a href="#verify" .layer { "Verify" }
            }
            (picker(results))
        }
        header .top .titled {
            h1 { @if results.plans.len() == 1 { "Does the plan reach its target?" } @else { (headline::question(input.decision.rule)) } }
            p .meta {
                (number_format::plural(results.plans.len(), "plan")) " · " (number_format::plural(results.years, "simulated year")) " · "
                (number_format::plural(input.book.accounts.len(), "account")) " · " (number_format::plural(reps, "rep")) " · " (number_format::plural(results.horizon_months as usize, "month")) " from " (months::day(&results.start))
            }
        }
    }
}

/// Drop-down lists of plan, team and seat that apply to the whole page.
fn picker(results: &Results) -> Markup {
    let names = |name: fn(&SeatResult) -> &str| -> BTreeSet<&str> {
        results.plans.iter().flat_map(|plan| plan.seats.iter().map(name)).collect()
    };
    let teams = names(|seat| &seat.team);
    let seats: BTreeSet<(&str, &str)> =
        results.plans.iter().flat_map(|plan| plan.seats.iter().map(|seat| (seat.name.as_str(), seat.team.as_str()))).collect();
    html! {
        section .picker.needs-script aria-label="Plan, team and rep shown" {
            @if results.plans.len() > 1 {
                select #pick-plan aria-label="Plan" autocomplete="off" {
                    option value="" { "All plans" }
                    @for (i, plan) in results.plans.iter().enumerate() { option value=(i) { (plan.name) } }
                }
            }
            @if teams.len() > 1 {
                select #pick-team aria-label="Team" autocomplete="off" {
                    option value="" { "All teams" }
                    @for team in teams { option value=(team) { (team) } }
                }
            }
            @if !seats.is_empty() {
                select #pick-seat aria-label="Rep" autocomplete="off" {
                    option value="" { "All reps" }
                    @for (seat, team) in seats { option value=(seat) data-team=(team) { (seat) } }
                }
            }
        }
    }
}

fn sections(input: &ReportInputs, figures: &[ReportFigure], more: &[ReportFigure], map: Option<&BookMap>) -> Markup {
    let results = input.results;
    let plans: Vec<&str> = results.plans.iter().map(|plan| plan.name.as_str()).collect();
    html! {
        (decide::section(input))
        section #understand aria-labelledby="understand-title" {
            h2 .band #understand-title { "Understand" }
            noscript { p .card { "The charts need JavaScript; the data of each chart is in the table below it." } }
            div .figures {
                @for figure in figures { (figure.markup(&plans)) }
                @if let Some(map) = map { (map.markup) }
            }
        }
        section #verify aria-labelledby="verify-title" {
            h2 .band #verify-title { "Verify" }
            p .lead { (answer::precision(results)) @if let Some(period) = decide::period(input) { " " (period) } }
            (verify::folds(input, more, &plans))
        }
        a .to-top href="#answer" { "Back to the answer" }
    }
}

fn footer(input: &ReportInputs) -> Markup {
    let results = input.results;
    html! {
        footer {
            dl {
                div { dt { "attain" } dd { (results.version) } }
                div { dt { "Seed" } dd { (results.seed) } }
                div { dt { "Years" } dd { (number_format::whole_number(results.years as f64)) } }
                div { dt { "Data" } dd { code { (results.data_hash) } } }
                @for plan in &results.plans { div { dt { (plan.name) } dd { code { (plan.scenario_hash) } } } }
            }
            p { "Hashes are SHA-256 of the data and of each resolved scenario. The same files and seed reproduce this report byte for byte." }
            details .licences { summary { "Licences of included software" } pre { (LICENCES) } }
        }
    }
}

/// Colours of the plans: grey for the reference, then the palette in turn.
fn plan_colours(input: &ReportInputs) -> String {
    let reference = stat::reference(input.results);
    let colour = |i: usize| match reference {
        Some(r) if r == i => format!("--plan-{i}:var(--ref);"),
        Some(r) if r < i => format!("--plan-{i}:var(--hue-{});", (i - 1) % HUES),
        _ => format!("--plan-{i}:var(--hue-{});", i % HUES),
    };
    format!(":root{{{}}}", (0..input.results.plans.len()).map(colour).collect::<String>())
}

/// The charts as JSON that cannot end its script element, with the indices of the reference and of
/// the leading plan.
fn data(input: &ReportInputs, figures: &[ReportFigure], more: &[ReportFigure], map: Option<&BookMap>) -> String {
    let results = input.results;
    let leading = results.plans.iter().position(|plan| Some(plan.name.as_str()) == input.decision.leading());
    let currency = NumberFormat::in_currency(&results.currency).currency_prefix();
    let mut charts = chart_data(results.plans.len(), &currency, figures.iter().chain(more));
    charts["reference"] = json!(stat::reference(results));
    charts["leading"] = json!(leading.unwrap_or(0));
    charts["map"] = json!(map.and_then(|map| map.data.as_ref()));
    safe(&interned(&charts))
}

/// Charts with the given number of plan colours, as JSON that cannot end its script element.
pub(super) fn encoded<'a>(plans: usize, currency: &str, figures: impl IntoIterator<Item = &'a ReportFigure>) -> String {
    safe(&interned(&chart_data(plans, currency, figures)))
}

fn chart_data<'a>(plans: usize, currency: &str, figures: impl IntoIterator<Item = &'a ReportFigure>) -> Value {
    json!({
        "plans": plans,
        "currency": currency,
        "figures": figures.into_iter().map(ReportFigure::data).collect::<Vec<_>>(),
    })
}

/// JSON that cannot end its enclosing script element.
fn safe(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
