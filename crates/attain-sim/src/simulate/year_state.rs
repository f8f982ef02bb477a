//! State of a plan's year: accounts, seats and open deals, month by month.

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

/// State of one plan's year. Its allocations are reused between years.
#[derive(Debug, Clone, Default)]
pub struct YearState {
    pub accounts: AccountColumns,
    pub seats: Vec<SeatState>,
    /// Months with a rep, by seat and then for the house, whose entry is always 0.
    pub served: Vec<u8>,
    /// Book of each seat, in order of priority.
    pub books: Vec<SeatBook>,
    /// Current month of the horizon.
    pub month: u32,
    /// Accounts of the house.
    pub house: Vec<u32>,
    /// Hours per month that the accounts of the house need.
    pub house_need: f64,
    /// Open deals by the month of their next event. The last entry holds deals whose next event is
    /// after the horizon.
    pub due: Vec<Vec<OpenDealState>>,
    /// Counts of accounts in the current year of the horizon, by owner (seats, then the house) and
    /// by segment of the account.
    business: Vec<BusinessCounts>,
    /// Counts of the current year of the horizon, by seat and then for the house. Counts of
    /// accounts are added at the end of the year.
    pub tallies: Vec<Tally>,
    /// Counts of the current year of the horizon, by segment of the account.
    pub segments: Vec<Tally>,
    /// Counts of the horizon so far, by seat and then for the house.
    pub totals: Vec<Tally>,
    /// Counts of the horizon so far, by segment.
    pub segment_totals: Vec<Tally>,
    /// Counts that exist only for the company.
    pub company_totals: CompanyTotals,
    /// Values indexed by series and step.
    pub series: Vec<Vec<f32>>,
    /// The company's counts for each year of the horizon.
    pub periods: Vec<(Tally, CompanyTotals)>,
    /// Number of departures by month and team, for the peer effect.
    pub departures: Vec<u16>,
    /// Seats whose books have lost or gained accounts and have not been rearranged yet.
    pub moved: Vec<u32>,
    /// Scratch: deals that are created.
    pub born: Vec<u32>,
    /// Scratch: a month's decisions about deals.
    pub decided: DealDecisions,
}

impl YearState {
    /// Resets the state to the start of a year in `world`.
    pub fn reset(&mut self, plan: &CompiledPlan, world: &World) {
        let months = plan.market.calendar.months;
        self.accounts.reset(&plan.start.accounts, &plan.market.money);
        self.books.clone_from(&plan.start.books);
        self.seats.clear();
        self.seats.extend((0..plan.seats.len()).map(|s| SeatState::at_start(plan, world, s)));
        self.month = 0;
        self.house.clone_from(&plan.start.house);
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

    /// Updates the accounts of a seat's book after its rep has started or left.
    pub fn staff(&mut self, seat: usize) {
        let staffed = f32::from(u8::from(self.seats[seat].rep.is_some()));
        for &a in &self.books[seat].accounts {
            self.accounts.staffed[a as usize] = staffed;
        }
    }

    /// Adds the counts of an account up to the start of `month` to its owner and segment. Must be
    /// called before the owner or the needs change, and at the end of a year.
    pub fn settle(&mut self, plan: &CompiledPlan, a: usize, month: usize) {
        let counts = self.accounts.counts(a, month);
        self.accounts.settle(a, month);
        let cost = plan.policies.money.cost_per_travel_hour.get();
        self.counts_of(a).gather(&counts, cost, 0.0);
    }

    /// Settles all accounts at the end of a year, including the revenue that they kept. Then adds
    /// the counts of accounts to their seats and segments.
    pub fn settle_all(&mut self, plan: &CompiledPlan, month: usize, last: bool) {
        let cost = plan.policies.money.cost_per_travel_hour.get();
        self.accounts.settle_absent(month);
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

    /// Bookings that count toward quota and target in the horizon so far.
    #[must_use]
    pub fn credited(&self) -> f64 {
        let now: f64 = self.business.iter().map(|business| business.credited).sum();
        now + self.totals.iter().map(|total| total.bookings.credited).sum::<f64>()
    }

    /// Moves an account from the list of its owner to that of another one, who needs `hours` a month
    /// for it.
    pub fn rebook(&mut self, plan: &CompiledPlan, a: u32, to: u32, hours: f64) {
        let Self { accounts, books, house, house_need, moved, .. } = self;
        let held = accounts.states[a as usize];
        if let Some(book) = books.get_mut(held.owner as usize) {
            book.accounts.retain(|&x| x != a);
            moved.push(held.owner);
        } else {
            house.retain(|&x| x != a);
            *house_need -= f64::from(held.need);
        }
        if let Some(book) = books.get_mut(to as usize) {
            let rank = |a: u32| plan.columns.rank[accounts.model(a as usize)];
            let at = book.accounts.partition_point(|&x| rank(x) < rank(a));
            book.accounts.insert(at, a);
            moved.push(to);
        } else {
            let at = house.partition_point(|&x| x < a);
            house.insert(at, a);
            *house_need += hours;
            // Nobody covers the accounts of the house.
            (accounts.coverage[a as usize], accounts.boost[a as usize]) = (0.0, 1.0);
        }
    }

    /// Rearranges the books that have lost or gained accounts.
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

    /// Returns one minus the strength of the relationship with an account.
    #[inline]
    #[must_use]
    pub fn gap(&self, plan: &CompiledPlan, a: usize) -> f64 {
        let held = &self.accounts.states[a];
        held.gap(&plan.decay, self.served[owner_index(held.owner, self.seats.len())])
    }

    /// Sets one minus the strength of the relationship with an account.
    pub fn set_gap(&mut self, a: usize, gap: f64) {
        let held = &mut self.accounts.states[a];
        held.set_gap(gap, self.served[owner_index(held.owner, self.seats.len())]);
    }

    /// Ends a month: relationships grow and hand-over losses decay where there is a rep.
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
            && fixed.from_month <= self.month
            && self.accounts.states[a].owner == fixed.first
            && self.seats.get(fixed.owner as usize).is_some_and(|seat| seat.spell == 1 && seat.rep.is_none())
    }

    /// Moves an account and its open deals to an owner.
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

    /// Updates the kind of an account after its revenue has churned.
    pub fn churned(&mut self, a: usize) {
        self.turn(a, self.accounts.kind(a));
    }

    /// Changes the kind of an account. About half of the calls change nothing, which is cheaper
    /// than an unpredictable branch.
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

    /// Returns the counts to which an account contributes.
    #[inline]
    pub fn counts_of(&mut self, a: usize) -> &mut BusinessCounts {
        let held = &self.accounts.states[a];
        &mut self.business[owner_index(held.owner, self.seats.len()) * self.segments.len() + usize::from(held.segment)]
    }

    /// Books a sale of an account. `sale` receives the counts, the owner's credit and the rep's
    /// share. Returns the credit for the sale.
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

    /// Returns the skill and the lack of productivity of the seller of an owner's deals. Colleagues
    /// who cover a vacant seat have average skill, and their productivity is the efficiency of
    /// their hours on another seat's book.
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
