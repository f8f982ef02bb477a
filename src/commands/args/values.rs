//! Parsers for option values. Their errors describe the expected value.

use std::net::{IpAddr, SocketAddr};

/// Parses a whole number from `LOW` to `HIGH`; underscores may group digits, as in `10_000`.
pub(super) fn whole<const LOW: u32, const HIGH: u32>(text: &str) -> Result<u32, InvalidNumber> {
    let number = text.replace('_', "").parse().ok().filter(|number| (LOW..=HIGH).contains(number));
    number.ok_or(InvalidNumber { low: LOW.into(), high: HIGH.into() })
}

/// A value that is not a number within the option's limits.
#[derive(Debug, thiserror::Error)]
#[error("a whole number from {low} to {high}")]
pub(super) struct InvalidNumber {
    low: u64,
    high: u64,
}

/// Parses an amount of zero or more; underscores may group digits, as in `10_000`.
pub(super) fn amount(text: &str) -> Result<f64, InvalidAmount> {
    let number = text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    number.ok_or(InvalidAmount)
}

/// Parses an amount of money with an optional suffix, such as `42_000_000` or `42M`.
pub(super) fn money(text: &str) -> Result<f64, InvalidAmount> {
    let amount = attain_analysis::experiment::goal::amount(text);
    amount.filter(|amount| *amount >= 0.0 && !text.ends_with('%')).ok_or(InvalidAmount)
}

/// A string that is not an amount.
#[derive(Debug, thiserror::Error)]
#[error("an amount of zero or more")]
pub(super) struct InvalidAmount;

/// Parses an address to listen on: `127.0.0.1`, `127.0.0.1:8000` or `[::1]:8000`. Without a port,
/// a free one is used.
pub(super) fn listen_address(text: &str) -> Result<SocketAddr, InvalidListenAddress> {
    let alone = || text.parse().map(|ip: IpAddr| SocketAddr::new(ip, 0));
    text.parse().or_else(|_| alone()).map_err(|_| InvalidListenAddress)
}

/// A string that is not an address of this machine.
#[derive(Debug, thiserror::Error)]
#[error("an IP address with an optional port, such as 127.0.0.1:8000")]
pub(super) struct InvalidListenAddress;

/// Parses an ISO 8601 date.
pub(super) fn date(text: &str) -> Result<jiff::civil::Date, InvalidDate> {
    text.parse().map_err(|_| InvalidDate)
}

/// A string that is not a date.
#[derive(Debug, thiserror::Error)]
#[error("a date such as 2026-12-31")]
pub(super) struct InvalidDate;

/// Parses a seed for the random numbers.
pub(super) fn seed(text: &str) -> Result<u64, InvalidNumber> {
    text.replace('_', "").parse().map_err(|_| InvalidNumber { low: 0, high: u64::MAX })
}

/// Parses a share from 0 to 1, as a number or a percentage: `0.5`, `50%`.
pub(super) fn share(text: &str) -> Result<f64, InvalidShare> {
    let plain = text.replace('_', "");
    let number = match plain.trim_end().strip_suffix('%') {
        Some(percent) => percent.trim_end().parse().ok().map(|percent: f64| percent / 100.0),
        None => plain.parse().ok(),
    };
    number.filter(|share| (0.0..=1.0).contains(share)).ok_or(InvalidShare)
}

/// A string that is not a share.
#[derive(Debug, thiserror::Error)]
#[error("a share from 0 to 1, or a percentage")]
pub(super) struct InvalidShare;

/// Parses a probability strictly between 0 and 1: `0.8`, `80%`.
pub(super) fn probability(text: &str) -> Result<f64, InvalidProbability> {
    let (text, divisor) = text.strip_suffix('%').map_or((text, 1.0), |text| (text.trim_end(), 100.0));
    let chance = text.parse::<f64>().ok().map(|number| number / divisor).filter(|chance| *chance > 0.0 && *chance < 1.0);
    chance.ok_or(InvalidProbability)
}

/// A string that is not a probability.
#[derive(Debug, thiserror::Error)]
#[error("a probability between 0 and 1, such as 0.8 or 80%")]
pub(super) struct InvalidProbability;

/// Parses a team and the maximum number of seats to add to it: `enterprise=2`.
pub(super) fn team_limit(text: &str) -> Result<(String, u32), InvalidLimit> {
    let (team, most) = text.split_once('=').ok_or(InvalidLimit)?;
    Ok((team.trim().to_owned(), most.trim().parse().map_err(|_| InvalidLimit)?))
}

/// A string that is not a team limit.
#[derive(Debug, thiserror::Error)]
#[error("a team and a whole number, such as enterprise=2")]
pub(super) struct InvalidLimit;
