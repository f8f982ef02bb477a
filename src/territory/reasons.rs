//! Why each account is where it is, who is next best and what that would cost.

use super::holds::{Hold, Why};
use super::ledger::Ledger;
use super::price::Prices;
use super::rules::Eligible;
use super::seats::Roster;
use crate::data::Book;
use crate::plan::Reason;

/// What a carve is explained from.
pub(super) struct Evidence<'a> {
    pub(super) book: &'a Book,
    pub(super) roster: &'a Roster,
    pub(super) eligible: &'a Eligible,
    pub(super) prices: &'a Prices<'a>,
    pub(super) holds: &'a [Option<Hold>],
    pub(super) before: &'a [Option<usize>],
    pub(super) ledger: &'a Ledger<'a>,
}

/// The next best seat of a unit and what the whole carve would cost more with
/// it there, everything else left as it is. Negative where a hold costs more
/// than it saves.
pub(super) fn next_best(ledger: &Ledger<'_>, unit: usize) -> Option<(usize, f64)> {
    let problem = ledger.problem;
    let at = ledger.at[unit]?;
    let here = problem.options[at];
    let leaving = ledger.relief(unit, here) - here.cost;
    problem.units[unit]
        .options
        .clone()
        .filter(|&other| other != at)
        .map(|other| (problem.options[other].seat, leaving + ledger.gain_of_placing(unit, problem.options[other])))
        .min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Why an account of a unit is where it is.
pub(super) fn reason(evidence: &Evidence<'_>, unit: usize, account: usize) -> Reason {
    let e = evidence;
    let members = &e.ledger.problem.units[unit];
    let Some(seat) = e.ledger.seat(unit) else { return Reason::NoSeat };
    match e.holds[account].map(|hold| hold.why) {
        Some(Why::Locked) => return Reason::Locked,
        Some(Why::Protected) => return Reason::Protected,
        Some(Why::Kept) => return Reason::Kept,
        None => {}
    }
    if e.roster.is_dedicated(account) {
        return Reason::Dedicated;
    }
    if e.before[account] == Some(seat) {
        return Reason::Best;
    }
    if members.fixed.is_some() || follows(evidence, unit, account, seat) {
        return Reason::Family;
    }
    match e.before[account] {
        None if e.book.accounts[account].owner.is_none() => Reason::Unowned,
        Some(old) if e.eligible.may(account, old) => why_moved(evidence, unit, account, old, seat),
        _ => Reason::OwnerGone,
    }
}

/// Whether a relative with more potential has its owner at this seat.
fn follows(e: &Evidence<'_>, unit: usize, account: usize, seat: usize) -> bool {
    let potential = |a: usize| e.book.accounts[a].potential;
    e.ledger.problem.units[unit]
        .accounts
        .iter()
        .any(|&other| other != account && e.before[other] == Some(seat) && potential(other) >= potential(account))
}

/// The greatest saving of a move: balance and workload, travel, or fit.
fn why_moved(e: &Evidence<'_>, unit: usize, account: usize, old: usize, new: usize) -> Reason {
    let problem = e.ledger.problem;
    let travel = e.prices.travel(account, old) - e.prices.travel(account, new);
    let fit = e.prices.misfit(account, old) - e.prices.misfit(account, new);
    let back = problem
        .option(unit, old)
        .zip(e.ledger.at[unit])
        .map_or(0.0, |(to, from)| e.ledger.rise(unit, problem.options[to]) + e.ledger.relief(unit, problem.options[from]));
    if travel > back.max(fit) {
        Reason::Travel
    } else if fit > back {
        Reason::Fit
    } else {
        Reason::Balance
    }
}
