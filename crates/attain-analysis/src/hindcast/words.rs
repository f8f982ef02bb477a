//! A hindcast in words.

use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{TrackRecord, TrackRecordRow};

/// One sentence with the company's figures.
#[must_use]
pub fn in_one_sentence(record: &TrackRecord, currency: &str) -> String {
    let n = NumberFormat::in_currency(currency);
    let figure = |row: &TrackRecordRow| {
        let (name, unit) = (row.figure.name(), row.figure.unit());
        format!("{name} {} ({})", n.plain(unit, row.simulated), n.plain(unit, row.past))
    };
    let rows: Vec<String> = record.rows.iter().filter(|row| row.segment.is_empty()).map(figure).collect();
    format!(
        "Hindcast: {} to {}, simulated with the people of then (in brackets what happened): {}.",
        record.from,
        record.until,
        rows.join(", ")
    )
}

/// A warning that names the company's figures that the engine does not give back, if there are any.
#[must_use]
pub fn unlike_the_past(record: &TrackRecord, currency: &str) -> Option<String> {
    let n = NumberFormat::in_currency(currency);
    let figure = |row: &TrackRecordRow| {
        let (name, unit) = (row.figure.name(), row.figure.unit());
        format!("{name} {} instead of {}", n.plain(unit, row.simulated), n.plain(unit, row.past))
    };
    let off: Vec<String> = record.rows.iter().filter(|row| row.differs && row.segment.is_empty()).map(figure).collect();
    (!off.is_empty()).then(|| {
        format!(
            "Simulated over {} to {} with the people of then, the model does not give back what happened: {}. Calibrate the market, or state what changes.",
            record.from,
            record.until,
            off.join(", ")
        )
    })
}
