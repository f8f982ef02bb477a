//! Parser of dates: ISO with or without a time, day and month with points, and dates with
//! slashes or dashes, whose order is inferred from the column.

use jiff::ToSpan;
use jiff::civil::Date;

use super::amount::shorten;
use crate::fault::DataFault;

/// Order of day and month in dates with slashes or dashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// 12/31/2026
    MonthFirst,
    /// 31/12/2026
    DayFirst,
}

impl DayOrder {
    /// The order that dates show: day first if some date has a first number above 12 and none has a
    /// second number above 12, month first if some date has a second number above 12; `None` if no
    /// date shows it.
    pub fn shown<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut day_first = false;
        for (first, second, _) in cells.filter_map(|cell| slashes(day_of(cell))) {
            if second > 12 {
                return Some(Self::MonthFirst);
            }
            day_first |= first > 12;
        }
        day_first.then_some(Self::DayFirst)
    }

    /// The order of first days of months: the number that is always 1 is the day.
    pub fn of_months<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Self> {
        let days: Vec<(i32, i32, i32)> = cells.filter_map(|cell| slashes(day_of(cell))).collect();
        let (first, second) = (days.iter().all(|day| day.0 == 1), days.iter().all(|day| day.1 == 1));
        match (days.is_empty() || first == second, first) {
            (true, _) => None,
            (false, true) => Some(Self::DayFirst),
            (false, false) => Some(Self::MonthFirst),
        }
    }
}

/// Whether a date has two readings.
pub fn two_orders(cell: &str) -> bool {
    slashes(day_of(cell)).is_some_and(|(first, second, _)| first != second && first <= 12 && second <= 12)
}

/// Parses a date.
pub fn date(cell: &str, order: DayOrder) -> Result<Date, DataFault> {
    read(day_of(cell), order).filter(|day| in_reach(*day)).ok_or_else(|| DataFault::Date { found: shorten(cell) })
}

/// Parses a spreadsheet serial number, in days since 1899-12-30, for dates from 1954 to
/// 2119. The fraction may contain a time of day.
pub fn serial(cell: &str) -> Option<Date> {
    let days: f64 = cell.parse().ok()?;
    let plain = cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let days = (plain && (20_000.0..80_000.0).contains(&days)).then_some(days as i64)?;
    jiff::civil::date(1899, 12, 30).checked_add(days.days()).ok()
}

/// Parses the first day of a month, from a date in it or from text such as `2026-12`.
pub fn month(cell: &str, order: DayOrder) -> Result<Date, DataFault> {
    let text = day_of(cell);
    let whole = read(text, order).or_else(|| {
        let (first, second) = text.split_once(['-', '/', '.'])?;
        let (year, month) = if first.len() == 4 { (first, second) } else { (second, first) };
        build(int(year, 4, 4)?, int(month, 1, 2)?, 1)
    });
    let whole = whole.or_else(|| named(text).and_then(|(_, month, year)| build(year, month, 1)));
    whole.filter(|day| in_reach(*day)).map(Date::first_of_month).ok_or_else(|| DataFault::Date { found: shorten(cell) })
}

/// The text before the time of day.
fn day_of(cell: &str) -> &str {
    let Some(colon) = cell.find(':') else { return cell };
    let before = cell.get(..colon).unwrap_or(cell).trim_end_matches(|letter: char| letter.is_ascii_digit());
    // A clock follows a blank or a `T`.
    if before.len() < colon && before.ends_with([' ', 'T']) { before.trim_end_matches([' ', 'T', ',']) } else { cell }
}

fn read(text: &str, order: DayOrder) -> Option<Date> {
    if let Some((first, second, year)) = slashes(text) {
        return match order {
            DayOrder::MonthFirst => build(year, first, second),
            DayOrder::DayFirst => build(year, second, first),
        };
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return build(int(&text[..4], 4, 4)?, int(&text[4..6], 2, 2)?, int(&text[6..], 2, 2)?);
    }
    if let Some([day, month, year]) = parts(text, ['.', '.'])
        && let Some(year) = year_of(year)
    {
        return build(year, int(month, 1, 2)?, int(day, 1, 2)?);
    }
    if let Some((day, month, year)) = named(text) {
        return build(year, month, day?);
    }
    let [year, month, day] = parts(text, ['-', '/'])?;
    build(int(year, 4, 4)?, int(month, 1, 2)?, int(day, 1, 2)?)
}

/// Splits a date with a named month, such as `21-Jul-26`, `Jul 21, 2026` or `Jul 2026`, into day,
/// month and year.
fn named(text: &str) -> Option<(Option<i32>, i32, i32)> {
    let pieces: Vec<&str> = text.split([' ', '-', '/', '.', ',']).filter(|piece| !piece.is_empty()).collect();
    let number = |piece: &str| int(piece, 1, 2);
    match pieces.as_slice() {
        [month, year] if month_name(month).is_some() => Some((None, month_name(month)?, year_of(year)?)),
        [first, second, year] => match (month_name(first), month_name(second)) {
            (Some(month), None) => Some((Some(number(second)?), month, year_of(year)?)),
            (None, Some(month)) => Some((Some(number(first)?), month, year_of(year)?)),
            _ => None,
        },
        _ => None,
    }
}

/// Names of the months, as they begin in English, German, French, Spanish, Italian and Dutch.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrz", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// The number of a month from its name or abbreviation.
fn month_name(text: &str) -> Option<i32> {
    let lower = text.to_lowercase();
    if !(3..=10).contains(&lower.chars().count()) || !lower.chars().all(char::is_alphabetic) {
        return None;
    }
    MONTHS.iter().zip(1..).find(|(names, _)| names.iter().any(|name| lower.starts_with(name))).map(|(_, month)| month)
}

/// A year of four digits, or of two, which means 1970 to 2069.
fn year_of(text: &str) -> Option<i32> {
    int(text, 4, 4).or_else(|| int(text, 2, 2).map(|year| if year < 70 { 2000 + year } else { 1900 + year }))
}

/// Splits a date into two short numbers and a year, in written order. A year of two digits needs
/// slashes, because `26-07-21` has three readings.
fn slashes(text: &str) -> Option<(i32, i32, i32)> {
    let [first, second, year] = parts(text, ['/', '-'])?;
    let year = if text.contains('-') { int(year, 4, 4) } else { year_of(year) };
    Some((int(first, 1, 2)?, int(second, 1, 2)?, year?))
}

fn parts(text: &str, signs: [char; 2]) -> Option<[&str; 3]> {
    let mut pieces = text.split(signs);
    let three = [pieces.next()?, pieces.next()?, pieces.next()?];
    pieces.next().is_none().then_some(three)
}

fn int(text: &str, least: usize, most: usize) -> Option<i32> {
    let sound = (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| text.parse().ok()).flatten()
}

fn build(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether a year is plausible. Some tools write 9999-12-31 or 0001-01-01 for missing dates.
fn in_reach(day: Date) -> bool {
    (1900..2200).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(cell: &str, order: DayOrder) -> Option<String> {
        date(cell, order).ok().map(|day| day.to_string())
    }

    #[test]
    fn all_spellings_of_a_day() {
        for cell in [
            "2026-12-31",
            "2026/12/31",
            "2026-12-31T23:59:59Z",
            "2026-12-31 3:15:52",
            "2026-12-31 00:00:00.000000",
            "31.12.2026",
            "12/31/2026",
            "12-31-2026",
            "12/31/2026 11:59 PM",
            "20261231",
            "12/31/26",
            "31.12.26",
            "31-Dec-26",
            "31-Dec-2026",
            "Dec 31, 2026",
            "December 31, 2026, 9:33 AM",
            "12/31/2026, 9:33 AM",
            "31. Dezember 2026",
            "31 déc. 2026",
        ] {
            assert_eq!(parsed(cell, DayOrder::MonthFirst).as_deref(), Some("2026-12-31"), "{cell}");
        }
        assert_eq!(parsed("31/12/2026", DayOrder::DayFirst).as_deref(), Some("2026-12-31"));
        assert_eq!(parsed("1.2.2026", DayOrder::MonthFirst).as_deref(), Some("2026-02-01"));
    }

    #[test]
    fn the_column_decides_the_order() {
        let shown = |cells: &[&str]| DayOrder::shown(cells.iter().copied());
        assert_eq!(shown(&["01/02/2026", "13/02/2026"]), Some(DayOrder::DayFirst));
        assert_eq!(shown(&["01/02/2026", "02/13/2026"]), Some(DayOrder::MonthFirst));
        assert_eq!(shown(&["01/02/2026"]), None);
        assert_eq!(shown(&["13/02/2026", "02/13/2026"]), Some(DayOrder::MonthFirst));
        assert!(two_orders("01/02/2026") && !two_orders("02/02/2026") && !two_orders("2026-01-02"));
        let months = |cells: &[&str]| DayOrder::of_months(cells.iter().copied());
        assert_eq!(months(&["01/02/2026", "01/03/2026"]), Some(DayOrder::DayFirst));
        assert_eq!(months(&["2/1/2026", "3/1/2026"]), Some(DayOrder::MonthFirst));
        assert_eq!(months(&["1/1/2026"]), None);
    }

    #[test]
    fn serial_numbers_of_spreadsheets() {
        let parsed = |cell: &str| serial(cell).map(|day| day.to_string());
        assert_eq!(parsed("43831").as_deref(), Some("2020-01-01"));
        assert_eq!(parsed("43831.750000").as_deref(), Some("2020-01-01"));
        assert_eq!((parsed("5"), parsed("900000"), parsed("4e4"), parsed("2020-01-01")), (None, None, None, None));
    }

    #[test]
    fn what_is_refused() {
        for cell in [
            "",
            "soon",
            "2026-13-01",
            "2026-02-30",
            "31-12-26",
            "31 Foo 2026",
            "9999-12-31",
            "2026-12-31 later",
            "12/2026",
            "1e6",
            "é",
        ] {
            assert_eq!(parsed(cell, DayOrder::MonthFirst), None, "{cell}");
        }
    }

    #[test]
    fn months() {
        let parsed = |cell: &str| month(cell, DayOrder::MonthFirst).ok().map(|day| day.to_string());
        assert_eq!(parsed("2026-03").as_deref(), Some("2026-03-01"));
        assert_eq!(parsed("2026-03-17").as_deref(), Some("2026-03-01"));
        for cell in ["Mar-26", "Mar 2026", "March 2026", "03/2026", "3.2026"] {
            assert_eq!(parsed(cell).as_deref(), Some("2026-03-01"), "{cell}");
        }
        assert_eq!(parsed("March"), None);
    }
}
