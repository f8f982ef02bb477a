//! Forecasts against what happened: by figure, and by series.

use jiff::ToSpan;

use super::baseline::BaselineForecasts;
use super::crps::{crps, pinball, quantile};
use super::grid::{ForecastGrid, ForecastSeries};
use super::origins::ForecastOrigin;
use super::pit::{PitInterval, PitMoments, chi_square, histogram, kolmogorov};
use super::record::MonthlyCounts;
use super::scores::{CellScore, FigureTransform, ForecastLoss, ForecastQuantiles, SeriesScore};
use super::verdict;
use attain_core::random::{Purpose, WorldStreams, key_of};
use attain_data::Book;

/// Scores the figures of a cut. Those that nothing happened to tell (no deal
/// closed, so no win rate) are left out.
#[must_use]
pub fn cells(
    grid: &ForecastGrid,
    lived: &[Vec<f32>],
    actual: &[f64],
    before: &MonthlyCounts,
    past: &Book,
    origin: ForecastOrigin,
) -> Vec<CellScore> {
    let baselines = BaselineForecasts::new(grid, before, past);
    let start = origin.start();
    let marks = WorldStreams::new(key_of("transforms"), 0);
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
            forecast: ForecastQuantiles {
                mean: sample.iter().sum::<f64>() / sample.len() as f64,
                p05: q(0.05),
                p10: q(0.10),
                p25: q(0.25),
                p50: q(0.50),
                p75: q(0.75),
                p90: q(0.90),
                p95: q(0.95),
            },
            transform: FigureTransform { low: pit.low, high: pit.high, point: pit.at(marks.uniform(Purpose::Marks, mark, 0)) },
            loss: ForecastLoss {
                crps: crps(&sample, actual),
                crps_last: crps(&last, actual),
                crps_mean: crps(&mean, actual),
                pinball: pinball(&sample, actual),
                pinball_last: pinball(&last, actual),
                pinball_mean: pinball(&mean, actual),
            },
            subject: of,
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
    let pits: Vec<PitInterval> = cells.iter().map(|cell| cell.transform.interval()).collect();
    let points: Vec<f64> = cells.iter().map(|cell| cell.transform.point).collect();
    let inside = |from: f64, to: f64| pits.iter().map(|pit| pit.between(from, to)).sum::<f64>() / n as f64;
    let with_ends = |low: fn(&CellScore) -> f64, high: fn(&CellScore) -> f64| {
        let inside = |cell: &&&CellScore| cell.actual >= low(cell) && cell.actual <= high(cell);
        cells.iter().filter(inside).count() as f64 / n as f64
    };
    let finding = PitMoments::from_points(&points);
    let mut score = SeriesScore {
        series,
        n,
        in_80: inside(0.10, 0.90),
        in_90: inside(0.05, 0.95),
        in_80_with_ends: with_ends(|cell| cell.forecast.p10, |cell| cell.forecast.p90),
        in_90_with_ends: with_ends(|cell| cell.forecast.p05, |cell| cell.forecast.p95),
        actual: cells.iter().map(|cell| cell.actual).sum(),
        forecast: cells.iter().map(|cell| cell.forecast.mean).sum(),
        loss: ForecastLoss {
            crps: mean(|cell| cell.loss.crps),
            crps_last: mean(|cell| cell.loss.crps_last),
            crps_mean: mean(|cell| cell.loss.crps_mean),
            pinball: mean(|cell| cell.loss.pinball),
            pinball_last: mean(|cell| cell.loss.pinball_last),
            pinball_mean: mean(|cell| cell.loss.pinball_mean),
        },
        histogram: histogram(&pits),
        kolmogorov: kolmogorov(&points),
        chi_square: (n >= TESTED).then(|| chi_square(&points)),
        finding,
        words: String::new(),
    };
    score.words = verdict::words(&score);
    Some(score)
}
