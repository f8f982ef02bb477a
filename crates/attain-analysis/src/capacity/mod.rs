//! Capacity planning: the step-by-step bridge from seats times quota to bookings, staffing and
//! workload by month, and the resulting hires.
//!
//! ```text
//! Plan ─ mechanism ─► stages ─ plan_years ─► bridge (adds up to the cent)
//! Plan ─ staffing ─► ramped reps, vacancies, capacity, workload by month
//! Plan + seats ─ seat_value, seats_to_target ─► value of a seat, seats to the target
//! bridge, staffing, seats ─ hiring_calendar, warnings ─► Capacity ─ report, export ─► files
//! ```

pub mod bridge;
mod design_with_seats;
pub(crate) mod fewest;
pub mod hiring_calendar;
mod hiring_lead;
pub mod mechanism;
mod options;
pub(crate) mod plan_years;
mod seat_value;
mod seats_to_target;
pub mod staffing;
mod target_gap;
#[cfg(test)]
mod tests;
mod warnings;
mod work_progress;

use serde::Serialize;

pub use bridge::{BridgeStep, CapacityBridge, Cents};
pub use hiring_calendar::{HiringCalendar, Requisition};
pub use hiring_lead::HiringLead;
pub use mechanism::Mechanism;
pub use options::CapacityOptions;
pub use seat_value::{MeanEstimate, SeatValue};
pub use seats_to_target::{SeatTrial, SeatsToTarget};
pub use staffing::{MonthlyStaffing, SeatGroupKind, StaffingFigure};
pub use target_gap::{TargetChance, TargetGap};
pub use work_progress::WorkProgress;

use crate::forecast_basis::default_market;
use crate::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_sim::summarise::results::Stat;
use attain_sim::summarise::stat;
use design_with_seats::design_with_seats;
use mechanism::with_first_mechanisms;
use options::CapacityInputs;
use plan_years::{PlanYears, simulate_plans};
use seat_value::seat_values;
use seats_to_target::seats_to_target;
use staffing::monthly_staffing;

/// The capacity plan of a scenario, from quota capacity to the hiring calendar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capacity {
    /// Version of attain that produced the result.
    pub version: &'static str,
    /// Name of the plan.
    pub plan: String,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Seed of all random draws.
    pub seed: u64,
    /// Number of simulated years.
    pub years: u32,
    /// First day of the horizon.
    pub start: jiff::civil::Date,
    /// Length of the horizon in months.
    pub months: u32,
    /// Currency symbol or code shown with amounts.
    pub currency: String,
    /// Market figures that are defaults; empty if all are calibrated or stated.
    pub default_market: Vec<&'static str>,
    /// Target over the horizon.
    pub target: f64,
    /// Street quota over the horizon.
    pub street_quota: f64,
    /// Distribution of the company's bookings.
    pub bookings: Stat,
    /// Bridges of the company and then of each team.
    pub bridges: Vec<CapacityBridge>,
    /// Staffing and workload by month for the company, teams and segments.
    #[serde(rename = "crews")]
    pub staffing: Vec<MonthlyStaffing>,
    /// The gap to the target.
    pub gap: TargetGap,
    /// Value of an additional seat, by team.
    pub marginals: Vec<SeatValue>,
    /// The added seats that reach the target; `None` if there is no gap or no hire can help in
    /// time.
    pub reached: Option<SeatsToTarget>,
    pub calendar: HiringCalendar,
    /// Warnings, one sentence each.
    pub warnings: Vec<String>,
}

/// Computes the capacity plan of a scenario.
///
/// # Errors
/// Returns every contradiction between the scenario's choices and the book.
pub fn capacity(
    book: &Book,
    resolved: &ResolvedScenario,
    options: CapacityOptions,
    work: &WorkProgress,
) -> Result<Capacity, Faults> {
    let CapacityOptions { seed, years, wanted } = options;
    let plan = design(book, resolved)?;
    let (bridges, simulated) = simulate_bridges(book, &plan, options, work);
    let months = plan.scenario.horizon.months;
    let in_years = f64::from(months) / 12.0;
    work.expect(years.into());
    let staffing = monthly_staffing(book, &plan, seed, years, work);
    let target = plan.target * in_years;
    let gap = TargetGap::new(&simulated, target, wanted);
    let inputs = CapacityInputs { book, resolved, plan: &plan, options, work };
    let marginals = seat_values(&inputs, &simulated, &gap)?;
    let reached = seats_to_target(&inputs, &marginals, &gap)?;
    Ok(Capacity {
        version: env!("CARGO_PKG_VERSION"),
        plan: plan.name.clone(),
        scenario_hash: resolved.hash.clone(),
        data_hash: book.hash.clone(),
        seed,
        years,
        start: plan.scenario.horizon.start,
        months,
        currency: plan.scenario.money.currency.clone(),
        default_market: default_market(book, std::slice::from_ref(resolved)),
        target,
        street_quota: plan.street_quota * in_years,
        bookings: bookings(&simulated),
        calendar: hiring_calendar::calendar(&plan, &staffing, reached.as_ref(), &|team, seats| {
            workload_with(&inputs, team, seats)
        }),
        warnings: warnings::warnings(&plan, &staffing, &simulated, &bridges[0]),
        bridges,
        staffing,
        gap,
        marginals,
        reached,
    })
}

/// Simulates the bridges of a designed plan and returns them with the simulated years of the plan
/// itself.
#[must_use]
pub(crate) fn simulate_bridges(
    book: &Book,
    plan: &Plan,
    options: CapacityOptions,
    work: &WorkProgress,
) -> (Vec<CapacityBridge>, PlanYears) {
    let stages: Vec<Plan> = (0..=Mechanism::ALL.len()).map(|on| with_first_mechanisms(plan, on)).collect();
    work.expect(u64::from(options.years) * stages.len() as u64);
    let mut simulated = simulate_plans(book, &stages, options.seed, options.years, work);
    let bridges = bridge::bridges(book, plan, &simulated);
    (bridges, simulated.pop().unwrap_or_default())
}

/// The workload of a team with more seats as a share of its workload in the plan.
fn workload_with(inputs: &CapacityInputs, team: &str, seats: u32) -> f64 {
    let of_team = |plan: &Plan| {
        let of = plan.seats.iter().filter(|seat| inputs.book.teams.get(seat.team).is_some_and(|name| name == team));
        of.map(|seat| seat.workload).sum::<f64>()
    };
    let before = of_team(inputs.plan);
    // A number of seats that the scenario's rules do not allow leaves the workload as it is.
    design_with_seats(inputs, team, seats, 1).map_or(1.0, |grown| if before > 0.0 { of_team(&grown) / before } else { 1.0 })
}

/// Distribution of the company's bookings.
fn bookings(years: &PlanYears) -> Stat {
    let none = Stat { mean: 0.0, se: 0.0, sd: 0.0, p05: 0.0, p10: 0.0, p25: 0.0, p50: 0.0, p75: 0.0, p90: 0.0, p95: 0.0 };
    stat(&years.bookings).unwrap_or(none)
}
