//! Scoring of forecasts against actual figures, by figure and by series.

use jiff::ToSpan;

use super::baseline::BaselineForecasts;
use super::crps::{crps, pinball, quantile};
use super::grid::ForecastGrid;
use super::monthly_counts::MonthlyCounts;
use super::origins::ForecastOrigin;
use super::pit::{PitInterval, PitMoments, chi_square, histogram, kolmogorov};
use super::scores::{CellScore, FigureTransform, ForecastLoss, ForecastQuantiles, SeriesScore};
use super::series::ForecastSeries;
use super::verdict::verdict;
use attain_core::random::{Purpose, WorldStreams, key_of};
use attain_data::Book;

/// Inputs for scoring the figures of a cut.
pub(super) struct ScoringInputs<'a> {
    pub grid: &'a ForecastGrid,
    pub origin: ForecastOrigin,
    /// Book as of the cut.
    pub past: &'a Book,
    /// Counts of the whole months before the cut.
    pub before: &'a MonthlyCounts,
    /// Simulated figures, indexed by figure and year.
    pub simulated: &'a [Vec<f32>],
    /// Actual figures; NaN where undefined.
    pub actual: &'a [f64],
}

/// Scores the figures of a cut. Figures whose actual value is undefined, such as the win rate of a
/// month without closings, are omitted.
#[must_use]
pub(super) fn score_cells(inputs: &ScoringInputs) -> Vec<CellScore> {
    let ScoringInputs { grid, origin, past, before, simulated, actual } = *inputs;
    let baselines = BaselineForecasts::new(grid, before, past);
    let start = origin.start();
    let marks = WorldStreams::new(key_of("transforms"), 0);
    let mut scores = Vec::with_capacity(actual.len());
    for ((cell, years), &actual) in grid.cells().into_iter().zip(simulated).zip(actual) {
        let mut sample: Vec<f64> = years.iter().map(|&x| f64::from(x)).filter(|x| x.is_finite()).collect();
        if !actual.is_finite() || sample.is_empty() {
            continue;
        }
        sample.sort_by(f64::total_cmp);
        // Simulated years are stored in single precision: a tie must be recognised as one.
        let actual = if sample.binary_search_by(|x| x.total_cmp(&f64::from(actual as f32))).is_ok() {
            f64::from(actual as f32)
        } else {
            actual
        };
        let (last, mean) = (baselines.last_period(cell), baselines.historical_mean(cell));
        let q = |level| quantile(&sample, level);
        let pit = PitInterval::locate(&sample, actual);
        let subject = grid.subject(cell).to_owned();
        let mark = key_of(&format!("{} {} {subject} {}", origin.cut, cell.series.name(), cell.month));
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
            subject,
        });
    }
    scores
}

/// Minimum number of figures for a chi-square test of the histogram.
const MIN_TESTED: usize = 50;

/// Computes the scores of each series, in the order of [`ForecastSeries::ALL`].
#[must_use]
pub(super) fn score_series(cells: &[&CellScore]) -> Vec<SeriesScore> {
    ForecastSeries::ALL.into_iter().filter_map(|series| score_one_series(series, cells)).collect()
}

fn score_one_series(series: ForecastSeries, cells: &[&CellScore]) -> Option<SeriesScore> {
    let cells: Vec<&CellScore> = cells.iter().copied().filter(|cell| cell.series == series).collect();
    let n = cells.len();
    if n == 0 {
        return None;
    }
    let mean = |value: fn(&CellScore) -> f64| cells.iter().map(|cell| value(cell)).sum::<f64>() / n as f64;
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
        chi_square: (n >= MIN_TESTED).then(|| chi_square(&points)),
        finding,
        words: String::new(),
    };
    score.words = verdict(&score);
    Some(score)
}
