//! Where the book of business is read from.

use std::collections::BTreeMap;

use super::choices;

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
        production: Option<Production> = None, from "none";
    }
}

choices! {
    /// The table of accounts. Known columns: `id`, `name`, `segment`,
    /// `industry`, `region`, `latitude`, `longitude`, `potential`, `revenue`,
    /// `growth`, `strategic`, `risk`, `parent`, `skill`, `fit`, `engagement`,
    /// `owner`, `owner-since`, `last-touch`, `renewal`.
    pub struct Accounts {
        /// CSV or Parquet file, relative to this scenario file.
        file: String = String::new(), from "none";
        /// Our column name to the file's, where they differ.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "the obvious names, any case";
    }
}

choices! {
    /// The table of reps. Known columns: `id`, `name`, `team`, `region`,
    /// `manager`, `hired`, `left`, `quota`, `skills`, `latitude`, `longitude`.
    pub struct Reps {
        /// CSV or Parquet file, relative to this scenario file.
        file: String = String::new(), from "none";
        /// Our column name to the file's, where they differ.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "the obvious names, any case";
    }
}

choices! {
    /// The table of opportunities. Known columns: `id`, `account`, `owner`,
    /// `stage`, `amount`, `created`, `closed`, `source`, `product`.
    pub struct Opportunities {
        /// CSV or Parquet file, relative to this scenario file.
        file: String = String::new(), from "none";
        /// Our column name to the file's, where they differ.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "the obvious names, any case";
        /// Stage values that mean won.
        won: Vec<String> = vec!["Closed Won".into(), "Won".into()], from "P: Salesforce and HubSpot defaults";
        /// Stage values that mean lost.
        lost: Vec<String> = vec!["Closed Lost".into(), "Lost".into()], from "P: Salesforce and HubSpot defaults";
        /// Chance to win by open stage; a stage that is not named here is a fault.
        stages: BTreeMap<String, crate::units::Share> = default_stages(), from "P: Salesforce and HubSpot default stages";
    }
}

choices! {
    /// The table of production. Known columns: `rep`, `month`, `bookings`.
    pub struct Production {
        /// CSV or Parquet file, relative to this scenario file.
        file: String = String::new(), from "none";
        /// Our column name to the file's, where they differ.
        columns: BTreeMap<String, String> = BTreeMap::new(), from "the obvious names, any case";
    }
}

fn default_stages() -> BTreeMap<String, crate::units::Share> {
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
    .map(|(stage, chance)| (stage.to_owned(), crate::units::Share::of(chance)))
    .collect()
}
