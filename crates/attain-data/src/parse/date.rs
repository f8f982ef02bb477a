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
    /// Infers the order of a column's dates: day first if some date has a first number above 12 and
    /// none has a second number above 12; otherwise month first, as exported by Salesforce and
    /// `HubSpot`.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        Self::shown(cells).unwrap_or(Self::MonthFirst)
    }

    /// The order of the dates in a column; `None` if no date has slashes or dashes.
    pub fn shown<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut day_first = None;
        for cell in cells {
            if let Some((first, second, _)) = slashes(day_of(cell)) {
                if second > 12 {
                    return Some(Self::MonthFirst);
                }
                day_first = Some(day_first == Some(true) || first > 12);
            }
        }
        day_first.map(|day_first| if day_first { Self::DayFirst } else { Self::MonthFirst })
    }
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
        let (year, month) = text.split_once(['-', '/'])?;
        build(int(year, 4, 4)?, int(month, 1, 2)?, 1)
    });
    whole.filter(|day| in_reach(*day)).map(Date::first_of_month).ok_or_else(|| DataFault::Date { found: shorten(cell) })
}

/// The text before the time of day.
fn day_of(cell: &str) -> &str {
    let day = cell.split([' ', 'T']).next().unwrap_or(cell);
    let rest = cell.get(day.len()..).unwrap_or("").trim_start_matches([' ', 'T']);
    let clock = rest.is_empty() || (rest.starts_with(|first: char| first.is_ascii_digit()) && rest.contains(':'));
    if clock { day } else { cell }
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
    if let Some([day, month, year]) = parts(text, ['.', '.']) {
        return build(int(year, 4, 4)?, int(month, 1, 2)?, int(day, 1, 2)?);
    }
    let [year, month, day] = parts(text, ['-', '/'])?;
    build(int(year, 4, 4)?, int(month, 1, 2)?, int(day, 1, 2)?)
}

/// Splits a date into two short numbers and a year, in written order.
fn slashes(text: &str) -> Option<(i32, i32, i32)> {
    let [first, second, year] = parts(text, ['/', '-'])?;
    Some((int(first, 1, 2)?, int(second, 1, 2)?, int(year, 4, 4)?))
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
        ] {
            assert_eq!(parsed(cell, DayOrder::MonthFirst).as_deref(), Some("2026-12-31"), "{cell}");
        }
        assert_eq!(parsed("31/12/2026", DayOrder::DayFirst).as_deref(), Some("2026-12-31"));
        assert_eq!(parsed("1.2.2026", DayOrder::MonthFirst).as_deref(), Some("2026-02-01"));
    }

    #[test]
    fn the_column_decides_the_order() {
        assert_eq!(DayOrder::of(["01/02/2026", "13/02/2026"].into_iter()), DayOrder::DayFirst);
        assert_eq!(DayOrder::of(["01/02/2026", "02/13/2026"].into_iter()), DayOrder::MonthFirst);
        assert_eq!(DayOrder::of(["01/02/2026"].into_iter()), DayOrder::MonthFirst);
        assert_eq!(DayOrder::of(["13/02/2026", "02/13/2026"].into_iter()), DayOrder::MonthFirst);
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
        for cell in ["", "soon", "2026-13-01", "2026-02-30", "31/12/26", "9999-12-31", "2026-12-31 later", "12/2026", "1e6", "é"]
        {
            assert_eq!(parsed(cell, DayOrder::MonthFirst), None, "{cell}");
        }
    }

    #[test]
    fn months() {
        let parsed = |cell: &str| month(cell, DayOrder::MonthFirst).ok().map(|day| day.to_string());
        assert_eq!(parsed("2026-03").as_deref(), Some("2026-03-01"));
        assert_eq!(parsed("2026-03-17").as_deref(), Some("2026-03-01"));
        assert_eq!(parsed("March"), None);
    }
}
