//! The accounts of a plan's year: in columns what every month does to all of
//! them, together what events do to one.
//!
//! A month is a few loops over columns, in single precision but for sums, each
//! without calls and branches, so that several accounts are done at a time. What a month
//! counts is gathered by account and given to owner and segment when the owner
//! changes or a year ends: see [`super::year_state::YearState::settle`].

use super::compiled_plan::{CompiledAccount, CompiledPlan};
use super::coverage::CoverageCounts;
use super::loops::{create, gather, pay, respond, shrink, touch, wide};

/// Columns by account.
#[derive(Debug, Clone, Default)]
pub struct AccountColumns {
    /// Whose it is, and what it asks of its owner.
    pub held: Vec<AccountState>,
    /// 1 where the owner is a seat with a rep, 0 elsewhere.
    pub staffed: Vec<f32>,
    /// Hours of travel a month needed.
    pub travel: Vec<f32>,
    /// 1 where a deal is open, 0 elsewhere: touches that it asks for at least.
    pub engaged: Vec<f32>,
    /// Coverage this month.
    pub coverage: Vec<f32>,
    /// Accounts covered partly this month.
    pub partly: Vec<(u32, f64)>,
    /// Rate of creation at this coverage against the normal one.
    pub response: Vec<f32>,
    /// Sum of coverage over the months of the horizon so far.
    pub covered: Vec<f64>,
    /// Part of a touch that has been given.
    pub touched: Vec<f32>,
    /// Months without a touch.
    pub untouched: Vec<f32>,
    /// Months orphaned so far.
    pub orphaned: Vec<f32>,
    /// What windfalls and whitespace make of the rate of creation.
    pub scale: Vec<f32>,
    /// Share of creation lost to changes of owner.
    pub loss: Vec<f32>,
    /// Share of new business lost to changes of owner, all that they do together.
    pub toll: Vec<f32>,
    /// New business lost to changes of owner so far, expected.
    pub paid: Vec<f64>,
    /// Rate of creation this month against the normal one, drift and season aside.
    pub rate: Vec<f32>,
    /// Potential at today's level, windfalls and losses of the year included.
    pub potential: Vec<f64>,
    /// What events do.
    pub past: Vec<AccountHistory>,
    /// What has been given to owners and segments, of the accounts that had to settle.
    counted: Vec<SettledCounts>,
    /// By account: its place in `counted`, or [`NEVER`].
    counted_at: Vec<u32>,
    /// By account, in the further years of a horizon: months orphaned before this one.
    orphaned_before: Vec<f32>,
    /// By account, in the further years of a horizon: recurring revenue when it began.
    revenue_before: Vec<f64>,
}

/// The place of an account that has not settled yet.
const NEVER: u32 = u32::MAX;

/// Whose an account is, what it asks of its owner, and what changes of owner
/// did: all that deciding a deal reads of it, in half a line of the cache.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(32))]
pub struct AccountState {
    /// Owner seat.
    pub owner: u32,
    /// Hours a month needed, travel included.
    pub need: f32,
    /// Place in the owner's book.
    pub place: u32,
    /// Open deals.
    pub open: u32,
    /// Sum of the days by which changes of owner delay open deals.
    pub delay: f32,
    /// Sum of what changes of owner do to the log odds of open deals.
    pub shift: f32,
    /// One less the relationship's strength, when the owner's reps had served `since` months.
    gap: f32,
    /// Segment.
    pub segment: u16,
    /// What kind it is when hours are given: an index into [`KINDS`] needs.
    pub kind: u8,
    /// See `gap`. A horizon has 60 months at most.
    since: u8,
}

impl AccountState {
    /// One less the relationship's strength; it shrinks in every month with a rep.
    #[inline]
    #[must_use]
    pub fn gap(&self, plan: &CompiledPlan, served: u8) -> f64 {
        f64::from(self.gap) * plan.decay.gap[usize::from(served - self.since)]
    }

    /// Sets the same.
    pub fn set_gap(&mut self, gap: f64, served: u8) {
        (self.gap, self.since) = (gap as f32, served);
    }
}

/// Kinds of accounts when hours are given.
pub const KINDS: usize = 3;
/// Accounts with open deals come first.
pub const OPEN: usize = 0;
/// Then customers, with recurring revenue.
pub const CUSTOMER: usize = 1;
/// And prospects.
pub const PROSPECT: usize = 2;

fn quiet_kind(revenue: f64) -> usize {
    if revenue > 0.0 { CUSTOMER } else { PROSPECT }
}

/// What events have done to an account, in half a line of the cache.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(32))]
pub struct AccountHistory {
    /// Recurring revenue.
    pub revenue: f64,
    /// Of it, won in this year of the horizon.
    pub fresh: f64,
    /// Windfalls and losses so far, on the rate.
    pub windfall: f32,
    /// What is left of the whitespace of the start.
    pub room: f32,
    /// Coverage gathered by the last renewal.
    pub covered: f32,
    /// Month after the last renewal. A horizon has 60 months at most.
    pub renewed: u8,
    /// Month of the last change of owner; negative when there was none.
    pub handed: i8,
    /// Changes of owner so far.
    pub hand_overs: u8,
    /// Whether the revenue of the start has churned.
    pub churned: ChurnStatus,
}

/// Whether, and when, an account's revenue has churned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChurnStatus {
    /// It has not.
    No,
    /// In an earlier year of the horizon.
    Before,
    /// In this one.
    ThisYear,
}

/// What an account had gathered when it was last counted for its owner and its segment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SettledCounts {
    /// The month then.
    pub month: u32,
    /// Coverage.
    pub covered: f64,
    /// New business lost to changes of owner.
    pub paid: f64,
    /// Months orphaned.
    pub orphaned: f32,
}

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
    pub fn at_start(plan: &CompiledPlan) -> Self {
        let mut start = Self::default();
        let (from, money) = (&plan.accounts, &plan.market.money);
        let held = |(a, account): (usize, &CompiledAccount)| AccountState {
            owner: account.first,
            need: account.need as f32,
            place: 0,
            open: 0,
            delay: 0.0,
            shift: 0.0,
            gap: account.gap as f32,
            segment: plan.market.segment_of[a],
            kind: quiet_kind(money[a].revenue) as u8,
            since: 0,
        };
        start.held.extend(from.iter().enumerate().map(held));
        copy(&mut start.travel, from, |a| a.travel as f32);
        copy(&mut start.touched, from, |a| (a.untouched * a.touches).min(0.999) as f32);
        copy(&mut start.untouched, from, |a| a.untouched as f32);
        let staffed = |a: &CompiledAccount| plan.source.seats.get(a.first as usize).is_some_and(|seat| seat.incumbent.is_some());
        copy(&mut start.staffed, from, |a| f32::from(u8::from(staffed(a))));
        start
    }

    /// Goes back to the first day.
    pub fn reset(&mut self, plan: &CompiledPlan) {
        let (start, money) = (&plan.start, &plan.market.money);
        let Self {
            held,
            staffed,
            travel,
            engaged,
            coverage,
            partly,
            response,
            covered,
            touched,
            untouched,
            orphaned,
            scale,
            loss,
            toll,
            paid,
            rate,
            potential,
            past,
            counted,
            counted_at,
            orphaned_before,
            revenue_before,
        } = self;
        let n = start.held.len();
        held.clone_from(&start.held);
        staffed.clone_from(&start.staffed);
        // Plans of a market share these.
        copy(past, money, |money| AccountHistory::new(money.revenue));
        copy(potential, money, |money| money.potential);
        travel.clone_from(&start.travel);
        touched.clone_from(&start.touched);
        untouched.clone_from(&start.untouched);
        counted.clear();
        fill(counted_at, n, NEVER);
        orphaned_before.clear();
        revenue_before.clear();
        partly.clear();
        // Set anew before they are read.
        response.resize(n, 0.0);
        rate.resize(n, 0.0);
        fill(scale, n, 1.0);
        for column in [covered, paid] {
            fill(column, n, 0.0);
        }
        for column in [engaged, coverage, orphaned, loss, toll] {
            fill(column, n, 0.0);
        }
    }

    /// The kind of an account now.
    #[inline]
    #[must_use]
    pub fn kind(&self, a: usize) -> usize {
        if self.held[a].open > 0 { OPEN } else { quiet_kind(self.past[a].revenue) }
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
        let before = self.counted.get(self.counted_at[a] as usize).copied().unwrap_or_default();
        let (need, covered) = (f64::from(self.held[a].need), self.covered[a] - before.covered);
        let months = f64::from(month as u32 - before.month);
        CoverageCounts {
            months,
            orphans: f64::from(self.orphaned[a] - before.orphaned),
            needed: need * months,
            given: need * covered,
            travel: f64::from(self.travel[a]) * covered,
            toll: self.paid[a] - before.paid,
        }
    }

    /// Notes that an account settles at the start of `month`.
    pub fn settle(&mut self, a: usize, month: usize) {
        let now = SettledCounts { month: month as u32, covered: self.covered[a], orphaned: self.orphaned[a], paid: self.paid[a] };
        if let Some(counted) = self.counted.get_mut(self.counted_at[a] as usize) {
            *counted = now;
        } else {
            self.counted_at[a] = self.counted.len() as u32;
            self.counted.push(now);
        }
    }

    /// Begins a further year of the horizon.
    pub fn open_year(&mut self) {
        self.revenue_before.clear();
        for past in &mut self.past {
            past.fresh = 0.0;
            if past.churned == ChurnStatus::ThisYear {
                past.churned = ChurnStatus::Before;
            }
            self.revenue_before.push(past.revenue);
        }
        self.orphaned_before.clone_from(&self.orphaned);
    }

    /// Works a month with the coverage given: response, touches, orphans, the
    /// rate of creation and what changes of owner cost. Gives how many rates
    /// touched `cap`, with the accounts' drift.
    pub fn work(&mut self, plan: &CompiledPlan, drift: &[f32], cap: f32) -> u32 {
        let fixed = &plan.columns;
        wide(|| respond(&mut self.response, &self.coverage, &fixed.full, plan.inbound as f32));
        for &(a, coverage) in &self.partly {
            let a = a as usize;
            // Helpers may have given more since.
            if self.coverage[a] == coverage as f32 {
                self.response[a] = plan.market.response(coverage * f64::from(fixed.effort[a])) as f32;
            }
        }
        self.partly.clear();
        let given = (self.coverage.as_slice(), self.engaged.as_slice());
        wide(|| touch((&mut self.touched, &mut self.untouched, &mut self.orphaned), given, &fixed.touches, &fixed.patience));
        wide(|| gather(&mut self.covered, &self.coverage));
        let (response, scale) = (&self.response, &self.scale);
        wide(|| pay(&mut self.paid, &plan.market.value_of, response, scale, &self.toll));
        wide(|| create(&mut self.rate, response, scale, &self.loss, drift, cap))
    }

    /// Whether an account's rate touches the cap this month.
    #[must_use]
    pub fn capped(&self, a: usize, drift: &[f32], cap: f32) -> bool {
        self.rate[a] * drift[a] > cap
    }

    /// Losses heal where there is a rep.
    pub fn heal(&mut self, plan: &CompiledPlan) {
        let decay = plan.decay.loss as f32;
        wide(|| shrink(&mut self.loss, &mut self.toll, &self.staffed, decay));
    }

    /// Revenue of the start of this year of the horizon that an account has kept.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the loop over all accounts is done in wide registers only when it is inlined")]
    #[must_use]
    pub fn kept(&self, plan: &CompiledPlan, a: usize) -> f64 {
        let before = || self.revenue_before.get(a).copied().unwrap_or(plan.market.money[a].revenue);
        if self.past[a].churned == ChurnStatus::ThisYear { 0.0 } else { before() }
    }

    /// Whether an account was orphaned at some time of this year of the horizon.
    #[must_use]
    pub fn orphaned_this_year(&self, a: usize) -> bool {
        self.orphaned[a] > self.orphaned_before.get(a).copied().unwrap_or(0.0)
    }

    /// How many accounts were.
    #[must_use]
    pub fn orphans_of_year(&self) -> usize {
        if self.orphaned_before.is_empty() {
            return self.orphaned.iter().filter(|&&months| months > 0.0).count();
        }
        self.orphaned.iter().zip(&self.orphaned_before).filter(|(months, before)| months > before).count()
    }

    /// Sets the rate's scale after windfalls or revenue have changed.
    #[inline]
    pub fn rescale(&mut self, a: usize) {
        self.scale[a] = self.past[a].windfall * self.past[a].room;
    }

    /// Revenue uses up whitespace: the less is left of what the start had, the
    /// fewer new opportunities. Drift and windfalls act on the rate themselves.
    #[inline]
    pub fn use_up(&mut self, plan: &CompiledPlan, a: usize) {
        let money = &plan.market.money[a];
        let left = |revenue: f64| (money.potential - revenue).max(0.0);
        let at_start = left(money.revenue);
        let past = &mut self.past[a];
        // Where all is sold already, what the account could spend is not known.
        if at_start > 0.0 {
            past.room = (left(past.revenue) / at_start).min(1.0) as f32;
        }
        self.rescale(a);
    }
}

impl AccountHistory {
    fn new(revenue: f64) -> Self {
        Self {
            revenue,
            fresh: 0.0,
            windfall: 1.0,
            room: 1.0,
            covered: 0.0,
            renewed: 0,
            handed: i8::MIN,
            hand_overs: 0,
            churned: ChurnStatus::No,
        }
    }
}
