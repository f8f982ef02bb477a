//! The book of business: accounts, reps and opportunities.

use jiff::civil::Date;

use super::reading::ReadReport;
use attain_core::geography::GeoPoint;
use attain_core::scenario::choices::{GrowthClass, RiskClass};

/// The book of business, as read or generated. Records are sorted by id, so that the order
/// of a file does not matter. Indices elsewhere are positions in these lists.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Accounts, by id.
    pub accounts: Vec<Account>,
    /// Reps, by id, leavers included.
    pub reps: Vec<Rep>,
    /// Opportunities, by id.
    pub opportunities: Vec<Opportunity>,
    /// Opportunities that belong to no account of the book, by id. Plans and simulations
    /// ignore them.
    pub unattached: Vec<UnattachedOpportunity>,
    /// Products with their list prices, by name.
    pub products: Vec<Product>,
    /// Estimates from the field, by account. Potentials and odds already include them.
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
    /// The report on what was read and found in the files.
    pub reading: ReadReport,
    /// SHA-256 of the content in lower-case hex, the same for any order of rows.
    pub hash: String,
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
    /// Id of the family: the id of the topmost parent, or its own.
    pub family: String,
    /// Index into [`Book::skills`] of the skill that it needs.
    pub skill: Option<usize>,
    /// Fit with the ideal customer, 0 to 1.
    pub fit: f64,
    /// Engagement, 0 to 1, if the data has it.
    pub engagement: Option<f64>,
    /// Index into [`Book::reps`] of its owner.
    pub owner: Option<usize>,
    /// First day of the present owner.
    pub owner_since: Option<Date>,
    /// Day of the last touch.
    pub last_touch: Option<Date>,
    /// Day of the next renewal.
    pub renewal: Option<Date>,
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
    /// Index into [`Book::teams`].
    pub team: usize,
    /// Index into [`Book::regions`].
    pub region: Option<usize>,
    /// Name of the manager.
    pub manager: String,
    /// First day of work.
    pub hired: Option<Date>,
    /// Day on which the rep left; `None` for present reps.
    pub left: Option<Date>,
    /// Quota per year.
    pub quota: Option<f64>,
    /// Indices into [`Book::skills`]. The name of an industry is a skill, too.
    pub skills: Vec<usize>,
    /// Where the rep travels from.
    pub place: Option<GeoPoint>,
}

/// Whether an opportunity is open, won or lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// Open, with the chance of winning of its stage.
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
    /// Stage, as the file names it.
    pub stage: String,
    pub outcome: Outcome,
    pub amount: f64,
    /// Day on which it was created.
    pub created: Option<Date>,
    /// Day on which it closed, or is expected to close.
    pub closes: Option<Date>,
    /// Index into [`Book::sources`].
    pub source: Option<usize>,
    /// Name of the product.
    pub product: Option<String>,
    pub business: Option<BusinessType>,
    /// Code of the currency of its amount in the file, if that is not `money.currency`.
    pub currency: Option<String>,
    /// The stages that it entered, by day, if the history is given.
    pub stages: Vec<StageChange>,
}

/// The type of business of an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BusinessType {
    /// Business with a new customer.
    New,
    /// More business with an existing customer.
    Existing,
    /// The renewal of existing business.
    Renewal,
}

/// A stage that an opportunity entered.
#[derive(Debug, Clone, PartialEq)]
pub struct StageChange {
    /// Day on which the stage was entered.
    pub on: Date,
    /// Stage, as the file names it.
    pub stage: String,
    /// Index into [`Book::reps`] of the owner at that time, if the history names one.
    pub owner: Option<usize>,
}

/// An opportunity that belongs to no account of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct UnattachedOpportunity {
    /// Stable id.
    pub id: String,
    /// Text that the file gives for the account; may be empty.
    pub account: String,
    /// Index into [`Book::reps`].
    pub owner: Option<usize>,
    /// Stage, as the file names it.
    pub stage: String,
    pub outcome: Outcome,
    /// Amount, if the file gives one.
    pub amount: Option<f64>,
    /// Day on which it was created.
    pub created: Option<Date>,
    /// Day on which it closed, or is expected to close.
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

/// Estimates from the field for one account.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldView {
    /// Index into [`Book::accounts`].
    pub account: usize,
    /// The potential, if the field states one.
    pub potential: Option<BlendedFigure>,
    /// The chance of winning the account's open opportunities, if the field states one. It is
    /// their mean, weighted by amount.
    pub odds: Option<BlendedFigure>,
    /// Notes of the statements, each with its author.
    pub notes: Vec<String>,
}

/// A figure of the data blended with an estimate from the field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlendedFigure {
    /// Figure of the data.
    pub data: f64,
    /// Estimate from the field: the mean of its statements, weighted by confidence.
    pub field: f64,
    /// Weight of the estimate from the field, 0 to 1.
    pub credibility: f64,
}

impl BlendedFigure {
    /// The blended figure, which plans use.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.data + self.credibility * (self.field - self.data)
    }
}

/// The bookings of a rep in a month.
#[derive(Debug, Clone, PartialEq)]
pub struct Production {
    /// Index into [`Book::reps`].
    pub rep: usize,
    /// First day of the month.
    pub month: Date,
    pub bookings: f64,
}
