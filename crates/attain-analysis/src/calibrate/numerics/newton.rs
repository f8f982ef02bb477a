//! Maximisation of a log likelihood with a few parameters by Newton's method.

use super::Cholesky;

/// Maximum number of Newton steps.
const STEPS: usize = 60;
/// Relative gain of a step below which the search stops.
const GAIN: f64 = 1e-9;

/// Maximum of a log likelihood, with the covariance of the parameters.
#[derive(Debug, Clone)]
pub struct LikelihoodMaximum {
    /// Parameters at the maximum.
    pub at: Vec<f64>,
    /// Log likelihood at the maximum.
    pub value: f64,
    /// Inverse of the observed information, in row-major order.
    pub covariance: Vec<f64>,
}

impl LikelihoodMaximum {
    /// Returns the standard error of a parameter.
    #[must_use]
    pub fn se(&self, i: usize) -> f64 {
        self.covariance[i * self.at.len() + i].max(0.0).sqrt()
    }
}

/// Maximises a function by Newton's method, with central differences of step `h` and a ridge that
/// grows until a step improves the value. `None` if the function has no distinct maximum.
#[must_use]
pub fn maximise(f: &dyn Fn(&[f64]) -> f64, start: &[f64], h: f64) -> Option<LikelihoodMaximum> {
    let n = start.len();
    let mut at = start.to_vec();
    let mut value = f(&at);
    if !value.is_finite() {
        return None;
    }
    let mut ridge = 0.0;
    for _ in 0..STEPS {
        let (gradient, information) = derivatives(f, &at, value, h);
        let mut climbed = None;
        for _ in 0..40 {
            let mut damped = information.clone();
            for i in 0..n {
                damped[i * n + i] += ridge * (1.0 + information[i * n + i].abs());
            }
            if let Some(factor) = Cholesky::factor(&damped, n) {
                let step = factor.solve(&gradient);
                let longest = step.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
                let scale = (2.0 / longest.max(1e-300)).min(1.0);
                let next: Vec<f64> = at.iter().zip(&step).map(|(x, dx)| x + scale * dx).collect();
                let there = f(&next);
                if there.is_finite() && there >= value {
                    climbed = Some((next, there));
                    break;
                }
            }
            ridge = if ridge == 0.0 { 1e-4 } else { ridge * 4.0 };
        }
        let Some((next, there)) = climbed else { break };
        let gain = there - value;
        (at, value) = (next, there);
        ridge = if ridge < 1e-6 { 0.0 } else { ridge / 16.0 };
        if gain < GAIN * (1.0 + value.abs()) && ridge < 1e-3 {
            break;
        }
    }
    let (_, information) = derivatives(f, &at, value, h);
    let covariance = Cholesky::factor(&information, n)?.inverse();
    Some(LikelihoodMaximum { at, value, covariance })
}

/// Computes the gradient and observed information (the negative Hessian) by central differences.
fn derivatives(f: &dyn Fn(&[f64]) -> f64, at: &[f64], value: f64, h: f64) -> (Vec<f64>, Vec<f64>) {
    let n = at.len();
    let moved = |moves: &[(usize, f64)]| {
        let mut x = at.to_vec();
        for (i, by) in moves {
            x[*i] += by;
        }
        f(&x)
    };
    let mut gradient = vec![0.0; n];
    let mut information = vec![0.0; n * n];
    let sides: Vec<(f64, f64)> = (0..n).map(|i| (moved(&[(i, h)]), moved(&[(i, -h)]))).collect();
    for i in 0..n {
        let (up, down) = sides[i];
        gradient[i] = (up - down) / (2.0 * h);
        information[i * n + i] = -(up - 2.0 * value + down) / (h * h);
        for j in 0..i {
            let mixed = moved(&[(i, h), (j, h)]) + moved(&[(i, -h), (j, -h)]) - up - down - sides[j].0 - sides[j].1 + 2.0 * value;
            let second = -mixed / (2.0 * h * h);
            (information[i * n + j], information[j * n + i]) = (second, second);
        }
    }
    (gradient, information)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The likelihood of a normal sample has the textbook maximum and information.
    #[test]
    fn finds_mean_and_deviation() {
        let sample = [1.0, 2.0, 4.0, 5.0, 7.0, 11.0];
        let n = sample.len() as f64;
        let log_likelihood = |x: &[f64]| {
            let sd = libm::exp(x[1]);
            sample.iter().map(|y| -0.5 * ((y - x[0]) / sd).powi(2) - x[1]).sum::<f64>()
        };
        let fit = maximise(&log_likelihood, &[0.0, 0.0], 1e-4).expect("a maximum");
        let mean = sample.iter().sum::<f64>() / n;
        let sd = (sample.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / n).sqrt();
        assert!((fit.at[0] - mean).abs() < 1e-5 && (fit.at[1] - libm::log(sd)).abs() < 1e-5, "{fit:?}");
        assert!((fit.se(0) - sd / n.sqrt()).abs() < 1e-3 && (fit.se(1) - (0.5 / n).sqrt()).abs() < 1e-3, "{fit:?}");
    }

    #[test]
    fn a_constant_has_no_maximum() {
        assert!(maximise(&|_| 0.0, &[0.0], 1e-3).is_none());
        assert!(maximise(&|_| f64::NAN, &[0.0], 1e-3).is_none());
    }
}
