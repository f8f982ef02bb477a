//! Figures of the forecast grid, computed from monthly counts.

use super::grid::{ForecastCell, ForecastGrid};
use super::monthly_counts::MonthlyCounts;
use super::series::ForecastSeries;

/// Computes all figures of the horizon, in the order of [`ForecastGrid::cells`]. A figure that the
/// counts leave undefined is NaN.
pub(super) fn figures(grid: &ForecastGrid, counts: &MonthlyCounts) -> Vec<f64> {
    grid.cells().into_iter().map(|cell| figure(grid, counts, cell)).collect()
}

/// Computes one figure. A figure for the whole horizon covers the months up to and including the
/// cell's month.
pub(super) fn figure(grid: &ForecastGrid, counts: &MonthlyCounts, cell: ForecastCell) -> f64 {
    let m = cell.month;
    let at = cell.row * counts.months + m;
    let total = || {
        let from = cell.row * counts.months + (m + 1).saturating_sub(grid.months);
        counts.rep_bookings[from..=at].iter().sum::<f64>()
    };
    match cell.series {
        ForecastSeries::Bookings => counts.bookings[m],
        ForecastSeries::SegmentBookings => counts.segment_bookings[at],
        ForecastSeries::Wins => counts.won[m],
        ForecastSeries::RepWins => counts.rep_wins[at],
        ForecastSeries::RepBookings => total(),
        ForecastSeries::WinRate => counts.won[m] / (counts.won[m] + counts.lost[m]),
        ForecastSeries::Cycle => counts.days[m] / counts.timed[m],
        ForecastSeries::Attainment => {
            let quota = grid.quotas[cell.row].unwrap_or(f64::NAN) * grid.months as f64 / 12.0;
            total() / quota
        }
        ForecastSeries::Headcount => counts.heads[m],
    }
}
