//! Terminal output of `attain calibrate`: every estimate with its method, and the parameters that
//! were not estimated.

use comfy_table::Cell;

use super::layout::{hyphened, paragraph, plain_spaces, table};
use attain_analysis::calibrate::{Calibration, CalibrationEstimate, EstimateUnit};

/// Families with at most this many estimates are shown in full.
const MANY: usize = 16;
/// Number of estimates shown from each end of a larger family.
const EXTREMES: usize = 4;

/// Renders the estimates of a calibration, `width` columns wide.
#[must_use]
pub fn calibration(found: &Calibration, currency: &str, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let mut parts = vec![paragraph(&format!("History from {} to {}", found.from, found.as_of), width)];
    let estimated: Vec<&CalibrationEstimate> = found.estimates.iter().filter(|estimate| estimate.fallback.is_none()).collect();
    if !estimated.is_empty() {
        let header = ["", "n", "estimate", "s.e.", "90 % interval"].map(str::to_owned);
        let room = width.saturating_sub(54).max(16);
        let rows = shown(&estimated).iter().map(|estimate| row(estimate, currency, room)).collect();
        parts.push(table(&header, rows, width, colour));
        let left = estimated.len() - shown(&estimated).len();
        if left > 0 {
            let note = format!(
                "Of families with more than {MANY} estimates, the {EXTREMES} lowest and highest are shown; the file has {left} more."
            );
            parts.push(paragraph(&note, width));
        }
        parts.push(methods(&estimated, width));
    }
    let kept: Vec<String> = found
        .estimates
        .iter()
        .filter_map(|estimate| {
            let why = estimate.fallback.as_ref()?;
            let value = figure(estimate.unit, estimate.value, currency);
            Some(paragraph(&format!("- {}: {value} is kept. {why}", name(estimate)), width))
        })
        .collect();
    if !kept.is_empty() {
        parts.push(format!("{}\n{}", paragraph("Not estimated; the value of the scenario is kept:", width), kept.join("\n")));
    }
    if !found.notes.is_empty() {
        let notes: Vec<String> = found.notes.iter().map(|note| paragraph(&format!("- {note}"), width)).collect();
        parts.push(notes.join("\n"));
    }
    plain_spaces(&parts.join("\n\n")) + "\n"
}

/// The estimates to show; only the highest and the lowest of a large family.
fn shown<'a>(estimates: &[&'a CalibrationEstimate]) -> Vec<&'a CalibrationEstimate> {
    let mut shown = Vec::new();
    for alike in estimates.chunk_by(|a, b| a.family == b.family) {
        if alike.len() <= MANY {
            shown.extend_from_slice(alike);
            continue;
        }
        let mut ordered = alike.to_vec();
        ordered.sort_by(|a, b| b.value.total_cmp(&a.value));
        shown.extend_from_slice(&ordered[..EXTREMES]);
        shown.extend_from_slice(&ordered[ordered.len() - EXTREMES..]);
    }
    shown
}

fn row(estimate: &CalibrationEstimate, currency: &str, room: usize) -> Vec<Cell> {
    let show = |value: f64| figure(estimate.unit, value, currency);
    vec![
        Cell::new(hyphened(&name(estimate), room)),
        Cell::new(estimate.n),
        Cell::new(show(estimate.value)),
        Cell::new(show(estimate.se)),
        Cell::new(format!("{} to {}", show(estimate.low), show(estimate.high))),
    ]
}

/// The methods, each with the families to which it was applied.
fn methods(estimates: &[&CalibrationEstimate], width: usize) -> String {
    let mut used: Vec<(&str, Vec<&str>)> = Vec::new();
    for estimate in estimates {
        match used.iter_mut().find(|(method, _)| *method == estimate.method) {
            Some((_, families)) if families.contains(&estimate.family) => {}
            Some((_, families)) => families.push(estimate.family),
            None => used.push((estimate.method, vec![estimate.family])),
        }
    }
    let lines = used.iter().map(|(method, families)| paragraph(&format!("- {}: {method}", families.join("; ")), width));
    lines.collect::<Vec<_>>().join("\n")
}

fn name(estimate: &CalibrationEstimate) -> String {
    if estimate.subject.is_empty() { estimate.family.to_owned() } else { format!("{}: {}", estimate.family, estimate.subject) }
}

/// Formats a figure in its unit.
fn figure(unit: EstimateUnit, value: f64, currency: &str) -> String {
    match unit {
        EstimateUnit::Share => format!("{:.1} %", 100.0 * value),
        EstimateUnit::Money => format!("{currency} {value:.0}"),
        EstimateUnit::Days => format!("{value:.1} d"),
        EstimateUnit::Months => format!("{value:.1} mo"),
        EstimateUnit::LogOdds => format!("{value:+.2}"),
        EstimateUnit::Number if value.abs() >= 100.0 => format!("{value:.0}"),
        EstimateUnit::Number => format!("{value:.3}"),
    }
}
