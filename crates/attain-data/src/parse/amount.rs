//! Parser of amounts in common notations: `1,234.56`, `1.234,56`, `$ 1 234`,
//! `(12.50)`, `1e6`.

use crate::fault::DataFault;
use attain_core::scenario::choices::DecimalSign;
use attain_core::units::Money;

/// Infers the decimal sign from the cells of a column: a comma if some cell uses one
/// unambiguously and none uses a point, `None` if every cell is ambiguous. A single separator
/// before three digits (`1.234`) is ambiguous.
pub fn shown_decimal_sign<'a>(cells: impl Iterator<Item = &'a str>) -> Option<DecimalSign> {
    let mut found = None;
    for cell in cells {
        match shown(&strip(cell).0) {
            Some(DecimalSign::Point) => return Some(DecimalSign::Point),
            Some(DecimalSign::Comma) => found = Some(DecimalSign::Comma),
            None => {}
        }
    }
    found
}

/// The separator of an ambiguous number, such as `1.234`.
pub fn two_ways(cell: &str) -> Option<char> {
    let (digits, _) = strip(cell);
    let lone = |sign: char| digits.matches(['.', ',']).count() == 1 && ambiguous(&digits, sign);
    ['.', ','].into_iter().find(|sign| lone(*sign))
}

/// The currency in the text of an amount: a sign, or a code of three capitals.
pub fn currency(cell: &str) -> Option<&str> {
    let sign = cell.char_indices().find(|(_, letter)| SIGNS.contains(*letter));
    if let Some((at, letter)) = sign {
        return cell.get(at..at + letter.len_utf8());
    }
    let cell = cell.trim();
    let code = |part: &str, rest: &str| part.bytes().all(|byte| byte.is_ascii_uppercase()) && has_digit(rest);
    let before = cell.split_at_checked(3).filter(|(part, rest)| code(part, rest)).map(|(part, _)| part);
    let after =
        || cell.split_at_checked(cell.len().checked_sub(3)?).filter(|(rest, part)| code(part, rest)).map(|(_, part)| part);
    before.or_else(after)
}

const SIGNS: &str = "$€£¥₹";

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Parses a finite number of either sign.
pub fn number(cell: &str, column: DecimalSign) -> Result<f64, DataFault> {
    let (digits, negative) = strip(cell);
    let unreadable = || DataFault::Amount { found: shorten(cell) };
    if matches!(digits.to_lowercase().as_str(), "nan" | "inf" | "infinity") {
        return Err(DataFault::NotFinite { found: shorten(cell) });
    }
    if digits.is_empty()
        || !magnitude(&digits).0.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b',' | b'e' | b'E' | b'+' | b'-'))
    {
        return Err(unreadable());
    }
    let (digits, scale) = magnitude(&digits);
    let (mantissa, exponent) = digits.find(['e', 'E']).map_or((digits, ""), |at| digits.split_at(at));
    let plain = plain(mantissa, shown(digits).unwrap_or(column)).ok_or_else(unreadable)?;
    let value: f64 = format!("{plain}{exponent}").parse().map_err(|_| unreadable())?;
    let value = value * scale;
    if !value.is_finite() {
        return Err(DataFault::TooLarge { found: shorten(cell) });
    }
    Ok(if negative { -value } else { value } + 0.0)
}

/// Splits a suffix for thousands, millions or billions from digits, and returns its factor.
fn magnitude(digits: &str) -> (&str, f64) {
    let lower = digits.to_lowercase();
    let known = [("bn", 1e9), ("mio", 1e6), ("mn", 1e6), ("mm", 1e6), ("k", 1e3), ("m", 1e6), ("b", 1e9)];
    let found = known.iter().find(|(suffix, _)| lower.ends_with(suffix));
    let head = found.and_then(|(suffix, scale)| Some((digits.get(..digits.len() - suffix.len())?, *scale)));
    head.filter(|(head, _)| head.ends_with(|last: char| last.is_ascii_digit() || last == '.')).unwrap_or((digits, 1.0))
}

/// Parses an amount of zero or more.
pub fn amount(cell: &str, column: DecimalSign) -> Result<f64, DataFault> {
    let value = number(cell, column)?;
    if value < 0.0 {
        return Err(DataFault::Negative { found: shorten(cell) });
    }
    Money::new(value).map(Money::get).map_err(|_| DataFault::TooLarge { found: shorten(cell) })
}

/// Strips currency and blanks, and returns the digits and whether the number is negative.
fn strip(cell: &str) -> (String, bool) {
    let sign = |letter: char| letter.is_whitespace() || "'’".contains(letter) || SIGNS.contains(letter);
    let bare = currency(cell).map_or_else(|| cell.to_owned(), |code| cell.replacen(code, "", 1));
    let mut text: String = bare.chars().filter(|letter| !sign(*letter)).collect();
    let mut negative = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        text = inner.to_owned();
        negative = true;
    }
    if let Some(rest) = text.strip_prefix(['-', '−']) {
        text = rest.to_owned();
        negative = !negative;
    } else if let Some(rest) = text.strip_prefix('+') {
        text = rest.to_owned();
    }
    (text, negative)
}

/// The decimal sign that a single number implies.
fn shown(digits: &str) -> Option<DecimalSign> {
    let points = digits.matches('.').count();
    let commas = digits.matches(',').count();
    match (points, commas) {
        (1, 0) if !ambiguous(digits, '.') => Some(DecimalSign::Point),
        (0, 1) if !ambiguous(digits, ',') => Some(DecimalSign::Comma),
        (0 | 1, 0) | (0, 1) => None,
        (0, _) => Some(DecimalSign::Point),
        (_, 0) => Some(DecimalSign::Comma),
        _ if digits.rfind('.') > digits.rfind(',') => Some(DecimalSign::Point),
        _ => Some(DecimalSign::Comma),
    }
}

/// Whether a number has one to three digits, one separator and three digits, such as `1.234`.
fn ambiguous(digits: &str, sign: char) -> bool {
    digits.split_once(sign).is_some_and(|(head, tail)| {
        (1..=3).contains(&head.len())
            && !head.starts_with('0')
            && tail.len() == 3
            && tail.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Normalises the mantissa to a decimal point without thousands separators; `None` if groups do
/// not have three digits.
fn plain(mantissa: &str, decimal: DecimalSign) -> Option<String> {
    let (point, group) = if decimal == DecimalSign::Point { ('.', ',') } else { (',', '.') };
    let (whole, fraction) = mantissa.split_once(point).unwrap_or((mantissa, ""));
    if fraction.contains([point, group]) {
        return None;
    }
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let grouped = whole.contains(group);
    if grouped && !(1..=3).contains(&first.len()) {
        return None;
    }
    let mut digits = first.to_owned();
    for next in groups {
        if next.len() != 3 {
            return None;
        }
        digits.push_str(next);
    }
    let all = digits.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    (all && !(digits.is_empty() && fraction.is_empty())).then(|| format!("{digits}.{fraction}0"))
}

/// Quotes a cell for messages, shortened if it is long.
pub fn shorten(cell: &str) -> String {
    if cell.chars().nth(60).is_none() { cell.to_owned() } else { cell.chars().take(60).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_people_write_them() {
        for (cell, value) in [
            ("1234.56", 1234.56),
            ("1,234.56", 1234.56),
            ("1.234,56", 1234.56),
            ("$ 1,234,567", 1_234_567.0),
            ("1.234.567 €", 1_234_567.0),
            ("12,5", 12.5),
            ("£1\u{a0}234.5", 1234.5),
            ("1'000", 1000.0),
            ("1e6", 1e6),
            ("1.5E+3", 1500.0),
            ("EUR 0", 0.0),
            (".5", 0.5),
            ("0.125", 0.125),
            ("1,234", 1234.0),
            ("1.234", 1.234),
            ("1234.", 1234.0),
            ("0.1993M", 199_300.0),
            ("52.4k", 52_400.0),
            ("$1.2 bn", 1.2e9),
            ("3,5 Mio", 3.5e6),
        ] {
            assert_eq!(amount(cell, DecimalSign::Point).ok(), Some(value), "{cell}");
        }
        assert_eq!(number("(1,000.50)", DecimalSign::Point).ok(), Some(-1000.5));
    }

    #[test]
    fn the_column_decides_what_the_cell_does_not_tell() {
        let german = ["1.234", "12,50"];
        assert_eq!(shown_decimal_sign(german.into_iter()), Some(DecimalSign::Comma));
        assert_eq!(amount("1.234", DecimalSign::Comma).ok(), Some(1234.0));
        assert_eq!(amount("1,234", DecimalSign::Comma).ok(), Some(1.234));
        assert_eq!(shown_decimal_sign(["1,234", "5.5", "1,5"].into_iter()), Some(DecimalSign::Point));
        assert_eq!(shown_decimal_sign(["120.000", "95.500", "7"].into_iter()), None);
        assert_eq!(
            (two_ways("120.000"), two_ways("€ 1,234"), two_ways("12.34"), two_ways("1.234.567")),
            (Some('.'), Some(','), None, None)
        );
    }

    #[test]
    fn currencies_are_seen() {
        for (cell, code) in [("$ 5", "$"), ("5 €", "€"), ("USD 1,000", "USD"), ("1.000 CHF", "CHF"), ("(£5)", "£")] {
            assert_eq!(currency(cell), Some(code), "{cell}");
        }
        for cell in ["5", "1e6", "EUR", "abc", "", "é5é"] {
            assert_eq!(currency(cell), None, "{cell}");
        }
    }

    #[test]
    fn what_is_refused() {
        let code = |cell: &str| {
            let fault = amount(cell, DecimalSign::Point).unwrap_err();
            miette::Diagnostic::code(&fault).map_or_else(String::new, |code| code.to_string())
        };
        for cell in ["abc", "", "1,23,4.5", "1..2", "12x", "--1", "e5", "1,2345.6", "."] {
            assert_eq!(code(cell), "data::not-an-amount", "{cell}");
        }
        for cell in ["nan", "NaN", "inf", "-Infinity"] {
            assert_eq!(code(cell), "data::not-finite", "{cell}");
        }
        assert_eq!(code("-5"), "data::negative-amount");
        assert_eq!(code("(5)"), "data::negative-amount");
        assert_eq!(code("1e400"), "data::amount-too-large");
        assert_eq!(code("1e16"), "data::amount-too-large");
    }
}
