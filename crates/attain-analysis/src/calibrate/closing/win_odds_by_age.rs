//! Win odds by age.

use super::window::ClosedDeal;
use crate::calibrate::numerics::distributions::{chi_square, logit};

/// Estimates the shift in the log odds of a win by age at closing, beyond the effect of the day
/// class. Empty if the shift may be due to chance (5 % level). Shifts are shrunk according to how
/// much bands differ (random effects by the method of moments).
pub(super) fn odds_by_age(closed: &[ClosedDeal], until: &[i32], class: impl Fn(i32) -> usize) -> Vec<f64> {
    let mut by_class = [(0.0, 0.0); 3];
    for one in closed {
        let (won, all) = &mut by_class[class(one.closed)];
        *won += f64::from(u8::from(one.won));
        *all += 1.0;
    }
    let mut bands = vec![(0.0, 0.0, 0.0, 0.0); until.len()];
    for one in closed {
        let (won, all) = by_class[class(one.closed)];
        let band = until.partition_point(|&until| until <= one.closed - one.created).min(until.len() - 1);
        let p = won / all;
        let (n, wins, expected, variance) = &mut bands[band];
        *n += 1.0;
        *wins += f64::from(u8::from(one.won));
        *expected += p;
        *variance += p * (1.0 - p);
    }
    let known = || bands.iter().filter(|(.., variance)| *variance > 0.0);
    let square: f64 = known().map(|(_, wins, expected, variance)| (wins - expected).powi(2) / variance).sum();
    let freedom = known().count() as f64 - 1.0;
    if freedom < 1.0 || square < chi_square(freedom, 0.95) {
        return Vec::new();
    }
    // Half a win and half a loss are added, so that a band with only wins or only losses stays finite.
    let shift = |&(n, wins, expected, _): &(f64, f64, f64, f64)| {
        let share = |wins: f64| logit((wins + 0.5) / (n + 1.0));
        share(wins) - share(expected)
    };
    let weights = || known().map(|(.., variance)| variance);
    let (sum, squares) = weights().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    let between = ((square - freedom) / (sum - squares / sum)).max(0.0);
    let variance = |&(n, wins, ..): &(f64, f64, f64, f64)| 1.0 / (wins + 0.5) + 1.0 / (n - wins + 0.5);
    bands.iter().map(|band| if band.3 > 0.0 { shift(band) * between / (between + variance(band)) } else { 0.0 }).collect()
}
