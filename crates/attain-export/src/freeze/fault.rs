//! Faults of frozen plans.

use miette::Diagnostic;

/// Why a folder is no frozen plan that can be relied on.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum FreezeFault {
    #[error("the folder holds no frozen plan")]
    #[diagnostic(code("freeze::no-plan"), help("expected a folder that `attain freeze PLAN --out` wrote"))]
    NoPlan,
    #[error("the folder already holds a frozen plan")]
    #[diagnostic(code("freeze::exists"), help("choose another folder: a frozen plan is never overwritten"))]
    Exists,
    #[error("the file was changed after the plan was frozen")]
    #[diagnostic(code("freeze::edited"), help("restore the file, or freeze the plan again in another folder"))]
    Edited,
    #[error("the file is missing or cannot be read")]
    #[diagnostic(code("freeze::missing"), help("restore the file, or freeze the plan again in another folder"))]
    Missing,
    #[error("entry {entry} of the log does not follow from the one before")]
    #[diagnostic(code("freeze::log-edited"), help("entries are only added; restore the log"))]
    LogEdited { entry: usize },
    #[error("entry {entry} of the log is not valid: {problem}")]
    #[diagnostic(code("freeze::log-damaged"), help("entries are only added by `attain freeze`; restore the log"))]
    LogDamaged { entry: usize, problem: String },
    #[error("no account `{found}` in the frozen plan")]
    #[diagnostic(code("freeze::unknown-account"), help("expected the id of an account in owners.csv"))]
    UnknownAccount { found: String },
    #[error("an exception needs {what}")]
    #[diagnostic(code("freeze::incomplete-exception"), help("give --by, --reason and --until with --except"))]
    Incomplete { what: &'static str },
    #[error("the exception would end on {until}, before it is entered on {on}")]
    #[diagnostic(code("freeze::expired"), help("give a later day with --until"))]
    Expired { until: jiff::civil::Date, on: jiff::civil::Date },
    #[error("nothing to add to the frozen plan")]
    #[diagnostic(code("freeze::nothing"), help("add an approval with --approve NAME, or an exception with --except ACCOUNT"))]
    Nothing,
}
