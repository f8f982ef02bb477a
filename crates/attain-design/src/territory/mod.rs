//! Territories: which seats there are, and which accounts belong to each.
//!
//! ```text
//! roster   seats, cuts, adds, dedicated          who can hold a book
//! rules    holds, units                          who may, who must, who goes together
//! price  ─► problem ─► assign                    what it costs, and the cheapest found
//! contradiction                                  what cannot hold together
//! contribution                                   what the books bring, and the carve that brings most
//! reasons, notes, equity, fairness               why, and how fair
//! ```

mod adds;
mod binding;
mod carved;
mod contradiction;
mod contribution;
mod cuts;
mod dedicated;
pub mod equity;
#[cfg(test)]
mod examples;
pub mod fairness;
pub mod fault;
pub(crate) mod holds;
pub(crate) mod listed;
mod notes;
pub(crate) mod price;
pub(crate) mod problem;
#[cfg(test)]
mod properties;
mod reasons;
pub(crate) mod rules;
pub(crate) mod seats;
pub mod travel;
pub(crate) mod units;

use crate::coverage::CoverageNeeds;
use crate::score::{AccountScores, AccountTiers};
use attain_core::diagnostics::Faults;
use attain_core::plan::CarveCertificate;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Objective, Scenario};
use attain_data::Book;
use attain_solver::{Effort, Ledger};
pub use carved::Carved;
pub use dedicated::DedicatedTeam;
use fault::TerritoryFault;
use price::Prices;
use problem::Problem;
use rules::Eligible;
pub use seats::{Roster, seats};
pub use travel::{account_hours, account_load};

/// Most pairs of an account and a seat that are weighed.
const MOST_PAIRS: usize = 400_000_000;

/// Rounds of search of a scenario that says nothing: the effort that is normal.
const NORMAL_ROUNDS: u32 = 60;

/// Whether a problem fits into memory; a fault when it does not.
pub fn fits(book: &Book, resolved: &ResolvedScenario, roster: &Roster, faults: &mut Faults) -> bool {
    let (accounts, seats) = (book.accounts.len(), roster.seats.len());
    let fits = accounts.saturating_mul(seats) <= MOST_PAIRS;
    if !fits {
        faults.push(resolved.place("territory"), TerritoryFault::TooLarge { accounts, seats });
    }
    fits
}

/// How far the search for a carve goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// As far as the scenario says; the carve comes with its gap.
    Normal,
    /// To the best possible carve and its proof, or a fault.
    Exact,
}

/// Gives every account to a seat, or to the house where no seat may take it.
pub fn territory(
    book: &Book,
    resolved: &ResolvedScenario,
    (scores, tiers, needs): (&AccountScores, &AccountTiers, &CoverageNeeds),
    roster: &Roster,
    search: Search,
    faults: &mut Faults,
) -> Carved {
    let scenario = &resolved.scenario;
    let before = holds::before(book, roster);
    let house = listed::house(book, resolved);
    let eligible = Eligible::new(book, scenario, tiers, roster, rules::Present { before: &before, house: &house });
    let holds = holds::holds(book, resolved, roster, &eligible, &before, faults);
    let prices = Prices::new(book, scenario, (scores, needs), roster, &eligible, &before);
    check(book, resolved, roster, &eligible, &house, faults);
    contradiction::locks(book, resolved, roster, &prices, &holds, faults);
    if faults.0.is_empty() {
        let present = rules::Present { before: &before, house: &house };
        contradiction::limits(&contradiction::Ground { book, resolved, roster, tiers, present }, faults);
    }
    let (members, parted) = units::units(book, scenario, &eligible, &holds);
    let problem = Problem::new(book, scenario, (scores, roster), &eligible, &prices, members);
    let effort = Effort::normal(&problem.assign, f64::from(scenario.territory.search_rounds) / f64::from(NORMAL_ROUNDS));
    let solved = attain_solver::solve(&problem.assign, &present(&problem, &before), &effort);
    let solved = match search {
        Search::Exact if faults.0.is_empty() => attain_solver::exact(&problem.assign, &solved).unwrap_or_else(|why| {
            faults.push(resolved.place("territory"), TerritoryFault::NotProven(why));
            solved
        }),
        Search::Exact | Search::Normal => solved,
    };
    let mut ledger = Ledger::of(&problem.assign, &solved.at);
    let returns = contribution::Returns::new(book, scenario, (scores, tiers, needs), roster, &prices, &before);
    let earned = match scenario.territory.objective {
        Objective::Balance => vec![false; problem.members.len()],
        Objective::Contribution => contribution::earn(&returns, &problem, &mut ledger, scenario.territory.search_rounds),
    };
    let left = (0..book.accounts.len()).filter(|&account| !house[account]).count();
    let placed: usize =
        problem.members.iter().zip(&ledger.at).filter(|(_, at)| at.is_some()).map(|(accounts, _)| accounts.len()).sum();
    if !scenario.territory.house && placed < left && faults.0.is_empty() {
        faults.push(resolved.place("territory.house"), TerritoryFault::LeftOver { accounts: left - placed });
    }
    let evidence = reasons::Evidence {
        book,
        roster,
        eligible: &eligible,
        prices: &prices,
        holds: &holds,
        before: &before,
        house: &house,
        earned: &earned,
        told: &listed::reasons(book, resolved),
        problem: &problem,
        ledger: &ledger,
    };
    let certificate = match scenario.territory.objective {
        Objective::Balance => Some(CarveCertificate { value: solved.certificate.value, bound: solved.certificate.bound }),
        Objective::Contribution => None,
    };
    Carved { certificate, ..carved::carved(resolved, scores, tiers, needs, &evidence, &returns, parted) }
}

/// Each unit's option at its present seat: that of most of its members, the
/// first of them where several are even.
fn present(problem: &Problem, before: &[Option<usize>]) -> Vec<Option<usize>> {
    let present = |(unit, accounts): (usize, &Vec<usize>)| {
        let mut of_seat: Vec<(usize, usize)> = Vec::new();
        for seat in accounts.iter().filter_map(|&account| before[account]) {
            match of_seat.iter_mut().find(|(known, _)| *known == seat) {
                Some((_, count)) => *count += 1,
                None => of_seat.push((seat, 1)),
            }
        }
        let most = of_seat.into_iter().rev().max_by_key(|(_, count)| *count);
        most.and_then(|(seat, _)| problem.assign.option(unit, seat as u32))
    };
    problem.members.iter().enumerate().map(present).collect()
}

fn check(book: &Book, resolved: &ResolvedScenario, roster: &Roster, eligible: &Eligible, house: &[bool], faults: &mut Faults) {
    let choices = &resolved.scenario.territory;
    if choices.max_accounts > 0 && choices.min_accounts > choices.max_accounts {
        let problem = TerritoryFault::FewestOverMost { min: choices.min_accounts, max: choices.max_accounts };
        faults.push(resolved.place("territory.min-accounts"), problem);
    }
    if roster.seats.is_empty() {
        return;
    }
    for (s, segment) in book.segments.iter().enumerate() {
        let accounts: Vec<usize> = (0..book.accounts.len()).filter(|&i| book.accounts[i].segment == s).collect();
        let alone = |&account: &usize| eligible.of(account).is_empty() && !house[account];
        if !accounts.is_empty() && accounts.iter().all(alone) {
            let problem = TerritoryFault::SegmentWithoutSeat { segment: segment.clone(), accounts: accounts.len() };
            faults.push(resolved.place("teams"), problem);
        }
    }
}

/// Capacity of each seat at the start of the horizon, before the growth buffer.
fn usable(book: &Book, scenario: &Scenario, roster: &Roster) -> Vec<f64> {
    let teams = rules::teams(book, scenario);
    roster.seats.iter().map(|seat| problem::usable(&teams[seat.team], seat)).collect()
}
