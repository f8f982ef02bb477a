//! What accounts and books amount to by each measure that can be balanced.

use super::equity::{group_means, is_outside, like_seats};
use crate::account_figures::AccountFigures;
use crate::coverage::CoverageNeeds;
use attain_core::plan::Plan;
use attain_core::scenario::choices::{BalanceMeasure, BalanceRule};
use attain_data::{Book, Outcome};

/// What each account adds to a measure.
pub(crate) fn by_account(book: &Book, needs: &CoverageNeeds, measure: BalanceMeasure) -> Vec<f64> {
    match measure {
        BalanceMeasure::Potential => book.accounts.iter().map(|account| account.potential).collect(),
        BalanceMeasure::Workload => needs.hours.iter().zip(&needs.open).map(|(hours, open)| hours + open).collect(),
        BalanceMeasure::Accounts => vec![1.0; book.accounts.len()],
        BalanceMeasure::Pipeline => {
            let mut pipeline = vec![0.0; book.accounts.len()];
            for opportunity in &book.opportunities {
                if matches!(opportunity.outcome, Outcome::Open(_)) {
                    pipeline[opportunity.account] += opportunity.amount;
                }
            }
            pipeline
        }
    }
}

/// What seats hold of something that accounts add up to.
pub(crate) fn by_seat(seats: usize, of_account: &[f64], seat: impl Fn(usize) -> Option<usize>) -> Vec<f64> {
    let mut totals = vec![0.0; seats];
    for (account, value) in of_account.iter().enumerate() {
        if let Some(seat) = seat(account) {
            totals[seat] += value;
        }
    }
    totals
}

/// The books of a plan by a balanced measure.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredBooks {
    pub rule: BalanceRule,
    /// Total of each seat.
    pub totals: Vec<f64>,
    /// Mean of the like seats of each seat.
    pub means: Vec<f64>,
}

impl MeasuredBooks {
    pub(crate) fn new(rule: BalanceRule, totals: Vec<f64>, group: &[usize]) -> Self {
        let means = group_means(&totals, group);
        Self { rule, totals, means }
    }

    /// Whether a seat is outside the tolerance.
    #[must_use]
    pub fn is_outside(&self, seat: usize) -> bool {
        is_outside(self.totals[seat], self.means[seat], self.rule.tolerance)
    }

    /// How far a seat is from the mean, as a share of it.
    #[must_use]
    pub fn deviation(&self, seat: usize) -> f64 {
        if self.means[seat] > 0.0 { self.totals[seat] / self.means[seat] - 1.0 } else { 0.0 }
    }
}

/// The books of a plan by every measure that its scenario balances.
#[must_use]
pub fn measured_books(book: &Book, plan: &Plan) -> Vec<MeasuredBooks> {
    let group = like_seats(&plan.scenario, &plan.seats);
    let rules = plan.scenario.territory.balanced();
    let needs = AccountFigures::new(book, &plan.scenario).needs;
    let measured = |rule: BalanceRule| {
        let of_account = by_account(book, &needs, rule.measure);
        MeasuredBooks::new(rule, by_seat(plan.seats.len(), &of_account, |account| plan.accounts[account].seat), &group)
    };
    rules.into_iter().map(measured).collect()
}
