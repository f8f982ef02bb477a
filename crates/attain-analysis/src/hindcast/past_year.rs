//! Figures of the window, each beside its simulated value.

use super::window::counts;
use crate::bulk_closings::BulkClosings;
use attain_data::{Book, Opportunity};
use attain_sim::summarise::mean_and_sd;
use attain_sim::summarise::results::{TrackRecordFigure, TrackRecordRow};

use super::window::HindcastWindow;

/// Relative difference that is always accepted.
const TOLERANCE: f64 = 0.1;
/// Differences within this number of standard errors are accepted.
const ERRORS: f64 = 2.6;

/// Opportunities that closed in the window, of the company or of a segment.
pub(super) fn closed_in(book: &Book, window: HindcastWindow, segment: Option<usize>) -> Vec<&Opportunity> {
    let bulk = BulkClosings::new(book, window.until);
    let inside = |deal: &&Opportunity| {
        counts(deal).filter(|day| !bulk.contains(Some(*day))).is_some_and(|day| (window.from..=window.until).contains(&day))
            && segment.is_none_or(|segment| book.accounts[deal.account].segment == segment)
    };
    book.opportunities.iter().filter(inside).collect()
}

/// The row of bookings from a table of production.
pub(super) fn production_row(book: &Book, window: HindcastWindow, simulated: f64) -> TrackRecordRow {
    let mut months = vec![0.0; window.months as usize];
    let index = |day: jiff::civil::Date| i32::from(day.year()) * 12 + i32::from(day.month());
    for row in book.production.iter().filter(|row| (window.from..=window.until).contains(&row.month)) {
        if let Some(month) = usize::try_from(index(row.month) - index(window.from)).ok().and_then(|at| months.get_mut(at)) {
            *month += row.bookings;
        }
    }
    let (_, sd) = mean_and_sd(&months);
    row("", TrackRecordFigure::BookingsNew, months.iter().sum(), sd * (months.len() as f64).sqrt(), simulated)
}

/// Reps who left in the window.
pub(super) fn leavers_in(book: &Book, window: HindcastWindow) -> usize {
    book.reps.iter().filter(|rep| rep.left.is_some_and(|left| (window.from..=window.until).contains(&left))).count()
}

/// A row; the standard error is that of one year among many.
pub(super) fn row(segment: &str, figure: TrackRecordFigure, past: f64, past_se: f64, simulated: f64) -> TrackRecordRow {
    let off = (simulated - past).abs();
    let differs = off > TOLERANCE * past && off > ERRORS * past_se;
    TrackRecordRow { segment: segment.to_owned(), figure, past, past_se, simulated, differs }
}

/// Closed opportunities of the window.
pub(super) struct PastYear {
    closed: usize,
    amounts: Vec<f64>,
    days: Vec<f64>,
}

impl PastYear {
    pub fn new(closed: &[&Opportunity]) -> Self {
        let won = || closed.iter().filter(|deal| deal.outcome == attain_data::Outcome::Won);
        let days = |deal: &&&Opportunity| Some(f64::from(deal.closes?.since(deal.created?).ok()?.get_days()));
        Self {
            closed: closed.len(),
            amounts: won().map(|deal| deal.amount).collect(),
            days: won().filter_map(|d| days(&d)).collect(),
        }
    }

    /// The rows of the company or of a segment; `simulated` gives the mean of a metric.
    pub fn rows(&self, segment: &str, simulated: impl Fn(&str) -> f64) -> Vec<TrackRecordRow> {
        let (wins, closed) = (self.amounts.len() as f64, self.closed as f64);
        let bookings: f64 = self.amounts.iter().sum();
        let squares: f64 = self.amounts.iter().map(|amount| amount * amount).sum();
        let (size, size_se) = mean_and_error(&self.amounts);
        let (days, days_se) = mean_and_error(&self.days);
        let rate = wins / closed;
        let new = simulated("bookings_new");
        let figures = [
            (TrackRecordFigure::BookingsNew, bookings, squares.sqrt(), new),
            (TrackRecordFigure::Closed, closed, closed.sqrt(), simulated("wins") / simulated("win_rate")),
            (TrackRecordFigure::Wins, wins, wins.sqrt(), simulated("wins")),
            (TrackRecordFigure::WinRate, rate, (rate * (1.0 - rate) / closed).sqrt(), simulated("win_rate")),
            (TrackRecordFigure::MeanSize, size, size_se, new / simulated("wins")),
            (TrackRecordFigure::CycleDays, days, days_se, simulated("cycle_days")),
        ];
        let row = |(figure, past, past_se, simulated)| row(segment, figure, past, past_se, simulated);
        figures.into_iter().map(row).filter(|row| row.past.is_finite() && row.simulated.is_finite()).collect()
    }
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let (mean, sd) = mean_and_sd(values);
    (mean, sd / (values.len() as f64).sqrt())
}
