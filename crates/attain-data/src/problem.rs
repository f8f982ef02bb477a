//! What can be wrong with data files: one wording, code and remedy for each.

use std::sync::Arc;

use super::columns::nearest;
use attain_core::diagnostics::Problem;

/// Something that data files name and that must be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Rep,
    Account,
    Team,
    Segment,
    Stage,
    Opportunity,
}

impl Known {
    const fn word(self) -> &'static str {
        match self {
            Self::Rep => "rep",
            Self::Account => "account",
            Self::Team => "team",
            Self::Segment => "segment",
            Self::Stage => "stage",
            Self::Opportunity => "opportunity",
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
    #[error("this is not an Excel workbook")]
    NotExcel,
    #[error("this is a workbook of Excel 97-2003")]
    OldExcel,
    #[error("the workbook is damaged, too large, or no workbook of Excel")]
    DamagedExcel,
    #[error("the workbook has no sheet `{found}`")]
    NoSheet { found: String, names: String },
    #[error("the header of the sheet has merged cells (row {row})")]
    MergedHeader { row: usize },
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
    #[error(
        "{count} numbers such as `{found}` could be thousands or have three decimals, and no other number of the column tells"
    )]
    AmbiguousDecimal { found: String, count: usize, table: &'static str },
    #[error("{count} amounts are in {found}, the first in {first}; `money.currency` is {home}")]
    NoRate { found: String, count: usize, first: String, home: String, alone: bool },
    #[error("`{found}` is not a currency")]
    Currency { found: String },
    #[error("every row is marked as deleted or no longer current")]
    AllDeleted,
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
    Unknown { what: Known, found: String, several: bool, allowed: Arc<str>, names: Arc<Vec<String>> },
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
    #[error("`{column}` stands beside `{beside}`: what the customer buys a year, or the customer's own turnover?")]
    WhoseRevenue { column: String, beside: String },
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
            Self::NotExcel => "data::not-excel",
            Self::OldExcel => "data::old-excel",
            Self::DamagedExcel => "data::damaged-excel",
            Self::NoSheet { .. } => "data::no-sheet",
            Self::MergedHeader { .. } => "data::merged-header",
            Self::AmbiguousDecimal { .. } => "data::ambiguous-decimal",
            Self::NoRate { .. } => "data::no-rate",
            Self::Currency { .. } => "data::not-a-currency",
            Self::AllDeleted => "data::all-deleted",
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
                Known::Opportunity => "data::unknown-opportunity",
            },
            Self::NoSegmentFits { .. } => "data::no-segment-fits",
            Self::ClosedBeforeCreated { .. } => "data::closed-before-created",
            Self::LeftBeforeHired { .. } => "data::left-before-hired",
            Self::LeftInHorizon { .. } => "data::left-in-horizon",
            Self::ParentCycle { .. } => "data::parent-cycle",
            Self::DuplicateMonth { .. } => "data::duplicate-month",
            Self::WhoseRevenue { .. } => "data::whose-revenue",
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
            Self::NoFileName | Self::NotFound | Self::Folder | Self::Unreadable { .. } => {
                "a CSV, Parquet or Excel file (.xlsx), named from the scenario file's folder"
            }
            Self::NotExcel | Self::OldExcel | Self::DamagedExcel => "a workbook as Excel saves it (.xlsx), up to 2 GiB unpacked",
            Self::NoSheet { names, .. } => return format!("the workbook's sheets: {names}"),
            Self::MergedHeader { .. } => "a header with one cell a column, none merged",
            Self::AmbiguousDecimal { .. } => "numbers of which one tells, or a decimal sign that is stated",
            Self::NoRate { home, .. } => return format!("amounts in {home}, or a rate for each other currency"),
            Self::Currency { .. } => "a currency code of three letters, such as EUR, or a sign, such as €",
            Self::AllDeleted => "at least one row that counts",
            Self::Empty | Self::NoRows => "a header and at least one row",
            Self::NotUtf8 { .. } => "CSV in UTF-8, Parquet or Excel",
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
            Self::WhoseRevenue { .. } => "a `revenue` that is named, or said not to be read, in `columns`",
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
            Self::Unknown { found, several: true, .. } => {
                Some(format!("`{found}` is the name of several: only an id tells them apart"))
            }
            // Compared only when told: there can be many faults and many names.
            Self::Unknown { found, names, .. } => nearest(found, names.iter().map(String::as_str)).as_deref().map(meant),
            Self::WhoseRevenue { column, .. } => Some(format!(
                "in `[data.accounts.columns]` say revenue = \"{column}\" where customers buy for so much, revenue = \"\" where it is their turnover"
            )),
            Self::OldExcel => Some("in Excel: save as .xlsx".to_owned()),
            Self::AllDeleted => Some("to read deleted rows too, say keep-deleted = true in `[data]`".to_owned()),
            Self::AmbiguousDecimal { table, .. } => Some(format!(
                "in `[data.{table}]` say decimal = \"comma\" where the point groups thousands, decimal = \"point\" where it does not"
            )),
            Self::NoRate { found, home, alone: false, .. } => {
                Some(format!("in `[data]` say rates = {{ {found} = … }}, what one {found} is worth in {home}"))
            }
            Self::NoRate { found, home, alone: true, .. } => Some(format!(
                "where the study counts in {found}, say currency = \"{found}\" in `[money]`; else, in `[data]`, rates = {{ {found} = … }}, what one {found} is worth in {home}"
            )),
            Self::NotUtf8 { .. } => Some("in Excel: save as CSV UTF-8".to_owned()),
            Self::LeftInHorizon { .. } => Some("name a leaver who is known in `[[attrition.leavers]]`".to_owned()),
            _ => None,
        }
    }
}

fn meant(name: &str) -> String {
    format!("did you mean `{name}`?")
}
