//! Ids and names of accounts in a replay. New accounts are named after the account that they
//! resemble.

use crate::world::World;
use attain_data::Book;

/// Id of an account of a world.
#[must_use]
pub fn id(book: &Book, world: &World, account: usize) -> String {
    let model = &book.accounts[world.accounts.model(account)].id;
    match account.checked_sub(world.accounts.of_book) {
        None => model.clone(),
        Some(at) => {
            let new = &world.accounts.new[at];
            format!("new-{model}-{}.{}", new.month / 12 + 1, new.number + 1)
        }
    }
}

/// Name of an account of a world.
#[must_use]
pub fn name(book: &Book, world: &World, account: usize) -> String {
    let model = &book.accounts[world.accounts.model(account)];
    if account < world.accounts.of_book { model.name.clone() } else { format!("new account like {}", model.name) }
}
