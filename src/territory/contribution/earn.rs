//! The carve that earns most: from the solver's, accounts move one at a time to
//! where the books bring more, until none does.

use super::Returns;
use crate::territory::ledger::Ledger;

/// Accounts that are looked at in all, so that large books stay quick.
const BUDGET: u64 = 1_000_000_000;

/// Money a year that a move must bring at least.
const LEAST: f64 = 1.0;

/// Moves units to where expected contribution grows most, round after round;
/// returns for each unit whether it moved. What is bound stays, limits on
/// accounts hold.
pub(in crate::territory) fn earn(returns: &Returns<'_>, ledger: &mut Ledger<'_>, rounds: u32) -> Vec<bool> {
    let problem = ledger.problem;
    let mut books: Vec<Vec<usize>> = vec![Vec::new(); returns.hours.len()];
    for (unit, row) in problem.units.iter().enumerate() {
        if let Some(seat) = ledger.seat(unit) {
            books[seat].extend(&row.accounts);
        }
    }
    for held in &mut books {
        returns.sort(held);
    }
    let mut brings: Vec<f64> = books.iter().enumerate().map(|(seat, held)| returns.of_book(seat, held)).collect();
    let (mut earned, mut budget) = (vec![false; problem.units.len()], BUDGET);
    let (fewest, most) = (problem.min_accounts as usize, problem.max_accounts as usize);
    for _ in 0..rounds {
        let mut moved = false;
        for (unit, row) in problem.units.iter().enumerate().filter(|(_, unit)| unit.fixed.is_none() && unit.options.len() > 1) {
            let (Some(at), Some(from)) = (ledger.at[unit], ledger.seat(unit)) else { continue };
            if budget == 0 || books[from].len() < fewest + row.accounts.len() {
                continue;
            }
            let without: Vec<usize> = books[from].iter().copied().filter(|account| !row.accounts.contains(account)).collect();
            let leaves = returns.of_book(from, &without) - brings[from];
            let mut best: Option<(f64, usize, Vec<usize>)> = None;
            for option in row.options.clone().filter(|&option| option != at) {
                let to = problem.options[option].seat;
                if most > 0 && books[to].len() + row.accounts.len() > most {
                    continue;
                }
                let mut with = books[to].clone();
                with.extend(&row.accounts);
                returns.sort(&mut with);
                budget = budget.saturating_sub(with.len() as u64);
                let gain = leaves + returns.of_book(to, &with) - brings[to];
                if gain > best.as_ref().map_or(LEAST, |best| best.0) {
                    best = Some((gain, option, with));
                }
            }
            if let Some((_, option, with)) = best {
                let to = problem.options[option].seat;
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
