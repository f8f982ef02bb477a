//! Errors of a backtest.

use jiff::civil::Date;
use miette::Diagnostic;

/// Reason why a backtest cannot run.
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
        help("use {} or {}: only whole months are simulated", near[0], near[1])
    )]
    NotMonthEnd {
        cut: Date,
        /// Last days of the previous month and of the cut's month.
        near: [Date; 2],
    },
    #[error("only {closed} opportunities had closed by {cut}; the first closed on {first}")]
    #[diagnostic(code("backtest::nothing-closed"), help("{}", enough_closed(*least, *enough)))]
    NothingClosed {
        cut: Date,
        closed: usize,
        /// Closing date of the first closed opportunity.
        first: Date,
        /// Minimum number of closed opportunities.
        least: usize,
        /// First cut with enough closed opportunities.
        enough: Option<Date>,
    },
    #[error("no whole month of history follows {cut}; the history ends on {last}")]
    #[diagnostic(code("backtest::nothing-after"), help("choose a cut with a whole month of history after it"))]
    NothingAfter {
        cut: Date,
        /// Last day of the history.
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
