//! Findings: noteworthy properties of the data that are not faults.

/// Maximum number of examples in a finding.
const SHOWN: usize = 5;

/// The table and column to which a finding refers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FindingPlace<'a> {
    /// The scenario's table, such as `accounts`.
    pub table: &'static str,
    /// The file's column; empty for whole rows.
    pub column: &'a str,
}

impl FindingPlace<'_> {
    /// Refers to entire rows of a table.
    pub fn rows(table: &'static str) -> Self {
        Self { table, column: "" }
    }
}

/// A property of the data that its owner should review.
#[derive(Debug, Clone, PartialEq)]
pub struct DataFinding {
    pub kind: FindingKind,
    /// The scenario's table, such as `accounts`.
    pub table: &'static str,
    /// The file's column; empty for whole rows.
    pub column: String,
    /// Number of rows, cells or records with the property.
    pub count: usize,
    /// Number of rows, cells or records checked.
    pub total: usize,
    /// The first few examples.
    pub examples: Vec<String>,
    /// Treatment of the affected rows, cells or records.
    pub treatment: FindingTreatment,
}

/// The kind of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A row repeats another row.
    RepeatedRow,
    /// Accounts with different ids have nearly the same name.
    AccountsAlike,
    /// A name differs from another only by blanks, case or punctuation.
    SameLetters,
    /// A rare name is one letter away from a frequent or known name.
    NearName,
    /// An id is a 15-character Salesforce id.
    ShortId,
    /// An 18-character Salesforce id has lost its upper and lower case.
    IdCase,
    /// The CRM has marked a row as deleted.
    Deleted,
    /// A reference gives a name or an e-mail address instead of an id.
    ByName,
    /// One opportunity belongs to several companies.
    SeveralCompanies,
    /// An opportunity has no account.
    NoAccount,
    /// The account of an opportunity is not in the table of accounts.
    UnknownAccount,
    /// The owner of an opportunity is not in the table of reps.
    UnknownOwner,
    /// The product of an opportunity is not in the table of products.
    UnknownProduct,
    /// The scenario does not name the source of an opportunity.
    UnknownSource,
    /// The type of an opportunity is not recognised.
    UnknownType,
    /// The scenario does not name the stage, but other columns of the row determine the outcome.
    StageByRow,
    /// An opportunity was closed before it was created.
    ClosedBeforeCreated,
    /// An opportunity is closed but has no closing date.
    ClosedWithoutDay,
    /// An opportunity has been open for longer than any closed one took.
    OpenBeyondCycles,
    /// The same day occurs in very many rows.
    BulkDate,
    /// A rep has no opportunity.
    NoOpportunities,
    /// A rep is marked as inactive but has no leaving date.
    Inactive,
    /// No opportunity is closed.
    AllOpen,
    /// Every closed opportunity was won.
    NoneLost,
    /// Every closed opportunity was lost.
    NoneWon,
    /// Every opportunity has the same owner.
    OneOwner,
    /// An opportunity was won with an amount of zero.
    WonForNothing,
    /// Amounts are in another currency.
    OtherCurrency,
    /// The comma of a number could be a decimal sign.
    CommaGroups,
    /// Dates are serial numbers of a spreadsheet.
    SerialDates,
    /// A stage change refers to an opportunity that is not in the table of opportunities.
    UnknownOpportunity,
    /// A statement from the field could not be used.
    FieldUnused,
}

/// The treatment of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingTreatment {
    /// Nothing was changed; the user should review the finding.
    Nothing,
    /// The value was repaired by the given rule.
    Repaired(&'static str),
    /// The row was left out.
    LeftOut,
    /// The row was kept but does not belong to any book.
    SetAside,
    /// The value was interpreted by the given rule.
    Read(&'static str),
}

impl DataFinding {
    /// Creates a finding whose count is the number of examples, of which it keeps the first few.
    pub(crate) fn new(
        kind: FindingKind,
        place: FindingPlace<'_>,
        examples: Vec<String>,
        total: usize,
        treatment: FindingTreatment,
    ) -> Self {
        let count = examples.len();
        Self::counted(kind, place, count, examples, total, treatment)
    }

    /// Creates a finding whose count differs from the number of examples.
    pub(crate) fn counted(
        kind: FindingKind,
        place: FindingPlace<'_>,
        count: usize,
        mut examples: Vec<String>,
        total: usize,
        treatment: FindingTreatment,
    ) -> Self {
        examples.truncate(SHOWN);
        Self { kind, table: place.table, column: place.column.to_owned(), count, total, examples, treatment }
    }
}

impl FindingKind {
    /// Stable code in kebab case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code_and_words().0
    }

    /// Description of the finding, worded to follow a count.
    #[must_use]
    pub const fn words(self) -> &'static str {
        self.code_and_words().1
    }

    const fn code_and_words(self) -> (&'static str, &'static str) {
        match self {
            Self::RepeatedRow => ("repeated-row", "rows duplicate another row"),
            Self::AccountsAlike => ("accounts-alike", "accounts have nearly the same name as another account"),
            Self::SameLetters => ("same-letters", "cells spell a name differently from other cells"),
            Self::NearName => ("near-name", "cells contain a name that is one letter away from another name"),
            Self::ShortId => ("short-id", "ids are 15-character Salesforce ids"),
            Self::IdCase => ("id-case", "Salesforce ids have lost their case"),
            Self::Deleted => ("deleted", "rows are marked as deleted or no longer current"),
            Self::ByName => ("by-name", "cells contain a name instead of an id"),
            Self::SeveralCompanies => ("several-companies", "opportunities belong to several companies"),
            Self::NoAccount => ("no-account", "opportunities have no account"),
            Self::UnknownAccount => ("unknown-account", "opportunities have an account that is not in the table of accounts"),
            Self::UnknownOwner => ("unknown-owner", "opportunities have an owner who is not in the table of reps"),
            Self::UnknownProduct => ("unknown-product", "opportunities have a product that is not in the table of products"),
            Self::UnknownSource => ("unknown-source", "opportunities have a source that is not in the scenario"),
            Self::UnknownType => ("unknown-type", "opportunities have a type that is neither new, existing nor renewal"),
            Self::StageByRow => ("stage-by-row", "opportunities have a stage that is not in the scenario"),
            Self::ClosedBeforeCreated => ("closed-before-created", "opportunities were closed before they were created"),
            Self::ClosedWithoutDay => ("closed-without-day", "opportunities are closed but have no closing date"),
            Self::OpenBeyondCycles => ("open-beyond-cycles", "open opportunities are older than any closed opportunity"),
            Self::BulkDate => ("bulk-date", "cells contain the same date, as after a bulk update"),
            Self::NoOpportunities => ("no-opportunities", "reps have no opportunities"),
            Self::Inactive => ("inactive", "reps are inactive but have no leaving date"),
            Self::AllOpen => ("all-open", "opportunities, none of them closed: win rates, sizes and cycles cannot be estimated"),
            Self::NoneLost => {
                ("none-lost", "closed opportunities, none of them lost: losses are not recorded, so no win rate can be estimated")
            }
            Self::NoneWon => ("none-won", "closed opportunities, none of them won: win rates and sizes cannot be estimated"),
            Self::OneOwner => ("one-owner", "opportunities, all with the same owner: skill cannot be separated from the market"),
            Self::WonForNothing => ("won-for-nothing", "opportunities were won with an amount of zero"),
            Self::OtherCurrency => ("other-currency", "amounts are in another currency"),
            Self::CommaGroups => ("comma-groups", "numbers have a single comma before three digits"),
            Self::SerialDates => ("serial-dates", "dates are spreadsheet serial numbers"),
            Self::UnknownOpportunity => {
                ("unknown-opportunity", "rows refer to an opportunity that is not in the table of opportunities")
            }
            Self::FieldUnused => ("field-unused", "field statements could not be used"),
        }
    }
}

impl FindingTreatment {
    /// Description of the treatment, worded to follow the finding.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nothing => "kept unchanged",
            Self::Repaired(rule) | Self::Read(rule) => rule,
            Self::LeftOut => "left out",
            Self::SetAside => "set aside: counted, but not part of any book",
        }
    }

    /// Whether the treatment changes or omits data.
    #[must_use]
    pub const fn changes(self) -> bool {
        matches!(self, Self::Repaired(_) | Self::LeftOut | Self::SetAside)
    }
}
