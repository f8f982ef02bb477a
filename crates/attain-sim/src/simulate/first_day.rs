//! Initial state of a plan's year: the accounts, books and hand-overs of the first day.

use super::account_columns::AccountColumns;
use super::account_state::KINDS;
use super::handover_cost::HandoverCause;
use super::seat_book::SeatBook;

/// Initial state of every year of a plan.
#[derive(Debug, Default)]
pub struct FirstDay {
    /// Accounts on the first day. Only columns that differ between plans are set.
    pub accounts: AccountColumns,
    /// Book of each seat, in order of priority.
    pub books: Vec<SeatBook>,
    /// Hours per month that each seat's book needs, by kind of account.
    pub needs: Vec<[f64; KINDS]>,
    /// Accounts of the house.
    pub house: Vec<u32>,
    /// Hours per month that the accounts of the house need.
    pub house_need: f64,
    /// Accounts that change owner on the first day.
    pub handovers: Vec<InitialHandover>,
}

/// An account that changes owner on the first day.
#[derive(Debug, Clone, Copy)]
pub struct InitialHandover {
    pub account: u32,
    /// Today's owner.
    pub from: u32,
    /// Owner from the first day on.
    pub to: u32,
    /// Reason for the change.
    pub cause: HandoverCause,
    /// Time that the old owner spends on the hand-over, in the unit of the team.
    pub transition: f64,
}
