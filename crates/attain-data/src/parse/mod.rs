//! Parsers of cells: amounts, dates, shares, degrees and yes or no. Parsers reject invalid
//! input and never guess.

mod amount;
mod date;
mod word;

pub(super) use amount::{amount, currency, number, shorten, shown_decimal_sign, two_ways};
pub(super) use date::{DayOrder, date, month, serial, two_orders};
pub(super) use word::{class, degrees, flag, share};
