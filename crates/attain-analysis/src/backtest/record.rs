//! What happened in some months: new business and people, counted the same way
//! in the data and in a lived year.

use jiff::civil::Date;

use super::grid::ForecastGrid;
use attain_data::{Book, BusinessType, Outcome};

/// Counts of some months. Tables are by row, then month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MonthlyCounts {
    /// Months.
    pub months: usize,
    /// Wins by rep of the grid.
    pub rep_wins: Vec<f64>,
    /// New business won by rep of the grid.
    pub rep_bookings: Vec<f64>,
    /// New business won by segment of the account.
    pub segment_bookings: Vec<f64>,
    /// New business won by the company.
    pub bookings: Vec<f64>,
    /// Wins.
    pub won: Vec<f64>,
    /// Losses.
    pub lost: Vec<f64>,
    /// Days from creation to the win, added up.
    pub days: Vec<f64>,
    /// Wins whose day of creation is known.
    pub timed: Vec<f64>,
    /// Reps in seats at the month's end.
    pub heads: Vec<f64>,
}

/// One closed opportunity.
#[derive(Debug, Clone, Copy)]
pub struct ClosedOpportunity {
    /// Month, from 0.
    pub month: usize,
    /// Place of the rep in the grid.
    pub rep: Option<usize>,
    /// Segment of the account.
    pub segment: Option<usize>,
    /// Whether it was won.
    pub won: bool,
    /// Amount.
    pub amount: f64,
    /// Days from creation.
    pub days: Option<f64>,
}

impl MonthlyCounts {
    /// Nothing yet.
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

    /// Counts a closed opportunity.
    pub fn close(&mut self, closed: ClosedOpportunity) {
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

/// What the data says of `months` months from a first day on. Renewals are no new business.
#[must_use]
pub fn record(book: &Book, grid: &ForecastGrid, from: Date, months: usize) -> MonthlyCounts {
    let mut record = MonthlyCounts::new(grid, months);
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
        record.close(ClosedOpportunity { month, rep, segment, won, amount, days });
    }
    for one in &book.unattached {
        let (Some(won), Some(closes)) = (won(one.outcome), one.closes) else { continue };
        let Some(month) = month(closes) else { continue };
        let (rep, amount, days) = (place(one.owner), one.amount.unwrap_or(0.0), days(one.created, closes));
        record.close(ClosedOpportunity { month, rep, segment: None, won, amount, days });
    }
    for (m, heads) in record.heads.iter_mut().enumerate() {
        let end = from.saturating_add(jiff::Span::new().months(m as i64)).last_of_month();
        let there = |rep: &&attain_data::Rep| rep.hired.is_none_or(|day| day <= end) && rep.left.is_none_or(|day| day > end);
        *heads = book.reps.iter().filter(there).count() as f64;
    }
    record
}
