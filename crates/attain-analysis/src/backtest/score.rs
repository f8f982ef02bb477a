//! Forecasts against what happened: by figure, and by series.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::baseline::BaselineForecasts;
use super::crps::{crps, pinball, quantile};
use super::grid::{ForecastGrid, ForecastSeries};
use super::origins::ForecastOrigin;
use super::pit::{BARS, PitInterval, chi_square, histogram, kolmogorov};
use super::record::MonthlyCounts;
use super::verdict::{self, PitMoments};
use attain_core::random::{Purpose, Streams, key_of};
use attain_data::Book;

/// One figure: what was forecast, and what happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellScore {
    /// The last day that was seen.
    pub cut: Date,
    /// The series.
    pub series: ForecastSeries,
    /// Whose figure: id of a rep, name of a segment; empty for the company.
    pub of: String,
    /// First day of the month; that of the horizon where the figure is of all of it.
    pub month: Date,
    /// What happened.
    pub actual: f64,
    /// Mean of the forecast.
    pub mean: f64,
    /// Its quantiles.
    pub p05: f64,
    /// 10 %.
    pub p10: f64,
    /// 25 %.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 %.
    pub p75: f64,
    /// 90 %.
    pub p90: f64,
    /// 95 %.
    pub p95: f64,
    /// Share of the forecast under what happened.
    pub pit_low: f64,
    /// Share not above it.
    pub pit_high: f64,
    /// A point between the two, by a mark of the figure's own.
    pub pit: f64,
    /// Continuous ranked probability score of the model.
    pub crps: f64,
    /// That of the last period repeated.
    pub crps_last: f64,
    /// That of the mean.
    pub crps_mean: f64,
    /// Mean pinball loss of the model.
    pub pinball: f64,
    /// That of the last period repeated.
    pub pinball_last: f64,
    /// That of the mean.
    pub pinball_mean: f64,
}

impl CellScore {
    fn pit(&self) -> PitInterval {
        PitInterval { low: self.pit_low, high: self.pit_high }
    }
}

/// A series: all its figures together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesScore {
    /// The series.
    pub series: ForecastSeries,
    /// Figures.
    pub n: usize,
    /// Share of figures between P10 and P90, those that tie with an end in part.
    pub in_80: f64,
    /// Share between P5 and P95.
    pub in_90: f64,
    /// Share between P10 and P90, both ends included.
    pub in_80_with_ends: f64,
    /// Share between P5 and P95, both ends included.
    pub in_90_with_ends: f64,
    /// Sum of what happened.
    pub actual: f64,
    /// Sum of the means that were forecast.
    pub forecast: f64,
    /// Mean continuous ranked probability score of the model.
    pub crps: f64,
    /// That of the last period repeated.
    pub crps_last: f64,
    /// That of the mean.
    pub crps_mean: f64,
    /// Mean pinball loss of the model.
    pub pinball: f64,
    /// That of the last period repeated.
    pub pinball_last: f64,
    /// That of the mean.
    pub pinball_mean: f64,
    /// Figures by tenth of the forecast; uniform where the model is right.
    pub histogram: [f64; BARS],
    /// Distance of Kolmogorov and Smirnov from uniform, and chance of one as large.
    pub kolmogorov: (f64, f64),
    /// Chi-square of the histogram, and chance of one as large; none under 50 figures.
    pub chi_square: Option<(f64, f64)>,
    /// Bias and spread.
    pub finding: PitMoments,
    /// All this in words.
    pub words: String,
}

/// Scores the figures of a cut. Those that nothing happened to tell (no deal
/// closed, so no win rate) are left out.
#[must_use]
pub fn cells(grid: &ForecastGrid, lived: &[Vec<f32>], actual: &[f64], before: &MonthlyCounts, past: &Book, origin: ForecastOrigin) -> Vec<CellScore> {
    let baselines = BaselineForecasts::new(grid, before, past);
    let start = origin.start();
    let marks = Streams::new(key_of("transforms"), 0);
    let mut scores = Vec::with_capacity(actual.len());
    for ((cell, years), &actual) in grid.cells().into_iter().zip(lived).zip(actual) {
        let mut sample: Vec<f64> = years.iter().map(|&x| f64::from(x)).filter(|x| x.is_finite()).collect();
        if !actual.is_finite() || sample.is_empty() {
            continue;
        }
        sample.sort_by(f64::total_cmp);
        // Years are kept in single precision.
        let actual = if sample.binary_search_by(|x| x.total_cmp(&f64::from(actual as f32))).is_ok() {
            f64::from(actual as f32)
        } else {
            actual
        };
        let (last, mean) = (baselines.last(cell), baselines.mean(cell));
        let q = |level| quantile(&sample, level);
        let pit = PitInterval::of(&sample, actual);
        let of = grid.of(cell).to_owned();
        let mark = key_of(&format!("{} {} {of} {}", origin.cut, cell.series.name(), cell.month));
        let month = if cell.series.monthly() { start.saturating_add((cell.month as i64).months()) } else { start };
        scores.push(CellScore {
            cut: origin.cut,
            series: cell.series,
            month,
            actual,
            mean: sample.iter().sum::<f64>() / sample.len() as f64,
            p05: q(0.05),
            p10: q(0.10),
            p25: q(0.25),
            p50: q(0.50),
            p75: q(0.75),
            p90: q(0.90),
            p95: q(0.95),
            pit_low: pit.low,
            pit_high: pit.high,
            pit: pit.at(marks.nth(Purpose::Marks, mark, 0)),
            crps: crps(&sample, actual),
            crps_last: crps(&last, actual),
            crps_mean: crps(&mean, actual),
            pinball: pinball(&sample, actual),
            pinball_last: pinball(&last, actual),
            pinball_mean: pinball(&mean, actual),
            of,
        });
    }
    scores
}

/// Figures under which a histogram is not tested.
const TESTED: usize = 50;

/// The scores by series, in the order of [`ForecastSeries::ALL`].
#[must_use]
pub fn by_series(cells: &[&CellScore]) -> Vec<SeriesScore> {
    ForecastSeries::ALL.into_iter().filter_map(|series| of_series(series, cells)).collect()
}

fn of_series(series: ForecastSeries, cells: &[&CellScore]) -> Option<SeriesScore> {
    let cells: Vec<&CellScore> = cells.iter().copied().filter(|cell| cell.series == series).collect();
    let n = cells.len();
    if n == 0 {
        return None;
    }
    let mean = |of: fn(&CellScore) -> f64| cells.iter().map(|cell| of(cell)).sum::<f64>() / n as f64;
    let pits: Vec<PitInterval> = cells.iter().map(|cell| cell.pit()).collect();
    let points: Vec<f64> = cells.iter().map(|cell| cell.pit).collect();
    let inside = |from: f64, to: f64| pits.iter().map(|pit| pit.between(from, to)).sum::<f64>() / n as f64;
    let with_ends = |low: fn(&CellScore) -> f64, high: fn(&CellScore) -> f64| {
        let inside = |cell: &&&CellScore| cell.actual >= low(cell) && cell.actual <= high(cell);
        cells.iter().filter(inside).count() as f64 / n as f64
    };
    let finding = PitMoments::of(&points);
    let mut score = SeriesScore {
        series,
        n,
        in_80: inside(0.10, 0.90),
        in_90: inside(0.05, 0.95),
        in_80_with_ends: with_ends(|cell| cell.p10, |cell| cell.p90),
        in_90_with_ends: with_ends(|cell| cell.p05, |cell| cell.p95),
        actual: cells.iter().map(|cell| cell.actual).sum(),
        forecast: cells.iter().map(|cell| cell.mean).sum(),
        crps: mean(|cell| cell.crps),
        crps_last: mean(|cell| cell.crps_last),
        crps_mean: mean(|cell| cell.crps_mean),
        pinball: mean(|cell| cell.pinball),
        pinball_last: mean(|cell| cell.pinball_last),
        pinball_mean: mean(|cell| cell.pinball_mean),
        histogram: histogram(&pits),
        kolmogorov: kolmogorov(&points),
        chi_square: (n >= TESTED).then(|| chi_square(&points)),
        finding,
        words: String::new(),
    };
    score.words = verdict::words(&score);
    Some(score)
}
