//! Bookings that a seat can be expected to make in a year at full ramp, from its book, its hours and
//! its open pipeline.
//!
//! The model is the closed form of a simulated year in a steady state. Opportunities that arise
//! without any coverage come first and take hours while they are open. The remaining hours cover
//! accounts in order of new business per hour; each brings its further opportunities, which take
//! hours as well. Hours that are left over go into the whole book with falling returns. If not even
//! the inbound opportunities get their hours, their odds fall.

use attain_core::plan::{Assignment, Seat};
use attain_core::response::response;
use attain_core::scenario::choices::Scenario;
use attain_core::selling::{SellingTime, odds_shift};
use attain_data::{Book, Outcome};

use crate::coverage::opportunity_hours;
use crate::score::AccountWorth;
use crate::territory::tier_matrix::teams_of_book;

/// The inputs to the yields of all seats of a plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct YieldInputs<'a> {
    pub(super) book: &'a Book,
    pub(super) scenario: &'a Scenario,
    /// Expected business of each account at full coverage.
    pub(super) worth: &'a [AccountWorth],
    pub(super) seats: &'a [Seat],
    /// Workload of each seat's book.
    pub(super) workload: &'a [f64],
    pub(super) accounts: &'a [Assignment],
}

/// An account in a seat's book.
#[derive(Debug, Clone, Copy)]
struct YieldAccount {
    worth: AccountWorth,
    /// Hours per month of touches and travel, or 1 if the team counts accounts.
    need: f64,
    /// Hours per month of the opportunities that are open on average, at full coverage.
    deals: f64,
    /// Expected value of the opportunities open today.
    pipeline: f64,
    customer: bool,
}

/// Expected bookings per year of each seat that count toward quota.
pub(super) fn seat_yields(inputs: &YieldInputs) -> Vec<f64> {
    let YieldInputs { book, scenario, worth, seats, workload, accounts } = *inputs;
    let teams = teams_of_book(book, scenario);
    let open_hours = opportunity_hours(book, scenario);
    let time = SellingTime::new(&scenario.coverage);
    let (pipeline, has_pipeline) = open_pipeline(book);
    let mut books: Vec<Vec<YieldAccount>> = vec![Vec::new(); seats.len()];
    let mut touches = vec![0.0; seats.len()];
    for (i, assignment) in accounts.iter().enumerate() {
        let Some(seat) = assignment.seat else { continue };
        let by_hours = teams[seats[seat].team].accounts.is_none();
        let worth = worth[i];
        touches[seat] += assignment.hours;
        books[seat].push(YieldAccount {
            worth,
            need: if by_hours { assignment.hours } else { 1.0 },
            deals: if by_hours { worth.opportunities * worth.open_years * time.per_opportunity } else { 0.0 },
            pipeline: pipeline[i],
            customer: book.accounts[i].revenue > 0.0,
        });
    }
    let open: Vec<f64> = by_seat(accounts, &open_hours, seats.len());
    let yield_of = |(s, book): (usize, Vec<YieldAccount>)| {
        let team = &teams[seats[s].team];
        let by_hours = team.accounts.is_none();
        // Travel is part of the workload and spread over the touches.
        let travel = if by_hours && touches[s] > 0.0 { ((workload[s] - open[s]) / touches[s]).max(1.0) } else { 1.0 };
        let renewals = book.iter().filter(|account| account.customer).count() as f64 * time.per_renewal / 12.0;
        let absence = team.absence.get();
        let hours = seats[s].capacity * (1.0 - absence) - if by_hours { renewals } else { 0.0 };
        YieldHours { scenario, hours: hours.max(0.0), travel }.bookings(book, has_pipeline)
    };
    books.into_iter().enumerate().map(yield_of).collect()
}

/// The hours of a seat and the conditions under which it uses them.
struct YieldHours<'a> {
    scenario: &'a Scenario,
    /// Hours per month net of absence and renewals, or a number of accounts.
    hours: f64,
    /// Factor of travel on the hours of touches.
    travel: f64,
}

impl YieldHours<'_> {
    fn bookings(&self, mut book: Vec<YieldAccount>, has_pipeline: bool) -> f64 {
        let market = &self.scenario.market;
        let inbound = response(&market.response, 0.0);
        let value = |account: &YieldAccount| account.worth.new / (account.need + account.deals).max(1e-9);
        book.sort_by(|a, b| value(b).total_cmp(&value(a)));
        let base: f64 = book.iter().map(|account| account.deals * inbound).sum();
        let served = if base > self.hours { self.hours / base } else { 1.0 };
        let mut left = (self.hours - base).max(0.0);
        let mut covered = Vec::with_capacity(book.len());
        for account in &book {
            let wanted = account.need * self.travel + account.deals * (1.0 - inbound);
            let share = if wanted <= left { 1.0 } else { left / wanted };
            left = (left - wanted).max(0.0);
            covered.push(share);
        }
        let need: f64 = book.iter().map(|account| account.need * self.travel).sum();
        let effort = 1.0 + (self.scenario.coverage.spare_time.get() * left / need.max(1e-9)).min(1.0);
        let odds = libm::exp(odds_shift(&market.selling, served));
        let (credit, renewal) = (&self.scenario.quota.credit, &market.renewal);
        let needs = renewal.expansion_needs_coverage.get();
        let bookings = |(account, share): (&YieldAccount, f64)| {
            let worth = &account.worth;
            let created = if share >= 1.0 { response(&market.response, effort) } else { inbound + (1.0 - inbound) * share };
            // The pipeline of today, where the data has one, in place of that of a steady state.
            let opening = if has_pipeline { account.pipeline - worth.new * created * worth.open_years } else { 0.0 };
            let new = (worth.new * created + opening) * odds;
            let expansion = worth.expansion * (1.0 - needs + needs * share);
            credit.new.get() * new + credit.expansion.get() * expansion + credit.renewal.get() * worth.renewal
        };
        book.iter().zip(covered).map(bookings).sum::<f64>().max(0.0)
    }
}

/// By account: the expected value of its open opportunities; and whether there are any at all.
fn open_pipeline(book: &Book) -> (Vec<f64>, bool) {
    let mut value = vec![0.0; book.accounts.len()];
    let mut any = false;
    for opportunity in &book.opportunities {
        if let Outcome::Open(chance) = opportunity.outcome {
            value[opportunity.account] += chance * opportunity.amount;
            any = true;
        }
    }
    (value, any)
}

/// Sums of a value of accounts by seat.
fn by_seat(accounts: &[Assignment], values: &[f64], seats: usize) -> Vec<f64> {
    let mut sums = vec![0.0; seats];
    for (assignment, value) in accounts.iter().zip(values) {
        if let Some(seat) = assignment.seat {
            sums[seat] += value;
        }
    }
    sums
}
