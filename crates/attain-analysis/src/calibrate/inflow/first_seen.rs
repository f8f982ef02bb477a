//! New accounts inferred from first opportunities.
//!
//! An account with the rate r creates opportunities at random. If it has existed during the whole
//! window of T years, its first k opportunities have the likelihood r^k e^(-rT); if it came in at an
//! even day of the window, before its first opportunity at t (or T without one), the likelihood is
//! r^k e^(-rT) (e^(rt) − 1) / (rT). An account with an opportunity from before the window is not
//! new. The rates follow potential; their level and
//! the share q of new accounts are fitted together by maximum likelihood, so that accounts which are
//! only quiet at first do not count as new. The inflow is −ln(1 − q) / T.

use libm::{exp, expm1, log, log1p};

use super::created::first_opportunities;
use super::evidence::NewAccountEvidence;
use crate::calibrate::history::{CalibrationHistory, YEAR};
use crate::calibrate::minimum;
use crate::calibrate::numerics::maximise;

/// Shortest window in years.
const SHORTEST: f64 = 1.0;

/// Number of new accounts below which the curvature of the likelihood says nothing.
const FEW: f64 = 3.0;
/// Share of account-years that tell whether an account is new, if few are: an account whose first
/// opportunity is late tells little.
const TELLING: f64 = 0.5;

/// Opportunities of an account in the window.
struct FirstSeen {
    count: f64,
    /// Years from the start of the window to the first opportunity, or to the end; 0 for an account
    /// that is older than the window.
    quiet: f64,
    /// Rate relative to the level, as a logarithm.
    relative: f64,
}

/// Infers the number of new accounts of a segment. `None` if the history is too short.
pub(super) fn infer_new(history: &CalibrationHistory, segment: usize, on_count: f64) -> Option<NewAccountEvidence> {
    let window = history.years();
    let rows = rows(history, segment, on_count);
    let created: f64 = rows.iter().map(|row| row.count).sum();
    if window < SHORTEST || rows.len() < minimum::CREATED || (created as usize) < minimum::CREATED {
        return None;
    }
    let log_likelihood = |at: &[f64]| {
        let (new, old) = (-log1p(exp(-at[1])), -log1p(exp(at[1])));
        let of = |row: &FirstSeen| {
            let log_rate = at[0] + row.relative;
            let mean = exp(log_rate) * window;
            let whole = row.count * log_rate - mean;
            if row.quiet <= 0.0 {
                return whole + old;
            }
            let ratio = log(expm1((exp(log_rate) * row.quiet).min(600.0)).max(1e-300)) - log(mean.max(1e-300));
            let (a, b) = (old, new + ratio);
            whole + a.max(b) + log1p(exp(-(a - b).abs()))
        };
        // A weak prior on the share of new accounts, so that the maximum is finite.
        rows.iter().map(of).sum::<f64>() + 0.5 * (new + old)
    };
    let level = log((created / (rows.len() as f64 * window)).max(1e-6));
    let fit = maximise(&log_likelihood, &[level, -2.0], 1e-4)?;
    let share = 1.0 / (1.0 + exp(-fit.at[1]));
    let rate = -log1p(-share) / window;
    // Relative standard error of the rate; the count that carries as much information, which is
    // never more than if all dates were known.
    let relative = share * fit.se(1) / (window * rate);
    let observed = window * rows.len() as f64;
    let known = rate * observed;
    let count = (1.0 / (relative * relative)).min(known);
    let method = "first opportunities of accounts";
    if known < FEW {
        return Some(NewAccountEvidence { count: known, years: TELLING * observed, observed, method });
    }
    count.is_finite().then(|| NewAccountEvidence { count, years: count / rate, observed, method })
}

fn rows(history: &CalibrationHistory, segment: usize, on_count: f64) -> Vec<FirstSeen> {
    let first = first_opportunities(history);
    let mut counts = vec![0.0; first.len()];
    history.created().for_each(|(deal, _)| counts[deal.account] += 1.0);
    let mean = history.mean_potential(segment).unwrap_or(1.0);
    let of = |(a, account): (usize, &attain_data::Account)| FirstSeen {
        count: counts[a],
        quiet: f64::from(first[a].map_or(1, |day| day.min(1)) - history.from).max(0.0) / YEAR,
        relative: on_count * log((account.potential / mean).max(1e-9)),
    };
    let included = |(_, account): &(usize, &attain_data::Account)| account.segment == segment && account.potential > 0.0;
    history.book.accounts.iter().enumerate().filter(included).map(of).collect()
}
