//! Moves of a review: accounts move between like seats until potential is balanced.

use super::book_balance::BookBalance;
use super::compiled_plan::CompiledPlan;
use super::hand_over;
use super::handover_cost::HandoverCause;
use super::observer::Observer;
use super::year_state::YearState;
use crate::world::World;
use attain_core::scenario::choices::Protection;

/// A candidate move of a review.
#[derive(Debug, Clone, Copy)]
struct RebalanceMove {
    account: u32,
    from: usize,
    to: usize,
    potential: f64,
    gain: f64,
}

/// Moves accounts between like seats until every group is within the trigger or the maximum number
/// of moves is reached. Each step makes the best move of all groups. Returns the number of moves.
pub(crate) fn rebalance(
    plan: &CompiledPlan,
    world: &World,
    state: &mut YearState,
    balance: &mut BookBalance,
    month: usize,
    observer: &mut impl Observer,
) -> u32 {
    let protected = protected(plan, state, month);
    let before = balance.potential.clone();
    let mut emptiest = plan.by_group.clone();
    for seats in &mut emptiest {
        seats.sort_unstable_by(|&a, &b| balance.fuller(a, b));
    }
    let seek = |state: &YearState, balance: &BookBalance, emptiest: &[usize]| {
        best_of_group(plan, world, state, balance, &protected, emptiest, month)
    };
    let mut best: Vec<Option<RebalanceMove>> = emptiest.iter().map(|seats| seek(state, balance, seats)).collect();
    let mut moves = 0;
    while moves < plan.policies.review.max_moves {
        let by_gain = |a: &&RebalanceMove, b: &&RebalanceMove| a.gain.total_cmp(&b.gain).then(b.from.cmp(&a.from));
        let Some(&found) = best.iter().flatten().max_by(by_gain) else { break };
        let moved = hand_over::AccountMove { account: found.account, to: found.to as u32, cause: HandoverCause::Reviewed };
        hand_over::move_account(plan, world, state, moved, month, observer);
        move_quota(state, balance, &found);
        balance.potential[found.from] -= found.potential;
        balance.potential[found.to] += found.potential;
        moves += 1;
        let group = plan.seats[found.from].group;
        balance.reorder(&mut emptiest[group], [found.from, found.to]);
        best[group] = seek(state, balance, &emptiest[group]);
    }
    state.arrange();
    state.company_totals.moves += f64::from(moves);
    for (s, seat) in state.seats.iter_mut().enumerate() {
        if balance.potential[s] < 0.9 * before[s] {
            seat.cut_until = month as u32 + 6;
        }
    }
    moves
}

/// Moves quota from one seat to the other in proportion to the moved potential.
fn move_quota(state: &mut YearState, balance: &BookBalance, found: &RebalanceMove) {
    let book = balance.potential[found.from];
    if book > 0.0 {
        let part = state.seats[found.from].quota * (found.potential / book).min(1.0);
        state.seats[found.from].quota -= part;
        state.seats[found.to].quota += part;
    }
}

/// Finds the best move of a group, from the fullest seat that has one. `emptiest` lists the seats
/// by ascending potential.
fn best_of_group(
    plan: &CompiledPlan,
    world: &World,
    state: &YearState,
    balance: &BookBalance,
    protected: &[bool],
    emptiest: &[usize],
    month: usize,
) -> Option<RebalanceMove> {
    let limit = plan.policies.review.high_over_low;
    let lowest = balance.potential[*emptiest.iter().find(|&&s| state.seats[s].rep.is_some())?];
    let full = emptiest.iter().rev().take_while(|&&s| balance.potential[s] > limit * lowest);
    full.copied().find_map(|from| best_move(plan, world, state, balance, protected, from, emptiest, month))
}

/// Finds the move out of a seat that brings two books closest to each other, after deducting the
/// price of the relationship if relationships have a price. The account moves to the emptiest seat
/// that may take it. `emptiest` lists the seats by ascending potential.
#[expect(clippy::too_many_arguments, reason = "a step of one loop, kept apart to be read")]
fn best_move(
    plan: &CompiledPlan,
    world: &World,
    state: &YearState,
    balance: &BookBalance,
    protected: &[bool],
    from: usize,
    emptiest: &[usize],
    month: usize,
) -> Option<RebalanceMove> {
    let may_take = |to: usize| {
        to != from
            && state.seats[to].rep.is_some()
            && plan.seats[to].end_month.is_none()
            && state.books[to].accounts.len() < plan.seats[to].max_accounts
    };
    let mut best: Option<RebalanceMove> = None;
    for &account in state.books[from].accounts.iter().filter(|&&account| !protected[account as usize]) {
        let a = account as usize;
        let Some(&to) = emptiest.iter().find(|&&to| may_take(to) && plan.may_serve(to as u32, state.accounts.model(a))) else {
            continue;
        };
        let potential = potential(world, state, a, month.saturating_sub(1) / 3);
        let gap = balance.potential[from] - balance.potential[to];
        let gain = gap - (gap - 2.0 * potential).abs() - price(plan, state, a);
        if gain > best.map_or(0.0, |found| found.gain) {
            best = Some(RebalanceMove { account, from, to, potential, gain });
        }
    }
    best
}

/// Potential of an account in a quarter.
#[inline]
fn potential(world: &World, state: &YearState, a: usize, quarter: usize) -> f64 {
    state.accounts.potential[a] * f64::from(world.drift.potential[world.drift.at(a, quarter)])
}

/// Price of breaking a relationship if the plan sets one: a share of revenue for each year of the
/// relationship.
fn price(plan: &CompiledPlan, state: &YearState, a: usize) -> f64 {
    let Protection::Priced { revenue_share_per_year } = plan.policies.review.protection else { return 0.0 };
    let grow = plan.market.choices.relationship.months_to_grow.get();
    let years = -libm::log(state.gap(plan, a).max(1e-6)) * grow / 12.0;
    revenue_share_per_year.get() * state.accounts.histories[a].revenue * years
}

/// Returns for each account whether the plan's protection currently keeps it with its owner.
fn protected(plan: &CompiledPlan, state: &YearState, month: usize) -> Vec<bool> {
    let mut protected = plan.columns.locked.clone();
    protected.resize(state.accounts.states.len(), false);
    plan.waiting.iter().flatten().filter(|&&a| state.waits(plan, a as usize)).for_each(|&a| protected[a as usize] = true);
    // Accounts with a move of the plan ahead.
    for change in plan.changes.iter().filter(|change| change.month > state.month) {
        change.accounts.iter().for_each(|&a| protected[a as usize] = true);
    }
    match plan.policies.review.protection {
        Protection::All => protected.fill(true),
        Protection::ActivePipeline { from_chance } => {
            let now = plan.market.calendar.start_of(month) as f32;
            for open in state.due.iter().flatten() {
                let created = open.created;
                // The stage of a simulated deal is the elapsed share of its duration.
                let progress = (now - created) / (open.day - created).max(1.0);
                if f64::from(progress) >= from_chance.get() {
                    protected[open.account as usize] = true;
                }
            }
        }
        Protection::None | Protection::Named { .. } | Protection::Priced { .. } => {}
    }
    protected
}

#[cfg(test)]
mod tests;
