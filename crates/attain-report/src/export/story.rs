//! Export of a replayed year as CSV and JSON.

use serde_json::{Map, Value, json};

use super::error::ExportError;
use super::format::Format;
use super::table::{ColumnValues, TableBlock, write};
use attain_core::metric;
use attain_core::output::WriteError;
use attain_sim::replay::entry::TERMS;
use attain_sim::replay::{ReplayEntry, ReplaySubject, YearReplay};

/// Encodes the events of a year as comma-separated values, one row per event. The columns
/// `bookings…` add up to the metrics of the year, or of the seat if one seat is listed;
/// `log_odds_…` are the terms of a deal's log odds. Text that a spreadsheet would interpret
/// as a formula is prefixed with an apostrophe.
///
/// # Errors
/// If the table cannot be encoded.
pub fn csv(story: &YearReplay) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    let written = write(&mut bytes, Format::Csv, std::iter::once(Ok(block(&story.entries))));
    written.map_err(|error| error.in_file("the events"))?;
    Ok(bytes)
}

fn block(entries: &[ReplayEntry]) -> TableBlock {
    let text =
        |name: &str, of: &dyn Fn(&ReplayEntry) -> String| (name.to_owned(), ColumnValues::Text(entries.iter().map(of).collect()));
    let real = |name: &str, of: &dyn Fn(&ReplayEntry) -> Option<f64>| {
        (name.to_owned(), ColumnValues::Long(entries.iter().map(|entry| of(entry).unwrap_or(f64::NAN)).collect()))
    };
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut block = vec![
        text("date", &|entry| entry.date.to_string()),
        ("month".to_owned(), ColumnValues::Whole(entries.iter().map(|entry| entry.month).collect())),
        text("event", &|entry| entry.event.name().to_owned()),
        text("seat", &|entry| or_empty(&entry.seat)),
        text("rep", &|entry| or_empty(&entry.rep)),
        text("from_seat", &|entry| or_empty(&entry.from_seat)),
        text("account", &|entry| or_empty(&entry.account)),
        text("account_name", &|entry| or_empty(&entry.account_name)),
        text("opportunity", &|entry| or_empty(&entry.opportunity)),
        real("amount", &|entry| entry.amount),
        real("bookings", &|entry| entry.bookings),
        real("bookings_new", &|entry| entry.bookings_new),
        real("bookings_expansion", &|entry| entry.bookings_expansion),
        real("bookings_renewal", &|entry| entry.bookings_renewal),
        real("odds", &|entry| entry.odds),
        real("draw", &|entry| entry.draw),
    ];
    for (i, term) in TERMS.iter().enumerate() {
        block.push(real(&format!("log_odds_{term}"), &|entry| entry.terms.map(|terms| terms[i])));
    }
    block.push(text("text", &|entry| entry.text.clone()));
    block
}

/// Encodes a year as JSON: plan, seed and year, the metrics, the random effects of the
/// year, the months and every event.
///
/// # Errors
/// If the table cannot be encoded.
pub fn json(story: &YearReplay) -> Result<Vec<u8>, ExportError> {
    let failed = |source| WriteError::Json { file: "the events".to_owned(), source };
    let of_company = story.subject.is_none();
    let name = |at: usize| if of_company { metric::of_company(at).name } else { metric::ALL[at].name };
    let row: Map<String, Value> = story.row.iter().enumerate().map(|(at, &value)| (name(at).to_owned(), json!(value))).collect();
    let (seat, account) = match &story.subject {
        None => (None, None),
        Some(ReplaySubject::Seat(id, _)) => (Some(id), None),
        Some(ReplaySubject::Account(id, _)) => (None, Some(id)),
    };
    let content = json!({
        "plan": story.plan,
        "seed": story.seed,
        "year": story.year,
        "start": story.start.to_string(),
        "end": story.end.to_string(),
        "seat": seat,
        "account": account,
        "currency": story.currency,
        "target": story.target,
        "row": row,
        "figures_checked": story.checked,
        "luck": story.chance,
        "months": story.months,
        "terms": TERMS,
        "events": story.entries,
    });
    let mut bytes = serde_json::to_vec_pretty(&content).map_err(failed)?;
    bytes.push(b'\n');
    Ok(bytes)
}
