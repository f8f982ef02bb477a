//! Hindcasts of the demo's company.

use std::path::Path;

use super::{calibrate_to_history, hindcast, unlike_the_past};
use attain_core::diagnostics::Faults;
use attain_core::scenario::{ResolvedScenario, load};
use attain_core::units::{Factor, Share};
use attain_data::Book;
use attain_sim::summarise::results::{TrackRecord, TrackRecordFigure};

fn demo() -> (Book, ResolvedScenario) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("scenarios/status-quo.toml");
    let mut faults = Faults::default();
    let resolved = load(&path, &mut faults);
    let book = resolved.as_ref().and_then(|resolved| attain_data::load(resolved, &mut faults));
    resolved.zip(book).map_or_else(|| panic!("{faults}"), |(resolved, book)| (book, resolved))
}

/// Simulated over past, and the relative standard error of the past.
fn ratio(record: &TrackRecord, figure: TrackRecordFigure) -> (f64, f64) {
    let row = record.rows.iter().find(|row| row.figure == figure && row.segment.is_empty()).expect("a row");
    (row.simulated / row.past, row.past_se / row.past)
}

#[test]
fn a_calibrated_market_gives_back_the_past() {
    let (book, resolved) = demo();
    let found = calibrate_to_history(&book, &resolved.scenario, None).expect("a calibration");
    let record = found.record.expect("a year of history");
    assert_eq!((record.from.as_str(), record.until.as_str()), ("2026-01-01", "2026-12-31"));
    for figure in [
        TrackRecordFigure::Closed,
        TrackRecordFigure::Wins,
        TrackRecordFigure::WinRate,
        TrackRecordFigure::BookingsNew,
        TrackRecordFigure::MeanSize,
        TrackRecordFigure::Leavers,
    ] {
        let (of_past, error) = ratio(&record, figure);
        assert!((of_past - 1.0).abs() < 2.0 * error, "{figure:?}: {of_past} of the past, error {error}");
    }
    assert_eq!(unlike_the_past(&record, "$"), None);
}

/// Half the deals and a third of the odds: the correction finds them again.
#[test]
fn a_false_market_is_named() {
    let (book, resolved) = demo();
    let mut scenario = resolved.scenario.clone();
    for segment in scenario.market.segments.values_mut() {
        segment.opportunities_per_year = Factor::new(3.0 * segment.opportunities_per_year.get()).expect("a factor");
        segment.win_rate = Share::new(0.8).expect("a share");
    }
    let record = hindcast(&book, &scenario, scenario.horizon.start).expect("a year of history");
    let warning = unlike_the_past(&record, "$").expect("a warning");
    assert!(warning.contains("win rate") && warning.contains("opportunities closed"), "{warning}");
    let found = calibrate_to_history(&book, &scenario, None).expect("a calibration");
    assert_eq!(found.record.as_ref().and_then(|record| unlike_the_past(record, "$")), None);
}

/// With production and no opportunities, the level of bookings was the default's: $5.4M for $5.19bn.
#[test]
fn production_alone_sets_the_level() {
    let (mut book, resolved) = demo();
    book.opportunities.clear();
    book.production.iter_mut().for_each(|row| row.bookings *= 50.0);
    let found = calibrate_to_history(&book, &resolved.scenario, None).expect("a calibration");
    let record = found.record.expect("a year of production");
    let (of_past, error) = ratio(&record, TrackRecordFigure::BookingsNew);
    assert!((of_past - 1.0).abs() < (2.0 * error).max(0.05), "{of_past} of the past, error {error}");
    let (leavers, error) = ratio(&record, TrackRecordFigure::Leavers);
    assert!((leavers - 1.0).abs() < 2.0 * error, "{leavers} times the leavers");
}
