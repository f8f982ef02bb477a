//! Plans with added seats.

use super::options::CapacityInputs;
use crate::added_seats::add_seats;
use crate::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::choices::SeatAddition;

/// Designs the plan with more seats in a team, keeping the original plan's target.
pub(super) fn design_with_seats(inputs: &CapacityInputs, team: &str, seats: u32, start: u32) -> Result<Plan, Faults> {
    let add = SeatAddition { team: team.to_owned(), seats, start_month: start, region: None };
    let grown = inputs.resolved.with_choices(|scenario| add_seats(scenario, [add]));
    let mut plan = design(inputs.book, &grown)?;
    plan.target = inputs.plan.target;
    Ok(plan)
}
