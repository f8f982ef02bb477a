//! The carve that earns most: from the solver's, accounts move one at a time to
//! where the books bring more, until none does.

use super::Returns;
use crate::territory::problem::Problem;
use attain_solver::Ledger;

/// Accounts that are looked at in all, so that large books stay quick.
const BUDGET: u64 = 1_000_000_000;

/// Money a year that a move must bring at least.
const LEAST: f64 = 1.0;

/// Moves units to where expected contribution grows most, round after round;
/// returns for each unit whether it moved. What is bound stays, limits on
/// accounts hold.
pub(crate) fn earn(returns: &Returns<'_>, problem: &Problem, ledger: &mut Ledger<'_>, rounds: u32) -> Vec<bool> {
    let (units, options) = (&ledger.problem.units, &ledger.problem.options);
    let mut books: Vec<Vec<usize>> = vec![Vec::new(); returns.hours.len()];
    for (unit, accounts) in problem.members.iter().enumerate() {
        if let Some(seat) = ledger.seat(unit) {
            books[seat as usize].extend(accounts);
        }
    }
    for held in &mut books {
        returns.sort(held);
    }
    let mut brings: Vec<f64> = books.iter().enumerate().map(|(seat, held)| returns.of_book(seat, held)).collect();
    let (mut earned, mut budget) = (vec![false; units.len()], BUDGET);
    let (fewest, most) = (problem.min_accounts as usize, problem.max_accounts as usize);
    for _ in 0..rounds {
        let mut moved = false;
        for (unit, row) in units.iter().enumerate().filter(|(_, unit)| unit.fixed.is_none() && unit.options.len() > 1) {
            let (Some(at), accounts) = (ledger.at[unit], &problem.members[unit]) else { continue };
            let from = options[at].seat as usize;
            if budget == 0 || books[from].len() < fewest + accounts.len() {
                continue;
            }
            let without: Vec<usize> = books[from].iter().copied().filter(|account| !accounts.contains(account)).collect();
            let leaves = returns.of_book(from, &without) - brings[from];
            let mut best: Option<(f64, usize, Vec<usize>)> = None;
            for option in row.options.clone().filter(|&option| option != at) {
                let to = options[option].seat as usize;
                if most > 0 && books[to].len() + accounts.len() > most {
                    continue;
                }
                let mut with = books[to].clone();
                with.extend(accounts);
                returns.sort(&mut with);
                budget = budget.saturating_sub(with.len() as u64);
                let gain = leaves + returns.of_book(to, &with) - brings[to];
                if gain > best.as_ref().map_or(LEAST, |best| best.0) {
                    best = Some((gain, option, with));
                }
            }
            if let Some((_, option, with)) = best {
                let to = options[option].seat as usize;
                ledger.place(unit, Some(option));
                (brings[from], brings[to]) = (returns.of_book(from, &without), returns.of_book(to, &with));
                (books[from], books[to]) = (without, with);
                (earned[unit], moved) = (true, true);
            }
        }
        if !moved {
            break;
        }
    }
    earned
}
