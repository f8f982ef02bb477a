//! Entries of a replay.

use jiff::civil::Date;

/// The terms of a deal's log odds, in the order in which they are reported.
pub const TERMS: [&str; 12] =
    ["base", "industry", "source", "size", "slip", "age", "skill", "ramp", "relationship", "market", "hand_over", "hours"];

/// Kind of event that an entry reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// The year begins.
    Began,
    /// An opportunity is open on the first day.
    Open,
    /// An opportunity is created.
    Created,
    /// An open opportunity is delayed by a change of owner or a lack of selling time.
    Delayed,
    /// The first of an opportunity's two days passes without closing it.
    Passed,
    /// An opportunity is won.
    Won,
    /// An opportunity is lost.
    Lost,
    /// An account renews.
    Renewed,
    /// An account churns.
    Churned,
    /// An account changes owner or loses its rep.
    HandedOver,
    /// An account moves from a seat without a rep.
    TakenOver,
    /// A new account comes in.
    CameIn,
    /// A rep leaves.
    Left,
    /// A seat closes.
    Closed,
    /// A rep starts.
    Arrived,
    /// An account's coverage changes.
    Coverage,
    /// An account has been without a touch for too long.
    Orphaned,
    /// A seat's month ends.
    SeatMonth,
    /// Equity is measured, and the review policy is applied.
    Reviewed,
    /// A new quota is set.
    QuotaSet,
    /// A year of the horizon ends for a seat.
    YearEnded,
}

impl EntryKind {
    /// Stable name, as used in exported tables.
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
            Self::CameIn => "came-in",
            Self::Left => "left",
            Self::Closed => "closed",
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

/// One entry of a replay. Amounts are in the study's currency. Fields that do not apply to the
/// event are `None`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ReplayEntry {
    pub date: Date,
    /// Month of the horizon to which the event is attributed, counted from 1.
    pub month: u32,
    pub event: EntryKind,
    /// Id of the seat to which the event is attributed; `None` for the house or the whole plan.
    pub seat: Option<String>,
    /// Name of the rep who holds the seat.
    pub rep: Option<String>,
    /// Id of the seat from which the account moves.
    pub from_seat: Option<String>,
    /// Id of the account.
    pub account: Option<String>,
    /// Name of the account.
    pub account_name: Option<String>,
    /// Id of the opportunity: the id in the data, or the address of a simulated opportunity.
    pub opportunity: Option<String>,
    /// Amount at stake.
    pub amount: Option<f64>,
    /// New business won.
    pub bookings_new: Option<f64>,
    /// Expansion.
    pub bookings_expansion: Option<f64>,
    /// Revenue renewed.
    pub bookings_renewal: Option<f64>,
    /// Bookings that count toward quota and target.
    pub bookings: Option<f64>,
    /// Probability of a win, or of churn at a renewal.
    pub odds: Option<f64>,
    /// Random draw that is compared with the probability. The event occurs if the draw is lower.
    pub draw: Option<f64>,
    /// Terms of a deal's log odds, in the order of [`TERMS`].
    pub terms: Option<[f64; TERMS.len()]>,
    /// Description of the event in words.
    pub text: String,
    /// Size of the event's deviation from expectation, as an amount of money: the amount at stake
    /// times the improbability of the outcome. For changes of owner and departures, it is the
    /// business put at risk.
    #[serde(skip)]
    pub weight: f64,
}

impl ReplayEntry {
    /// Creates an entry with only a date, month, kind and description.
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
