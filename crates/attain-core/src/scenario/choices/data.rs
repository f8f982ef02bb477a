//! Files that contain the book of business.

use std::collections::BTreeMap;

use super::data_policy::{DecimalSign, MissingPotentialPolicy, ReversedDatesPolicy, UnknownOwnerPolicy, UnmatchedPolicy};
use super::table_macro::choices;
use crate::units::{Factor, Share};

choices! {
    /// Files of the book of business. Without `accounts`, a book is generated
    /// from the aggregates in `[market.segments]`.
    pub struct Data {
        /// The table of accounts, one row per account.
        accounts: Option<AccountsTable> = None, from "none";
        /// The table of reps, one row per rep. Former reps may be included, with the day they left.
        reps: Option<RepsTable> = None, from "none";
        /// The table of open and closed opportunities, one row per opportunity.
        opportunities: Option<OpportunitiesTable> = None, from "none";
        /// Bookings by rep and month, with the columns `rep`, `month` and `bookings`.
        production: Option<DataTable> = None, from "none";
        /// Products and their list prices, with the columns `product` and `price`.
        products: Option<DataTable> = None, from "none";
        /// Stage changes of opportunities, such as Salesforce's `OpportunityHistory`,
        /// with the columns `opportunity`, `stage`, `date` and `owner`.
        history: Option<DataTable> = None, from "none";
        /// Stages with their labels and chances of winning, such as `HubSpot`'s pipeline
        /// stages, with the columns `id`, `label`, `chance`, `won` and `closed`.
        stages: Option<DataTable> = None, from "none";
        /// Links from opportunities to accounts, if they are stored in a separate table such as
        /// `HubSpot`'s associations, with the columns `opportunity` and `account`.
        links: Option<DataTable> = None, from "none";
        /// Estimates by reps and managers of their accounts, with the columns `account`,
        /// `potential`, `odds`, `note`, `confidence` and `by`.
        field: Option<FieldTable> = None, from "none";
        /// Exchange rates by currency code: the value of one unit of the currency in
        /// `money.currency`, such as `{ EUR = 1.08 }`. An amount in a currency without a rate is an
        /// error.
        rates: BTreeMap<String, Factor> = BTreeMap::new(), from "none";
        /// Whether to repair obvious errors in the data, such as two spellings of the same name.
        /// `attain check` lists every repair.
        repair: bool = true, from "A: two spellings refer to one product";
        /// Names that are never repaired, even if they are similar to other names.
        keep_names: Vec<String> = Vec::new(), from "none";
        /// Whether to read rows that the CRM has marked as deleted.
        keep_deleted: bool = false, from "A: a deleted record is no longer business";
    }
}

choices! {
    /// The table of accounts. Known columns: `id`, `name`, `segment`,
    /// `industry`, `region`, `latitude`, `longitude`, `potential`, `revenue`,
    /// `growth`, `strategic`, `risk`, `parent`, `skill`, `fit`, `engagement`,
    /// `owner`, `owner-since`, `last-touch`, `renewal`, `currency`, `deleted`.
    pub struct AccountsTable {
        /// CSV, Parquet or Excel file, as a path relative to this scenario file.
        file: String = String::new(), from "none";
        /// Names of columns in the file, by standard column name, if they differ. Use `""` to
        /// ignore a column.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names used by attain and common CRMs, case-insensitive";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that contains a table";
        /// Decimal separator of numbers in the file. Required only if the numbers are ambiguous.
        decimal: Option<DecimalSign> = None, from "none";
        /// What to do if no column contains the potential: report an error, or estimate potentials
        /// from past sales.
        without_potential: MissingPotentialPolicy = MissingPotentialPolicy::Refuse, from "A: a potential is known or estimated, never guessed silently";
    }
}

choices! {
    /// The table of reps. Known columns: `id`, `name`, `first-name`,
    /// `last-name`, `email`, `team`, `region`, `manager`, `hired`, `left`,
    /// `active`, `quota`, `skills`, `latitude`, `longitude`, `currency`, `deleted`.
    pub struct RepsTable {
        /// CSV, Parquet or Excel file, as a path relative to this scenario file.
        file: String = String::new(), from "none";
        /// Names of columns in the file, by standard column name, if they differ. Use `""` to
        /// ignore a column.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names used by attain and common CRMs, case-insensitive";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that contains a table";
        /// Decimal separator of numbers in the file. Required only if the numbers are ambiguous.
        decimal: Option<DecimalSign> = None, from "none";
    }
}

choices! {
    /// The table of opportunities. Known columns: `id`, `account`, `owner`,
    /// `stage`, `amount`, `created`, `closed`, `source`, `product`, `type`,
    /// `currency`, `chance`, `is-closed`, `is-won`, `deleted`.
    pub struct OpportunitiesTable {
        /// CSV, Parquet or Excel file, as a path relative to this scenario file.
        file: String = String::new(), from "none";
        /// Names of columns in the file, by standard column name, if they differ. Use `""` to
        /// ignore a column.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names used by attain and common CRMs, case-insensitive";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that contains a table";
        /// Decimal separator of numbers in the file. Required only if the numbers are ambiguous.
        decimal: Option<DecimalSign> = None, from "none";
        /// Names of the stages of won opportunities.
        won: Vec<String> = vec!["Closed Won".into(), "Won".into()], from "P: Salesforce and HubSpot defaults";
        /// Names of the stages of lost opportunities.
        lost: Vec<String> = vec!["Closed Lost".into(), "Lost".into()], from "P: Salesforce and HubSpot defaults";
        /// Probability of winning by open stage. It is an error if a stage is not listed here, in
        /// `won`, in `lost` or in the table of stages, unless another column of the row specifies
        /// whether the opportunity is open, won or lost.
        stages: BTreeMap<String, Share> = default_stages(), from "P: Salesforce and HubSpot default stages";
        /// What to do with opportunities without an account.
        missing_account: UnmatchedPolicy = UnmatchedPolicy::SetAside, from "A: a CRM may omit the account until a deal closes";
        /// What to do with opportunities whose account is not in the table of accounts.
        unknown_account: UnmatchedPolicy = UnmatchedPolicy::Refuse, from "A: the user should resolve a broken reference";
        /// What to do with opportunities whose owner is not in the table of reps.
        unknown_owner: UnknownOwnerPolicy = UnknownOwnerPolicy::Refuse, from "A: the user should resolve a broken reference";
        /// What to do with opportunities that were closed before they were created.
        reversed_dates: ReversedDatesPolicy = ReversedDatesPolicy::Refuse, from "A: the user should resolve a broken date";
    }
}

choices! {
    /// A table that is read from a file.
    pub struct DataTable {
        /// CSV, Parquet or Excel file, as a path relative to this scenario file.
        file: String = String::new(), from "none";
        /// Names of columns in the file, by standard column name, if they differ. Use `""` to
        /// ignore a column.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names used by attain and common CRMs, case-insensitive";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that contains a table";
        /// Decimal separator of numbers in the file. Required only if the numbers are ambiguous.
        decimal: Option<DecimalSign> = None, from "none";
    }
}

choices! {
    /// Estimates from the field, with one row per statement about an account. Statements are
    /// combined with the data by credibility: if `n` is the sum of their confidences, the field has
    /// the weight `n / (n + data-evidence)` and the data has the remaining weight.
    pub struct FieldTable {
        /// CSV, Parquet or Excel file, as a path relative to this scenario file.
        file: String = String::new(), from "none";
        /// Names of columns in the file, by standard column name, if they differ. Use `""` to
        /// ignore a column.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names used by attain and common CRMs, case-insensitive";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that contains a table";
        /// Decimal separator of numbers in the file. Required only if the numbers are ambiguous.
        decimal: Option<DecimalSign> = None, from "none";
        /// Weight of the data, as a number of fully confident statements.
        data_evidence: Factor = Factor::literal(1.0), from "A: one fully confident statement has the weight of the data";
        /// Confidence of statements without a stated confidence.
        confidence: Share = Share::literal(0.5), from "A: half confident";
    }
}

/// Properties common to all tables that are read from files.
#[derive(Debug, Clone, Copy)]
pub struct DataSource<'a> {
    /// Name of the table in the scenario, such as `accounts`.
    pub table: &'static str,
    pub file: &'a str,
    /// Names of columns in the file, by standard column name.
    pub columns: &'a BTreeMap<String, String>,
    /// Sheet of an Excel workbook.
    pub sheet: Option<&'a str>,
    /// Decimal separator of numbers in the file.
    pub decimal: Option<DecimalSign>,
}

macro_rules! source {
    ($table:ident, $choice:expr) => {
        $choice.as_ref().map(|table| DataSource {
            table: stringify!($table),
            file: &table.file,
            columns: &table.columns,
            sheet: table.sheet.as_deref(),
            decimal: table.decimal,
        })
    };
}

impl Data {
    /// All tables that are read from files, in a fixed order.
    pub fn sources(&self) -> impl Iterator<Item = DataSource<'_>> {
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

    /// The table with this name, if it is set.
    #[must_use]
    pub fn source(&self, table: &str) -> Option<DataSource<'_>> {
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
    .map(|(stage, chance)| (stage.to_owned(), Share::literal(chance)))
    .collect()
}
