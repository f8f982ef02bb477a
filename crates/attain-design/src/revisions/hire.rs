//! Books for new seats, taken from like seats, the most loaded first. No account moves between
//! present seats.

use std::collections::BTreeMap;

use super::proposal::{NamedCarve, Proposal, keep_owners, propose};
use super::seat_books::fill_new_seats;
use super::seat_need::{need_remarks, neediest_regions};
use super::trial_setup::trial_books;
use crate::design::design;
use crate::territory::equity;
use crate::territory::measures::measured_books;
use attain_core::diagnostics::Faults;
use attain_core::number_format::plural;
use attain_core::plan::{Plan, Reason};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Geography, SeatAddition};
use attain_data::Book;

/// Most seats named in one remark.
const LISTED: usize = 6;

/// The seats to hire for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HireRequest {
    /// Number of seats by team.
    pub teams: BTreeMap<String, u32>,
    /// Month of the horizon in which the seats start; 1 is the first month.
    pub month: u32,
    /// Name of the seats' region; `None` selects regions by the load of the seats there.
    pub region: Option<String>,
}

/// Adds seats to a scenario and builds their books from present ones: accounts come from the most
/// loaded like seats first, where giving up an account costs least, until nobody there is beyond
/// planned capacity and the new books have their share of potential.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book.
pub fn propose_hires(book: &Book, resolved: &ResolvedScenario, request: &HireRequest) -> Result<Proposal, Faults> {
    let keeping = keep_owners(resolved);
    let before = design(book, &keeping)?;
    let adds = additions(book, &before, request);
    let grown = keeping.with_choices(|scenario| scenario.headcount.adds.extend(adds));
    let start = design(book, &grown)?;
    let new: Vec<usize> = (0..start.seats.len()).filter(|&seat| start.seats[seat].incumbent.is_none()).collect();
    let mut books = trial_books(book, &grown, &start)?;
    fill_new_seats(&mut books, &start, &new);
    let mut carve = NamedCarve::from_plan(&start);
    for unit in books.moved_units() {
        for &account in &books.units[unit].accounts {
            carve.seats[account] = Some(start.seats[books.seat(unit)].id.clone());
            carve.reasons[account] = Reason::NewSeat;
        }
    }
    let wanted: Vec<String> = request
        .teams
        .iter()
        .filter(|(_, seats)| **seats > 0)
        .map(|(team, &seats)| format!("{seats} more {team} {}", if seats == 1 { "rep" } else { "reps" }))
        .collect();
    let description = if wanted.is_empty() {
        "No seat is added, and nothing changes.".to_owned()
    } else {
        format!("{} from month {}, with books taken from like seats; nothing else changes.", wanted.join(", "), request.month)
    };
    let mut proposal = propose(book, &grown, &format!("hire-{}", resolved.scenario.name), description, &carve)?;
    proposal.remarks = remarks(book, &proposal.plan);
    proposal.remarks.extend(need_remarks(book, &before, &request.teams));
    Ok(proposal)
}

/// The seats to add, each in the region where like seats have the most work if regions bind.
fn additions(book: &Book, plan: &Plan, request: &HireRequest) -> Vec<SeatAddition> {
    let bound = plan.scenario.territory.geography == Geography::Regions;
    let add = |team: &String, seats: u32, region: Option<String>| SeatAddition {
        team: team.clone(),
        seats,
        start_month: request.month,
        region,
    };
    let mut adds = Vec::new();
    for (team, &seats) in request.teams.iter().filter(|(_, seats)| **seats > 0) {
        if bound && request.region.is_none() {
            let regions = neediest_regions(book, plan, team, seats);
            adds.extend(regions.into_iter().map(|(region, seats)| add(team, seats, region)));
        } else {
            adds.push(add(team, seats, request.region.clone()));
        }
    }
    adds
}

/// Remarks on the new books.
fn remarks(book: &Book, plan: &Plan) -> Vec<String> {
    let new = |seat: usize| plan.seats[seat].incumbent.is_none();
    let taken: Vec<usize> = (0..plan.accounts.len()).filter(|&a| plan.accounts[a].seat.is_some_and(new)).collect();
    let mut donors: Vec<usize> = taken.iter().filter_map(|&a| plan.accounts[a].before).collect();
    let given = donors.len();
    donors.sort_unstable();
    donors.dedup();
    let gone = taken.iter().filter(|&&a| plan.accounts[a].before.is_none() && book.accounts[a].owner.is_some()).count();
    let unowned = taken.len() - given - gone;
    let seats: Vec<usize> = (0..plan.seats.len()).filter(|&seat| new(seat)).collect();
    let filled: Vec<usize> =
        seats.iter().copied().filter(|&seat| plan.accounts.iter().any(|made| made.seat == Some(seat))).collect();
    let mut sources = Vec::new();
    if given > 0 {
        sources.push(format!("{} from {}", plural(given, "account"), plural(donors.len(), "existing seat")));
    }
    if gone > 0 {
        sources.push(format!("{} of reps who have no seat any more", plural(gone, "account")));
    }
    if unowned > 0 {
        sources.push(format!("{} that nobody owned", plural(unowned, "account")));
    }
    let mut remarks = Vec::new();
    if !sources.is_empty() {
        remarks.push(format!(
            "{} new {} {}; no account moves between existing seats.",
            filled.len(),
            if filled.len() == 1 { "seat gets" } else { "seats get" },
            sources.join(", ")
        ));
    }
    if filled.len() < seats.len() {
        let empty: Vec<String> =
            seats.iter().filter(|seat| !filled.contains(seat)).map(|&seat| plan.seats[seat].name.clone()).collect();
        remarks.push(format!(
            "{} new {} no account, because like seats have none to give: {}. Hire fewer.",
            empty.len(),
            if empty.len() == 1 { "seat gets" } else { "seats get" },
            listed(&empty)
        ));
    }
    for books in measured_books(book, plan) {
        let short = |&seat: &usize| books.is_outside(seat) && books.deviation(seat) < 0.0;
        let below: Vec<String> = filled
            .iter()
            .copied()
            .filter(short)
            .map(|seat| format!("{} {:.0} %", plan.seats[seat].name, -100.0 * books.deviation(seat)))
            .collect();
        if !below.is_empty() {
            remarks.push(format!(
                "{} below the mean {} of like seats by more than the tolerance, because no further account fits that would not take an existing book below it: {}.",
                if below.len() == 1 { "1 new book stays".to_owned() } else { format!("{} new books stay", below.len()) },
                books.rule.measure.words(),
                listed(&below)
            ));
        }
    }
    let groups = equity::peer_groups(plan);
    let like = |seat: usize| filled.iter().copied().filter(|&other| groups[other] == groups[seat]).collect::<Vec<usize>>();
    let over: Vec<usize> =
        (0..plan.seats.len()).filter(|&seat| plan.seats[seat].load() > 1.0 && !like(seat).is_empty()).collect();
    if !over.is_empty() {
        let planned = 1.0 - plan.scenario.territory.growth_buffer.get();
        let full = over.iter().all(|&seat| like(seat).into_iter().all(|other| plan.seats[other].load() >= planned));
        let loads: Vec<String> =
            over.iter().map(|&seat| format!("{} {:.0} %", plan.seats[seat].name, 100.0 * plan.seats[seat].load())).collect();
        remarks.push(format!(
            "Still beyond capacity: {}. {}.",
            listed(&loads),
            if full { "The new seats are full" } else { "The accounts that may move from there do not fit the new seats" }
        ));
    }
    remarks
}

/// The first names of a list, with the number of the others.
fn listed(names: &[String]) -> String {
    let shown = names.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(LISTED);
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}
