//! `stress.html`: heat maps, curves, what a rep is worth, until when a hire pays.

mod curves;
mod map;

use maud::{Markup, html};

use super::figure::Figure;
use super::page::{LICENCES, encoded};
use super::shell::Shell;
use crate::heat;
use crate::heat::{MEASURES, Sheet};
use crate::terminal::until;
use attain_analysis::explore::stress::Stress;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Colours of the stylesheet for lines.
const HUES: usize = 7;

/// The page. The same results give the same bytes.
#[must_use]
pub fn render(stress: &Stress) -> String {
    page(stress).into_string()
}

fn page(stress: &Stress) -> Markup {
    let n = NumberFormat::in_currency(&stress.currency);
    let of_sheet = Sheet::of(stress);
    let lines: Vec<String> = of_sheet.columns().map_or_else(
        || vec![stress.scenario.clone()],
        |axis| axis.values.iter().map(|&v| format!("{} {}", axis.name, heat::value(axis, v, n))).collect(),
    );
    let figures: Vec<Figure> =
        [curves::curves(stress, &of_sheet, n), curves::worth(stress, &of_sheet, n), curves::hire(stress, n)]
            .into_iter()
            .flatten()
            .collect();
    let shell = Shell {
        title: &format!("{}: stress test", stress.study),
        version: &stress.version,
        styles: &format!("{}{}", colours(lines.len()), map::STYLE),
        header: header(stress, &figures, n),
        sections: sections(stress, &of_sheet, &figures, &lines, n),
        footer: footer(stress),
        charts: &encoded(lines.len(), &n.currency_prefix(), &figures),
    };
    shell.page()
}

fn header(stress: &Stress, figures: &[Figure], n: NumberFormat) -> Markup {
    html! {
        header .top {
            h1 { "What does it take, and what can go wrong?" }
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

fn sections(stress: &Stress, of_sheet: &Sheet, figures: &[Figure], lines: &[String], n: NumberFormat) -> Markup {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    html! {
        section #answer .card .answer aria-label="The answer" { (answer(stress, of_sheet, n)) }
        @if !stress.notes.is_empty() {
            section .card .warnings { h2 { "Read with care" } ul { @for note in &stress.notes { li { (note) } } } }
        }
        section #maps .card {
            h2 { "Heat maps" }
            p .lead { "Every cell is the same scenario with the values of its row and column, lived in the same worlds. " (held(of_sheet, n)) }
            div .maps { @for measure in MEASURES { (map::map(of_sheet, measure, n)) } }
        }
        noscript { p .card { "The charts need JavaScript; the numbers of each are under “The numbers”." } }
        @for figure in figures { (figure.markup(&lines)) }
        section #cells .card { h2 { "All cells" } details .numbers { summary { "Every figure of every cell" } (map::all(stress, n)) } }
        section #axes .card {
            h2 { "Axes" }
            p .lead { "What the planner decides changes the design: books and quotas are made anew. What the market or chance decides leaves the plan as it was made, and comes true all the same." }
            dl .guide { @for axis in &stress.axes { div {
                dt { (axis.name) }
                dd { (axis.meaning) " " (changed(axis, n)) }
            } } }
        }
        section #guide .card { h2 { "How to read this" } (guide()) }
    }
}

fn footer(stress: &Stress) -> Markup {
    html! {
        footer {
            dl {
                div { dt { "attain" } dd { (stress.version) } }
                div { dt { "Seed" } dd { (stress.seed) } }
                div { dt { "Years a cell" } dd { (number_format::whole_number(f64::from(stress.years))) } }
                div { dt { "Data" } dd { code { (stress.data_hash) } } }
                div { dt { (stress.scenario) } dd { code { (stress.scenario_hash) } } }
            }
            p { "Hashes are SHA-256 of the book of business and of the resolved scenario. The same files and seed give this page again, byte for byte." }
            details .licences { summary { "Licences of included software" } pre { (LICENCES) } }
        }
    }
}

/// The chance of the scenario as it is, the cheapest cell that is sure enough, and until when a hire pays.
fn answer(stress: &Stress, of_sheet: &Sheet, n: NumberFormat) -> Markup {
    let here =
        stress.axes.first().and_then(|rows| of_sheet.cell(rows.nearest, of_sheet.columns().map_or(0, |axis| axis.nearest)));
    let at: Vec<String> = stress.axes.iter().map(|axis| heat::held(axis, axis.values[axis.nearest], n)).collect();
    let ends = |pick: fn(f64, f64) -> f64| {
        of_sheet
            .values(MEASURES[0])
            .reduce(pick)
            .map_or_else(|| number_format::MISSING.to_owned(), |value| n.plain(MetricUnit::Ratio, value))
    };
    html! {
        @if let Some(chance) = here.and_then(|cell| cell.p_target) {
            p .headline { "With " (at.join(", ")) ", the chance to reach " (n.plain(MetricUnit::Money, stress.target)) " is " strong { (n.with_error(MetricUnit::Ratio, chance.value, chance.se)) } "." }
        }
        p { "On the grid it runs from " (ends(f64::min)) " to " (ends(f64::max)) "." }
        @if !stress.description.is_empty() { p { (stress.description) } }
        @if let Some(hire) = &stress.hire { p { (until(hire, stress.horizon_months)) } }
        p .small { "± is one Monte Carlo standard error; assumptions are not in it." }
    }
}

fn held(of_sheet: &Sheet, n: NumberFormat) -> String {
    let held: Vec<String> = of_sheet.held().map(|(axis, at)| heat::held(axis, at, n)).collect();
    if held.is_empty() { String::new() } else { format!("Shown at {}.", held.join(", ")) }
}

fn changed(axis: &attain_analysis::explore::stress::AxisResult, n: NumberFormat) -> String {
    use attain_analysis::explore::axis::By;
    let who = match axis.by {
        By::Plan => "Books and quotas are made anew with it.",
        By::World => "The plan stays as it was made.",
    };
    axis.base.map_or_else(|| who.to_owned(), |base| format!("{who} The scenario itself: {}.", heat::value(axis, base, n)))
}

fn guide() -> Markup {
    let entries = [
        ("±", "One Monte Carlo standard error: how far a figure would move with another seed. Four times the years halve it."),
        (
            "Intervals",
            "95 %, each for itself, of differences between cells in the same years: what both share cancels. Where an interval holds zero, the cells may be equal.",
        ),
        (
            "P10 of bookings",
            "Nine of ten simulated years book more. Its error comes from the order of the years (Woodruff 1952).",
        ),
        (
            "Cost per extra booking",
            "Pay, hiring and travel against bookings, both as differences to the cell with the fewest added seats. Ramp, redesign and moves of accounts are in it.",
        ),
        (
            "Until when a hire pays",
            "The contribution of one more rep within the horizon, against none, for every month of start. Pipeline that is still open at the end counts for nothing, so a late hire may yet pay next year.",
        ),
    ];
    html! { dl .guide { @for (term, text) in entries { div { dt { (term) } dd { (text) } } } } }
}

/// Colours of lines.
fn colours(lines: usize) -> String {
    let one = |i: usize| format!("--plan-{i}:var(--hue-{});", i % HUES);
    format!(":root{{{}}}", (0..lines).map(one).collect::<String>())
}
