//! The carve as an assignment model: units to place, seats to fill, and the cost
//! of each pair. A unit is an account, or a family that stays together.
//!
//! The cost of a carve, in money per year:
//! ```text
//!   sum of pair costs (travel, disruption, the time of a move, misfit)
//! + balance weight × sum over seats of  e/2 + 2 e²/mean      e: potential beyond mean × (1 ± tolerance)
//! + balance weight × sum over seats of  d²/50 mean           d: potential from the mean, inside the tolerance too
//! + sum over seats of  pay/capacity × (o + o²/planned)       o: load beyond planned capacity
//! + a prohibitive penalty for each account above `max-accounts` or below `min-accounts`
//! ```
//! Half of the potential outside the tolerance is assumed to be out of reach (A: no
//! published figure), and more the further out. Inside the tolerance imbalance costs a hundredth
//! of that, so that books are alike where nothing else counts, and a move has to be worth its price.
//! Other measures than potential are put into its scale, and each that is balanced has these two sums.
//! An overloaded hour costs at least what an hour of a rep costs. The mean is that of the seats
//! that can exchange accounts, and is fixed before accounts go to seats (see `group_targets`), so
//! that the carve and its lower bound share one objective.

use super::balance_band::set_band;
use super::capacity::{account_limits, usable_capacity};
use super::carve_units::CarveUnit;
use super::eligibility::EligibleSeats;
use super::equity::like_seats;
use super::group_targets::group_targets;
use super::inputs::CarveInputs;
use super::measures;
use super::pair_costs::PairCosts;
use super::tier_matrix::teams_of_book;
use attain_core::plan::Seat;
use attain_core::scenario::choices::{BalanceMeasure, Scenario, Team};
use attain_solver::{AssignmentModel, AssignmentOption, AssignmentUnit, ConvexPenalty, FurtherMeasure, MeasureBand, SeatTerms};

/// The assignment model of a carve, and the accounts of its units.
#[derive(Debug, Clone)]
pub(crate) struct CarveModel {
    pub(crate) assignment: AssignmentModel,
    /// The accounts of each unit, as indices into the book's accounts.
    pub(crate) members: Vec<Vec<usize>>,
    /// Penalty of each account outside the limits; no saving can pay for it.
    pub(crate) limit_penalty: f64,
}

impl CarveModel {
    pub(crate) fn new(
        inputs: CarveInputs<'_>,
        eligible: &EligibleSeats,
        pair_costs: &PairCosts<'_>,
        members: Vec<CarveUnit>,
    ) -> Self {
        let CarveInputs { book, scenario, roster, .. } = inputs;
        let rules = scenario.territory.balanced();
        let values: Vec<Vec<f64>> = rules.iter().map(|rule| comparable_values(inputs, rule.measure)).collect();
        let (mut options, mut units, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
        let mut measures = vec![FurtherMeasure::default(); rules.len() - 1];
        for unit in members {
            let start = options.len();
            for seat in eligible.common_seats(&unit.accounts, unit.fixed) {
                let cost = unit.accounts.iter().map(|&a| pair_costs.total(a, seat)).sum();
                let load: f64 = unit.accounts.iter().map(|&a| pair_costs.load(a, seat)).sum();
                options.push(AssignmentOption { seat: seat as u32, load: load as f32, cost });
            }
            let bound = unit.fixed.and_then(|fixed| options[start..].iter().position(|option| option.seat as usize == fixed));
            units.push(AssignmentUnit {
                value: unit.accounts.iter().map(|&a| values[0][a]).sum(),
                count: unit.accounts.len() as u32,
                fixed: bound.map(|at| start + at),
                options: start..options.len(),
            });
            for (measure, values) in measures.iter_mut().zip(&values[1..]) {
                measure.units.push(unit.accounts.iter().map(|&a| values[a]).sum());
            }
            accounts.push(unit.accounts);
        }
        let worst: f64 = units
            .iter()
            .map(|unit| {
                4.0 * rules.len() as f64 * unit.value + options[unit.options.clone()].iter().map(|o| o.cost).fold(0.0, f64::max)
            })
            .sum();
        let further: f64 = measures.iter().flat_map(|measure| &measure.units).sum();
        let limit_penalty = 1.0 + worst + 4.0 * rules.len() as f64 * further;
        let limits = account_limits(book, scenario, &roster.seats);
        let teams = teams_of_book(book, scenario);
        let with_limits = |(seat, limits): (&Seat, &(u32, u32))| SeatTerms {
            min_count: limits.0,
            max_count: if limits.1 > 0 { limits.1 } else { u32::MAX },
            count_penalty: limit_penalty,
            ..seat_terms(scenario, &teams[seat.team], seat)
        };
        let seats = roster.seats.iter().zip(&limits).map(with_limits).collect();
        let unassigned_cost = if limits.iter().any(|(_, most)| *most > 0) { limit_penalty } else { f64::INFINITY };
        let mut assignment = AssignmentModel { seats, units, options, unassigned_cost, ..AssignmentModel::default() };
        let team: Vec<usize> = roster.seats.iter().map(|seat| seat.team).collect();
        let group = like_seats(scenario, &roster.seats);
        for (measure, rule) in measures.iter_mut().zip(&rules[1..]) {
            let mut of_measure = assignment.clone();
            for (unit, value) in of_measure.units.iter_mut().zip(&measure.units) {
                unit.value = *value;
            }
            let band = |target: f64| {
                let mut terms = SeatTerms::default();
                set_band(&mut terms, scenario, rule.tolerance, target, 1.0);
                MeasureBand { pull: terms.pull, low: terms.low, high: terms.high }
            };
            measure.seats = group_targets(scenario, rule.tolerance, &of_measure, &team, &group).into_iter().map(band).collect();
        }
        let targets = group_targets(scenario, rules[0].tolerance, &assignment, &team, &group);
        for (terms, target) in assignment.seats.iter_mut().zip(targets) {
            set_band(terms, scenario, rules[0].tolerance, target, 1.0);
        }
        assignment.measures = measures;
        Self { assignment, members: accounts, limit_penalty }
    }
}

/// What accounts add to a measure, in a scale in which all accounts together are as much as their
/// potential: then a deviation costs the same by any measure. For potential, the weighted score.
fn comparable_values(inputs: CarveInputs<'_>, measure: BalanceMeasure) -> Vec<f64> {
    let CarveInputs { book, figures, .. } = inputs;
    let scores = &figures.scores.value;
    if measure == BalanceMeasure::Potential {
        return scores.clone();
    }
    let values = measures::by_account(book, &figures.needs, measure);
    let (all, whole) = (values.iter().sum::<f64>(), scores.iter().sum::<f64>());
    values.into_iter().map(|value| if all > 0.0 { value * whole / all } else { 0.0 }).collect()
}

fn seat_terms(scenario: &Scenario, team: &Team, seat: &Seat) -> SeatTerms {
    let planned = usable_capacity(team, seat) * (1.0 - scenario.territory.growth_buffer.get());
    let pay = (team.pay.base.get() + team.pay.variable.get()) * (1.0 + scenario.money.on_cost.get());
    let price = pay / seat.capacity.max(1.0);
    SeatTerms { load: ConvexPenalty { edge: planned, slope: price, curvature: price / planned.max(1.0) }, ..SeatTerms::default() }
}
