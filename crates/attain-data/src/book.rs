//! The book of business: accounts, reps and opportunities.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::reading::ReadReport;
use attain_core::geography::GeoPoint;
use attain_core::scenario::choices::{GrowthClass, RiskClass};

/// The book of business, as read or generated. Records are sorted by id, so that the order
/// of a file does not matter. Indices elsewhere are positions in these lists.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Accounts, sorted by id.
    pub accounts: Vec<Account>,
    /// Reps, sorted by id, including leavers.
    pub reps: Vec<Rep>,
    /// Opportunities, sorted by id.
    pub opportunities: Vec<Opportunity>,
    /// Opportunities without an account in the book, sorted by id. Plans and simulations
    /// ignore them.
    pub unattached: Vec<UnattachedOpportunity>,
    /// Products with their list prices, sorted by name.
    pub products: Vec<Product>,
    /// Estimates from the field, sorted by account. Potentials and odds already include them.
    pub field: Vec<FieldView>,
    /// Bookings by rep and month, sorted by rep, then month.
    pub production: Vec<Production>,
    /// Segment names, in the order of the scenario's `[market.segments]`.
    pub segments: Vec<String>,
    /// Industry names, sorted.
    pub industries: Vec<String>,
    /// Region names, sorted.
    pub regions: Vec<String>,
    /// Team names, in the order of the scenario's `[teams]`.
    pub teams: Vec<String>,
    /// Skill names, sorted.
    pub skills: Vec<String>,
    /// Source names, in the order of the scenario's `[market.sources]`.
    pub sources: Vec<String>,
    /// The report on files and findings.
    pub reading: ReadReport,
    /// Keys of opportunities whose amount was filled in on reading.
    pub filled_amounts: BTreeSet<u64>,
    /// Accounts whose potential was estimated from past purchases, if there are any.
    pub purchase_potentials: Option<PurchasePotentials>,
    /// SHA-256 of the content in lower-case hex, independent of the order of rows.
    pub hash: String,
}

impl Book {
    /// Returns whether the number of amounts filled in on reading exceeds 5 % of the number of
    /// opportunities that were not won.
    #[must_use]
    pub fn amounts_filled_in(&self) -> bool {
        let filled = self.opportunities.iter().filter(|one| self.filled_amounts.contains(&one.key)).count();
        let others = self.opportunities.iter().filter(|o| o.outcome != Outcome::Won).count();
        filled * 20 > others.max(1)
    }
}

/// One account.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Stable id.
    pub id: String,
    /// Stable 64-bit key of the id: the address of its random draws.
    pub key: u64,
    /// Name for reports.
    pub name: String,
    /// Index into [`Book::segments`].
    pub segment: usize,
    /// Index into [`Book::industries`].
    pub industry: Option<usize>,
    /// Index into [`Book::regions`].
    pub region: Option<usize>,
    pub place: Option<GeoPoint>,
    /// Attainable spend per year.
    pub potential: f64,
    /// Today's recurring revenue per year.
    pub revenue: f64,
    pub growth: GrowthClass,
    pub strategic: bool,
    pub risk: RiskClass,
    /// Id of the family: the id of the topmost parent, or the account's own id.
    pub family: String,
    /// Index into [`Book::skills`] of the required skill.
    pub skill: Option<usize>,
    /// Fit with the ideal customer profile, 0 to 1.
    pub fit: f64,
    /// Engagement, 0 to 1, if the data includes it.
    pub engagement: Option<f64>,
    /// Index into [`Book::reps`] of the owner.
    pub owner: Option<usize>,
    /// First day with the present owner.
    pub owner_since: Option<Date>,
    /// Date of the last touch.
    pub last_touch: Option<Date>,
    /// Date of the next renewal.
    pub renewal: Option<Date>,
    /// Date on which the account was created.
    pub created: Option<Date>,
}

/// One rep, present or past.
#[derive(Debug, Clone, PartialEq)]
pub struct Rep {
    /// Stable id.
    pub id: String,
    /// Stable 64-bit key of the id: the address of its random draws.
    pub key: u64,
    /// Name for reports.
    pub name: String,
    /// E-mail address, by which some CRMs know users.
    pub email: Option<String>,
    /// Index into [`Book::teams`].
    pub team: usize,
    /// Index into [`Book::regions`].
    pub region: Option<usize>,
    /// Name of the manager.
    pub manager: String,
    /// First day of work.
    pub hired: Option<Date>,
    /// Leaving date; `None` for present reps.
    pub left: Option<Date>,
    /// Quota per year.
    pub quota: Option<f64>,
    /// Indices into [`Book::skills`]. Industry names are skills too.
    pub skills: Vec<usize>,
    /// Location from which the rep travels.
    pub place: Option<GeoPoint>,
}

/// Whether an opportunity is open, won or lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// Open, with the stage's chance of winning.
    Open(f64),
    /// Closed as won.
    Won,
    /// Closed as lost.
    Lost,
}

/// One opportunity.
#[derive(Debug, Clone, PartialEq)]
pub struct Opportunity {
    /// Stable id.
    pub id: String,
    /// Stable 64-bit key of the id.
    pub key: u64,
    /// Index into [`Book::accounts`].
    pub account: usize,
    /// Index into [`Book::reps`].
    pub owner: Option<usize>,
    /// Stage as written in the file.
    pub stage: String,
    pub outcome: Outcome,
    pub amount: f64,
    /// Creation date.
    pub created: Option<Date>,
    /// Actual or expected closing date.
    pub closes: Option<Date>,
    /// Index into [`Book::sources`].
    pub source: Option<usize>,
    /// Name of the product.
    pub product: Option<String>,
    pub business: Option<BusinessType>,
    /// Currency code of the amount in the file, if it is not `money.currency`.
    pub currency: Option<String>,
    /// Stages entered, sorted by day, if the history is available.
    pub stages: Vec<StageChange>,
}

/// The type of business of an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BusinessType {
    /// Business with a new customer.
    New,
    /// Additional business with an existing customer.
    Existing,
    /// Renewal of existing business.
    Renewal,
}

/// A stage that an opportunity entered.
#[derive(Debug, Clone, PartialEq)]
pub struct StageChange {
    /// Day on which the stage was entered.
    pub on: Date,
    /// Stage as written in the file.
    pub stage: String,
    /// Index into [`Book::reps`] of the owner at that time, if the history includes it.
    pub owner: Option<usize>,
}

/// An opportunity without an account in the book.
#[derive(Debug, Clone, PartialEq)]
pub struct UnattachedOpportunity {
    /// Stable id.
    pub id: String,
    /// The account as written in the file; may be empty.
    pub account: String,
    /// Index into [`Book::reps`].
    pub owner: Option<usize>,
    /// Stage as written in the file.
    pub stage: String,
    pub outcome: Outcome,
    /// Amount, if the file contains one.
    pub amount: Option<f64>,
    /// Creation date.
    pub created: Option<Date>,
    /// Actual or expected closing date.
    pub closes: Option<Date>,
    /// Index into [`Book::sources`].
    pub source: Option<usize>,
    /// Name of the product.
    pub product: Option<String>,
}

/// A product with its list price.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    pub name: String,
    pub price: f64,
}

/// Accounts whose potential was estimated from past purchases.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PurchasePotentials {
    /// Assumed share of the potential that is sold.
    pub sold: f64,
    /// Indices of the accounts, ascending.
    pub accounts: Vec<usize>,
    /// Those of them whose segment follows from the potential.
    pub segmented: Vec<usize>,
}

/// Estimates from the field for one account.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldView {
    /// Index into [`Book::accounts`].
    pub account: usize,
    /// The potential, if the field states one.
    pub potential: Option<BlendedFigure>,
    /// Chance of winning the account's open opportunities, averaged with amounts as weights, if the
    /// field states one.
    pub odds: Option<BlendedFigure>,
    /// Notes of the statements, each with its author.
    pub notes: Vec<String>,
}

/// A figure from the data, blended with an estimate from the field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlendedFigure {
    /// Figure from the data.
    pub data: f64,
    /// Estimate from the field: the mean of the statements weighted by confidence.
    pub field: f64,
    /// Weight of the estimate from the field, 0 to 1.
    pub credibility: f64,
}

impl BlendedFigure {
    /// The blended figure that plans use.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.data + self.credibility * (self.field - self.data)
    }
}

/// Bookings of one rep in one month.
#[derive(Debug, Clone, PartialEq)]
pub struct Production {
    /// Index into [`Book::reps`].
    pub rep: usize,
    /// First day of the month.
    pub month: Date,
    pub bookings: f64,
}
