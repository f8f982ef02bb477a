//! Detection of days that occur in suspiciously many rows, as after a bulk update.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// Minimum number of rows of a bulk update.
const ROWS: usize = 20;
/// Minimum share of a column's dates in a bulk update.
const SHARE: f64 = 0.05;
/// Minimum ratio of a suspicious day's count to the mean count of the other days.
const TIMES: f64 = 10.0;

/// Finds days that occur in at least 20 rows, make up at least 5 % of all dates, and occur at
/// least ten times as often as the mean of the column's other days.
#[must_use]
pub fn bulk_days(dates: &[Option<Date>]) -> Vec<(Date, usize)> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for day in dates.iter().flatten() {
        *counts.entry(*day).or_default() += 1;
    }
    let (all, days) = (counts.values().sum::<usize>(), counts.len());
    let too_many = |count: usize| {
        let others = (all - count) as f64 / (days.saturating_sub(1)).max(1) as f64;
        count >= ROWS && count as f64 >= SHARE * all as f64 && count as f64 > TIMES * others
    };
    counts.into_iter().filter(|(_, count)| too_many(*count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    #[test]
    fn a_bulk_update_stands_out_and_a_busy_day_does_not() {
        let day = |n: i64| date(2025, 1, 1).saturating_add(n.days());
        let even: Vec<Option<Date>> = (0..400).map(|n| Some(day(n % 200))).collect();
        assert_eq!(bulk_days(&even), []);
        let mut updated = even.clone();
        updated.extend(std::iter::repeat_n(Some(day(7)), 100));
        assert_eq!(bulk_days(&updated), [(day(7), 102)]);
        assert_eq!(bulk_days(&[Some(day(1)); 19]), [], "too few to tell");
        assert_eq!(bulk_days(&[Some(day(1)); 40]), [(day(1), 40)]);
    }
}
