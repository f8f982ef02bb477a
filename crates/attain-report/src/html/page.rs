//! The page of a comparison.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::chart_page::ChartPage;
use super::figure::{ReportFigure, swatch};
use super::inputs::ReportInputs;
use super::{answer, assumptions, charts, fairness, guide, months, seats, tables};
use crate::{headline, stat};
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

pub(super) const LICENCES: &str = concat!(include_str!("../assets/NOTICE"), "\n\n", include_str!("../assets/LICENSE-echarts"));

/// Stylesheet colours of plans other than the reference.
const HUES: usize = 7;

/// Renders the complete page.
#[must_use]
pub fn page(input: &ReportInputs) -> Markup {
    let figures = charts::figures(input);
    let shell = ChartPage {
        title: &title(input),
        version: input.results.version,
        styles: &plan_colours(input),
        header: header(input, &figures),
        sections: sections(input, &figures),
        footer: footer(input),
        charts: &data(input, &figures),
    };
    shell.page()
}

fn title(input: &ReportInputs) -> String {
    match input.results.plans.as_slice() {
        [only] => format!("{}: chance of reaching the target", only.name),
        plans => format!("{} plans compared, decided by {}", plans.len(), input.decision.rule.name()),
    }
}

fn header(input: &ReportInputs, figures: &[ReportFigure]) -> Markup {
    let results = input.results;
    let reps = input.book.reps.iter().filter(|rep| rep.left.is_none()).count();
    html! {
        header .top {
            h1 { @if results.plans.len() == 1 { "Does the plan reach its target?" } @else { (headline::question(input.decision.rule)) } }
            p .meta {
                (number_format::plural(results.plans.len(), "plan")) " · " (number_format::plural(results.years, "simulated year")) " · "
                (number_format::plural(input.book.accounts.len(), "account")) " · " (number_format::plural(reps, "rep")) " · " (number_format::plural(results.horizon_months as usize, "month")) " from " (months::day(&results.start))
            }
            nav aria-label="Contents" {
                a href="#plans" { "Plans" }
                @for figure in figures { a href={ "#" (figure.id) } { (figure.short) } }
                a href="#groups" { "Groups" } a href="#fairness" { "Fairness" } a href="#seat-tables" { "Seat tables" } a href="#guide" { "How to read" } a href="#assumptions" { "Assumptions" }
            }
        }
    }
}

fn sections(input: &ReportInputs, figures: &[ReportFigure]) -> Markup {
    let results = input.results;
    let plans: Vec<&str> = results.plans.iter().map(|plan| plan.name.as_str()).collect();
    html! {
        section #answer .card .answer aria-label="The answer" {
            (answer::answer(input))
            p .small { (answer::precision(results)) }
        }
        @if !results.warnings.is_empty() {
            section .card .warnings aria-labelledby="warnings-title" {
                h2 #warnings-title { "Warnings" }
                ul { @for warning in &results.warnings { li { (warning) } } }
            }
        }
        section #plans .card {
            h2 { "The plans" }
            (tables::reach(results))
            (tables::cost(results))
            @if results.plans.len() > 1 { (tables::choice(results)) }
            @if let Some(table) = tables::periods(results) { (table) }
            details .numbers { summary { "Every metric" } (tables::metrics(results)) }
        }
        section .card { h2 { "Description of the plans" } (descriptions(input)) }
        h2 .band { @if results.horizon_months == 12 { "Charts of the year" } @else { "Charts of the " (results.horizon_months) " months" } }
        noscript { p .card { "The charts need JavaScript; the data of each chart is in the table below it." } }
        @for figure in figures { (figure.markup(&plans)) }
        section #groups .card { h2 { "Teams, segments, regions" } p .lead { "Quota attainment by group; the tint shows the distance from 100 %." } (tables::groups(results)) }
        section #fairness .card { h2 { "Fairness among peer seats" } p .lead { "Books on the first day: their range, the seats outside the tolerance, and the groups that would trigger a review." } (fairness::fairness(input)) }
        section #seat-tables .card { h2 { "Seats" } p .lead { "Open a plan to see its seats; click a column heading to sort." } (seats::seats(results)) }
        section #guide .card { h2 { "How to read this report" } (guide::guide()) (guide::glossary_link()) }
        section #assumptions .card { h2 { "Assumptions" } (assumptions::assumptions(input.assumptions)) }
    }
}

/// Description, seats, quota and notes of every plan.
fn descriptions(input: &ReportInputs) -> Markup {
    let n = NumberFormat::in_currency(&input.results.currency);
    html! {
        div .plans { @for (i, plan) in input.results.plans.iter().enumerate() {
            article {
                h3 { (swatch(i)) (plan.name) }
                @if !plan.description.is_empty() { p { (plan.description) } }
                p .small {
                    (number_format::plural(plan.seats_planned, "seat")) " · street quota " (n.plain(MetricUnit::Money, plan.street_quota)) " · target " (n.plain(MetricUnit::Money, plan.target)) " a year"
                    " · largest workload " (n.plain(MetricUnit::Share, plan.equity.after.peak_load)) " of capacity"
                }
                @if !plan.notes.is_empty() { ul { @for note in &plan.notes { li { (note) } } } }
            }
        } }
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

/// The charts as JSON that cannot end its script element.
fn data(input: &ReportInputs, figures: &[ReportFigure]) -> String {
    encoded(input.results.plans.len(), &NumberFormat::in_currency(&input.results.currency).currency_prefix(), figures)
}

/// Charts with the given number of plan colours, as JSON that cannot end its script element.
pub(super) fn encoded(plans: usize, currency: &str, figures: &[ReportFigure]) -> String {
    safe(&json!({
        "plans": plans,
        "currency": currency,
        "figures": figures.iter().map(ReportFigure::data).collect::<Vec<_>>(),
    }))
}

/// JSON that cannot end its enclosing script element.
fn safe(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
