//! Verdicts on forecasts: whether a series is biased, or its intervals too narrow or too wide.
//!
//! If forecasts are calibrated, the n transforms are uniform ([`PitMoments`]). A mean above 1/2
//! means that actual figures exceed the forecasts. A mean square about 1/2 above 1/12 means that
//! figures fall outside the intervals too often. Each is reported beyond 2.576 standard errors
//! (two-sided 1 %). Figures of one cut share the chance effects of their months, so the true level
//! of the test is somewhat above 1 %.

use super::pit::PitMoments;
use super::scores::SeriesScore;

/// Number of standard errors beyond which bias or spread is reported (two-sided 1 %).
pub const THRESHOLD: f64 = 2.576;
/// Minimum number of figures for a verdict.
const MIN_FIGURES: usize = 8;

/// Returns the verdict on a series as a sentence.
#[must_use]
pub fn verdict(score: &SeriesScore) -> String {
    let PitMoments { mean, bias, spread } = score.finding;
    let mut findings = Vec::new();
    if score.n < MIN_FIGURES {
        findings.push(format!("{} figures are too few to test calibration", score.n));
    } else {
        if bias > THRESHOLD {
            findings.push(format!("forecasts are too low (mean transform {mean:.2}, {bias:+.1} standard errors)"));
        } else if bias < -THRESHOLD {
            findings.push(format!("forecasts are too high (mean transform {mean:.2}, {bias:+.1} standard errors)"));
        }
        if spread > THRESHOLD {
            findings.push(format!("intervals are too narrow ({spread:+.1} standard errors)"));
        } else if spread < -THRESHOLD {
            findings.push(format!("intervals are too wide ({spread:+.1} standard errors)"));
        }
        if findings.is_empty() && score.kolmogorov.1 < 0.01 {
            findings.push("no bias and intervals of the right width, but transforms that are not uniform".to_owned());
        } else if findings.is_empty() {
            findings.push("no sign of bias or of intervals that are too narrow or too wide".to_owned());
        }
    }
    let comparison = match (score.loss.crps < score.loss.crps_last, score.loss.crps < score.loss.crps_mean) {
        (true, true) => "CRPS is better than that of both baselines",
        (true, false) => "CRPS is better than that of the repeated last period, but no better than that of the historical mean",
        (false, true) => "CRPS is better than that of the historical mean, but no better than that of the repeated last period",
        (false, false) => "CRPS is no better than that of either baseline",
    };
    format!("{}: {}; {comparison}.", score.series.label(), findings.join("; "))
}
