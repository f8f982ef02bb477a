//! The table itself: which days it tells apart, and its likelihood.

use libm::{log, pow};

use super::fit::{bands, fit};
use super::odds::odds_by_age;
use super::{ClosedDeal, ENOUGH, ObservationWindow};
use crate::calibrate::estimate::rounded;
use attain_core::scenario::choices::ClosingLifeTable;
use attain_core::units::{Days, LogOdds, Share, Sigma};

/// Days of window from which months of the quarter are told apart: a quarter and a month, so that one is seen twice.
const APART: i32 = 120;
/// Longest time that is looked at.
const LONGEST: i32 = 3650;
/// Days of a week.
const WEEK: f64 = 7.0;

/// A life table of times to close.
#[derive(Debug, Clone)]
pub struct ClosingTable {
    /// Closings behind it, and wins among them.
    pub closed: usize,
    /// Wins among them.
    pub won: usize,
    /// By band of age: its first day after.
    pub(super) until: Vec<i32>,
    /// By row and band: chance to close in a day.
    pub(super) hazards: Vec<Vec<f64>>,
    /// By band: shift of log odds of winning; empty where age does not matter.
    pub(super) odds: Vec<f64>,
    /// By age in whole days: how many that will be closed are open at the end of the last day.
    pub stock: Vec<f64>,
    /// Logarithm of the likelihood of the times to close.
    pub(super) log_likelihood: f64,
}

impl ClosingTable {
    /// The table of what closed in a window; `None` where nothing did.
    #[must_use]
    pub fn of(closed: &[ClosedDeal], window: &ObservationWindow) -> Option<Self> {
        let inside = |one: &&ClosedDeal| {
            one.closed >= window.from && one.closed <= 0 && one.created <= one.closed && one.closed - one.created < LONGEST
        };
        let closed: Vec<ClosedDeal> = closed.iter().filter(inside).copied().collect();
        if closed.is_empty() {
            return None;
        }
        let until = bands(&closed);
        let months = window.months(window.from - until.last()?);
        let alike = vec![0; months.len()];
        let pooled = fit(&closed, window, &until, &alike, None);
        let long = -window.from >= APART && closed.len() >= ENOUGH;
        let apart = long.then(|| fit(&closed, window, &until, &months, Some(&pooled.hazards[0])));
        // Two more rows, and two more rates of what comes up.
        let price = (until.len() + 1) as f64 * log(closed.len() as f64);
        let (fit, class) = match apart {
            Some(apart) if apart.log_likelihood - pooled.log_likelihood > price => (apart, months),
            _ => (pooled, alike),
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
        table.log_likelihood = closed.iter().map(|one| table.log_chance(one, window, &class)).sum();
        Some(table)
    }

    /// Whether months of the quarter differ.
    #[must_use]
    pub fn by_month(&self) -> bool {
        self.hazards.len() > 1
    }

    /// Figures that were learned.
    pub(super) fn figures(&self) -> usize {
        self.hazards.len() * self.until.len()
    }

    /// Logarithm of the chance of a time to close.
    fn log_chance(&self, one: &ClosedDeal, window: &ObservationWindow, class: &[usize]) -> f64 {
        let first = window.from - self.until[self.until.len() - 1];
        let hazard = |day: i32| {
            let band = self.until.partition_point(|&until| until <= day - one.created).min(self.until.len() - 1);
            self.hazards[class[(day - first) as usize]][band]
        };
        (one.created.max(first)..one.closed).map(|day| log(1.0 - hazard(day).min(1.0 - 1e-9))).sum::<f64>()
            + log(hazard(one.closed).max(1e-12))
    }

    /// As scenarios give it.
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
