//! Terminal output of `attain stress`: heat maps as tables, the value of an added rep, and the
//! last month in which a hire pays for itself.

use comfy_table::{Cell, Color};

use super::layout::{clean, paragraph, plain_spaces, table};
use crate::headline::not_calibrated;
use crate::heat_map;
use crate::heat_map::{GridSlice, HeatMeasure, MEASURES};
use attain_analysis::experiment::figures::CellDifference;
use attain_analysis::experiment::stress::{HireResult, StressResult};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural};

/// Renders the output of `attain stress`, `width` columns wide.
#[must_use]
pub fn stress_page(stress: &StressResult, report: Option<&str>, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let n = NumberFormat::in_currency(&stress.currency);
    let slice = GridSlice::new(stress);
    let mut parts = vec![paragraph(&head(stress, n), width)];
    parts.extend(not_calibrated(&stress.default_market).map(|text| paragraph(&text, width)));
    for measure in MEASURES {
        if slice.values(measure).next().is_some() {
            parts.push(format!("{}\n{}", measure.title, map(&slice, measure, n, width, colour)));
        }
    }
    let held: Vec<String> = slice.held().map(|(axis, at)| heat_map::held(axis, at, n)).collect();
    if !held.is_empty() {
        parts.push(paragraph(&format!("Shown at {}; stress.json and stress.parquet contain all cells.", held.join(", ")), width));
    }
    if let Some(value) = rep_value(stress, n, width, colour) {
        parts.push(value);
    }
    if let Some(hire) = &stress.hire {
        parts.push(paragraph(&until(hire, stress.horizon_months), width));
    }
    parts.extend(stress.notes.iter().map(|note| paragraph(&format!("Note: {note}"), width)));
    parts.push(paragraph(
        "± is one Monte Carlo standard error; intervals are individual 95 % intervals of paired differences in the same years.",
        width,
    ));
    if let Some(report) = report {
        parts.push(format!("Report: {report}"));
    }
    plain_spaces(&parts.join("\n\n")) + "\n"
}

fn head(stress: &StressResult, n: NumberFormat) -> String {
    let axes: Vec<String> = stress.axes.iter().map(|axis| format!("{} ({})", axis.name, axis.values.len())).collect();
    format!(
        "{} along {}: {} of {} each. Target {}.",
        clean(&stress.scenario),
        axes.join(" × "),
        plural(stress.cells.len(), "cell"),
        plural(stress.years as usize, "year"),
        n.plain(MetricUnit::Money, stress.target),
    )
}

/// One measure of every cell, with the first axis as rows and the second as columns.
fn map(slice: &GridSlice, measure: HeatMeasure, n: NumberFormat, width: usize, colour: bool) -> String {
    let (Some(rows), columns) = (slice.rows(), slice.columns()) else { return String::new() };
    let mut head = vec![rows.name.clone()];
    match columns {
        Some(axis) => {
            // Use two lines to leave room for the figures.
            head[0] = format!("{} ↓\n{} →", rows.name, axis.name);
            head.extend(axis.values.iter().map(|&value| heat_map::value(axis, value, n)));
        }
        None => head.push(String::new()),
    }
    let row = |(at, &value): (usize, &f64)| {
        let mut row = vec![Cell::new(heat_map::value(rows, value, n))];
        row.extend((0..slice.width()).map(|column| {
            let estimate = slice.cell(at, column).and_then(measure.of);
            let text = estimate.map_or_else(|| MISSING.to_owned(), |found| n.with_error(measure.unit, found.value, found.se));
            let cell = Cell::new(text);
            match estimate.filter(|_| colour && measure.title == MEASURES[0].title) {
                Some(chance) if chance.value >= 0.8 => cell.fg(Color::Green),
                Some(chance) if chance.value < 0.5 => cell.fg(Color::Red),
                _ => cell,
            }
        }));
        row
    };
    table(&head, rows.values.iter().enumerate().map(row).collect(), width, colour)
}

/// The value of each added rep, with the other axes held closest to the base scenario.
fn rep_value(stress: &StressResult, n: NumberFormat, width: usize, colour: bool) -> Option<String> {
    let nearest = |name: &str| {
        let axis = stress.axes.iter().find(|axis| axis.name == name);
        axis.map(|axis| axis.values[axis.nearest])
    };
    let steps: Vec<_> =
        stress.marginal.iter().filter(|step| step.others.iter().all(|(name, value)| nearest(name) == Some(*value))).collect();
    let first = steps.first()?;
    let shown = |unit, pair: &Option<CellDifference>| {
        pair.as_ref().map_or_else(
            || MISSING.to_owned(),
            |pair| format!("{}\n{}", n.signed(unit, pair.difference), n.signed_span(unit, pair.low, pair.high)),
        )
    };
    let row = |step: &&attain_analysis::experiment::stress::AddedRepValue| {
        vec![
            Cell::new(format!("{} to {}", heat_map::plain(step.from), heat_map::plain(step.to))),
            Cell::new(shown(MetricUnit::Money, &step.bookings)),
            Cell::new(shown(MetricUnit::Money, &step.contribution)),
            Cell::new(shown(MetricUnit::Share, &step.p_target)),
        ]
    };
    let head = ["added seats", "bookings", "contribution", "chance of target"].map(str::to_owned);
    let held: Vec<String> = first.others.iter().map(|(name, value)| format!("{name} {}", heat_map::plain(*value))).collect();
    let held = if held.is_empty() { String::new() } else { format!(" at {}", held.join(", ")) };
    let gains: Vec<f64> = steps.iter().filter_map(|step| step.pairing_gain).collect();
    let mut text = format!(
        "Value of each added rep{held}, within the horizon\n{}",
        table(&head, steps.iter().map(row).collect(), width, colour)
    );
    if let Some(least) = gains.into_iter().min_by(f64::total_cmp) {
        let gain = paragraph(
            &format!(
                "Common random numbers: these differences are as precise as with at least {least:.1} times as many independent years."
            ),
            width,
        );
        text = format!("{text}\n{gain}");
    }
    Some(text)
}

/// One sentence on the last month in which one more rep pays for itself.
#[must_use]
pub fn until(hire: &HireResult, horizon: u32) -> String {
    let whole = if horizon == 12 { "this year".to_owned() } else { format!("within the {horizon} months") };
    let until = |text: &str, month: Option<u32>| match month {
        Some(month) => format!("{text} until month {month}"),
        None => format!("{text} in no month"),
    };
    match hire.pays_until {
        None => {
            let perhaps = hire.perhaps_until.map_or_else(String::new, |month| format!(" (perhaps until month {month})"));
            format!("One more rep of {} does not pay for itself {whole}, regardless of the start month{perhaps}.", hire.team)
        }
        Some(month) if month == horizon => {
            format!(
                "One more rep of {} pays for itself {whole} even with a start in the last month ({}).",
                hire.team,
                until("certainly", hire.surely_until)
            )
        }
        Some(month) => format!(
            "One more rep of {} pays for itself {whole} with a start in month {month} or earlier, but not later ({}, {}).",
            hire.team,
            until("certainly", hire.surely_until),
            until("perhaps", hire.perhaps_until)
        ),
    }
}
