//! One line of a replay.

use jiff::civil::Date;

/// The terms of a deal's log odds, in the order in which they are reported.
pub const TERMS: [&str; 12] =
    ["base", "industry", "source", "size", "slip", "age", "skill", "ramp", "relationship", "market", "hand_over", "hours"];

/// What an entry reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// The year begins.
    Began,
    /// An opportunity is open on the first day.
    Open,
    /// An opportunity comes up.
    Created,
    /// An open opportunity is delayed by a change of owner or a lack of selling time.
    Delayed,
    /// The first of an opportunity's two days passes without a decision.
    Passed,
    /// Won.
    Won,
    /// Lost.
    Lost,
    /// An account renews.
    Renewed,
    /// An account churns.
    Churned,
    /// An account changes hands, or loses its rep.
    HandedOver,
    /// An account comes over from a seat without a rep.
    TakenOver,
    /// A rep leaves.
    Left,
    /// A rep starts.
    Arrived,
    /// An account's coverage changes.
    Coverage,
    /// An account goes without a touch for too long.
    Orphaned,
    /// A seat's month ends.
    SeatMonth,
    /// Equity is measured, and the review policy acts.
    Reviewed,
    /// A quota is set anew.
    QuotaSet,
    /// A year of the horizon ends for a seat.
    YearEnded,
}

impl EntryKind {
    /// Stable name, as in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Began => "began",
            Self::Open => "open",
            Self::Created => "created",
            Self::Delayed => "delayed",
            Self::Passed => "passed",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Renewed => "renewed",
            Self::Churned => "churned",
            Self::HandedOver => "handed-over",
            Self::TakenOver => "taken-over",
            Self::Left => "left",
            Self::Arrived => "arrived",
            Self::Coverage => "coverage",
            Self::Orphaned => "orphaned",
            Self::SeatMonth => "seat-month",
            Self::Reviewed => "reviewed",
            Self::QuotaSet => "quota-set",
            Self::YearEnded => "year-ended",
        }
    }
}

/// One line of a replay. Amounts are in the study's currency; what an entry has
/// none of is `None`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ReplayEntry {
    /// Day.
    pub date: Date,
    /// Month of the horizon in which it counts, from 1.
    pub month: u32,
    /// What it reports.
    pub event: EntryKind,
    /// Id of the seat it counts for; `None`: the house, or the whole plan.
    pub seat: Option<String>,
    /// Who holds the seat.
    pub rep: Option<String>,
    /// Id of the seat an account comes from.
    pub from_seat: Option<String>,
    /// Id of the account.
    pub account: Option<String>,
    /// Its name.
    pub account_name: Option<String>,
    /// Id of the opportunity: the data's own, or the address of a simulated one.
    pub opportunity: Option<String>,
    /// Amount at stake.
    pub amount: Option<f64>,
    /// New business won.
    pub bookings_new: Option<f64>,
    /// Expansion.
    pub bookings_expansion: Option<f64>,
    /// Revenue renewed.
    pub bookings_renewal: Option<f64>,
    /// What counts to quota and target.
    pub bookings: Option<f64>,
    /// Chance of the win, or of churn at a renewal.
    pub odds: Option<f64>,
    /// The draw it is measured against: it comes true under the chance.
    pub draw: Option<f64>,
    /// The terms of a deal's log odds, by [`TERMS`].
    pub terms: Option<[f64; TERMS.len()]>,
    /// What happened, in words.
    pub text: String,
    /// How far the event takes the year from what was to be expected, money: what
    /// is at stake times how unlikely the outcome was; for changes of owner and
    /// departures the business they put at risk.
    #[serde(skip)]
    pub weight: f64,
}

impl ReplayEntry {
    /// An entry of which only day, kind and words are known.
    #[must_use]
    pub fn new(date: Date, month: usize, event: EntryKind, text: String) -> Self {
        Self {
            date,
            month: month as u32 + 1,
            event,
            seat: None,
            rep: None,
            from_seat: None,
            account: None,
            account_name: None,
            opportunity: None,
            amount: None,
            bookings_new: None,
            bookings_expansion: None,
            bookings_renewal: None,
            bookings: None,
            odds: None,
            draw: None,
            terms: None,
            text,
            weight: 0.0,
        }
    }
}
