//! The figures that are forecast: which series, of whom, in which month.

use std::collections::BTreeSet;

use serde::Serialize;

use super::origins::ForecastOrigin;
use super::record::MonthlyCounts;
use attain_core::plan::Plan;
use attain_data::Book;

/// A series of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForecastSeries {
    /// New business of the company, by month.
    Bookings,
    /// New business by segment and month.
    SegmentBookings,
    /// Wins of the company, by month.
    Wins,
    /// Wins by rep and month.
    RepWins,
    /// New business by rep, over the horizon.
    RepBookings,
    /// Won over closed, by month.
    WinRate,
    /// Mean days from creation to the win, by month.
    Cycle,
    /// New business over quota by rep, over the horizon.
    Attainment,
    /// Reps in seats, at the end of each month.
    Headcount,
}

impl ForecastSeries {
    /// All series, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::Bookings,
        Self::SegmentBookings,
        Self::Wins,
        Self::RepWins,
        Self::RepBookings,
        Self::WinRate,
        Self::Cycle,
        Self::Attainment,
        Self::Headcount,
    ];

    /// In words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Bookings => "bookings by month",
            Self::SegmentBookings => "bookings by segment and month",
            Self::Wins => "wins by month",
            Self::RepWins => "wins by rep and month",
            Self::RepBookings => "bookings by rep",
            Self::WinRate => "win rate by month",
            Self::Cycle => "days to win by month",
            Self::Attainment => "attainment by rep",
            Self::Headcount => "headcount by month",
        }
    }

    /// Stable name, as in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bookings => "bookings",
            Self::SegmentBookings => "segment-bookings",
            Self::Wins => "wins",
            Self::RepWins => "rep-wins",
            Self::RepBookings => "rep-bookings",
            Self::WinRate => "win-rate",
            Self::Cycle => "cycle",
            Self::Attainment => "attainment",
            Self::Headcount => "headcount",
        }
    }

    /// Whether its figures are whole numbers of things.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Wins | Self::RepWins | Self::Headcount)
    }

    /// Whether it has a figure for each month, and not one for the horizon.
    #[must_use]
    pub fn monthly(self) -> bool {
        !matches!(self, Self::RepBookings | Self::Attainment)
    }
}

/// One figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastCell {
    /// The series.
    pub series: ForecastSeries,
    /// Row of the series: a place of a rep or a segment; 0 for the company.
    pub row: usize,
    /// Month from 0; the horizon's last one where the figure is of all of it.
    pub month: usize,
}

/// Whose figures are forecast.
#[derive(Debug, Clone)]
pub struct ForecastGrid {
    /// Reps: those in seats at the cut who had opportunities by then. Index into the book's reps.
    pub reps: Vec<usize>,
    /// Ids of the reps.
    pub rep_ids: Vec<String>,
    /// Names of the segments.
    pub segments: Vec<String>,
    /// Months of the horizon.
    pub months: usize,
    /// By rep of the grid: quota a year, where the data has it.
    pub quotas: Vec<Option<f64>>,
    /// Whether headcount is known.
    pub heads: bool,
    /// By rep of the book: place in the grid.
    places: Vec<Option<usize>>,
}

impl ForecastGrid {
    /// The grid of a plan on the book as it stood.
    #[must_use]
    pub fn new(past: &Book, plan: &Plan, origin: ForecastOrigin) -> Self {
        let attached = past.opportunities.iter().filter_map(|one| one.owner);
        let active: BTreeSet<usize> = attached.chain(past.unattached.iter().filter_map(|one| one.owner)).collect();
        let seated: BTreeSet<usize> = plan.seats.iter().filter_map(|seat| seat.incumbent).collect();
        let reps: Vec<usize> = seated.intersection(&active).copied().collect();
        let mut places = vec![None; past.reps.len()];
        reps.iter().enumerate().for_each(|(place, &rep)| places[rep] = Some(place));
        Self {
            rep_ids: reps.iter().map(|&rep| past.reps[rep].id.clone()).collect(),
            quotas: reps.iter().map(|&rep| past.reps[rep].quota.filter(|quota| *quota > 0.0)).collect(),
            segments: past.segments.clone(),
            months: origin.months as usize,
            heads: past.reps.iter().any(|rep| rep.hired.is_some()),
            reps,
            places,
        }
    }

    /// Place of a rep of the book.
    #[must_use]
    pub fn place_of(&self, rep: usize) -> Option<usize> {
        self.places.get(rep).copied().flatten()
    }

    /// Every figure, by series, row and month.
    #[must_use]
    pub fn cells(&self) -> Vec<ForecastCell> {
        let mut cells = Vec::new();
        for series in ForecastSeries::ALL {
            let rows: Vec<usize> = match series {
                ForecastSeries::SegmentBookings => (0..self.segments.len()).collect(),
                ForecastSeries::RepWins | ForecastSeries::RepBookings => (0..self.reps.len()).collect(),
                ForecastSeries::Attainment => (0..self.reps.len()).filter(|&rep| self.quotas[rep].is_some()).collect(),
                ForecastSeries::Headcount if !self.heads => Vec::new(),
                _ => vec![0],
            };
            let first = if series.monthly() { 0 } else { self.months.saturating_sub(1) };
            cells.extend(
                rows.into_iter().flat_map(|row| (first..self.months).map(move |month| ForecastCell { series, row, month })),
            );
        }
        cells
    }

    /// Whose figure it is; empty for the company.
    #[must_use]
    pub fn of(&self, cell: ForecastCell) -> &str {
        match cell.series {
            ForecastSeries::SegmentBookings => &self.segments[cell.row],
            ForecastSeries::RepWins | ForecastSeries::RepBookings | ForecastSeries::Attainment => &self.rep_ids[cell.row],
            _ => "",
        }
    }

    /// The figures of the horizon, in the order of [`ForecastGrid::cells`]; NaN where nothing tells one.
    #[must_use]
    pub fn values(&self, record: &MonthlyCounts) -> Vec<f64> {
        self.cells().into_iter().map(|cell| self.value(record, cell)).collect()
    }

    /// One figure of a record. What is of the horizon is of the record's months up to that of the cell.
    #[must_use]
    pub fn value(&self, record: &MonthlyCounts, cell: ForecastCell) -> f64 {
        let m = cell.month;
        let at = cell.row * record.months + m;
        let whole = || {
            let from = cell.row * record.months + (m + 1).saturating_sub(self.months);
            record.rep_bookings[from..=at].iter().sum::<f64>()
        };
        match cell.series {
            ForecastSeries::Bookings => record.bookings[m],
            ForecastSeries::SegmentBookings => record.segment_bookings[at],
            ForecastSeries::Wins => record.won[m],
            ForecastSeries::RepWins => record.rep_wins[at],
            ForecastSeries::RepBookings => whole(),
            ForecastSeries::WinRate => record.won[m] / (record.won[m] + record.lost[m]),
            ForecastSeries::Cycle => record.days[m] / record.timed[m],
            ForecastSeries::Attainment => {
                let quota = self.quotas[cell.row].unwrap_or(f64::NAN) * self.months as f64 / 12.0;
                whole() / quota
            }
            ForecastSeries::Headcount => record.heads[m],
        }
    }
}
