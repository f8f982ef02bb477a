//! What is the same in every year of a plan: computed once, shared by all threads.

use std::collections::BTreeMap;

use libm::{exp, pow};

use super::account_columns::{AccountColumns, KINDS};
use super::account_constants::AccountConstants;
use super::hand_over::HandoverCause;
use super::rollup::{RollupGroup, rollup_groups};
use super::seat_book::SeatBook;
use crate::world::CompiledMarket;
use crate::world::market_segment::{by_growth, by_risk};
use attain_core::geography::Place;
use attain_core::plan::Plan;
use attain_core::ramp;
use attain_core::scenario::choices::{AccountCapacity, Channel, Coverage, Credit, Geography, Protection, Scenario, Team};
use attain_data::Book;
use attain_design::score::AccountTiers;

/// The owner of accounts that no seat has.
pub const HOUSE: u32 = u32::MAX;

/// A plan in its market, ready to be lived.
#[derive(Debug)]
pub struct CompiledPlan<'a> {
    /// The plan it was compiled from.
    pub source: &'a Plan,
    /// The book.
    pub book: &'a Book,
    /// The compiled market.
    pub market: &'a CompiledMarket,
    /// Groups results roll up to.
    pub groups: Vec<RollupGroup>,
    /// By seat.
    pub seats: Vec<CompiledSeat>,
    /// By account.
    pub accounts: Vec<CompiledAccount>,
    /// By team: its choices.
    pub teams: Vec<Team>,
    /// By seat: its book on the first day, in order of priority.
    pub books: Vec<SeatBook>,
    /// By seat: hours a month that its book needs on the first day, by kind of account.
    pub needs: Vec<[f64; KINDS]>,
    /// Accounts that no seat has.
    pub house: Vec<u32>,
    /// Hours a month that they need.
    pub house_need: f64,
    /// Fixed columns of the accounts.
    pub columns: AccountConstants,
    /// The accounts on the first day, as far as they differ.
    pub start: AccountColumns,
    /// Accounts that change hands on the first day, and why.
    pub handed_at_start: Vec<InitialHandover>,
    /// By team: its seats.
    pub by_team: Vec<Vec<usize>>,
    /// By group of like seats: its seats.
    pub by_group: Vec<Vec<usize>>,
    /// By seat: accounts that move to it when its first rep starts.
    pub waiting: Vec<Vec<u32>>,
    /// By seat, then the house: what counts to quota.
    pub credits: Vec<Credit>,
    /// By industry: its place among the skills.
    industry_skill: Vec<Option<usize>>,
    /// By account: hours a month of the reference coverage model.
    reference: Vec<f64>,
    /// Members by family.
    families: BTreeMap<&'a str, usize>,
    /// Factors that are applied every month.
    pub decay: DecayFactors,
    /// By segment: what a deal won, and one lost, leaves behind.
    pub windfalls: Vec<[Windfall; 2]>,
    /// Share of creation at no coverage.
    pub inbound: f64,
    /// Rate the company's target is measured by: target × months / 12.
    pub target: f64,
    /// Accounts with an owner today.
    pub owned: f64,
}

/// One seat's fixed part.
#[derive(Debug, Clone)]
pub struct CompiledSeat {
    /// Key of the seat's id.
    pub key: u64,
    /// The rep of the book with that key.
    pub rep: Option<usize>,
    /// Team.
    pub team: usize,
    /// Month of a known departure.
    pub known_leave: Option<u32>,
    /// Months its incumbent has served at the start.
    pub tenure: f64,
    /// Length of its ramp, months.
    pub ramp_months: f64,
    /// Whether the plan takes away a tenth or more of its potential on the first day.
    pub cut_now: bool,
    /// Whether it takes away a tenth or more later, when new reps start.
    pub cut_later: bool,
    /// Seats of the same group are alike: the team, and the region where accounts are bound to it.
    pub group: usize,
}

/// One account's fixed part.
#[derive(Debug, Clone, Copy)]
pub struct CompiledAccount {
    /// Hours a month its planned owner needs, travel included.
    pub need: f64,
    /// Of these, travel.
    pub travel: f64,
    /// Hours without travel.
    pub hours: f64,
    /// Touches a month that cost travel.
    pub field_touches: f64,
    /// Value of an hour: what the order of a book goes by.
    pub priority: f64,
    /// Effort of full coverage against that of the reference coverage model.
    pub effort: f64,
    /// Rate of creation at full coverage.
    pub full: f64,
    /// Touches a month.
    pub touches: f64,
    /// Months without a touch from which it is orphaned: three, or half as
    /// long again as its coverage model leaves between touches.
    pub patience: f64,
    /// Planned owner.
    pub owner: u32,
    /// Today's owner among the plan's seats.
    pub before: u32,
    /// Owner on the first day.
    pub first: u32,
    /// One less the relationship's strength with today's owner.
    pub gap: f64,
    /// Months since the last touch at the start.
    pub untouched: f64,
    /// May not move in a review.
    pub held: bool,
}

/// An account that changes hands on the first day.
#[derive(Debug, Clone, Copy)]
pub struct InitialHandover {
    /// The account.
    pub account: u32,
    /// Today's owner.
    pub from: u32,
    /// Owner from the first day on.
    pub to: u32,
    /// Why.
    pub cause: HandoverCause,
    /// Time that it takes its old owner to hand it over, in the unit of the team.
    pub transition: f64,
}

/// What time does to relationships and losses.
#[derive(Debug, Clone)]
pub struct DecayFactors {
    /// What is left after some months of what a relationship lacks, by months.
    pub gap: Vec<f64>,
    /// What a month leaves of the loss of a hand-over.
    pub loss: f64,
    /// First-year mean loss to the loss in the first month.
    pub first: f64,
    /// Mean over the first year of what is left of a drop in relationship.
    pub gap_mean: f64,
}

/// What a closed deal does to an account's potential and rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Windfall {
    /// Factor on potential.
    pub potential: f64,
    /// Factor on the rate of new opportunities.
    pub rate: f64,
}

impl<'a> CompiledPlan<'a> {
    /// Prepares a plan.
    #[must_use]
    pub fn new(book: &'a Book, plan: &'a Plan, market: &'a CompiledMarket) -> Self {
        let scenario = &plan.scenario;
        let teams: Vec<Team> = book.teams.iter().map(|name| scenario.teams.get(name).cloned().unwrap_or_default()).collect();
        let industry_skill = book.industries.iter().map(|name| book.skills.iter().position(|skill| skill == name)).collect();
        let mut families = BTreeMap::new();
        for account in &book.accounts {
            *families.entry(account.family.as_str()).or_insert(0) += 1;
        }
        let mut plan = Self {
            reference: reference_hours(book, plan),
            families,
            groups: rollup_groups(book, plan),
            by_group: Vec::new(),
            seats: seats(book, plan, market),
            accounts: Vec::new(),
            books: Vec::new(),
            waiting: vec![Vec::new(); plan.seats.len()],
            needs: Vec::new(),
            house: Vec::new(),
            house_need: 0.0,
            columns: AccountConstants::default(),
            start: AccountColumns::default(),
            handed_at_start: Vec::new(),
            by_team: (0..book.teams.len())
                .map(|team| (0..plan.seats.len()).filter(|&s| plan.seats[s].team == team).collect())
                .collect(),
            credits: credits(plan, &teams),
            industry_skill,
            decay: DecayFactors::new(market),
            windfalls: windfalls(market),
            inbound: market.response(0.0),
            target: plan.target * f64::from(scenario.horizon.months) / 12.0,
            owned: book.accounts.iter().filter(|account| account.owner.is_some()).count() as f64,
            teams,
            source: plan,
            book,
            market,
        };
        for (s, seat) in plan.seats.iter().enumerate() {
            plan.by_group.resize(plan.by_group.len().max(seat.group + 1), Vec::new());
            plan.by_group[seat.group].push(s);
        }
        plan.accounts = (0..book.accounts.len()).map(|a| plan.account(a)).collect();
        let mut orders = vec![Vec::new(); plan.seats.len()];
        for (a, account) in plan.accounts.iter().enumerate() {
            if account.first == HOUSE {
                plan.house.push(a as u32);
            } else {
                orders[account.first as usize].push(a as u32);
            }
            if account.first != account.owner && account.owner != HOUSE {
                plan.waiting[account.owner as usize].push(a as u32);
            }
        }
        plan.note_cuts();
        let serves = |team: usize, segment: usize| plan.teams[team].segments.contains(&book.segments[segment]);
        plan.columns = AccountConstants::new(book, market, &plan.accounts, serves);
        plan.start = AccountColumns::at_start(&plan);
        for mut order in orders {
            order.sort_by_key(|&a| plan.columns.rank[a as usize]);
            let (book, needs) = SeatBook::new(order, &mut plan.start);
            plan.needs.push(needs);
            plan.books.push(book);
        }
        plan.house_need = plan.house.iter().map(|&a| f64::from(plan.start.held[a as usize].need)).sum();
        plan.handed_at_start =
            (0..book.accounts.len()).filter_map(|a| Some(plan.handed(a, plan.handed_at_start(a)?))).collect();
        plan
    }

    fn handed(&self, a: usize, cause: HandoverCause) -> InitialHandover {
        let account = &self.accounts[a];
        let transition = if cause == HandoverCause::Planned { self.transition(account.before, account) } else { 0.0 };
        InitialHandover { account: a as u32, from: account.before, to: account.first, cause, transition }
    }

    /// Why an account changes hands on the first day, if it does.
    fn handed_at_start(&self, a: usize) -> Option<HandoverCause> {
        let account = &self.accounts[a];
        let owned = self.book.accounts[a].owner.is_some();
        if account.first != account.before && account.before != HOUSE {
            return Some(HandoverCause::Planned);
        }
        // Not moved, or moved later; but an owner whose seat is cut is gone.
        (account.before == HOUSE && owned).then_some(HandoverCause::OwnerGone)
    }

    fn account(&self, a: usize) -> CompiledAccount {
        let (account, assignment) = (&self.book.accounts[a], &self.source.accounts[a]);
        let days =
            |date: Option<jiff::civil::Date>| date.map(|date| -self.market.calendar.day_of(date.min(self.market.calendar.start)));
        let owned_months = days(account.owner_since).unwrap_or(730.0) / 30.437_5;
        let owner = assignment.seat.map_or(HOUSE, |seat| seat as u32);
        let before = assignment.before.map_or(HOUSE, |seat| seat as u32);
        // A seat nobody holds yet gets its accounts when its first rep starts.
        let waits = before != HOUSE && assignment.seat.is_some_and(|seat| self.source.seats[seat].incumbent.is_none());
        let reference = self.reference[a];
        let effort = if reference > 0.0 { assignment.hours / reference } else { 1.0 };
        let mut plan = CompiledAccount {
            need: 0.0,
            travel: 0.0,
            hours: assignment.hours,
            field_touches: assignment.field_touches,
            priority: assignment.score * self.worth(a) / assignment.hours.max(1e-6),
            effort,
            full: self.market.response(effort),
            touches: assignment.touches,
            patience: if assignment.touches > 0.0 { (1.5 / assignment.touches).max(3.0) } else { f64::INFINITY },
            owner,
            before,
            first: if waits { before } else { owner },
            gap: if account.owner.is_none() { 1.0 } else { self.market.choices.relationship.lacking(owned_months) },
            untouched: days(account.last_touch).unwrap_or(0.0) / 30.437_5,
            held: self.holds(a),
        };
        (plan.need, plan.travel) = self.need(&plan, account.place, plan.first);
        plan
    }

    /// What a year of full coverage brings, or saves, at an account: new
    /// business, expansion and revenue at risk.
    fn worth(&self, a: usize) -> f64 {
        let account = &self.book.accounts[a];
        let segment = &self.market.segments[account.segment].choices;
        let renewing = by_growth(&segment.expansion, account.growth) + by_risk(&segment.churn, account.risk);
        12.0 * self.market.accounts[a].value + account.revenue * renewing
    }

    /// Whether an account may never move in a review.
    fn holds(&self, a: usize) -> bool {
        let (account, scenario) = (&self.book.accounts[a], &self.source.scenario);
        scenario.territory.family_lock && self.families.get(account.family.as_str()).is_some_and(|&members| members > 1)
            || matches!(&scenario.protection, Protection::Named { accounts } if accounts.contains(&account.id))
            || scenario.territory.locks.iter().any(|lock| lock.account == account.id)
    }

    /// Hours a month that an account needs of a seat, and the travel in them.
    /// Teams that count accounts need one of each.
    #[must_use]
    pub fn need(&self, account: &CompiledAccount, place: Option<Place>, seat: u32) -> (f64, f64) {
        if seat == HOUSE {
            return (account.hours, 0.0);
        }
        let seat = &self.source.seats[seat as usize];
        let team = &self.teams[seat.team];
        if team.accounts.is_some() {
            return (1.0, 0.0);
        }
        let travel = match (team.channel, place, seat.place) {
            (Channel::Field, Some(from), Some(to)) => {
                account.field_touches * from.km_to(to) / 100.0 * self.source.scenario.territory.travel_hours_per_100_km.get()
            }
            _ => 0.0,
        };
        (account.hours + travel, travel)
    }

    /// Whether a seat knows an account's industry or has the skill it needs.
    #[must_use]
    pub fn knows(&self, seat: u32, a: usize) -> bool {
        let account = &self.book.accounts[a];
        let skills = &self.source.seats[seat as usize].skills;
        let has = |skill: Option<usize>| skill.is_some_and(|skill| skills.contains(&skill));
        has(account.skill) || has(account.industry.and_then(|i| self.industry_skill[i]))
    }

    /// Notes whose books the plan cuts by a tenth or more, and when.
    fn note_cuts(&mut self) {
        let mut lost = vec![(0.0, 0.0); self.seats.len()];
        for (account, fixed) in self.book.accounts.iter().zip(&self.accounts) {
            if fixed.before != HOUSE && fixed.before != fixed.owner {
                let (now, later) = &mut lost[fixed.before as usize];
                *(if fixed.first == fixed.before { later } else { now }) += account.potential;
            }
        }
        for ((seat, planned), (now, later)) in self.seats.iter_mut().zip(&self.source.seats).zip(lost) {
            seat.cut_now = now > 0.0 && now >= 0.1 * planned.potential_before;
            seat.cut_later = later > 0.0 && later >= 0.1 * planned.potential_before;
        }
    }

    /// Quota that an account stands for in its planned seat.
    #[must_use]
    pub fn quota_of(&self, a: usize) -> f64 {
        let Some(seat) = self.source.seats.get(self.accounts[a].owner as usize) else { return 0.0 };
        if seat.potential > 0.0 { seat.quota * self.book.accounts[a].potential / seat.potential } else { 0.0 }
    }

    /// Whether an account still waits for the first rep of its planned seat.
    #[must_use]
    pub fn waits(&self, state: &super::year_state::YearState, a: usize) -> bool {
        let fixed = &self.accounts[a];
        fixed.first != fixed.owner
            && state.accounts.held[a].owner == fixed.first
            && state.seats.get(fixed.owner as usize).is_some_and(|seat| seat.spell == 1 && seat.rep.is_none())
    }

    /// Hours in the unit of a team: accounts where it counts those.
    #[must_use]
    pub fn in_units(&self, team: usize, hours: f64) -> f64 {
        let team = &self.teams[team];
        match &team.accounts {
            None => hours,
            Some(accounts) => hours / team.hours_per_month.get().max(1e-9) * accounts.ramped.get(),
        }
    }

    /// Time that handing an account over takes its old owner, in the unit of the team.
    #[must_use]
    pub fn transition(&self, from: u32, account: &CompiledAccount) -> f64 {
        let counts = self.teams[self.seats[from as usize].team].accounts.is_some();
        let weeks_a_month = 365.25 / 7.0 / 12.0;
        (if counts { 1.0 } else { account.hours }) * self.source.scenario.transition.weeks / weeks_a_month
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

    /// Whether an account may move to a seat in a review.
    #[must_use]
    pub fn may_serve(&self, seat: u32, a: usize) -> bool {
        let (seat, account, territory) = (&self.source.seats[seat as usize], &self.book.accounts[a], &self.source.scenario.territory);
        let region = territory.geography != Geography::Regions || account.region.is_none() || account.region == seat.region;
        let skill = !territory.skills_required || account.skill.is_none_or(|skill| seat.skills.contains(&skill));
        region && skill
    }
}

/// Hours a month that the reference coverage model (commercial, nothing
/// changed) gives the accounts: what rates of creation are stated for.
fn reference_hours(book: &Book, plan: &Plan) -> Vec<f64> {
    let assumed = plan.assumed.as_deref().unwrap_or(&plan.scenario);
    let scenario = Scenario { coverage: Coverage::default(), ..assumed.clone() };
    let tiers = AccountTiers(plan.accounts.iter().map(|assignment| assignment.tier).collect());
    attain_design::coverage::coverage_needs(book, &scenario, &tiers).hours
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

fn seats(book: &Book, plan: &Plan, market: &CompiledMarket) -> Vec<CompiledSeat> {
    let leavers = &plan.scenario.attrition.leavers;
    let bound = plan.scenario.territory.geography == Geography::Regions;
    let regions = book.regions.len() + 1;
    plan.seats
        .iter()
        .map(|seat| {
            let rep = seat.incumbent.map(|rep| book.reps[rep].id.as_str());
            let leave = leavers.iter().find(|leaver| Some(leaver.rep.as_str()) == rep);
            let region = if bound { seat.region.map_or(0, |region| region + 1) } else { 0 };
            CompiledSeat {
                key: seat.key,
                rep: market.reps.iter().position(|&key| key == seat.key),
                team: seat.team,
                known_leave: leave.map(|leaver| leaver.month - 1),
                tenure: seat.tenure_months,
                ramp_months: ramp::length(&seat.ramp),
                cut_now: false,
                cut_later: false,
                group: seat.team * regions + region,
            }
        })
        .collect()
}

fn credits(plan: &Plan, teams: &[Team]) -> Vec<Credit> {
    let common = &plan.scenario.quota.credit;
    let of_seat = |seat: &attain_core::plan::Seat| teams[seat.team].credit.clone().unwrap_or_else(|| common.clone());
    plan.seats.iter().map(of_seat).chain([common.clone()]).collect()
}

fn windfalls(market: &CompiledMarket) -> Vec<[Windfall; 2]> {
    let drift = &market.choices.potential_drift;
    let factors = [1.0 + drift.won_gain.get(), 1.0 - drift.lost_loss.get()];
    market.segments
        .iter()
        .map(|segment| {
            factors.map(|potential| Windfall { potential, rate: pow(potential, segment.choices.potential_on_count.get()) })
        })
        .collect()
}

impl DecayFactors {
    fn new(market: &CompiledMarket) -> Self {
        let choices = &market.choices;
        let monthly = |months: f64| if months > 0.0 { exp(-1.0 / months) } else { 0.0 };
        let loss = monthly(choices.hand_over.decay_months.get());
        // The mean of the first twelve months is the published loss.
        let mean = |factor: f64| (0..12).map(|month| pow(factor, f64::from(month))).sum::<f64>() / 12.0;
        let gap = monthly(choices.relationship.months_to_grow.get());
        let after = (0..=market.calendar.months).map(|month| pow(gap, month as f64)).collect();
        Self { gap: after, loss, first: 1.0 / mean(loss), gap_mean: mean(gap) }
    }
}
