//! Units of the carve: single accounts, or families that stay together.

use std::collections::BTreeMap;

use super::bound_seat::{BindingReason, BoundSeat};
use super::eligibility::EligibleSeats;
use attain_core::scenario::choices::Scenario;
use attain_data::Book;

/// Accounts that are assigned together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CarveUnit {
    /// Indices into the book's accounts, in ascending order.
    pub(crate) accounts: Vec<usize>,
    /// The seat to which the accounts are bound.
    pub(crate) fixed: Option<usize>,
}

/// The units of a carve, sorted by first account.
#[derive(Debug)]
pub(crate) struct CarveUnits {
    pub(crate) units: Vec<CarveUnit>,
    /// Number of families that had to be split.
    pub(crate) split_families: usize,
}

/// Groups accounts into units.
pub(crate) fn group_units(book: &Book, scenario: &Scenario, eligible: &EligibleSeats, bound: &[Option<BoundSeat>]) -> CarveUnits {
    let mut families: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, account) in book.accounts.iter().enumerate() {
        let leader = if scenario.territory.family_lock { *first.entry(&account.family).or_insert(i) } else { i };
        families.entry((leader, &account.family)).or_default().push(i);
    }
    let (mut units, mut split_families) = (Vec::with_capacity(families.len()), 0);
    for accounts in families.into_values() {
        if let Some(whole) = keep_together(eligible, bound, &accounts) {
            units.push(whole);
        } else {
            let by_choice = accounts.iter().any(|&a| bound[a].is_none_or(|binding| binding.reason != BindingReason::Kept));
            split_families += usize::from(by_choice);
            units.extend(split_family(eligible, bound, &accounts));
        }
    }
    units.sort_by_key(|unit| unit.accounts[0]);
    CarveUnits { units, split_families }
}

/// The family as one unit, if some seat may take all its accounts.
fn keep_together(eligible: &EligibleSeats, bound: &[Option<BoundSeat>], accounts: &[usize]) -> Option<CarveUnit> {
    let mut seats = accounts.iter().filter_map(|&a| bound[a]).map(|binding| binding.seat);
    let fixed = seats.next();
    if seats.any(|seat| Some(seat) != fixed) {
        return None;
    }
    let possible = match fixed {
        Some(seat) => accounts.iter().all(|&a| bound[a].is_some() || eligible.may_take(a, seat)),
        None => accounts.len() == 1 || !eligible.common_seats(accounts, None).is_empty(),
    };
    possible.then(|| CarveUnit { accounts: accounts.to_vec(), fixed })
}

/// The parts of a family that can still stay together: accounts bound to the same
/// seat, and free accounts with the same eligible seats.
fn split_family(eligible: &EligibleSeats, bound: &[Option<BoundSeat>], accounts: &[usize]) -> Vec<CarveUnit> {
    let mut parts: BTreeMap<(Option<usize>, Option<usize>), Vec<usize>> = BTreeMap::new();
    for &account in accounts {
        let fixed = bound[account].map(|binding| binding.seat);
        let kind = if fixed.is_none() { Some(eligible.kind(account)) } else { None };
        parts.entry((fixed, kind)).or_default().push(account);
    }
    parts.into_iter().map(|((fixed, _), accounts)| CarveUnit { accounts, fixed }).collect()
}
