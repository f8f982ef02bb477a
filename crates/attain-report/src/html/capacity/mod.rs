//! The page of `attain capacity`: one self-contained file with the stylesheet and the
//! script of the report.

mod bridge;
mod hires;
mod months;

use maud::{Markup, html};

use super::chart_page::ChartPage;
use super::figure::ReportFigure;
use super::guide::glossary_link;
use super::page::{LICENCES, encoded};
use super::{assumptions, months::day};
use crate::assumptions::AssumptionRow;
use crate::terminal::capacity as words;
use attain_analysis::capacity::Capacity;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// The first two colours of the palette.
const COLOURS: &str = ":root{--plan-0:var(--hue-0);--plan-1:var(--hue-1)}";

/// Renders the page. The same figures produce the same bytes.
#[must_use]
pub fn page(capacity: &Capacity, list: &[AssumptionRow]) -> Markup {
    let figures = [bridge::figure(capacity), months::figure(capacity), hires::figure(capacity)];
    let shell = ChartPage {
        title: &format!("{}: from quota to bookings", capacity.plan),
        version: capacity.version,
        styles: COLOURS,
        header: header(capacity, &figures),
        sections: sections(capacity, &figures, list),
        footer: footer(capacity),
        charts: &encoded(0, &NumberFormat::in_currency(&capacity.currency).currency_prefix(), &figures),
        scripts: &[],
    };
    shell.page()
}

fn header(capacity: &Capacity, figures: &[ReportFigure]) -> Markup {
    html! {
        header .top {
            h1 { "How much will the seats of " (capacity.plan) " book?" }
            p .meta {
                (number_format::plural(capacity.bridges[0].seats, "seat")) " · " (number_format::plural(capacity.years as usize, "simulated year")) " · "
                (number_format::plural(capacity.months as usize, "month")) " from " (day(&capacity.start.to_string()))
            }
            nav aria-label="Contents" {
                @for figure in figures { a href={ "#" (figure.id) } { (figure.short) } }
                a href="#worth" { "One more seat" } a href="#calendar" { "Hiring calendar" } a href="#guide" { "How to read" } a href="#assumptions" { "Assumptions" }
            }
        }
    }
}

fn sections(capacity: &Capacity, figures: &[ReportFigure], list: &[AssumptionRow]) -> Markup {
    let [bridge, months, hires] = figures else { return html! {} };
    html! {
        section #answer .card .answer aria-label="The answer" {
            p .headline { (words::answer(capacity)) }
            p { (words::to_target(capacity)) }
        }
        @if !capacity.warnings.is_empty() {
            section .card .warnings aria-labelledby="warnings-title" {
                h2 #warnings-title { "Warnings" }
                ul { @for warning in &capacity.warnings { li { (warning) } } }
            }
        }
        noscript { p .card { "The charts need JavaScript; the data of each chart is in the table below it." } }
        (bridge.markup(&[]))
        (months.markup(&[]))
        (hires.markup(&[]))
        section #worth .card { h2 { "Value of one more seat" } (hires::worth(capacity)) }
        section #calendar .card { h2 { "Hiring calendar" } (hires::calendar(capacity)) }
        section #guide .card { h2 { "How to read this page" } (guide(capacity)) (glossary_link()) }
        section #assumptions .card { h2 { "Assumptions" } (assumptions::assumptions(list)) }
    }
}

/// Short explanations of the figures.
fn guide(capacity: &Capacity) -> Markup {
    html! {
        dl .guide {
            @for step in &capacity.bridges[0].steps { div { dt { (step.name) } dd { (step.meaning) } } }
            div { dt { "Adding up" } dd { "Bookings after each step are rounded to the cent, so the steps add up to the cent. Mechanisms interact (the successor of a leaver ramps); the interaction is attributed to the later mechanism. Another order gives different steps with the same sum." } }
            div { dt { "±" } dd { "One standard error of the step. Both sides are simulated in the same worlds, so most of the random variation cancels." } }
            div { dt { "Capacity and workload" } dd { "In ramped reps: hours divided by the monthly hours of a ramped rep of the team, after average absence." } }
            div { dt { "One more seat" } dd { "The team gets an eighth more seats from the first month, accounts are reassigned by the rules of the plan, and both plans are simulated in the same worlds; the figures are per seat. For a later start, only the ramped months before the last deal of the horizon can be won are counted." } }
        }
    }
}

fn footer(capacity: &Capacity) -> Markup {
    html! {
        footer {
            dl {
                div { dt { "attain" } dd { (capacity.version) } }
                div { dt { "Seed" } dd { (capacity.seed) } }
                div { dt { "Years" } dd { (number_format::whole_number(f64::from(capacity.years))) } }
                div { dt { "Data" } dd { code { (capacity.data_hash) } } }
                div { dt { (capacity.plan) } dd { code { (capacity.scenario_hash) } } }
            }
            p { "Hashes are SHA-256 of the data and of the resolved scenario. The same files and seed reproduce this page byte for byte." }
            details .licences { summary { "Licences of included software" } pre { (LICENCES) } }
        }
    }
}

#[cfg(test)]
mod tests;
