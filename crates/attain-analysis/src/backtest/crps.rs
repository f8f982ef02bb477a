//! Proper scoring rules for forecast samples.

/// Returns the continuous ranked probability score (CRPS) of a sorted sample in its fair form: mean
/// |x − y| − mean |x − x'| / 2 over pairs of different members (Ferro 2014). The score has the unit
/// of the figure; lower is better.
#[must_use]
pub fn crps(sorted: &[f64], actual: f64) -> f64 {
    let n = sorted.len() as f64;
    let miss = sorted.iter().map(|x| (x - actual).abs()).sum::<f64>() / n;
    if sorted.len() < 2 {
        return miss;
    }
    let spread: f64 = sorted.iter().enumerate().map(|(i, x)| (2.0 * i as f64 + 1.0 - n) * x).sum();
    miss - spread / (n * (n - 1.0))
}

/// Quantile levels that enter the pinball loss.
pub const LEVELS: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// Returns the mean pinball loss of a sorted sample's quantiles at [`LEVELS`].
#[must_use]
pub fn pinball(sorted: &[f64], actual: f64) -> f64 {
    let loss = |level: f64| {
        let miss = actual - quantile(sorted, level);
        if miss >= 0.0 { level * miss } else { (level - 1.0) * miss }
    };
    LEVELS.iter().map(|&level| loss(level)).sum::<f64>() / LEVELS.len() as f64
}

/// Returns a quantile of a sorted sample, interpolated linearly between members (type 7 of Hyndman
/// & Fan 1996); NaN for an empty sample.
#[must_use]
pub fn quantile(sorted: &[f64], level: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = level * last as f64;
    let below = (at as usize).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (at - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crps_of_small_samples_by_hand() {
        // |0-1|, |2-1| and |5-1|: mean 2; pairs 2, 5, 3: mean 10/3, half of it 5/3.
        assert!((crps(&[0.0, 2.0, 5.0], 1.0) - (2.0 - 5.0 / 3.0)).abs() < 1e-12);
        assert!((crps(&[3.0], 1.0) - 2.0).abs() < 1e-12);
        assert!((crps(&[1.0, 1.0], 1.0)).abs() < 1e-12);
    }

    /// For a standard normal forecast and an actual value of zero, the CRPS has the closed form 2
    /// φ(0) − 1/√π.
    #[test]
    fn crps_of_a_normal_distribution() {
        use statrs::distribution::{ContinuousCDF, Normal};
        let normal = Normal::standard();
        let n = 20_000;
        let sample: Vec<f64> = (0..n).map(|i| normal.inverse_cdf((f64::from(i) + 0.5) / f64::from(n))).collect();
        let closed = 2.0 / (2.0 * std::f64::consts::PI).sqrt() - 1.0 / std::f64::consts::PI.sqrt();
        assert!((crps(&sample, 0.0) - closed).abs() < 1e-3, "{}", crps(&sample, 0.0));
    }

    #[test]
    fn pinball_loss_is_least_at_the_truth() {
        let sample: Vec<f64> = (0..=100).map(f64::from).collect();
        assert!((quantile(&sample, 0.9) - 90.0).abs() < 1e-12);
        let shifted: Vec<f64> = sample.iter().map(|x| x + 40.0).collect();
        let mean = |of: &[f64]| sample.iter().map(|&y| pinball(of, y)).sum::<f64>() / 101.0;
        assert!(mean(&sample) < mean(&shifted));
    }
}
