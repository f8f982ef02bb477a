//! The civil calendar around a horizon that begins on 1 January 2027.

/// First year of the horizon in all verification studies, which use the default.
const START: i32 = 2027;

/// Returns the number of days in a month, counted from the first month of the horizon.
fn length(month: i32) -> f64 {
    let year = START + month.div_euclid(12);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month.rem_euclid(12) {
        1 if leap => 29.0,
        1 => 28.0,
        3 | 5 | 8 | 10 => 30.0,
        _ => 31.0,
    }
}

/// Returns the first day of a month, counted from the first day of the horizon.
pub fn start(month: i32) -> f64 {
    if month >= 0 { (0..month).map(length).sum() } else { -(month..0).map(length).sum::<f64>() }
}

/// Returns the month whose first day is nearest to a day, both counted from the start of the
/// horizon. Ties go to the later month.
pub fn nearest(day: f64) -> usize {
    let mut month = 0;
    while start(month + 1) <= day {
        month += 1;
    }
    let later = start(month + 1) - day <= day - start(month);
    month as usize + usize::from(later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn month_starts_are_right() {
        assert_eq!((start(0), start(1), start(12), start(24), start(-12)), (0.0, 31.0, 365.0, 731.0, -365.0));
        assert_eq!((nearest(0.0), nearest(15.0), nearest(15.5), nearest(31.0), nearest(45.0)), (0, 0, 1, 1, 2));
    }
}
