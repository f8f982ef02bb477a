//! Cells to values: amounts, dates, words, shares, degrees. Every parser refuses
//! what it does not understand; none guesses.

mod amount;
mod date;
mod word;

pub(super) use amount::{Decimal, amount, currency, number, shorten, two_ways};
pub(super) use date::{DayOrder, date, month, serial};
pub(super) use word::{class, degrees, flag, normal, share};
