//! Days, months and quarters of the horizon.

use jiff::civil::Date;
use libm::pow;

use attain_core::scenario::choices::{Horizon, Season};

/// Number of months that a warm-up simulates before the start.
pub const WARM_UP: usize = 12;

/// Calendar of a study. Days are counted from the first day of the horizon. Months are indexed from
/// 0, with negative indices in the warm-up. Quarters are counted from the start of the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct HorizonCalendar {
    /// Number of months in the horizon.
    pub months: usize,
    /// First day of the horizon.
    pub start: Date,
    /// First day of each month, from month `-WARM_UP` to the end of the quarter in which the horizon ends.
    starts: Vec<f64>,
    /// Month index of each day, from the first day of the warm-up.
    month_by_day: Vec<u16>,
    /// Adjusted closing day for each day, from the first day of the warm-up.
    pulled: Vec<f32>,
    /// Relative rate of creation by month, from month `-WARM_UP`.
    season: Vec<f64>,
    /// Seasonal shift of log odds by month of the horizon.
    odds: Vec<f64>,
}

/// First day and length of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthSpan {
    /// First day, counted from the start of the horizon.
    pub first: f64,
    /// Number of days.
    pub length: f64,
}

impl HorizonCalendar {
    /// Creates the calendar of a horizon with its seasons.
    #[must_use]
    pub fn new(horizon: &Horizon, season: &Season) -> Self {
        let months = horizon.months as usize;
        let first = |month: i32| add_months(horizon.start.first_of_month(), month);
        let origin = first(0);
        // The tables cover the whole quarter in which the horizon ends.
        let last = months.div_ceil(3) * 3;
        let starts: Vec<f64> = (-(WARM_UP as i32)..=last as i32).map(|m| days_between(origin, first(m))).collect();
        let calendar_month = |m: usize| (first(m as i32 - WARM_UP as i32).month() as usize + 11) % 12;
        let mean = season.creation_by_month.iter().map(|f| f.get()).sum::<f64>() / 12.0;
        let rate = |m: usize| season.creation_by_month.get(calendar_month(m)).map_or(1.0, |f| f.get() / mean);
        let odds = |m: usize| season.win_log_odds_by_quarter_month.get(m % 3).map_or(0.0, |x| x.get());
        let mut calendar = Self {
            months,
            start: origin,
            season: (0..months + WARM_UP).map(rate).collect(),
            odds: (0..months).map(odds).collect(),
            month_by_day: Vec::new(),
            pulled: Vec::new(),
            starts,
        };
        calendar.fill_days(season);
        calendar
    }

    /// Fills the tables by day: the month of each day, and its adjusted closing day. A date at
    /// share x of its quarter moves to x^(1/pull), and is then adjusted in the same way within its
    /// month. Dates never move to an earlier day, and their order is preserved.
    fn fill_days(&mut self, season: &Season) {
        let last = self.starts.len() - 1;
        let pull =
            |day: f64, from: f64, to: f64, strength: f64| from + (to - from) * pow((day - from) / (to - from), 1.0 / strength);
        for m in 0..last {
            let quarter_start = m - m % 3;
            let quarter = (self.starts[quarter_start], self.starts[quarter_start + 3]);
            let length = (self.starts[m + 1] - self.starts[m]) as usize;
            for d in 0..length {
                let day = self.starts[m] + d as f64;
                let late = pull(day, quarter.0, quarter.1, season.quarter_end_pull);
                let n = self.starts.partition_point(|&s| s <= late).clamp(1, last) - 1;
                let pulled = pull(late, self.starts[n], self.starts[n + 1], season.month_end_pull);
                self.month_by_day.push(m as u16);
                self.pulled.push(pulled as f32);
            }
        }
    }

    /// First day of month `month` of the horizon.
    #[must_use]
    pub fn start_of(&self, month: usize) -> f64 {
        self.starts[month + WARM_UP]
    }

    /// Last day of month `month` of the horizon.
    #[must_use]
    pub fn last_of(&self, month: usize) -> f64 {
        self.starts[month + 1 + WARM_UP] - 1.0
    }

    /// First day and length of month `month`, which is negative in the warm-up.
    #[must_use]
    pub fn span(&self, month: i32) -> MonthSpan {
        let m = (month + WARM_UP as i32) as usize;
        MonthSpan { first: self.starts[m], length: self.starts[m + 1] - self.starts[m] }
    }

    /// Length of the horizon in days.
    #[must_use]
    pub fn days(&self) -> f64 {
        self.starts[WARM_UP + self.months]
    }

    /// Month of a day; `months` for every day after the horizon.
    #[inline]
    #[must_use]
    pub fn month_of(&self, day: f32) -> usize {
        let i = f64::from(day) - self.starts[0];
        match self.month_by_day.get(i.max(0.0) as usize) {
            Some(&month) => (month as usize).saturating_sub(WARM_UP).min(self.months),
            None => self.months,
        }
    }

    /// Month of a day; negative in the warm-up, and `months` after the horizon.
    #[inline]
    #[must_use]
    pub fn month_at(&self, day: f64) -> i32 {
        let last = self.months + WARM_UP;
        self.starts[1..=last].partition_point(|&start| start <= day) as i32 - WARM_UP as i32
    }

    /// Month whose first day is nearest to a day; `months` if that is after the horizon.
    #[must_use]
    pub fn nearest_month(&self, day: f64) -> usize {
        let starts = &self.starts[WARM_UP..=WARM_UP + self.months];
        let after = starts.partition_point(|&start| start < day);
        let before = after.saturating_sub(1);
        let later = starts.get(after).is_some_and(|&start| start - day <= day - starts[before]);
        if after > self.months {
            self.months
        } else if later {
            after
        } else {
            before
        }
    }

    /// Adjusted closing day of a deal that would otherwise close on `day`.
    #[inline]
    #[must_use]
    pub fn pull(&self, day: f32) -> f32 {
        let i = f64::from(day) - self.starts[0];
        match self.pulled.get(i.max(0.0) as usize) {
            Some(&pulled) if pulled > day => pulled,
            _ => day,
        }
    }

    /// Relative rate of creation in month `month`, which is negative in the warm-up.
    #[must_use]
    pub fn season(&self, month: i32) -> f64 {
        self.season[(month + WARM_UP as i32) as usize]
    }

    /// Seasonal shift of log odds in month `month` of the horizon.
    #[must_use]
    pub fn odds(&self, month: usize) -> f64 {
        self.odds[month]
    }

    /// Number of days from the start of the horizon to a date.
    #[must_use]
    pub fn day_of(&self, date: Date) -> f64 {
        days_between(self.start, date)
    }

    /// Date of a day of the horizon.
    #[must_use]
    pub fn date_of(&self, day: f64) -> Date {
        self.start.checked_add(jiff::Span::new().days(day as i64)).unwrap_or(self.start)
    }
}

fn add_months(date: Date, months: i32) -> Date {
    date.checked_add(jiff::Span::new().months(months)).unwrap_or(date)
}

fn days_between(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> HorizonCalendar {
        HorizonCalendar::new(&Horizon { start: jiff::civil::date(2027, 2, 1), months: 24 }, &Season::default())
    }

    #[test]
    fn months_have_their_days() {
        let c = calendar();
        assert_eq!(c.start_of(0), 0.0);
        assert_eq!(c.start_of(1), 28.0);
        assert_eq!(c.days(), 730.0 + 1.0);
        assert_eq!(c.month_of(27.9), 0);
        assert_eq!(c.month_of(28.0), 1);
        assert_eq!(c.month_of(731.0), 24);
        assert_eq!(c.nearest_month(0.0), 0);
        assert_eq!(c.nearest_month(13.0), 0);
        assert_eq!(c.nearest_month(15.0), 1);
        assert_eq!(c.nearest_month(28.0), 1);
        assert_eq!(c.nearest_month(1e6), 24);
    }

    #[test]
    fn closing_is_pulled_later_within_the_quarter_and_in_order() {
        let c = calendar();
        let mut before = f32::MIN;
        for day in 0..731 {
            let pulled = c.pull(day as f32);
            assert!(pulled >= day as f32 && pulled >= before, "{day}");
            before = pulled;
            let quarter = |d: f32| c.month_of(d) / 3;
            assert_eq!(quarter(pulled.min(730.9)), quarter(day as f32), "{day}");
        }
    }
}
