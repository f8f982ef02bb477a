use jiff::civil::date;
use libm::pow;

use super::fit::BANDS;
use super::table::ClosingTable;
use super::window::{ClosedDeal, ObservationWindow};
use crate::calibrate::numerics::distributions::logit;
use crate::calibrate::season::quarter_month;

const YEAR: i32 = 365;

fn window() -> ObservationWindow {
    ObservationWindow::new(date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
}

/// Returns the closings of two years with `a_day` deals created each day. Deals close with a daily
/// hazard that depends on age and day, with evenly spread marks in shuffled order. Every fifth deal
/// is abandoned.
fn history(a_day: i32, hazard: impl Fn(i32, i32) -> f64) -> Vec<ClosedDeal> {
    let mut closed = Vec::new();
    for created in -2 * YEAR + 1..=0 {
        for i in 0..a_day {
            let at = (created + 2 * YEAR) * a_day + i;
            let mark = libm::fmod((f64::from(at) + 0.5) * 0.618_033_988_75, 1.0);
            let won = libm::fmod((f64::from(at) + 0.5) * 0.414_213_562_37, 1.0) < 0.4;
            let (mut open, mut age) = (1.0, 0);
            while at % 5 != 0 && age < YEAR {
                open *= 1.0 - hazard(age, created + age);
                if open < mark {
                    closed.push(ClosedDeal { created, closed: created + age, won });
                    break;
                }
                age += 1;
            }
        }
    }
    closed
}

#[test]
fn a_constant_hazard_is_recovered() {
    let table = ClosingTable::estimate(&history(10, |_, _| 0.03), &window()).expect("a table");
    assert!(!table.by_month());
    assert!(table.odds.is_empty(), "{:?}", table.odds);
    for hazard in &table.hazards[0][..BANDS - 1] {
        assert!((hazard / 0.03 - 1.0).abs() < 0.12, "{:?}", table.hazards);
    }
    // The open deals of an age that will close are those created on a day that last so long.
    for age in [0, 20, 50] {
        let expected = 8.0 * pow(0.97, f64::from(age) + 1.0);
        assert!((table.stock[age as usize] / expected - 1.0).abs() < 0.15, "{age}: {}", table.stock[age as usize]);
    }
}

/// Young deals close in every month; old deals close only in the second and third month of the
/// quarter.
#[test]
fn months_of_the_quarter_are_distinguished() {
    let window = window();
    let month = |day: i32| quarter_month(window.date(day), window.start);
    let hazard = |age: i32, day: i32| match (age < 14, month(day)) {
        (true, 0) | (false, 2) => 0.05,
        (true, _) | (false, 1) => 0.02,
        (false, _) => 0.0,
    };
    let table = ClosingTable::estimate(&history(10, hazard), &window).expect("a table");
    assert!(table.by_month());
    for (row, (young, old)) in [(0.05, 0.0), (0.02, 0.02), (0.02, 0.05)].into_iter().enumerate() {
        for (band, &until) in table.until.iter().enumerate().take(BANDS - 2) {
            let from = if band == 0 { 0 } else { table.until[band - 1] };
            let expected = if until <= 14 { young } else { old };
            if until <= 14 || from >= 14 {
                let found = table.hazards[row][band];
                assert!((found - expected).abs() < 0.2 * expected + 0.002, "{row} {until}: {found} for {expected}");
            }
        }
    }
    let choice = table.choice();
    assert!((choice.a_week[2][choice.a_week[2].len() - 2].get() - (1.0 - pow(0.95, 7.0))).abs() < 0.05);
}

#[test]
fn effects_of_age_on_wins_are_recovered() {
    let mut closed = history(10, |_, _| 0.03);
    for (at, one) in closed.iter_mut().enumerate() {
        // Young deals are won less often than old ones.
        let mark = libm::fmod((at as f64 + 0.5) * 0.732_050_807_57, 1.0);
        one.won = mark < if one.closed - one.created < 20 { 0.2 } else { 0.6 };
    }
    let table = ClosingTable::estimate(&closed, &window()).expect("a table");
    let (first, last) = (table.odds[0], table.odds[table.odds.len() - 1]);
    assert!((last - first - (logit(0.6) - logit(0.2))).abs() < 0.25, "{:?}", table.odds);
}

#[test]
fn few_closings_have_one_row_and_none_has_no_table() {
    assert!(ClosingTable::estimate(&[], &window()).is_none());
    for count in [1, 2, 9, 30] {
        let closed: Vec<ClosedDeal> =
            history(10, |_, _| 0.03).into_iter().filter(|one| (-10..=0).contains(&one.closed)).take(count).collect();
        let table = ClosingTable::estimate(&closed, &window()).expect("a table");
        assert!(table.closed == count && !table.by_month(), "{table:?}");
        let choice = table.choice();
        assert!(choice.a_week[0][choice.until_days.len() - 1].get() > 0.0, "the last band closes: {choice:?}");
    }
}
