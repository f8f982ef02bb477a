//! Calibration estimates, each with its standard error and 90 % interval.

use super::numerics::distributions::{Z90, logistic, logit};

/// Display unit of an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EstimateUnit {
    /// A share, shown as a percentage.
    Share,
    /// An amount of money.
    Money,
    Days,
    Months,
    /// A difference of log odds.
    LogOdds,
    /// A dimensionless number.
    Number,
}

/// An estimate with its uncertainty, or the default used in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationEstimate {
    /// Kind of figure, such as `win rate`.
    pub family: &'static str,
    /// Segment, rep, month or other subject; empty if there is only one.
    pub subject: String,
    pub unit: EstimateUnit,
    /// Number of observations.
    pub n: usize,
    /// The estimate, or the default.
    pub value: f64,
    /// Standard error in the unit of the estimate.
    pub se: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end of the 90 % interval.
    pub high: f64,
    /// Short description of the estimation method.
    pub method: &'static str,
    /// Reason for keeping the default, with its source; `None` for an estimate.
    pub fallback: Option<String>,
}

/// A value with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PointEstimate {
    pub value: f64,
    pub se: f64,
}

impl PointEstimate {
    pub fn new(value: f64, se: f64) -> Self {
        Self { value, se }
    }
}

/// A 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval90 {
    pub low: f64,
    pub high: f64,
}

impl Interval90 {
    pub fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }
}

impl CalibrationEstimate {
    /// Creates an estimate that is normal on its natural scale.
    #[must_use]
    pub(super) fn normal(
        family: &'static str,
        subject: &str,
        unit: EstimateUnit,
        n: usize,
        point: PointEstimate,
        method: &'static str,
    ) -> Self {
        let PointEstimate { value, se } = point;
        let interval = Interval90::new(value - Z90 * se, value + Z90 * se);
        Self::between(family, subject, unit, n, point, interval, method)
    }

    /// Creates an estimate whose logarithm is normal; `point.se` is the standard error of the
    /// logarithm.
    #[must_use]
    pub(super) fn log(
        family: &'static str,
        subject: &str,
        unit: EstimateUnit,
        n: usize,
        point: PointEstimate,
        method: &'static str,
    ) -> Self {
        let PointEstimate { value, se } = point;
        let interval = Interval90::new(value * libm::exp(-Z90 * se), value * libm::exp(Z90 * se));
        Self::between(family, subject, unit, n, PointEstimate::new(value, value * se), interval, method)
    }

    /// Creates an estimate of a share whose logit is normal; `point.se` is the standard error of
    /// the logit.
    #[must_use]
    pub(super) fn share(family: &'static str, subject: &str, n: usize, point: PointEstimate, method: &'static str) -> Self {
        let PointEstimate { value, se } = point;
        let at = |z: f64| logistic(logit(value) + z * se);
        let interval = Interval90::new(at(-Z90), at(Z90));
        let point = PointEstimate::new(value, se * value * (1.0 - value));
        Self::between(family, subject, EstimateUnit::Share, n, point, interval, method)
    }

    /// Creates an estimate with a given interval.
    #[must_use]
    pub(super) fn between(
        family: &'static str,
        subject: &str,
        unit: EstimateUnit,
        n: usize,
        point: PointEstimate,
        interval: Interval90,
        method: &'static str,
    ) -> Self {
        let (PointEstimate { value, se }, Interval90 { low, high }) = (point, interval);
        Self { family, subject: subject.to_owned(), unit, n, value, se, low, high, method, fallback: None }
    }

    /// Creates an entry that keeps the default because the history has too little data or does not
    /// contain the figure.
    #[must_use]
    pub(super) fn fallback(
        family: &'static str,
        subject: &str,
        unit: EstimateUnit,
        n: usize,
        value: f64,
        reason: String,
    ) -> Self {
        let method = "default";
        Self {
            family,
            subject: subject.to_owned(),
            unit,
            n,
            value,
            se: 0.0,
            low: value,
            high: value,
            method,
            fallback: Some(reason),
        }
    }
}
