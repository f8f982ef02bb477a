//! Books for new seats, taken from the seats with too much work or potential. No account moves
//! between present seats.

use super::proposal::{NamedCarve, Proposal, propose};
use crate::design::design;
use crate::territory::equity;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, SeatAddition};
use attain_data::Book;

/// The seats to hire for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HireRequest {
    /// Name of the team that gets the seats.
    pub team: String,
    /// Number of seats.
    pub seats: u32,
    /// Month of the horizon in which the seats start; 1 is the first month.
    pub month: u32,
    /// Name of the seats' region; `None` selects the region with the most potential per seat.
    pub region: Option<String>,
}

/// Adds seats to a scenario and builds their books from present ones. Accounts come first from
/// seats whose work exceeds planned capacity and from seats above the mean, where giving up an
/// account costs least.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book.
pub fn propose_hires(book: &Book, resolved: &ResolvedScenario, request: &HireRequest) -> Result<Proposal, Faults> {
    let add = SeatAddition {
        team: request.team.clone(),
        seats: request.seats,
        start_month: request.month,
        region: request.region.clone(),
    };
    let grown = resolved.with_choices(|scenario| {
        scenario.headcount.adds.push(add);
        scenario.territory.carve = Carve::Peel;
    });
    let peeled = design(book, &grown)?;
    let what = format!("{} more {} {}", request.seats, request.team, if request.seats == 1 { "rep" } else { "reps" });
    let name = format!("hire-{}", resolved.scenario.name);
    let description = format!("{what} from month {}, with books taken from existing seats; nothing else changes.", request.month);
    let mut proposal = propose(book, &grown, &name, description, &NamedCarve::from_plan(&peeled))?;
    proposal.remarks = remarks(&proposal.plan);
    Ok(proposal)
}

/// Remarks on the new books.
fn remarks(plan: &Plan) -> Vec<String> {
    let donor = |seat: usize| {
        plan.accounts
            .iter()
            .any(|made| made.before == Some(seat) && made.seat.is_some_and(|to| plan.seats[to].incumbent.is_none()))
    };
    let donors = (0..plan.seats.len()).filter(|&seat| donor(seat)).count();
    let seats = plan.seats.iter().filter(|seat| seat.incumbent.is_none()).count();
    let mut remarks = vec![format!(
        "{donors} existing {} accounts to {seats} new {}; no account moves between existing seats.",
        if donors == 1 { "seat gives" } else { "seats give" },
        if seats == 1 { "seat" } else { "seats" },
    )];
    let tolerance = plan.scenario.territory.balance_tolerance.get();
    let potential: Vec<f64> = plan.seats.iter().map(|seat| seat.potential).collect();
    let means = equity::group_means(&potential, &equity::peer_groups(plan));
    for (seat, mean) in plan.seats.iter().zip(means).filter(|(seat, _)| seat.incumbent.is_none()) {
        if mean > 0.0 && seat.potential < (1.0 - tolerance) * mean {
            remarks.push(format!(
                "The book of {} stays {:.0} % below the mean of like seats, because taking more accounts would cost more than the gain in balance.",
                seat.name,
                100.0 * (1.0 - seat.potential / mean)
            ));
        }
    }
    remarks
}
