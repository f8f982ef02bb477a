//! Expected closings under a life table of ages, computed by following opportunities in short steps
//! from creation to the end of the horizon.

use libm::{exp, log};

use super::calendar::start;

/// Number of months of creation before the horizon.
const WARM_UP: i32 = 12;
/// Length of a step in days.
const STEP: f64 = 0.25;

/// A life table with three rows, one for each month of the quarter.
pub struct LifeTable<'t> {
    /// Last day of each age band.
    pub until: &'t [f64],
    /// Probability of closing within a week, indexed by month of the quarter and age band.
    pub a_week: [&'t [f64]; 3],
    /// Probability that a closing is a win, by age band.
    pub win: &'t [f64],
}

/// Expected figures over the horizon.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExpectedClosings {
    pub wins: f64,
    /// Sum of the days from creation to the win.
    pub days: f64,
    /// Number of opportunities open at the end of the horizon.
    pub open: f64,
}

impl LifeTable<'_> {
    /// Computes the expected figures over a horizon of `months`, with `rate` opportunities per
    /// month times the seasonal factor of the calendar month.
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

    /// Follows the opportunities created at a given time through the months that begin on `starts`.
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

    /// With the same hazard for all ages and months, times to close are exponential.
    #[test]
    fn a_constant_hazard_is_exponential() {
        let week = [0.3];
        let table = LifeTable { until: &[30.0], a_week: [&week; 3], win: &[0.5] };
        let found = table.expected(10.0, &[1.0; 12], 12);
        let daily = -log(0.7) / 7.0;
        // Opportunities of a year close within it, except for those open at its ends; 10 are
        // created in a month of 31 days.
        assert!((found.wins - 60.0).abs() < 0.2, "{found:?}");
        assert!((found.days / found.wins - 1.0 / daily).abs() < 0.1, "{found:?}");
        assert!((found.open - 10.0 / 31.0 / daily).abs() < 0.05, "{found:?}");
    }
}
