//! `stress.html`: heat maps, curves, the value of a rep, and the last month in which a hire pays
//! for itself.

mod curves;
mod map;

use maud::{Markup, html};

use super::chart_page::ChartPage;
use super::figure::ReportFigure;
use super::guide::glossary_link;
use super::page::{LICENCES, encoded};
use crate::headline::not_calibrated;
use crate::heat_map;
use crate::heat_map::{GridSlice, MEASURES};
use crate::terminal::until;
use attain_analysis::experiment::stress::StressResult;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Stylesheet colours of lines.
const HUES: usize = 7;

/// Renders the page. The same results produce the same bytes.
#[must_use]
pub fn render(stress: &StressResult) -> String {
    page(stress).into_string()
}

fn page(stress: &StressResult) -> Markup {
    let n = NumberFormat::in_currency(&stress.currency);
    let slice = GridSlice::new(stress);
    let lines: Vec<String> = slice.columns().map_or_else(
        || vec![stress.scenario.clone()],
        |axis| axis.values.iter().map(|&v| format!("{} {}", axis.name, heat_map::value(axis, v, n))).collect(),
    );
    let figures: Vec<ReportFigure> =
        [curves::curves(stress, &slice, n), curves::rep_value(stress, &slice, n), curves::hire(stress, n)]
            .into_iter()
            .flatten()
            .collect();
    let shell = ChartPage {
        title: &format!("{}: stress test", stress.study),
        version: &stress.version,
        styles: &format!("{}{}", colours(lines.len()), map::STYLE),
        header: header(stress, &figures, n),
        sections: sections(stress, &slice, &figures, &lines, n),
        footer: footer(stress),
        charts: &encoded(lines.len(), &n.currency_prefix(), &figures),
        scripts: &[],
    };
    shell.page()
}

fn header(stress: &StressResult, figures: &[ReportFigure], n: NumberFormat) -> Markup {
    html! {
        header .top {
            h1 { "How does the plan hold up under other assumptions?" }
            p .meta {
                (stress.scenario) " · " (number_format::plural(stress.cells.len(), "cell")) " of " (number_format::plural(stress.years as usize, "year"))
                " · target " (n.plain(MetricUnit::Money, stress.target)) " a year"
            }
            nav aria-label="Contents" {
                a href="#maps" { "Heat maps" }
                @for figure in figures { a href={ "#" (figure.id) } { (figure.short) } }
                a href="#cells" { "All cells" } a href="#axes" { "Axes" } a href="#guide" { "How to read" }
            }
        }
    }
}

fn sections(stress: &StressResult, slice: &GridSlice, figures: &[ReportFigure], lines: &[String], n: NumberFormat) -> Markup {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    html! {
        section #answer .card .answer aria-label="The answer" { (answer(stress, slice, n)) }
        @if !stress.notes.is_empty() {
            section .card .warnings { h2 { "Warnings" } ul { @for note in &stress.notes { li { (note) } } } }
        }
        section #maps .card {
            h2 { "Heat maps" }
            p .lead { "Every cell simulates the scenario with the values of its row and column, in the same worlds. " (held(slice, n)) }
            div .maps { @for measure in MEASURES { (map::map(slice, measure, n)) } }
        }
        noscript { p .card { "The charts need JavaScript; the data of each chart is in the table below it." } }
        @for figure in figures { (figure.markup(&lines)) }
        section #cells .card { h2 { "All cells" } details .numbers { summary { "Every figure of every cell" } (map::all(stress, n)) } }
        section #axes .card {
            h2 { "Axes" }
            p .lead { "Axes determined by the planner change the design: books and quotas are redesigned. Axes determined by the market or chance change conditions, and the plan stays as designed." }
            dl .guide { @for axis in &stress.axes { div {
                dt { (axis.name) }
                dd { (axis.meaning) " " (changed(axis, n)) }
            } } }
        }
        section #guide .card { h2 { "How to read this page" } (guide()) (glossary_link()) }
    }
}

fn footer(stress: &StressResult) -> Markup {
    html! {
        footer {
            dl {
                div { dt { "attain" } dd { (stress.version) } }
                div { dt { "Seed" } dd { (stress.seed) } }
                div { dt { "Years per cell" } dd { (number_format::whole_number(f64::from(stress.years))) } }
                div { dt { "Data" } dd { code { (stress.data_hash) } } }
                div { dt { (stress.scenario) } dd { code { (stress.scenario_hash) } } }
            }
            p { "Hashes are SHA-256 of the data and of the resolved scenario. The same files and seed reproduce this page byte for byte." }
            details .licences { summary { "Licences of included software" } pre { (LICENCES) } }
        }
    }
}

/// The chance of the base scenario, the range on the grid, and the last month in which a hire
/// pays for itself.
fn answer(stress: &StressResult, slice: &GridSlice, n: NumberFormat) -> Markup {
    let here = stress.axes.first().and_then(|rows| slice.cell(rows.nearest, slice.columns().map_or(0, |axis| axis.nearest)));
    let at: Vec<String> = stress.axes.iter().map(|axis| heat_map::held(axis, axis.values[axis.nearest], n)).collect();
    let ends = |pick: fn(f64, f64) -> f64| {
        slice
            .values(MEASURES[0])
            .reduce(pick)
            .map_or_else(|| number_format::MISSING.to_owned(), |value| n.plain(MetricUnit::Ratio, value))
    };
    html! {
        @if let Some(chance) = here.and_then(|cell| cell.p_target) {
            p .headline { "With " (at.join(", ")) ", the chance of reaching " (n.plain(MetricUnit::Money, stress.target)) " is " strong { (n.with_error(MetricUnit::Ratio, chance.value, chance.se)) } "." }
        }
        @if let Some(text) = not_calibrated(&stress.default_market) { p { (text) } }
        p { "On the grid, it ranges from " (ends(f64::min)) " to " (ends(f64::max)) "." }
        @if !stress.description.is_empty() { p { (stress.description) } }
        @if let Some(hire) = &stress.hire { p { (until(hire, stress.horizon_months)) } }
        p .small { "± is one Monte Carlo standard error; it does not include errors in the assumptions." }
    }
}

fn held(slice: &GridSlice, n: NumberFormat) -> String {
    let held: Vec<String> = slice.held().map(|(axis, at)| heat_map::held(axis, at, n)).collect();
    if held.is_empty() { String::new() } else { format!("Shown at {}.", held.join(", ")) }
}

fn changed(axis: &attain_analysis::experiment::stress::AxisResult, n: NumberFormat) -> String {
    use attain_analysis::experiment::axis_kind::DecidedBy;
    let who = match axis.decided_by {
        DecidedBy::Plan => "Books and quotas are redesigned.",
        DecidedBy::World => "The plan stays as designed.",
    };
    axis.base.map_or_else(|| who.to_owned(), |base| format!("{who} Value in the scenario: {}.", heat_map::value(axis, base, n)))
}

fn guide() -> Markup {
    let entries = [
        (
            "±",
            "One Monte Carlo standard error: how much a figure would typically change with another seed. Four times as many years halve it.",
        ),
        (
            "Intervals",
            "Individual 95 % intervals of differences between cells in the same years: random variation that both cells share cancels out. If an interval contains zero, the cells may be equal.",
        ),
        ("P10 of bookings", "Bookings are higher in nine of ten simulated years. The standard error follows Woodruff (1952)."),
        (
            "Cost per extra booking",
            "Additional pay, hiring and travel divided by additional bookings, both compared with the cell with the fewest added seats. It includes ramp, redesign and moves of accounts.",
        ),
        (
            "Last month a hire pays",
            "The contribution of one more rep within the horizon, compared with none, for every start month. Pipeline still open at the end does not count, so a late hire may still pay off in the next year.",
        ),
    ];
    html! { dl .guide { @for (term, text) in entries { div { dt { (term) } dd { (text) } } } } }
}

/// Colours of lines.
fn colours(lines: usize) -> String {
    let one = |i: usize| format!("--plan-{i}:var(--hue-{});", i % HUES);
    format!(":root{{{}}}", (0..lines).map(one).collect::<String>())
}
