//! From which days is forecast, and how far.

use jiff::ToSpan;
use jiff::civil::Date;

use super::fault::BacktestFault;
use attain_core::diagnostics::{Faults, Place};
use attain_core::scenario::ResolvedScenario;
use attain_data::{Book, Outcome};

/// Closed opportunities before a cut.
pub const CLOSED: usize = 30;
/// Days by which the last event of a whole month may come before its end.
const QUIET: i32 = 7;
/// Longest horizon, months.
const LONGEST: u32 = 60;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestOptions {
    /// The last day that is seen, that of the first cut.
    pub cut: String,
    /// Step from cut to cut; none: one cut.
    pub every: Option<String>,
    /// Months that are forecast; none: to the end of the history, or with steps the length of one.
    pub months: Option<u32>,
    /// Years to live from each cut.
    pub years: u32,
    /// Seed of all chance.
    pub seed: u64,
}

/// One cut and its horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastOrigin {
    /// The last day that is seen.
    pub cut: Date,
    /// Months that are forecast.
    pub months: u32,
}

impl ForecastOrigin {
    /// First day of the horizon.
    #[must_use]
    pub fn start(self) -> Date {
        self.cut.saturating_add(1.day())
    }

    /// First day of the first whole month in which closings are seen.
    #[must_use]
    pub fn first_month(self, past: &Book) -> Date {
        let first = first_closing(past).unwrap_or(self.cut).first_of_month();
        // A history that begins in the middle of a month begins with the next one, where there is one.
        let opening = first_closing(past).is_some_and(|day| i32::from(day.day()) > QUIET) && first < self.cut.first_of_month();
        if opening { first.saturating_add(1.month()) } else { first }
    }

    /// Whole months of history before the cut.
    #[must_use]
    pub fn past_months(self, past: &Book) -> usize {
        months_between(self.first_month(past), self.start())
    }
}

/// The cuts that are asked for.
///
/// # Errors
/// Every cut that the history does not allow.
pub fn origins(book: &Book, resolved: &ResolvedScenario, request: &BacktestOptions) -> Result<Vec<ForecastOrigin>, Faults> {
    let mut faults = Faults::default();
    let cut = request.cut.trim().parse::<Date>().map_err(|_| BacktestFault::NoDate { found: request.cut.clone() });
    let step = request.every.as_deref().map(step).transpose();
    let cut = cut.map_err(|problem| faults.push(Place::Option("--cut"), problem)).ok();
    let step = step.map_err(|problem| faults.push(Place::Option("--every"), problem)).ok();
    let (Some(cut), Some(step)) = (cut, step) else { return Err(faults) };
    let Some(end) = end(book, resolved.scenario.horizon.start) else {
        faults.push(Place::Option("--cut"), BacktestFault::NoHistory);
        return Err(faults);
    };
    check(book, cut, end, &mut faults);
    faults.into_result(())?;
    let ahead = |cut: Date| months_between(cut.saturating_add(1.day()), end.saturating_add(1.day())) as u32;
    let wanted = request.months.or(step).unwrap_or(LONGEST);
    let mut origins = vec![ForecastOrigin { cut, months: ahead(cut).min(wanted).min(LONGEST) }];
    let Some(step) = step else { return Ok(origins) };
    for n in 1_i32.. {
        let next = cut.first_of_month().saturating_add((n * step as i32).months()).last_of_month();
        // A horizon that is cut short would be scored beside whole ones.
        if next >= end || ahead(next) < wanted.min(ahead(cut)) {
            break;
        }
        origins.push(ForecastOrigin { cut: next, months: wanted.min(ahead(cut)) });
    }
    Ok(origins)
}

fn check(book: &Book, cut: Date, end: Date, faults: &mut Faults) {
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

/// A step in words, or in months.
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

fn closings(book: &Book) -> Vec<Date> {
    let open = |outcome: &Outcome| matches!(outcome, Outcome::Open(_));
    let known = book.opportunities.iter().filter(|one| !open(&one.outcome)).filter_map(|one| one.closes);
    known.chain(book.unattached.iter().filter(|one| !open(&one.outcome)).filter_map(|one| one.closes)).collect()
}

/// The day of the first closing; the first in a hundred where there are
/// hundreds, so that one mistyped year does not stretch the history.
fn first_closing(book: &Book) -> Option<Date> {
    let mut days = closings(book);
    days.sort_unstable();
    let skipped = if days.len() >= 200 { days.len() / 100 } else { 0 };
    days.get(skipped).copied()
}

/// The last day of the history: the last event before the scenario's horizon,
/// or the end of its month where only a few quiet days follow.
fn end(book: &Book, start: Date) -> Option<Date> {
    let created = book.opportunities.iter().filter_map(|one| one.created);
    let last = closings(book).into_iter().chain(created).filter(|day| *day < start).max()?;
    closings(book).first()?;
    let month_end = last.last_of_month();
    let quiet = (month_end - last).get_days();
    Some(if quiet <= QUIET || start.yesterday().is_ok_and(|day| day == month_end) { month_end } else { last })
}

/// Whole months from the first day of one to another day.
fn months_between(from: Date, to: Date) -> usize {
    let index = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    usize::try_from(index(to) - index(from)).unwrap_or(0)
}
