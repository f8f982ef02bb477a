//! Seats: present reps, cuts, the dedicated team, added seats.

use super::adds;
use super::cuts;
use super::dedicated::{self, DedicatedTeam};
use super::fault::TerritoryFault;
use super::problem::usable;
use super::rules::{Serving, teams};
use crate::score::{AccountScores, AccountTiers, months_between};
use attain_core::diagnostics::Faults;
use attain_core::diagnostics::nearest;
use attain_core::plan::Seat;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{RampShape, Scenario, Team};
use attain_data::{Book, Rep};

/// The seats of a plan, and who of today's reps holds which.
#[derive(Debug, Clone)]
pub struct Roster {
    /// Present seats by rep id, then added ones; books and quotas are still empty.
    pub seats: Vec<Seat>,
    /// For each rep of the book, the seat he or she holds in the plan.
    pub of_rep: Vec<Option<usize>>,
    /// The team of the top strategic accounts.
    pub dedicated: Option<DedicatedTeam>,
}

impl Roster {
    /// Whether the account belongs to the dedicated team.
    #[must_use]
    pub fn is_dedicated(&self, account: usize) -> bool {
        self.dedicated.as_ref().is_some_and(|dedicated| dedicated.accounts[account])
    }

    /// Whether a team may serve an account, given whether the account is
    /// dedicated and whether the team serves its like: the dedicated team has
    /// the dedicated accounts and no others.
    pub(crate) fn may_serve(&self, team: usize, dedicated: bool, serves: impl Fn() -> bool) -> bool {
        let of_dedicated_team = self.dedicated.as_ref().is_some_and(|dedicated| dedicated.team == team);
        of_dedicated_team == dedicated && (dedicated || serves())
    }
}

/// Lays out the seats of a plan: present reps less the cuts, then the added
/// seats; some of them join the dedicated team.
pub fn seats(
    book: &Book,
    resolved: &ResolvedScenario,
    scores: &AccountScores,
    tiers: &AccountTiers,
    faults: &mut Faults,
) -> Roster {
    let scenario = &resolved.scenario;
    check_leavers(book, resolved, faults);
    let cut = cuts::cut(book, resolved, faults);
    let dedicated = dedicated::dedicated(book, resolved, scores, &cut, faults);
    let teams = teams(book, scenario);
    let mut roster = Roster { seats: Vec::new(), of_rep: vec![None; book.reps.len()], dedicated: None };
    for (i, rep) in book.reps.iter().enumerate().filter(|(i, rep)| rep.left.is_none() && !cut[*i]) {
        let team = dedicated.as_ref().filter(|team| team.joining.contains(&i)).map_or(rep.team, |dedicated| dedicated.team);
        roster.of_rep[i] = Some(roster.seats.len());
        roster.seats.push(present(book, scenario, rep, i, team, &teams));
    }
    roster.dedicated = dedicated;
    adds::add(book, resolved, &Serving::new(book, scenario), tiers, &mut roster, faults);
    if let Some(team) = roster.dedicated.as_ref().filter(|team| roster.seats.iter().all(|seat| seat.team != team.team)) {
        let problem = TerritoryFault::DedicatedWithoutSeats { team: book.teams[team.team].clone() };
        faults.push(resolved.place("territory.dedicated.team"), problem);
    }
    if roster.seats.is_empty() {
        faults.push(resolved.place("headcount"), TerritoryFault::NoSeats);
    }
    roster
}

fn present(book: &Book, scenario: &Scenario, rep: &Rep, index: usize, team: usize, teams: &[Team]) -> Seat {
    let tenure_months = tenure(book, scenario, rep);
    Seat {
        id: rep.id.clone(),
        key: rep.key,
        name: rep.name.clone(),
        team,
        region: rep.region,
        manager: rep.manager.clone(),
        incumbent: Some(index),
        tenure_months,
        start_month: 0,
        skills: rep.skills.clone(),
        place: rep.place,
        quota: 0.0,
        ramp: ramp(book, scenario, team),
        capacity: capacity(&teams[team], tenure_months),
        workload: 0.0,
        potential: 0.0,
        potential_before: 0.0,
    }
}

/// Ramp of a new rep of a team.
pub(crate) fn ramp(book: &Book, scenario: &Scenario, team: usize) -> RampShape {
    book.teams.get(team).and_then(|name| scenario.ramp.teams.get(name)).unwrap_or(&scenario.ramp.shape).clone()
}

/// Capacity of a ramped rep: hours a month before absence, or accounts. The
/// number of accounts of a senior rep applies from the team's `senior-from` on.
pub(crate) fn capacity(team: &Team, tenure_months: f64) -> f64 {
    match &team.accounts {
        None => team.hours_per_month.get(),
        Some(by_tenure) => {
            let senior_from = by_tenure.senior_from.get();
            let senior = senior_from > 0.0 && tenure_months >= senior_from;
            if senior { by_tenure.senior.get() } else { by_tenure.ramped.get() }
        }
    }
}

/// Months since hiring at the start of the horizon. A rep without a day of
/// hiring counts as the median of those who have one; 24 months when nobody has.
fn tenure(book: &Book, scenario: &Scenario, rep: &Rep) -> f64 {
    let months = |rep: &Rep| rep.hired.map(|day| months_between(day, scenario.horizon.start).max(0.0));
    months(rep).unwrap_or_else(|| {
        let mut known: Vec<f64> = book.reps.iter().filter(|rep| rep.left.is_none()).filter_map(months).collect();
        known.sort_by(f64::total_cmp);
        known.get(known.len() / 2).copied().unwrap_or(24.0)
    })
}

/// Capacity at the start, before the growth buffer, of the seat a rep holds today.
pub(crate) fn room(book: &Book, scenario: &Scenario, rep: usize) -> f64 {
    let (row, teams) = (&book.reps[rep], teams(book, scenario));
    usable(&teams[row.team], &present(book, scenario, row, rep, row.team, &teams))
}

fn check_leavers(book: &Book, resolved: &ResolvedScenario, faults: &mut Faults) {
    for (i, leaver) in resolved.scenario.attrition.leavers.iter().enumerate() {
        if let Err(problem) = present_rep(book, &leaver.rep) {
            faults.push(resolved.place(&format!("attrition.leavers[{i}].rep")), problem);
        }
    }
}

/// The present rep with an id, as an index into the book's reps.
pub(crate) fn present_rep(book: &Book, id: &str) -> Result<usize, TerritoryFault> {
    match book.reps.binary_search_by(|rep| rep.id.as_str().cmp(id)) {
        Ok(i) if book.reps[i].left.is_none() => Ok(i),
        Ok(_) => Err(TerritoryFault::RepLeft { id: id.to_owned() }),
        Err(_) => {
            let near = nearest(id, book.reps.iter().filter(|rep| rep.left.is_none()).map(|rep| rep.id.as_str()));
            Err(TerritoryFault::UnknownRep { id: id.to_owned(), near })
        }
    }
}

/// The account with an id, as an index into the book's accounts.
pub(crate) fn account(book: &Book, id: &str) -> Result<usize, TerritoryFault> {
    book.accounts.binary_search_by(|account| account.id.as_str().cmp(id)).map_err(|_| {
        let near = nearest(id, book.accounts.iter().map(|account| account.id.as_str()));
        TerritoryFault::UnknownAccount { id: id.to_owned(), near }
    })
}

/// The team with a name, as an index into the book's teams.
pub(crate) fn team(book: &Book, name: &str) -> Result<usize, TerritoryFault> {
    book.teams.iter().position(|team| team == name).ok_or_else(|| {
        let near = nearest(name, book.teams.iter().map(String::as_str));
        TerritoryFault::UnknownTeam { name: name.to_owned(), near }
    })
}
