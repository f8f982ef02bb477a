//! The last layer of the report: everything behind the answer, folded.

use maud::{Markup, html};

use super::figure::{ReportFigure, swatch};
use super::inputs::ReportInputs;
use super::{answer, assumptions, fairness, guide, seats, tables};
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Renders the folded sections.
#[must_use]
pub fn folds(input: &ReportInputs, more: &[ReportFigure], plans: &[&str]) -> Markup {
    let results = input.results;
    html! {
        @if !results.warnings.is_empty() {
            (fold("warnings", "Warnings", &number_format::plural(results.warnings.len(), "warning"), &html! { ul { @for warning in &results.warnings { li { (warning) } } } }))
        }
        (fold("plans", "Figures of the plans", "chance, bookings, cost, regret, every metric", &html! {
            @if let Some(text) = answer::change(input) { p { (text) } }
            (tables::reach(results))
            (tables::cost(results))
            @if results.plans.len() > 1 { (tables::choice(results)) }
            @if let Some(table) = tables::periods(results) { (table) }
            details .numbers { summary { "Every metric" } (tables::metrics(results)) }
        }))
        (fold("descriptions", "Descriptions of the plans", "seats, quota and notes about the design", &descriptions(input)))
        (fold("more-charts", "More charts", &more.iter().map(|figure| figure.short.to_lowercase()).collect::<Vec<_>>().join(", "), &html! {
            @for figure in more { (figure.markup(plans)) }
        }))
        (fold("groups", "Teams, segments, regions", "quota attainment; the tint shows the distance from 100 %", &tables::groups(results)))
        (fold("fairness", "Fairness among peer seats", "books on the first day: range, seats outside the tolerance, groups that would trigger a review", &fairness::fairness(input)))
        (fold("seat-tables", "Seats", "every seat of every plan; click a column heading to sort", &seats::seats(results)))
        (fold("assumptions", "Assumptions", "every input value with its origin and source", &assumptions::assumptions(input.assumptions)))
        (fold("guide", "How to read this report", "terms and symbols", &html! { (guide::guide()) (guide::glossary_link()) }))
    }
}

/// A folded section.
fn fold(id: &str, title: &str, note: &str, content: &Markup) -> Markup {
    html! {
        details .card .fold id=(id) {
            summary { h3 { (title) } " " span .note { (note) } }
            (content)
        }
    }
}

/// Description, seats, quota and notes of every plan.
pub(super) fn descriptions(input: &ReportInputs) -> Markup {
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
