//! Parsing of option values.

use super::fault::{MOST_MONTHS, MOST_REPS, QuickOptionFault};

fn parse_number(text: &str) -> Option<f64> {
    let text = text.trim().replace('_', "");
    // The parser also accepts words such as `inf` and `nan`.
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    text.parse::<f64>().ok().filter(|number| digits && number.is_finite())
}

/// Parses a number of reps.
pub(super) fn reps(text: &str) -> Result<u32, QuickOptionFault> {
    let number = parse_number(text)
        .filter(|number| number.fract() == 0.0)
        .ok_or_else(|| QuickOptionFault::NoWhole { found: text.to_owned() })?;
    let reps = (1.0..=f64::from(MOST_REPS)).contains(&number).then_some(number as u32);
    reps.ok_or_else(|| QuickOptionFault::Reps { found: text.to_owned() })
}

/// Parses an amount: `900k`, `32M`, `1.2bn`, `1_000_000`.
pub(super) fn amount(text: &str) -> Result<f64, QuickOptionFault> {
    let wrong = || QuickOptionFault::NoAmount { found: text.to_owned() };
    let trimmed = text.trim();
    let cut = trimmed.find(|c: char| c.is_alphabetic() && !matches!(c, 'e' | 'E')).unwrap_or(trimmed.len());
    let (number, unit) = trimmed.split_at(cut);
    let factor = match unit.to_lowercase().as_str() {
        "" => 1.0,
        "k" => 1e3,
        "m" | "mn" | "mio" => 1e6,
        "b" | "bn" => 1e9,
        _ => return Err(wrong()),
    };
    let amount = parse_number(number).map(|number| number * factor).ok_or_else(wrong)?;
    (1.0..=1e13).contains(&amount).then_some(amount).ok_or_else(|| QuickOptionFault::Amount { found: text.to_owned() })
}

/// Parses a quota: an amount for which a territory can be generated.
pub(super) fn quota(text: &str) -> Result<f64, QuickOptionFault> {
    let quota = amount(text)?;
    (1e3..=1e9).contains(&quota).then_some(quota).ok_or_else(|| QuickOptionFault::Quota { found: text.to_owned() })
}

/// Parses a share: `0.3` or `30%`.
pub(super) fn share(text: &str) -> Result<f64, QuickOptionFault> {
    let trimmed = text.trim();
    let (number, divisor) = trimmed.strip_suffix('%').map_or((trimmed, 1.0), |number| (number, 100.0));
    let share = parse_number(number).ok_or_else(|| QuickOptionFault::NoShare { found: text.to_owned() })? / divisor;
    (0.0..1.0).contains(&share).then_some(share).ok_or_else(|| QuickOptionFault::Share { found: text.to_owned() })
}

/// Parses a share greater than 0.
pub(super) fn open_share(text: &str) -> Result<f64, QuickOptionFault> {
    share(text)
        .and_then(|share| (share > 0.0).then_some(share).ok_or_else(|| QuickOptionFault::NoPart { found: text.to_owned() }))
}

/// Parses an attainment: a share that may exceed 1.
pub(super) fn attainment(text: &str) -> Result<f64, QuickOptionFault> {
    let trimmed = text.trim();
    let (number, divisor) = trimmed.strip_suffix('%').map_or((trimmed, 1.0), |number| (number, 100.0));
    let wrong = || QuickOptionFault::Attainment { found: text.to_owned() };
    parse_number(number).map(|number| number / divisor).filter(|share| (0.05..=5.0).contains(share)).ok_or_else(wrong)
}

/// Parses months: a number from 0 to [`MOST_MONTHS`].
pub(super) fn months(text: &str) -> Result<f64, QuickOptionFault> {
    let months = parse_number(text).ok_or_else(|| QuickOptionFault::NoMonths { found: text.to_owned() })?;
    (0.0..=MOST_MONTHS).contains(&months).then_some(months).ok_or_else(|| QuickOptionFault::Months { found: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_planners_write_them() {
        for (text, value) in
            [("900k", 9e5), ("32M", 3.2e7), ("32m", 3.2e7), ("1.2bn", 1.2e9), ("1_000_000", 1e6), ("4.5e6", 4.5e6)]
        {
            assert_eq!(amount(text).ok(), Some(value), "{text}");
        }
        for text in ["", "k", "32 Q", "-3M", "nan", "inf", "1e99", "0", "3,5M"] {
            assert!(amount(text).is_err(), "{text}");
        }
    }
}
