//! Parsers of yes or no, classes, shares and degrees.

use super::amount::{number, shorten};
use crate::fault::DataFault;
use attain_core::scenario::choices::DecimalSign;

/// Parses yes or no.
pub fn flag(cell: &str) -> Result<bool, DataFault> {
    match cell.to_lowercase().as_str() {
        "true" | "yes" | "y" | "t" | "1" => Ok(true),
        "false" | "no" | "n" | "f" | "0" => Ok(false),
        _ => Err(DataFault::Flag { found: shorten(cell) }),
    }
}

/// Parses a class: 0 for low, 1 for medium, 2 for high.
pub fn class(cell: &str) -> Result<u8, DataFault> {
    match cell.to_lowercase().as_str() {
        "low" | "l" => Ok(0),
        "medium" | "med" | "m" => Ok(1),
        "high" | "h" => Ok(2),
        _ => Err(DataFault::Class { found: shorten(cell) }),
    }
}

/// Parses a share or a percentage.
pub fn share(cell: &str, column: DecimalSign) -> Result<f64, DataFault> {
    let (digits, scale) = cell.strip_suffix('%').map_or((cell, 1.0), |rest| (rest, 100.0));
    let value = match number(digits, column) {
        Ok(value) => value / scale,
        Err(DataFault::NotFinite { found }) => return Err(DataFault::NotFinite { found }),
        Err(_) => return Err(DataFault::Share { found: shorten(cell) }),
    };
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(DataFault::Share { found: shorten(cell) }) }
}

/// Parses degrees between `-limit` and `limit`. A comma is a decimal sign, because degrees never
/// reach thousands.
pub fn degrees(cell: &str, what: &'static str, limit: f64) -> Result<f64, DataFault> {
    let wrong = || DataFault::Degrees { found: shorten(cell), what, limit };
    let value: f64 = cell.replacen(',', ".", 1).parse().map_err(|_| wrong())?;
    if !value.is_finite() {
        return Err(DataFault::NotFinite { found: shorten(cell) });
    }
    if value.abs() <= limit { Ok(value + 0.0) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_classes() {
        assert_eq!(flag("Yes").ok(), Some(true));
        assert_eq!(flag("0").ok(), Some(false));
        assert!(flag("maybe").is_err());
        assert_eq!(class("HIGH").ok(), Some(2));
        assert!(class("huge").is_err());
    }

    #[test]
    fn shares_and_degrees() {
        assert_eq!(share("12.5 %", DecimalSign::Point).ok(), Some(0.125));
        assert_eq!(share("0.4", DecimalSign::Point).ok(), Some(0.4));
        assert!(share("40", DecimalSign::Point).is_err());
        assert!(share("nan", DecimalSign::Point).is_err());
        assert_eq!(degrees("13.405", "latitude", 90.0).ok(), Some(13.405));
        assert_eq!(degrees("13,405", "latitude", 90.0).ok(), Some(13.405));
        assert!(degrees("91", "latitude", 90.0).is_err());
        assert!(degrees("inf", "latitude", 90.0).is_err());
    }
}
