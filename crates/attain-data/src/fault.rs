//! Faults of data files, each with a message, a code and a help text.

use std::fmt::Display;
use std::sync::Arc;

use attain_core::diagnostics::{nearest, suggest};
use miette::Diagnostic;

/// A kind of name that data files refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameKind {
    Rep,
    Account,
    Team,
    Segment,
    Stage,
    Opportunity,
}

impl NameKind {
    pub fn unknown(self, name: UnknownName) -> DataFault {
        match self {
            Self::Rep => DataFault::UnknownRep(name),
            Self::Account => DataFault::UnknownAccount(name),
            Self::Team => DataFault::UnknownTeam(name),
            Self::Segment => DataFault::UnknownSegment(name),
            Self::Stage => DataFault::UnknownStage(name),
            Self::Opportunity => DataFault::UnknownOpportunity(name),
        }
    }
}

/// A name in a file that matches no record, or more than one.
#[derive(Debug, Clone)]
pub(super) struct UnknownName {
    pub found: String,
    /// Whether several records have the name, which makes it ambiguous.
    pub several: bool,
    /// Description of the expected values.
    pub allowed: Arc<str>,
    pub names: Arc<Vec<String>>,
}

impl Display for UnknownName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`", self.found)
    }
}

impl UnknownName {
    /// The help text. Names are compared only when a fault is shown, because there can be many faults
    /// and names.
    fn help(&self) -> String {
        if self.several {
            return format!("use an id: several are named `{}`", self.found);
        }
        let near = nearest(&self.found, self.names.iter().map(String::as_str));
        suggest(near, format_args!("expected {}", self.allowed))
    }
}

/// Faults of a column beyond those reported individually.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{count} more like this")]
pub(super) struct FurtherFaults {
    /// Code of the faults that are counted.
    pub code: String,
    pub count: usize,
    pub help: String,
}

/// Implemented manually because code and help are those of the counted faults.
impl Diagnostic for FurtherFaults {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(&self.help))
    }
}

/// A fault of a file, column, row or cell, or across tables.
#[derive(Debug, Clone, thiserror::Error, Diagnostic)]
pub(super) enum DataFault {
    #[error("no file name is given")]
    #[diagnostic(code("data::no-file-name"), help("{FILE}"))]
    NoFileName,
    #[error("file not found")]
    #[diagnostic(code("data::file-not-found"), help("{FILE}"))]
    NotFound,
    #[error("this is a folder")]
    #[diagnostic(code("data::file-is-folder"), help("{FILE}"))]
    Folder,
    #[error("cannot read the file ({kind})")]
    #[diagnostic(code("data::file-unreadable"), help("{FILE}"))]
    Unreadable { kind: std::io::ErrorKind },
    #[error("this is a device, pipe or socket, not a regular file")]
    #[diagnostic(code("data::not-a-regular-file"), help("{FILE}"))]
    NotRegular,
    #[error("the file is larger than {mebibytes} MiB")]
    #[diagnostic(code("data::file-too-large"), help("split the table by period or columns, or write it as Parquet"))]
    LargeFile { mebibytes: u64 },
    #[error("the workbook unpacks to more than 512 MiB")]
    #[diagnostic(code("data::large-workbook"), help("save the sheet as CSV"))]
    LargeWorkbook,
    #[error("the file is empty")]
    #[diagnostic(code("data::file-empty"), help("expected a header and at least one row"))]
    Empty,
    #[error("the file has a header but no rows")]
    #[diagnostic(code("data::no-rows"), help("expected a header and at least one row"))]
    NoRows,
    #[error("invalid UTF-8 in line {line}")]
    #[diagnostic(code("data::not-utf8"), help("expected CSV in UTF-8, Parquet or Excel; in Excel, save the file as `CSV UTF-8`"))]
    NotUtf8 { line: usize },
    #[error("this is not an Excel workbook")]
    #[diagnostic(code("data::not-excel"), help("{WORKBOOK}"))]
    NotExcel,
    #[error("this is an Excel 97-2003 workbook")]
    #[diagnostic(code("data::old-excel"), help("{WORKBOOK}; in Excel, save the file as .xlsx"))]
    OldExcel,
    #[error("the workbook is damaged, too large, or not an Excel workbook")]
    #[diagnostic(code("data::damaged-excel"), help("{WORKBOOK}"))]
    DamagedExcel,
    #[error("unknown sheet `{found}`")]
    #[diagnostic(code("data::no-sheet"), help("the workbook has the sheets {names}"))]
    NoSheet { found: String, names: String },
    #[error("the header of the sheet has merged cells (row {row})")]
    #[diagnostic(code("data::merged-header"), help("unmerge the header cells, so that each column has its own"))]
    MergedHeader { row: usize },
    #[error("this is not a Parquet file")]
    #[diagnostic(code("data::not-parquet"), help("{PARQUET}"))]
    NotParquet,
    #[error("the Parquet file is damaged or has unsupported types")]
    #[diagnostic(code("data::damaged-parquet"), help("{PARQUET}"))]
    DamagedParquet,
    #[error("cannot split the text into rows and fields")]
    #[diagnostic(
        code("data::unreadable-csv"),
        help("expected one row per line, with fields separated by commas, semicolons or tabs")
    )]
    UnreadableCsv,
    #[error("the row has {found} fields, but the header has {expected}")]
    #[diagnostic(
        code("data::ragged-row"),
        help("write as many fields as the header has, and enclose fields that contain the separator in quotes")
    )]
    Ragged { found: usize, expected: usize },
    #[error("unterminated quoted field")]
    #[diagnostic(code("data::open-quote"), help("{QUOTES}"))]
    OpenQuote,
    #[error("unexpected quote inside a field")]
    #[diagnostic(code("data::stray-quote"), help("{QUOTES}"))]
    StrayQuote,

    #[error("missing column `{column}`")]
    #[diagnostic(code("data::missing-column"), help("{}", available_columns(advice.as_deref(), available)))]
    MissingColumn { column: &'static str, available: String, advice: Option<String> },
    #[error("`{ours}` is mapped to column `{theirs}`, which the file does not have")]
    #[diagnostic(
        code("data::mapped-column-missing"),
        help("{}", suggest(near.as_ref(), available_columns(None, available)))
    )]
    MappedColumn { ours: String, theirs: String, available: String, near: Option<String> },
    #[error("unknown key `{found}` in `columns`")]
    #[diagnostic(
        code("data::unknown-column-key"),
        help("{}", suggest(near.as_ref(), format_args!("expected one of: {known}")))
    )]
    UnknownKey { found: String, known: String, near: Option<String> },
    #[error("`{column}` could be any of {candidates}")]
    #[diagnostic(code("data::ambiguous-column"), help("name one of them in `columns`"))]
    AmbiguousColumn { column: &'static str, candidates: String },
    #[error("column `{column}` has the unsupported type {found}")]
    #[diagnostic(code("data::column-type"), help("expected text, numbers, booleans, dates or times"))]
    ColumnType { column: String, found: String },

    #[error("missing id")]
    #[diagnostic(code("data::blank-id"), help("give every row an id"))]
    BlankId,
    #[error("duplicate id `{id}`, first used in {first}")]
    #[diagnostic(code("data::duplicate-id"), help("give every row a unique id"))]
    DuplicateId { id: String, first: String },
    #[error("missing value")]
    #[diagnostic(code("data::missing-value"), help("expected {allowed}"))]
    Blank { allowed: &'static str },
    #[error("invalid amount `{found}`")]
    #[diagnostic(code("data::not-an-amount"), help("expected an amount such as 1234.56, 1,234.56 or 1.234,56"))]
    Amount { found: String },
    #[error(
        "{count} numbers such as `{found}` are ambiguous: the separator may mark thousands or decimals, and no other number in the column resolves this"
    )]
    #[diagnostic(
        code("data::ambiguous-decimal"),
        help(
            "in `[data.{table}]`, set `decimal = \"comma\"` if the point groups thousands, or `decimal = \"point\"` if it does not"
        )
    )]
    AmbiguousDecimal { found: String, count: usize, table: &'static str },
    #[error("{count} amounts are in {found}, the first in {first}, but `money.currency` is {home}")]
    #[diagnostic(code("data::no-rate"), help("{}", rates(found, home, *alone)))]
    NoRate { found: String, count: usize, first: String, home: String, alone: bool },
    #[error("invalid currency `{found}`")]
    #[diagnostic(code("data::not-a-currency"), help("expected a three-letter code such as EUR, or a sign such as €"))]
    Currency { found: String },
    #[error("every row is marked as deleted or no longer current")]
    #[diagnostic(code("data::all-deleted"), help("to read deleted rows too, set `keep-deleted = true` in `[data]`"))]
    AllDeleted,
    #[error("`{found}` is not a finite number")]
    #[diagnostic(code("data::not-finite"), help("expected a finite number"))]
    NotFinite { found: String },
    #[error("negative amount `{found}`")]
    #[diagnostic(code("data::negative-amount"), help("expected an amount of zero or more"))]
    Negative { found: String },
    #[error("amount `{found}` is too large")]
    #[diagnostic(code("data::amount-too-large"), help("expected an amount of at most 1e15"))]
    TooLarge { found: String },
    #[error("invalid date `{found}`")]
    #[diagnostic(
        code("data::not-a-date"),
        help(
            "expected a date from 1900 to 2199, such as 2026-12-31, 31.12.2026, 12/31/2026 or 31/12/2026, in the same order for the whole column"
        )
    )]
    Date { found: String },
    #[error("`{found}` is neither yes nor no")]
    #[diagnostic(code("data::not-yes-or-no"), help("expected yes, no, true, false, 1 or 0"))]
    Flag { found: String },
    #[error("invalid class `{found}`")]
    #[diagnostic(code("data::not-a-class"), help("expected low, medium or high"))]
    Class { found: String },
    #[error("invalid share `{found}`")]
    #[diagnostic(code("data::not-a-share"), help("expected a share from 0 to 1, or a percentage from 0 % to 100 %"))]
    Share { found: String },
    #[error("invalid {what} `{found}`")]
    #[diagnostic(code("data::not-degrees"), help("expected degrees from -{limit} to {limit}"))]
    Degrees { found: String, what: &'static str, limit: f64 },
    #[error("only one of latitude and longitude is given")]
    #[diagnostic(code("data::half-a-place"), help("give both latitude and longitude, or neither"))]
    HalfPlace,

    #[error("unknown rep {0}")]
    #[diagnostic(code("data::unknown-rep"), help("{}", .0.help()))]
    UnknownRep(UnknownName),
    #[error("unknown account {0}")]
    #[diagnostic(code("data::unknown-account"), help("{}", .0.help()))]
    UnknownAccount(UnknownName),
    #[error("unknown team {0}")]
    #[diagnostic(code("data::unknown-team"), help("{}", .0.help()))]
    UnknownTeam(UnknownName),
    #[error("unknown segment {0}")]
    #[diagnostic(code("data::unknown-segment"), help("{}", .0.help()))]
    UnknownSegment(UnknownName),
    #[error("unknown stage {0}")]
    #[diagnostic(code("data::unknown-stage"), help("{}", .0.help()))]
    UnknownStage(UnknownName),
    #[error("unknown opportunity {0}")]
    #[diagnostic(code("data::unknown-opportunity"), help("{}", .0.help()))]
    UnknownOpportunity(UnknownName),
    #[error("no segment accepts accounts with a potential of {potential}")]
    #[diagnostic(
        code("data::no-segment-fits"),
        help("add a segment with a lower `potential-from`, or fill in the segment column")
    )]
    NoSegmentFits { potential: f64 },
    #[error("closed on {closed}, before it was created on {created}")]
    #[diagnostic(code("data::closed-before-created"), help("expected a closing date on or after the creation date"))]
    ClosedBeforeCreated { created: jiff::civil::Date, closed: jiff::civil::Date },
    #[error("left on {left}, before being hired on {hired}")]
    #[diagnostic(code("data::left-before-hired"), help("expected a leaving date on or after the hire date"))]
    LeftBeforeHired { hired: jiff::civil::Date, left: jiff::civil::Date },
    #[error("left on {left}, which is not before the start of the simulation")]
    #[diagnostic(
        code("data::left-in-horizon"),
        help("expected a date before `horizon.start`; list reps who are known to leave later in `[[attrition.leavers]]`")
    )]
    LeftInHorizon { left: jiff::civil::Date },
    #[error("account `{id}` is its own ancestor")]
    #[diagnostic(code("data::parent-cycle"), help("remove the cycle from the parent column"))]
    ParentCycle { id: String },
    #[error("duplicate row for rep `{rep}` in {month}")]
    #[diagnostic(code("data::duplicate-month"), help("keep one row for each rep and month"))]
    DuplicateMonth { rep: String, month: String },
    #[error(
        "column `{column}` beside `{beside}` is ambiguous: it could contain annual sales to the customer or the customer's own turnover"
    )]
    #[diagnostic(
        code("data::whose-revenue"),
        help(
            "in `[data.accounts.columns]`, set `revenue = \"{column}\"` if it is the customer's annual purchases from you, or `revenue = \"\"` if it is the customer's turnover"
        )
    )]
    WhoseRevenue { column: String, beside: String },
    #[error("the potential of every account is zero")]
    #[diagnostic(code("data::no-potential"), help("expected a potential above zero for at least one account"))]
    NoPotential,
    #[error("segment `{segment}` has {accounts} accounts and no reps")]
    #[diagnostic(code("data::no-reps-in-segment"), help("add at least one current rep to a team that serves the segment"))]
    NoReps { segment: String, accounts: usize },
    #[error("no segment is defined")]
    #[diagnostic(code("data::no-segments"), help("add at least one table `[market.segments.NAME]`"))]
    NoSegments,
    #[error("no team is defined")]
    #[diagnostic(code("data::no-teams"), help("add at least one table `[teams.NAME]`"))]
    NoTeams,
    #[error("the file names owners, but there is no reps file")]
    #[diagnostic(code("data::owners-without-reps"), help("name a reps file in `[data.reps]`"))]
    OwnersWithoutReps,
    #[error("there is a file of {table} but no file of {needs}")]
    #[diagnostic(code("data::missing-table"), help("name a file in `[data.{needs}]`"))]
    Alone { table: &'static str, needs: &'static str },
    #[error("there is no accounts file, and no segment sets the number of accounts to generate")]
    #[diagnostic(
        code("data::nothing-to-generate"),
        help("name a file in `[data.accounts]`, or set `accounts` above zero in `[market.segments.NAME]`")
    )]
    NothingToGenerate,
    #[error(transparent)]
    #[diagnostic(transparent)]
    Further(FurtherFaults),
}

const FILE: &str = "expected a CSV, Parquet or Excel file (.xlsx), with a path relative to the folder of the scenario file";
const WORKBOOK: &str = "expected a workbook in the current Excel format (.xlsx), up to 2 GiB unpacked";
const PARQUET: &str = "expected a Parquet file with columns of text, numbers, booleans, dates or times (time zone UTC or none)";
const QUOTES: &str = "enclose fields that contain quotes in quotes, and double the inner quotes";

fn available_columns(advice: Option<&str>, available: &str) -> String {
    let columns = format!("the file has the columns {available}");
    advice.map_or_else(|| columns.clone(), |advice| format!("{advice}; {columns}"))
}

fn rates(found: &str, home: &str, alone: bool) -> String {
    let rates = format!("set `rates = {{ {found} = … }}` in `[data]` to the value of one {found} in {home}");
    if alone { format!("set `currency = \"{found}\"` in `[money]` if the study uses {found}; otherwise {rates}") } else { rates }
}
