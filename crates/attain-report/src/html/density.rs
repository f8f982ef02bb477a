//! Kernel density estimation on binned values, for charts.

/// Number of bins over the drawn range and its margins.
const BINS: usize = 512;

/// The density of `values` at `points` equally spaced places from `low` to `high`.
/// The bandwidth is Silverman's rule of thumb, 0.9 min(sd, IQR / 1.34) n^(−1/5).
#[must_use]
pub fn density(values: Vec<f64>, low: f64, high: f64, points: usize) -> Vec<(f64, f64)> {
    let mut sorted = values;
    sorted.retain(|v| v.is_finite());
    sorted.sort_unstable_by(f64::total_cmp);
    let step = (high - low) / (points.max(2) - 1) as f64;
    let width = bandwidth(&sorted).max((high - low) / 200.0);
    let bin = (high - low) / BINS as f64;
    let mut mass = vec![0.0; BINS];
    for value in &sorted {
        let at = ((value - low) / bin).floor();
        if at >= 0.0 && at < BINS as f64 {
            mass[at as usize] += 1.0;
        }
    }
    let total = sorted.len().max(1) as f64 * width * libm::sqrt(core::f64::consts::TAU);
    let at = |x: f64| {
        let kernel = |i: usize| {
            let z = (x - (low + (i as f64 + 0.5) * bin)) / width;
            libm::exp(-0.5 * z * z)
        };
        mass.iter().enumerate().filter(|(_, m)| **m > 0.0).map(|(i, m)| m * kernel(i)).sum::<f64>() / total
    };
    (0..points).map(|i| low + i as f64 * step).map(|x| (x, at(x))).collect()
}

fn bandwidth(sorted: &[f64]) -> f64 {
    let n = sorted.len() as f64;
    if sorted.len() < 2 {
        return 0.0;
    }
    let mean = sorted.iter().sum::<f64>() / n;
    let sd = libm::sqrt(sorted.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0));
    let at = |q: f64| sorted[((n - 1.0) * q) as usize];
    let iqr = (at(0.75) - at(0.25)) / 1.34;
    let spread = if iqr > 0.0 { sd.min(iqr) } else { sd };
    0.9 * spread * libm::pow(n, -0.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_integrates_to_one() {
        let values: Vec<f64> = (0..1000).map(|i| libm::sin(i as f64)).collect();
        let drawn = density(values, -2.0, 2.0, 201);
        let area: f64 = drawn.iter().map(|(_, d)| d * 0.02).sum();
        assert!((area - 1.0).abs() < 0.01, "{area}");
    }

    #[test]
    fn a_constant_or_nothing_draws_without_nan() {
        for values in [vec![], vec![1.0], vec![1.0; 50], vec![f64::NAN; 3]] {
            assert!(density(values, 0.0, 2.0, 50).iter().all(|(_, d)| d.is_finite()));
        }
    }
}
