//! Symmetric positive definite systems.

/// Cholesky factor of a symmetric matrix: the lower triangle L of A = L Lᵀ, in row-major order.
#[derive(Debug, Clone)]
pub struct Cholesky {
    n: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Factors a symmetric matrix (`n` × `n`, in row-major order). `None` if it is not positive
    /// definite.
    #[must_use]
    pub fn factor(matrix: &[f64], n: usize) -> Option<Self> {
        let mut lower = matrix.to_vec();
        for i in 0..n {
            for j in 0..=i {
                let (above, row) = lower.split_at(i * n);
                let other = if i == j { &row[..j] } else { &above[j * n..j * n + j] };
                let dot: f64 = row[..j].iter().zip(other).map(|(a, b)| a * b).sum();
                let rest = row[j] - dot;
                let value = if i == j {
                    if rest.is_nan() || rest <= 1e-12 * matrix[i * n + i].abs() {
                        return None;
                    }
                    rest.sqrt()
                } else {
                    rest / above[j * n + j]
                };
                lower[i * n + j] = value;
            }
        }
        Some(Self { n, lower })
    }

    /// Solves A x = b.
    #[must_use]
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.n;
        let mut x = b.to_vec();
        for i in 0..n {
            let dot: f64 = self.lower[i * n..i * n + i].iter().zip(&x).map(|(a, b)| a * b).sum();
            x[i] = (x[i] - dot) / self.lower[i * n + i];
        }
        for i in (0..n).rev() {
            let value = x[i] / self.lower[i * n + i];
            x[i] = value;
            for (left, a) in x[..i].iter_mut().zip(&self.lower[i * n..i * n + i]) {
                *left -= a * value;
            }
        }
        x
    }

    /// Returns the logarithm of the determinant of A.
    #[must_use]
    pub fn log_determinant(&self) -> f64 {
        (0..self.n).map(|i| 2.0 * libm::log(self.lower[i * self.n + i])).sum()
    }

    /// Returns the inverse of A, in row-major order.
    #[must_use]
    pub fn inverse(&self) -> Vec<f64> {
        let n = self.n;
        let mut inverse = vec![0.0; n * n];
        let mut unit = vec![0.0; n];
        for j in 0..n {
            unit[j] = 1.0;
            for (i, value) in self.solve(&unit).into_iter().enumerate() {
                inverse[i * n + j] = value;
            }
            unit[j] = 0.0;
        }
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_and_inverts() {
        let a = [4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0];
        let factor = Cholesky::factor(&a, 3).expect("positive definite");
        let x = factor.solve(&[1.0, 2.0, 3.0]);
        for (i, b) in [1.0, 2.0, 3.0].iter().enumerate() {
            let got: f64 = (0..3).map(|j| a[i * 3 + j] * x[j]).sum();
            assert!((got - b).abs() < 1e-12);
        }
        let inverse = factor.inverse();
        let one: f64 = (0..3).map(|j| a[j] * inverse[j * 3]).sum();
        assert!((one - 1.0).abs() < 1e-12);
        let det = 4.0 * (15.0 - 1.0) - 2.0 * (6.0 - 0.6) + 0.6 * (2.0 - 3.0);
        assert!((factor.log_determinant() - libm::log(det)).abs() < 1e-12);
        assert!(Cholesky::factor(&[1.0, 2.0, 2.0, 1.0], 2).is_none());
    }
}
