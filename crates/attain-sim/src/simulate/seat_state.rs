//! Where a seat stands in a year: its rep, its quota, its hours.

use super::account_state::KINDS;
use super::compiled_plan::CompiledPlan;
use crate::world::World;

/// One seat's state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeatState {
    /// The rep, if there is one.
    pub rep: Option<RepState>,
    /// Which rep of the seat holds it or comes next: 0 the incumbent.
    pub spell: u32,
    /// Month in which the next rep starts; `u32::MAX` when none comes.
    pub arrives: u32,
    /// Month until which a cut of the book raises the hazard.
    pub cut_until: u32,
    /// Yearly quota now.
    pub quota: f64,
    /// Hours already spoken for this month by hand-overs.
    pub busy: f64,
    /// Hours left over this month.
    pub spare: f64,
    /// Productivity this month.
    pub productivity: f64,
    /// Part of the seat's bookings that is its rep's own doing, and of quota
    /// that the rep carries: the planned ramp where quotas ramp; 0 without a rep.
    pub own_share: f64,
    /// Month in which its last rep left; negative when none did.
    pub left: i32,
    /// Bookings attained since the last month's end.
    pub booked: f64,
    /// Hours a month that its book needs, by kind of account.
    pub needs: [f64; KINDS],
    /// Of these, given this month.
    pub given: f64,
    /// Hours a month that the open deals of its book need.
    pub deal_hours: f64,
    /// Hours that the renewals of its book need this month.
    pub renewal_hours: f64,
    /// Hours spent this month, on accounts and deals.
    pub spent: f64,
    /// Share of the hours that its accounts with open deals need, and the deals themselves, given this month.
    pub served: f64,
    /// Factor on the effect of full coverage on its accounts, from spare time.
    pub boost: f32,
    /// How its accounts are covered.
    pub cover: Covering,
}

/// How the accounts of a book are covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covering {
    /// All of them in full, as their columns say already.
    Full,
    /// None of them, as their columns say already.
    None,
    /// Account by account, or the book has changed since.
    Mixed,
}

/// A rep in a seat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepState {
    /// Skill.
    pub skill: f64,
    /// Tenure at the start of the horizon, months; negative for those who came later.
    pub tenure_at_start: f64,
    /// Bookings that counted in about the last twelve months.
    pub attained: f64,
    /// Quota carried in about the last twelve months.
    pub quota: f64,
    /// Hazard gathered.
    pub hazard: f64,
    /// Hazard borne before leaving.
    pub threshold: f64,
    /// Leaves at the start of the next month.
    pub leaves: bool,
    /// Came during the horizon.
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
            quota: planned.quota,
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
    /// Hours a month that its book needs.
    #[inline]
    #[must_use]
    pub fn need(&self) -> f64 {
        self.needs.iter().sum()
    }
}

impl RepState {
    /// Tenure in the middle of a month of the horizon, months.
    #[must_use]
    pub fn tenure(&self, month: usize) -> f64 {
        self.tenure_at_start + month as f64 + 0.5
    }
}
