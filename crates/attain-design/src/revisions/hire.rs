//! Books for new seats, peeled from those who have too much: no account moves
//! between present seats, so nothing cascades.

use super::{Carving, Proposal, propose};
use crate::design::design;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, SeatAddition};
use attain_data::Book;

/// Seats to hire for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HireRequest {
    /// The team that grows.
    pub team: String,
    /// By how many seats.
    pub seats: u32,
    /// Month in which they start, 1 for the first.
    pub month: u32,
    /// Their region; left out, where a seat finds the most potential.
    pub region: Option<String>,
}

/// Adds seats to a scenario and peels their books from the present ones: from
/// those with more work than planned capacity and those over the mean first,
/// because that is where an account is cheapest to give up.
///
/// # Errors
/// Every contradiction between the scenario's choices and the book.
pub fn propose_hires(book: &Book, resolved: &ResolvedScenario, asked: &HireRequest) -> Result<Proposal, Faults> {
    let add =
        SeatAddition { team: asked.team.clone(), seats: asked.seats, start_month: asked.month, region: asked.region.clone() };
    let grown = resolved.with_choices(|scenario| {
        scenario.headcount.adds.push(add);
        scenario.territory.carve = Carve::Peel;
    });
    let peeled = design(book, &grown)?;
    let what = format!("{} more {} {}", asked.seats, asked.team, if asked.seats == 1 { "rep" } else { "reps" });
    let name = format!("hire-{}", resolved.scenario.name);
    let description = format!("{what} from month {}; their books come from present ones, nobody else changes.", asked.month);
    let mut proposal = propose(book, &grown, &name, description, &Carving::of(&peeled))?;
    proposal.remarks = remarks(&proposal.plan);
    Ok(proposal)
}

/// What the new books come to.
fn remarks(plan: &Plan) -> Vec<String> {
    let donor = |seat: usize| {
        plan.accounts
            .iter()
            .any(|made| made.before == Some(seat) && made.seat.is_some_and(|to| plan.seats[to].incumbent.is_none()))
    };
    let donors = (0..plan.seats.len()).filter(|&seat| donor(seat)).count();
    let seats = plan.seats.iter().filter(|seat| seat.incumbent.is_none()).count();
    let mut remarks = vec![format!(
        "{donors} present {} to {seats} new {}; no account moves between present seats.",
        if donors == 1 { "seat gives" } else { "seats give" },
        if seats == 1 { "one" } else { "ones" },
    )];
    let tolerance = plan.scenario.territory.balance_tolerance.get();
    for seat in plan.seats.iter().filter(|seat| seat.incumbent.is_none()) {
        let peers: Vec<f64> = plan.seats.iter().filter(|peer| peer.team == seat.team).map(|peer| peer.potential).collect();
        let mean = peers.iter().sum::<f64>() / peers.len().max(1) as f64;
        if mean > 0.0 && seat.potential < (1.0 - tolerance) * mean {
            remarks.push(format!(
                "The book of {} stays {:.0} % under the mean of its team: what else there is would cost more to take than balance is worth.",
                seat.name,
                100.0 * (1.0 - seat.potential / mean)
            ));
        }
    }
    remarks
}
