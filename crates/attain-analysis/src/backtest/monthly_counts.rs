//! Monthly wins, losses, bookings and headcount, counted in the same way from the data and from a
//! simulated year.

use jiff::civil::Date;

use super::grid::ForecastGrid;
use attain_data::{Book, BusinessType, Outcome};

/// Counts for consecutive months. Tables are stored row by row, with one entry per month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MonthlyCounts {
    pub months: usize,
    /// Wins by rep in the grid and month.
    pub rep_wins: Vec<f64>,
    /// New business won, by rep in the grid and month.
    pub rep_bookings: Vec<f64>,
    /// New business won, by account segment and month.
    pub segment_bookings: Vec<f64>,
    /// New business won by the company, by month.
    pub bookings: Vec<f64>,
    pub won: Vec<f64>,
    pub lost: Vec<f64>,
    /// Total days from creation to win.
    pub days: Vec<f64>,
    /// Number of wins with a known creation date.
    pub timed: Vec<f64>,
    /// Number of reps in seats at the end of the month.
    pub heads: Vec<f64>,
}

/// A closed opportunity to be counted.
#[derive(Debug, Clone, Copy)]
pub struct ClosedOpportunity {
    /// Zero-based month.
    pub month: usize,
    /// Index of the rep in the grid.
    pub rep: Option<usize>,
    pub segment: Option<usize>,
    pub won: bool,
    pub amount: f64,
    /// Days from creation to closing.
    pub days: Option<f64>,
}

impl MonthlyCounts {
    /// Creates counts that are all zero.
    #[must_use]
    pub fn new(grid: &ForecastGrid, months: usize) -> Self {
        let table = |rows: usize| vec![0.0; rows * months];
        Self {
            months,
            rep_wins: table(grid.reps.len()),
            rep_bookings: table(grid.reps.len()),
            segment_bookings: table(grid.segments.len()),
            bookings: table(1),
            won: table(1),
            lost: table(1),
            days: table(1),
            timed: table(1),
            heads: table(1),
        }
    }

    /// Adds a closed opportunity.
    pub fn add_closed(&mut self, closed: ClosedOpportunity) {
        let m = closed.month;
        if !closed.won {
            self.lost[m] += 1.0;
            return;
        }
        self.won[m] += 1.0;
        self.bookings[m] += closed.amount;
        if let Some(days) = closed.days {
            self.days[m] += days;
            self.timed[m] += 1.0;
        }
        if let Some(rep) = closed.rep {
            self.rep_wins[rep * self.months + m] += 1.0;
            self.rep_bookings[rep * self.months + m] += closed.amount;
        }
        if let Some(segment) = closed.segment {
            self.segment_bookings[segment * self.months + m] += closed.amount;
        }
    }
}

/// Counts `months` months of the data, starting with the month of `from`. Renewals are excluded.
#[must_use]
pub fn count_months(book: &Book, grid: &ForecastGrid, from: Date, months: usize) -> MonthlyCounts {
    let mut counts = MonthlyCounts::new(grid, months);
    let index = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let month = |day: Date| usize::try_from(index(day) - index(from)).ok().filter(|m| *m < months);
    let days = |created: Option<Date>, closed: Date| created.map(|created| f64::from((closed - created).get_days()));
    let place = |owner: Option<usize>| owner.and_then(|owner| grid.place_of(owner));
    let won = |outcome: Outcome| match outcome {
        Outcome::Won => Some(true),
        Outcome::Lost => Some(false),
        Outcome::Open(_) => None,
    };
    for one in book.opportunities.iter().filter(|one| one.business != Some(BusinessType::Renewal)) {
        let (Some(won), Some(closes)) = (won(one.outcome), one.closes) else { continue };
        let Some(month) = month(closes) else { continue };
        let segment = book.accounts.get(one.account).map(|account| account.segment);
        let (rep, amount, days) = (place(one.owner), one.amount, days(one.created, closes));
        counts.add_closed(ClosedOpportunity { month, rep, segment, won, amount, days });
    }
    for one in &book.unattached {
        let (Some(won), Some(closes)) = (won(one.outcome), one.closes) else { continue };
        let Some(month) = month(closes) else { continue };
        let (rep, amount, days) = (place(one.owner), one.amount.unwrap_or(0.0), days(one.created, closes));
        counts.add_closed(ClosedOpportunity { month, rep, segment: None, won, amount, days });
    }
    for (m, heads) in counts.heads.iter_mut().enumerate() {
        let end = from.saturating_add(jiff::Span::new().months(m as i64)).last_of_month();
        let there = |rep: &&attain_data::Rep| rep.hired.is_none_or(|day| day <= end) && rep.left.is_none_or(|day| day > end);
        *heads = book.reps.iter().filter(there).count() as f64;
    }
    counts
}
