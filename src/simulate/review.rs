//! Quarter ends: equity is measured, and the rebalance policy acts on what it sees.

use super::hand_over;
use super::renewals::potential_now;
use super::setting::{HOUSE, Setting};
use super::state::State;
use crate::plan::Equity;
use crate::scenario::choices::{Cadence, Protection};
use crate::territory::equity;
use crate::world::World;

/// Potential and load by seat, as they stand at a quarter's end.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Potential of each seat's book.
    pub potential: Vec<f64>,
    /// Hours its accounts need over a ramped rep's.
    pub load: Vec<f64>,
    /// Potential of all accounts.
    pub total: f64,
    /// Team of each seat.
    team: Vec<usize>,
    scratch: equity::Scratch,
}

impl Standing {
    /// Measures the books as they stand in `month`.
    pub fn measure(&mut self, setting: &Setting, world: &World, state: &State, month: usize) -> Equity {
        let seats = setting.seats.len();
        self.potential.clear();
        self.potential.resize(seats, 0.0);
        self.load.clear();
        self.load.resize(seats, 0.0);
        self.total = 0.0;
        for (a, &owner) in state.accounts.owner.iter().enumerate() {
            let potential = potential_now(setting, world, &state.accounts.potential, a, month);
            self.total += potential;
            if owner != HOUSE {
                self.potential[owner as usize] += potential;
                self.load[owner as usize] += state.accounts.need[a];
            }
        }
        for (load, planned) in self.load.iter_mut().zip(&setting.plan.seats) {
            *load /= planned.capacity.max(1e-9);
        }
        self.team.clear();
        self.team.extend(setting.seats.iter().map(|seat| seat.team));
        equity::of(&self.potential, &self.team, &self.load, &mut self.scratch)
    }

    /// Whether a seat's load is under the trigger's share of its team's mean.
    fn underused(&self, share: f64) -> bool {
        let teams = self.team.iter().max().map_or(0, |&team| team + 1);
        let (mut sum, mut seats) = (vec![0.0; teams], vec![0.0; teams]);
        for (&team, &load) in self.team.iter().zip(&self.load) {
            sum[team] += load;
            seats[team] += 1.0;
        }
        self.team.iter().zip(&self.load).any(|(&team, &load)| load < share * sum[team] / seats[team])
    }
}

/// Measures equity at a quarter's end and moves accounts where the policy says so.
pub fn review(setting: &Setting, world: &World, state: &mut State, standing: &mut Standing, month: usize) -> Equity {
    let found = standing.measure(setting, world, state, month);
    let choice = &setting.plan.scenario.rebalance;
    let triggered = found.range > choice.trigger.high_over_low.get() || standing.underused(choice.trigger.under_share.get());
    if triggered {
        let months = (month + 1) as f64;
        state.whole.months_to_trigger = state.whole.months_to_trigger.min(months);
    }
    let quarter = month / 3 + 1;
    let due = match choice.cadence {
        Cadence::Never => false,
        Cadence::Quarterly => true,
        Cadence::HalfYearly => quarter % 2 == 0,
        Cadence::Yearly => quarter % 4 == 0,
        Cadence::OnTrigger => triggered,
    };
    // A move at the very end would cost without having a month to pay.
    if due && month + 1 < setting.odds.calendar.months {
        rebalance(setting, world, state, standing, month + 1);
    }
    found
}

/// Moves accounts from the fullest to the emptiest seat of a team until the
/// team is within the trigger or the moves are used up. Takes effect in `month`.
fn rebalance(setting: &Setting, world: &World, state: &mut State, standing: &mut Standing, month: usize) {
    let choice = &setting.plan.scenario.rebalance;
    let protected = protected(setting, world, state, month);
    let before = standing.potential.clone();
    let mut moves = 0;
    for team in 0..setting.teams.len() {
        let seats: Vec<usize> = (0..setting.seats.len()).filter(|&s| setting.seats[s].team == team).collect();
        let mut stuck = vec![false; setting.seats.len()];
        while moves < choice.max_moves {
            let open = || seats.iter().copied().filter(|&s| !stuck[s]);
            let by_potential = |&a: &usize, &b: &usize| standing.potential[a].total_cmp(&standing.potential[b]).then(b.cmp(&a));
            let (Some(high), Some(low)) = (open().max_by(by_potential), open().min_by(by_potential)) else { break };
            let gap = standing.potential[high] - standing.potential[low];
            if gap <= choice.trigger.high_over_low.get() * standing.potential[low] {
                break;
            }
            match best_move(setting, world, state, standing, &protected, high, &seats, month) {
                Some((a, to, potential)) => {
                    hand_over::move_account(setting, world, state, a, to, month);
                    standing.potential[high] -= potential;
                    standing.potential[to as usize] += potential;
                    moves += 1;
                }
                None => stuck[high] = true,
            }
        }
    }
    state.whole.moves += f64::from(moves);
    for (s, seat) in state.seats.iter_mut().enumerate() {
        if standing.potential[s] < 0.9 * before[s] {
            seat.cut_until = month as u32 + 6;
        }
    }
}

/// The move out of a seat that brings the two books nearest to each other,
/// to any seat of the team that is at least a move below.
#[expect(clippy::too_many_arguments, reason = "a step of one loop, kept apart to be read")]
fn best_move(
    setting: &Setting,
    world: &World,
    state: &State,
    standing: &Standing,
    protected: &[bool],
    from: usize,
    seats: &[usize],
    month: usize,
) -> Option<(u32, u32, f64)> {
    let mut best: Option<(f64, u32, u32, f64)> = None;
    for &a in &state.books[from] {
        if protected[a as usize] {
            continue;
        }
        let potential = potential_now(setting, world, &state.accounts.potential, a as usize, month.saturating_sub(1));
        for &to in seats {
            let gap = standing.potential[from] - standing.potential[to];
            let left = (gap - 2.0 * potential).abs();
            let gain = gap - left;
            let better = best.is_none_or(|(most, ..)| gain > most);
            if to != from && gain > 0.0 && better && setting.may_serve(to as u32, a as usize) {
                best = Some((gain, a, to as u32, potential));
            }
        }
    }
    best.map(|(_, a, to, potential)| (a, to, potential))
}

/// Accounts that the plan's protection holds where they are now.
fn protected(setting: &Setting, world: &World, state: &State, month: usize) -> Vec<bool> {
    let mut held: Vec<bool> = setting.accounts.iter().map(|account| account.held).collect();
    match setting.plan.scenario.protection {
        Protection::All => held.fill(true),
        Protection::ActivePipeline { from_chance } => {
            let now = setting.odds.calendar.start_of(month) as f32;
            for open in state.due.iter().flatten() {
                let d = open.deal as usize;
                let created = world.deals.created[d];
                // A deal's stage in the year: the share of its way that lies behind it.
                let progress = (now - created) / (open.day - created).max(1.0);
                if f64::from(progress) >= from_chance.get() {
                    held[world.deals.account[d] as usize] = true;
                }
            }
        }
        Protection::None | Protection::Named { .. } | Protection::Priced { .. } => {}
    }
    held
}
