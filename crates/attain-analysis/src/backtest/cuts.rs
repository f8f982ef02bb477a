//! Backtest options and the cuts derived from them.

use jiff::ToSpan;
use jiff::civil::Date;

use super::fault::BacktestFault;
use super::origins::{CLOSED, ForecastOrigin, QUIET, closings, months_between};
use attain_core::diagnostics::{Faults, Place};
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Longest horizon, in months.
const LONGEST: u32 = 60;

/// Options of a backtest.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestOptions {
    /// Date of the first cut: the last day whose data is used.
    pub cut: String,
    /// Interval between cuts, as a word or a number of months; `None` for a single cut.
    pub every: Option<String>,
    /// Number of months to forecast. Defaults to the length of the step or, without a step, to the
    /// rest of the history.
    pub months: Option<u32>,
    /// Number of years to simulate from each cut.
    pub years: u32,
    /// Seed of the random streams.
    pub seed: u64,
}

/// Derives the cuts from the options.
///
/// # Errors
/// Returns all invalid options, or the reasons why the history does not allow the first cut.
pub(super) fn origins(
    book: &Book,
    resolved: &ResolvedScenario,
    request: &BacktestOptions,
) -> Result<Vec<ForecastOrigin>, Faults> {
    let mut faults = Faults::default();
    let cut = request.cut.trim().parse::<Date>().map_err(|_| BacktestFault::NoDate { found: request.cut.clone() });
    let step = request.every.as_deref().map(step).transpose();
    let cut = cut.map_err(|problem| faults.push(Place::Option("--cut"), problem)).ok();
    let step = step.map_err(|problem| faults.push(Place::Option("--every"), problem)).ok();
    let (Some(cut), Some(step)) = (cut, step) else { return Err(faults) };
    let Some(end) = history_end(book, resolved.scenario.horizon.start) else {
        faults.push(Place::Option("--cut"), BacktestFault::NoHistory);
        return Err(faults);
    };
    check_cut(book, cut, end, &mut faults);
    faults.into_result(())?;
    let ahead = |cut: Date| months_between(cut.saturating_add(1.day()), end.saturating_add(1.day())) as u32;
    let wanted = request.months.or(step).unwrap_or(LONGEST);
    let mut origins = vec![ForecastOrigin { cut, months: ahead(cut).min(wanted).min(LONGEST) }];
    let Some(step) = step else { return Ok(origins) };
    for n in 1_i32.. {
        let next = cut.first_of_month().saturating_add((n * step as i32).months()).last_of_month();
        // A shortened horizon must not be scored together with full ones.
        if next >= end || ahead(next) < wanted.min(ahead(cut)) {
            break;
        }
        origins.push(ForecastOrigin { cut: next, months: wanted.min(ahead(cut)) });
    }
    Ok(origins)
}

fn check_cut(book: &Book, cut: Date, end: Date, faults: &mut Faults) {
    let place = || Place::Option("--cut");
    let this = cut.last_of_month();
    if cut != this {
        let before = cut.first_of_month().saturating_sub(1.day());
        faults.push(place(), BacktestFault::NotMonthEnd { cut, near: [before, this] });
    }
    let mut days = closings(book);
    days.sort_unstable();
    let closed = days.partition_point(|day| *day <= cut);
    if closed < CLOSED {
        let first = days.first().copied().unwrap_or(cut);
        let enough = days.get(CLOSED - 1).map(|day| day.last_of_month()).filter(|day| *day < end);
        faults.push(place(), BacktestFault::NothingClosed { cut, closed, first, least: CLOSED, enough });
    }
    if months_between(cut.saturating_add(1.day()), end.saturating_add(1.day())) == 0 {
        faults.push(place(), BacktestFault::NothingAfter { cut, last: end });
    }
}

/// Parses a step, given as a word or a number of months.
fn step(text: &str) -> Result<u32, BacktestFault> {
    let wrong = || BacktestFault::NoStep { found: text.to_owned() };
    let word = text.trim().to_lowercase();
    match word.as_str() {
        "month" => Ok(1),
        "quarter" => Ok(3),
        "half-year" => Ok(6),
        "year" => Ok(12),
        other => {
            let number = other.trim_end_matches("months").trim_end_matches("month").trim();
            number.parse().ok().filter(|n| (1..=60).contains(n)).ok_or_else(wrong)
        }
    }
}

/// Returns the last day of the history. This is the day of the last event before the scenario's
/// horizon, or the end of its month if at most [`QUIET`] days remain or the horizon starts the next
/// month.
fn history_end(book: &Book, start: Date) -> Option<Date> {
    let created = book.opportunities.iter().filter_map(|one| one.created);
    let last = closings(book).into_iter().chain(created).filter(|day| *day < start).max()?;
    closings(book).first()?;
    let month_end = last.last_of_month();
    let quiet = (month_end - last).get_days();
    Some(if quiet <= QUIET || start.yesterday().is_ok_and(|day| day == month_end) { month_end } else { last })
}
