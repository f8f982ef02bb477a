//! Compiles a plan for simulation.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::account_columns::AccountColumns;
use super::account_constants::AccountConstants;
use super::compiled_account::CompiledAccount;
use super::compiled_plan::CompiledPlan;
use super::compiled_seat::{CompiledSeat, compile_seats};
use super::dated_change::{DatedChange, PlannedBook};
use super::decay::DecayFactors;
use super::first_day::{FirstDay, InitialHandover};
use super::handover_cost::HandoverCause;
use super::owner::HOUSE;
use super::policies::PlanPolicies;
use super::rollup::rollup_groups;
use super::seat_book::SeatBook;
use super::windfall::segment_windfalls;
use crate::world::CompiledMarket;
use crate::world::market_segment::{by_growth, by_risk};
use attain_core::plan::{Assignment, Plan, PlanStage, Seat};
use attain_core::scenario::choices::{Coverage, Credit, Protection, Scenario, Team};
use attain_data::Book;
use attain_design::score::AccountTiers;
use attain_design::territory::in_person_share;

impl<'a> CompiledPlan<'a> {
    /// Compiles a plan with its market.
    #[must_use]
    pub fn new(book: &'a Book, plan: &'a Plan, market: &'a CompiledMarket) -> Self {
        let scenario = &plan.scenario;
        let teams: Vec<Team> = book.teams.iter().map(|name| scenario.teams.get(name).cloned().unwrap_or_default()).collect();
        let seats = compile_seats(book, plan, market);
        let mut compiled = Self {
            policies: PlanPolicies::new(scenario, plan.street_quota),
            groups: rollup_groups(book, plan),
            by_group: by_group(seats.iter().map(|seat| seat.group)),
            by_team: (0..book.teams.len())
                .map(|team| (0..plan.seats.len()).filter(|&s| plan.seats[s].team == team).collect())
                .collect(),
            waiting: vec![Vec::new(); plan.seats.len()],
            changes: Vec::new(),
            in_person: teams.iter().map(in_person_share).collect(),
            seats,
            accounts: Vec::new(),
            columns: AccountConstants::default(),
            start: FirstDay::default(),
            credits: credits(plan, &teams),
            decay: DecayFactors::new(market),
            windfalls: segment_windfalls(market),
            inbound: market.response(0.0),
            wait_days: (market.choices.selling.wait.get() * 30.437_5) as f32,
            target: plan.target * f64::from(scenario.horizon.months) / 12.0,
            owned: book.accounts.iter().filter(|account| account.owner.is_some()).count() as f64,
            industry_skill: book.industries.iter().map(|name| book.skills.iter().position(|skill| skill == name)).collect(),
            teams,
            book,
            market,
        };
        let last = stage_at_the_end(plan);
        if let Some(stage) = last {
            compiled.policies.quota.street_quota = stage.quotas.iter().sum();
            for (s, seat) in compiled.seats.iter_mut().enumerate() {
                (seat.quota, seat.potential) = (stage.quotas[s], stage.potential[s]);
            }
        }
        compiled.compile_accounts(plan);
        compiled.note_cuts(plan);
        compiled.date_changes(plan);
        compiled.prepare_first_day();
        compiled
    }

    /// Compiles the accounts. Seats, teams and policies must already be compiled.
    fn compile_accounts(&mut self, plan: &Plan) {
        let book = self.book;
        let reference = reference_hours(book, plan);
        let locked = locked_accounts(book, &plan.scenario);
        self.accounts = (0..book.accounts.len()).map(|a| self.account(a, &plan.accounts[a], reference[a], locked[a])).collect();
        for (a, account) in self.accounts.iter().enumerate() {
            let new_seat = self.seats.get(account.owner as usize).is_some_and(|seat| seat.incumbent.is_none());
            if account.first != account.owner && account.first != HOUSE && new_seat {
                self.waiting[account.owner as usize].push(a as u32);
            }
        }
        let serves = |team: usize, segment: usize| self.teams[team].segments.contains(&book.segments[segment]);
        self.columns = AccountConstants::new(book, self.market, &self.accounts, serves);
    }

    fn account(&self, a: usize, assignment: &Assignment, reference: f64, locked: bool) -> CompiledAccount {
        let account = &self.book.accounts[a];
        let days = |date: Option<Date>| date.map(|date| -self.market.calendar.day_of(date.min(self.market.calendar.start)));
        let owned_months = days(account.owner_since).unwrap_or(730.0) / 30.437_5;
        let before = assignment.before.map_or(HOUSE, |seat| seat as u32);
        let never = assignment.from_month as usize >= self.market.calendar.months;
        let owner = if never { before } else { assignment.seat.map_or(HOUSE, |seat| seat as u32) };
        // An account of a seat without an incumbent moves when the seat's first rep starts.
        let waits = before != HOUSE && self.seats.get(owner as usize).is_some_and(|seat| seat.incumbent.is_none());
        // A seat that closes hands its accounts over itself, even at the start.
        let later = assignment.from_month > 0 || self.closes_at_start(before);
        let effort = if reference > 0.0 { assignment.hours / reference } else { 1.0 };
        let mut compiled = CompiledAccount {
            need: 0.0,
            travel: 0.0,
            hours: assignment.hours,
            priority: assignment.score * self.worth(a) / assignment.hours.max(1e-6),
            effort,
            full: self.market.response(effort),
            touches: assignment.touches,
            patience: if assignment.touches > 0.0 { (1.5 / assignment.touches).max(3.0) } else { f64::INFINITY },
            owner,
            before,
            first: if waits || later { before } else { owner },
            from_month: if never { 0 } else { assignment.from_month },
            gap: if account.owner.is_none() { 1.0 } else { self.market.choices.relationship.missing_strength(owned_months) },
            untouched: days(account.last_touch).unwrap_or(0.0) / 30.437_5,
            locked,
        };
        let need = self.need(&compiled, account.place, compiled.first);
        (compiled.need, compiled.travel) = (need.hours, need.travel);
        compiled
    }

    fn closes_at_start(&self, owner: u32) -> bool {
        self.seats.get(owner as usize).is_some_and(|seat| seat.end_month == Some(0))
    }

    /// Yearly business that full coverage of an account gains or protects: new business, expansion
    /// and revenue at risk.
    fn worth(&self, a: usize) -> f64 {
        let account = &self.book.accounts[a];
        let segment = &self.market.segments[account.segment].choices;
        let renewing = by_growth(&segment.expansion, account.growth) + by_risk(&segment.churn, account.risk);
        12.0 * self.market.accounts[a].value + account.revenue * renewing
    }

    /// Compiles the changes of later months. Accounts must already be compiled.
    fn date_changes(&mut self, plan: &Plan) {
        let horizon = self.market.calendar.months as u32;
        let ends = |seat: &CompiledSeat| seat.end_month;
        let moves = |account: &CompiledAccount| (account.first != account.owner).then_some(account.from_month);
        let mut months: Vec<u32> = self.seats.iter().filter_map(ends).collect();
        months.extend(self.accounts.iter().filter_map(moves).filter(|&month| month > 0));
        months.sort_unstable();
        months.dedup();
        self.changes = months.into_iter().map(|month| self.dated_change(plan, month)).collect();
        debug_assert!(self.changes.iter().all(|change| change.month < horizon), "changes after the end never happen");
    }

    fn dated_change(&self, plan: &Plan, month: u32) -> DatedChange {
        let closes: Vec<usize> = (0..self.seats.len()).filter(|&s| self.seats[s].end_month == Some(month)).collect();
        let dated = |&a: &u32| {
            let account = &self.accounts[a as usize];
            let due = account.first != account.owner && account.from_month == month;
            due && (month > 0 || self.closes_at_start(account.before))
        };
        let accounts: Vec<u32> = (0..self.accounts.len() as u32).filter(dated).collect();
        let mut lost = vec![0.0; self.seats.len()];
        for &a in &accounts {
            let before = self.accounts[a as usize].before as usize;
            if let Some(lost) = lost.get_mut(before) {
                *lost += self.book.accounts[a as usize].potential;
            }
        }
        let cut = |&s: &usize| lost[s] > 0.0 && lost[s] >= 0.1 * plan.seats[s].potential_before && !closes.contains(&s);
        let cuts = (0..self.seats.len()).filter(cut).collect();
        let stage = plan.stages.iter().find(|stage| stage.until == month);
        let seat = |s: usize| match stage {
            Some(stage) => PlannedBook { quota: stage.quotas[s], potential: stage.potential[s] },
            None => PlannedBook { quota: self.seats[s].quota, potential: self.seats[s].potential },
        };
        DatedChange { month, before: (0..self.seats.len()).map(seat).collect(), accounts, closes, cuts }
    }

    /// Records which books the plan cuts by a tenth or more, and when.
    fn note_cuts(&mut self, plan: &Plan) {
        let mut lost = vec![(0.0, 0.0); self.seats.len()];
        for (account, fixed) in self.book.accounts.iter().zip(&self.accounts) {
            let dated = fixed.from_month > 0 || self.closes_at_start(fixed.before);
            if fixed.before != HOUSE && fixed.before != fixed.owner && !dated {
                let (now, later) = &mut lost[fixed.before as usize];
                *(if fixed.first == fixed.before { later } else { now }) += account.potential;
            }
        }
        for ((seat, planned), (now, later)) in self.seats.iter_mut().zip(&plan.seats).zip(lost) {
            seat.cut_now = now > 0.0 && now >= 0.1 * planned.potential_before;
            seat.cut_later = later > 0.0 && later >= 0.1 * planned.potential_before;
        }
    }

    /// Prepares the books, columns and hand-overs of the first day. Accounts must already be
    /// compiled.
    fn prepare_first_day(&mut self) {
        let mut orders = vec![Vec::new(); self.seats.len()];
        let mut house = Vec::new();
        for (a, account) in self.accounts.iter().enumerate() {
            if account.first == HOUSE {
                house.push(a as u32);
            } else {
                orders[account.first as usize].push(a as u32);
            }
        }
        let staffed = |owner: u32| self.seats.get(owner as usize).is_some_and(|seat| seat.incumbent.is_some());
        let mut accounts = AccountColumns::at_start(&self.accounts, self.market, staffed);
        let (mut books, mut needs) = (Vec::new(), Vec::new());
        for mut order in orders {
            order.sort_by_key(|&a| self.columns.rank[a as usize]);
            let (book, need) = SeatBook::new(order, &mut accounts);
            needs.push(need);
            books.push(book);
        }
        let house_need = house.iter().map(|&a| f64::from(accounts.states[a as usize].need)).sum();
        let handovers = (0..self.accounts.len()).filter_map(|a| Some(self.initial_handover(a, self.initial_cause(a)?))).collect();
        self.start = FirstDay { accounts, books, needs, house, house_need, handovers };
    }

    fn initial_handover(&self, a: usize, cause: HandoverCause) -> InitialHandover {
        let account = &self.accounts[a];
        let transition = if cause == HandoverCause::Planned { self.transition(account.before, account) } else { 0.0 };
        InitialHandover { account: a as u32, from: account.before, to: account.first, cause, transition }
    }

    /// Reason for which an account changes owner on the first day, if it does.
    fn initial_cause(&self, a: usize) -> Option<HandoverCause> {
        let account = &self.accounts[a];
        let owned = self.book.accounts[a].owner.is_some();
        if account.first != account.before && account.before != HOUSE {
            return Some(HandoverCause::Planned);
        }
        // The account does not move, or moves later, unless its owner's seat is cut.
        (account.before == HOUSE && owned).then_some(HandoverCause::OwnerGone)
    }
}

/// The stage of a plan in force at the end of the horizon, if its last changes come later.
fn stage_at_the_end(plan: &Plan) -> Option<&PlanStage> {
    plan.stages.iter().find(|stage| stage.until >= plan.scenario.horizon.months)
}

/// Returns the seats of each group.
fn by_group(groups: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
    let mut seats: Vec<Vec<usize>> = Vec::new();
    for (s, group) in groups.enumerate() {
        seats.resize(seats.len().max(group + 1), Vec::new());
        seats[group].push(s);
    }
    seats
}

/// Returns for each account whether reviews must not move it.
fn locked_accounts(book: &Book, scenario: &Scenario) -> Vec<bool> {
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    for account in &book.accounts {
        *families.entry(account.family.as_str()).or_insert(0) += 1;
    }
    let locked = |account: &attain_data::Account| {
        scenario.territory.family_lock && families.get(account.family.as_str()).is_some_and(|&members| members > 1)
            || matches!(&scenario.protection, Protection::Named { accounts } if accounts.contains(&account.id))
            || scenario.territory.locks.iter().any(|lock| lock.account == account.id)
    };
    book.accounts.iter().map(locked).collect()
}

/// Hours per month that the reference coverage model (commercial, without changes) gives each
/// account. Rates of creation refer to these hours.
fn reference_hours(book: &Book, plan: &Plan) -> Vec<f64> {
    let assumed = plan.assumed.as_deref().unwrap_or(&plan.scenario);
    let scenario = Scenario { coverage: Coverage::default(), ..assumed.clone() };
    let tiers = AccountTiers(plan.accounts.iter().map(|assignment| assignment.tier).collect());
    attain_design::coverage::coverage_needs(book, &scenario, &tiers).hours
}

/// Returns the share of each kind of booking that counts toward quota, by seat and then for the
/// house.
fn credits(plan: &Plan, teams: &[Team]) -> Vec<Credit> {
    let common = &plan.scenario.quota.credit;
    let of_seat = |seat: &Seat| teams[seat.team].credit.clone().unwrap_or_else(|| common.clone());
    plan.seats.iter().map(of_seat).chain([common.clone()]).collect()
}
