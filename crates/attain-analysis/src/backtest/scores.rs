//! Forecast scores of single figures and of series.

use jiff::civil::Date;
use serde::Serialize;

use super::pit::{HISTOGRAM_BARS, PitInterval, PitMoments};
use super::series::ForecastSeries;

/// Forecast and actual value of one figure, with scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellScore {
    /// Last day whose data the forecast uses.
    pub cut: Date,
    /// Series that the figure belongs to.
    pub series: ForecastSeries,
    /// Id of the rep or name of the segment; empty for the company.
    #[serde(rename = "of")]
    pub subject: String,
    /// First day of the figure's month; first day of the horizon for a figure of the whole horizon.
    pub month: Date,
    /// Actual figure.
    pub actual: f64,
    /// Mean and quantiles of the forecast.
    #[serde(flatten)]
    pub forecast: ForecastQuantiles,
    /// Probability integral transform of `actual`.
    #[serde(flatten)]
    pub transform: FigureTransform,
    /// Losses of the model and of the baselines.
    #[serde(flatten)]
    pub loss: ForecastLoss,
}

/// Mean and quantiles of a forecast sample, in the unit of the figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ForecastQuantiles {
    pub mean: f64,
    pub p05: f64,
    pub p10: f64,
    pub p25: f64,
    pub p50: f64,
    pub p75: f64,
    pub p90: f64,
    pub p95: f64,
}

/// Position of a figure within its forecast, as a probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FigureTransform {
    /// Share of the forecast sample below the figure.
    #[serde(rename = "pit_low")]
    pub low: f64,
    /// Share of the forecast sample not above the figure.
    #[serde(rename = "pit_high")]
    pub high: f64,
    /// Point between `low` and `high`, chosen by a random mark that belongs to the figure.
    #[serde(rename = "pit")]
    pub point: f64,
}

impl FigureTransform {
    /// Returns both ends as an interval.
    #[must_use]
    pub(super) fn interval(self) -> PitInterval {
        PitInterval { low: self.low, high: self.high }
    }
}

/// Losses of the model and of the two baselines, in the unit of the figure; lower is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ForecastLoss {
    /// Continuous ranked probability score of the model.
    pub crps: f64,
    /// Continuous ranked probability score of the baseline that repeats the last period.
    pub crps_last: f64,
    /// Continuous ranked probability score of the historical-mean baseline.
    pub crps_mean: f64,
    /// Mean pinball loss of the model.
    pub pinball: f64,
    /// Mean pinball loss of the baseline that repeats the last period.
    pub pinball_last: f64,
    /// Mean pinball loss of the historical-mean baseline.
    pub pinball_mean: f64,
}

/// Scores of a series, pooled over its figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesScore {
    pub series: ForecastSeries,
    /// Number of figures.
    pub n: usize,
    /// Share of figures between P10 and P90. A figure that ties with an end counts in part.
    pub in_80: f64,
    /// Share of figures between P5 and P95. A figure that ties with an end counts in part.
    pub in_90: f64,
    /// Share of figures between P10 and P90, including both ends.
    pub in_80_with_ends: f64,
    /// Share of figures between P5 and P95, including both ends.
    pub in_90_with_ends: f64,
    /// Sum of the actual figures.
    pub actual: f64,
    /// Sum of the forecast means.
    pub forecast: f64,
    /// Mean losses over all figures.
    #[serde(flatten)]
    pub loss: ForecastLoss,
    /// Number of figures in each tenth of their forecasts; uniform for a calibrated model.
    pub histogram: [f64; HISTOGRAM_BARS],
    /// Kolmogorov-Smirnov distance from the uniform distribution, and its p-value.
    pub kolmogorov: (f64, f64),
    /// Chi-square statistic of the histogram and its p-value; `None` for fewer than 50 figures.
    pub chi_square: Option<(f64, f64)>,
    /// Bias and spread of the transforms.
    pub finding: PitMoments,
    /// Verdict as a sentence.
    pub words: String,
}
