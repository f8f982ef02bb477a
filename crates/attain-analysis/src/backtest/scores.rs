//! Scores of forecasts: of one figure, and of all figures of a series.

use jiff::civil::Date;
use serde::Serialize;

use super::pit::{HISTOGRAM_BARS, PitInterval, PitMoments};
use super::series::ForecastSeries;

/// The forecast of one figure, what happened, and how good the forecast was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellScore {
    /// The last day whose data the forecast uses.
    pub cut: Date,
    /// Series that the figure belongs to.
    pub series: ForecastSeries,
    /// Id of the rep or name of the segment; empty for the company.
    #[serde(rename = "of")]
    pub subject: String,
    /// First day of the figure's month; for a figure of the whole horizon, its first day.
    pub month: Date,
    /// The figure that happened.
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

/// Where in its forecast a figure fell, as a probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FigureTransform {
    /// Share of the forecast sample below the figure.
    #[serde(rename = "pit_low")]
    pub low: f64,
    /// Share of the forecast sample not above the figure.
    #[serde(rename = "pit_high")]
    pub high: f64,
    /// A point between the two, chosen by a random mark that belongs to the figure.
    #[serde(rename = "pit")]
    pub point: f64,
}

impl FigureTransform {
    /// Both ends as an interval.
    #[must_use]
    pub(super) fn interval(self) -> PitInterval {
        PitInterval { low: self.low, high: self.high }
    }
}

/// Losses of the model and of the two baselines, in the unit of the figure; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ForecastLoss {
    /// Continuous ranked probability score of the model.
    pub crps: f64,
    /// Continuous ranked probability score of the last period repeated.
    pub crps_last: f64,
    /// Continuous ranked probability score of the historical mean.
    pub crps_mean: f64,
    /// Mean pinball loss of the model.
    pub pinball: f64,
    /// Mean pinball loss of the last period repeated.
    pub pinball_last: f64,
    /// Mean pinball loss of the historical mean.
    pub pinball_mean: f64,
}

/// Scores of all figures of a series together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesScore {
    pub series: ForecastSeries,
    /// Number of figures.
    pub n: usize,
    /// Share of figures between P10 and P90; a figure that ties with an end counts in part.
    pub in_80: f64,
    /// Share of figures between P5 and P95; a figure that ties with an end counts in part.
    pub in_90: f64,
    /// Share of figures between P10 and P90, both ends included.
    pub in_80_with_ends: f64,
    /// Share of figures between P5 and P95, both ends included.
    pub in_90_with_ends: f64,
    /// Sum of the figures that happened.
    pub actual: f64,
    /// Sum of the forecast means.
    pub forecast: f64,
    /// Mean losses over the figures.
    #[serde(flatten)]
    pub loss: ForecastLoss,
    /// Number of figures in each tenth of their forecast; uniform where the model is right.
    pub histogram: [f64; HISTOGRAM_BARS],
    /// Kolmogorov-Smirnov distance from uniform, and its p-value.
    pub kolmogorov: (f64, f64),
    /// Chi-square statistic of the histogram and its p-value; none under 50 figures.
    pub chi_square: Option<(f64, f64)>,
    /// Bias and spread of the transforms.
    pub finding: PitMoments,
    /// The verdict as a sentence.
    pub words: String,
}
