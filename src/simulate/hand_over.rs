//! A change of owner: what becomes of relationship, rate and open deals.

use super::setting::{HOUSE, Setting, by_priority};
use super::state::State;
use crate::world::World;

/// Why an account changes hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A move that was planned: there is a transition.
    Planned,
    /// The rep left: there is none.
    Leaver,
}

/// The plan's moves, at the start of the horizon.
pub fn planned(setting: &Setting, world: &World, state: &mut State) {
    for (a, account) in setting.accounts.iter().enumerate() {
        if account.before != account.owner {
            if account.before != HOUSE {
                hand_over(setting, world, state, a, account.owner, 0, Cause::Planned);
            } else if setting.book.accounts[a].owner.is_some() {
                // The owner's seat is cut: nobody is left to hand over.
                hand_over(setting, world, state, a, account.owner, 0, Cause::Leaver);
            }
        }
    }
}

/// A rep leaves: the seat keeps its book, the relationships go.
pub fn leaver(setting: &Setting, world: &World, state: &mut State, seat: u32, month: usize) {
    let book = std::mem::take(&mut state.books[seat as usize]);
    for &a in &book {
        hand_over(setting, world, state, a as usize, seat, month, Cause::Leaver);
    }
    state.books[seat as usize] = book;
}

/// Moves an account between seats in a review, with its place in the books.
pub fn move_account(setting: &Setting, world: &World, state: &mut State, a: u32, to: u32, month: usize) {
    let from = state.accounts.owner[a as usize];
    state.books[from as usize].retain(|&x| x != a);
    let book = &mut state.books[to as usize];
    let at = book.partition_point(|&x| by_priority(&setting.accounts, x, a).is_lt());
    book.insert(at, a);
    let account = &setting.accounts[a as usize];
    let weeks_a_month = 365.25 / 7.0 / 12.0;
    state.seats[from as usize].busy += account.hours * setting.plan.scenario.transition.weeks / weeks_a_month;
    (state.accounts.need[a as usize], state.accounts.travel[a as usize]) =
        setting.need(account, setting.book.accounts[a as usize].place, to);
    hand_over(setting, world, state, a as usize, to, month, Cause::Planned);
}

/// The hand-over itself. The loss is drawn at the address of the account's
/// n-th change of owner; what a knowing owner or a transition avoids is taken
/// off, and what is left starts so high that its first year has the mean drawn.
fn hand_over(setting: &Setting, world: &World, state: &mut State, a: usize, to: u32, month: usize, cause: Cause) {
    let choice = &setting.odds.market.hand_over;
    let accounts = &mut state.accounts;
    let n = accounts.hand_overs[a];
    accounts.owner[a] = to;
    accounts.hand_overs[a] = n + 1;
    accounts.handed[a] = month as i32;

    let knows = to != HOUSE && setting.knows(to, a);
    let transition = &setting.plan.scenario.transition;
    let saved = match cause {
        _ if knows => 1.0,
        Cause::Planned => transition.saves.get() * (transition.weeks / 4.0).min(1.0),
        Cause::Leaver => 0.0,
    };
    let new_hire = to == HOUSE || {
        let seat = &state.seats[to as usize];
        seat.rep.is_none_or(|rep| rep.tenure(month) < 12.0)
    };
    let factor = if new_hire { choice.new_hire_factor.get() } else { 1.0 };
    let loss = world.hand_over_loss(setting.odds, a, n) * (1.0 - choice.avoidable.get() * saved) * factor;
    accounts.loss[a] += loss * setting.decay.first;

    let kept = if knows { choice.kept_known } else { choice.kept_unknown };
    accounts.gap[a] = 1.0 - (1.0 - accounts.gap[a]) * kept.get();
    state.tally_of(to).hand_overs += 1.0;
}
