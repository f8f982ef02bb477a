//! A plan compiled for simulation: everything that is the same in each of its years, computed once
//! and shared by all threads.

use super::account_constants::AccountConstants;
use super::compiled_account::CompiledAccount;
use super::compiled_seat::CompiledSeat;
use super::dated_change::{DatedChange, PlannedBook};
use super::decay::DecayFactors;
use super::first_day::FirstDay;
use super::owner::HOUSE;
use super::policies::PlanPolicies;
use super::rollup::RollupGroup;
use super::windfall::SegmentWindfalls;
use crate::world::CompiledMarket;
use attain_core::geography::GeoPoint;
use attain_core::scenario::choices::{AccountCapacity, Channel, Credit, Team};
use attain_data::Book;

/// A plan and its market, compiled for simulation.
#[derive(Debug)]
pub struct CompiledPlan<'a> {
    /// The book of business.
    pub book: &'a Book,
    /// The compiled market.
    pub market: &'a CompiledMarket,
    /// The scenario's choices that take effect during a year.
    pub policies: PlanPolicies,
    /// Groups over which results are rolled up.
    pub groups: Vec<RollupGroup>,
    pub seats: Vec<CompiledSeat>,
    pub accounts: Vec<CompiledAccount>,
    /// Constant attributes of the accounts in columns, for loops over all of them.
    pub columns: AccountConstants,
    /// Choices of each team.
    pub teams: Vec<Team>,
    /// Seats of each team.
    pub by_team: Vec<Vec<usize>>,
    /// Seats of each group of like seats.
    pub by_group: Vec<Vec<usize>>,
    /// Accounts that move to each seat when its first rep starts.
    pub waiting: Vec<Vec<u32>>,
    /// Changes of the plan in later months, in order.
    pub changes: Vec<DatedChange>,
    /// Share of each team's touches that require travel.
    pub(crate) in_person: Vec<f64>,
    /// Share of each kind of booking that counts toward quota, by seat and then for the house.
    pub credits: Vec<Credit>,
    /// Initial state of every year.
    pub start: FirstDay,
    /// Decay factors that are applied every month.
    pub decay: DecayFactors,
    /// Effect of closed deals on potential, by segment.
    pub windfalls: Vec<SegmentWindfalls>,
    /// Share of creation that remains without coverage.
    pub inbound: f64,
    /// Days by which a month without selling time delays a deal.
    pub wait_days: f32,
    /// The company's target over the horizon: yearly target × months / 12.
    pub target: f64,
    /// Number of accounts with an owner today.
    pub owned: f64,
    /// Index of each industry among the skills.
    pub(crate) industry_skill: Vec<Option<usize>>,
}

impl CompiledPlan<'_> {
    /// Hours per month that an account needs from a seat. In teams that count accounts, every
    /// account needs one unit.
    #[must_use]
    pub fn need(&self, account: &CompiledAccount, place: Option<GeoPoint>, seat: u32) -> AccountNeed {
        if seat == HOUSE {
            return AccountNeed { hours: account.hours, travel: 0.0 };
        }
        let seat = &self.seats[seat as usize];
        let team = &self.teams[seat.team];
        if team.accounts.is_some() {
            return AccountNeed { hours: 1.0, travel: 0.0 };
        }
        let travel = match (team.channel, place, seat.place) {
            (Channel::Field, Some(from), Some(to)) => {
                self.in_person[seat.team] * account.touches * from.km_to(to) / 100.0
                    * self.policies.coverage.travel_hours_per_100_km
            }
            _ => 0.0,
        };
        AccountNeed { hours: account.hours + travel, travel }
    }

    /// Hours a month that an open deal of a segment needs.
    #[inline]
    #[must_use]
    pub fn deal_hours(&self, segment: u16, amount: f64) -> f64 {
        let segment = &self.market.segments[usize::from(segment)];
        self.policies.coverage.selling.of_opportunity(amount, segment.log_median_size)
    }

    /// Whether a seat's team measures capacity in hours, and not in accounts.
    #[inline]
    #[must_use]
    pub fn counts_hours(&self, s: usize) -> bool {
        self.teams[self.seats[s].team].accounts.is_none()
    }

    /// Whether a seat knows the industry of an account of the book or has the skill it needs.
    #[must_use]
    pub fn knows(&self, seat: u32, a: usize) -> bool {
        let account = &self.book.accounts[a];
        let skills = &self.seats[seat as usize].skills;
        let has = |skill: Option<usize>| skill.is_some_and(|skill| skills.contains(&skill));
        has(account.skill) || has(account.industry.and_then(|i| self.industry_skill[i]))
    }

    /// Planned quota and potential of a seat's book in a month.
    #[must_use]
    pub fn planned(&self, s: usize, month: u32) -> PlannedBook {
        // Changes are few, and most plans have none.
        let next = self.changes.iter().find(|change| change.month > month);
        next.map_or(PlannedBook { quota: self.seats[s].quota, potential: self.seats[s].potential }, |change| change.before[s])
    }

    /// Planned quota and potential of a seat's book on the first day.
    #[must_use]
    pub fn planned_at_start(&self, s: usize) -> PlannedBook {
        self.planned(s, 0)
    }

    /// Quota that corresponds in a month to an account in its planned seat.
    #[must_use]
    pub fn quota_of(&self, a: usize, month: u32) -> f64 {
        let owner = self.accounts[a].owner as usize;
        if owner >= self.seats.len() {
            return 0.0;
        }
        let PlannedBook { quota, potential } = self.planned(owner, month);
        if potential > 0.0 { quota * self.book.accounts[a].potential / potential } else { 0.0 }
    }

    /// Whether a seat is planned to have a rep in a month.
    #[must_use]
    pub fn is_planned(&self, s: usize, month: u32) -> bool {
        let seat = &self.seats[s];
        seat.start_month <= month && seat.end_month.is_none_or(|end| month < end)
    }

    /// Converts hours to the unit of a team, which is accounts if the team counts accounts.
    #[must_use]
    pub fn in_units(&self, team: usize, hours: f64) -> f64 {
        let team = &self.teams[team];
        match &team.accounts {
            None => hours,
            Some(accounts) => hours / team.hours_per_month.get().max(1e-9) * accounts.ramped.get(),
        }
    }

    /// Time that the old owner spends on handing over an account, in the unit of the team.
    #[must_use]
    pub fn transition(&self, from: u32, account: &CompiledAccount) -> f64 {
        let counts = self.teams[self.seats[from as usize].team].accounts.is_some();
        let weeks_a_month = 365.25 / 7.0 / 12.0;
        (if counts { 1.0 } else { account.hours }) * self.policies.handover.weeks / weeks_a_month
    }

    /// Capacity of a seat at a tenure, in the unit of its team, before absence.
    #[must_use]
    pub fn capacity(&self, seat: &CompiledSeat, tenure: f64, productivity: f64) -> f64 {
        let team = &self.teams[seat.team];
        match &team.accounts {
            None => team.hours_per_month.get() * productivity,
            Some(by_tenure) => accounts_by_tenure(by_tenure, tenure, seat.ramp_months),
        }
    }

    /// Whether a review may move an account that is or resembles one of the book to a seat.
    #[must_use]
    pub fn may_serve(&self, seat: u32, a: usize) -> bool {
        let (seat, account, review) = (&self.seats[seat as usize], &self.book.accounts[a], &self.policies.review);
        let region = !review.regions_bind || account.region.is_none() || account.region == seat.region;
        let skill = !review.skills_required || account.skill.is_none_or(|skill| seat.skills.contains(&skill));
        region && skill
    }
}

/// Hours per month that an account needs from its owner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccountNeed {
    /// All hours, including travel.
    pub hours: f64,
    /// Hours of travel.
    pub travel: f64,
}

fn accounts_by_tenure(by_tenure: &AccountCapacity, tenure: f64, ramp_months: f64) -> f64 {
    let senior = by_tenure.senior_from.get();
    if senior > 0.0 && tenure >= senior {
        by_tenure.senior.get()
    } else if tenure >= ramp_months {
        by_tenure.ramped.get()
    } else if tenure < 3.0 {
        by_tenure.new_hire.get()
    } else {
        by_tenure.ramping.get()
    }
}
