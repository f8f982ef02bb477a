//! Where the model is over- or underconfident, or off to one side: in words.
//!
//! With right forecasts the n transforms are uniform: their mean is 1/2 with a
//! standard error of 1/√(12 n), their mean square about 1/2 is 1/12 with one of
//! √(1/180 n). A mean above 1/2 says that more happened than was forecast; a
//! square above 1/12 that figures fall outside the bands too often. Each is
//! said where it is beyond 2.58 standard errors (two-sided 1 %). Figures of one
//! cut share the luck of their months, so the true level is somewhat higher.

use super::pit::PitMoments;
use super::scores::SeriesScore;

/// Standard errors from which something is said: two-sided 1 %.
pub const BEYOND: f64 = 2.576;
/// Figures under which nothing is said.
const LEAST: usize = 8;

/// What a series' scores say.
#[must_use]
pub fn words(score: &SeriesScore) -> String {
    let PitMoments { mean, bias, spread } = score.finding;
    let name = score.series.label();
    let mut said = Vec::new();
    if score.n < LEAST {
        said.push(format!("{} figures are too few to tell whether the forecast is calibrated", score.n));
    } else {
        if bias > BEYOND {
            said.push(format!("the forecast is too low (mean transform {mean:.2}, {bias:+.1} standard errors)"));
        } else if bias < -BEYOND {
            said.push(format!("the forecast is too high (mean transform {mean:.2}, {bias:+.1} standard errors)"));
        }
        if spread > BEYOND {
            said.push(format!("it is overconfident: figures fall outside its bands too often ({spread:+.1} standard errors)"));
        } else if spread < -BEYOND {
            said.push(format!("it is underconfident: its bands are too wide ({spread:+.1} standard errors)"));
        }
        if said.is_empty() && score.kolmogorov.1 < 0.01 {
            said.push("neither off nor too wide or narrow, but its transforms are not uniform".to_owned());
        } else if said.is_empty() {
            said.push("neither bias nor over- or underconfidence can be told".to_owned());
        }
    }
    let beaten = match (score.loss.crps < score.loss.crps_last, score.loss.crps < score.loss.crps_mean) {
        (true, true) => "better than both baselines",
        (true, false) => "better than the last period repeated, not than the mean",
        (false, true) => "better than the mean, not than the last period repeated",
        (false, false) => "no better than either baseline",
    };
    format!("{name}: {}; {beaten} by CRPS.", said.join("; "))
}
