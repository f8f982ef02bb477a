//! Faults of scenarios that cannot be compared.

use miette::Diagnostic;

/// A fault of scenarios that cannot be compared.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(crate) enum StudyMismatchFault {
    #[error("this scenario reads a different book of business from {other}")]
    #[diagnostic(
        code("study::different-data"),
        help("use the same accounts, reps, opportunities, segment names and team names in all compared plans")
    )]
    Data { other: String },
    #[error("plan name `{name}` is already used by {other}")]
    #[diagnostic(code("study::duplicate-name"), help("give each plan a unique name"))]
    Name { name: String, other: String },
    #[error("this scenario has a different horizon from {other}")]
    #[diagnostic(
        code("study::different-horizon"),
        help("use the same `horizon.start` and `horizon.months` in all compared plans")
    )]
    Horizon { other: String },
    #[error("this scenario has a different currency from {other}, which uses `{currency}`")]
    #[diagnostic(code("study::different-currency"), help("use the same `money.currency` in all compared plans"))]
    Currency { currency: String, other: String },
}
