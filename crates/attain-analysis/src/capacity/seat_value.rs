//! Value of an additional seat in each team.

use rayon::prelude::*;
use serde::Serialize;

use super::design_with_seats::design_with_seats;
use super::hiring_lead::HiringLead;
use super::options::CapacityInputs;
use super::plan_years::{PlanYears, simulate_plans, teams};
use super::target_gap::TargetGap;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
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
    /// Number of seats needed in this team alone to close the gap to the target, by planned start
    /// month. `None` if a hire in that month books nothing in time, or if the extra bookings are
    /// not significantly above 0.
    pub needed_by_start: Vec<Option<u32>>,
}

/// Computes the value of an additional seat in every team. `present` holds the simulated years of
/// the plan itself.
///
/// # Errors
/// Returns any contradiction between a team's added seats and the scenario's rules.
pub(super) fn seat_values(inputs: &CapacityInputs, present: &PlanYears, gap: &TargetGap) -> Result<Vec<SeatValue>, Faults> {
    let CapacityInputs { book, plan, options, work, .. } = *inputs;
    let teams = teams(book, plan);
    // Add an eighth: enough for a measurable difference, and few enough to be marginal.
    let seats: Vec<u32> = teams.iter().map(|(_, seats)| (seats.len() as u32 / 8).max(1)).collect();
    work.expect(u64::from(options.years) * teams.len() as u64);
    let plans = teams
        .par_iter()
        .zip(&seats)
        .map(|((team, _), &seats)| design_with_seats(inputs, team, seats, 1))
        .collect::<Vec<Result<Plan, Faults>>>()
        .into_iter()
        .collect::<Result<Vec<Plan>, Faults>>()?;
    let simulated = simulate_plans(book, &plans, options.seed, options.years, work);
    let months = plan.scenario.horizon.months;
    let values = teams.iter().zip(&seats).zip(&simulated).map(|(((team, present_seats), &seats), with)| {
        let divisor = f64::from(seats);
        let bookings = MeanEstimate::per_seat(&with.bookings, &present.bookings, divisor);
        SeatValue {
            team: team.clone(),
            present: present_seats.len(),
            seats,
            bookings,
            cost: MeanEstimate::per_seat(&with.cost, &present.cost, divisor),
            contribution: MeanEstimate::per_seat(&with.contribution, &present.contribution, divisor),
            needed_by_start: needed_by_start(&HiringLead::new(&plan.scenario, team), months, bookings, gap.gap),
        }
    });
    Ok(values.collect())
}

/// Number of seats needed by planned start month. A seat contributes less the fewer months it can
/// be productive.
fn needed_by_start(lead: &HiringLead, months: u32, bookings: MeanEstimate, gap: f64) -> Vec<Option<u32>> {
    let all_months = lead.counting_months(1, months);
    let significant = bookings.mean > 2.0 * bookings.se && all_months > 0.0;
    let needed = |start: u32| {
        let part = if all_months > 0.0 { lead.counting_months(start, months) / all_months } else { 0.0 };
        // Treat less than a hundredth of a seat's year as nothing.
        (gap <= 0.0 || significant && part > 0.01).then(|| (gap / (bookings.mean * part).max(1e-9)).ceil().min(1e6))
    };
    (1..=months).map(|start| needed(start).map(|seats| if gap <= 0.0 { 0 } else { seats as u32 })).collect()
}
