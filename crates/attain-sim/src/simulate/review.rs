//! Quarter ends: equity is measured, and the rebalance policy acts on what it sees.

use std::cmp::Ordering;

use super::owner::owner_index;
use super::hand_over;
use super::handover_cost::HandoverCause;
use super::seat_state::SeatState;
use super::owner::HOUSE;
use super::compiled_plan::CompiledPlan;
use super::year_state::YearState;
use super::events::{SimulationEvent, EventKind};
use super::observer::Observer;
use crate::world::World;
use attain_core::plan::Equity;
use attain_core::scenario::choices::{Cadence, Protection};
use attain_design::territory::equity;

/// Potential and load by seat, as they stand at a quarter's end.
#[derive(Debug, Clone, Default)]
pub struct BookBalance {
    /// Potential of each seat's book.
    pub potential: Vec<f64>,
    /// Hours its accounts need over a ramped rep's.
    pub load: Vec<f64>,
    /// Potential of all accounts.
    pub total: f64,
    /// Accounts that wait for a new rep, in order.
    waiting: Vec<u32>,
    /// Seats that have had a rep: an empty new seat is no unfair book.
    begun: Vec<usize>,
    /// Of these: potential, team and load.
    columns: (Vec<f64>, Vec<usize>, Vec<f64>),
    scratch: equity::EquityScratch,
}

impl BookBalance {
    /// Measures the books as they stand in `month`.
    pub fn measure(&mut self, plan: &CompiledPlan, world: &World, state: &YearState, month: usize) -> Equity {
        let seats = plan.seats.len();
        self.potential.clear();
        self.potential.resize(seats + 1, 0.0);
        self.load.clear();
        self.load.extend(state.seats.iter().map(SeatState::need));
        self.waiting.clear();
        self.waiting.extend(plan.waiting.iter().flatten().filter(|&&a| state.waits(plan, a as usize)));
        self.waiting.sort_unstable();
        let (held, potential) = (state.accounts.states.as_slice(), state.accounts.potential.as_slice());
        let drift = &world.drift.potential[world.drift.at(0, month / 3)..];
        let mut from = 0;
        for &a in self.waiting.iter().chain([&(held.len() as u32)]) {
            let until = a as usize;
            for ((held, potential), drift) in held[from..until].iter().zip(&potential[from..until]).zip(&drift[from..until]) {
                self.potential[owner_index(held.owner, seats)] += potential * f64::from(*drift);
            }
            // An account that waits for a new rep counts where it will be.
            if let Some(held) = held.get(until) {
                let (before, after) = (held.owner as usize, plan.accounts[until].owner as usize);
                self.load[before] -= f64::from(held.need);
                self.load[after] += f64::from(held.need);
                self.potential[after] += potential[until] * f64::from(drift[until]);
            }
            from = until + 1;
        }
        self.total = self.potential.iter().sum();
        self.potential.truncate(seats);
        for (load, planned) in self.load.iter_mut().zip(&plan.seats) {
            *load /= planned.capacity.max(1e-9);
        }
        let begun =
            |s: &usize| state.seats[*s].rep.is_some() || plan.seats[*s].incumbent.is_some() || state.seats[*s].spell > 1;
        self.begun.clear();
        self.begun.extend((0..seats).filter(begun));
        let (potential, team, load) = &mut self.columns;
        potential.clear();
        team.clear();
        load.clear();
        for &s in &self.begun {
            potential.push(self.potential[s]);
            team.push(plan.seats[s].team);
            load.push(self.load[s]);
        }
        equity::measure_equity(potential, team, load, &mut self.scratch)
    }

    /// How the potential of a seat compares with that of another.
    fn fuller(&self, a: usize, b: usize) -> Ordering {
        self.potential[a].total_cmp(&self.potential[b]).then(b.cmp(&a))
    }

    /// Puts two seats back in order after their potential has changed.
    fn reorder(&self, emptiest: &mut Vec<usize>, changed: [usize; 2]) {
        emptiest.retain(|s| !changed.contains(s));
        for s in changed {
            let at = emptiest.partition_point(|&other| self.fuller(other, s).is_lt());
            emptiest.insert(at, s);
        }
    }

    /// Whether seats of a group of like ones differ by more than the trigger allows.
    fn triggered(&self, plan: &CompiledPlan) -> bool {
        let trigger = &plan.source.scenario.rebalance.trigger;
        let mut seen = vec![(f64::INFINITY, 0.0_f64, 0.0, 0.0_f64); plan.by_group.len()];
        for &s in &self.begun {
            let (low, high, sum, seats) = &mut seen[plan.seats[s].group];
            *low = low.min(self.potential[s]);
            *high = high.max(self.potential[s]);
            *sum += self.potential[s];
            *seats += 1.0;
        }
        seen.iter().filter(|(.., seats)| *seats > 1.0).any(|&(low, high, sum, seats)| {
            high > (1.0 + trigger.high_over_low.get()) * low || low < trigger.under_share.get() * sum / seats
        })
    }
}

/// Notes the first time that equity calls for a review; `months` from the start of the year.
pub fn note_trigger(plan: &CompiledPlan, state: &mut YearState, standing: &BookBalance, months: f64) -> bool {
    let triggered = standing.triggered(plan);
    if triggered {
        state.company_totals.months_to_trigger = state.company_totals.months_to_trigger.min(months);
    }
    triggered
}

/// Measures equity at a quarter's end and moves accounts where the policy says so.
pub fn review(
    plan: &CompiledPlan,
    world: &World,
    state: &mut YearState,
    standing: &mut BookBalance,
    month: usize,
    observer: &mut impl Observer,
) -> Equity {
    let found = standing.measure(plan, world, state, month);
    let triggered = note_trigger(plan, state, standing, (month % 12 + 1) as f64);
    let quarter = month / 3 + 1;
    let due = match plan.policies.review.cadence {
        Cadence::Never => false,
        Cadence::Quarterly => true,
        Cadence::HalfYearly => quarter.is_multiple_of(2),
        Cadence::Yearly => quarter.is_multiple_of(4),
        Cadence::OnTrigger => triggered,
    };
    // A move at the very end would cost without having a month to pay.
    let acts = due && month + 1 < plan.market.calendar.months;
    let moves = if acts { rebalance(plan, world, state, standing, month + 1, observer) } else { 0 };
    observer.on_event(|| {
        let after = BookBalance::default().measure(plan, world, state, month);
        let kind = EventKind::Reviewed { found, triggered, acted: acts, moves, after };
        SimulationEvent { day: plan.market.calendar.last_of(month), seat: HOUSE, account: None, kind }
    });
    found
}

/// A move that a review may make.
#[derive(Debug, Clone, Copy)]
struct RebalanceMove {
    account: u32,
    from: usize,
    to: usize,
    potential: f64,
    gain: f64,
}

/// Moves accounts between like seats, the best move of all groups first, until
/// every group is within the trigger or the moves are used up; gives how many.
fn rebalance(
    plan: &CompiledPlan,
    world: &World,
    state: &mut YearState,
    standing: &mut BookBalance,
    month: usize,
    observer: &mut impl Observer,
) -> u32 {
    let protected = protected(plan, state, month);
    let before = standing.potential.clone();
    let mut emptiest = plan.by_group.clone();
    for seats in &mut emptiest {
        seats.sort_unstable_by(|&a, &b| standing.fuller(a, b));
    }
    let seek = |state: &YearState, standing: &BookBalance, emptiest: &[usize]| {
        best_of_group(plan, world, state, standing, &protected, emptiest, month)
    };
    let mut best: Vec<Option<RebalanceMove>> = emptiest.iter().map(|seats| seek(state, standing, seats)).collect();
    let mut moves = 0;
    while moves < plan.policies.review.max_moves {
        let by_gain = |a: &&RebalanceMove, b: &&RebalanceMove| a.gain.total_cmp(&b.gain).then(b.from.cmp(&a.from));
        let Some(&found) = best.iter().flatten().max_by(by_gain) else { break };
        let moved = hand_over::AccountMove { account: found.account, to: found.to as u32, cause: HandoverCause::Reviewed };
        hand_over::move_account(plan, world, state, moved, month, observer);
        move_quota(state, standing, &found);
        standing.potential[found.from] -= found.potential;
        standing.potential[found.to] += found.potential;
        moves += 1;
        let group = plan.seats[found.from].group;
        standing.reorder(&mut emptiest[group], [found.from, found.to]);
        best[group] = seek(state, standing, &emptiest[group]);
    }
    state.arrange();
    state.company_totals.moves += f64::from(moves);
    for (s, seat) in state.seats.iter_mut().enumerate() {
        if standing.potential[s] < 0.9 * before[s] {
            seat.cut_until = month as u32 + 6;
        }
    }
    moves
}

/// Quota goes along with potential: who gives up an account is relieved of its part.
fn move_quota(state: &mut YearState, standing: &BookBalance, found: &RebalanceMove) {
    let book = standing.potential[found.from];
    if book > 0.0 {
        let part = state.seats[found.from].quota * (found.potential / book).min(1.0);
        state.seats[found.from].quota -= part;
        state.seats[found.to].quota += part;
    }
}

/// The best move of a group: from the fullest seat that has one. Seats come emptiest first.
fn best_of_group(
    plan: &CompiledPlan,
    world: &World,
    state: &YearState,
    standing: &BookBalance,
    protected: &[bool],
    emptiest: &[usize],
    month: usize,
) -> Option<RebalanceMove> {
    let limit = plan.policies.review.high_over_low;
    let lowest = standing.potential[*emptiest.iter().find(|&&s| state.seats[s].rep.is_some())?];
    let full = emptiest.iter().rev().take_while(|&&s| standing.potential[s] > limit * lowest);
    full.copied().find_map(|from| best_move(plan, world, state, standing, protected, from, emptiest, month))
}

/// The move out of a seat that brings two books nearest to each other, less the
/// price of the relationship where relationships have one. No seat gains more
/// than the emptiest that may take the account; seats come emptiest first.
#[expect(clippy::too_many_arguments, reason = "a step of one loop, kept apart to be read")]
fn best_move(
    plan: &CompiledPlan,
    world: &World,
    state: &YearState,
    standing: &BookBalance,
    protected: &[bool],
    from: usize,
    emptiest: &[usize],
    month: usize,
) -> Option<RebalanceMove> {
    let most = plan.policies.review.max_accounts;
    let may_take =
        |to: usize| to != from && state.seats[to].rep.is_some() && (most == 0 || state.books[to].accounts.len() < most);
    let mut best: Option<RebalanceMove> = None;
    for &account in state.books[from].accounts.iter().filter(|&&account| !protected[account as usize]) {
        let a = account as usize;
        let Some(&to) = emptiest.iter().find(|&&to| may_take(to) && plan.may_serve(to as u32, a)) else { continue };
        let potential = potential(world, state, a, month.saturating_sub(1) / 3);
        let gap = standing.potential[from] - standing.potential[to];
        let gain = gap - (gap - 2.0 * potential).abs() - price(plan, state, a);
        if gain > best.map_or(0.0, |found| found.gain) {
            best = Some(RebalanceMove { account, from, to, potential, gain });
        }
    }
    best
}

/// Potential of an account as it stands in a quarter.
#[inline]
fn potential(world: &World, state: &YearState, a: usize, quarter: usize) -> f64 {
    state.accounts.potential[a] * f64::from(world.drift.potential[world.drift.at(a, quarter)])
}

/// Price of breaking a relationship, where the plan gives it one: a share of revenue for each year of it.
fn price(plan: &CompiledPlan, state: &YearState, a: usize) -> f64 {
    let Protection::Priced { revenue_share_per_year } = plan.policies.review.protection else { return 0.0 };
    let grow = plan.market.choices.relationship.months_to_grow.get();
    let years = -libm::log(state.gap(plan, a).max(1e-6)) * grow / 12.0;
    revenue_share_per_year.get() * state.accounts.histories[a].revenue * years
}

/// Accounts that the plan's protection holds where they are now.
fn protected(plan: &CompiledPlan, state: &YearState, month: usize) -> Vec<bool> {
    let mut held = plan.columns.locked.clone();
    plan.waiting.iter().flatten().filter(|&&a| state.waits(plan, a as usize)).for_each(|&a| held[a as usize] = true);
    match plan.policies.review.protection {
        Protection::All => held.fill(true),
        Protection::ActivePipeline { from_chance } => {
            let now = plan.market.calendar.start_of(month) as f32;
            for open in state.due.iter().flatten() {
                let created = open.created;
                // A deal's stage in the year: the share of its way that lies behind it.
                let progress = (now - created) / (open.day - created).max(1.0);
                if f64::from(progress) >= from_chance.get() {
                    held[open.account as usize] = true;
                }
            }
        }
        Protection::None | Protection::Named { .. } | Protection::Priced { .. } => {}
    }
    held
}

#[cfg(test)]
mod tests;
