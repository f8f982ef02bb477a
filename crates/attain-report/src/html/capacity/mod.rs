//! The page of `attain capacity`: one file that needs nothing else, with the
//! style and the script of the report.

mod bridge;
mod hires;
mod months;

use maud::{Markup, html};

use super::figure::Figure;
use super::page::{LICENCES, encoded};
use super::shell::Shell;
use super::{assumptions, months::day};
use crate::Assumption;
use crate::terminal::capacity as words;
use attain_analysis::capacity::Capacity;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Colours: the first two of the palette.
const COLOURS: &str = ":root{--plan-0:var(--hue-0);--plan-1:var(--hue-1)}";

/// The page. The same figures give the same bytes.
#[must_use]
pub fn page(capacity: &Capacity, list: &[Assumption]) -> Markup {
    let figures = [bridge::figure(capacity), months::figure(capacity), hires::figure(capacity)];
    let shell = Shell {
        title: &format!("{}: from quota to bookings", capacity.plan),
        version: capacity.version,
        styles: COLOURS,
        header: header(capacity, &figures),
        sections: sections(capacity, &figures, list),
        footer: footer(capacity),
        charts: &encoded(0, &NumberFormat::in_currency(&capacity.currency).currency_prefix(), &figures),
    };
    shell.page()
}

fn header(capacity: &Capacity, figures: &[Figure]) -> Markup {
    html! {
        header .top {
            h1 { "What do the seats of " (capacity.plan) " come to?" }
            p .meta {
                (number_format::plural(capacity.bridges[0].seats, "seat")) " · " (number_format::plural(capacity.years as usize, "simulated year")) " · "
                (number_format::plural(capacity.months as usize, "month")) " from " (day(&capacity.start.to_string()))
            }
            nav aria-label="Contents" {
                @for figure in figures { a href={ "#" (figure.id) } { (figure.short) } }
                a href="#worth" { "One seat more" } a href="#calendar" { "Hiring calendar" } a href="#guide" { "How to read" } a href="#assumptions" { "Assumptions" }
            }
        }
    }
}

fn sections(capacity: &Capacity, figures: &[Figure], list: &[Assumption]) -> Markup {
    let [bridge, months, hires] = figures else { return html! {} };
    html! {
        section #answer .card .answer aria-label="The answer" {
            p .headline { (words::answer(capacity)) }
            p { (words::to_target(capacity)) }
        }
        @if !capacity.warnings.is_empty() {
            section .card .warnings aria-labelledby="warnings-title" {
                h2 #warnings-title { "Read with care" }
                ul { @for warning in &capacity.warnings { li { (warning) } } }
            }
        }
        noscript { p .card { "The charts need JavaScript; the numbers of each are under “The numbers”." } }
        (bridge.markup(&[]))
        (months.markup(&[]))
        (hires.markup(&[]))
        section #worth .card { h2 { "What one seat more is worth" } (hires::worth(capacity)) }
        section #calendar .card { h2 { "Hiring calendar" } (hires::calendar(capacity)) }
        section #guide .card { h2 { "How to read this" } (guide(capacity)) }
        section #assumptions .card { h2 { "Assumptions" } (assumptions::assumptions(list)) }
    }
}

/// What the figures mean, and what they do not.
fn guide(capacity: &Capacity) -> Markup {
    html! {
        dl .guide {
            @for step in &capacity.bridges[0].steps { div { dt { (step.name) } dd { (step.meaning) } } }
            div { dt { "Adding up" } dd { "Every end of a step is a mean rounded to the cent, so the steps add up to the cent. Mechanisms reach into each other (a leaver’s successor ramps); what they do together falls to the later one. Another order gives other steps and the same sum." } }
            div { dt { "±" } dd { "One standard error of the step. Both ends are lived in the same worlds, so most luck cancels." } }
            div { dt { "Capacity and workload" } dd { "In ramped reps: hours over what a ramped rep of the team gives in a month, average absence deducted." } }
            div { dt { "One seat more" } dd { "The team gets an eighth more seats from the first month on, the books are carved again by the plan’s rules, and both are lived in the same worlds; the figures are for each seat. A later start counts for the ramped months that are left before the last deal of the horizon can be won." } }
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
            p { "Hashes are SHA-256 of the book of business and of the resolved scenario. The same files and seed give this page again, byte for byte." }
            details .licences { summary { "Licences of included software" } pre { (LICENCES) } }
        }
    }
}

#[cfg(test)]
mod tests;
