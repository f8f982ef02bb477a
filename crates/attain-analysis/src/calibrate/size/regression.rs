//! Least-squares regression of log amounts on log potential.

/// Amount of an opportunity, with its account.
pub(super) struct DealAmount {
    /// Index of the opportunity in the book.
    pub row: usize,
    pub account: usize,
    /// Logarithm of the amount.
    pub log: f64,
    /// ln(potential / mean potential).
    pub relative: f64,
}

/// Regression line, with standard errors that treat accounts as clusters.
pub(super) struct SizeRegression {
    pub slope: f64,
    pub se_intercept: f64,
    pub se_slope: f64,
    /// Standard deviation of the residuals.
    pub sd: f64,
    pub kurtosis: f64,
    pub n: usize,
    pub accounts: usize,
}

impl SizeRegression {
    /// Fits the line. `None` if it is not determined.
    pub fn fit(amounts: &[DealAmount]) -> Option<Self> {
        let n = amounts.len() as f64;
        let mean = |of: &dyn Fn(&DealAmount) -> f64| amounts.iter().map(of).sum::<f64>() / n;
        let (x, y) = (mean(&|a| a.relative), mean(&|a| a.log));
        let xx = mean(&|a| (a.relative - x).powi(2));
        let xy = mean(&|a| (a.relative - x) * (a.log - y));
        let slope = if xx > 1e-9 { xy / xx } else { 0.0 };
        let intercept = y - slope * x;
        let residual = |a: &DealAmount| a.log - intercept - slope * a.relative;
        let variance = mean(&|a| residual(a).powi(2)) * n / (n - 2.0);
        if variance.is_nan() || variance < 0.0 {
            return None;
        }
        let kurtosis = if variance > 0.0 { mean(&|a| residual(a).powi(4)) / (variance * variance) } else { 3.0 };
        // Influence of each account on both coefficients (sandwich estimator).
        let mut order: Vec<usize> = (0..amounts.len()).collect();
        order.sort_by_key(|&i| amounts[i].account);
        let (mut accounts, mut var_slope, mut var_intercept) = (0, 0.0, 0.0);
        for cluster in order.chunk_by(|&i, &j| amounts[i].account == amounts[j].account) {
            let (mut on_slope, mut on_mean) = (0.0, 0.0);
            for &i in cluster {
                let (a, e) = (&amounts[i], residual(&amounts[i]));
                on_mean += e / n;
                on_slope += if xx > 1e-9 { (a.relative - x) * e / (n * xx) } else { 0.0 };
            }
            accounts += 1;
            var_slope += on_slope * on_slope;
            var_intercept += (on_mean - x * on_slope).powi(2);
        }
        let correction = accounts as f64 / (accounts as f64 - 1.0).max(1.0);
        // Standard errors are at least those of independent amounts.
        let plain_slope = if xx > 1e-9 { variance / (n * xx) } else { 0.0 };
        let plain = variance / n + x * x * plain_slope;
        Some(Self {
            slope,
            se_intercept: (correction * var_intercept).max(plain).sqrt(),
            se_slope: (correction * var_slope).max(plain_slope).sqrt(),
            sd: variance.sqrt(),
            kurtosis,
            n: amounts.len(),
            accounts,
        })
    }

    /// Returns the degrees of freedom of the residuals.
    pub fn freedom(&self) -> f64 {
        (self.n as f64 - 2.0).max(1.0)
    }
}
