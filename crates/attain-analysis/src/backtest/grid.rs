//! Grid of forecast figures by series, rep or segment, and month.

use std::collections::BTreeSet;

use super::origins::ForecastOrigin;
use super::series::ForecastSeries;
use attain_core::plan::Plan;
use attain_data::Book;

/// Position of one figure in the forecast grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastCell {
    pub series: ForecastSeries,
    /// Index of the rep in the grid, or of the segment; 0 for the company.
    pub row: usize,
    /// Zero-based month of the horizon; the last month for a figure of the whole horizon.
    pub month: usize,
}

/// Reps, segments and months for which figures are forecast.
#[derive(Debug, Clone)]
pub struct ForecastGrid {
    /// Reps who held a seat at the cut and had opportunities by then, as indices into the book's
    /// reps.
    pub reps: Vec<usize>,
    pub rep_ids: Vec<String>,
    pub segments: Vec<String>,
    /// Number of months in the horizon.
    pub months: usize,
    /// Annual quota of each rep in the grid; `None` if the data has no quota.
    pub quotas: Vec<Option<f64>>,
    /// Whether the data has hire dates, which are required to forecast headcount.
    pub heads: bool,
    /// Grid index of each rep in the book.
    places: Vec<Option<usize>>,
}

impl ForecastGrid {
    /// Creates the grid for a plan on the book as of the cut.
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

    /// Returns the grid index of a rep in the book; `None` if the rep is not in the grid.
    #[must_use]
    pub fn place_of(&self, rep: usize) -> Option<usize> {
        self.places.get(rep).copied().flatten()
    }

    /// Returns the positions of all figures, ordered by series, row and month.
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

    /// Returns the segment name or rep id that a figure belongs to; empty for the company.
    #[must_use]
    pub fn subject(&self, cell: ForecastCell) -> &str {
        match cell.series {
            ForecastSeries::SegmentBookings => &self.segments[cell.row],
            ForecastSeries::RepWins | ForecastSeries::RepBookings | ForecastSeries::Attainment => &self.rep_ids[cell.row],
            _ => "",
        }
    }
}
