//! Simulated annealing over relocations, swaps and ejections: a unit goes to
//! another seat, and one of that seat's may have to give way, to where the
//! first came from or to a third seat.

use super::dice::Dice;
use super::held::Held;
use super::ledger::Ledger;
use super::lists::Lists;

/// Heat below which nothing that costs more is taken: `exp(-20)` is one step in 500 million.
const COLD: f64 = 20.0;

/// Heats by which an option may be dearer than its unit's cheapest to be tried.
const REACH: f64 = 10.0;

/// How a search cools.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cooling {
    /// Heat at the start and at the end, money.
    pub(super) from: f64,
    pub(super) to: f64,
    /// Steps tried.
    pub(super) steps: u64,
}

/// What a step does to the carve.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// A unit takes an option.
    Move { unit: usize, from: usize, to: usize },
    /// A unit takes an option, and one of that seat's takes another one.
    Eject { unit: usize, from: usize, to: usize, out: usize, leaves: usize, goes: usize },
}

/// Stages of a search; each looks only at what its heat can move.
const STAGES: u32 = 24;

/// The free units that can be moved at a heat.
pub(super) fn free(ledger: &Ledger<'_>, lists: &Lists, dearer: f32) -> Vec<u32> {
    let moves = |unit: usize| match (ledger.at[unit], lists.near(unit, dearer)) {
        (Some(at), [first, rest @ ..]) => !rest.is_empty() || *first as usize != at,
        _ => false,
    };
    (0..ledger.at.len()).filter(|&unit| moves(unit)).map(|unit| unit as u32).collect()
}

/// A step drawn by chance, and what it costs.
#[inline]
pub(super) fn draw(
    ledger: &Ledger<'_>,
    held: &Held,
    lists: &Lists,
    (free, dearer): (&[u32], f32),
    dice: &mut Dice,
) -> Option<(Step, f64)> {
    let options = &ledger.problem.options;
    let unit = free[dice.below(free.len())] as usize;
    let from = ledger.at[unit]?;
    let tries = lists.near(unit, dearer);
    let to = tries[dice.below(tries.len())] as usize;
    if to == from {
        return None;
    }
    let (here, there) = (options[from], options[to]);
    let kind = dice.below(4);
    let others = held.at(there.seat);
    if kind == 0 || others.is_empty() {
        return Some((Step::Move { unit, from, to }, ledger.relocation(unit, here, there)));
    }
    let out = others[dice.below(others.len())] as usize;
    let leaves = ledger.at[out]?;
    let goes = if kind == 3 {
        let tries = lists.near(out, dearer);
        tries[dice.below(tries.len())] as usize
    } else {
        ledger.problem.option(out, here.seat)?
    };
    if goes == leaves {
        return None;
    }
    let (left, third) = (options[leaves], options[goes]);
    let change = if third.seat == here.seat {
        ledger.swap((unit, here, there), (out, left, third))
    } else {
        there.cost - here.cost + third.cost - left.cost
            + ledger.relief(unit, here)
            + ledger.exchange((out, left), (unit, there))
            + ledger.rise(out, third)
    };
    Some((Step::Eject { unit, from, to, out, leaves, goes }, change))
}

/// Takes a step.
#[inline]
pub(super) fn take(ledger: &mut Ledger<'_>, held: &mut Held, step: Step) {
    let seat = |ledger: &Ledger<'_>, option: usize| ledger.problem.options[option].seat;
    let (Step::Move { unit, from, to } | Step::Eject { unit, from, to, .. }) = step;
    held.shift(unit, seat(ledger, from), seat(ledger, to));
    ledger.place(unit, Some(to));
    if let Step::Eject { out, leaves, goes, .. } = step {
        held.shift(out, seat(ledger, leaves), seat(ledger, goes));
        ledger.place(out, Some(goes));
    }
}

/// Whether a change is taken at a heat.
#[inline]
pub(super) fn taken(change: f64, heat: f64, dice: &mut Dice) -> bool {
    change <= 0.0 || (change < COLD * heat && dice.uniform() < libm::exp(-change / heat))
}

/// Anneals a carve; leaves the cheapest one that was met at the end of a stage.
pub(super) fn anneal(ledger: &mut Ledger<'_>, lists: &Lists, cooling: Cooling, dice: &mut Dice) {
    let (mut above, mut least) = (0.0, 0.0);
    let mut best = ledger.at.clone();
    let ratio = libm::pow(cooling.to / cooling.from, 1.0 / f64::from(STAGES - 1));
    let mut heat = cooling.from;
    for _ in 0..STAGES {
        let dearer = (REACH * heat) as f32;
        let free = free(ledger, lists, dearer);
        let mut held = Held::only(ledger, free.iter().map(|&unit| unit as usize));
        for _ in 0..if free.is_empty() { 0 } else { cooling.steps / u64::from(STAGES) } {
            if let Some((step, change)) = draw(ledger, &held, lists, (&free, dearer), dice)
                && taken(change, heat, dice)
            {
                take(ledger, &mut held, step);
                above += change;
            }
        }
        if above < least {
            least = above;
            best.clone_from(&ledger.at);
        }
        heat *= ratio;
    }
    if above > least {
        for (unit, option) in best.into_iter().enumerate() {
            if ledger.at[unit] != option {
                ledger.place(unit, option);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Choice, Problem, Unit};
    use crate::terms::{Bend, Terms};

    /// What a step is said to cost is what the carve costs more after it.
    #[test]
    fn steps_cost_what_they_say() {
        let mut dice = Dice::new(3);
        let terms = Terms {
            low: Bend { from: 90.0, slope: 0.5, curve: 0.01 },
            high: Bend { from: 110.0, slope: 0.5, curve: 0.01 },
            load: Bend { from: 40.0, slope: 2.0, curve: 0.05 },
            fewest: 2,
            most: 6,
            fine: 50.0,
        };
        let mut problem = Problem { terms: vec![terms; 4], house: f64::INFINITY, ..Problem::default() };
        for _ in 0..20 {
            let start = problem.options.len();
            for seat in 0..4 {
                problem.options.push(Choice { seat, load: 5.0 + dice.below(9) as f32, cost: dice.below(30) as f64 });
            }
            problem.units.push(Unit { value: 10.0 + dice.below(20) as f64, accounts: 1, fixed: None, options: start..start + 4 });
        }
        let at: Vec<Option<usize>> = problem.units.iter().map(|unit| Some(unit.options.start + dice.below(4))).collect();
        let mut ledger = Ledger::of(&problem, &at);
        let prices = crate::dual::ascend(&problem, ledger.total(), 5, None).prices;
        let lists = Lists::new(&problem, &prices, 4);
        let (free, mut held) = (free(&ledger, &lists, f32::MAX), Held::of(&ledger));
        let mut tried = 0;
        for _ in 0..2000 {
            let Some((step, change)) = draw(&ledger, &held, &lists, (&free, f32::MAX), &mut dice) else { continue };
            let before = ledger.total();
            take(&mut ledger, &mut held, step);
            assert!((ledger.total() - before - change).abs() < 1e-6, "{step:?}");
            tried += 1;
        }
        assert!(tried > 1000);
    }
}
