//! The accounts of a plan's year: in columns what every month does to all of
//! them, together what events do to one.
//!
//! A month is a few loops over columns, in single precision but for sums, each
//! without calls and branches, so that several accounts are done at a time. What a month
//! counts is gathered by account and given to owner and segment when the owner
//! changes or a year ends: see [`super::year_state::YearState::settle`].

use super::account_constants::AccountConstants;
use super::account_state::{AccountHistory, AccountState, ChurnStatus, OPEN, SettledCounts, quiet_kind};
use super::compiled_account::CompiledAccount;
use super::coverage_counts::CoverageCounts;
use super::decay::DecayFactors;
use super::loops::{create, gather, pay, respond, shrink, touch, wait, wide};
use crate::world::CompiledMarket;
use crate::world::compiled_market::AccountMoney;

/// The accounts of a plan's year.
#[derive(Debug, Clone, Default)]
pub struct AccountColumns {
    /// Owner, relationship and needs.
    pub states: Vec<AccountState>,
    /// What events have done.
    pub histories: Vec<AccountHistory>,
    /// 1 where the owner is a seat with a rep, 0 elsewhere.
    pub staffed: Vec<f32>,
    /// Hours of travel needed a month.
    pub travel: Vec<f32>,
    /// Coverage this month, from 0 to 1.
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
    /// Rate of creation at this coverage against the normal one.
    pub response: Vec<f32>,
    /// Factor of windfalls and whitespace on the rate of creation.
    pub scale: Vec<f32>,
    /// Share of creation lost to changes of owner.
    pub loss: Vec<f32>,
    /// Rate of creation this month against the normal one, drift and season aside.
    pub rate: Vec<f32>,
    /// Share of new business lost to changes of owner, all their effects together.
    pub handover_loss: Vec<f32>,
    /// Expected new business lost to ownership changes so far.
    pub lost: Vec<f64>,
    /// Potential before drift, windfalls and losses of the year included.
    pub potential: Vec<f64>,
    /// What has been given to owners and segments already.
    settled: SettledAccounts,
    /// How a further year of the horizon began; empty in the first.
    year_start: YearStart,
}

/// Touches by account.
#[derive(Debug, Clone, Default)]
pub struct TouchColumns {
    /// 1 where a deal is open, 0 elsewhere: the fewest touches of a month.
    pub engaged: Vec<f32>,
    /// Part of a touch that has been given.
    pub touched: Vec<f32>,
    /// Months without a touch.
    pub untouched: Vec<f32>,
    /// Months orphaned so far.
    pub orphaned: Vec<f32>,
}

/// The counts of accounts that have settled; most never do within a year.
#[derive(Debug, Clone, Default)]
struct SettledAccounts {
    counts: Vec<SettledCounts>,
    /// By account: its place in `counts`, or [`NEVER`].
    places: Vec<u32>,
}

/// How a further year of the horizon began, by account.
#[derive(Debug, Clone, Default)]
struct YearStart {
    /// Months orphaned before it.
    orphaned: Vec<f32>,
    /// Recurring revenue.
    revenue: Vec<f64>,
}

/// The place of an account that has not settled yet.
const NEVER: u32 = u32::MAX;

/// Sets a column to one value.
fn fill<T: Clone>(column: &mut Vec<T>, n: usize, value: T) {
    column.clear();
    column.resize(n, value);
}

/// Sets a column from a list.
fn copy<S, T>(column: &mut Vec<T>, from: &[S], get: impl Fn(&S) -> T) {
    column.clear();
    column.extend(from.iter().map(get));
}

impl AccountColumns {
    /// The accounts of a plan on the first day, as far as they differ.
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

    /// Goes back to the first day.
    pub(crate) fn reset(&mut self, start: &Self, money: &[AccountMoney]) {
        let n = start.states.len();
        self.states.clone_from(&start.states);
        self.staffed.clone_from(&start.staffed);
        // Plans of a market share these.
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
        // Set anew before they are read.
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

    /// The kind of an account now.
    #[inline]
    #[must_use]
    pub fn kind(&self, a: usize) -> usize {
        if self.states[a].open > 0 { OPEN } else { quiet_kind(self.histories[a].revenue) }
    }

    /// Gives an account its coverage of the month.
    #[inline]
    pub fn set_coverage(&mut self, a: usize, coverage: f64) {
        self.coverage[a] = coverage as f32;
        // A few in a book.
        if coverage > 0.0 && coverage < 1.0 {
            self.partly.push((a as u32, coverage));
        }
    }

    /// What an account has gathered by the start of `month` since it settled last.
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

    /// Notes that an account settles at the start of `month`.
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

    /// Begins a further year of the horizon.
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

    /// Works a month with the coverage given: response, touches, orphans, the
    /// rate of creation and what changes of owner cost. Gives how many rates
    /// touched `cap`, with the accounts' drift.
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
            // Helpers may have given more since.
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

    /// Whether an account's rate touches the cap this month.
    #[must_use]
    pub fn capped(&self, a: usize, drift: &[f32], cap: f32) -> bool {
        self.rate[a] * drift[a] > cap
    }

    /// Losses heal where there is a rep.
    pub(crate) fn heal(&mut self, decay: &DecayFactors) {
        let decay = decay.loss as f32;
        wide(|| shrink(&mut self.loss, &mut self.handover_loss, &self.staffed, decay));
    }

    /// Revenue of the start of this year of the horizon that an account has kept.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the loop over all accounts is done in wide registers only when it is inlined")]
    #[must_use]
    pub fn kept(&self, money: &[AccountMoney], a: usize) -> f64 {
        let before = || self.year_start.revenue.get(a).copied().unwrap_or(money[a].revenue);
        if self.histories[a].churned == ChurnStatus::ThisYear { 0.0 } else { before() }
    }

    /// Whether an account was orphaned at some time of this year of the horizon.
    #[must_use]
    pub fn orphaned_this_year(&self, a: usize) -> bool {
        self.touches.orphaned[a] > self.year_start.orphaned.get(a).copied().unwrap_or(0.0)
    }

    /// How many accounts were.
    #[must_use]
    pub fn orphans_of_year(&self) -> usize {
        if self.year_start.orphaned.is_empty() {
            return self.touches.orphaned.iter().filter(|&&months| months > 0.0).count();
        }
        self.touches.orphaned.iter().zip(&self.year_start.orphaned).filter(|(months, before)| months > before).count()
    }

    /// Sets the rate's scale after windfalls or revenue have changed.
    #[inline]
    pub fn rescale(&mut self, a: usize) {
        self.scale[a] = self.histories[a].windfall * self.histories[a].whitespace;
    }

    /// Revenue uses up whitespace: the less is left of what the start had, the
    /// fewer new opportunities. Drift and windfalls act on the rate themselves.
    #[inline]
    pub(crate) fn use_up(&mut self, money: &AccountMoney, a: usize) {
        let left = |revenue: f64| (money.potential - revenue).max(0.0);
        let at_start = left(money.revenue);
        let history = &mut self.histories[a];
        // Where all is sold already, what the account could spend is not known.
        if at_start > 0.0 {
            history.whitespace = (left(history.revenue) / at_start).min(1.0) as f32;
        }
        self.rescale(a);
    }
}
