//! State of a seat in a year: its rep, quota and hours.

use super::account_state::KINDS;
use super::compiled_plan::CompiledPlan;
use crate::world::World;

/// State of one seat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeatState {
    /// The seat's rep; `None` if the seat is vacant.
    pub rep: Option<RepState>,
    /// Position of the present or next rep among the seat's successive reps; 0 is the incumbent.
    pub spell: u32,
    /// Month in which the next rep starts; `u32::MAX` if there is none.
    pub arrives: u32,
    /// Month until which a cut of the book increases the hazard of leaving.
    pub cut_until: u32,
    /// Current yearly quota.
    pub quota: f64,
    /// Hours of this month that are reserved for hand-overs.
    pub busy: f64,
    /// Unused hours of this month.
    pub spare: f64,
    /// Productivity in this month.
    pub productivity: f64,
    /// Share of the seat's bookings that is credited to the rep, and of its quota that the rep
    /// carries. It is the planned share of full productivity if quotas are ramped, and 0 without a
    /// rep.
    pub own_share: f64,
    /// Month in which the last rep left; negative if none has left.
    pub left: i32,
    /// Bookings credited to the rep since the end of the last month.
    pub booked: f64,
    /// Hours per month that the seat's book needs, by kind of account.
    pub needs: [f64; KINDS],
    /// Hours given to the book this month.
    pub given: f64,
    /// Hours a month that the open deals of its book need.
    pub deal_hours: f64,
    /// Hours that the renewals of its book need this month.
    pub renewal_hours: f64,
    /// Hours spent this month, on accounts and deals.
    pub spent: f64,
    /// Share of the hours that its accounts with open deals need, and the deals themselves, given this month.
    pub served: f64,
    /// Share of the hours that its prospects need, given this month by its rep.
    pub prospected: f64,
    /// Part of the need of its book that belongs to accounts which wait for the first rep of
    /// another seat; only where nothing but the book limits coverage.
    pub lent: f64,
    /// Factor on the effect of full coverage on its accounts, from spare time.
    pub boost: f32,
    /// How its accounts are covered.
    pub cover: Covering,
}

/// Coverage of the accounts in a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covering {
    /// All accounts are fully covered, and their columns are up to date.
    Full,
    /// No account is covered, and the columns are up to date.
    None,
    /// Coverage differs between accounts, or the book has changed.
    Mixed,
}

/// State of a rep in a seat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepState {
    /// Skill in log odds.
    pub skill: f64,
    /// Tenure at the start of the horizon in months; negative for reps who start later.
    pub tenure_at_start: f64,
    /// Credited bookings in roughly the last twelve months.
    pub attained: f64,
    /// Quota carried in roughly the last twelve months.
    pub quota: f64,
    /// Hazard of leaving accumulated so far.
    pub hazard: f64,
    /// Accumulated hazard at which the rep leaves.
    pub threshold: f64,
    /// Whether the rep leaves at the start of the next month.
    pub leaves: bool,
    /// Whether the rep started during the horizon.
    pub hired: bool,
}

impl SeatState {
    pub(super) fn at_start(plan: &CompiledPlan, world: &World, s: usize) -> Self {
        let (seat, planned) = (&plan.seats[s], &plan.seats[s]);
        let mut state = Self {
            rep: None,
            spell: 0,
            arrives: u32::MAX,
            cut_until: if seat.cut_now { 6 } else { 0 },
            quota: plan.planned_at_start(s).quota,
            busy: 0.0,
            spare: 0.0,
            productivity: 0.0,
            own_share: 0.0,
            left: -1000,
            booked: 0.0,
            needs: plan.start.needs[s],
            given: 0.0,
            deal_hours: 0.0,
            renewal_hours: 0.0,
            spent: 0.0,
            served: 0.0,
            prospected: 0.0,
            lent: 0.0,
            boost: 1.0,
            cover: Covering::None,
        };
        if let Some(rep) = planned.incumbent {
            state.rep = Some(RepState {
                skill: world.skill_of_rep(plan.market, rep),
                tenure_at_start: seat.tenure,
                attained: 0.0,
                quota: 0.0,
                hazard: 0.0,
                threshold: world.threshold(seat.key, 0),
                leaves: false,
                hired: false,
            });
        } else {
            state.spell = 1;
            let slip = world.hire_slip(plan.policies.attrition.hire_slip_days, seat.key);
            let calendar = &plan.market.calendar;
            let start = calendar.start_of((planned.start_month as usize).min(calendar.months));
            state.arrives = calendar.nearest_month(start + slip) as u32;
        }
        state
    }
}

impl SeatState {
    /// Hours per month that the seat's book needs.
    #[inline]
    #[must_use]
    pub fn need(&self) -> f64 {
        self.needs.iter().sum()
    }
}

impl RepState {
    /// Tenure in months, in the middle of a month of the horizon.
    #[must_use]
    pub fn tenure(&self, month: usize) -> f64 {
        self.tenure_at_start + month as f64 + 0.5
    }
}
