//! Where the book of business is read from.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices;
use crate::units::{Factor, Share};

choices! {
    /// Files of the book of business. Without `accounts`, a book is generated
    /// from the aggregates in `[market.segments]`.
    pub struct Data {
        /// Accounts: one row each.
        accounts: Option<Accounts> = None, from "none";
        /// Reps: one row each; leavers may be included with the day they left.
        reps: Option<Reps> = None, from "none";
        /// Opportunities, open and closed: one row each.
        opportunities: Option<Opportunities> = None, from "none";
        /// Bookings by rep and month.
        production: Option<DataFile> = None, from "none";
        /// Products with their list prices: `product`, `price`.
        products: Option<DataFile> = None, from "none";
        /// Changes of opportunities over time, such as Salesforce's
        /// `OpportunityHistory`: `opportunity`, `stage`, `date`, `owner`.
        history: Option<DataFile> = None, from "none";
        /// Stages with their labels and chances, such as `HubSpot`'s pipeline
        /// stages: `id`, `label`, `chance`, `won`, `closed`.
        stages: Option<DataFile> = None, from "none";
        /// Which opportunity belongs to which account, where a table of its
        /// own says so, such as `HubSpot`'s associations: `opportunity`, `account`.
        links: Option<DataFile> = None, from "none";
        /// What reps and managers say about accounts: `account`, `potential`,
        /// `odds`, `note`, `confidence`, `by`.
        field: Option<Field> = None, from "none";
        /// What one unit of another currency is worth in `money.currency`, by
        /// its code: `{ EUR = 1.08 }`. An amount in a currency without a rate is a fault.
        rates: BTreeMap<String, Factor> = BTreeMap::new(), from "none";
        /// Whether names spelt in two ways become one, and what else is plainly
        /// a slip is put right. `attain check` lists every repair.
        repair: bool = true, from "A: a product under two spellings is one product";
        /// Names that are right as they are, however near they come to others.
        keep_names: Vec<String> = Vec::new(), from "none";
        /// Whether rows that the CRM has marked as deleted count.
        keep_deleted: bool = false, from "A: what was deleted is not business";
    }
}

choices! {
    /// The table of accounts. Known columns: `id`, `name`, `segment`,
    /// `industry`, `region`, `latitude`, `longitude`, `potential`, `revenue`,
    /// `growth`, `strategic`, `risk`, `parent`, `skill`, `fit`, `engagement`,
    /// `owner`, `owner-since`, `last-touch`, `renewal`, `currency`, `deleted`.
    pub struct Accounts {
        /// CSV, Parquet or Excel file, relative to this scenario file.
        file: String = String::new(), from "none";
        /// Our column name to the file's, where they differ; `""` for a column that is not to be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "the obvious names, any case";
        /// Sheet of an Excel file.
        sheet: Option<String> = None, from "the first one with a table";
        /// Decimal sign of the file's numbers, where they do not tell by themselves.
        decimal: Option<DecimalSign> = None, from "none";
        /// Where no column holds the potential: refuse, or take it from what was sold.
        without_potential: WithoutPotential = WithoutPotential::Refuse, from "A: a potential is known or estimated, never guessed in silence";
    }
}

choices! {
    /// The table of reps. Known columns: `id`, `name`, `first-name`,
    /// `last-name`, `email`, `team`, `region`, `manager`, `hired`, `left`,
    /// `active`, `quota`, `skills`, `latitude`, `longitude`, `currency`, `deleted`.
    pub struct Reps {
        /// CSV, Parquet or Excel file, relative to this scenario file.
        file: String = String::new(), from "none";
        /// Our column name to the file's, where they differ; `""` for a column that is not to be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "the obvious names, any case";
        /// Sheet of an Excel file.
        sheet: Option<String> = None, from "the first one with a table";
        /// Decimal sign of the file's numbers, where they do not tell by themselves.
        decimal: Option<DecimalSign> = None, from "none";
    }
}

choices! {
    /// The table of opportunities. Known columns: `id`, `account`, `owner`,
    /// `stage`, `amount`, `created`, `closed`, `source`, `product`, `type`,
    /// `currency`, `chance`, `is-closed`, `is-won`, `deleted`.
    pub struct Opportunities {
        /// CSV, Parquet or Excel file, relative to this scenario file.
        file: String = String::new(), from "none";
        /// Our column name to the file's, where they differ; `""` for a column that is not to be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "the obvious names, any case";
        /// Sheet of an Excel file.
        sheet: Option<String> = None, from "the first one with a table";
        /// Decimal sign of the file's numbers, where they do not tell by themselves.
        decimal: Option<DecimalSign> = None, from "none";
        /// Stage values that mean won.
        won: Vec<String> = vec!["Closed Won".into(), "Won".into()], from "P: Salesforce and HubSpot defaults";
        /// Stage values that mean lost.
        lost: Vec<String> = vec!["Closed Lost".into(), "Lost".into()], from "P: Salesforce and HubSpot defaults";
        /// Chance to win by open stage. A stage that is named neither here nor in
        /// `won` and `lost` nor in the table of stages, and whose row does not
        /// say itself how it stands, is a fault.
        stages: BTreeMap<String, Share> = default_stages(), from "P: Salesforce and HubSpot default stages";
        /// Opportunities without an account: set aside (kept, counted, in no book), or refused.
        missing_account: Unmatched = Unmatched::SetAside, from "A: a CRM may leave the account out until a deal closes";
        /// Opportunities of an account that the accounts do not list.
        unknown_account: Unmatched = Unmatched::Refuse, from "A: a broken reference is the user's to judge";
        /// Opportunities of an owner whom the reps do not list.
        unknown_owner: UnknownOwner = UnknownOwner::Refuse, from "A: a broken reference is the user's to judge";
        /// Opportunities that were closed before they were created.
        reversed_dates: ReversedDates = ReversedDates::Refuse, from "A: a broken date is the user's to judge";
    }
}

choices! {
    /// A table of a file.
    pub struct DataFile {
        /// CSV, Parquet or Excel file, relative to this scenario file.
        file: String = String::new(), from "none";
        /// Our column name to the file's, where they differ; `""` for a column that is not to be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "the obvious names, any case";
        /// Sheet of an Excel file.
        sheet: Option<String> = None, from "the first one with a table";
        /// Decimal sign of the file's numbers, where they do not tell by themselves.
        decimal: Option<DecimalSign> = None, from "none";
    }
}

choices! {
    /// What the field says: a row for each statement about an account. A
    /// statement is blended with the data by credibility: of `n`, the sum of the
    /// confidences of all statements about a figure, the field has the weight
    /// `n / (n + data-evidence)`, the data the rest.
    pub struct Field {
        /// CSV, Parquet or Excel file, relative to this scenario file.
        file: String = String::new(), from "none";
        /// Our column name to the file's, where they differ; `""` for a column that is not to be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "the obvious names, any case";
        /// Sheet of an Excel file.
        sheet: Option<String> = None, from "the first one with a table";
        /// Decimal sign of the file's numbers, where they do not tell by themselves.
        decimal: Option<DecimalSign> = None, from "none";
        /// How many fully confident statements the data is worth.
        data_evidence: Factor = Factor::of(1.0), from "A: one sure voice counts as much as the data";
        /// Confidence of a statement that gives none.
        confidence: Share = Share::of(0.5), from "A: half sure";
    }
}

/// Decimal sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalSign {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

/// What becomes of an opportunity without an account of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unmatched {
    /// It is a fault.
    Refuse,
    /// It is kept and counted, but belongs to no book.
    SetAside,
}

/// What becomes of an opportunity of an owner whom the reps do not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownOwner {
    /// It is a fault.
    Refuse,
    /// It belongs to nobody.
    Nobody,
}

/// What becomes of an opportunity that was closed before it was created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReversedDates {
    /// It is a fault.
    Refuse,
    /// Its day of creation is taken as unknown.
    UnknownCreation,
}

/// What stands for the potential where no column holds it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WithoutPotential {
    /// Nothing: it is a fault.
    Refuse,
    /// What was won a year, over `sold`, the share of potential presumed sold;
    /// an account that bought nothing has the median of those that did.
    FromHistory {
        /// Share of potential that is sold, above 0.
        sold: Share,
    },
}

/// What every table of a file says about it.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Name of the table in the scenario, such as `accounts`.
    pub table: &'static str,
    /// The file.
    pub file: &'a str,
    /// Our column name to the file's.
    pub columns: &'a BTreeMap<String, String>,
    /// Sheet of an Excel file.
    pub sheet: Option<&'a str>,
    /// Decimal sign.
    pub decimal: Option<DecimalSign>,
}

macro_rules! source {
    ($table:ident, $choice:expr) => {
        $choice.as_ref().map(|table| Source {
            table: stringify!($table),
            file: &table.file,
            columns: &table.columns,
            sheet: table.sheet.as_deref(),
            decimal: table.decimal,
        })
    };
}

impl Data {
    /// Every table that names a file, in a fixed order.
    pub fn sources(&self) -> impl Iterator<Item = Source<'_>> {
        [
            source!(accounts, self.accounts),
            source!(reps, self.reps),
            source!(opportunities, self.opportunities),
            source!(production, self.production),
            source!(products, self.products),
            source!(history, self.history),
            source!(stages, self.stages),
            source!(links, self.links),
            source!(field, self.field),
        ]
        .into_iter()
        .flatten()
    }

    /// The table of a name, where it names a file.
    #[must_use]
    pub fn source(&self, table: &str) -> Option<Source<'_>> {
        self.sources().find(|source| source.table == table)
    }
}

fn default_stages() -> BTreeMap<String, Share> {
    [
        ("Prospecting", 0.10),
        ("Qualification", 0.10),
        ("Needs Analysis", 0.20),
        ("Value Proposition", 0.50),
        ("Id. Decision Makers", 0.60),
        ("Perception Analysis", 0.70),
        ("Proposal/Price Quote", 0.75),
        ("Negotiation/Review", 0.90),
        ("Appointment Scheduled", 0.20),
        ("Qualified to Buy", 0.40),
        ("Presentation Scheduled", 0.60),
        ("Decision Maker Bought-In", 0.80),
        ("Contract Sent", 0.90),
    ]
    .into_iter()
    .map(|(stage, chance)| (stage.to_owned(), Share::of(chance)))
    .collect()
}
