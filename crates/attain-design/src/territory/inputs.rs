//! Inputs of the carve.

use super::roster::Roster;
use crate::account_figures::AccountFigures;
use attain_core::scenario::choices::Scenario;
use attain_data::Book;

/// Results of earlier stages that the parts of a carve share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CarveInputs<'a> {
    pub(crate) book: &'a Book,
    pub(crate) scenario: &'a Scenario,
    pub(crate) figures: &'a AccountFigures,
    pub(crate) roster: &'a Roster,
    pub(crate) owners: CurrentOwners<'a>,
}

/// The owner of each account before the carve.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CurrentOwners<'a> {
    /// For each account, the present owner's seat in the plan.
    pub(crate) seats: &'a [Option<usize>],
    /// For each account, whether the scenario's table of owners leaves it with the house.
    pub(crate) house: &'a [bool],
}

/// For each account of the book, the present owner's seat in the plan.
pub(crate) fn current_seats(book: &Book, roster: &Roster) -> Vec<Option<usize>> {
    book.accounts.iter().map(|account| account.owner.and_then(|rep| roster.seat_of_rep[rep])).collect()
}
