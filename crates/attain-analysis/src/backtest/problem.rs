//! What can be wrong with a backtest.

use jiff::civil::Date;

use attain_core::diagnostics::Problem;

/// A backtest that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum BacktestProblem {
    /// What stands for a date is none.
    #[error("`{found}` is no date")]
    NoDate {
        /// What was found.
        found: String,
    },
    /// What stands for a step is none.
    #[error("`{found}` is no step")]
    NoStep {
        /// What was found.
        found: String,
    },
    /// The cut is not the end of a month.
    #[error("{cut} is not the last day of a month")]
    NotMonthEnd {
        /// The cut.
        cut: Date,
        /// The last days of this month and of the one before.
        near: [Date; 2],
    },
    /// Nothing had closed by the cut.
    #[error("{closed} opportunities had closed by {cut}; the first closed on {first}")]
    NothingClosed {
        /// The cut.
        cut: Date,
        /// How many had closed.
        closed: usize,
        /// When the first one closed.
        first: Date,
        /// The first cut with enough.
        enough: Option<Date>,
    },
    /// No whole month of history follows the cut.
    #[error("no whole month of history follows {cut}: it ends on {last}")]
    NothingAfter {
        /// The cut.
        cut: Date,
        /// The last day on which something was created or closed.
        last: Date,
    },
    /// No opportunity has ever closed on a known day.
    #[error("no opportunity of the data has closed on a known day")]
    NoHistory,
    /// Calibration gives what a scenario cannot take.
    #[error("the calibrated market cannot be used: {why}")]
    Misfit {
        /// Why.
        why: String,
    },
}

impl Problem for BacktestProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NoDate { .. } => "backtest::no-date",
            Self::NoStep { .. } => "backtest::no-step",
            Self::NotMonthEnd { .. } => "backtest::not-month-end",
            Self::NothingClosed { .. } => "backtest::nothing-closed",
            Self::NothingAfter { .. } => "backtest::nothing-after",
            Self::NoHistory => "backtest::no-history",
            Self::Misfit { .. } => "backtest::misfit",
        }
    }

    fn allowed(&self) -> String {
        match self {
            Self::NoDate { .. } => "a day as 2017-09-30".to_owned(),
            Self::NoStep { .. } => "month, quarter, half-year, year, or a number of months from 1 to 60".to_owned(),
            Self::NotMonthEnd { near: [before, this], .. } => {
                format!("a last day of a month, because months are simulated whole: {before} or {this}")
            }
            Self::NothingClosed { enough, .. } => {
                let least = super::origins::CLOSED;
                match enough {
                    Some(day) => format!("a cut with {least} closed opportunities before it, from {day} on"),
                    None => format!("a history with {least} closed opportunities"),
                }
            }
            Self::NothingAfter { .. } => "a cut with a whole month of history after it".to_owned(),
            Self::NoHistory => "opportunities with the day on which they closed".to_owned(),
            Self::Misfit { .. } => "figures that a scenario file can hold".to_owned(),
        }
    }
}
