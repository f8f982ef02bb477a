//! Locks that assign more accounts to a seat than it can take.

use super::constraint::line_of;
use crate::territory::bound_seat::{BindingReason, BoundSeat};
use crate::territory::capacity::{account_limits, usable_capacities};
use crate::territory::fault::{InfeasibleSubset, TerritoryFault};
use crate::territory::lookup::find_account;
use crate::territory::pair_costs::PairCosts;
use crate::territory::roster::Roster;
use crate::territory::tier_matrix::teams_of_book;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Adds a fault for each seat whose locks exceed `max-accounts` or its capacity, including
/// the growth buffer. The fault names the fewest locks that exceed it.
pub(crate) fn check_locks(
    book: &Book,
    resolved: &ResolvedScenario,
    roster: &Roster,
    pair_costs: &PairCosts<'_>,
    bound: &[Option<BoundSeat>],
    faults: &mut Faults,
) {
    let usable = usable_capacities(book, &resolved.scenario, roster);
    let teams = teams_of_book(book, &resolved.scenario);
    let limits = account_limits(book, &resolved.scenario, &roster.seats);
    // The locks of each seat, with the loads of their accounts.
    let mut locked: Vec<Vec<(f64, usize)>> = vec![Vec::new(); roster.seats.len()];
    for (at, lock) in resolved.scenario.territory.locks.iter().enumerate() {
        if let Ok(found) = find_account(book, &lock.account)
            && let Some(BoundSeat { seat, reason: BindingReason::Locked }) = bound[found]
        {
            locked[seat].push((pair_costs.load(found, seat), at));
        }
    }
    for (s, locks) in locked.iter_mut().enumerate() {
        locks.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let seat = &roster.seats[s];
        let team = &teams[seat.team];
        let most = limits[s].1 as usize;
        let load: f64 = locks.iter().map(|(load, _)| load).sum();
        let (set, why, limit, relax) = if most > 0 && locks.len() > most {
            let why = format!("they assign {} accounts to `{}`", most + 1, seat.id);
            let limit = (
                format!("`max-accounts = {most}`"),
                match team.max_accounts {
                    Some(_) => format!("teams.{}.max-accounts", book.teams[seat.team]),
                    None => "territory.max-accounts".to_owned(),
                },
            );
            (&locks[..=most], why, limit, "raise `max-accounts`")
        } else if load > usable[s] {
            let (mut sum, mut count) = (0.0, 0);
            while sum <= usable[s] && count < locks.len() {
                sum += locks[count].0;
                count += 1;
            }
            let unit = if team.accounts.is_some() { "accounts" } else { "hours a month" };
            let why = format!("they assign {sum:.0} {unit} to `{}`, which has capacity for {:.0}", seat.id, usable[s]);
            let name = &book.teams[seat.team];
            let key = if team.accounts.is_some() { "accounts" } else { "hours-per-month" };
            let limit = (format!("the capacity of team `{name}`"), format!("teams.{name}.{key}"));
            (&locks[..count], why, limit, "raise the capacity")
        } else {
            continue;
        };
        let choices = &resolved.scenario.territory.locks;
        let place = |at: usize| line_of(resolved, &format!("territory.locks[{at}]"));
        let mut members: Vec<String> = set
            .iter()
            .map(|&(_, at)| format!("the lock of `{}` to `{}` ({})", choices[at].account, choices[at].rep, place(at)))
            .collect();
        members.push(format!("{} ({})", limit.0, line_of(resolved, &limit.1)));
        let relax = vec!["remove locks".to_owned(), relax.to_owned()];
        let pointer = format!("territory.locks[{}].rep", set[0].1);
        faults.push(resolved.place(&pointer), TerritoryFault::Contradiction(InfeasibleSubset { members, why, relax }));
    }
}
