//! Correction of calibrated market figures by a hindcast.
//!
//! Estimates describe opportunities; the simulation adds hours, coverage, ramps and vacancies, which
//! the history already contains. Where the simulated window differs from the real one by more than
//! one standard error, the segment's rate of opportunities, odds of winning and sizes move by the
//! difference, shrunk by the share that may be chance (James & Stein 1961, positive part).

use libm::{exp, log};
use serde_json::Value;

use super::simulated_past::hindcast;
use crate::calibrate::{CalibratedSetting, Calibration, calibrate};
use attain_core::quantile::logit;
use attain_core::scenario::choices::{DealSize, Scenario};
use attain_core::units::{Factor, LogOdds, Money, Share};
use attain_data::Book;
use attain_sim::summarise::results::{TrackRecord, TrackRecordFigure, TrackRecordRow};
use jiff::civil::Date;

/// Number of steps to the usual attainment.
const CENTRING: usize = 3;
/// Number of rounds of correction.
const ROUNDS: usize = 3;
/// Standard errors by which a simulated figure may differ.
const ERRORS: f64 = 1.0;
/// Wins from which a segment is corrected by itself and not with the company.
const OWN: f64 = 30.0;
/// Largest factor of one correction.
const LARGEST: f64 = 1e4;

/// A calibration that gives back the history.
#[derive(Debug, Clone)]
pub struct CorrectedCalibration {
    pub calibration: Calibration,
    /// The hindcast with the corrected market; `None` if the history is too short.
    pub record: Option<TrackRecord>,
}

/// Calibrates on the history up to `as_of` and corrects the market until the hindcast gives back
/// the window.
///
/// # Errors
/// Returns an error if a scenario cannot hold a calibrated value.
pub fn calibrate_to_history(
    book: &Book,
    scenario: &Scenario,
    as_of: Option<Date>,
) -> Result<CorrectedCalibration, crate::calibrate::ApplySettingsError> {
    let mut calibration = calibrate(book, scenario, as_of);
    let past = as_of.map(|day| crate::cut_book::cut_book(book, scenario, day).book);
    let book = past.as_ref().unwrap_or(book);
    let start = as_of.map_or(scenario.horizon.start, |day| day.tomorrow().unwrap_or(day));
    let applied = |calibration: &Calibration| -> Result<Scenario, crate::calibrate::ApplySettingsError> {
        let mut applied = scenario.clone();
        calibration.apply(&mut applied)?;
        Ok(applied)
    };
    let mut record = hindcast(book, &applied(&calibration)?, start);
    for _ in 0..ROUNDS {
        let Some(found) = &record else { break };
        let before = applied(&calibration)?;
        if !correct(&mut calibration, &before, book, found) {
            break;
        }
        record = hindcast(book, &applied(&calibration)?, start);
    }
    if let Some(centre) = usual_attainment(book, &applied(&calibration)?, start) {
        let note = "trailing attainment at which the simulated hazard is the calibrated one".to_owned();
        let setting = CalibratedSetting::number(&["attrition", "usual-attainment"], centre, note);
        calibration.settings.push(setting);
        record = hindcast(book, &applied(&calibration)?, start);
    }
    Ok(CorrectedCalibration { calibration, record })
}

/// Attainment at which the mean simulated hazard is the same with and without the effect of
/// attainment; `None` if nobody leaves or attainment has no effect.
fn usual_attainment(book: &Book, scenario: &Scenario, start: Date) -> Option<f64> {
    let effect = scenario.attrition.low_attainment_log_hazard.get();
    let leavers = |scenario: &Scenario| {
        let record = hindcast(book, scenario, start)?;
        record
            .rows
            .iter()
            .find(|row| row.figure == TrackRecordFigure::Leavers)
            .map(|row| row.simulated)
            .filter(|left| *left > 0.0)
    };
    if effect.abs() < 0.05 {
        return None;
    }
    let mut without = scenario.clone();
    without.attrition.low_attainment_log_hazard = LogOdds::literal(0.0);
    let wanted = leavers(&without)?;
    let mut centre = scenario.attrition.usual_attainment.get();
    for _ in 0..CENTRING {
        let mut with = scenario.clone();
        with.attrition.usual_attainment = Factor::new(centre).ok()?;
        // The effect is bounded, so a step may have to be repeated.
        centre = (centre + log(wanted / leavers(&with)?) / effect).clamp(0.0, 5.0);
    }
    Some(centre)
}

/// Applies one round of corrections. Returns whether anything changed.
fn correct(calibration: &mut Calibration, scenario: &Scenario, book: &Book, record: &TrackRecord) -> bool {
    let mut changed = false;
    for name in &book.segments {
        let Some(segment) = scenario.market.segments.get(name) else { continue };
        let of = |figure: TrackRecordFigure| {
            let row = |of: &str| record.rows.iter().find(|row| row.figure == figure && row.segment == of);
            let enough = row_past(record, name, TrackRecordFigure::Wins) >= OWN;
            row(name).filter(|_| enough).or_else(|| row(""))
        };
        // Without opportunities, only the level of bookings is known, and sizes carry it.
        let level = record.rows.iter().find(|row| row.figure == TrackRecordFigure::BookingsNew && row.segment.is_empty());
        let no_deals = record.rows.iter().all(|row| row.figure != TrackRecordFigure::Closed);
        let mut set = |choice: &str, value: Value, what: String| {
            let path = ["market", "segments", name.as_str(), choice];
            let known = calibration.settings.iter_mut().find(|setting| setting.path.iter().eq(path.iter()));
            match known {
                Some(setting) => {
                    setting.value = value;
                    if !setting.note.ends_with("hindcast") {
                        setting.note.push_str(&what);
                    }
                }
                None if no_deals => {
                    let note = "level of the production, by the hindcast".to_owned();
                    calibration.settings.push(CalibratedSetting::value(&path, value, note));
                }
                None => return,
            }
            changed = true;
        };
        let note = || "; corrected by the hindcast".to_owned();
        if let Some(by) = of(TrackRecordFigure::Closed).and_then(excess_ratio) {
            let value = Factor::new(round(segment.opportunities_per_year.get() * by)).map(Factor::get);
            if let Ok(value) = value {
                set("opportunities-per-year", value.into(), note());
            }
        }
        if let Some(by) = of(TrackRecordFigure::WinRate).and_then(excess_log_odds) {
            let odds = logit(segment.win_rate.get().clamp(1e-6, 1.0 - 1e-6)) + by;
            let value = Share::new(round((1.0 / (1.0 + exp(-odds))).clamp(1e-4, 1.0 - 1e-4))).map(Share::get);
            if let Ok(value) = value {
                set("win-rate", value.into(), note());
            }
        }
        let size = if no_deals { level } else { of(TrackRecordFigure::MeanSize) };
        if let Some(by) = size.and_then(excess_ratio) {
            let value = serde_json::to_value(scaled(&segment.size, by)).unwrap_or_default();
            set("size", value, note());
        }
    }
    changed
}

fn row_past(record: &TrackRecord, segment: &str, figure: TrackRecordFigure) -> f64 {
    record.rows.iter().find(|row| row.figure == figure && row.segment == segment).map_or(0.0, |row| row.past)
}

/// Factor by which a simulated figure must rise to come within the error of the past.
fn excess_ratio(row: &TrackRecordRow) -> Option<f64> {
    if row.past <= 0.0 || row.simulated <= 0.0 {
        return None;
    }
    let (off, error) = (log(row.past / row.simulated), ERRORS * row.past_se / row.past);
    excess(off, error).map(|by| exp(by).clamp(1.0 / LARGEST, LARGEST))
}

/// Change in log odds by which a simulated rate comes within the error of the past.
fn excess_log_odds(row: &TrackRecordRow) -> Option<f64> {
    let inside = |rate: f64| rate > 0.0 && rate < 1.0;
    if !inside(row.past) || !inside(row.simulated) {
        return None;
    }
    let error = ERRORS * row.past_se / (row.past * (1.0 - row.past));
    excess(logit(row.past) - logit(row.simulated), error)
}

fn excess(off: f64, error: f64) -> Option<f64> {
    (off.abs() > error + 0.005).then(|| off * (1.0 - (error / off).powi(2)))
}

fn scaled(size: &DealSize, by: f64) -> DealSize {
    let times = |money: Money| Money::new(round(money.get() * by)).unwrap_or(money);
    let mut size = size.clone();
    match &mut size {
        DealSize::Lognormal(spread) => spread.median = times(spread.median),
        DealSize::Quantiles(at) => at.iter_mut().for_each(|size| *size = times(*size)),
        DealSize::Tailed(tailed) => {
            tailed.quantiles.iter_mut().for_each(|size| *size = times(*size));
            (tailed.tail_scale, tailed.limit) = (times(tailed.tail_scale), times(tailed.limit));
        }
    }
    size
}

fn round(value: f64) -> f64 {
    crate::calibrate::rounded(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(past: f64, past_se: f64, simulated: f64) -> TrackRecordRow {
        TrackRecordRow { segment: String::new(), figure: TrackRecordFigure::Closed, past, past_se, simulated, differs: false }
    }

    #[test]
    fn what_may_be_chance_is_not_corrected() {
        assert_eq!(excess_ratio(&row(100.0, 10.0, 95.0)), None);
        let by = excess_ratio(&row(100.0, 10.0, 50.0)).expect("a correction");
        assert!(50.0 * by > 98.0 && 50.0 * by < 100.0, "almost all of a difference of seven errors, {by}");
        assert_eq!(excess_log_odds(&row(0.5, 0.05, 0.52)), None);
        assert!(excess_log_odds(&row(0.5, 0.01, 0.4)).is_some_and(|by| by > 0.39 && by < 0.41));
    }
}
