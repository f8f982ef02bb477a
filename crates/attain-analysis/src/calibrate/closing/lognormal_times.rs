//! Likelihood of closings under lognormal times with pulls toward the ends of periods.

use jiff::ToSpan;
use jiff::civil::Date;
use libm::{log, pow};

use super::window::{ClosedDeal, ObservationWindow};
use crate::calibrate::cycle::{LogTime, LognormalTimes};
use crate::calibrate::numerics::distributions::normal_cdf;
use crate::calibrate::season::{ClosingPulls, quarter_month};

/// Closing days with the pulls removed.
pub(super) struct PulledTimes {
    from: i32,
    /// For each day of the window and the day after it, the time from which closings are pulled to
    /// it.
    origin: Vec<f64>,
}

impl PulledTimes {
    pub(super) fn new(window: &ObservationWindow, pulls: ClosingPulls) -> Self {
        let back = |share: f64, (from, to): (f64, f64), pull: f64| from + (to - from) * pow(share, pull);
        let share = |day: f64, (from, to): (f64, f64)| (day - from) / (to - from);
        let span = |first: Date, months: i32| {
            let day = |date: Date| f64::from((date - window.as_of).get_days());
            (day(first), day(first.saturating_add(months.months())))
        };
        let origin = (window.from..=1).map(|day| {
            let date = window.date(day);
            let first = date.first_of_month();
            let month = span(first, 1);
            let late = back(share(f64::from(day), month), month, pulls.month_end);
            let into = quarter_month(date, window.start) as i32;
            let quarter = span(first.saturating_sub(into.months()), 3);
            back(share(late, quarter), quarter, pulls.quarter_end)
        });
        Self { from: window.from, origin: origin.collect() }
    }

    /// Returns the log probability of the deal's closing day. The deal is assumed to be created at
    /// the middle of its creation day.
    pub(super) fn log_probability(&self, one: &ClosedDeal, times: &LognormalTimes) -> f64 {
        let LogTime { mean, sd } = if one.won { times.win } else { times.loss };
        let by = |day: i32| {
            let days = self.origin[(day - self.from) as usize] - f64::from(one.created) - 0.5;
            if days > 0.0 { normal_cdf((log(days) - mean) / sd.max(1e-3)) } else { 0.0 }
        };
        log((by(one.closed + 1) - by(one.closed)).max(1e-12))
    }
}
