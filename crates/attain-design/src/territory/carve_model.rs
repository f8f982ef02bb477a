//! The carve as an assignment model: units to place, seats to fill, and the cost
//! of each pair. A unit is an account, or a family that stays together.
//!
//! The cost of a carve, in money per year:
//! ```text
//!   sum of pair costs (travel, disruption, misfit)
//! + balance weight × sum over seats of  e/2 + 2 e²/mean      e: potential beyond mean × (1 ± tolerance)
//! + sum over seats of  pay/capacity × (o + o²/planned)       o: load beyond planned capacity
//! + a prohibitive penalty for each account above `max-accounts` or below `min-accounts`
//! ```
//! Half of the potential outside the tolerance is assumed to be out of reach (A: no
//! published figure), and a larger share further out. An overloaded hour costs at least as
//! much as an hour of a rep. The mean is fixed before accounts are assigned to seats (see
//! `team_targets`), so that the carve and its lower bound share one objective.

use super::capacity::usable_capacity;
use super::carve_units::CarveUnit;
use super::eligibility::EligibleSeats;
use super::inputs::CarveInputs;
use super::pair_costs::PairCosts;
use super::team_targets::team_targets;
use super::tier_matrix::teams_of_book;
use attain_core::plan::Seat;
use attain_core::scenario::choices::{Scenario, Team};
use attain_solver::{AssignmentModel, AssignmentOption, AssignmentUnit, ConvexPenalty, SeatTerms};

/// Share of the tolerance without a penalty. The carve aims slightly inside the tolerance,
/// because the last step to its edge saves almost nothing and would not be made.
const AIM: f64 = 0.97;

/// The assignment model of a carve, and the accounts of its units.
#[derive(Debug, Clone)]
pub(crate) struct CarveModel {
    pub(crate) assignment: AssignmentModel,
    /// The accounts of each unit, as indices into the book's accounts.
    pub(crate) members: Vec<Vec<usize>>,
    pub(crate) min_accounts: u32,
    pub(crate) max_accounts: u32,
    /// Penalty per account outside the limits, larger than any possible saving.
    pub(crate) limit_penalty: f64,
}

impl CarveModel {
    pub(crate) fn new(
        inputs: CarveInputs<'_>,
        eligible: &EligibleSeats,
        pair_costs: &PairCosts<'_>,
        members: Vec<CarveUnit>,
    ) -> Self {
        let CarveInputs { book, scenario, figures, roster, .. } = inputs;
        let (mut options, mut units, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
        for unit in members {
            let start = options.len();
            for seat in eligible.common_seats(&unit.accounts, unit.fixed) {
                let cost = unit.accounts.iter().map(|&a| pair_costs.total(a, seat)).sum();
                let load: f64 = unit.accounts.iter().map(|&a| pair_costs.load(a, seat)).sum();
                options.push(AssignmentOption { seat: seat as u32, load: load as f32, cost });
            }
            let bound = unit.fixed.and_then(|fixed| options[start..].iter().position(|option| option.seat as usize == fixed));
            units.push(AssignmentUnit {
                value: unit.accounts.iter().map(|&a| figures.scores.value[a]).sum(),
                count: unit.accounts.len() as u32,
                fixed: bound.map(|at| start + at),
                options: start..options.len(),
            });
            accounts.push(unit.accounts);
        }
        let worst: f64 = units
            .iter()
            .map(|unit| 4.0 * unit.value + options[unit.options.clone()].iter().map(|o| o.cost).fold(0.0, f64::max))
            .sum();
        let (limit_penalty, max_accounts) = (1.0 + worst, scenario.territory.max_accounts);
        let teams = teams_of_book(book, scenario);
        let seats = roster.seats.iter().map(|seat| seat_terms(scenario, &teams[seat.team], seat, limit_penalty)).collect();
        let unassigned_cost = if max_accounts > 0 { limit_penalty } else { f64::INFINITY };
        let mut assignment = AssignmentModel { seats, units, options, unassigned_cost };
        let of_team: Vec<usize> = roster.seats.iter().map(|seat| seat.team).collect();
        let targets = team_targets(&assignment, &of_team, book.teams.len());
        for (terms, &team) in assignment.seats.iter_mut().zip(&of_team) {
            (terms.low, terms.high) = band(scenario, targets[team]);
        }
        Self { assignment, members: accounts, min_accounts: scenario.territory.min_accounts, max_accounts, limit_penalty }
    }
}

/// The penalties for books below and above the tolerance around a mean.
fn band(scenario: &Scenario, mean: f64) -> (ConvexPenalty, ConvexPenalty) {
    if mean <= 0.0 {
        return (ConvexPenalty::default(), ConvexPenalty { edge: f64::MAX, ..ConvexPenalty::default() });
    }
    let (weight, free) = (scenario.territory.balance_weight.get(), AIM * scenario.territory.balance_tolerance.get() * mean);
    let penalty = |edge: f64| ConvexPenalty { edge, slope: 0.5 * weight, curvature: 2.0 * weight / mean };
    (penalty(mean - free), penalty(mean + free))
}

fn seat_terms(scenario: &Scenario, team: &Team, seat: &Seat, limit_penalty: f64) -> SeatTerms {
    let planned = usable_capacity(team, seat) * (1.0 - scenario.territory.growth_buffer.get());
    let pay = (team.pay.base.get() + team.pay.variable.get()) * (1.0 + scenario.money.on_cost.get());
    let price = pay / seat.capacity.max(1.0);
    SeatTerms {
        load: ConvexPenalty { edge: planned, slope: price, curvature: price / planned.max(1.0) },
        min_count: scenario.territory.min_accounts,
        max_count: if scenario.territory.max_accounts > 0 { scenario.territory.max_accounts } else { u32::MAX },
        count_penalty: limit_penalty,
        ..SeatTerms::default()
    }
}
