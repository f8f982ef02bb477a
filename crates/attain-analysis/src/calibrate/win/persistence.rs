//! Persistence of differences between reps from one year to the next.
//!
//! A rep's score for a year is the number of wins in excess of those expected of an average rep,
//! divided by its information. It is normal about the rep's skill in that year with variance
//! 1/information (the first step of the score test). The skills in two years are bivariate normal
//! with a common standard deviation and a correlation, which is the persistence. The prior on the
//! correlation is uniform from −1 to 1, and the standard deviation is integrated out. The interval
//! is that of highest density, because the correlation may be one, and an interval with 5 % on each
//! side could never contain one.

use libm::{exp, log};

use super::model::WinModel;
use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use crate::calibrate::history::CalibrationHistory;
use crate::calibrate::minimum;
use crate::calibrate::numerics::distributions::logistic;
use crate::calibrate::output::CalibrationOutput;

/// Minimum information for a year to be used.
const INFORMATION: f64 = 1.0;
/// Number of grid points for the correlation.
const POINTS: usize = 201;
/// Grid of standard deviations: start, end and number of points.
const SPREADS: (f64, f64, usize) = (0.02, 2.0, 40);

/// A rep's score for one year, with its information.
#[derive(Debug, Clone, Copy)]
struct YearScore {
    score: f64,
    information: f64,
}

/// A rep's scores for two years.
type RepYears = [YearScore; 2];

/// Estimates the persistence of differences between reps.
pub fn estimate_persistence(model: &WinModel, history: &CalibrationHistory) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let family = "persistence of reps, year to year";
    if model.random[0].is_none() {
        return output;
    }
    let years = if history.years() >= 1.5 { rep_years(model, -365) } else { Vec::new() };
    let n = years.len();
    let mut keep_default =
        |reason: String| output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Number, n, 1.0, reason));
    if !model.learned.spreads[0].is_some_and(|spread| spread.differ) {
        keep_default("differences between reps do not exceed noise".to_owned());
    } else if n < 2 * minimum::GROUPS {
        keep_default(format!("{n} reps with closed opportunities in two years, {} needed", 2 * minimum::GROUPS));
    } else {
        let (point, interval) = posterior(&years);
        let method = "scores of two years, bivariate normal; uniform prior, highest density";
        output.estimates.push(CalibrationEstimate::between(family, "", EstimateUnit::Number, n, point, interval, method));
    }
    output
}

/// Returns the scores of reps with enough closings both up to and after day `cut`.
fn rep_years(model: &WinModel, cut: i32) -> Vec<RepYears> {
    let Some((factor, _)) = model.random[0] else { return Vec::new() };
    let (mode, trials) = (&model.learned.mode, model.trials);
    let mut sums = vec![[(0.0, 0.0); 2]; factor.levels.len()];
    for at in 0..trials.len() {
        let Some(day) = trials.day[at] else { continue };
        let size = trials.size.as_ref().map_or(0.0, |size| size[at] * mode.at[model.columns - 1]);
        let fixed: f64 = model.fixed.iter().map(|(factor, from)| mode.at[from + factor.level_of[at] as usize]).sum();
        let territory = model.random[1].map_or(0.0, |(factor, from)| mode.at[from + factor.level_of[at] as usize]);
        let p = logistic(mode.at[0] + fixed + size + territory);
        let sum = &mut sums[factor.level_of[at] as usize][usize::from(day > cut)];
        sum.0 += f64::from(u8::from(trials.won[at])) - p;
        sum.1 += p * (1.0 - p);
    }
    let named = |(level, _): &(usize, [(f64, f64); 2])| factor.levels[*level] != "none";
    let both = sums.into_iter().enumerate().filter(named).map(|(_, years)| years);
    let both = both.filter(|years| years.iter().all(|(_, information)| *information >= INFORMATION));
    both.map(|years| years.map(|(excess, information)| YearScore { score: excess / information, information })).collect()
}

/// Computes the posterior mean and standard deviation of the correlation, and its 90 % interval.
fn posterior(years: &[RepYears]) -> (PointEstimate, Interval90) {
    let at = |i: usize| 2.0 * (i as f64 + 0.5) / POINTS as f64 - 1.0;
    let (low, high, spreads) = SPREADS;
    let square = |i: usize| (low + (high - low) * i as f64 / (spreads - 1) as f64).powi(2);
    let log_likelihood = |correlation: f64, square: f64| -> f64 {
        let of = |years: &RepYears| {
            let [YearScore { score: x, information: a }, YearScore { score: y, information: b }] = *years;
            let (xx, yy, xy) = (square + 1.0 / a, square + 1.0 / b, square * correlation);
            let determinant = xx * yy - xy * xy;
            -0.5 * (log(determinant) + (yy * x * x - 2.0 * xy * x * y + xx * y * y) / determinant)
        };
        years.iter().map(of).sum()
    };
    let values: Vec<Vec<f64>> = (0..POINTS).map(|i| (0..spreads).map(|j| log_likelihood(at(i), square(j))).collect()).collect();
    let highest = values.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = values.iter().map(|of| of.iter().map(|value| exp(value - highest)).sum()).collect();
    let total: f64 = weights.iter().sum();
    let moment = |p: i32| weights.iter().enumerate().map(|(i, w)| w * at(i).powi(p)).sum::<f64>() / total;
    let mean = moment(1);
    // The interval grows toward the side of higher density.
    let peak = (0..POINTS).max_by(|&a, &b| weights[a].total_cmp(&weights[b])).unwrap_or(0);
    let (mut first, mut last, mut inside) = (peak, peak, weights[peak]);
    while inside < 0.9 * total && (first > 0 || last + 1 < POINTS) {
        let below = first.checked_sub(1).map_or(f64::NEG_INFINITY, |at| weights[at]);
        let above = weights.get(last + 1).copied().unwrap_or(f64::NEG_INFINITY);
        if above >= below {
            last += 1;
            inside += above;
        } else {
            first -= 1;
            inside += below;
        }
    }
    let (step, whole) = (1.0 / POINTS as f64, |at: usize| at == 0 || at + 1 == POINTS);
    let low = if whole(first) { -1.0 } else { at(first) - step };
    let high = if whole(last) { 1.0 } else { at(last) + step };
    (PointEstimate::new(mean, (moment(2) - mean * mean).max(0.0).sqrt()), Interval90::new(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_data::demo::DemoStream;

    /// The interval reaches one for reps with constant skills, but not for skills drawn anew each
    /// year.
    #[test]
    fn constant_skills_are_distinguished_from_new_ones() {
        let mut s = DemoStream::new(3, "persistence", "test");
        let mut reps = |stay: bool| -> Vec<RepYears> {
            let year =
                |s: &mut DemoStream, skill: f64| YearScore { score: skill + s.normal() / 8.0_f64.sqrt(), information: 8.0 };
            let rep = |_| {
                let (one, other) = (0.5 * s.normal(), 0.5 * s.normal());
                [year(&mut s, one), year(&mut s, if stay { one } else { other })]
            };
            (0..150).map(rep).collect()
        };
        let (PointEstimate { value: stays, .. }, Interval90 { high, .. }) = posterior(&reps(true));
        assert!(stays > 0.7 && high > 0.99, "{stays} {high}");
        let (PointEstimate { value: changes, se: sd }, Interval90 { low, high }) = posterior(&reps(false));
        assert!(changes.abs() < 0.4 && sd > 0.05 && low < 0.0 && high > 0.0 && high < 0.9, "{changes} {low} {high}");
    }
}
