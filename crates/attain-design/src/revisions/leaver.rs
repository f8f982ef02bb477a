//! The book of a rep who leaves: spread over those who have room and know the
//! industry, held for the backfill, or both.

use super::books::Books;
use super::{Carving, Proposal, changes, kept, propose};
use crate::design::design;
use crate::territory::problem::usable;
use crate::territory::rules::teams;
use crate::territory::seats::present_rep;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::plan::{Plan, Reason, Seat};
use attain_core::scenario::OwnerTable;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Geography, KnownLeaver, SeatCut};
use attain_data::Book;

/// Part of capacity from which a seat counts as having room. A: no published figure.
const BUFFER_LEFT: f64 = 0.2;

/// What can become of the book of a rep who leaves.
#[derive(Debug, Clone)]
pub struct LeaverProposals {
    /// The seat goes, and colleagues take its accounts for good.
    pub spread: Proposal,
    /// Colleagues take for good what they have room for, the rest waits for the backfill.
    pub share: Proposal,
    /// The seat stays, is covered while it is vacant, and filled again.
    pub hold: Proposal,
}

/// Proposes all ways for a rep who leaves in a month of the horizon (1 for the
/// first). Accounts that colleagues take go to them on the first day.
///
/// # Errors
/// A rep who is unknown, has left or is cut (at `place`); every contradiction
/// between the scenario's choices and the book.
pub fn propose_leaver(
    book: &Book,
    resolved: &ResolvedScenario,
    rep: &str,
    month: u32,
    place: &Place,
) -> Result<LeaverProposals, Faults> {
    let leaving = present_rep(book, rep).map_err(|problem| Faults(vec![Fault::new(place.clone(), problem)]))?;
    let who = if book.reps[leaving].name.is_empty() { rep } else { &book.reps[leaving].name };
    let kept = without_rows_of(kept(resolved), rep);
    let held = kept.with_choices(|scenario| {
        scenario.attrition.leavers.retain(|leaver| leaver.rep != rep);
        scenario.attrition.leavers.push(KnownLeaver { rep: rep.to_owned(), month });
        scenario.attrition.backfill = true;
    });
    let without = kept.with_choices(|scenario| {
        scenario.headcount.cuts.push(SeatCut { rep: Some(rep.to_owned()), ..SeatCut::default() });
        scenario.attrition.leavers.retain(|leaver| leaver.rep != rep);
    });
    let name = |how: &str| format!("leaver-{rep}-{how}");

    let description = format!("{who} leaves; the seat goes, and colleagues take the accounts for good.");
    let mut spread = propose(book, &without, &name("spread"), description, &Carving::of(&design(book, &without)?))?;
    spread.remarks = taken(book, &spread.plan, leaving);

    let today = design(book, &held)?;
    let description = format!("{who} leaves in month {month}; the book is held for the backfill.");
    let mut hold = propose(book, &held, &name("hold"), description, &Carving::of(&today))?;
    hold.remarks = vec![waiting(&hold.plan, rep)];

    let description =
        format!("{who} leaves in month {month}; colleagues with room take accounts for good, the rest waits for the backfill.");
    let mut share = propose(book, &held, &name("share"), description, &shared(book, &held, &today, rep)?)?;
    share.remarks = taken(book, &share.plan, leaving);
    share.remarks.push(waiting(&share.plan, rep));
    Ok(LeaverProposals { spread, share, hold })
}

/// The greatest accounts first, each to the colleague where it costs least in
/// travel, relationship and fit, of those who have planned capacity left for it.
fn shared(book: &Book, held: &ResolvedScenario, today: &Plan, rep: &str) -> Result<Carving, Faults> {
    let mut carve = Carving::of(today);
    let mut books = Books::new(book, held, today)?;
    let Some(leaving) = seat_of(today, rep) else { return Ok(carve) };
    let planned = 1.0 - held.scenario.territory.growth_buffer.get();
    let teams = teams(book, &held.scenario);
    let room: Vec<f64> = today.seats.iter().map(|seat| planned * usable(&teams[seat.team], seat)).collect();
    let mut movers: Vec<usize> = (0..books.movers.len()).filter(|&mover| books.movers[mover].home == leaving).collect();
    movers.sort_by(|&a, &b| books.movers[b].potential.total_cmp(&books.movers[a].potential).then(a.cmp(&b)));
    for mover in movers {
        let ways = books.movers[mover].options.iter().enumerate();
        let sums = &books.sums;
        let fits =
            |seat: usize, load: f64| sums[seat].load + load <= room[seat] && sums[seat].accounts < books.shelves[seat].most;
        let best = ways.filter(|(_, way)| fits(way.seat, way.load)).min_by(|a, b| a.1.cost.total_cmp(&b.1.cost));
        if let Some(way) = best.map(|(at, _)| at) {
            books.put(mover, Some(way));
            for &account in &books.movers[mover].accounts {
                carve.after[account] = Some(today.seats[books.seat(mover)].id.clone());
                carve.reasons[account] = Reason::OwnerGone;
            }
        }
    }
    Ok(carve)
}

fn waiting(plan: &Plan, rep: &str) -> String {
    let seat = seat_of(plan, rep);
    format!(
        "{} wait for the backfill, {:.0} days at the median and then a ramp; until then the plan's `cover` looks after them.",
        many(plan.accounts.iter().filter(|made| made.seat.is_some() && made.seat == seat).count(), "account"),
        plan.scenario.attrition.time_to_fill.median_days.get(),
    )
}

/// The scenario without the rows of its table that give accounts to a rep.
fn without_rows_of(resolved: ResolvedScenario, rep: &str) -> ResolvedScenario {
    let Some(owners) = &resolved.owners else { return resolved };
    let rows = owners.rows.iter().filter(|row| row.seat.as_deref() != Some(rep)).cloned().collect();
    resolved.clone().with_owners(OwnerTable { rows })
}

fn seat_of(plan: &Plan, rep: &str) -> Option<usize> {
    plan.seats.iter().position(|seat| seat.id == rep)
}

/// Who takes the accounts, whether they have room and know the industry.
fn taken(book: &Book, plan: &Plan, rep: usize) -> Vec<String> {
    let given = |&a: &usize| book.accounts[a].owner == Some(rep) && (plan.accounts[a].before.is_none() || changes(book, plan, a));
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
        "{} go to {}; for {known} of them the new owner knows the industry.",
        many(given.len() - house, "account"),
        many(takers.len(), "colleague")
    )];
    let overfull: Vec<&str> = takers
        .iter()
        .filter(|&&seat| plan.seats[seat].workload > plan.seats[seat].capacity)
        .map(|&seat| plan.seats[seat].name.as_str())
        .collect();
    if !overfull.is_empty() {
        let spare = |seat: &&Seat| seat.team == book.reps[rep].team && seat.workload < (1.0 - BUFFER_LEFT) * seat.capacity;
        let elsewhere = plan.seats.iter().filter(spare).count();
        let bound = plan.scenario.territory.geography == Geography::Regions && elsewhere > 0;
        let help = if bound {
            format!(
                "; {} of the team in other regions have room, which `geography = \"cost\"` would let them use",
                many(elsewhere, "seat")
            )
        } else {
            String::new()
        };
        remarks.push(format!("More work than time then: {}{help}.", overfull.join(", ")));
    }
    if house > 0 {
        remarks.push(format!("{} stay with the house, because no seat may take them.", many(house, "account")));
    }
    remarks
}

fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
