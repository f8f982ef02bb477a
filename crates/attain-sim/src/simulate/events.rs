//! Events of a simulated year.

use super::business_counts::Booking;
use super::coverage_counts::CoverageCounts;
use super::event_details::{AccountMonth, BookTime, DealTerms, RenewalTerms, SeatMonth};
use super::handover_cost::{HandoverCause, HandoverCost};
use super::tally::Tally;
use super::windfall::Windfall;
use attain_core::plan::Equity;

/// Something that happened in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationEvent {
    /// Day of the horizon; what is counted by the month has the month's first or last day.
    pub day: f64,
    /// Seat it counts for, or [`HOUSE`](super::owner::HOUSE).
    pub seat: u32,
    /// Account it is about.
    pub account: Option<u32>,
    /// What happened.
    pub kind: EventKind,
}

impl SimulationEvent {
    /// Something that happened to a seat.
    #[must_use]
    pub fn for_seat(day: f64, seat: usize, kind: EventKind) -> Self {
        Self { day, seat: seat as u32, account: None, kind }
    }

    /// Something that happened to an account in a seat's book.
    #[must_use]
    pub fn for_account(day: f64, seat: u32, account: usize, kind: EventKind) -> Self {
        Self { day, seat, account: Some(account as u32), kind }
    }
}

/// What can happen. Deals are indices into the world's deals, months those of the horizon.
#[derive(Debug, Clone, PartialEq)]
pub enum EventKind {
    /// The year began, with the plan's first moves made.
    Began {
        /// Equity of the first day.
        found: Equity,
        /// Whether it called for a review.
        triggered: bool,
    },
    /// An opportunity was open on the first day.
    Open {
        /// The deal.
        deal: u32,
    },
    /// An opportunity came into being.
    Created {
        /// The deal.
        deal: u32,
        /// Rate of creation against the normal one, which the deal's ratio is under.
        rate: f32,
        /// Coverage of the account this month.
        coverage: f64,
    },
    /// A change of owner or a lack of selling time delayed the next event of an open deal.
    Delayed {
        /// The deal.
        deal: u32,
        /// By how many days.
        days: f32,
        /// Of these, for lack of selling time.
        waited: f32,
        /// The new day.
        until: f32,
    },
    /// The first of a deal's two days passed without a decision.
    Passed {
        /// The deal.
        deal: u32,
        /// The plan's terms of its log odds.
        terms: DealTerms,
        /// Its second day.
        until: f32,
    },
    /// A deal was won.
    Won {
        /// The deal.
        deal: u32,
        /// The plan's terms of its log odds.
        terms: DealTerms,
        /// What it counts.
        booking: Booking,
        /// What it leaves behind.
        windfall: Windfall,
    },
    /// A deal was lost.
    Lost {
        /// The deal.
        deal: u32,
        /// The plan's terms of its log odds.
        terms: DealTerms,
        /// What it leaves behind.
        windfall: Windfall,
    },
    /// An account renewed.
    Renewed {
        /// Revenue renewed.
        renewal: f64,
        /// Expansion.
        expansion: f64,
        /// What it counts.
        booking: Booking,
        /// What decided it.
        renewing: RenewalTerms,
    },
    /// An account churned.
    Churned {
        /// Recurring revenue lost.
        revenue: f64,
        /// What decided it.
        renewing: RenewalTerms,
    },
    /// An account changed owner, or lost its rep. The seat is the receiver's.
    HandedOver {
        /// Seat it came from, or the house; the same seat when its rep left.
        from: u32,
        /// Why.
        cause: HandoverCause,
        /// What it costs.
        cost: HandoverCost,
    },
    /// An account came over from a seat without a rep; what the departure cost is paid already.
    TakenOver {
        /// Seat it came from.
        from: u32,
    },
    /// A rep left.
    Left {
        /// Whether the departure was known beforehand.
        known: bool,
        /// Which rep of the seat, 0 the incumbent.
        spell: u32,
        /// Hazard gathered.
        hazard: f64,
        /// Hazard borne before leaving.
        threshold: f64,
        /// Days to fill the seat; `None` when it is not filled again.
        fill_days: Option<f64>,
        /// Month in which the next rep starts; `None` when none comes.
        arrives: Option<u32>,
    },
    /// A rep started.
    Arrived {
        /// Which rep of the seat, 0 the incumbent.
        spell: u32,
        /// Skill, log odds.
        skill: f64,
        /// Cost of hiring.
        cost: f64,
    },
    /// A book was worked in a month.
    Covered {
        /// Whether the seat has a rep.
        staffed: bool,
        /// Time of the rep, and of the work to do.
        time: BookTime,
        /// What coverage counts.
        counts: CoverageCounts,
        /// Each account of the book.
        accounts: Vec<AccountMonth>,
    },
    /// A seat's month ended.
    MonthEnded(SeatMonth),
    /// Equity was measured at a quarter's end, and accounts were moved where the policy says so.
    Reviewed {
        /// Equity found.
        found: Equity,
        /// Whether it called for a review.
        triggered: bool,
        /// Whether the policy acted.
        acted: bool,
        /// Accounts moved.
        moves: u32,
        /// Equity after the moves.
        after: Equity,
    },
    /// Quotas were set anew for a further year.
    QuotaSet {
        /// Yearly quota before.
        before: f64,
        /// Yearly quota now.
        quota: f64,
    },
    /// A year of the horizon ended for a seat or the house.
    YearEnded {
        /// All that the year counted.
        tally: Tally,
    },
}
