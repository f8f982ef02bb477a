//! Names of months and quarters on axes.

use jiff::{ToSpan, civil::Date};

const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Labels of `count` months from the first day on, with the year at the start of each year.
#[must_use]
pub fn months(start: &str, count: usize) -> Vec<String> {
    let Ok(first) = start.parse::<Date>() else {
        return (1..=count).map(|i| format!("Month {i}")).collect();
    };
    let label = |i: usize| {
        let day = first.checked_add(i64::try_from(i).ok()?.months()).ok()?;
        let name = NAMES.get(usize::try_from(day.month() - 1).ok()?)?;
        Some(if i == 0 || day.month() == 1 { format!("{name} {}", day.year()) } else { (*name).to_owned() })
    };
    (0..count).map(|i| label(i).unwrap_or_else(|| format!("Month {}", i + 1))).collect()
}

/// Formats a date in words.
#[must_use]
pub fn day(start: &str) -> String {
    let name =
        |date: Date| NAMES.get(usize::try_from(date.month() - 1).ok()?).map(|m| format!("{} {m} {}", date.day(), date.year()));
    start.parse().ok().and_then(name).unwrap_or_else(|| start.to_owned())
}

/// Labels of the start and of `count` quarter ends.
#[must_use]
pub fn quarters(count: usize) -> Vec<String> {
    std::iter::once("Start".to_owned()).chain((1..=count).map(|i| format!("Q{i}"))).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn years_are_named_where_they_begin() {
        assert_eq!(super::months("2027-11-01", 3), ["Nov 2027", "Dec", "Jan 2028"]);
        assert_eq!(super::day("2027-01-01"), "1 Jan 2027");
        assert_eq!(super::months("soon", 1), ["Month 1"]);
    }
}
