//! The carve: present owners first, the rest where they cost least, then
//! relocations and swaps until nothing gets cheaper.

use super::ledger::Ledger;
use super::problem::{Choice, Problem};

/// Pairs of units that one round of swaps may look at: keeps large books quick.
const SWAP_BUDGET: usize = 20_000_000;

/// Part of the units' mean value that a change must save to be made.
const LEAST_SAVING: f64 = 1e-6;

/// Solves a problem. `start` is each unit's present seat; `rounds` the most rounds of search.
pub(super) fn solve<'a>(problem: &'a Problem, start: &[Option<usize>], rounds: u32) -> Ledger<'a> {
    let mut ledger = Ledger::new(problem);
    construct(&mut ledger, start);
    let value: f64 = problem.units.iter().map(|unit| unit.value).sum();
    let least = LEAST_SAVING * value / problem.units.len().max(1) as f64 + 1e-9;
    for _ in 0..rounds {
        ledger.retarget();
        if relocate(&mut ledger, least) == 0 && swap(&mut ledger, least) == 0 {
            break;
        }
    }
    evict(&mut ledger);
    ledger.retarget();
    ledger
}

/// Fixed units, then present owners where they may stay, then the others, the
/// greatest value first.
fn construct(ledger: &mut Ledger<'_>, start: &[Option<usize>]) {
    let problem = ledger.problem;
    let mut rest = Vec::new();
    for (i, unit) in problem.units.iter().enumerate() {
        match unit.fixed.or(start[i]).and_then(|seat| problem.option(i, seat)) {
            Some(option) => ledger.place(i, Some(option)),
            None => rest.push(i),
        }
    }
    rest.sort_by(|&a, &b| problem.units[b].value.total_cmp(&problem.units[a].value).then(a.cmp(&b)));
    for unit in rest {
        let cost = |at: &usize| ledger.gain_of_placing(unit, problem.options[*at]);
        let best = problem.units[unit].options.clone().min_by(|a, b| cost(a).total_cmp(&cost(b)));
        ledger.place(unit, best);
    }
}

/// Moves each unit to its best seat; returns how many moved.
fn relocate(ledger: &mut Ledger<'_>, least: f64) -> usize {
    let problem = ledger.problem;
    let mut moved = 0;
    for (i, unit) in problem.units.iter().enumerate().filter(|(_, unit)| unit.fixed.is_none()) {
        let Some(at) = ledger.at[i] else { continue };
        let here = problem.options[at];
        let leaving = ledger.relief(i, here) - here.cost;
        let mut best = (-least, at);
        for (j, &option) in unit.options.clone().zip(&problem.options[unit.options.clone()]) {
            if j != at && leaving + option.cost - ledger.penalty(option.seat) < best.0 {
                let change = leaving + ledger.gain_of_placing(i, option);
                if change < best.0 {
                    best = (change, j);
                }
            }
        }
        if best.1 != at {
            ledger.place(i, Some(best.1));
            moved += 1;
        }
    }
    moved
}

/// Swaps units between seats, those with a penalty first in each pair; returns
/// how many pairs changed places.
fn swap(ledger: &mut Ledger<'_>, least: f64) -> usize {
    let (mut swapped, mut budget) = (0, SWAP_BUDGET);
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); ledger.sums.len()];
    for (i, unit) in ledger.problem.units.iter().enumerate().filter(|(_, unit)| unit.fixed.is_none()) {
        if let Some(seat) = ledger.seat(i).filter(|_| unit.options.len() > 1) {
            held[seat].push(i);
        }
    }
    for a in 0..held.len() {
        for b in 0..held.len() {
            while a != b && ledger.penalty(a) > least && budget > 0 {
                let Some((unit_a, unit_b)) = best_swap(ledger, &held, a, b, least, &mut budget) else { break };
                ledger.place(unit_a, ledger.problem.option(unit_a, b));
                ledger.place(unit_b, ledger.problem.option(unit_b, a));
                held[a].retain(|&unit| unit != unit_a);
                held[b].retain(|&unit| unit != unit_b);
                held[a].push(unit_b);
                held[b].push(unit_a);
                swapped += 1;
            }
        }
    }
    swapped
}

/// The swap between two seats that saves most.
fn best_swap(
    ledger: &Ledger<'_>,
    held: &[Vec<usize>],
    a: usize,
    b: usize,
    least: f64,
    budget: &mut usize,
) -> Option<(usize, usize)> {
    let problem = ledger.problem;
    let movers = |from: usize, to: usize| -> Vec<(usize, Choice, Choice)> {
        let options = held[from].iter().filter_map(|&unit| Some((unit, ledger.at[unit]?, problem.option(unit, to)?)));
        options.map(|(unit, here, there)| (unit, problem.options[here], problem.options[there])).collect()
    };
    let (from_a, from_b) = (movers(a, b), movers(b, a));
    *budget = budget.saturating_sub(from_a.len() * from_b.len() + 1);
    let most = ledger.penalty(a) + ledger.penalty(b);
    let mut best = (-least, None);
    for &one in &from_a {
        for &two in &from_b {
            let pair_costs = one.2.cost - one.1.cost + two.2.cost - two.1.cost;
            if pair_costs - most < best.0 {
                let change = ledger.swap(one, two);
                if change < best.0 {
                    best = (change, Some((one.0, two.0)));
                }
            }
        }
    }
    best.1
}

/// Sends the least value of seats that are still over `max-accounts` to the house.
fn evict(ledger: &mut Ledger<'_>) {
    let problem = ledger.problem;
    if problem.max_accounts == 0 {
        return;
    }
    let mut free: Vec<usize> = (0..problem.units.len()).filter(|&unit| problem.units[unit].fixed.is_none()).collect();
    free.sort_by(|&a, &b| problem.units[a].value.total_cmp(&problem.units[b].value).then(a.cmp(&b)));
    for unit in free {
        if ledger.seat(unit).is_some_and(|seat| ledger.sums[seat].accounts > problem.max_accounts) {
            ledger.place(unit, None);
        }
    }
}
