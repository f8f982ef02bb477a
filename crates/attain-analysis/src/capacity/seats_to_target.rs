//! The smallest number of added seats that reaches the target.

use serde::Serialize;

use super::bridge::CapacityBridge;
use super::design_with_seats::design_with_seats;
use super::fewest::fewest;
use super::options::CapacityInputs;
use super::plan_years::simulate_plans;
use super::seat_value::SeatValue;
use super::target_gap::{TargetChance, TargetGap};
use attain_core::diagnostics::Faults;

/// Number of added seats that is always considered.
const FEWEST_CONSIDERED: u32 = 20;
/// Largest number of added seats considered.
const MOST_SEATS: u32 = 200;

/// A simulated number of added seats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SeatTrial {
    pub seats: u32,
    pub chance: TargetChance,
}

/// The added seats with which the plan reaches the target at the required probability.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeatsToTarget {
    /// The team that receives the seats: the one with the lowest cost per extra booking.
    pub team: String,
    /// Planned start month; the first month is 1.
    pub start: u32,
    /// The smallest sufficient number of seats; `None` if not even `most` are enough.
    pub seats: Option<u32>,
    /// The largest number of seats considered.
    pub most: u32,
    /// The simulated numbers of seats, in ascending order.
    pub tried: Vec<SeatTrial>,
    /// Median bookings with these seats.
    pub p50: f64,
}

/// Finds the smallest number of added seats that reaches the target with the required probability.
/// The seats start as early as a requisition opened on the first day allows. The search bisects
/// over the number of seats and simulates all candidates in the same worlds. Returns `None` if
/// there is no gap or no hire can help in time.
///
/// # Errors
/// Returns any contradiction between the added seats and the scenario's rules.
pub(super) fn seats_to_target(
    inputs: &CapacityInputs,
    values: &[SeatValue],
    gap: &TargetGap,
) -> Result<Option<SeatsToTarget>, Faults> {
    let CapacityInputs { book, plan, options, work, .. } = *inputs;
    let months = plan.scenario.horizon.months;
    let useful = |value: &&SeatValue| value.start <= months && value.estimate.is_some();
    let cost_per_booking = |value: &SeatValue| value.cost.mean / value.bookings.mean;
    let best = values.iter().filter(useful).min_by(|a, b| cost_per_booking(a).total_cmp(&cost_per_booking(b)));
    let Some(best) = best.filter(|_| gap.gap > 0.0) else { return Ok(None) };
    let start = best.start;
    let guess = best.estimate.unwrap_or(1).min(MOST_SEATS);
    // Each seat brings less than the one before, so more may be needed than the estimate.
    let cap = (3 * guess).max(best.present as u32).clamp(FEWEST_CONSIDERED, MOST_SEATS);
    let mut tried: Vec<(SeatTrial, f64)> = Vec::new();
    let mut chance = |seats: u32| -> Result<f64, Faults> {
        work.expect(options.years.into());
        let plan = design_with_seats(inputs, &best.team, seats, start)?;
        let kept = simulate_plans(book, std::slice::from_ref(&plan), options.seed, options.years, work).swap_remove(0);
        let found = TargetChance::from_years(&kept.target_reached);
        tried.push((SeatTrial { seats, chance: found }, CapacityBridge::new("", 0, 0.0, &[kept.bookings]).p50.amount()));
        Ok(found.p)
    };
    let found = fewest(guess, cap, |seats| Ok(chance(seats)? >= gap.wanted))?;
    tried.sort_by_key(|(tried, _)| tried.seats);
    let shown = found.unwrap_or(cap);
    let p50 = tried.iter().find(|(tried, _)| tried.seats == shown).map_or(0.0, |(_, p50)| *p50);
    let tried = tried.into_iter().map(|(tried, _)| tried).collect();
    Ok(Some(SeatsToTarget { team: best.team.clone(), start, seats: found, most: cap, tried, p50 }))
}
