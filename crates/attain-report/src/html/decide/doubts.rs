//! How far to trust the answer: the model against the past, defaults and warnings.

use maud::{Markup, html};

use crate::headline;
use crate::html::inputs::ReportInputs;
use attain_core::number_format::{NumberFormat, plural};
use attain_sim::summarise::results::{TrackRecord, TrackRecordRow};

/// The period that the model is compared with, in one sentence; `None` if there is none.
#[must_use]
pub fn period(input: &ReportInputs) -> Option<String> {
    let record = input.results.track_record.as_ref()?;
    Some(format!(
        "{} to {}, simulated with the people of then, is compared with all opportunities closed in that time.",
        record.from, record.until
    ))
}

/// Renders the section.
#[must_use]
pub fn doubts(input: &ReportInputs) -> Markup {
    let results = input.results;
    html! {
        @if let Some(text) = headline::not_calibrated(&input.decision.basis.default_market) {
            p { (text) " Differences between plans are still informative; the levels are not." }
        }
        @match &results.track_record {
            Some(record) => (past(input, record)),
            None => p { "Not compared with the past: the data contains less than three months of closed opportunities." },
        }
        @if let Some(first) = results.warnings.first() {
            p .warned { span title=(first) { (first) } " " a href="#warnings" { (plural(results.warnings.len(), "warning")) } }
        }
    }
}

/// The hindcast: the past beside its simulation.
fn past(input: &ReportInputs, record: &TrackRecord) -> Markup {
    let n = NumberFormat::in_currency(&input.results.currency);
    let rows: Vec<&TrackRecordRow> = record.rows.iter().filter(|row| row.segment.is_empty()).collect();
    let segments: Vec<String> = record
        .rows
        .iter()
        .filter(|row| !row.segment.is_empty() && row.differs)
        .map(|row| format!("{} {}", row.segment, row.figure.name()))
        .collect();
    html! {
        div .box tabindex="0" role="region" aria-label="The model against the past" {
            table .past aria-label="The model against the past" {
                thead { tr { th scope="col" { "The model against the past" } th scope="col" { "Past" } th scope="col" { "Simulated" } th scope="col" { span .hidden-text { "Verdict" } } } }
                tbody { @for row in rows { tr .differs[row.differs] {
                    th scope="row" { (row.figure.name()) }
                    td { (n.plain(row.figure.unit(), row.past)) }
                    td { (n.plain(row.figure.unit(), row.simulated)) }
                    td { @if row.differs { "differs" } @else { "agrees" } }
                } } }
            }
        }
        @if !segments.is_empty() { p .clipped title=(segments.join(", ")) { "Also differ: " (segments.join(", ")) } }
    }
}
