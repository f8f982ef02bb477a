//! Baseline forecasts that the model is compared with.
//!
//! *Last period repeated*: each month of the horizon repeats the corresponding month of the last
//! quarter before the cut. A figure for the whole horizon is that of the last quarter, scaled to
//! the number of months. Counts of wins have Poisson noise; all other figures are point forecasts.
//!
//! *Historical mean*: the mean of all whole months of the history. Counts of wins have Poisson
//! noise. Amounts are the sum over a Poisson number of wins, each with a size drawn from past wins.
//! For rates, days and headcount, the sample consists of all past monthly values.

use super::figures::figure;
use super::grid::{ForecastCell, ForecastGrid};
use super::monthly_counts::MonthlyCounts;
use super::series::ForecastSeries;
use attain_core::quantile::poisson;
use attain_core::random::{Purpose, WorldStreams, key_of};
use attain_data::{Book, Outcome};

/// Number of members in a generated sample.
const MEMBERS: u32 = 1000;
/// Number of months in the repeated period.
const PERIOD: usize = 3;

/// Baseline forecasts for one cut.
#[derive(Debug)]
pub struct BaselineForecasts<'a> {
    grid: &'a ForecastGrid,
    before: &'a MonthlyCounts,
    /// Amounts won before the cut, indexed by segment; the last entry pools all segments.
    sizes: Vec<Vec<f64>>,
    streams: WorldStreams,
}

impl<'a> BaselineForecasts<'a> {
    /// Prepares the baselines from the monthly counts before the cut and the book as of the cut.
    #[must_use]
    pub fn new(grid: &'a ForecastGrid, before: &'a MonthlyCounts, past: &Book) -> Self {
        let mut sizes = vec![Vec::new(); grid.segments.len() + 1];
        for one in past.opportunities.iter().filter(|one| one.outcome == Outcome::Won) {
            sizes[past.accounts[one.account].segment].push(one.amount);
            sizes[grid.segments.len()].push(one.amount);
        }
        Self { grid, before, sizes, streams: WorldStreams::new(key_of("baselines"), 0) }
    }

    /// Returns the sorted sample of the forecast that repeats the last period.
    #[must_use]
    pub fn last_period(&self, cell: ForecastCell) -> Vec<f64> {
        let value = self.last_value(cell);
        if cell.series.counts() && cell.series != ForecastSeries::Headcount { Self::poisson(value) } else { vec![value] }
    }

    /// Returns the sorted sample of the historical-mean forecast.
    #[must_use]
    pub fn historical_mean(&self, cell: ForecastCell) -> Vec<f64> {
        let past = self.past_months(cell);
        let mean = past.iter().sum::<f64>() / past.len().max(1) as f64;
        let mut sample = match cell.series {
            ForecastSeries::Wins | ForecastSeries::RepWins => Self::poisson(mean),
            ForecastSeries::Bookings => self.compound(cell, mean, self.grid.segments.len()),
            ForecastSeries::SegmentBookings => self.compound(cell, mean, cell.row),
            ForecastSeries::RepBookings => self.compound(cell, mean * self.grid.months as f64, self.grid.segments.len()),
            ForecastSeries::Attainment => {
                let quota = self.grid.quotas[cell.row].unwrap_or(f64::NAN) * self.grid.months as f64 / 12.0;
                let booked = self.compound(cell, mean * self.grid.months as f64, self.grid.segments.len());
                booked.into_iter().map(|booked| booked / quota).collect()
            }
            ForecastSeries::WinRate | ForecastSeries::Cycle | ForecastSeries::Headcount => past,
        };
        sample.sort_by(f64::total_cmp);
        sample
    }

    /// Returns the monthly figures before the cut. For a figure of the whole horizon, these are the
    /// rep's monthly bookings.
    fn past_months(&self, cell: ForecastCell) -> Vec<f64> {
        let monthly = |m: usize| match cell.series {
            ForecastSeries::RepBookings | ForecastSeries::Attainment => {
                self.before.rep_bookings[cell.row * self.before.months + m]
            }
            _ => figure(self.grid, self.before, ForecastCell { month: m, ..cell }),
        };
        (0..self.before.months).map(monthly).filter(|value| value.is_finite()).collect()
    }

    fn last_value(&self, cell: ForecastCell) -> f64 {
        let period = PERIOD.min(self.before.months);
        let Some(from) = self.before.months.checked_sub(period).filter(|_| period > 0) else { return f64::NAN };
        if !cell.series.monthly() {
            let row = cell.row * self.before.months;
            let booked: f64 = self.before.rep_bookings[row + from..row + self.before.months].iter().sum();
            let quota = self.grid.quotas[cell.row].unwrap_or(f64::NAN) / 12.0;
            return match cell.series {
                ForecastSeries::Attainment => booked / (quota * period as f64),
                _ => booked * self.grid.months as f64 / period as f64,
            };
        }
        if cell.series == ForecastSeries::Headcount {
            return self.before.heads[self.before.months - 1];
        }
        figure(self.grid, self.before, ForecastCell { month: from + cell.month % period, ..cell })
    }

    /// Returns evenly spaced probabilities, one per member of a sample.
    fn marks() -> impl Iterator<Item = f64> {
        (0..MEMBERS).map(|i| (f64::from(i) + 0.5) / f64::from(MEMBERS))
    }

    fn poisson(mean: f64) -> Vec<f64> {
        let none = libm::exp(-mean);
        Self::marks().map(|u| f64::from(poisson(u, mean, none).0)).collect()
    }

    /// Returns a sample of sums with the given mean, each over a Poisson number of wins with sizes
    /// drawn from past wins.
    fn compound(&self, cell: ForecastCell, mean: f64, sizes: usize) -> Vec<f64> {
        let sizes = if self.sizes[sizes].is_empty() { &self.sizes[self.grid.segments.len()] } else { &self.sizes[sizes] };
        let size = sizes.iter().sum::<f64>() / sizes.len().max(1) as f64;
        if size.is_nan() || size <= 0.0 {
            return vec![mean];
        }
        let wins = mean / size;
        let entity = key_of(&format!("{} {} {}", cell.series.name(), cell.row, cell.month));
        let none = libm::exp(-wins);
        let pick = |member: u32, k: u32| {
            let u = self.streams.uniform(Purpose::Marks, entity.wrapping_add(u64::from(member)), k);
            sizes[((u * sizes.len() as f64) as usize).min(sizes.len() - 1)]
        };
        let members = Self::marks().zip(0_u32..);
        members.map(|(u, member)| (0..poisson(u, wins, none).0).map(|k| pick(member, k)).sum()).collect()
    }
}
