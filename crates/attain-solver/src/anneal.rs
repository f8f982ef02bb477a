//! Simulated annealing over relocations, swaps and ejections. A unit moves to another seat, which
//! may eject one of its units either to the seat that the first unit left or to a third seat.

use crate::candidates::CandidateLists;
use crate::ledger::{Ledger, Placement, Transfer};
use crate::search_rng::SearchRng;
use crate::units_by_seat::UnitsBySeat;

/// Changes that cost more than this many temperatures are rejected without a draw: `exp(-20)` would
/// accept one in 500 million.
const COLD: f64 = 20.0;

/// Number of temperatures by which a candidate option may cost more than its unit's cheapest
/// option.
const REACH: f64 = 10.0;

/// Number of stages in a search. Each stage tries only the options that its temperature can reach.
const STAGES: u32 = 24;

/// Cooling schedule of a search. Temperatures are in units of cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cooling {
    /// Temperature at the start.
    pub(crate) from: f64,
    /// Temperature at the end.
    pub(crate) to: f64,
    /// Number of steps to try.
    pub(crate) steps: u64,
}

/// A step of the search. All fields except the units are indices of options.
#[derive(Debug, Clone, Copy)]
enum AnnealStep {
    /// A unit takes an option.
    Relocate { unit: usize, from: usize, to: usize },
    /// A unit takes an option, and a unit of that seat takes another option.
    Eject { unit: usize, from: usize, to: usize, out: usize, leaves: usize, goes: usize },
}

/// The units and options considered in a stage.
#[derive(Debug, Clone, Copy)]
struct Neighborhood<'a> {
    lists: &'a CandidateLists,
    units: &'a [u32],
    /// Largest cost of an option above its unit's cheapest one.
    dearer: f32,
}

/// Returns the free units that can move within a reach.
fn movable_units(ledger: &Ledger<'_>, lists: &CandidateLists, dearer: f32) -> Vec<u32> {
    let moves = |unit: usize| match (ledger.assignment[unit], lists.options_within(unit, dearer)) {
        (Some(at), [first, rest @ ..]) => !rest.is_empty() || *first as usize != at,
        _ => false,
    };
    (0..ledger.assignment.len()).filter(|&unit| moves(unit)).map(|unit| unit as u32).collect()
}

/// Draws a step at random. Returns the step and the resulting change in cost.
#[inline]
fn draw_step(
    ledger: &Ledger<'_>,
    by_seat: &UnitsBySeat,
    near: Neighborhood<'_>,
    random: &mut SearchRng,
) -> Option<(AnnealStep, f64)> {
    let Neighborhood { lists, units, dearer } = near;
    let options = &ledger.model.options;
    let unit = units[random.below(units.len())] as usize;
    let from = ledger.assignment[unit]?;
    let tries = lists.options_within(unit, dearer);
    let to = tries[random.below(tries.len())] as usize;
    if to == from {
        return None;
    }
    let (here, there) = (options[from], options[to]);
    let kind = random.below(4);
    let others = by_seat.units(there.seat);
    if kind == 0 || others.is_empty() {
        return Some((AnnealStep::Relocate { unit, from, to }, ledger.cost_of_move(unit, here, there)));
    }
    let out = others[random.below(others.len())] as usize;
    let leaves = ledger.assignment[out]?;
    let goes = if kind == 3 {
        let tries = lists.options_within(out, dearer);
        tries[random.below(tries.len())] as usize
    } else {
        ledger.model.option_at(out, here.seat)?
    };
    if goes == leaves {
        return None;
    }
    let (left, third) = (options[leaves], options[goes]);
    let change = if third.seat == here.seat {
        ledger.cost_of_swap(Transfer { unit, from: here, to: there }, Transfer { unit: out, from: left, to: third })
    } else {
        there.cost - here.cost + third.cost - left.cost
            + ledger.penalty_relief(unit, here)
            + ledger.penalty_of_exchange(Placement { unit: out, option: left }, Placement { unit, option: there })
            + ledger.penalty_rise(out, third)
    };
    Some((AnnealStep::Eject { unit, from, to, out, leaves, goes }, change))
}

#[inline]
fn apply_step(ledger: &mut Ledger<'_>, by_seat: &mut UnitsBySeat, step: AnnealStep) {
    let seat = |ledger: &Ledger<'_>, option: usize| ledger.model.options[option].seat;
    let (AnnealStep::Relocate { unit, from, to } | AnnealStep::Eject { unit, from, to, .. }) = step;
    by_seat.move_unit(unit, seat(ledger, from), seat(ledger, to));
    ledger.place(unit, Some(to));
    if let AnnealStep::Eject { out, leaves, goes, .. } = step {
        by_seat.move_unit(out, seat(ledger, leaves), seat(ledger, goes));
        ledger.place(out, Some(goes));
    }
}

/// Returns whether a change in cost is accepted at a temperature.
#[inline]
fn accepts(change: f64, temperature: f64, random: &mut SearchRng) -> bool {
    change <= 0.0 || (change < COLD * temperature && random.uniform() < libm::exp(-change / temperature))
}

/// Anneals an assignment. The ledger is left with the cheapest assignment found at the end of a
/// stage.
pub(crate) fn anneal(ledger: &mut Ledger<'_>, lists: &CandidateLists, cooling: Cooling, random: &mut SearchRng) {
    let (mut above, mut least) = (0.0, 0.0);
    let mut best = ledger.assignment.clone();
    let ratio = libm::pow(cooling.to / cooling.from, 1.0 / f64::from(STAGES - 1));
    let mut temperature = cooling.from;
    for _ in 0..STAGES {
        let dearer = (REACH * temperature) as f32;
        let units = movable_units(ledger, lists, dearer);
        let mut by_seat = UnitsBySeat::from_units(ledger, units.iter().map(|&unit| unit as usize));
        let near = Neighborhood { lists, units: &units, dearer };
        for _ in 0..if units.is_empty() { 0 } else { cooling.steps / u64::from(STAGES) } {
            if let Some((step, change)) = draw_step(ledger, &by_seat, near, random)
                && accepts(change, temperature, random)
            {
                apply_step(ledger, &mut by_seat, step);
                above += change;
            }
        }
        if above < least {
            least = above;
            best.clone_from(&ledger.assignment);
        }
        temperature *= ratio;
    }
    if above > least {
        for (unit, option) in best.into_iter().enumerate() {
            if ledger.assignment[unit] != option {
                ledger.place(unit, option);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AssignmentModel, AssignmentOption, AssignmentUnit};
    use crate::seat_terms::{ConvexPenalty, SeatTerms};

    /// The change in cost predicted for a step equals the change observed after it.
    #[test]
    fn steps_cost_what_they_say() {
        let mut random = SearchRng::new(3);
        let terms = SeatTerms {
            pull: crate::seat_terms::TargetPull { target: 98.0, strength: 0.002 },
            low: ConvexPenalty { edge: 90.0, slope: 0.5, curvature: 0.01 },
            high: ConvexPenalty { edge: 110.0, slope: 0.5, curvature: 0.01 },
            load: ConvexPenalty { edge: 40.0, slope: 2.0, curvature: 0.05 },
            min_count: 2,
            max_count: 6,
            count_penalty: 50.0,
        };
        let mut model = AssignmentModel { seats: vec![terms; 4], unassigned_cost: f64::INFINITY, ..AssignmentModel::default() };
        for _ in 0..20 {
            let start = model.options.len();
            for seat in 0..4 {
                model.options.push(AssignmentOption { seat, load: 5.0 + random.below(9) as f32, cost: random.below(30) as f64 });
            }
            model.units.push(AssignmentUnit {
                value: 10.0 + random.below(20) as f64,
                count: 1,
                fixed: None,
                options: start..start + 4,
            });
        }
        let at: Vec<Option<usize>> = model.units.iter().map(|unit| Some(unit.options.start + random.below(4))).collect();
        let mut ledger = Ledger::from_assignment(&model, &at);
        let prices = crate::dual::ascend(&model, ledger.total(), 5, None).prices;
        let lists = CandidateLists::new(&model, &prices, 4);
        let (units, mut by_seat) = (movable_units(&ledger, &lists, f32::MAX), UnitsBySeat::free_units(&ledger));
        let near = Neighborhood { lists: &lists, units: &units, dearer: f32::MAX };
        let mut tried = 0;
        for _ in 0..2000 {
            let Some((step, change)) = draw_step(&ledger, &by_seat, near, &mut random) else { continue };
            let before = ledger.total();
            apply_step(&mut ledger, &mut by_seat, step);
            assert!((ledger.total() - before - change).abs() < 1e-6, "{step:?}");
            tried += 1;
        }
        assert!(tried > 1000);
    }
}
