//! The hand-over of a leaver's book: spread over colleagues with room, held for the backfill, or
//! a combination of both. In all proposals the rep works the book until the same day.

use super::deal_handling::deal_proposals;
use super::placement::{BookPlacement, Overflow, place_book};
use super::proposal::{NamedCarve, Proposal, changes_owner, design_around, keep_owners, propose};
use crate::design::design;
use crate::territory::lookup::find_present_rep;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::number_format::plural;
use attain_core::plan::{Plan, Reason};
use attain_core::scenario::OwnerTable;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{KnownLeaver, SeatCut, VacancyCover};
use attain_data::Book;

/// Proposals for a leaver's book. Those that would be the same plan are left out.
#[derive(Debug, Clone)]
pub struct LeaverProposals {
    /// The seat is cut, and colleagues take its accounts permanently.
    pub spread: Proposal,
    /// Colleagues permanently take the accounts they have room for, and the rest waits for the
    /// replacement; `None` where that is one of the other two.
    pub share: Option<Proposal>,
    /// The seat is kept, covered while vacant, and filled again.
    pub hold: Proposal,
    /// Sentences about proposals that are left out.
    pub folded: Vec<String>,
}

/// Creates the proposals for a rep who leaves at the start of a month of the horizon (1 is the
/// first). Until then the rep works the book; accounts that colleagues take move on that day.
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
    let locks = resolved.scenario.territory.locks.iter().filter(|lock| lock.rep == rep).count();
    let holding = without_rows_of(keep_owners(resolved), rep).with_choices(|scenario| {
        // A lock to someone who leaves cannot hold.
        scenario.territory.locks.retain(|lock| lock.rep != rep);
        scenario.headcount.cuts.retain(|cut| cut.rep.as_deref() != Some(rep));
        scenario.attrition.leavers.retain(|leaver| leaver.rep != rep);
        scenario.attrition.leavers.push(KnownLeaver { rep: rep.to_owned(), month });
        scenario.attrition.backfill = true;
    });
    let cutting = holding.with_choices(|scenario| {
        scenario.headcount.cuts.push(SeatCut { rep: Some(rep.to_owned()), month, ..SeatCut::default() });
    });
    let today = design(book, &holding)?;
    let name = |how: &str| format!("leaver-{rep}-{how}");
    let request = LeaverBook { book, resolved: &holding, today: &today, rep: leaving, month };
    let finish = |mut proposal: Proposal, remarks: Vec<String>| {
        proposal.remarks = remarks;
        proposal.remarks.extend(locks_remark(locks, who));
        proposal.deals = deal_proposals(book, &proposal.plan, leaving, month);
        proposal
    };

    let placed = request.place(Overflow::Place)?;
    let description =
        format!("{who} leaves in month {month}; the seat is cut then, and colleagues take the accounts permanently.");
    // What nobody owns today goes to someone who stays and has room beside it.
    let around = design_around(book, &cutting, &request.carve(NamedCarve::from_plan(&today), &placed), rep)?;
    let carve = request.carve(NamedCarve::from_plan(&around), &placed);
    let spread = propose(book, &cutting, &name("spread"), description, &carve)?;
    let remarks = request.taker_remarks(&spread.plan, &placed);
    let spread = finish(spread, remarks);

    let description = format!("{who} leaves in month {month}; the book is held for the backfill.");
    let hold = propose(book, &holding, &name("hold"), description, &NamedCarve::from_plan(&today))?;
    let remarks = vec![request.waiting_remark(&hold.plan)];
    let hold = finish(hold, remarks);

    let placed = request.place(Overflow::Wait)?;
    let mut folded = Vec::new();
    let share = if placed.seats.is_empty() {
        folded.push(format!(
            "`share` is the same plan as `hold`: no colleague who may take an account of {who} in its region has planned capacity for it."
        ));
        None
    } else if placed.waiting.is_empty() {
        folded.push(format!(
            "`share` is left out: colleagues have planned capacity for the whole book of {who}, so that nothing is left for a replacement. See `spread`."
        ));
        None
    } else {
        let description = format!(
            "{who} leaves in month {month}; colleagues with spare capacity take accounts permanently then, and the rest wait for the backfill."
        );
        let mut carve = request.carve(NamedCarve::from_plan(&today), &placed);
        carve.months = placed.seats.keys().map(|&account| (account, month)).collect();
        let share = propose(book, &holding, &name("share"), description, &carve)?;
        let mut remarks = request.taker_remarks(&share.plan, &placed);
        remarks.push(request.waiting_remark(&share.plan));
        Some(finish(share, remarks))
    };
    Ok(LeaverProposals { spread, share, hold, folded })
}

/// Removes the rows of the scenario's table of owners that assign accounts to a rep.
fn without_rows_of(resolved: ResolvedScenario, rep: &str) -> ResolvedScenario {
    let Some(owners) = &resolved.owners else { return resolved };
    let rows = owners.rows.iter().filter(|row| row.seat.as_deref() != Some(rep)).cloned().collect();
    resolved.clone().with_owners(OwnerTable { rows })
}

fn locks_remark(locks: usize, who: &str) -> Option<String> {
    (locks > 0).then(|| format!("{} to {who} {} lifted.", plural(locks, "lock"), if locks == 1 { "is" } else { "are" }))
}

/// The book of a leaver in the plan that holds it.
struct LeaverBook<'a> {
    book: &'a Book,
    resolved: &'a ResolvedScenario,
    today: &'a Plan,
    rep: usize,
    month: u32,
}

impl LeaverBook<'_> {
    fn id(&self) -> &str {
        &self.book.reps[self.rep].id
    }

    fn place(&self, overflow: Overflow) -> Result<BookPlacement, Faults> {
        let Some(from) = self.today.seats.iter().position(|seat| seat.id == self.id()) else {
            return Ok(BookPlacement::default());
        };
        place_book(self.book, self.resolved, self.today, from, self.month, overflow)
    }

    /// A carve with some accounts of the book placed.
    fn carve(&self, mut carve: NamedCarve, placed: &BookPlacement) -> NamedCarve {
        for (&account, &seat) in &placed.seats {
            carve.seats[account] = seat.map(|seat| self.today.seats[seat].id.clone());
            carve.reasons[account] = if seat.is_some() { Reason::OwnerGone } else { Reason::NoSeat };
        }
        carve
    }

    fn waiting_remark(&self, plan: &Plan) -> String {
        let seat = plan.seats.iter().position(|seat| seat.id == self.id());
        let waiting = plan.accounts.iter().filter(|made| made.seat.is_some() && made.seat == seat).count();
        let cover = match plan.scenario.attrition.cover {
            VacancyCover::House => "nobody serves them (`cover = \"house\"`)",
            VacancyCover::Spread => "colleagues serve them in their spare time (`cover = \"spread\"`)",
            VacancyCover::Manager { .. } => "the manager serves them (`cover = { manager = … }`)",
        };
        format!(
            "{} {} for the backfill: a median of {:.0} days to fill the seat, followed by a ramp. Until then, {cover}.",
            plural(waiting, "account"),
            if waiting == 1 { "waits" } else { "wait" },
            plan.scenario.attrition.time_to_fill.median_days.get(),
        )
    }

    /// Remarks on the colleagues who take accounts, and on those that find no good place.
    fn taker_remarks(&self, plan: &Plan, placed: &BookPlacement) -> Vec<String> {
        let (book, month) = (self.book, self.month);
        let given: Vec<usize> = placed.seats.keys().copied().filter(|&a| changes_owner(book, plan, a)).collect();
        let mut takers: Vec<usize> = given.iter().filter_map(|&a| plan.accounts[a].seat).collect();
        takers.sort_unstable();
        takers.dedup();
        let knows = |account: usize, seat: usize| {
            let industry = book.accounts[account].industry.map(|industry| &book.industries[industry]);
            industry.is_some_and(|name| plan.seats[seat].skills.iter().any(|&skill| book.skills[skill] == *name))
        };
        let known = given.iter().filter(|&&a| plan.accounts[a].seat.is_some_and(|seat| knows(a, seat))).count();
        let house = given.iter().filter(|&&a| plan.accounts[a].seat.is_none()).count();
        let mut remarks = Vec::new();
        if given.len() > house {
            remarks.push(format!(
                "At the start of month {month}, {} {} to {}; in {known} cases, the new owner knows the industry.",
                plural(given.len() - house, "account"),
                if given.len() - house == 1 { "goes" } else { "go" },
                plural(takers.len(), "colleague")
            ));
        }
        if !placed.no_room_in_region.is_empty() {
            remarks.push(format!(
                "{} cannot stay in {}, although regions bind: nobody there has capacity left for them.",
                plural(placed.no_room_in_region.len(), "account"),
                self.regions(&placed.no_room_in_region),
            ));
        }
        if !placed.no_seat_in_region.is_empty() {
            remarks.push(format!(
                "{} cannot stay in {}, although regions bind: no other seat there may take them.",
                plural(placed.no_seat_in_region.len(), "account"),
                self.regions(&placed.no_seat_in_region),
            ));
        }
        if !placed.beyond_capacity.is_empty() {
            let full: Vec<String> = takers
                .iter()
                .filter(|&&seat| plan.seats[seat].load() > 1.0)
                .map(|&seat| format!("{} {:.0} %", plan.seats[seat].name, 100.0 * plan.seats[seat].load()))
                .collect();
            remarks.push(format!(
                "{} {} all colleagues who may take {} have capacity for. Work over capacity: {}.",
                plural(placed.beyond_capacity.len(), "account"),
                if placed.beyond_capacity.len() == 1 { "is more than" } else { "are more than" },
                if placed.beyond_capacity.len() == 1 { "it" } else { "them" },
                full.join(", ")
            ));
        }
        if house > 0 {
            let potential: f64 =
                given.iter().filter(|&&a| plan.accounts[a].seat.is_none()).map(|&a| book.accounts[a].potential).sum();
            remarks.push(format!(
                "{} with {:.0} % of the book's potential go to the house account, because no other seat may own them.",
                plural(house, "account"),
                100.0 * potential / given.iter().map(|&a| book.accounts[a].potential).sum::<f64>().max(1e-9)
            ));
        }
        remarks
    }

    /// The regions of accounts, by name.
    fn regions(&self, accounts: &[usize]) -> String {
        let mut regions: Vec<&str> = accounts
            .iter()
            .filter_map(|&a| self.book.accounts[a].region)
            .map(|region| self.book.regions[region].as_str())
            .collect();
        regions.sort_unstable();
        regions.dedup();
        if regions.is_empty() { "their region".to_owned() } else { regions.join(", ") }
    }
}
