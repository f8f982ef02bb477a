//! When opportunities close, where there is a table of ages: a life table with one
//! column for all months, or one for each month of the quarter.
//!
//! An opportunity of age a closes within a week with the table's chance of a's
//! band in the month of that day. So its time to close is drawn by inversion: a
//! standard exponential is the sum of the hazards that it passes through until
//! it closes (the time change of a counting process: Brémaud, "Point Processes
//! and Queues", II.6).

use libm::log;

use super::calendar::{HorizonCalendar, MonthSpan};
use attain_core::quantile::exponential;
use attain_core::scenario::choices::ClosingLifeTable;

/// Days of a week.
const WEEK: f64 = 7.0;
/// A chance of one a week counts as this.
const SURE: f64 = 1.0 - 1e-9;
/// Days of a month, in the mean.
const MONTH: f64 = 365.25 / 12.0;
/// Age at which the mean stops counting deals that are still open, days.
const LONGEST: f64 = 3650.0;

/// The hazards of a table, added up by age.
#[derive(Debug, Clone, PartialEq)]
pub struct ClosingLaw {
    /// Ends of the bands, days; the last one has none.
    until: Vec<f64>,
    /// By row: hazard a day of each band, and the sum of them up to its start.
    rows: Vec<Vec<(f64, f64)>>,
    /// By band: shift of log odds of what closes in it.
    odds: Vec<f64>,
    /// Factor on all times.
    stretch: f64,
}

/// What a deal's day of closing is drawn from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClosingDraw {
    /// Day of creation.
    pub created: f64,
    /// Day from which its hazards count: that of creation, or the horizon's first.
    pub open: f64,
    /// Mark of the time to close, uniform on 0 to 1.
    pub mark: f64,
    /// The world's factor on times.
    pub factor: f64,
    /// Days by which it slips.
    pub slip_days: f64,
}

/// When a deal closes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClosingDay {
    /// The day, slipping included.
    pub day: f32,
    /// Shift of log odds of its age.
    pub log_odds: f64,
}

impl ClosingLaw {
    /// The law of a table that has been checked.
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

    /// The band of an age; the last one has no end.
    fn band(&self, age: f64) -> usize {
        self.until.partition_point(|&until| until <= age).min(self.until.len().saturating_sub(1))
    }

    fn start(&self, band: usize) -> f64 {
        if band == 0 { 0.0 } else { self.until[band - 1] }
    }

    /// Sum of the hazards of a row up to an age.
    fn hazard(&self, row: &[(f64, f64)], age: f64) -> f64 {
        let band = self.band(age);
        row.get(band).map_or(0.0, |(rate, before)| before + rate * (age - self.start(band)))
    }

    /// The age at which the hazards of a row reach a sum.
    fn age_at(&self, row: &[(f64, f64)], sum: f64) -> f64 {
        let band = row.partition_point(|&(_, before)| before <= sum).saturating_sub(1);
        let (rate, before) = row[band];
        self.start(band) + if rate > 0.0 { (sum - before) / rate } else { 0.0 }
    }

    /// The row of a month of the horizon, which is negative in the warm-up.
    fn row(&self, month: i32) -> &[(f64, f64)] {
        &self.rows[month.rem_euclid(self.rows.len() as i32) as usize]
    }

    /// Shift of log odds of what closes at an age.
    #[must_use]
    pub fn odds_at(&self, age: f64) -> f64 {
        self.odds.get(self.band(age)).copied().unwrap_or(0.0)
    }

    /// Day on which a deal that was created on a day, and is open on another, closes: when
    /// the hazards that it passes through add up to `sum`. A day after the horizon is
    /// given as the day after its end.
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

    /// When a deal closes, won or lost, and what its age then does to its odds.
    #[must_use]
    pub fn closing_day(&self, calendar: &HorizonCalendar, draw: &ClosingDraw) -> ClosingDay {
        let day = self.close(calendar, draw.created, draw.open, exponential(draw.mark) * draw.factor);
        ClosingDay { day: (day + draw.slip_days) as f32, log_odds: self.odds_at(day - draw.created) }
    }

    /// Mean days to close of what is created at any time of the quarter.
    #[must_use]
    pub fn mean_days(&self) -> f64 {
        let months = self.rows.len();
        let of_start = |start: usize| {
            // In half days: creation in the middle of a month.
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

    /// Closing days of evenly spread marks are those that the table says, week by week.
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

    /// A row holds for the days of its months, and not longer.
    #[test]
    fn months_have_their_own_rows() {
        let (law, calendar) = (law(&[&[0.0, 0.0, 0.0], &[0.9, 0.9, 0.9], &[0.0, 0.0, 0.5]]), calendar());
        let n = 10_000;
        for i in 0..n {
            let u = (f64::from(i) + 0.5) / f64::from(n);
            let day = law.closing_day(&calendar, &draw(3.0, 3.0, u)).day;
            assert_ne!(calendar.month_of(day) % 3, 0, "day {day}");
            // In the third month of the quarter only what is older than 50 days closes; all are.
            assert!(day >= 31.0);
        }
        // Open since long before the start, of age 60 at the start: its hazard begins there.
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
