//! The files from which the book of business is read.

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
        /// Links from opportunities to accounts, where they are kept in a separate
        /// table such as `HubSpot`'s associations, with the columns `opportunity` and `account`.
        links: Option<DataTable> = None, from "none";
        /// Estimates that reps and managers make of their accounts, with the columns
        /// `account`, `potential`, `odds`, `note`, `confidence` and `by`.
        field: Option<FieldTable> = None, from "none";
        /// Exchange rates by currency code: what one unit of the currency is worth in
        /// `money.currency`, such as `{ EUR = 1.08 }`. An amount in a currency without a
        /// rate is an error.
        rates: BTreeMap<String, Factor> = BTreeMap::new(), from "none";
        /// Whether to repair obvious slips in the data, such as one name spelled in two
        /// ways. `attain check` lists every repair.
        repair: bool = true, from "A: a product under two spellings is one product";
        /// Names that are never repaired, however similar they are to other names.
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
        /// Names of columns in the file, by the name of the column here, where the two
        /// differ. Use `""` for a column that should not be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names that attain and common CRMs use, in any case";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that holds a table";
        /// Decimal sign of the numbers in the file. Needed only where the numbers do not show it.
        decimal: Option<DecimalSign> = None, from "none";
        /// What to do when no column holds the potential: refuse the file, or estimate
        /// potentials from past sales.
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
        /// Names of columns in the file, by the name of the column here, where the two
        /// differ. Use `""` for a column that should not be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names that attain and common CRMs use, in any case";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that holds a table";
        /// Decimal sign of the numbers in the file. Needed only where the numbers do not show it.
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
        /// Names of columns in the file, by the name of the column here, where the two
        /// differ. Use `""` for a column that should not be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names that attain and common CRMs use, in any case";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that holds a table";
        /// Decimal sign of the numbers in the file. Needed only where the numbers do not show it.
        decimal: Option<DecimalSign> = None, from "none";
        /// Stages that mean the opportunity was won.
        won: Vec<String> = vec!["Closed Won".into(), "Won".into()], from "P: Salesforce and HubSpot defaults";
        /// Stages that mean the opportunity was lost.
        lost: Vec<String> = vec!["Closed Lost".into(), "Lost".into()], from "P: Salesforce and HubSpot defaults";
        /// Chance of winning by open stage. A stage is an error when it is named neither
        /// here, nor in `won` or `lost`, nor in the table of stages, and when its row has
        /// no other column that says whether the opportunity is open, won or lost.
        stages: BTreeMap<String, Share> = default_stages(), from "P: Salesforce and HubSpot default stages";
        /// What to do with opportunities without an account.
        missing_account: UnmatchedPolicy = UnmatchedPolicy::SetAside, from "A: a CRM may leave the account out until a deal closes";
        /// What to do with opportunities whose account is not in the table of accounts.
        unknown_account: UnmatchedPolicy = UnmatchedPolicy::Refuse, from "A: the user should decide about a broken reference";
        /// What to do with opportunities whose owner is not in the table of reps.
        unknown_owner: UnknownOwnerPolicy = UnknownOwnerPolicy::Refuse, from "A: the user should decide about a broken reference";
        /// What to do with opportunities that were closed before they were created.
        reversed_dates: ReversedDatesPolicy = ReversedDatesPolicy::Refuse, from "A: the user should decide about a broken date";
    }
}

choices! {
    /// A table that is read from a file.
    pub struct DataTable {
        /// CSV, Parquet or Excel file, as a path relative to this scenario file.
        file: String = String::new(), from "none";
        /// Names of columns in the file, by the name of the column here, where the two
        /// differ. Use `""` for a column that should not be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names that attain and common CRMs use, in any case";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that holds a table";
        /// Decimal sign of the numbers in the file. Needed only where the numbers do not show it.
        decimal: Option<DecimalSign> = None, from "none";
    }
}

choices! {
    /// Estimates from the field, one row for each statement about an account. The
    /// statements about a figure are blended with the data by credibility: with `n`
    /// the sum of their confidences, the field has the weight
    /// `n / (n + data-evidence)` and the data has the rest.
    pub struct FieldTable {
        /// CSV, Parquet or Excel file, as a path relative to this scenario file.
        file: String = String::new(), from "none";
        /// Names of columns in the file, by the name of the column here, where the two
        /// differ. Use `""` for a column that should not be read.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "names that attain and common CRMs use, in any case";
        /// Sheet of an Excel workbook.
        sheet: Option<String> = None, from "the first sheet that holds a table";
        /// Decimal sign of the numbers in the file. Needed only where the numbers do not show it.
        decimal: Option<DecimalSign> = None, from "none";
        /// Number of fully confident statements that the data counts as.
        data_evidence: Factor = Factor::literal(1.0), from "A: one fully confident statement counts as much as the data";
        /// Confidence of a statement that does not give one.
        confidence: Share = Share::literal(0.5), from "A: half confident";
    }
}

/// What every table that is read from a file says about that file.
#[derive(Debug, Clone, Copy)]
pub struct DataSource<'a> {
    /// Name of the table in the scenario, such as `accounts`.
    pub table: &'static str,
    /// The file.
    pub file: &'a str,
    /// Names of columns in the file, by the name of the column here.
    pub columns: &'a BTreeMap<String, String>,
    /// Sheet of an Excel workbook.
    pub sheet: Option<&'a str>,
    /// Decimal sign.
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
    /// Every table that names a file, in a fixed order.
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

    /// The table with this name, where the scenario gives it.
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
