//! Logistic regression with random effects of reps, territories and accounts.
//!
//! The mode of the penalised likelihood is found by Newton's method. Every trial belongs to one
//! account, so the block of the accounts in the information matrix is diagonal and is eliminated
//! first (Schur complement). The rest, a few hundred columns, is factored densely. The marginal
//! likelihood of the spreads is Laplace's approximation at the mode, including the fixed effects
//! (Breslow & Clayton 1993; Tierney & Kadane 1986). This approximation is too inaccurate for
//! accounts, which have few trials each, so their part is computed by adaptive Gauss-Hermite
//! quadrature about the mode (Liu & Pierce 1994, Biometrika 81(3)).

use crate::calibrate::numerics::Cholesky;
use crate::calibrate::numerics::distributions::{logistic, softplus};

/// Nodes and weights of five-point Gauss-Hermite quadrature for the normal distribution.
const NODES: [(f64, f64); 5] = [
    (-2.856_970_013_872_806, 0.011_257_411_327_720_69),
    (-1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (0.0, 0.533_333_333_333_333_3),
    (1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (2.856_970_013_872_806, 0.011_257_411_327_720_69),
];

/// Trials by account, as rows of a sparse design matrix.
#[derive(Debug, Clone, Default)]
pub struct TrialRows {
    /// Number of dense columns. The size column, if there is one, is the last.
    pub columns: usize,
    /// Columns that have the value 1 in each row, with `width` entries per row.
    pub ones: Vec<u32>,
    /// Number of columns that have the value 1 in a row.
    pub width: usize,
    /// Size of each row, if size has a column.
    pub size: Option<Vec<f64>>,
    /// First row of each account; the last entry is the number of rows.
    pub account_from: Vec<usize>,
    /// Number of trials in each row.
    pub n: Vec<f64>,
    /// Number of wins in each row.
    pub won: Vec<f64>,
}

/// Precisions of the normal priors.
#[derive(Debug, Clone)]
pub struct EffectPriors {
    /// Precision of each dense column.
    pub columns: Vec<f64>,
    /// Precision of every account.
    pub account: f64,
}

/// Mode of the posterior.
#[derive(Debug, Clone)]
pub struct PosteriorMode {
    /// Value of each dense column.
    pub at: Vec<f64>,
    /// Value of each account.
    pub accounts: Vec<f64>,
    /// Log marginal likelihood up to a constant: penalised log likelihood minus half the log
    /// determinant of the information, with quadrature for the accounts.
    pub log_marginal: f64,
    /// Cholesky factor of the information of the dense columns, with accounts eliminated.
    factor: Cholesky,
}

/// Gradient and information, gathered in one pass over the rows.
struct NewtonPass {
    gradient: Vec<f64>,
    information: Vec<f64>,
    accounts: Vec<AccountTerms>,
    /// Columns coupled with accounts, with the information that they share.
    couplings: Vec<(u32, f64)>,
}

/// Terms of an account in a pass.
struct AccountTerms {
    gradient: f64,
    information: f64,
    /// Index of the account's first coupling.
    first_coupling: usize,
}

impl TrialRows {
    /// Finds the mode under the given priors. `None` if the information matrix is not positive
    /// definite.
    #[must_use]
    pub fn find_mode(&self, priors: &EffectPriors, start: Option<(&[f64], &[f64])>) -> Option<PosteriorMode> {
        let accounts = self.account_from.len() - 1;
        let mut at = start.map_or_else(|| vec![0.0; self.columns], |start| start.0.to_vec());
        let mut of_account = start.map_or_else(|| vec![0.0; accounts], |start| start.1.to_vec());
        let mut value = self.objective(priors, &at, &of_account);
        for _ in 0..30 {
            let pass = self.pass(priors, &at, &of_account);
            let factor = Cholesky::factor(&pass.information, self.columns)?;
            let step = factor.solve(&pass.gradient);
            let account_step = pass.account_steps(&step);
            let longest = step.iter().chain(&account_step).fold(0.0_f64, |most, x| most.max(x.abs()));
            let mut scale = (2.0 / longest.max(1e-300)).min(1.0);
            let mut climbed = false;
            for _ in 0..12 {
                let moved = |from: &[f64], by: &[f64]| from.iter().zip(by).map(|(x, dx)| x + scale * dx).collect::<Vec<f64>>();
                let (next, next_accounts) = (moved(&at, &step), moved(&of_account, &account_step));
                let there = self.objective(priors, &next, &next_accounts);
                if there >= value - 1e-9 * value.abs() {
                    (at, of_account, value, climbed) = (next, next_accounts, there, true);
                    break;
                }
                scale *= 0.5;
            }
            if !climbed || longest < 1e-4 {
                break;
            }
        }
        let pass = self.pass(priors, &at, &of_account);
        let factor = Cholesky::factor(&pass.information, self.columns)?;
        let determinant =
            factor.log_determinant() + pass.accounts.iter().map(|account| libm::log(account.information)).sum::<f64>();
        let correction: f64 =
            (0..accounts).map(|a| self.quadrature_correction(a, &at, of_account[a], pass.accounts[a].information, priors)).sum();
        Some(PosteriorMode { at, accounts: of_account, log_marginal: value - 0.5 * determinant + correction, factor })
    }

    /// Returns the log ratio of an account's integral by quadrature to its Laplace approximation.
    /// `information` is the account's information at the mode.
    fn quadrature_correction(&self, a: usize, at: &[f64], effect: f64, information: f64, priors: &EffectPriors) -> f64 {
        let rows = self.account_from[a]..self.account_from[a + 1];
        let base: Vec<f64> = rows.clone().map(|row| self.log_odds(row, at, 0.0)).collect();
        let log_density = |x: f64| {
            let of = |(row, base): (usize, &f64)| {
                let eta = base + x;
                self.won[row] * eta - self.n[row] * softplus(eta)
            };
            rows.clone().zip(&base).map(of).sum::<f64>() - 0.5 * priors.account * x * x
        };
        let (top, sd) = (log_density(effect), 1.0 / information.sqrt());
        let sum: f64 = NODES.iter().map(|(x, w)| w * libm::exp(log_density(effect + sd * x) - top + 0.5 * x * x)).sum();
        libm::log(sum)
    }

    /// Returns the log odds of a row.
    #[must_use]
    fn log_odds(&self, row: usize, at: &[f64], account: f64) -> f64 {
        let ones = &self.ones[row * self.width..(row + 1) * self.width];
        let size = self.size.as_ref().map_or(0.0, |size| size[row] * at[self.columns - 1]);
        ones.iter().map(|&column| at[column as usize]).sum::<f64>() + size + account
    }

    fn objective(&self, priors: &EffectPriors, at: &[f64], accounts: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (a, effect) in accounts.iter().enumerate() {
            for row in self.account_from[a]..self.account_from[a + 1] {
                let x = self.log_odds(row, at, *effect);
                sum += self.won[row] * x - self.n[row] * softplus(x);
            }
            sum -= 0.5 * priors.account * effect * effect;
        }
        sum - 0.5 * at.iter().zip(&priors.columns).map(|(x, precision)| precision * x * x).sum::<f64>()
    }

    fn pass(&self, priors: &EffectPriors, at: &[f64], accounts: &[f64]) -> NewtonPass {
        let size = self.columns;
        let mut pass = NewtonPass {
            gradient: at.iter().zip(&priors.columns).map(|(x, precision)| -precision * x).collect(),
            information: vec![0.0; size * size],
            accounts: Vec::with_capacity(accounts.len()),
            couplings: Vec::new(),
        };
        for (i, precision) in priors.columns.iter().enumerate() {
            pass.information[i * size + i] = *precision;
        }
        let mut coupled = vec![0.0; size];
        let mut touched: Vec<u32> = Vec::new();
        for (a, effect) in accounts.iter().enumerate() {
            let (mut slope, mut curve) = (-priors.account * effect, priors.account);
            for row in self.account_from[a]..self.account_from[a + 1] {
                let p = logistic(self.log_odds(row, at, *effect));
                let (excess, weight) = (self.won[row] - self.n[row] * p, self.n[row] * p * (1.0 - p));
                slope += excess;
                curve += weight;
                let ones = &self.ones[row * self.width..(row + 1) * self.width];
                let last = self.size.as_ref().map(|of| ((size - 1) as u32, of[row]));
                for (i, (column, value)) in ones.iter().map(|&column| (column, 1.0)).chain(last).enumerate() {
                    let c = column as usize;
                    pass.gradient[c] += excess * value;
                    if coupled[c] == 0.0 {
                        touched.push(column);
                    }
                    coupled[c] += weight * value;
                    for &other in ones.iter().take(i + 1) {
                        let o = other as usize;
                        pass.information[c.max(o) * size + c.min(o)] += weight * value;
                    }
                    if i == self.width {
                        pass.information[c * size + c] += weight * value * value;
                    }
                }
            }
            touched.sort_unstable();
            touched.dedup();
            pass.accounts.push(AccountTerms { gradient: slope, information: curve, first_coupling: pass.couplings.len() });
            let from = pass.couplings.len();
            pass.couplings.extend(touched.iter().map(|&column| (column, coupled[column as usize])));
            let mine = &pass.couplings[from..];
            for (i, &(column, value)) in mine.iter().enumerate() {
                let share = value / curve;
                pass.gradient[column as usize] -= share * slope;
                for &(other, with) in &mine[..=i] {
                    pass.information[column as usize * size + other as usize] -= share * with;
                }
                coupled[column as usize] = 0.0;
            }
            touched.clear();
        }
        for i in 0..size {
            for j in 0..i {
                pass.information[j * size + i] = pass.information[i * size + j];
            }
        }
        pass
    }
}

impl NewtonPass {
    fn account_steps(&self, step: &[f64]) -> Vec<f64> {
        let end = |a: usize| self.accounts.get(a + 1).map_or(self.couplings.len(), |next| next.first_coupling);
        let of = |(a, account): (usize, &AccountTerms)| {
            let AccountTerms { gradient, information, first_coupling } = *account;
            let coupled: f64 =
                self.couplings[first_coupling..end(a)].iter().map(|&(column, value)| value * step[column as usize]).sum();
            (gradient - coupled) / information
        };
        self.accounts.iter().enumerate().map(of).collect()
    }
}

impl PosteriorMode {
    /// Returns the variance of a linear function of the dense columns.
    #[must_use]
    pub fn variance(&self, weights: &[f64]) -> f64 {
        self.factor.solve(weights).iter().zip(weights).map(|(x, w)| x * w).sum::<f64>().max(0.0)
    }

    /// Returns the covariance of the dense columns in a range, in row-major order.
    #[must_use]
    pub fn covariance(&self, columns: std::ops::Range<usize>) -> Vec<f64> {
        let mut unit = vec![0.0; self.at.len()];
        let mut covariance = Vec::with_capacity(columns.len() * columns.len());
        for column in columns.clone() {
            unit[column] = 1.0;
            covariance.extend_from_slice(&self.factor.solve(&unit)[columns.clone()]);
            unit[column] = 0.0;
        }
        covariance
    }

    /// Returns the value of a linear function of the dense columns.
    #[must_use]
    pub fn value(&self, weights: &[f64]) -> f64 {
        self.at.iter().zip(weights).map(|(x, w)| x * w).sum()
    }

    /// Returns the variance of each dense column in a range.
    #[must_use]
    pub fn variances(&self, columns: std::ops::Range<usize>) -> Vec<f64> {
        let mut weights = vec![0.0; self.at.len()];
        columns
            .map(|column| {
                weights[column] = 1.0;
                let variance = self.variance(&weights);
                weights[column] = 0.0;
                variance
            })
            .collect()
    }
}
