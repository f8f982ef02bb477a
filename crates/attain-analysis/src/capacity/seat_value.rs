//! Value of an additional seat in each team.

use rayon::prelude::*;
use serde::Serialize;

use super::design_with_seats::design_with_seats;
use super::hiring_lead::HiringLead;
use super::options::CapacityInputs;
use super::plan_years::{PlanYears, simulate_plans, teams};
use super::target_gap::{TargetChance, TargetGap};
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::summarise::mean_and_sd;

/// A mean and its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanEstimate {
    pub mean: f64,
    /// Standard error.
    pub se: f64,
}

impl MeanEstimate {
    /// Computes the mean of `with - without` in the same worlds, divided by `seats`.
    fn per_seat(with: &[f64], without: &[f64], seats: f64) -> Self {
        let change: Vec<f64> = with.iter().zip(without).map(|(with, without)| (with - without) / seats).collect();
        let (mean, sd) = mean_and_sd(&change);
        Self { mean, se: sd / (change.len().max(1) as f64).sqrt() }
    }
}

/// Value of an additional seat in a team, planned to start in the first month of the horizon.
/// `seats` seats are added to the team, territories are designed by the scenario's own rules, and
/// both plans are simulated in the same worlds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeatValue {
    /// Name of the team.
    pub team: String,
    /// Number of seats in the team today.
    pub present: usize,
    /// Number of seats added together; the figures are per added seat.
    pub seats: u32,
    /// Extra bookings over the horizon.
    pub bookings: MeanEstimate,
    /// Extra cost over the horizon.
    pub cost: MeanEstimate,
    /// Extra contribution: margin on all business minus cost.
    pub contribution: MeanEstimate,
    /// Planned start month of a requisition that opens on the first day.
    pub start: u32,
    /// Number of seats in this team alone, from that month, with which the simulated plan reaches the
    /// target at the required probability. It is what the seats would have to be if each brought as
    /// much as the first. `None` if the simulation does not confirm it, if a hire in that month books
    /// nothing in time, or if the extra bookings are not significantly above 0.
    pub needed: Option<u32>,
    /// The same before it is confirmed.
    #[serde(skip)]
    pub(super) estimate: Option<u32>,
}

/// Largest number of seats that is confirmed by simulation.
const MOST_SEATS: u32 = 200;

/// Computes the value of an additional seat in every team. `present` holds the simulated years of
/// the plan itself.
///
/// # Errors
/// Returns any contradiction between a team's added seats and the scenario's rules.
pub(super) fn seat_values(inputs: &CapacityInputs, present: &PlanYears, gap: &TargetGap) -> Result<Vec<SeatValue>, Faults> {
    let CapacityInputs { book, plan, options, .. } = *inputs;
    let teams = candidate_teams(book, plan);
    // Add an eighth: enough for a measurable difference, and few enough to be marginal.
    let seats: Vec<u32> = teams.iter().map(|(_, present)| (*present as u32 / 8).max(1)).collect();
    let asked: Vec<(&str, u32, u32)> = teams.iter().zip(&seats).map(|((team, _), &seats)| (team.as_str(), seats, 1)).collect();
    let simulated = simulate_with_seats(inputs, &asked)?;
    let months = plan.scenario.horizon.months;
    let value = |(((team, present_seats), &seats), with): (((&String, &usize), &u32), &PlanYears)| {
        let divisor = f64::from(seats);
        let bookings = MeanEstimate::per_seat(&with.bookings, &present.bookings, divisor);
        let lead = HiringLead::new(&plan.scenario, team);
        SeatValue {
            team: team.clone(),
            present: *present_seats,
            seats,
            bookings,
            cost: MeanEstimate::per_seat(&with.cost, &present.cost, divisor),
            contribution: MeanEstimate::per_seat(&with.contribution, &present.contribution, divisor),
            start: lead.earliest_start,
            needed: (gap.gap <= 0.0).then_some(0),
            estimate: needed_from(&lead, months, bookings, gap.gap),
        }
    };
    let pairs = teams.iter().map(|(team, present)| (team, present));
    let mut values: Vec<SeatValue> = pairs.zip(&seats).zip(&simulated).map(value).collect();
    if gap.gap > 0.0 {
        let trial = |value: &SeatValue| value.estimate.filter(|seats| (1..=MOST_SEATS).contains(seats));
        let tried: Vec<usize> = (0..values.len()).filter(|&v| trial(&values[v]).is_some()).collect();
        let asked: Vec<(&str, u32, u32)> =
            tried.iter().map(|&v| (values[v].team.as_str(), values[v].estimate.unwrap_or(1), values[v].start)).collect();
        let confirmed: Vec<bool> = simulate_with_seats(inputs, &asked)?
            .iter()
            .map(|years| TargetChance::from_years(&years.target_reached).p >= options.wanted)
            .collect();
        for (v, _) in tried.into_iter().zip(confirmed).filter(|(_, confirmed)| *confirmed) {
            values[v].needed = values[v].estimate;
        }
    }
    Ok(values)
}

/// The teams of a plan with their numbers of seats: those with seats, then those whose present
/// reps have all lost theirs.
fn candidate_teams(book: &Book, plan: &Plan) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = teams(book, plan).into_iter().map(|(team, seats)| (team, seats.len())).collect();
    for (t, name) in book.teams.iter().enumerate() {
        let is_emptied =
            book.reps.iter().any(|rep| rep.left.is_none() && rep.team == t) && found.iter().all(|(known, _)| known != name);
        if is_emptied {
            found.push((name.clone(), 0));
        }
    }
    found
}

/// Simulates the plan with added seats, each given as team, number of seats and start month.
fn simulate_with_seats(inputs: &CapacityInputs, asked: &[(&str, u32, u32)]) -> Result<Vec<PlanYears>, Faults> {
    inputs.work.expect(u64::from(inputs.options.years) * asked.len() as u64);
    let plans = asked
        .par_iter()
        .map(|&(team, seats, start)| design_with_seats(inputs, team, seats, start))
        .collect::<Vec<Result<Plan, Faults>>>()
        .into_iter()
        .collect::<Result<Vec<Plan>, Faults>>()?;
    Ok(simulate_plans(inputs.book, &plans, inputs.options.seed, inputs.options.years, inputs.work))
}

/// Number of seats that would close the gap if each brought as much as the first one, in
/// proportion to the months in which it can be productive from the earliest start.
fn needed_from(lead: &HiringLead, months: u32, bookings: MeanEstimate, gap: f64) -> Option<u32> {
    if gap <= 0.0 {
        return Some(0);
    }
    let (start, all_months) = (lead.earliest_start, lead.counting_months(1, months));
    if start > months || bookings.mean <= 2.0 * bookings.se || all_months <= 0.0 {
        return None;
    }
    let part = lead.counting_months(start, months) / all_months;
    // Treat less than a hundredth of a seat's year as nothing.
    (part > 0.01).then(|| (gap / (bookings.mean * part).max(1e-9)).ceil().min(1e6) as u32)
}
