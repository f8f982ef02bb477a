//! Events of a simulated year.

use super::business_counts::Booking;
use super::coverage_counts::CoverageCounts;
use super::event_details::{AccountMonth, BookTime, DealTerms, RenewalTerms, SeatMonth};
use super::handover_cost::{HandoverCause, HandoverCost};
use super::tally::Tally;
use super::windfall::Windfall;
use attain_core::plan::Equity;

/// An event of a simulated year.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationEvent {
    /// Day of the horizon. Monthly counts are dated on the month's first or last day.
    pub day: f64,
    /// Seat to which the event is attributed, or [`HOUSE`](super::owner::HOUSE).
    pub seat: u32,
    /// Account affected by the event.
    pub account: Option<u32>,
    pub kind: EventKind,
}

impl SimulationEvent {
    /// Creates an event of a seat.
    #[must_use]
    pub fn for_seat(day: f64, seat: usize, kind: EventKind) -> Self {
        Self { day, seat: seat as u32, account: None, kind }
    }

    /// Creates an event of an account in a seat's book.
    #[must_use]
    pub fn for_account(day: f64, seat: u32, account: usize, kind: EventKind) -> Self {
        Self { day, seat, account: Some(account as u32), kind }
    }
}

/// Kinds of events. Deals are indices into the world's deals, and months are months of the horizon.
#[derive(Debug, Clone, PartialEq)]
pub enum EventKind {
    /// The year began. The plan's first moves have been made.
    Began {
        /// Equity on the first day.
        found: Equity,
        /// Whether the equity triggers a review.
        triggered: bool,
    },
    /// An opportunity was open on the first day.
    Open { deal: u32 },
    /// An opportunity was created.
    Created {
        deal: u32,
        /// Rate of creation relative to the normal rate, which exceeds the deal's ratio.
        rate: f32,
        /// Coverage of the account in this month.
        coverage: f64,
    },
    /// A change of owner or a lack of selling time delayed the next event of an open deal.
    Delayed {
        deal: u32,
        /// Number of days.
        days: f32,
        /// Of these, for lack of selling time.
        waited: f32,
        /// The new day.
        until: f32,
    },
    /// The first of a deal's two days passed without closing it.
    Passed {
        deal: u32,
        /// The plan's terms of the deal's log odds.
        terms: DealTerms,
        /// The deal's second day.
        until: f32,
    },
    /// A deal was won.
    Won {
        deal: u32,
        /// The plan's terms of the deal's log odds.
        terms: DealTerms,
        /// Credit for the deal.
        booking: Booking,
        /// Effect on the account's potential.
        windfall: Windfall,
    },
    /// A deal was lost.
    Lost {
        deal: u32,
        /// The plan's terms of the deal's log odds.
        terms: DealTerms,
        /// Effect on the account's potential.
        windfall: Windfall,
    },
    /// An account renewed.
    Renewed {
        /// Revenue renewed.
        renewal: f64,
        /// Expansion.
        expansion: f64,
        /// Credit for the renewal.
        booking: Booking,
        /// Terms that determined the outcome.
        renewing: RenewalTerms,
    },
    /// An account churned.
    Churned {
        /// Recurring revenue lost.
        revenue: f64,
        /// Terms that determined the outcome.
        renewing: RenewalTerms,
    },
    /// An account changed owner or lost its rep. The event's seat is the new owner.
    HandedOver {
        /// Previous seat, or the house. It is the same seat if its rep left.
        from: u32,
        cause: HandoverCause,
        cost: HandoverCost,
    },
    /// An account moved from a seat without a rep. The cost of the departure has already been
    /// counted.
    TakenOver {
        /// Previous seat.
        from: u32,
    },
    /// A new account came in. The event's seat is its owner.
    CameIn {
        /// Account of the book that it resembles.
        model: u32,
        /// New accounts in its territory this month, relative to the normal number.
        number: f64,
        /// Its prospecting mark.
        mark: f32,
        /// The prospecting as a share of the highest one, which exceeds the mark.
        share: f32,
    },
    /// A rep left.
    Left {
        /// Whether the departure was known in advance.
        known: bool,
        /// Position of the rep among the seat's successive reps; 0 is the incumbent.
        spell: u32,
        /// Accumulated hazard.
        hazard: f64,
        /// Accumulated hazard at which the rep leaves.
        threshold: f64,
        /// Days until the seat is filled; `None` if it is not filled again.
        fill_days: Option<f64>,
        /// Month in which the next rep starts; `None` if there is none.
        arrives: Option<u32>,
    },
    /// A seat closed. Its accounts have moved.
    Closed {
        /// Whether it had a rep until then.
        staffed: bool,
        /// Whether the rep was known to leave, which counts as a departure.
        left: bool,
    },
    /// A rep started.
    Arrived {
        /// Position of the rep among the seat's successive reps; 0 is the incumbent.
        spell: u32,
        /// Skill in log odds.
        skill: f64,
        /// Cost of hiring.
        cost: f64,
    },
    /// A month's hours were allocated to a book.
    Covered {
        /// Whether the seat has a rep.
        staffed: bool,
        /// Available and needed time of the book.
        time: BookTime,
        /// Coverage totals of the book.
        counts: CoverageCounts,
        /// Results of each account in the book.
        accounts: Vec<AccountMonth>,
    },
    /// A seat's month ended.
    MonthEnded(SeatMonth),
    /// Equity was measured at the end of a quarter, and the policy may have moved accounts.
    Reviewed {
        /// Equity before the moves.
        found: Equity,
        /// Whether the equity triggers a review.
        triggered: bool,
        /// Whether the policy acted.
        acted: bool,
        /// Number of accounts moved.
        moves: u32,
        /// Equity after the moves.
        after: Equity,
    },
    /// A quota was set for the next year of the horizon.
    QuotaSet {
        /// Previous yearly quota.
        before: f64,
        /// New yearly quota.
        quota: f64,
    },
    /// A year of the horizon ended for a seat or the house.
    YearEnded {
        /// All counts of the year.
        tally: Tally,
    },
}
