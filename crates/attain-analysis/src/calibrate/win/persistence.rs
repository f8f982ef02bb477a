//! How much of a rep's difference one year the next one keeps.
//!
//! A rep's score of a year is what was won beyond what is expected of an
//! average rep, over its information: normal about the rep's skill of that
//! year, with the variance one over information (the score test's first step).
//! The skills of two years are normal with one spread and a correlation, which
//! is the persistence. Its posterior has an even prior from -1 to 1, the spread
//! integrated out; the interval is the 90 % of highest density, for a
//! correlation may well be one, where an interval that leaves 5 % on each side
//! could never reach.

use libm::{exp, log};

use super::model::WinModel;
use crate::calibrate::estimate::{CalibrationEstimate, CalibrationOutput, EstimateUnit};
use crate::calibrate::history::CalibrationHistory;
use crate::calibrate::maths::law::logistic;
use crate::calibrate::minimum;

/// Least information of a year that counts.
const INFORMATION: f64 = 1.0;
/// Correlations that are tried.
const POINTS: usize = 201;
/// Spreads that are tried: from, to, how many.
const SPREADS: (f64, f64, usize) = (0.02, 2.0, 40);

/// A rep's two years: score and information of each.
type RepYears = [(f64, f64); 2];

/// Tells the persistence.
pub fn persistence(model: &WinModel, history: &CalibrationHistory) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let family = "persistence of reps, year to year";
    if model.random[0].is_none() {
        return part;
    }
    let years = if history.years() >= 1.5 { years(model, -365) } else { Vec::new() };
    let n = years.len();
    let mut fall_back =
        |why: String| part.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Number, n, 1.0, why));
    if !model.learned.spreads[0].is_some_and(|spread| spread.differ) {
        fall_back("the reps do not differ beyond noise".to_owned());
    } else if n < 2 * minimum::GROUPS {
        fall_back(format!("{n} reps with closed opportunities in two years, {} needed", 2 * minimum::GROUPS));
    } else {
        let (told, ends) = posterior(&years);
        let method = "two years' scores, bivariate normal; even prior, highest density";
        part.estimates.push(CalibrationEstimate::between(family, "", EstimateUnit::Number, n, told, ends, method));
    }
    part
}

/// Scores of the reps who closed enough before and after a day.
fn years(model: &WinModel, cut: i32) -> Vec<RepYears> {
    let Some((factor, _)) = model.random[0] else { return Vec::new() };
    let (summit, trials) = (&model.learned.summit, model.trials);
    let mut scores = vec![[(0.0, 0.0); 2]; factor.levels.len()];
    for at in 0..trials.len() {
        let Some(day) = trials.day[at] else { continue };
        let size = trials.size.as_ref().map_or(0.0, |size| size[at] * summit.at[model.columns - 1]);
        let fixed: f64 = model.fixed.iter().map(|(factor, from)| summit.at[from + factor.of[at] as usize]).sum();
        let territory = model.random[1].map_or(0.0, |(factor, from)| summit.at[from + factor.of[at] as usize]);
        let p = logistic(summit.at[0] + fixed + size + territory);
        let score = &mut scores[factor.of[at] as usize][usize::from(day > cut)];
        score.0 += f64::from(u8::from(trials.won[at])) - p;
        score.1 += p * (1.0 - p);
    }
    let named = |(level, _): &(usize, RepYears)| factor.levels[*level] != "none";
    let both = scores.into_iter().enumerate().filter(named).map(|(_, years)| years);
    let both = both.filter(|years| years.iter().all(|(_, information)| *information >= INFORMATION));
    both.map(|years| years.map(|(excess, information)| (excess / information, information))).collect()
}

/// Mean and deviation of the correlation, and its interval.
fn posterior(years: &[RepYears]) -> ((f64, f64), (f64, f64)) {
    let at = |i: usize| 2.0 * (i as f64 + 0.5) / POINTS as f64 - 1.0;
    let (low, high, spreads) = SPREADS;
    let square = |i: usize| (low + (high - low) * i as f64 / (spreads - 1) as f64).powi(2);
    let log_likelihood = |correlation: f64, square: f64| -> f64 {
        let of = |years: &RepYears| {
            let [(x, a), (y, b)] = *years;
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
    // The interval grows to the side that is the denser.
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
    ((mean, (moment(2) - mean * mean).max(0.0).sqrt()), (low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_data::demo::DemoStream;

    /// Reps whose skills stay reach one; reps who are new every year do not.
    #[test]
    fn what_stays_is_told_from_what_does_not() {
        let mut s = DemoStream::new(3, "persistence", "test");
        let mut reps = |stay: bool| -> Vec<RepYears> {
            let year = |s: &mut DemoStream, skill: f64| (skill + s.normal() / 8.0_f64.sqrt(), 8.0);
            let rep = |_| {
                let (one, other) = (0.5 * s.normal(), 0.5 * s.normal());
                [year(&mut s, one), year(&mut s, if stay { one } else { other })]
            };
            (0..150).map(rep).collect()
        };
        let ((stays, _), (_, high)) = posterior(&reps(true));
        assert!(stays > 0.7 && high > 0.99, "{stays} {high}");
        let ((changes, sd), (low, high)) = posterior(&reps(false));
        assert!(changes.abs() < 0.4 && sd > 0.05 && low < 0.0 && high > 0.0 && high < 0.9, "{changes} {low} {high}");
    }
}
