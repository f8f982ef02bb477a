//! The accounts of a plan's year: columns for values that change every month, and one struct per
//! account for values that change with events.
//!
//! A month is simulated in a few loops over columns. The loops contain no calls or branches and use
//! single precision, except for sums, so that the compiler can vectorise them. Counts are
//! accumulated per account and added to the owner and segment when the owner changes or a year
//! ends: see [`super::year_state::YearState::settle`].

use super::account_constants::AccountConstants;
use super::account_state::{AccountHistory, AccountState, ChurnStatus, OPEN, PROSPECT, SettledCounts, quiet_kind};
use super::compiled_account::CompiledAccount;
use super::coverage_counts::CoverageCounts;
use super::decay::DecayFactors;
use super::loops::{create, gather, pay, respond, shrink, touch, wait, wide};
use super::owner::HOUSE;
use crate::world::CompiledMarket;
use crate::world::compiled_market::AccountMoney;

/// The accounts of a plan's year, in columns.
#[derive(Debug, Clone, Default)]
pub struct AccountColumns {
    pub states: Vec<AccountState>,
    /// Effects of past events.
    pub histories: Vec<AccountHistory>,
    /// 1 where the owner is a seat with a rep, 0 elsewhere.
    pub staffed: Vec<f32>,
    /// Account of the book that each new account resembles. New accounts follow those of the book,
    /// in the order of the world. Those that do not come in have a row without effect.
    models: Vec<u32>,
    /// New accounts that did not come in.
    pub absent: Vec<u32>,
    /// Values that do not change.
    pub fixed: FixedColumns,
    /// Hours of travel needed per month.
    pub travel: Vec<f32>,
    /// Coverage in the current month, from 0 to 1.
    pub coverage: Vec<f32>,
    /// Factor on the effect of full coverage, from the spare time of the owner.
    pub boost: Vec<f32>,
    /// Accounts that are covered partly this month, and how much.
    pub partly: Vec<(u32, f64)>,
    /// Sum of coverage over the months of the horizon so far.
    pub covered: Vec<f64>,
    /// Hours a month that its open deals need.
    pub deal_hours: Vec<f64>,
    /// Months so far for which its open deals got no selling time.
    pub idle: Vec<f32>,
    /// Touches given and missed.
    pub touches: TouchColumns,
    /// Rate of creation at the current coverage, relative to the normal rate.
    pub response: Vec<f32>,
    /// Factor on the rate of creation due to windfalls and whitespace.
    pub scale: Vec<f32>,
    /// Share of creation lost because of changes of owner.
    pub loss: Vec<f32>,
    /// Rate of creation in the current month relative to the normal rate, before drift and season.
    pub rate: Vec<f32>,
    /// Share of new business lost because of all effects of changes of owner.
    pub handover_loss: Vec<f32>,
    /// Expected new business lost to ownership changes so far.
    pub lost: Vec<f64>,
    /// Potential before drift, including the effects of this year's wins and losses.
    pub potential: Vec<f64>,
    /// Counts already added to owners and segments.
    settled: SettledAccounts,
    /// Values at the start of the current year of the horizon; empty in the first year.
    year_start: YearStart,
}

/// Touches of each account.
#[derive(Debug, Clone, Default)]
pub struct TouchColumns {
    /// Minimum number of touches per month: 1 where a deal is open, 0 elsewhere.
    pub engaged: Vec<f32>,
    /// Fraction of the next touch that has been given.
    pub touched: Vec<f32>,
    /// Months since the last touch.
    pub untouched: Vec<f32>,
    /// Number of months orphaned so far.
    pub orphaned: Vec<f32>,
}

/// Values of each account that do not change, for the monthly loops.
#[derive(Debug, Clone, Default)]
pub struct FixedColumns {
    /// Rate of creation at full coverage, relative to the normal rate.
    pub full: Vec<f32>,
    /// Touches per month at full coverage.
    pub touches: Vec<f32>,
    /// Months without a touch after which the account is orphaned.
    pub patience: Vec<f32>,
    /// Expected new business per month at full coverage.
    pub value: Vec<f32>,
}

/// A new account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewRow {
    /// Account of the book that it resembles.
    pub model: u32,
    pub state: AccountState,
    pub travel: f32,
    /// Whether its owner is a seat with a rep.
    pub staffed: bool,
    pub potential: f64,
    pub value: f32,
    pub full: f32,
    pub touches: f32,
    pub patience: f32,
    /// Month from which it counts.
    pub month: usize,
}

/// Counts of the accounts that have been settled. Most accounts are never settled within a year.
#[derive(Debug, Clone, Default)]
struct SettledAccounts {
    counts: Vec<SettledCounts>,
    /// Index of each account in `counts`, or [`NEVER`].
    places: Vec<u32>,
}

/// Values of each account at the start of a year of the horizon after the first.
#[derive(Debug, Clone, Default)]
struct YearStart {
    /// Months orphaned before the year.
    orphaned: Vec<f32>,
    revenue: Vec<f64>,
}

/// Index of an account that has not been settled yet.
const NEVER: u32 = u32::MAX;

/// Fills a column of length `n` with one value.
fn fill<T: Clone>(column: &mut Vec<T>, n: usize, value: T) {
    column.clear();
    column.resize(n, value);
}

/// Fills a column from a list.
fn copy<S, T>(column: &mut Vec<T>, from: &[S], get: impl Fn(&S) -> T) {
    column.clear();
    column.extend(from.iter().map(get));
}

impl AccountColumns {
    /// Returns the accounts of a plan on the first day. Only columns that differ between plans are
    /// set.
    #[must_use]
    pub(crate) fn at_start(accounts: &[CompiledAccount], market: &CompiledMarket, staffed: impl Fn(u32) -> bool) -> Self {
        let mut start = Self::default();
        let state = |(a, account): (usize, &CompiledAccount)| AccountState {
            owner: account.first,
            need: account.need as f32,
            place: 0,
            open: 0,
            delay: 0.0,
            shift: 0.0,
            gap: account.gap as f32,
            segment: market.segment_of[a],
            kind: quiet_kind(market.money[a].revenue) as u8,
            since: 0,
        };
        start.states.extend(accounts.iter().enumerate().map(state));
        copy(&mut start.travel, accounts, |a| a.travel as f32);
        copy(&mut start.touches.touched, accounts, |a| (a.untouched * a.touches).min(0.999) as f32);
        copy(&mut start.touches.untouched, accounts, |a| a.untouched as f32);
        copy(&mut start.staffed, accounts, |a| f32::from(u8::from(staffed(a.first))));
        copy(&mut start.fixed.full, accounts, |a| a.full as f32);
        copy(&mut start.fixed.touches, accounts, |a| a.touches as f32);
        copy(&mut start.fixed.patience, accounts, |a| a.patience as f32);
        start.fixed.value.clone_from(&market.value_of);
        start
    }

    /// Resets all columns to the first day.
    pub(crate) fn reset(&mut self, start: &Self, money: &[AccountMoney]) {
        let n = start.states.len();
        self.states.clone_from(&start.states);
        self.staffed.clone_from(&start.staffed);
        self.models.clear();
        self.absent.clear();
        self.fixed.full.clone_from(&start.fixed.full);
        self.fixed.touches.clone_from(&start.fixed.touches);
        self.fixed.patience.clone_from(&start.fixed.patience);
        self.fixed.value.clone_from(&start.fixed.value);
        // All plans of a market share these values.
        copy(&mut self.histories, money, |money| AccountHistory::new(money.revenue));
        copy(&mut self.potential, money, |money| money.potential);
        self.travel.clone_from(&start.travel);
        self.touches.touched.clone_from(&start.touches.touched);
        self.touches.untouched.clone_from(&start.touches.untouched);
        self.settled.counts.clear();
        fill(&mut self.settled.places, n, NEVER);
        self.year_start.orphaned.clear();
        self.year_start.revenue.clear();
        self.partly.clear();
        // These columns are written before they are read.
        self.response.resize(n, 0.0);
        self.rate.resize(n, 0.0);
        fill(&mut self.scale, n, 1.0);
        fill(&mut self.boost, n, 1.0);
        for column in [&mut self.covered, &mut self.lost, &mut self.deal_hours] {
            fill(column, n, 0.0);
        }
        let TouchColumns { engaged, orphaned, .. } = &mut self.touches;
        for column in [engaged, orphaned, &mut self.coverage, &mut self.idle, &mut self.loss, &mut self.handover_loss] {
            fill(column, n, 0.0);
        }
    }

    /// Adds a new account that comes in. Returns its index.
    pub(crate) fn push(&mut self, row: NewRow) -> usize {
        let a = self.states.len();
        self.models.push(row.model);
        self.states.push(row.state);
        self.histories.push(AccountHistory { renewed: row.month as u8, ..AccountHistory::new(0.0) });
        self.potential.push(row.potential);
        self.staffed.push(f32::from(u8::from(row.staffed)));
        self.travel.push(row.travel);
        let FixedColumns { full, touches, patience, value } = &mut self.fixed;
        for (column, entry) in [
            (full, row.full),
            (touches, row.touches),
            (patience, row.patience),
            (value, row.value),
            (&mut self.scale, 1.0),
            (&mut self.boost, 1.0),
        ] {
            column.push(entry);
        }
        let TouchColumns { engaged, touched, untouched, orphaned } = &mut self.touches;
        let (response, rate) = (&mut self.response, &mut self.rate);
        for column in [engaged, touched, untouched, orphaned, response, rate] {
            column.push(0.0);
        }
        for column in [&mut self.coverage, &mut self.idle, &mut self.loss, &mut self.handover_loss] {
            column.push(0.0);
        }
        for column in [&mut self.covered, &mut self.lost, &mut self.deal_hours] {
            column.push(0.0);
        }
        self.settled.places.push(NEVER);
        self.settle(a, row.month);
        a
    }

    /// Adds a row without effect for a new account that does not come in.
    pub(crate) fn push_absent(&mut self, model: u32) {
        let segment = self.states[model as usize].segment;
        let a = self.push(NewRow {
            model,
            state: AccountState {
                owner: HOUSE,
                need: 0.0,
                place: 0,
                open: 0,
                delay: 0.0,
                shift: 0.0,
                gap: 0.0,
                segment,
                kind: PROSPECT as u8,
                since: 0,
            },
            travel: 0.0,
            staffed: false,
            potential: 0.0,
            value: 0.0,
            full: 0.0,
            touches: 0.0,
            patience: f32::INFINITY,
            month: 0,
        });
        self.scale[a] = 0.0;
        self.absent.push(a as u32);
    }

    /// Account of the book that an account is or resembles.
    #[inline]
    #[must_use]
    pub fn model(&self, a: usize) -> usize {
        let of_book = self.states.len() - self.models.len();
        if a < of_book { a } else { self.models[a - of_book] as usize }
    }

    /// Money of an account at the start. New accounts have no revenue.
    #[inline]
    #[must_use]
    pub fn money(&self, market: &CompiledMarket, a: usize) -> AccountMoney {
        let of_book = self.states.len() - self.models.len();
        if a < of_book {
            market.money[a]
        } else {
            AccountMoney { revenue: 0.0, ..market.money[self.models[a - of_book] as usize] }
        }
    }

    /// Returns the current kind of an account.
    #[inline]
    #[must_use]
    pub fn kind(&self, a: usize) -> usize {
        if self.states[a].open > 0 { OPEN } else { quiet_kind(self.histories[a].revenue) }
    }

    /// Sets an account's coverage for the current month.
    #[inline]
    pub fn set_coverage(&mut self, a: usize, coverage: f64) {
        self.coverage[a] = coverage as f32;
        // Only a few accounts of a book are covered partly.
        if coverage > 0.0 && coverage < 1.0 {
            self.partly.push((a as u32, coverage));
        }
    }

    /// Returns the counts of an account from its last settlement to the start of `month`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the loop over all accounts is done in wide registers only when it is inlined")]
    #[must_use]
    pub fn counts(&self, a: usize, month: usize) -> CoverageCounts {
        let before = self.settled.counts.get(self.settled.places[a] as usize).copied().unwrap_or_default();
        let (need, covered) = (f64::from(self.states[a].need), self.covered[a] - before.covered);
        let months = f64::from(month as u32 - before.month);
        CoverageCounts {
            months,
            orphans: f64::from(self.touches.orphaned[a] - before.orphaned),
            needed: need * months,
            given: need * covered,
            travel: f64::from(self.travel[a]) * covered,
            handover_loss: self.lost[a] - before.lost,
        }
    }

    /// Records that an account was settled at the start of `month`.
    pub fn settle(&mut self, a: usize, month: usize) {
        let now = SettledCounts {
            month: month as u32,
            covered: self.covered[a],
            orphaned: self.touches.orphaned[a],
            lost: self.lost[a],
        };
        if let Some(counted) = self.settled.counts.get_mut(self.settled.places[a] as usize) {
            *counted = now;
        } else {
            self.settled.places[a] = self.settled.counts.len() as u32;
            self.settled.counts.push(now);
        }
    }

    /// Records that new accounts that did not come in were settled, so that their months do not count.
    pub fn settle_absent(&mut self, month: usize) {
        let absent = std::mem::take(&mut self.absent);
        for &a in &absent {
            self.settle(a as usize, month);
        }
        self.absent = absent;
    }

    /// Starts a year of the horizon after the first.
    pub fn open_year(&mut self) {
        self.year_start.revenue.clear();
        for history in &mut self.histories {
            history.fresh = 0.0;
            if history.churned == ChurnStatus::ThisYear {
                history.churned = ChurnStatus::Before;
            }
            self.year_start.revenue.push(history.revenue);
        }
        self.year_start.orphaned.clone_from(&self.touches.orphaned);
    }

    /// Simulates a month at the given coverage: updates response, touches, orphaned months, rates
    /// of creation and the cost of changes of owner. Returns the number of accounts whose rate,
    /// including drift, exceeds `cap`.
    pub(crate) fn work(
        &mut self,
        fixed: &AccountConstants,
        market: &CompiledMarket,
        inbound: f64,
        drift: &[f32],
        cap: f32,
    ) -> u32 {
        wide(|| respond(&mut self.response, &self.coverage, &self.fixed.full, &self.boost, inbound as f32));
        for i in 0..self.partly.len() {
            let (a, coverage) = self.partly[i];
            let a = a as usize;
            // A colleague may have given more hours since.
            if self.coverage[a] == coverage as f32 {
                let effort = f64::from(fixed.effort[self.model(a)]);
                self.response[a] = market.response(coverage * effort) as f32;
            }
        }
        self.partly.clear();
        let TouchColumns { engaged, touched, untouched, orphaned } = &mut self.touches;
        wide(|| touch(touched, untouched, orphaned, &self.coverage, engaged, &self.fixed.touches, &self.fixed.patience));
        wide(|| wait(&mut self.idle, &self.coverage, engaged));
        wide(|| gather(&mut self.covered, &self.coverage));
        let (response, scale) = (&self.response, &self.scale);
        wide(|| pay(&mut self.lost, &self.fixed.value, response, scale, &self.handover_loss));
        wide(|| create(&mut self.rate, response, scale, &self.loss, drift, cap))
    }

    /// Whether an account's rate exceeds the cap in the current month.
    #[must_use]
    pub fn capped(&self, a: usize, drift: &[f32], cap: f32) -> bool {
        self.rate[a] * drift[a] > cap
    }

    /// Reduces hand-over losses of accounts with a rep by one month of decay.
    pub(crate) fn heal(&mut self, decay: &DecayFactors) {
        let decay = decay.loss as f32;
        wide(|| shrink(&mut self.loss, &mut self.handover_loss, &self.staffed, decay));
    }

    /// Revenue from the start of this year of the horizon that an account has kept.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the loop over all accounts is done in wide registers only when it is inlined")]
    #[must_use]
    pub fn kept(&self, money: &[AccountMoney], a: usize) -> f64 {
        let before =
            || self.year_start.revenue.get(a).copied().unwrap_or_else(|| money.get(a).map_or(0.0, |money| money.revenue));
        if self.histories[a].churned == ChurnStatus::ThisYear { 0.0 } else { before() }
    }

    /// Whether an account was orphaned at any time in this year of the horizon.
    #[must_use]
    pub fn orphaned_this_year(&self, a: usize) -> bool {
        self.touches.orphaned[a] > self.year_start.orphaned.get(a).copied().unwrap_or(0.0)
    }

    /// Number of accounts that were orphaned at any time in this year of the horizon.
    #[must_use]
    pub fn orphans_of_year(&self) -> usize {
        // Accounts that are new in this year have no months before it.
        let before = self.year_start.orphaned.iter().chain(std::iter::repeat(&0.0));
        self.touches.orphaned.iter().zip(before).filter(|(months, before)| months > before).count()
    }

    /// Updates the factor on the rate of creation after windfalls or revenue have changed.
    #[inline]
    pub fn rescale(&mut self, a: usize) {
        self.scale[a] = self.histories[a].windfall * self.histories[a].whitespace;
    }

    /// Updates the whitespace factor after revenue has changed. The smaller the share of the
    /// initial whitespace that remains, the fewer new opportunities arise. Drift and windfalls
    /// affect the rate separately.
    #[inline]
    pub(crate) fn use_up(&mut self, money: &AccountMoney, a: usize) {
        let left = |revenue: f64| (money.potential - revenue).max(0.0);
        let at_start = left(money.revenue);
        let history = &mut self.histories[a];
        // If all potential was sold at the start, the remaining whitespace is unknown.
        if at_start > 0.0 {
            history.whitespace = (left(history.revenue) / at_start).min(1.0) as f32;
        }
        self.rescale(a);
    }
}
