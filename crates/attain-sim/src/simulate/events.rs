//! Watching a year: everything that happens in it, told while it is lived.
//!
//! The rooms of a year tell what they do to a [`Observer`]. What is told never
//! changes what happens, and costs nothing when [`NoopObserver`] watches: the event is
//! made only by those who ask for it.

use super::account_columns::AccountColumns;
use super::compiled_plan::Windfall;
use super::coverage::CoverageCounts;
use super::hand_over::HandoverCause;
use super::tally::Tally;
use attain_core::plan::Equity;

/// Somebody who is told what happens.
pub trait Observer {
    /// Something happened; `event` says what, to those who ask.
    fn on_event(&mut self, event: impl FnOnce() -> SimulationEvent);
}

/// Nobody: every telling is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoopObserver;

impl Observer for NoopObserver {
    #[inline]
    fn on_event(&mut self, _event: impl FnOnce() -> SimulationEvent) {}
}

/// Everything, in the order in which it was told.
impl Observer for Vec<SimulationEvent> {
    fn on_event(&mut self, event: impl FnOnce() -> SimulationEvent) {
        self.push(event());
    }
}

/// Something that happened in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationEvent {
    /// Day of the horizon; what is counted by the month has the month's first or last day.
    pub day: f64,
    /// Seat it counts for, or [`HOUSE`](super::compiled_plan::HOUSE).
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
    /// A change of owner delayed the next event of an open deal.
    Delayed {
        /// The deal.
        deal: u32,
        /// By how many days.
        days: f32,
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
        toll: HandoverCost,
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
        /// Time that its rep has and time that its book asks for, open opportunities
        /// included, in the unit of its team; the house asks in hours.
        time: (f64, f64),
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

/// The plan's terms of a deal's log odds on the day of decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DealTerms {
    /// Skill of the seller.
    pub skill: f64,
    /// What the seller's ramp takes.
    pub ramp: f64,
    /// Relationship with the owner.
    pub relationship: f64,
    /// Market, segment and season in the month.
    pub market: f64,
    /// Changes of owner while it was open.
    pub hand_over: f64,
}

impl DealTerms {
    /// What the world's hurdle is measured against.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.skill + self.ramp + self.relationship + self.market + self.hand_over
    }
}

/// What bookings count.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Booking {
    /// Counts to quota and target.
    pub credited: f64,
    /// Of it, the doing of the seat's own rep.
    pub attained: f64,
}

/// What decides a renewal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RenewalTerms {
    /// Mean coverage since the last renewal.
    pub coverage: f64,
    /// Churn mark: the account churns when it is under the chance.
    pub mark: f64,
    /// Chance of churn by risk class.
    pub base: f64,
    /// Shift of its log odds: coverage, relationship, changes of owner, the world's parameters.
    pub shift: f64,
}

/// What a change of owner costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandoverCost {
    /// Share of the first year's new business that is expected to be lost.
    pub mean: f64,
    /// Luck of the account: what is lost above it; negative is a gain.
    pub luck: f64,
    /// Strength of the relationship before.
    pub strength_before: f64,
    /// And after.
    pub strength_after: f64,
    /// Days by which open deals are delayed.
    pub delay: f32,
    /// Shift of the log odds of open deals.
    pub shift: f32,
}

/// An account's month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccountMonth {
    /// The account.
    pub account: u32,
    /// Coverage.
    pub coverage: f64,
    /// Rate of creation against the normal one, drift and season aside.
    pub rate: f32,
    /// Whether it has been orphaned this year of the horizon.
    pub orphaned: bool,
    /// Whether its rate touches the cap.
    pub capped: bool,
}

impl AccountMonth {
    /// The month of an account as it stands.
    #[must_use]
    pub fn new(accounts: &AccountColumns, account: u32, capped: bool) -> Self {
        let a = account as usize;
        let (coverage, rate) = (f64::from(accounts.coverage[a]), accounts.rate[a]);
        Self { account, coverage, rate, orphaned: accounts.orphaned_this_year(a), capped }
    }
}

/// A seat's month.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SeatMonth {
    /// Whether the seat had a rep.
    pub staffed: bool,
    /// Whether the plan has it staffed by now.
    pub planned: bool,
    /// Yearly quota of the seat.
    pub yearly_quota: f64,
    /// Part of it that its rep carries: the planned ramp where quotas ramp.
    pub own_share: f64,
    /// Productivity.
    pub productivity: f64,
    /// Base pay with the employer's cost.
    pub pay: f64,
    /// Variable pay at full attainment.
    pub variable: f64,
    /// Attainment of about the last twelve months.
    pub attainment: f64,
    /// Hazard of leaving gathered in the month.
    pub hazard: f64,
    /// Hazard gathered so far.
    pub gathered: f64,
    /// Hazard borne before leaving.
    pub threshold: f64,
    /// Whether the rep leaves at the start of the next month.
    pub leaves: bool,
}
