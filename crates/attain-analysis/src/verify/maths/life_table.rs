//! Opportunities that close by a table of ages, followed in short steps from
//! creation to the end of the horizon: the closings that are to be expected.

use libm::{exp, log};

use super::calendar::start;

/// Months before the horizon whose opportunities may still be open when it begins.
const WARM_UP: i32 = 12;
/// Length of a step, days.
const STEP: f64 = 0.25;

/// A table of ages with three rows, one for each month of the quarter.
pub struct LifeTable<'t> {
    /// Last days of the bands.
    pub until: &'t [f64],
    /// By month of the quarter and band: chance to close within a week.
    pub a_week: [&'t [f64]; 3],
    /// By band: chance of a win among what closes.
    pub win: &'t [f64],
}

/// What is to be expected within the horizon.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExpectedClosings {
    /// Wins.
    pub wins: f64,
    /// Sum of their days from creation.
    pub days: f64,
    /// Open when the horizon ends.
    pub open: f64,
}

impl LifeTable<'_> {
    /// Of `rate` opportunities a month, times the season of the calendar month, over a horizon of `months`.
    pub fn expected(&self, rate: f64, season: &[f64; 12], months: i32) -> ExpectedClosings {
        let mut expected = ExpectedClosings::default();
        let starts: Vec<f64> = (-WARM_UP..=months).map(start).collect();
        for month in -WARM_UP..months {
            let (from, to) = (start(month), start(month + 1));
            let created = ((to - from) / STEP).round() as i32;
            let each = rate * season[month.rem_euclid(12) as usize] / f64::from(created);
            for i in 0..created {
                self.follow(
                    from + (f64::from(i) + 0.5) * STEP,
                    &starts[(month + WARM_UP) as usize..],
                    month,
                    each,
                    &mut expected,
                );
            }
        }
        expected
    }

    /// Follows those that are created at one time, through months that begin on `starts`, to the last of these.
    fn follow(&self, created: f64, starts: &[f64], month: i32, mut open: f64, expected: &mut ExpectedClosings) {
        for (month, span) in (month..).zip(starts.windows(2)) {
            let mut day = created.max(span[0]);
            while day + 1e-9 < span[1] {
                let length = STEP.min(span[1] - day);
                let age = day + 0.5 * length - created;
                let band = self.until.iter().position(|&until| age < until).unwrap_or(self.until.len() - 1);
                let hazard = -log(1.0 - self.a_week[month.rem_euclid(3) as usize][band]) / 7.0;
                let closes = open * (1.0 - exp(-hazard * length));
                open -= closes;
                if day >= 0.0 {
                    expected.wins += closes * self.win[band];
                    expected.days += closes * self.win[band] * age;
                }
                day += length;
            }
        }
        expected.open += open;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hazard that is the same for all ages and months: a queue without end.
    #[test]
    fn a_constant_hazard_is_exponential() {
        let week = [0.3];
        let table = LifeTable { until: &[30.0], a_week: [&week; 3], win: &[0.5] };
        let found = table.expected(10.0, &[1.0; 12], 12);
        let daily = -log(0.7) / 7.0;
        // What is created in a year closes, but for what is open at its ends; in a month of 31 days 10 come up.
        assert!((found.wins - 60.0).abs() < 0.2, "{found:?}");
        assert!((found.days / found.wins - 1.0 / daily).abs() < 0.1, "{found:?}");
        assert!((found.open - 10.0 / 31.0 / daily).abs() < 0.05, "{found:?}");
    }
}
