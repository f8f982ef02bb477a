//! Distribution of a compound Poisson sum.

use super::lognormal::Lognormal;

/// Tabulated distribution function of a compound Poisson sum.
#[derive(Debug, Clone)]
pub struct CompoundPoisson {
    step: f64,
    /// Probability of a value below (i + ½) × step.
    below: Vec<f64>,
}

impl CompoundPoisson {
    /// Computes the distribution of the sum of a Poisson number of lognormal amounts, up to `most`,
    /// by Panjer's recursion (1981, ASTIN Bulletin 12). Amounts are rounded to the nearest of
    /// `steps` equal steps. Between steps the error is of second order.
    pub fn new(mean: f64, amount: &Lognormal, most: f64, steps: usize) -> Self {
        let step = most / steps as f64;
        let edge = |i: usize| amount.cdf((i as f64 + 0.5) * step);
        let probability: Vec<f64> = (0..=steps).map(|i| if i == 0 { edge(0) } else { edge(i) - edge(i - 1) }).collect();
        let weighted: Vec<f64> = probability.iter().enumerate().map(|(j, p)| j as f64 * p).collect();
        let mut density = vec![libm::exp(mean * (probability[0] - 1.0))];
        for n in 1..=steps {
            let sum: f64 = weighted[1..=n].iter().zip(density.iter().rev()).map(|(weight, earlier)| weight * earlier).sum();
            density.push(sum * mean / n as f64);
        }
        let mut sum = 0.0;
        let below = density.iter().map(|p| {
            sum += p;
            sum
        });
        Self { step, below: below.collect() }
    }

    /// Probability of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        let at = x / self.step - 0.5;
        if at < 0.0 {
            return self.below[0];
        }
        let i = at as usize;
        match (self.below.get(i), self.below.get(i + 1)) {
            (Some(a), Some(b)) => a + (b - a) * (at - i as f64),
            _ => 1.0,
        }
    }

    /// Quantile at probability `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        let i = self.below.partition_point(|below| *below < p).clamp(1, self.below.len() - 1);
        let (a, b) = (self.below[i - 1], self.below[i]);
        (i as f64 - 0.5 + (p - a) / (b - a)) * self.step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabulated_moments_are_those_of_the_sum() {
        let amount = Lognormal { median: 1.0, sigma: 0.5 };
        let law = CompoundPoisson::new(12.0, &amount, 60.0, 6000);
        let mean = law.step * (0..6000).map(|i| 1.0 - law.below[i]).sum::<f64>();
        assert!((mean - 12.0 * amount.mean()).abs() < 1e-4, "{mean}");
        let squares: f64 = (1..6000).map(|i| (law.step * i as f64).powi(2) * (law.below[i] - law.below[i - 1])).sum();
        assert!((squares - mean * mean - 12.0 * amount.square()).abs() < 1e-2);
        assert!((law.cdf(law.quantile(0.9)) - 0.9).abs() < 1e-9);
    }
}
