//! Lookup of reps, accounts and teams by the ids and names in a scenario.

use super::fault::TerritoryFault;
use attain_core::diagnostics::nearest;
use attain_data::Book;

/// Returns the index of the present rep with an id.
pub(crate) fn find_present_rep(book: &Book, id: &str) -> Result<usize, TerritoryFault> {
    match book.reps.binary_search_by(|rep| rep.id.as_str().cmp(id)) {
        Ok(i) if book.reps[i].left.is_none() => Ok(i),
        Ok(_) => Err(TerritoryFault::RepLeft { id: id.to_owned() }),
        Err(_) => {
            let near = nearest(id, book.reps.iter().filter(|rep| rep.left.is_none()).map(|rep| rep.id.as_str()));
            Err(TerritoryFault::UnknownRep { id: id.to_owned(), near })
        }
    }
}

/// Returns the index of the account with an id.
pub(crate) fn find_account(book: &Book, id: &str) -> Result<usize, TerritoryFault> {
    book.accounts.binary_search_by(|account| account.id.as_str().cmp(id)).map_err(|_| {
        let near = nearest(id, book.accounts.iter().map(|account| account.id.as_str()));
        TerritoryFault::UnknownAccount { id: id.to_owned(), near }
    })
}

/// Returns the index of the team with a name.
pub(crate) fn find_team(book: &Book, name: &str) -> Result<usize, TerritoryFault> {
    book.teams.iter().position(|team| team == name).ok_or_else(|| {
        let near = nearest(name, book.teams.iter().map(String::as_str));
        TerritoryFault::UnknownTeam { name: name.to_owned(), near }
    })
}
