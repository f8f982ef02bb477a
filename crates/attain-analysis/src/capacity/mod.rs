//! Capacity: from seats times quota to the bookings that come of them, step by
//! step; people and work by month; and the hires that follow.
//!
//! ```text
//! Plan ─ mechanism ─► stages ─ simulate ─► bridge (adds up to the cent)
//! Plan ─ crew ─► ramped reps, vacancies, capacity, workload by month
//! Plan + seats ─ added ─► what a seat is worth, seats to the target
//! all of it ─ calendar, warnings ─► Capacity ─ report, export ─► files
//! ```

pub mod added_seats;
pub mod bridge;
pub mod hiring_calendar;
pub mod hiring_lead;
pub mod mechanism;
pub mod plan_years;
pub mod staffing;
#[cfg(test)]
mod tests;
mod warnings;

use serde::Serialize;

pub use added_seats::{MeanEstimate, SeatValue, SeatsToTarget, TargetChance, TargetGap};
pub use bridge::{BridgeStep, CapacityBridge, Cents};
pub use hiring_calendar::{HiringCalendar, Requisition};
pub use mechanism::Mechanism;
pub use plan_years::WorkProgress;
pub use staffing::{MonthlyStaffing, SeatGroupKind, StaffingFigure};

use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_design::design::design;
use attain_sim::summarise::results::Stat;
use attain_sim::summarise::stat;
use mechanism::with_first;
use plan_years::simulate_plans;

/// A plan's capacity, from quota to the hiring calendar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capacity {
    /// Version of attain.
    pub version: &'static str,
    /// The plan.
    pub plan: String,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Seed of all chance.
    pub seed: u64,
    /// Simulated years.
    pub years: u32,
    /// First day of the horizon.
    pub start: jiff::civil::Date,
    /// Months of the horizon.
    pub months: u32,
    /// Currency shown.
    pub currency: String,
    /// Target over the horizon.
    pub target: f64,
    /// Street quota over the horizon.
    pub street_quota: f64,
    /// Bookings of the plan.
    pub bookings: Stat,
    /// The bridge of the company, then of each team.
    pub bridges: Vec<CapacityBridge>,
    /// People and work by month: the company, teams, segments.
    pub crews: Vec<MonthlyStaffing>,
    /// The gap to the target.
    pub gap: TargetGap,
    /// What a further seat is worth, by team.
    pub marginals: Vec<SeatValue>,
    /// The seats that reach the target; `None` when there is no gap, or no hire can help in time.
    pub reached: Option<SeatsToTarget>,
    /// The hiring calendar.
    pub calendar: HiringCalendar,
    /// What to look at, a sentence each.
    pub warnings: Vec<String>,
}

/// What is simulated, and for what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CapacityOptions {
    /// Seed of all chance.
    pub seed: u64,
    /// Years to live.
    pub years: u32,
    /// Chance to reach the target that is asked for.
    pub wanted: f64,
}

/// Plans the capacity of a scenario.
///
/// # Errors
/// Every contradiction between the scenario's choices and the book.
pub fn capacity(
    book: &Book,
    resolved: &ResolvedScenario,
    terms: CapacityOptions,
    work: &WorkProgress,
) -> Result<Capacity, Faults> {
    let CapacityOptions { seed, years, wanted } = terms;
    let plan = design(book, resolved)?;
    let (bridges, kept) = bridged(book, &plan, terms, work);
    let months = plan.scenario.horizon.months;
    let in_years = f64::from(months) / 12.0;
    work.expect(years.into());
    let crews = staffing::crews(book, &plan, seed, years, work);
    let target = plan.target * in_years;
    let gap = TargetGap::of(&kept, target, wanted);
    let marginals = added_seats::marginals(book, resolved, &plan, &kept, &gap, (seed, years), work)?;
    let reached = added_seats::reach(book, resolved, &plan, &marginals, &gap, (seed, years), work)?;
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
        target,
        street_quota: plan.street_quota * in_years,
        bookings: bookings(&kept),
        calendar: hiring_calendar::calendar(&plan, &crews, reached.as_ref()),
        warnings: warnings::warnings(book, &plan, &crews, &kept, &bridges[0]),
        bridges,
        crews,
        gap,
        marginals,
        reached,
    })
}

/// The bridges of a plan that is designed, and its own years.
#[must_use]
pub fn bridged(
    book: &Book,
    plan: &Plan,
    terms: CapacityOptions,
    work: &WorkProgress,
) -> (Vec<CapacityBridge>, plan_years::PlanYears) {
    let stages: Vec<Plan> = (0..=Mechanism::ALL.len()).map(|on| with_first(plan, on)).collect();
    work.expect(u64::from(terms.years) * stages.len() as u64);
    let mut simulated = simulate_plans(book, &stages, terms.seed, terms.years, work);
    let bridges = bridge::bridges(book, plan, &simulated);
    (bridges, simulated.pop().unwrap_or_default())
}

/// Distribution of the company's bookings.
fn bookings(kept: &plan_years::PlanYears) -> Stat {
    let none = Stat { mean: 0.0, se: 0.0, sd: 0.0, p05: 0.0, p10: 0.0, p25: 0.0, p50: 0.0, p75: 0.0, p90: 0.0, p95: 0.0 };
    stat(&kept.bookings).unwrap_or(none)
}
