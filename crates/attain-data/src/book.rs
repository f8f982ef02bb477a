//! The book of business: who the accounts and reps are and what happened so far.

use jiff::civil::Date;

use super::reading::ReadReport;
use attain_core::geography::GeoPoint;
use attain_core::scenario::choices::{GrowthClass, RiskClass};

/// The book of business, as read or generated. Rows are sorted by id, so the
/// order of a file never matters; the indices below are positions in these lists.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Accounts, by id.
    pub accounts: Vec<Account>,
    /// Reps, by id, leavers included.
    pub reps: Vec<Rep>,
    /// Opportunities, by id.
    pub opportunities: Vec<Opportunity>,
    /// Opportunities that belong to no account of the book, by id. No plan and
    /// no simulation counts them.
    pub unattached: Vec<UnattachedOpportunity>,
    /// Products with their list prices, by name, where given.
    pub products: Vec<Product>,
    /// What the field says, by account, where given; blended into potentials and odds already.
    pub field: Vec<FieldView>,
    /// Bookings by rep and month, where given; by rep, then month.
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
    /// What was read of the files and what was found in them.
    pub reading: ReadReport,
    /// SHA-256 of the content, the same for any order of rows; lower-case hex.
    pub hash: String,
}

/// One account.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Stable id.
    pub id: String,
    /// Stable 64-bit key of the id, the address of its draws.
    pub key: u64,
    /// Name for reports.
    pub name: String,
    /// Index into [`Book::segments`].
    pub segment: usize,
    /// Index into [`Book::industries`].
    pub industry: Option<usize>,
    /// Index into [`Book::regions`].
    pub region: Option<usize>,
    /// Where it is.
    pub place: Option<GeoPoint>,
    /// Attainable spend a year.
    pub potential: f64,
    /// Recurring revenue a year today.
    pub revenue: f64,
    /// Growth class.
    pub growth: GrowthClass,
    /// Strategic flag.
    pub strategic: bool,
    /// Churn risk class.
    pub risk: RiskClass,
    /// Id of the family: the topmost parent's id, or its own.
    pub family: String,
    /// Index into [`Book::skills`] of the skill it needs.
    pub skill: Option<usize>,
    /// Fit with the ideal customer, 0 to 1.
    pub fit: f64,
    /// Engagement, 0 to 1, where the data has it.
    pub engagement: Option<f64>,
    /// Index into [`Book::reps`] of its owner.
    pub owner: Option<usize>,
    /// Since when.
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
    /// Stable 64-bit key of the id, the address of its draws.
    pub key: u64,
    /// Name for reports.
    pub name: String,
    /// Index into [`Book::teams`].
    pub team: usize,
    /// Index into [`Book::regions`].
    pub region: Option<usize>,
    /// The manager's name.
    pub manager: String,
    /// First day.
    pub hired: Option<Date>,
    /// Day the rep left; `None` for the present ones.
    pub left: Option<Date>,
    /// Yearly quota.
    pub quota: Option<f64>,
    /// Indices into [`Book::skills`]; an industry's name counts as a skill too.
    pub skills: Vec<usize>,
    /// Home.
    pub place: Option<GeoPoint>,
}

/// How an opportunity stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// Open, with the chance to win of its stage.
    Open(f64),
    /// Closed, won.
    Won,
    /// Closed, lost.
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
    /// Stage as the file names it.
    pub stage: String,
    /// How it stands.
    pub outcome: Outcome,
    /// Amount.
    pub amount: f64,
    /// Day it was created.
    pub created: Option<Date>,
    /// Day it closed, or is expected to close.
    pub closes: Option<Date>,
    /// Index into [`Book::sources`].
    pub source: Option<usize>,
    /// Product name.
    pub product: Option<String>,
    /// Whether it is new business, more of what is there, or a renewal.
    pub business: Option<BusinessType>,
    /// Code of the currency its amount was given in, where not `money.currency`.
    pub currency: Option<String>,
    /// The stages it entered and when, by day, where the history is given.
    pub stages: Vec<StageChange>,
}

/// What kind of business an opportunity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BusinessType {
    /// A new customer.
    New,
    /// More, or other, with a customer.
    Existing,
    /// What is sold already, sold on.
    Renewal,
}

/// A stage that an opportunity entered.
#[derive(Debug, Clone, PartialEq)]
pub struct StageChange {
    /// The day.
    pub on: Date,
    /// Stage as the file names it.
    pub stage: String,
    /// Index into [`Book::reps`] of its owner then, where the history says.
    pub owner: Option<usize>,
}

/// An opportunity that belongs to no account of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct UnattachedOpportunity {
    /// Stable id.
    pub id: String,
    /// What stands in the place of the account; empty for nothing.
    pub account: String,
    /// Index into [`Book::reps`].
    pub owner: Option<usize>,
    /// Stage as the file names it.
    pub stage: String,
    /// How it stands.
    pub outcome: Outcome,
    /// Amount, where given.
    pub amount: Option<f64>,
    /// Day it was created.
    pub created: Option<Date>,
    /// Day it closed, or is expected to close.
    pub closes: Option<Date>,
    /// Index into [`Book::sources`].
    pub source: Option<usize>,
    /// Product name.
    pub product: Option<String>,
}

/// A product.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Name.
    pub name: String,
    /// List price.
    pub price: f64,
}

/// What the field says about one account, beside the data.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldView {
    /// Index into [`Book::accounts`].
    pub account: usize,
    /// The potential, where the field states one.
    pub potential: Option<BlendedFigure>,
    /// The chance that the account's open opportunities are won, where the
    /// field states one: the mean over them, by amount.
    pub odds: Option<BlendedFigure>,
    /// Who said what, a sentence for each statement with a note.
    pub notes: Vec<String>,
}

/// A figure of the data and one of the field, made one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlendedFigure {
    /// What the data says.
    pub data: f64,
    /// What the field says, the mean of its statements by confidence.
    pub field: f64,
    /// Weight of the field, 0 to 1.
    pub credibility: f64,
}

impl BlendedFigure {
    /// The blend: what the plans count with.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.data + self.credibility * (self.field - self.data)
    }
}

/// What a rep booked in a month.
#[derive(Debug, Clone, PartialEq)]
pub struct Production {
    /// Index into [`Book::reps`].
    pub rep: usize,
    /// First day of the month.
    pub month: Date,
    /// Bookings of the month.
    pub bookings: f64,
}
