//! Findings: noteworthy properties of the data that are not faults, such as repeated rows,
//! inconsistent spellings, dates of a bulk update, and histories from which rates cannot be
//! estimated.

mod dates;
mod finding;
mod history;
mod names;
mod same;
mod words;

pub use finding::{DataFinding, FindingKind, FindingTreatment};

pub use dates::bulk_days;
pub(crate) use finding::FindingPlace;
pub(crate) use history::{PastOpportunity, history};
pub(crate) use names::{KnownNames, repairs};
pub(crate) use same::{accounts_alike, repeated_rows};
