//! The page of a comparison: sections in their order.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::figure::{Figure, swatch};
use super::shell::Shell;
use super::{Input, answer, assumptions, charts, fairness, guide, months, seats, tables};
use crate::stat;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

pub(super) const LICENCES: &str = concat!(include_str!("../assets/NOTICE"), "\n\n", include_str!("../assets/LICENSE-echarts"));

/// Colours of the stylesheet for plans beside the reference.
const HUES: usize = 7;

/// The whole page.
#[must_use]
pub fn page(input: &Input) -> Markup {
    let figures = charts::figures(input);
    let shell = Shell {
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

fn title(input: &Input) -> String {
    match input.results.plans.as_slice() {
        [only] => format!("{}: chance to make the number", only.name),
        plans => format!("{} plans compared: chance to make the number", plans.len()),
    }
}

fn header(input: &Input, figures: &[Figure]) -> Markup {
    let results = input.results;
    let reps = input.book.reps.iter().filter(|rep| rep.left.is_none()).count();
    html! {
        header .top {
            h1 { @if results.plans.len() == 1 { "Does the plan make the number?" } @else { "Which plan makes the number?" } }
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

fn sections(input: &Input, figures: &[Figure]) -> Markup {
    let results = input.results;
    let plans: Vec<&str> = results.plans.iter().map(|plan| plan.name.as_str()).collect();
    html! {
        section #answer .card .answer aria-label="The answer" {
            (answer::answer(input))
            p .small { (answer::surety(results)) }
        }
        @if !results.warnings.is_empty() {
            section .card .warnings aria-labelledby="warnings-title" {
                h2 #warnings-title { "Read with care" }
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
        section .card { h2 { "What each plan does" } (descriptions(input)) }
        h2 .band { @if results.horizon_months == 12 { "The year in pictures" } @else { "The " (results.horizon_months) " months in pictures" } }
        noscript { p .card { "The charts need JavaScript; the numbers of each are under “The numbers”." } }
        @for figure in figures { (figure.markup(&plans)) }
        section #groups .card { h2 { "Teams, segments, regions" } p .lead { "Where attainment comes from; tinted by its distance from 100 %." } (tables::groups(results)) }
        section #fairness .card { h2 { "Fairness among like seats" } p .lead { "Books on the first day: how far they are apart, who is outside the tolerance, and where that would call for a review." } (fairness::fairness(input)) }
        section #seat-tables .card { h2 { "Seats" } p .lead { "Open a plan to see its seats; click a heading to sort." } (seats::seats(results)) }
        section #guide .card { h2 { "How to read this" } (guide::guide()) }
        section #assumptions .card { h2 { "Assumptions" } (assumptions::assumptions(input.assumptions)) }
    }
}

/// Description, seats, quota and the designer's notes of every plan.
fn descriptions(input: &Input) -> Markup {
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

fn footer(input: &Input) -> Markup {
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
            p { "Hashes are SHA-256 of the book of business and of each resolved scenario. The same files and seed give this report again, byte for byte." }
            details .licences { summary { "Licences of included software" } pre { (LICENCES) } }
        }
    }
}

/// Colours of the plans: grey for the reference, then the palette in turn.
fn plan_colours(input: &Input) -> String {
    let reference = stat::reference(input.results);
    let colour = |i: usize| match reference {
        Some(r) if r == i => format!("--plan-{i}:var(--ref);"),
        Some(r) if r < i => format!("--plan-{i}:var(--hue-{});", (i - 1) % HUES),
        _ => format!("--plan-{i}:var(--hue-{});", i % HUES),
    };
    format!(":root{{{}}}", (0..input.results.plans.len()).map(colour).collect::<String>())
}

/// The charts as JSON that cannot end its script element.
fn data(input: &Input, figures: &[Figure]) -> String {
    encoded(input.results.plans.len(), &NumberFormat::in_currency(&input.results.currency).currency_prefix(), figures)
}

/// Charts for so many colours of plans, as JSON that cannot end its script element.
pub(super) fn encoded(plans: usize, currency: &str, figures: &[Figure]) -> String {
    safe(&json!({
        "plans": plans,
        "currency": currency,
        "figures": figures.iter().map(Figure::data).collect::<Vec<_>>(),
    }))
}

/// JSON that cannot end the script element it stands in.
fn safe(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
