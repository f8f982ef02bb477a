//! Local search for the carve with the highest contribution: starting from the solver's
//! carve, units move one at a time to increase contribution, until no move helps.

use super::model::ContributionModel;
use crate::territory::carve_model::CarveModel;
use attain_solver::Ledger;

/// Maximum total number of account evaluations, which limits the time for large books.
const BUDGET: u64 = 1_000_000_000;

/// Minimum gain of a move in money per year.
const LEAST: f64 = 1.0;

/// Moves units to increase expected contribution, for a number of rounds. Returns for each
/// unit whether it moved. Bound units stay, and limits on accounts are respected.
pub(crate) fn improve_contribution(
    contribution: &ContributionModel<'_>,
    carve: &CarveModel,
    ledger: &mut Ledger<'_>,
    rounds: u32,
) -> Vec<bool> {
    let (units, options) = (&ledger.model.units, &ledger.model.options);
    let mut books: Vec<Vec<usize>> = vec![Vec::new(); ledger.totals.len()];
    for (unit, accounts) in carve.members.iter().enumerate() {
        if let Some(seat) = ledger.seat(unit) {
            books[seat as usize].extend(accounts);
        }
    }
    for members in &mut books {
        contribution.sort(members);
    }
    let mut brings: Vec<f64> =
        books.iter().enumerate().map(|(seat, members)| contribution.contribution_of_book(seat, members)).collect();
    let (mut improved, mut budget) = (vec![false; units.len()], BUDGET);
    let limits = |seat: usize| {
        let terms = &carve.assignment.seats[seat];
        (terms.min_count as usize, terms.max_count as usize)
    };
    for _ in 0..rounds {
        let mut moved = false;
        for (unit, row) in units.iter().enumerate().filter(|(_, unit)| unit.fixed.is_none() && unit.options.len() > 1) {
            let (Some(at), accounts) = (ledger.assignment[unit], &carve.members[unit]) else { continue };
            let from = options[at].seat as usize;
            if budget == 0 || books[from].len() < limits(from).0 + accounts.len() {
                continue;
            }
            let without: Vec<usize> = books[from].iter().copied().filter(|account| !accounts.contains(account)).collect();
            let leaves = contribution.contribution_of_book(from, &without) - brings[from];
            let mut best: Option<(f64, usize, Vec<usize>)> = None;
            for option in row.options.clone().filter(|&option| option != at) {
                let to = options[option].seat as usize;
                if books[to].len() + accounts.len() > limits(to).1 {
                    continue;
                }
                let mut with = books[to].clone();
                with.extend(accounts);
                contribution.sort(&mut with);
                budget = budget.saturating_sub(with.len() as u64);
                let gain = leaves + contribution.contribution_of_book(to, &with) - brings[to];
                if gain > best.as_ref().map_or(LEAST, |best| best.0) {
                    best = Some((gain, option, with));
                }
            }
            if let Some((_, option, with)) = best {
                let to = options[option].seat as usize;
                ledger.place(unit, Some(option));
                (brings[from], brings[to]) =
                    (contribution.contribution_of_book(from, &without), contribution.contribution_of_book(to, &with));
                (books[from], books[to]) = (without, with);
                (improved[unit], moved) = (true, true);
            }
        }
        if !moved {
            break;
        }
    }
    improved
}
