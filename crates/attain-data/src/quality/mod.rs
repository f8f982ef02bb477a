//! The quality of the data: what was found, how often, with examples, and what
//! was done about it. Nothing is changed or left out that is not listed here.

mod dates;
mod history;
mod names;
mod same;
mod words;

pub(super) use dates::bulk;
pub(super) use history::{PastOpportunity, history};
pub(super) use names::{KnownNames, repairs};
pub(super) use same::{accounts_alike, repeated_rows};

/// Examples that a finding shows.
const SHOWN: usize = 5;

/// Something about the data that a reader should know.
#[derive(Debug, Clone, PartialEq)]
pub struct DataFinding {
    /// What it is.
    pub kind: FindingKind,
    /// The scenario's table, such as `accounts`.
    pub table: &'static str,
    /// The file's column; empty for whole rows.
    pub column: String,
    /// How many rows, cells or entities.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// A few of them.
    pub examples: Vec<String>,
    /// What was done about it.
    pub done: FindingTreatment,
}

/// What can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A row that says what another one says.
    RepeatedRow,
    /// Accounts of different ids whose names are nearly the same.
    AccountsAlike,
    /// A name that differs from another one by blanks, case or signs.
    SameLetters,
    /// A rare name a letter away from a frequent one, or from a known one.
    NearName,
    /// A 15-character Salesforce id.
    ShortId,
    /// An 18-character Salesforce id that has lost its case.
    IdCase,
    /// A row that the CRM has marked as deleted.
    Deleted,
    /// A reference by name or e-mail address instead of id.
    ByName,
    /// Several companies of one deal.
    SeveralCompanies,
    /// An opportunity without an account.
    NoAccount,
    /// An opportunity of an account that is not listed.
    UnknownAccount,
    /// An opportunity of an owner who is not listed.
    UnknownOwner,
    /// A product that the products do not list.
    UnknownProduct,
    /// A source that the scenario does not name.
    UnknownSource,
    /// A type of opportunity that means nothing to us.
    UnknownType,
    /// A stage that the row itself had to explain.
    StageByRow,
    /// Closed before it was created.
    ClosedBeforeCreated,
    /// Closed without a day.
    ClosedWithoutDay,
    /// Open for longer than any closed one took.
    OpenBeyondCycles,
    /// One day that stands in far too many rows.
    BulkDate,
    /// A rep without an opportunity.
    NoOpportunities,
    /// A rep whom the CRM has as inactive, without the day of leaving.
    Inactive,
    /// No opportunity is closed.
    AllOpen,
    /// Every closed opportunity was won.
    NoneLost,
    /// Every closed opportunity was lost.
    NoneWon,
    /// Every opportunity has the same owner.
    OneOwner,
    /// Opportunities that were won for nothing.
    WonForNothing,
    /// Amounts in another currency.
    OtherCurrency,
    /// Numbers whose comma could be a decimal sign.
    CommaGroups,
    /// Dates given as a spreadsheet's serial numbers.
    SerialDates,
    /// A change of an opportunity that is not listed.
    UnknownOpportunity,
    /// A statement of the field about which nothing can be done.
    FieldUnused,
}

/// What was done about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingTreatment {
    /// Nothing: it is for the reader to judge.
    Nothing,
    /// The value was put right, by this rule.
    Repaired(&'static str),
    /// The row was left out.
    LeftOut,
    /// The row was kept, but belongs to no book.
    SetAside,
    /// The value was read so.
    Read(&'static str),
}

impl DataFinding {
    /// A finding with the first few of its examples.
    pub(super) fn new(
        kind: FindingKind,
        (table, column): (&'static str, &str),
        examples: Vec<String>,
        of: usize,
        done: FindingTreatment,
    ) -> Self {
        let count = examples.len();
        Self::counted(kind, (table, column), count, examples, of, done)
    }

    /// A finding whose examples are not what is counted.
    pub(super) fn counted(
        kind: FindingKind,
        (table, column): (&'static str, &str),
        count: usize,
        mut examples: Vec<String>,
        of: usize,
        done: FindingTreatment,
    ) -> Self {
        examples.truncate(SHOWN);
        Self { kind, table, column: column.to_owned(), count, of, examples, done }
    }
}

impl FindingKind {
    /// Stable code, kebab-case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.told().0
    }

    /// What it means, as a clause after a count.
    #[must_use]
    pub const fn words(self) -> &'static str {
        self.told().1
    }

    const fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::RepeatedRow => ("repeated-row", "rows say exactly what another row says"),
            Self::AccountsAlike => ("accounts-alike", "accounts share a name with another one, as far as letters go"),
            Self::SameLetters => ("same-letters", "cells spell a name otherwise than it is spelt elsewhere"),
            Self::NearName => ("near-name", "cells hold a name that is a slip away from another one"),
            Self::ShortId => ("short-id", "ids are Salesforce's 15-character ones"),
            Self::IdCase => ("id-case", "Salesforce ids have lost their upper and lower case"),
            Self::Deleted => ("deleted", "rows are marked as deleted or no longer current"),
            Self::ByName => ("by-name", "cells name the record instead of its id"),
            Self::SeveralCompanies => ("several-companies", "opportunities belong to several companies"),
            Self::NoAccount => ("no-account", "opportunities have no account"),
            Self::UnknownAccount => ("unknown-account", "opportunities have an account that the accounts do not list"),
            Self::UnknownOwner => ("unknown-owner", "opportunities have an owner whom the reps do not list"),
            Self::UnknownProduct => ("unknown-product", "opportunities have a product that the products do not list"),
            Self::UnknownSource => ("unknown-source", "opportunities have a source that the scenario does not name"),
            Self::UnknownType => ("unknown-type", "opportunities have a type that is neither new, existing nor renewal"),
            Self::StageByRow => ("stage-by-row", "opportunities have a stage that only the row itself explains"),
            Self::ClosedBeforeCreated => ("closed-before-created", "opportunities were closed before they were created"),
            Self::ClosedWithoutDay => ("closed-without-day", "opportunities are closed and say not when"),
            Self::OpenBeyondCycles => ("open-beyond-cycles", "open opportunities are older than any closed one ever was"),
            Self::BulkDate => ("bulk-date", "cells hold one and the same day, as after a bulk update"),
            Self::NoOpportunities => ("no-opportunities", "reps have no opportunity"),
            Self::Inactive => ("inactive", "reps are inactive and say not since when"),
            Self::AllOpen => ("all-open", "opportunities, and not one is closed: win rates, sizes and cycles cannot be learnt"),
            Self::NoneLost => {
                ("none-lost", "closed opportunities, and not one is lost: losses are not recorded, no win rate can be learnt")
            }
            Self::NoneWon => ("none-won", "closed opportunities, and not one is won: win rates and sizes cannot be learnt"),
            Self::OneOwner => ("one-owner", "opportunities, all of one owner: skill cannot be told from the market"),
            Self::WonForNothing => ("won-for-nothing", "opportunities were won for an amount of zero"),
            Self::OtherCurrency => ("other-currency", "amounts are in another currency"),
            Self::CommaGroups => ("comma-groups", "numbers have a lone comma before three digits"),
            Self::SerialDates => ("serial-dates", "dates are a spreadsheet's serial numbers"),
            Self::UnknownOpportunity => ("unknown-opportunity", "rows are about an opportunity that is not listed"),
            Self::FieldUnused => ("field-unused", "statements could not be used"),
        }
    }
}

impl FindingTreatment {
    /// What was done, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nothing => "kept as it is",
            Self::Repaired(rule) | Self::Read(rule) => rule,
            Self::LeftOut => "left out",
            Self::SetAside => "set aside: counted, in no book",
        }
    }

    /// Whether something in the data was changed or left out.
    #[must_use]
    pub const fn changes(self) -> bool {
        matches!(self, Self::Repaired(_) | Self::LeftOut | Self::SetAside)
    }
}
