//! Units of the carve: accounts, or families that stay together.

use std::collections::BTreeMap;

use super::holds::{Hold, Why};
use super::problem::common;
use super::rules::Eligible;
use attain_core::scenario::choices::Scenario;
use attain_data::Book;

/// Accounts that are placed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Members {
    /// Indices into the book's accounts, rising.
    pub(crate) accounts: Vec<usize>,
    /// The seat they are bound to.
    pub(crate) fixed: Option<usize>,
}

/// The units, by first account, and how many families had to be parted.
pub(crate) fn units(book: &Book, scenario: &Scenario, eligible: &Eligible, holds: &[Option<Hold>]) -> (Vec<Members>, usize) {
    let mut families: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, account) in book.accounts.iter().enumerate() {
        let leader = if scenario.territory.family_lock { *first.entry(&account.family).or_insert(i) } else { i };
        families.entry((leader, &account.family)).or_default().push(i);
    }
    let (mut units, mut parted) = (Vec::with_capacity(families.len()), 0);
    for accounts in families.into_values() {
        if let Some(whole) = together(eligible, holds, &accounts) {
            units.push(whole);
        } else {
            let by_choice = accounts.iter().any(|&a| holds[a].is_none_or(|hold| hold.why != Why::Kept));
            parted += usize::from(by_choice);
            units.extend(apart(eligible, holds, &accounts));
        }
    }
    units.sort_by_key(|unit| unit.accounts[0]);
    (units, parted)
}

/// The family as one unit, where some seat may take all of it.
fn together(eligible: &Eligible, holds: &[Option<Hold>], accounts: &[usize]) -> Option<Members> {
    let mut held = accounts.iter().filter_map(|&a| holds[a]).map(|hold| hold.seat);
    let fixed = held.next();
    if held.any(|seat| Some(seat) != fixed) {
        return None;
    }
    let possible = match fixed {
        Some(seat) => accounts.iter().all(|&a| holds[a].is_some() || eligible.may(a, seat)),
        None => accounts.len() == 1 || !common(eligible, accounts, None).is_empty(),
    };
    possible.then(|| Members { accounts: accounts.to_vec(), fixed })
}

/// The parts of a family that can still stay together: those bound to the same
/// seat, and the free ones that the same seats may take.
fn apart(eligible: &Eligible, holds: &[Option<Hold>], accounts: &[usize]) -> Vec<Members> {
    let mut parts: BTreeMap<(Option<usize>, Option<usize>), Vec<usize>> = BTreeMap::new();
    for &account in accounts {
        let fixed = holds[account].map(|hold| hold.seat);
        let kind = if fixed.is_none() { Some(eligible.kind(account)) } else { None };
        parts.entry((fixed, kind)).or_default().push(account);
    }
    parts.into_iter().map(|((fixed, _), accounts)| Members { accounts, fixed }).collect()
}
