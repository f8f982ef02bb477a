//! What can be wrong with data files: one wording, code and remedy for each.

use std::sync::Arc;

use super::columns::nearest;
use crate::fault::Problem;

/// Something that data files name and that must be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Rep,
    Account,
    Team,
    Segment,
    Stage,
}

impl Known {
    const fn word(self) -> &'static str {
        match self {
            Self::Rep => "rep",
            Self::Account => "account",
            Self::Team => "team",
            Self::Segment => "segment",
            Self::Stage => "stage",
        }
    }
}

/// What is wrong with a file, a column, a row, a cell, or the tables together.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum DataProblem {
    #[error("no file is named")]
    NoFileName,
    #[error("the file does not exist")]
    NotFound,
    #[error("this is a folder")]
    Folder,
    #[error("the file cannot be read ({kind})")]
    Unreadable { kind: std::io::ErrorKind },
    #[error("the file is empty")]
    Empty,
    #[error("the file has a header and no rows")]
    NoRows,
    #[error("the text is not UTF-8 (line {line})")]
    NotUtf8 { line: usize },
    #[error("this is a workbook or a zip archive")]
    Workbook,
    #[error("this is not a Parquet file")]
    NotParquet,
    #[error("the Parquet file is damaged or uses types that cannot be read")]
    DamagedParquet,
    #[error("the rows cannot be told apart")]
    UnreadableCsv,
    #[error("the row has {found} fields, the header {expected}")]
    Ragged { found: usize, expected: usize },
    #[error("a quoted field is never closed")]
    OpenQuote,
    #[error("a quote inside a field")]
    StrayQuote,

    #[error("there is no column for `{column}`")]
    MissingColumn { column: &'static str, available: String, help: Option<String> },
    #[error("`{ours}` is mapped to `{theirs}`, which the file does not have")]
    MappedColumn { ours: String, theirs: String, available: String, near: Option<String> },
    #[error("`{found}` is not a column of ours")]
    UnknownKey { found: String, known: String, near: Option<String> },
    #[error("`{column}` could be any of {candidates}")]
    AmbiguousColumn { column: &'static str, candidates: String },
    #[error("the type of column `{column}` is {found}")]
    ColumnType { column: String, found: String },

    #[error("the id is missing")]
    BlankId,
    #[error("the id `{id}` is used before, in {first}")]
    DuplicateId { id: String, first: String },
    #[error("a value is missing")]
    Blank { allowed: &'static str },
    #[error("`{found}` is not an amount")]
    Amount { found: String },
    #[error("`{found}` is not a finite number")]
    NotFinite { found: String },
    #[error("`{found}` is negative")]
    Negative { found: String },
    #[error("`{found}` is too large")]
    TooLarge { found: String },
    #[error("`{found}` is not a date")]
    Date { found: String },
    #[error("`{found}` is neither yes nor no")]
    Flag { found: String },
    #[error("`{found}` is not a class")]
    Class { found: String },
    #[error("`{found}` is not a share")]
    Share { found: String },
    #[error("`{found}` is not a {what}")]
    Degrees { found: String, what: &'static str, limit: f64 },
    #[error("only one of latitude and longitude is given")]
    HalfPlace,

    #[error("unknown {} `{found}`", what.word())]
    Unknown { what: Known, found: String, called: Option<String>, allowed: Arc<str>, names: Arc<Vec<String>> },
    #[error("no segment takes a potential of {potential}")]
    NoSegmentFits { potential: f64 },
    #[error("closed on {closed}, created on {created}")]
    ClosedBeforeCreated { created: jiff::civil::Date, closed: jiff::civil::Date },
    #[error("left on {left}, hired on {hired}")]
    LeftBeforeHired { hired: jiff::civil::Date, left: jiff::civil::Date },
    #[error("left on {left}, which is not before the first simulated day")]
    LeftInHorizon { left: jiff::civil::Date },
    #[error("`{id}` is its own ancestor")]
    ParentCycle { id: String },
    #[error("a second row for `{rep}` in {month}")]
    DuplicateMonth { rep: String, month: String },
    #[error("every potential is zero")]
    NoPotential,
    #[error("segment `{segment}` has {accounts} accounts and no rep")]
    NoReps { segment: String, accounts: usize },
    #[error("no segment is defined")]
    NoSegments,
    #[error("no team is defined")]
    NoTeams,
    #[error("the file names owners, and no file lists the reps")]
    OwnersWithoutReps,
    #[error("there are {table}, and no file lists the {needs}")]
    Alone { table: &'static str, needs: &'static str },
    #[error("no file lists the accounts, and no segment says how many to generate")]
    NothingToGenerate,
    #[error("{count} more like this")]
    More { code: &'static str, count: usize, allowed: String },
}

impl Problem for DataProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NoFileName => "data::no-file-name",
            Self::NotFound => "data::file-not-found",
            Self::Folder => "data::file-is-folder",
            Self::Unreadable { .. } => "data::file-unreadable",
            Self::Empty => "data::file-empty",
            Self::NoRows => "data::no-rows",
            Self::NotUtf8 { .. } => "data::not-utf8",
            Self::Workbook => "data::workbook",
            Self::NotParquet => "data::not-parquet",
            Self::DamagedParquet => "data::damaged-parquet",
            Self::UnreadableCsv => "data::unreadable-csv",
            Self::Ragged { .. } => "data::ragged-row",
            Self::OpenQuote => "data::open-quote",
            Self::StrayQuote => "data::stray-quote",
            Self::MissingColumn { .. } => "data::missing-column",
            Self::MappedColumn { .. } => "data::mapped-column-missing",
            Self::UnknownKey { .. } => "data::unknown-column-key",
            Self::AmbiguousColumn { .. } => "data::ambiguous-column",
            Self::ColumnType { .. } => "data::column-type",
            Self::BlankId => "data::blank-id",
            Self::DuplicateId { .. } => "data::duplicate-id",
            Self::Blank { .. } => "data::missing-value",
            Self::Amount { .. } => "data::not-an-amount",
            Self::NotFinite { .. } => "data::not-finite",
            Self::Negative { .. } => "data::negative-amount",
            Self::TooLarge { .. } => "data::amount-too-large",
            Self::Date { .. } => "data::not-a-date",
            Self::Flag { .. } => "data::not-yes-or-no",
            Self::Class { .. } => "data::not-a-class",
            Self::Share { .. } => "data::not-a-share",
            Self::Degrees { .. } => "data::not-degrees",
            Self::HalfPlace => "data::half-a-place",
            Self::Unknown { what, .. } => match what {
                Known::Rep => "data::unknown-rep",
                Known::Account => "data::unknown-account",
                Known::Team => "data::unknown-team",
                Known::Segment => "data::unknown-segment",
                Known::Stage => "data::unknown-stage",
            },
            Self::NoSegmentFits { .. } => "data::no-segment-fits",
            Self::ClosedBeforeCreated { .. } => "data::closed-before-created",
            Self::LeftBeforeHired { .. } => "data::left-before-hired",
            Self::LeftInHorizon { .. } => "data::left-in-horizon",
            Self::ParentCycle { .. } => "data::parent-cycle",
            Self::DuplicateMonth { .. } => "data::duplicate-month",
            Self::NoPotential => "data::no-potential",
            Self::NoReps { .. } => "data::no-reps-in-segment",
            Self::NoSegments => "data::no-segments",
            Self::NoTeams => "data::no-teams",
            Self::OwnersWithoutReps => "data::owners-without-reps",
            Self::Alone { .. } => "data::missing-table",
            Self::NothingToGenerate => "data::nothing-to-generate",
            Self::More { code, .. } => code,
        }
    }

    fn allowed(&self) -> String {
        let words = match self {
            Self::NoFileName | Self::NotFound | Self::Folder | Self::Unreadable { .. } | Self::Workbook => {
                "a CSV or Parquet file, named from the scenario file's folder"
            }
            Self::Empty | Self::NoRows => "a header and at least one row",
            Self::NotUtf8 { .. } => "CSV in UTF-8, or Parquet",
            Self::NotParquet | Self::DamagedParquet => {
                "a Parquet file with columns of text, numbers, yes/no, dates or times (time zone UTC or none)"
            }
            Self::UnreadableCsv => "one row a line, with fields separated by comma, semicolon or tab",
            Self::Ragged { .. } => "as many fields as the header; a field that holds the separator in quotes",
            Self::OpenQuote | Self::StrayQuote => "fields that hold quotes enclosed in quotes, inner quotes doubled",
            Self::MissingColumn { available, .. } | Self::MappedColumn { available, .. } => {
                return format!("the file's columns: {available}");
            }
            Self::UnknownKey { known, .. } => return known.clone(),
            Self::AmbiguousColumn { .. } => "one of them, named in `columns`",
            Self::ColumnType { .. } => "text, numbers, yes/no, dates or times",
            Self::BlankId => "an id in every row",
            Self::DuplicateId { .. } => "every id once",
            Self::Blank { allowed } => allowed,
            Self::Amount { .. } => "an amount such as 1234.56, 1,234.56 or 1.234,56",
            Self::NotFinite { .. } => "a finite number",
            Self::Negative { .. } => "an amount of zero or more",
            Self::TooLarge { .. } => "an amount up to 1e15",
            Self::Date { .. } => {
                "2026-12-31, 31.12.2026, 12/31/2026 or 31/12/2026 (one order for the whole column), from 1900 to 2199"
            }
            Self::Flag { .. } => "yes, no, true, false, 1 or 0",
            Self::Class { .. } => "low, medium or high",
            Self::Share { .. } => "a share from 0 to 1, or a percentage from 0 % to 100 %",
            Self::Degrees { limit, .. } => return format!("degrees from -{limit} to {limit}"),
            Self::HalfPlace => "both or none",
            Self::Unknown { allowed, .. } => return allowed.to_string(),
            Self::NoSegmentFits { .. } => "a segment with a lower `potential-from`, or a value in the segment column",
            Self::ClosedBeforeCreated { .. } => "a closing date on or after the day of creation",
            Self::LeftBeforeHired { .. } => "a leaving date on or after the first day",
            Self::LeftInHorizon { .. } => "a day before `horizon.start`",
            Self::ParentCycle { .. } => "parents without a circle",
            Self::DuplicateMonth { .. } => "one row for each rep and month",
            Self::NoPotential => "a potential above zero for at least one account",
            Self::NoReps { .. } => "at least one present rep in a team that serves the segment",
            Self::NoSegments => "at least one table `[market.segments.NAME]`",
            Self::NoTeams => "at least one table `[teams.NAME]`",
            Self::OwnersWithoutReps => "a file of reps in `[data.reps]`",
            Self::Alone { needs, .. } => return format!("a file in `[data.{needs}]`"),
            Self::NothingToGenerate => "a file in `[data.accounts]`, or `accounts` above zero in `[market.segments.NAME]`",
            Self::More { allowed, .. } => allowed,
        };
        words.to_owned()
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::MissingColumn { help, .. } => help.clone(),
            Self::MappedColumn { near, .. } | Self::UnknownKey { near, .. } => near.as_deref().map(meant),
            Self::Unknown { found, called: Some(id), .. } => Some(format!(
                "`{found}` is the name of `{id}`; where files refer to reps by name, say columns = {{ id = … }} in `[data.reps]`"
            )),
            // Compared only when told: there can be many faults and many names.
            Self::Unknown { found, names, .. } => nearest(found, names.iter().map(String::as_str)).as_deref().map(meant),
            Self::Workbook => Some("save the sheet as CSV UTF-8".to_owned()),
            Self::NotUtf8 { .. } => Some("in Excel: save as CSV UTF-8".to_owned()),
            Self::LeftInHorizon { .. } => Some("name a leaver who is known in `[[attrition.leavers]]`".to_owned()),
            _ => None,
        }
    }
}

fn meant(name: &str) -> String {
    format!("did you mean `{name}`?")
}
