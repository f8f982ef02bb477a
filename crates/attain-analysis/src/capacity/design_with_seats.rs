//! Plans with added seats.

use super::options::CapacityInputs;
use crate::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, SeatAddition};

/// Returns the scenario with more seats in a team. The new territories come from the alignment or,
/// where the scenario keeps its current territories, from those.
fn with_seats(resolved: &ResolvedScenario, team: &str, seats: u32, start: u32) -> ResolvedScenario {
    resolved.with_choices(|scenario| {
        scenario.headcount.adds.push(SeatAddition { team: team.to_owned(), seats, start_month: start, region: None });
        if scenario.territory.carve.keeps() {
            scenario.territory.carve = Carve::Peel;
        }
    })
}

/// Designs the plan with more seats in a team, keeping the original plan's target.
pub(super) fn design_with_seats(inputs: &CapacityInputs, team: &str, seats: u32, start: u32) -> Result<Plan, Faults> {
    let mut plan = design(inputs.book, &with_seats(inputs.resolved, team, seats, start))?;
    plan.target = inputs.plan.target;
    Ok(plan)
}
