//! Where a year stands: accounts, seats and open deals of one plan, month by month.

use super::account_columns::AccountColumns;
use super::account_state::OPEN;
use super::business_counts::Booking;
use super::business_counts::BusinessCounts;
use super::company_totals::CompanyTotals;
use super::compiled_plan::CompiledPlan;
use super::loops::wide;
use super::open_deals::{DealDecisions, OpenDealState};
use super::owner::owner_index;
use super::seat_book::SeatBook;
use super::seat_state::{Covering, SeatState};
use super::tally::Tally;
use crate::world::World;
use attain_core::metric::{SERIES, SeriesStep};
use attain_core::scenario::choices::{Credit, VacancyCover};

/// The state of one plan's year. Kept between years as scratch.
#[derive(Debug, Clone, Default)]
pub struct YearState {
    /// Accounts in columns.
    pub accounts: AccountColumns,
    /// By seat.
    pub seats: Vec<SeatState>,
    /// By seat, then the house, which has none: months that its reps have served.
    pub served: Vec<u8>,
    /// By seat: its book in order of priority.
    pub books: Vec<SeatBook>,
    /// Hours that the accounts of the house need a month.
    pub house_need: f64,
    /// Open deals by the month of their next event; the last entry is after the horizon.
    pub due: Vec<Vec<OpenDealState>>,
    /// By seat, then the house, and by segment of the account: what accounts count in the current year of the horizon.
    business: Vec<BusinessCounts>,
    /// By seat, then the house: counts of the current year of the horizon; those of accounts join at its end.
    pub tallies: Vec<Tally>,
    /// By segment of the account: the same.
    pub segments: Vec<Tally>,
    /// By seat, then the house: counts of the horizon so far.
    pub totals: Vec<Tally>,
    /// By segment: counts of the horizon so far.
    pub segment_totals: Vec<Tally>,
    /// Counts of the company alone.
    pub company_totals: CompanyTotals,
    /// By series, then step.
    pub series: Vec<Vec<f32>>,
    /// By year of the horizon: the company's counts.
    pub periods: Vec<(Tally, CompanyTotals)>,
    /// Departures by month and team, for the peer effect.
    pub departures: Vec<u16>,
    /// Seats whose books have lost or won accounts, before they are arranged.
    pub moved: Vec<u32>,
    /// Scratch: deals that come into being.
    pub born: Vec<u32>,
    /// Scratch: what becomes of the deals of a month.
    pub decided: DealDecisions,
}

impl YearState {
    /// Puts everything to the start of a year in `world`.
    pub fn reset(&mut self, plan: &CompiledPlan, world: &World) {
        let months = plan.market.calendar.months;
        self.accounts.reset(&plan.start.accounts, &plan.market.money);
        self.books.clone_from(&plan.start.books);
        self.seats.clear();
        self.seats.extend((0..plan.seats.len()).map(|s| SeatState::at_start(plan, world, s)));
        self.house_need = plan.start.house_need;
        self.served.clear();
        self.served.resize(plan.seats.len() + 1, 0);
        self.due.resize(months + 1, Vec::new());
        self.due.iter_mut().for_each(Vec::clear);
        let segments = plan.market.segments.len();
        let seats = plan.seats.len() + 1;
        for (tallies, n) in [
            (&mut self.tallies, seats),
            (&mut self.totals, seats),
            (&mut self.segments, segments),
            (&mut self.segment_totals, segments),
        ] {
            tallies.clear();
            tallies.resize(n, Tally::default());
        }
        self.business.clear();
        self.business.resize(seats * segments, BusinessCounts::default());
        self.company_totals = CompanyTotals {
            target: plan.target,
            owned: plan.owned,
            months_to_trigger: months.min(12) as f64 + 1.0,
            ..CompanyTotals::default()
        };
        self.periods.clear();
        self.series.resize(SERIES.len(), Vec::new());
        for (values, series) in self.series.iter_mut().zip(&SERIES) {
            let steps = if series.step == SeriesStep::Month { months } else { months / 3 };
            values.clear();
            values.resize(steps, 0.0);
        }
        self.departures.clear();
        self.departures.resize(months * plan.teams.len(), 0);
    }

    /// Notes in the book's accounts whether the seat has a rep.
    pub fn staff(&mut self, seat: usize) {
        let staffed = f32::from(u8::from(self.seats[seat].rep.is_some()));
        for &a in &self.books[seat].accounts {
            self.accounts.staffed[a as usize] = staffed;
        }
    }

    /// Gives what an account gathered by the start of `month` to its owner and
    /// its segment. Before owner or needs change, and when a year ends.
    pub fn settle(&mut self, plan: &CompiledPlan, a: usize, month: usize) {
        let counts = self.accounts.counts(a, month);
        self.accounts.settle(a, month);
        let cost = plan.policies.money.cost_per_travel_hour.get();
        self.counts_of(a).gather(&counts, cost, 0.0);
    }

    /// The same for all accounts at the end of a year, with the revenue they
    /// kept in it; then seats and segments take what accounts have counted.
    pub fn settle_all(&mut self, plan: &CompiledPlan, month: usize, last: bool) {
        let cost = plan.policies.money.cost_per_travel_hour.get();
        wide(|| {
            for a in 0..self.accounts.states.len() {
                let counts = self.accounts.counts(a, month);
                let kept = self.accounts.kept(&plan.market.money, a);
                self.counts_of(a).gather(&counts, cost, kept);
            }
        });
        if !last {
            (0..self.accounts.states.len()).for_each(|a| self.accounts.settle(a, month));
        }
        let segments = self.segments.len();
        for (i, business) in self.business.iter_mut().enumerate() {
            business.put(&mut self.tallies[i / segments]);
            business.put(&mut self.segments[i % segments]);
            *business = BusinessCounts::default();
        }
    }

    /// Bookings that count, of the horizon so far.
    #[must_use]
    pub fn credited(&self) -> f64 {
        let now: f64 = self.business.iter().map(|business| business.credited).sum();
        now + self.totals.iter().map(|total| total.bookings.credited).sum::<f64>()
    }

    /// Arranges the books between which accounts have moved.
    pub fn arrange(&mut self) {
        let mut moved = std::mem::take(&mut self.moved);
        moved.sort_unstable();
        moved.dedup();
        for seat in moved.drain(..) {
            let needs = self.books[seat as usize].arrange(&mut self.accounts);
            let seat = &mut self.seats[seat as usize];
            (seat.needs, seat.cover, seat.boost) = (needs, Covering::Mixed, f32::NAN);
        }
        self.moved = moved;
    }

    /// One less the strength of the relationship with an account.
    #[inline]
    #[must_use]
    pub fn gap(&self, plan: &CompiledPlan, a: usize) -> f64 {
        let held = &self.accounts.states[a];
        held.gap(&plan.decay, self.served[owner_index(held.owner, self.seats.len())])
    }

    /// Sets the same.
    pub fn set_gap(&mut self, a: usize, gap: f64) {
        let held = &mut self.accounts.states[a];
        held.set_gap(gap, self.served[owner_index(held.owner, self.seats.len())]);
    }

    /// A month ends: relationships grow and losses heal, where there is a rep.
    pub fn heal(&mut self, plan: &CompiledPlan) {
        for (served, seat) in self.served.iter_mut().zip(&self.seats) {
            *served += u8::from(seat.rep.is_some());
        }
        self.accounts.heal(&plan.decay);
    }

    /// Whether an account still waits for the first rep of its planned seat.
    #[must_use]
    pub fn waits(&self, plan: &CompiledPlan, a: usize) -> bool {
        let fixed = &plan.accounts[a];
        fixed.first != fixed.owner
            && self.accounts.states[a].owner == fixed.first
            && self.seats.get(fixed.owner as usize).is_some_and(|seat| seat.spell == 1 && seat.rep.is_none())
    }

    /// Gives an account to an owner, with its open deals.
    #[inline]
    pub fn give_to(&mut self, plan: &CompiledPlan, a: usize, to: u32) {
        let gap = self.gap(plan, a);
        let held = &mut self.accounts.states[a];
        let from = std::mem::replace(&mut held.owner, to);
        if let Some(seat) = self.seats.get_mut(from as usize) {
            seat.deal_hours -= self.accounts.deal_hours[a];
        }
        if let Some(seat) = self.seats.get_mut(to as usize) {
            seat.deal_hours += self.accounts.deal_hours[a];
        }
        self.set_gap(a, gap);
    }

    /// A deal opens at an account and needs some hours a month.
    #[inline]
    pub fn open_deal(&mut self, a: usize, hours: f64) {
        let held = &mut self.accounts.states[a];
        held.open += 1;
        self.accounts.deal_hours[a] += hours;
        if let Some(seat) = self.seats.get_mut(held.owner as usize) {
            seat.deal_hours += hours;
        }
        self.turn(a, OPEN);
    }

    /// A deal of an account closes that needed these hours a month.
    #[inline]
    pub fn close_deal(&mut self, a: usize, hours: f64) {
        let held = &mut self.accounts.states[a];
        held.open -= 1;
        self.accounts.deal_hours[a] -= hours;
        if let Some(seat) = self.seats.get_mut(held.owner as usize) {
            seat.deal_hours -= hours;
        }
        self.turn(a, self.accounts.kind(a));
    }

    /// An account's revenue has churned, so it may be of another kind.
    pub fn churned(&mut self, a: usize) {
        self.turn(a, self.accounts.kind(a));
    }

    /// An account becomes a kind. Half of the times it is of that kind already,
    /// and all this changes nothing: cheaper than a branch that is guessed wrong.
    #[inline]
    fn turn(&mut self, a: usize, kind: usize) {
        self.accounts.touches.engaged[a] = if kind == OPEN { 1.0 } else { 0.0 };
        let held = &mut self.accounts.states[a];
        let before = usize::from(std::mem::replace(&mut held.kind, kind as u8));
        if let Some(seat) = self.seats.get_mut(held.owner as usize) {
            let need = f64::from(held.need);
            seat.needs[before] -= need;
            seat.needs[kind] += need;
            self.books[held.owner as usize].turn(held.place, before, kind);
        }
    }

    /// Where what an account counts is counted.
    #[inline]
    pub fn counts_of(&mut self, a: usize) -> &mut BusinessCounts {
        let held = &self.accounts.states[a];
        &mut self.business[owner_index(held.owner, self.seats.len()) * self.segments.len() + usize::from(held.segment)]
    }

    /// Books for an account what `sale` says of its count, its owner's credit
    /// and the part that is the rep's own doing; gives what it counts.
    #[inline]
    pub fn book(
        &mut self,
        plan: &CompiledPlan,
        a: usize,
        sale: impl Fn(&mut BusinessCounts, &Credit, f64) -> Booking,
    ) -> Booking {
        let owner = self.accounts.states[a].owner;
        let share = self.seats.get(owner as usize).map_or(0.0, |seat| seat.own_share);
        let booking = sale(self.counts_of(a), &plan.credits[owner_index(owner, plan.seats.len())], share);
        if let Some(seat) = self.seats.get_mut(owner as usize) {
            seat.booked += booking.attained;
        }
        booking
    }

    /// Skill and lack of productivity of whoever looks after an owner's deals.
    /// Those who help out are of average skill, and as good as their hours on
    /// a book that is not their own.
    #[inline]
    #[must_use]
    pub fn seller(&self, plan: &CompiledPlan, owner: u32) -> (f64, f64) {
        match self.seats.get(owner as usize) {
            Some(SeatState { rep: Some(rep), productivity, .. }) => (rep.skill, 1.0 - productivity),
            Some(_) if plan.policies.cover.by != VacancyCover::House => (0.0, 1.0 - plan.policies.cover.efficiency),
            _ => (0.0, 1.0),
        }
    }
}
