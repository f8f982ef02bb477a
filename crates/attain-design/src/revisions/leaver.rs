//! The hand-over of a leaver's book: spread over colleagues with spare capacity who know the
//! industry, held for the backfill, or a combination of both.

use super::proposal::{NamedCarve, Proposal, changes_owner, keep_owners, propose};
use super::trial_setup::trial_books;
use crate::design::design;
use crate::territory::capacity::usable_capacity;
use crate::territory::lookup::find_present_rep;
use crate::territory::tier_matrix::teams_of_book;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::plan::{Plan, Reason, Seat};
use attain_core::scenario::OwnerTable;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Geography, KnownLeaver, SeatCut};
use attain_data::Book;

/// Minimum free share of capacity for a seat to count as having room. A: no published figure.
const BUFFER_LEFT: f64 = 0.2;

/// Three proposals for a leaver's book.
#[derive(Debug, Clone)]
pub struct LeaverProposals {
    /// The seat is cut, and colleagues take its accounts permanently.
    pub spread: Proposal,
    /// Colleagues permanently take the accounts they have room for; the rest waits for the backfill.
    pub share: Proposal,
    /// The seat is kept, covered while vacant, and filled again.
    pub hold: Proposal,
}

/// Creates all three proposals for a rep who leaves in a month of the horizon (1 is the
/// first). Accounts taken by colleagues move on the first day.
///
/// # Errors
/// Returns a fault (at `place`) for a rep who is unknown, has left or is cut, and all
/// contradictions between the scenario's choices and the book.
pub fn propose_leaver(
    book: &Book,
    resolved: &ResolvedScenario,
    rep: &str,
    month: u32,
    place: &Place,
) -> Result<LeaverProposals, Faults> {
    let leaving = find_present_rep(book, rep).map_err(|problem| Faults(vec![Fault::new(place.clone(), problem)]))?;
    let who = if book.reps[leaving].name.is_empty() { rep } else { &book.reps[leaving].name };
    let keeping = without_rows_of(keep_owners(resolved), rep);
    let holding = keeping.with_choices(|scenario| {
        scenario.attrition.leavers.retain(|leaver| leaver.rep != rep);
        scenario.attrition.leavers.push(KnownLeaver { rep: rep.to_owned(), month });
        scenario.attrition.backfill = true;
    });
    let without = keeping.with_choices(|scenario| {
        scenario.headcount.cuts.push(SeatCut { rep: Some(rep.to_owned()), ..SeatCut::default() });
        scenario.attrition.leavers.retain(|leaver| leaver.rep != rep);
    });
    let name = |how: &str| format!("leaver-{rep}-{how}");

    let description = format!("{who} leaves; the seat is cut, and colleagues take the accounts permanently.");
    let mut spread = propose(book, &without, &name("spread"), description, &NamedCarve::from_plan(&design(book, &without)?))?;
    spread.remarks = taker_remarks(book, &spread.plan, leaving);

    let today = design(book, &holding)?;
    let description = format!("{who} leaves in month {month}; the book is held for the backfill.");
    let mut hold = propose(book, &holding, &name("hold"), description, &NamedCarve::from_plan(&today))?;
    hold.remarks = vec![waiting_remark(&hold.plan, rep)];

    let description = format!(
        "{who} leaves in month {month}; colleagues with spare capacity take accounts permanently, and the rest wait for the backfill."
    );
    let mut share = propose(book, &holding, &name("share"), description, &share_book(book, &holding, &today, rep)?)?;
    share.remarks = taker_remarks(book, &share.plan, leaving);
    share.remarks.push(waiting_remark(&share.plan, rep));
    Ok(LeaverProposals { spread, share, hold })
}

/// Distributes a book: in descending order of potential, each account goes to the colleague with
/// the lowest cost of travel, relationship and fit among those with enough planned capacity.
fn share_book(book: &Book, holding: &ResolvedScenario, today: &Plan, rep: &str) -> Result<NamedCarve, Faults> {
    let mut carve = NamedCarve::from_plan(today);
    let mut books = trial_books(book, holding, today)?;
    let Some(leaving) = seat_of(today, rep) else { return Ok(carve) };
    let planned = 1.0 - holding.scenario.territory.growth_buffer.get();
    let teams = teams_of_book(book, &holding.scenario);
    let room: Vec<f64> = today.seats.iter().map(|seat| planned * usable_capacity(&teams[seat.team], seat)).collect();
    let mut units: Vec<usize> = (0..books.units.len()).filter(|&unit| books.units[unit].home == leaving).collect();
    units.sort_by(|&a, &b| books.units[b].potential.total_cmp(&books.units[a].potential).then(a.cmp(&b)));
    for unit in units {
        let destinations = books.units[unit].destinations.iter().enumerate();
        let totals = &books.totals;
        let fits = |seat: usize, load: f64| {
            totals[seat].load + load <= room[seat] && totals[seat].accounts < books.limits[seat].max_accounts
        };
        let best = destinations.filter(|(_, to)| fits(to.seat, to.load)).min_by(|a, b| a.1.cost.total_cmp(&b.1.cost));
        if let Some(to) = best.map(|(at, _)| at) {
            books.put(unit, Some(to));
            for &account in &books.units[unit].accounts {
                carve.seats[account] = Some(today.seats[books.seat(unit)].id.clone());
                carve.reasons[account] = Reason::OwnerGone;
            }
        }
    }
    Ok(carve)
}

fn waiting_remark(plan: &Plan, rep: &str) -> String {
    let seat = seat_of(plan, rep);
    format!(
        "{} wait for the backfill: a median of {:.0} days to fill the seat, followed by a ramp. Until then, they are covered according to `cover`.",
        many(plan.accounts.iter().filter(|made| made.seat.is_some() && made.seat == seat).count(), "account"),
        plan.scenario.attrition.time_to_fill.median_days.get(),
    )
}

/// Removes the rows of the scenario's table of owners that assign accounts to a rep.
fn without_rows_of(resolved: ResolvedScenario, rep: &str) -> ResolvedScenario {
    let Some(owners) = &resolved.owners else { return resolved };
    let rows = owners.rows.iter().filter(|row| row.seat.as_deref() != Some(rep)).cloned().collect();
    resolved.clone().with_owners(OwnerTable { rows })
}

fn seat_of(plan: &Plan, rep: &str) -> Option<usize> {
    plan.seats.iter().position(|seat| seat.id == rep)
}

/// Remarks on the colleagues who take the accounts, their spare capacity and their knowledge of the
/// industry.
fn taker_remarks(book: &Book, plan: &Plan, rep: usize) -> Vec<String> {
    let given =
        |&a: &usize| book.accounts[a].owner == Some(rep) && (plan.accounts[a].before.is_none() || changes_owner(book, plan, a));
    let given: Vec<usize> = (0..book.accounts.len()).filter(given).collect();
    let mut takers: Vec<usize> = given.iter().filter_map(|&a| plan.accounts[a].seat).collect();
    takers.sort_unstable();
    takers.dedup();
    let knows = |account: usize, seat: usize| {
        let industry = book.accounts[account].industry.map(|industry| &book.industries[industry]);
        industry.is_some_and(|name| plan.seats[seat].skills.iter().any(|&skill| book.skills[skill] == *name))
    };
    let known = given.iter().filter(|&&a| plan.accounts[a].seat.is_some_and(|seat| knows(a, seat))).count();
    let house = given.iter().filter(|&&a| plan.accounts[a].seat.is_none()).count();
    let mut remarks = vec![format!(
        "{} go to {}; in {known} cases, the new owner knows the industry.",
        many(given.len() - house, "account"),
        many(takers.len(), "colleague")
    )];
    let overfull: Vec<&str> =
        takers.iter().filter(|&&seat| plan.seats[seat].load() > 1.0).map(|&seat| plan.seats[seat].name.as_str()).collect();
    if !overfull.is_empty() {
        let spare = |seat: &&Seat| seat.team == book.reps[rep].team && seat.load() < 1.0 - BUFFER_LEFT;
        let elsewhere = plan.seats.iter().filter(spare).count();
        let bound = plan.scenario.territory.geography == Geography::Regions && elsewhere > 0;
        let help = if bound {
            format!(
                "; {} of the team in other regions have spare capacity: set `geography = \"cost\"` to use it",
                many(elsewhere, "seat")
            )
        } else {
            String::new()
        };
        remarks.push(format!("Workload exceeds capacity: {}{help}.", overfull.join(", ")));
    }
    if house > 0 {
        remarks.push(format!("{} go to the house account, because no seat may own them.", many(house, "account")));
    }
    remarks
}

fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
