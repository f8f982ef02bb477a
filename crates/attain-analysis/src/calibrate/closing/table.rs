//! Life table of times to close: its day classes and likelihood.

use libm::{log, pow};

use super::fit::{bands, fit};
use super::win_odds_by_age::odds_by_age;
use super::window::{ClosedDeal, ObservationWindow};
use crate::calibrate::minimum::CLOSED_FOR_TABLE;
use crate::calibrate::setting::rounded;
use attain_core::scenario::choices::ClosingLifeTable;
use attain_core::units::{Days, LogOdds, Share, Sigma};

/// Shortest window for separate months of the quarter, in days: a quarter and a month, so that one
/// month is observed twice.
const SEPARATE_MONTHS: i32 = 120;
/// Longest time to close, in days.
const LONGEST: i32 = 3650;
/// Days in a week.
const WEEK: f64 = 7.0;

/// A life table of times to close.
#[derive(Debug, Clone)]
pub struct ClosingTable {
    /// Number of closings.
    pub closed: usize,
    /// Number of wins among the closings.
    pub won: usize,
    /// First age after each age band, in days.
    pub(super) until: Vec<i32>,
    /// Daily closing probability, indexed by day class and age band.
    pub(super) hazards: Vec<Vec<f64>>,
    /// Shift in the log odds of a win by age band; empty if age has no effect.
    pub(super) odds: Vec<f64>,
    /// Number of open deals that will close, indexed by age in whole days at the end of the last
    /// day.
    pub stock: Vec<f64>,
    /// Log likelihood of the times to close.
    pub(super) log_likelihood: f64,
}

impl ClosingTable {
    /// Estimates the table from the deals that closed in a window. `None` if there are none.
    #[must_use]
    pub fn estimate(closed: &[ClosedDeal], window: &ObservationWindow) -> Option<Self> {
        let inside = |one: &&ClosedDeal| {
            one.closed >= window.from && one.closed <= 0 && one.created <= one.closed && one.closed - one.created < LONGEST
        };
        let closed: Vec<ClosedDeal> = closed.iter().filter(inside).copied().collect();
        if closed.is_empty() {
            return None;
        }
        let until = bands(&closed);
        let months = window.quarter_months(window.from - until.last()?);
        let one_class = vec![0; months.len()];
        let pooled = fit(&closed, window, &until, &one_class, None);
        let long = -window.from >= SEPARATE_MONTHS && closed.len() >= CLOSED_FOR_TABLE;
        let separate = long.then(|| fit(&closed, window, &until, &months, Some(&pooled.hazards[0])));
        // Penalty for two more rows of hazards and two more creation rates (BIC).
        let penalty = (until.len() + 1) as f64 * log(closed.len() as f64);
        let (fit, class) = match separate {
            Some(separate) if separate.log_likelihood - pooled.log_likelihood > penalty => (separate, months),
            _ => (pooled, one_class),
        };
        let odds = odds_by_age(&closed, &until, |day| class[(day - window.from + until[until.len() - 1]) as usize]);
        let mut table = Self {
            closed: closed.len(),
            won: closed.iter().filter(|one| one.won).count(),
            hazards: fit.hazards,
            stock: fit.stock,
            log_likelihood: 0.0,
            odds,
            until,
        };
        table.log_likelihood = closed.iter().map(|one| table.log_probability(one, window, &class)).sum();
        Some(table)
    }

    /// Returns whether each month of the quarter has separate hazards.
    #[must_use]
    pub fn by_month(&self) -> bool {
        self.hazards.len() > 1
    }

    /// Returns the number of estimated hazards.
    pub(super) fn parameters(&self) -> usize {
        self.hazards.len() * self.until.len()
    }

    /// Returns the log probability of a deal's time to close.
    fn log_probability(&self, one: &ClosedDeal, window: &ObservationWindow, class: &[usize]) -> f64 {
        let first = window.from - self.until[self.until.len() - 1];
        let hazard = |day: i32| {
            let band = self.until.partition_point(|&until| until <= day - one.created).min(self.until.len() - 1);
            self.hazards[class[(day - first) as usize]][band]
        };
        (one.created.max(first)..one.closed).map(|day| log(1.0 - hazard(day).min(1.0 - 1e-9))).sum::<f64>()
            + log(hazard(one.closed).max(1e-12))
    }

    /// Returns the table as a scenario choice.
    #[must_use]
    pub fn choice(&self) -> ClosingLifeTable {
        let week = |hazard: &f64| Share::literal(rounded(1.0 - pow(1.0 - hazard.min(1.0), WEEK)));
        ClosingLifeTable {
            until_days: self.until.iter().map(|&day| Days::literal(f64::from(day))).collect(),
            a_week: self.hazards.iter().map(|row| row.iter().map(week).collect()).collect(),
            win_log_odds: self.odds.iter().map(|&shift| LogOdds::literal(rounded(shift.clamp(-10.0, 10.0)))).collect(),
            uncertainty: Sigma::literal(rounded(1.0 / (self.closed as f64).sqrt())),
            ..ClosingLifeTable::default()
        }
    }
}
