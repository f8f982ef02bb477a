//! What is told of every figure, and what a scenario is given.

use serde_json::Value;

use super::maths::law::{Z90, logistic, logit};

/// How a figure reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EstimateUnit {
    /// A share, shown per cent.
    Share,
    /// An amount.
    Money,
    /// Days.
    Days,
    /// Months.
    Months,
    /// A shift of log odds.
    LogOdds,
    /// A plain number.
    Number,
}

/// One figure, with how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationEstimate {
    /// What kind of figure, such as `win rate`.
    pub family: &'static str,
    /// Of what, such as a segment; empty where there is only one.
    pub subject: String,
    /// How it reads.
    pub unit: EstimateUnit,
    /// Observations behind it.
    pub n: usize,
    /// The figure.
    pub value: f64,
    /// Standard error, on the figure's own scale.
    pub se: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end of the 90 % interval.
    pub high: f64,
    /// How it was found, in a few words.
    pub method: &'static str,
    /// Why the default stands in the place of an estimate, with its source; the figure is the default then.
    pub fallback: Option<String>,
}

impl CalibrationEstimate {
    /// An estimate that is normal on its own scale.
    #[must_use]
    pub fn normal(
        family: &'static str,
        subject: &str,
        unit: EstimateUnit,
        n: usize,
        (value, se): (f64, f64),
        method: &'static str,
    ) -> Self {
        Self::between(family, subject, unit, n, (value, se), (value - Z90 * se, value + Z90 * se), method)
    }

    /// An estimate whose logarithm is normal; `se` is that of the logarithm.
    #[must_use]
    pub fn log(
        family: &'static str,
        subject: &str,
        unit: EstimateUnit,
        n: usize,
        (value, se): (f64, f64),
        method: &'static str,
    ) -> Self {
        let ends = (value * libm::exp(-Z90 * se), value * libm::exp(Z90 * se));
        Self::between(family, subject, unit, n, (value, value * se), ends, method)
    }

    /// A share whose logit is normal; `se` is that of the logit.
    #[must_use]
    pub fn share(family: &'static str, subject: &str, n: usize, (value, se): (f64, f64), method: &'static str) -> Self {
        let at = |z: f64| logistic(logit(value) + z * se);
        Self::between(family, subject, EstimateUnit::Share, n, (value, se * value * (1.0 - value)), (at(-Z90), at(Z90)), method)
    }

    /// An estimate with an interval of its own.
    #[must_use]
    pub fn between(
        family: &'static str,
        subject: &str,
        unit: EstimateUnit,
        n: usize,
        (value, se): (f64, f64),
        (low, high): (f64, f64),
        method: &'static str,
    ) -> Self {
        Self { family, subject: subject.to_owned(), unit, n, value, se, low, high, method, fallback: None }
    }

    /// A default that stands because the history is too thin, or says nothing.
    #[must_use]
    pub fn fallback(family: &'static str, subject: &str, unit: EstimateUnit, n: usize, value: f64, why: String) -> Self {
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
            fallback: Some(why),
        }
    }
}

/// A choice that the scenario is given.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibratedSetting {
    /// Where: the names of the tables and of the choice, from the top.
    pub path: Vec<String>,
    /// The value.
    pub value: Value,
    /// Where the value comes from, a line for the reader of the file.
    pub note: String,
}

impl CalibratedSetting {
    /// A number, rounded to five digits so that the file and the memory agree.
    #[must_use]
    pub fn number(path: &[&str], value: f64, note: String) -> Self {
        Self::value(path, Value::from(rounded(value)), note)
    }

    /// Any value.
    #[must_use]
    pub fn value(path: &[&str], value: Value, note: String) -> Self {
        Self { path: path.iter().map(|&step| step.to_owned()).collect(), value, note }
    }
}

/// To five significant digits.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

/// What one stage found.
#[derive(Debug, Clone, Default)]
pub struct CalibrationOutput {
    /// Figures, in the order in which they are told.
    pub estimates: Vec<CalibrationEstimate>,
    /// Choices they lead to.
    pub settings: Vec<CalibratedSetting>,
    /// What is worth saying beside them, a sentence each.
    pub notes: Vec<String>,
}

impl CalibrationOutput {
    /// Adds what another stage found.
    pub fn append(&mut self, mut other: Self) {
        self.estimates.append(&mut other.estimates);
        self.settings.append(&mut other.settings);
        self.notes.append(&mut other.notes);
    }
}
