//! The accounts of a plan's year: columns for values that change every month, and one struct per
//! account for values that change with events.
//!
//! A month is simulated in a few loops over columns. The loops contain no calls or branches and use
//! single precision, except for sums, so that the compiler can vectorise them. Counts are
//! accumulated per account and added to the owner and segment when the owner changes or a year
//! ends: see [`super::year_state::YearState::settle`].

use super::account_constants::AccountConstants;
use super::account_state::{AccountHistory, AccountState, ChurnStatus, OPEN, SettledCounts, quiet_kind};
use super::compiled_account::CompiledAccount;
use super::coverage_counts::CoverageCounts;
use super::decay::DecayFactors;
use super::loops::{create, gather, pay, respond, shrink, touch, wait, wide};
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
        start
    }

    /// Resets all columns to the first day.
    pub(crate) fn reset(&mut self, start: &Self, money: &[AccountMoney]) {
        let n = start.states.len();
        self.states.clone_from(&start.states);
        self.staffed.clone_from(&start.staffed);
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
        wide(|| respond(&mut self.response, &self.coverage, &fixed.full, &self.boost, inbound as f32));
        for &(a, coverage) in &self.partly {
            let a = a as usize;
            // A colleague may have given more hours since.
            if self.coverage[a] == coverage as f32 {
                self.response[a] = market.response(coverage * f64::from(fixed.effort[a])) as f32;
            }
        }
        self.partly.clear();
        let TouchColumns { engaged, touched, untouched, orphaned } = &mut self.touches;
        wide(|| touch(touched, untouched, orphaned, &self.coverage, engaged, &fixed.touches, &fixed.patience));
        wide(|| wait(&mut self.idle, &self.coverage, engaged));
        wide(|| gather(&mut self.covered, &self.coverage));
        let (response, scale) = (&self.response, &self.scale);
        wide(|| pay(&mut self.lost, &market.value_of, response, scale, &self.handover_loss));
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
        let before = || self.year_start.revenue.get(a).copied().unwrap_or(money[a].revenue);
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
        if self.year_start.orphaned.is_empty() {
            return self.touches.orphaned.iter().filter(|&&months| months > 0.0).count();
        }
        self.touches.orphaned.iter().zip(&self.year_start.orphaned).filter(|(months, before)| months > before).count()
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
