//! Backtests that cannot be made.

use jiff::civil::Date;
use miette::Diagnostic;

/// A backtest that cannot be made.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum BacktestFault {
    #[error("invalid date `{found}`")]
    #[diagnostic(code("backtest::no-date"), help("expected a date such as 2017-09-30"))]
    NoDate { found: String },
    #[error("invalid step `{found}`")]
    #[diagnostic(code("backtest::no-step"), help("expected month, quarter, half-year, year, or a number of months from 1 to 60"))]
    NoStep { found: String },
    #[error("cut {cut} is not the last day of a month")]
    #[diagnostic(
        code("backtest::not-month-end"),
        help("months are simulated whole: cut at {} or {}", near[0], near[1])
    )]
    NotMonthEnd {
        cut: Date,
        /// The last days of the month before and of this one.
        near: [Date; 2],
    },
    #[error("only {closed} opportunities had closed by {cut}; the first closed on {first}")]
    #[diagnostic(code("backtest::nothing-closed"), help("{}", enough_closed(*least, *enough)))]
    NothingClosed {
        cut: Date,
        closed: usize,
        /// When the first one closed.
        first: Date,
        /// How many must have closed.
        least: usize,
        /// The first cut with enough of them.
        enough: Option<Date>,
    },
    #[error("no whole month of history follows {cut}; the history ends on {last}")]
    #[diagnostic(code("backtest::nothing-after"), help("choose a cut with a whole month of history after it"))]
    NothingAfter {
        cut: Date,
        /// The last day on which something was created or closed.
        last: Date,
    },
    #[error("no opportunity in the data has a closing date")]
    #[diagnostic(code("backtest::no-history"), help("add opportunities with their closing dates"))]
    NoHistory,
    #[error("the calibrated market does not fit a scenario: {why}")]
    #[diagnostic(code("backtest::misfit"), help("check the history for extreme values"))]
    Misfit { why: String },
}

fn enough_closed(least: usize, from: Option<Date>) -> String {
    match from {
        Some(day) => format!("choose a cut on or after {day}, which has {least} closed opportunities before it"),
        None => format!("provide a history with at least {least} closed opportunities"),
    }
}
