//! What lognormal times with pulls say of the same closings.

use jiff::ToSpan;
use jiff::civil::Date;
use libm::{log, pow};

use super::{ClosedDeal, ObservationWindow};
use crate::calibrate::cycle::LognormalTimes;
use crate::calibrate::maths::law::normal_cdf;
use crate::calibrate::season::quarter_month;

/// Closing days under pulls, turned back.
pub(super) struct PulledTimes {
    from: i32,
    /// By day from the first of the window to the one after its last: the day it is pulled from.
    origin: Vec<f64>,
}

impl PulledTimes {
    pub(super) fn new(window: &ObservationWindow, (month_pull, quarter_pull): (f64, f64)) -> Self {
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
            let late = back(share(f64::from(day), month), month, month_pull);
            let into = quarter_month(date, window.start) as i32;
            let quarter = span(first.saturating_sub(into.months()), 3);
            back(share(late, quarter), quarter, quarter_pull)
        });
        Self { from: window.from, origin: origin.collect() }
    }

    /// Logarithm of the chance to close on the day, created at the middle of its own.
    pub(super) fn log_chance(&self, one: &ClosedDeal, law: &LognormalTimes) -> f64 {
        let (mu, sigma) = if one.won { law.win } else { law.loss };
        let by = |day: i32| {
            let days = self.origin[(day - self.from) as usize] - f64::from(one.created) - 0.5;
            if days > 0.0 { normal_cdf((log(days) - mu) / sigma.max(1e-3)) } else { 0.0 }
        };
        log((by(one.closed + 1) - by(one.closed)).max(1e-12))
    }
}
