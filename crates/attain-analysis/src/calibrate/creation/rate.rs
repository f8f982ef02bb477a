//! Maximum-likelihood estimate of the creation rate of a segment.

use libm::{exp, log};

use crate::calibrate::history::CalibrationHistory;
use crate::calibrate::numerics::{Cholesky, maximise};

/// Days without a touch after which an account counts as not covered.
const UNTOUCHED: i32 = 90;

/// Number of opportunities created by an account in the window, with its covariates.
pub(super) struct AccountCount {
    pub count: f64,
    /// ln(potential / mean potential).
    pub relative: f64,
    /// Whether the account was not touched for 90 days; `None` if unknown.
    pub untouched: Option<bool>,
    /// Years of the window in which the account is known to exist.
    pub years: f64,
}

/// Logarithm of the inbound share, with its variance.
#[derive(Debug, Clone, Copy)]
pub(super) struct InboundShare {
    pub log: f64,
    pub variance: f64,
}

/// Fitted creation rate of a segment.
pub(super) struct CreationRate {
    /// Logarithm of the annual rate of a touched account with mean potential.
    pub log: f64,
    /// Exponent of relative potential.
    pub exponent: f64,
    /// Inbound share, if it was fitted.
    pub inbound: Option<InboundShare>,
    /// Standard error of `log`.
    pub se_log: f64,
    /// Standard error of `exponent`.
    pub se_exponent: f64,
    pub dispersion: f64,
    /// Degrees of freedom of `dispersion`.
    pub freedom: f64,
    /// Mean inverse count that remains after the parameters are fitted; see `mean_inverse_count`.
    pub inverse_count: f64,
    /// Expected share of opportunities from untouched accounts.
    pub untouched: f64,
}

/// Counts the opportunities created in the window by each account of a segment.
pub(super) fn account_counts(history: &CalibrationHistory, segment: usize) -> Vec<AccountCount> {
    let mut counts = vec![0.0; history.book.accounts.len()];
    history.created().for_each(|(deal, _)| counts[deal.account] += 1.0);
    let mean = history.mean_potential(segment).unwrap_or(1.0);
    let row = |(at, account): (usize, &attain_data::Account)| AccountCount {
        count: counts[at],
        relative: log((account.potential / mean).max(1e-9)),
        untouched: account.last_touch.map(|date| history.day(date)).filter(|day| *day <= 0).map(|day| day < -UNTOUCHED),
        years: history.years_since(account.created),
    };
    let of = |(_, account): &(usize, &attain_data::Account)| {
        account.segment == segment && account.potential > 0.0 && history.years_since(account.created) > 0.0
    };
    history.book.accounts.iter().enumerate().filter(of).map(row).collect()
}

/// Treatment of the inbound share in a fit.
#[derive(Debug, Clone, Copy)]
pub(super) enum InboundTerm {
    /// Fixed at a value, given as a logarithm.
    Fixed(f64),
    /// Fitted together with the rate.
    Free,
}

/// Fits the creation rate of a segment by maximum likelihood.
pub(super) fn fit_rate(rows: &[AccountCount], inbound: InboundTerm) -> Option<CreationRate> {
    let total: f64 = rows.iter().map(|row| row.count).sum();
    let varied = rows.iter().any(|row| (row.relative - rows[0].relative).abs() > 1e-6);
    let free = matches!(inbound, InboundTerm::Free);
    let mean = |row: &AccountCount, at: &[f64]| {
        let off = match inbound {
            InboundTerm::Free => at[2],
            InboundTerm::Fixed(log) => log,
        };
        let response = if row.untouched == Some(true) { off } else { 0.0 };
        let exponent = if varied { at[1] } else { 0.0 };
        exp(at[0] + exponent * row.relative + response) * row.years
    };
    let weak = |x: f64| -0.5 * x * x / 9.0;
    let log_likelihood = |at: &[f64]| {
        let sum: f64 = rows
            .iter()
            .map(|row| {
                let m = mean(row, at);
                if row.count > 0.0 { row.count * log(m.max(1e-300)) - m } else { -m }
            })
            .sum();
        // A weak prior, so that parameters without information have a maximum.
        sum + weak(at[1]) + at.get(2).map_or(0.0, |&x| weak(x))
    };
    let base = log((total / rows.iter().map(|row| row.years).sum::<f64>()).max(1e-6));
    let start = if free { vec![base, 0.4, -0.7] } else { vec![base, 0.4] };
    let fit = maximise(&log_likelihood, &start, 1e-4)?;
    let freedom = (rows.len() as f64 - start.len() as f64).max(1.0);
    let (mut statistic, mut all, mut untouched) = (0.0, 0.0, 0.0);
    for row in rows {
        let m = mean(row, &fit.at);
        statistic += (row.count - m).powi(2) / m.max(1e-12);
        all += m;
        untouched += if row.untouched == Some(true) { m } else { 0.0 };
    }
    let dispersion = statistic / freedom;
    let wide = dispersion.max(1.0).sqrt();
    Some(CreationRate {
        log: fit.at[0],
        exponent: if varied { fit.at[1] } else { 0.0 },
        inbound: free.then(|| InboundShare { log: fit.at[2], variance: (wide * fit.se(2)).powi(2) }),
        se_log: wide * fit.se(0),
        se_exponent: wide * fit.se(1),
        dispersion,
        freedom,
        inverse_count: mean_inverse_count(rows.iter().map(|row| (row, mean(row, &fit.at)))),
        untouched: untouched / all.max(1e-300),
    })
}

/// Returns the mean inverse of the expected counts m, minus the part absorbed by level, exponent
/// and response: (Σ 1/m − sᵀ I⁻¹ s) / n, where I is the information of the three parameters and s
/// holds the sums of their columns.
fn mean_inverse_count<'a>(rows: impl Iterator<Item = (&'a AccountCount, f64)>) -> f64 {
    let (mut inverse, mut n, mut sums, mut information) = (0.0, 0.0, [0.0; 3], [0.0; 9]);
    // Expected counts are bounded below, because near-zero ones carry no information.
    for (row, m) in rows.map(|(row, m)| (row, m.max(0.02))) {
        let columns = [1.0, row.relative, f64::from(u8::from(row.untouched == Some(true)))];
        inverse += 1.0 / m;
        n += 1.0;
        for i in 0..3 {
            sums[i] += columns[i];
            (0..3).for_each(|j| information[3 * i + j] += m * columns[i] * columns[j]);
        }
    }
    // A small ridge, so that a column of zeros takes nothing.
    (0..3).for_each(|i| information[4 * i] += 1e-9 * (1.0 + information[0]));
    let taken =
        Cholesky::factor(&information, 3).map(|factor| factor.solve(&sums).iter().zip(&sums).map(|(x, s)| x * s).sum::<f64>());
    ((inverse - taken.unwrap_or(0.0)) / n).max(0.0)
}
