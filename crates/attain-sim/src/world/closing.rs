//! Closing times of opportunities that follow a life table with one row for all months, or one row
//! for each month of the quarter.
//!
//! An opportunity closes within a week with the probability that the table gives for its age band
//! in the current month. Its time to close is drawn by inversion: it closes when its accumulated
//! hazard reaches a standard exponential number (the time change of a counting process: Brémaud,
//! "Point Processes and Queues", II.6).

use libm::log;

use super::calendar::{HorizonCalendar, MonthSpan};
use attain_core::quantile::exponential;
use attain_core::scenario::choices::ClosingLifeTable;

/// Days in a week.
const WEEK: f64 = 7.0;
/// Upper limit for a weekly probability of closing, so that hazards are finite.
const SURE: f64 = 1.0 - 1e-9;
/// Mean number of days in a month.
const MONTH: f64 = 365.25 / 12.0;
/// Age in days at which the computation of the mean stops.
const LONGEST: f64 = 3650.0;

/// Hazards of a life table, accumulated by age.
#[derive(Debug, Clone, PartialEq)]
pub struct ClosingLaw {
    /// End of each age band in days. The last band has no end.
    until: Vec<f64>,
    /// Daily hazard of each band and its accumulated hazard at the start of the band, for each row
    /// of the table.
    rows: Vec<Vec<(f64, f64)>>,
    /// Shift of log odds for opportunities that close in each band.
    odds: Vec<f64>,
    /// Factor on all times.
    stretch: f64,
}

/// Inputs to the draw of a deal's closing day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClosingDraw {
    /// Day of creation.
    pub created: f64,
    /// Day from which the hazards count: the day of creation or the first day of the horizon.
    pub open: f64,
    /// Mark of the time to close, uniform between 0 and 1.
    pub mark: f64,
    /// The world's factor on times.
    pub factor: f64,
    /// Days by which the deal slips.
    pub slip_days: f64,
}

/// Closing day of a deal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClosingDay {
    /// The day, including the slip.
    pub day: f32,
    /// Shift of log odds due to the deal's age.
    pub log_odds: f64,
}

impl ClosingLaw {
    /// Creates the law from a table that has already been checked.
    #[must_use]
    pub fn new(choice: &ClosingLifeTable) -> Self {
        let until: Vec<f64> = choice.until_days.iter().map(|days| days.get()).collect();
        let row = |shares: &Vec<attain_core::units::Share>| {
            let (mut from, mut sum) = (0.0, 0.0);
            let bands = until.iter().zip(shares).map(|(&until, share)| {
                let band = (-log(1.0 - share.get().min(SURE)) / WEEK, sum);
                sum += band.0 * (until - from);
                from = until;
                band
            });
            bands.collect()
        };
        Self {
            rows: choice.a_week.iter().map(row).collect(),
            odds: choice.win_log_odds.iter().map(|shift| shift.get()).collect(),
            stretch: choice.stretch.get(),
            until,
        }
    }

    /// Band of an age. The last band has no end.
    fn band(&self, age: f64) -> usize {
        self.until.partition_point(|&until| until <= age).min(self.until.len().saturating_sub(1))
    }

    fn start(&self, band: usize) -> f64 {
        if band == 0 { 0.0 } else { self.until[band - 1] }
    }

    /// Accumulated hazard of a row at an age.
    fn hazard(&self, row: &[(f64, f64)], age: f64) -> f64 {
        let band = self.band(age);
        row.get(band).map_or(0.0, |(rate, before)| before + rate * (age - self.start(band)))
    }

    /// Age at which the accumulated hazard of a row reaches `sum`.
    fn age_at(&self, row: &[(f64, f64)], sum: f64) -> f64 {
        let band = row.partition_point(|&(_, before)| before <= sum).saturating_sub(1);
        let (rate, before) = row[band];
        self.start(band) + if rate > 0.0 { (sum - before) / rate } else { 0.0 }
    }

    /// Row of a month of the horizon, which is negative in the warm-up.
    fn row(&self, month: i32) -> &[(f64, f64)] {
        &self.rows[month.rem_euclid(self.rows.len() as i32) as usize]
    }

    /// Shift of log odds for opportunities that close at an age.
    #[must_use]
    pub fn odds_at(&self, age: f64) -> f64 {
        self.odds.get(self.band(age)).copied().unwrap_or(0.0)
    }

    /// Closing day of a deal that was created on day `created` and is open on day `open`: the day
    /// on which the hazards accumulated since `open` reach `sum`. Days after the horizon are
    /// returned as the day after its end.
    #[must_use]
    pub fn close(&self, calendar: &HorizonCalendar, created: f64, open: f64, sum: f64) -> f64 {
        let (mut day, mut left) = (open, sum * self.stretch);
        for month in calendar.month_at(open)..calendar.months as i32 {
            let MonthSpan { first: from, length } = calendar.span(month);
            let row = self.row(month);
            let (survived, next) = (self.hazard(row, day - created), from + length);
            let within = self.hazard(row, next - created) - survived;
            if left < within {
                return created + self.age_at(row, survived + left);
            }
            (day, left) = (next, left - within);
        }
        calendar.days() + 1.0
    }

    /// Closing day of a deal, won or lost, and the effect of its age on the log odds.
    #[must_use]
    pub fn closing_day(&self, calendar: &HorizonCalendar, draw: &ClosingDraw) -> ClosingDay {
        let day = self.close(calendar, draw.created, draw.open, exponential(draw.mark) * draw.factor);
        ClosingDay { day: (day + draw.slip_days) as f32, log_odds: self.odds_at(day - draw.created) }
    }

    /// Mean number of days to close, for creation spread evenly over the quarter.
    #[must_use]
    pub fn mean_days(&self) -> f64 {
        let months = self.rows.len();
        let of_start = |start: usize| {
            // Steps of half a day, for creation in the middle of a month.
            let (mut open, mut age, mut mean) = (1.0, 0.0, 0.0);
            while age < LONGEST && open > 1e-6 {
                let month = start + ((age + 0.5 * MONTH) / MONTH) as usize;
                let rate = self.rows[month % months].get(self.band(age)).map_or(0.0, |(rate, _)| *rate);
                let stays = libm::exp(-0.5 * rate / self.stretch);
                mean += 0.25 * open * (1.0 + stays);
                open *= stays;
                age += 0.5;
            }
            mean
        };
        (0..months).map(of_start).sum::<f64>() / months as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::scenario::choices::{Horizon, Season};
    use attain_core::units::{Days, LogOdds, Share};

    fn law(rows: &[&[f64]]) -> ClosingLaw {
        ClosingLaw::new(&ClosingLifeTable {
            until_days: vec![Days::literal(10.0), Days::literal(50.0), Days::literal(120.0)],
            a_week: rows.iter().map(|row| row.iter().map(|&share| Share::literal(share)).collect()).collect(),
            win_log_odds: vec![LogOdds::literal(-0.5), LogOdds::literal(0.0), LogOdds::literal(0.5)],
            ..ClosingLifeTable::default()
        })
    }

    fn draw(created: f64, open: f64, mark: f64) -> ClosingDraw {
        ClosingDraw { created, open, mark, factor: 1.0, slip_days: 0.0 }
    }

    fn calendar() -> HorizonCalendar {
        let start = jiff::civil::date(2027, 1, 1);
        HorizonCalendar::new(&Horizon { start, months: 12 }, &Season::default())
    }

    /// Closing days of evenly spaced marks match the table, week by week.
    #[test]
    fn shares_close_as_the_table_says() {
        let (law, calendar) = (law(&[&[0.5, 0.0, 0.25]]), calendar());
        let n = 100_000;
        let marks = (0..n).map(|i| (f64::from(i) + 0.5) / f64::from(n));
        let days: Vec<f64> = marks.map(|u| f64::from(law.closing_day(&calendar, &draw(5.0, 5.0, u)).day)).collect();
        let by = |age: f64| days.iter().filter(|&&day| day - 5.0 <= age).count() as f64 / f64::from(n);
        assert!((by(7.0) - 0.5).abs() < 1e-4, "{}", by(7.0));
        let first = 1.0 - 0.5_f64.powf(10.0 / 7.0);
        assert!((by(10.0) - first).abs() < 1e-4 && (by(50.0) - first).abs() < 1e-4);
        let beyond = 1.0 - (1.0 - first) * 0.75_f64.powf(140.0 / 7.0);
        assert!((by(190.0) - beyond).abs() < 1e-4, "the last band goes on: {} {beyond}", by(190.0));
    }

    /// A row applies only to the days of its months.
    #[test]
    fn months_have_their_own_rows() {
        let (law, calendar) = (law(&[&[0.0, 0.0, 0.0], &[0.9, 0.9, 0.9], &[0.0, 0.0, 0.5]]), calendar());
        let n = 10_000;
        for i in 0..n {
            let u = (f64::from(i) + 0.5) / f64::from(n);
            let day = law.closing_day(&calendar, &draw(3.0, 3.0, u)).day;
            assert_ne!(calendar.month_of(day) % 3, 0, "day {day}");
            // In the third month of the quarter, only deals older than 50 days close, and all deals are older.
            assert!(day >= 31.0);
        }
        // A deal created before the start has age 60 at the start, from which its hazard counts.
        let day = law.closing_day(&calendar, &draw(-60.0, 0.0, 0.5)).day;
        assert!((31.0..59.0).contains(&day), "{day}");
    }

    #[test]
    fn beyond_the_horizon_is_its_end_and_odds_are_of_the_age() {
        let (law, calendar) = (law(&[&[0.01, 0.0, 0.01]]), calendar());
        let closing = law.closing_day(&calendar, &draw(300.0, 300.0, 0.999));
        assert_eq!(f64::from(closing.day), calendar.days() + 1.0);
        assert_eq!([9.9, 10.0, 119.0, 500.0].map(|age| law.odds_at(age)), [-0.5, 0.0, 0.5, 0.5]);
    }

    #[test]
    fn the_mean_is_that_of_the_law() {
        let constant = law(&[&[0.25, 0.25, 0.25]]);
        let expected = 7.0 / -log(0.75);
        assert!((constant.mean_days() / expected - 1.0).abs() < 1e-3, "{}", constant.mean_days());
    }
}
