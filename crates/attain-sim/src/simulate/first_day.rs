//! How a plan's year begins: the accounts, books and hand-overs of the first day.

use super::account_columns::AccountColumns;
use super::account_state::KINDS;
use super::handover_cost::HandoverCause;
use super::seat_book::SeatBook;

/// What every year of a plan starts from.
#[derive(Debug, Default)]
pub struct FirstDay {
    /// The accounts, as far as plans differ in them.
    pub accounts: AccountColumns,
    /// By seat: its book, in order of priority.
    pub books: Vec<SeatBook>,
    /// By seat: hours a month that its book needs, by kind of account.
    pub needs: Vec<[f64; KINDS]>,
    /// Accounts that no seat has.
    pub house: Vec<u32>,
    /// Hours a month that they need.
    pub house_need: f64,
    /// Accounts that change hands, and why.
    pub handovers: Vec<InitialHandover>,
}

/// An account that changes hands on the first day.
#[derive(Debug, Clone, Copy)]
pub struct InitialHandover {
    /// The account.
    pub account: u32,
    /// Today's owner.
    pub from: u32,
    /// Owner from the first day on.
    pub to: u32,
    /// Why it changes hands.
    pub cause: HandoverCause,
    /// Time that it takes its old owner to hand it over, in the unit of the team.
    pub transition: f64,
}
