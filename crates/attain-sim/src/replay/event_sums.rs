//! Sums of a replay: every count of a year, rebuilt only from its events, without the simulator's
//! own counts.

use std::collections::BTreeSet;

use crate::simulate::company_totals::{CompanyTotals, company_metrics};
use crate::simulate::compiled_plan::CompiledPlan;
use crate::simulate::events::{EventKind, SimulationEvent};
use crate::simulate::owner::HOUSE;
use crate::simulate::tally::Tally;
use crate::world::World;
use attain_core::metric::{ALL, SHARED};

/// Every count of a year, rebuilt from its events.
#[derive(Debug)]
pub struct EventSums<'a> {
    plan: &'a CompiledPlan<'a>,
    world: &'a World,
    month: Option<usize>,
    owner: Vec<u32>,
    open: BTreeSet<u32>,
    revenue: Vec<f64>,
    /// Remaining revenue of those present at the start of this year, and at the start of the
    /// horizon.
    kept: (Vec<f64>, Vec<f64>),
    /// Accounts orphaned in this year, and in earlier years.
    orphaned: (Vec<bool>, Vec<bool>),
    /// Counts of this year, by seat and then for the house.
    tallies: Vec<Tally>,
    company_totals: CompanyTotals,
    /// Counts of the completed years of the horizon.
    years: Vec<(Vec<Tally>, CompanyTotals)>,
}

impl<'a> EventSums<'a> {
    /// Adds up all events of a year, which must be in order of occurrence.
    #[must_use]
    pub fn from_events(plan: &'a CompiledPlan<'a>, world: &'a World, events: &[SimulationEvent]) -> Self {
        let accounts = world.accounts.keys.len();
        let mut revenue: Vec<f64> = plan.book.accounts.iter().map(|account| account.revenue).collect();
        revenue.resize(accounts, 0.0);
        let mut owner: Vec<u32> = plan.accounts.iter().map(|account| account.first).collect();
        owner.resize(accounts, HOUSE);
        let mut sums = Self {
            plan,
            world,
            month: None,
            owner,
            open: BTreeSet::new(),
            kept: (revenue.clone(), revenue.clone()),
            revenue,
            orphaned: (vec![false; accounts], vec![false; accounts]),
            tallies: Vec::new(),
            company_totals: CompanyTotals::default(),
            years: Vec::new(),
        };
        sums.begin_year();
        for event in events {
            sums.add(event);
        }
        sums
    }

    fn begin_year(&mut self) {
        let left = self.plan.market.calendar.months.saturating_sub(12 * self.years.len());
        self.tallies = vec![Tally::default(); self.plan.seats.len() + 1];
        let months_to_trigger = left.min(12) as f64 + 1.0;
        self.company_totals =
            CompanyTotals { target: self.plan.target, owned: self.plan.owned, months_to_trigger, ..CompanyTotals::default() };
    }

    fn at(&self, seat: u32) -> usize {
        if seat == HOUSE { self.tallies.len() - 1 } else { seat as usize }
    }

    fn add(&mut self, event: &SimulationEvent) {
        let finance = &self.plan.policies.money;
        let (at, account) = (self.at(event.seat), event.account.map_or(0, |a| a as usize));
        if let EventKind::Covered { .. } = event.kind {
            self.begin_month(event.day);
        }
        let tally = &mut self.tallies[at];
        match &event.kind {
            EventKind::Began { triggered, .. } => self.trigger(*triggered, 0.0),
            EventKind::Open { deal } => _ = self.open.insert(*deal),
            EventKind::Created { deal, .. } => {
                tally.deals.created += self.world.deals.outcome(*deal as usize).amount;
                self.open.insert(*deal);
            }
            EventKind::Won { deal, booking, .. } => {
                let amount = self.world.deals.outcome(*deal as usize).amount;
                tally.bookings.new += amount;
                tally.bookings.credited += booking.credited;
                tally.bookings.attained += booking.attained;
                tally.deals.wins += 1.0;
                // Days of deals are stored in single precision.
                tally.deals.cycle_days += f64::from(event.day as f32 - self.world.deals.outcome(*deal as usize).created);
                self.revenue[account] += amount * self.plan.market.choices.renewal.recurring.get();
                self.close(at, *deal);
            }
            EventKind::Lost { deal, .. } => {
                tally.deals.losses += 1.0;
                tally.deals.lost += self.world.deals.outcome(*deal as usize).amount;
                self.close(at, *deal);
            }
            EventKind::Renewed { renewal, expansion, booking, .. } => {
                tally.bookings.renewal += renewal;
                tally.bookings.expansion += expansion;
                tally.bookings.credited += booking.credited;
                tally.bookings.attained += booking.attained;
                self.revenue[account] += expansion;
            }
            EventKind::Churned { revenue, .. } => {
                tally.relationships.churned += revenue;
                self.revenue[account] -= revenue;
                (self.kept.0[account], self.kept.1[account]) = (0.0, 0.0);
            }
            EventKind::HandedOver { .. } => {
                tally.relationships.hand_overs += 1.0;
                self.owner[account] = event.seat;
            }
            EventKind::TakenOver { .. } => self.owner[account] = event.seat,
            EventKind::CameIn { .. } => {
                tally.relationships.new_accounts += 1.0;
                self.owner[account] = event.seat;
            }
            EventKind::Left { .. } => tally.people.leavers += 1.0,
            EventKind::Closed { left, .. } => tally.people.leavers += f64::from(u8::from(*left)),
            EventKind::Arrived { cost, .. } => {
                tally.people.hires += 1.0;
                tally.cost += cost;
            }
            EventKind::Covered { counts, accounts, .. } => {
                tally.coverage.account_months += accounts.len() as f64;
                tally.coverage.orphan_months += counts.orphans;
                tally.coverage.hours_needed += counts.needed;
                tally.coverage.hours_given += counts.given;
                tally.cost += counts.travel * finance.cost_per_travel_hour.get();
                tally.relationships.hand_over_cost += counts.handover_loss;
                for worked in accounts {
                    self.orphaned.0[worked.account as usize] |= worked.orphaned;
                    self.company_totals.capped += f64::from(u8::from(worked.capped));
                    self.company_totals.rated += 1.0;
                }
            }
            EventKind::MonthEnded(month) => {
                tally.quota.floor += if month.planned { month.yearly_quota / 12.0 / 4.0 } else { 0.0 };
                tally.people.vacant_months += f64::from(u8::from(month.planned && !month.staffed));
                tally.people.ramped_months += month.productivity;
                tally.quota.carried += month.yearly_quota / 12.0 * month.own_share;
                tally.quota.variable += month.variable;
                tally.cost += month.pay;
            }
            EventKind::Reviewed { found, triggered, moves, .. } => {
                self.company_totals.moves += f64::from(*moves);
                self.company_totals.quarters += 1.0;
                self.company_totals.equity.range += found.range;
                self.company_totals.equity.largest_deviation += found.largest_deviation;
                self.company_totals.equity.cv += found.cv;
                self.company_totals.equity.gini += found.gini;
                self.trigger(*triggered, (self.month.unwrap_or(0) % 12 + 1) as f64);
            }
            // The event of the house is the last event of a year.
            EventKind::YearEnded { .. } if event.seat == HOUSE => self.end_year(),
            EventKind::YearEnded { .. } | EventKind::Delayed { .. } | EventKind::Passed { .. } | EventKind::QuotaSet { .. } => {}
        }
    }

    fn trigger(&mut self, triggered: bool, months: f64) {
        if triggered {
            self.company_totals.months_to_trigger = self.company_totals.months_to_trigger.min(months);
        }
    }

    fn close(&mut self, at: usize, deal: u32) {
        self.tallies[at].deals.slipped += f64::from(u8::from(self.world.deals.outcome(deal as usize).slipped));
        self.open.remove(&deal);
    }

    /// Handles the first book of a month. At the start of a quarter, the open deals are the
    /// quarter's pipeline.
    fn begin_month(&mut self, day: f64) {
        let month = self.plan.market.calendar.month_of(day as f32);
        if self.month.replace(month) == Some(month) || !month.is_multiple_of(3) {
            return;
        }
        let part = (self.plan.market.calendar.months - month).min(3) as f64 / 3.0;
        for (at, amount) in self.pipeline() {
            self.tallies[at].deals.quarterly += amount * part;
        }
    }

    /// Amounts of open deals, with the index of each owner among the tallies.
    fn pipeline(&self) -> Vec<(usize, f64)> {
        let deals = &self.world.deals;
        let owner = |deal: usize| self.at(self.owner[deals.account[deal] as usize]);
        self.open.iter().map(|&deal| (owner(deal as usize), deals.outcome(deal as usize).amount)).collect()
    }

    fn end_year(&mut self) {
        for (at, amount) in self.pipeline() {
            self.tallies[at].deals.closing += amount;
        }
        for a in 0..self.owner.len() {
            let at = self.at(self.owner[a]);
            self.tallies[at].relationships.retained += self.kept.0[a];
        }
        let on_cost = self.plan.policies.money.on_cost.get();
        for (seat, tally) in self.plan.seats.iter().zip(&mut self.tallies) {
            tally.judge();
            tally.pay(&self.plan.teams[seat.team].pay, on_cost);
        }
        let months = self.month.map_or(0, |month| month % 12 + 1);
        self.company_totals.target *= months as f64 / self.plan.market.calendar.months as f64;
        self.company_totals.orphaned = self.orphaned.0.iter().filter(|&&orphaned| orphaned).count() as f64;
        for (before, now) in self.orphaned.1.iter_mut().zip(&mut self.orphaned.0) {
            *before |= std::mem::take(now);
        }
        self.kept.0.clone_from(&self.revenue);
        self.years.push((std::mem::take(&mut self.tallies), self.company_totals));
        self.begin_year();
    }

    /// Metrics of the company over the horizon.
    #[must_use]
    pub fn company(&self) -> [f64; ALL.len()] {
        let tally = total(&(0..=self.plan.seats.len()).map(|at| self.horizon_of(at)).collect::<Vec<_>>());
        let finance = &self.plan.policies.money;
        company_metrics(&tally, &self.company_totals(), finance, self.plan.market.calendar.months as f64)
    }

    /// Metrics of a year of the horizon.
    #[must_use]
    pub fn year(&self, year: usize) -> Option<[f64; ALL.len()]> {
        let (tallies, totals) = self.years.get(year)?;
        let months = self.plan.market.calendar.months.saturating_sub(12 * year).min(12);
        Some(company_metrics(&total(tallies), totals, &self.plan.policies.money, months as f64))
    }

    /// Metrics of a seat over the horizon.
    #[must_use]
    pub fn seat(&self, seat: usize) -> [f64; SHARED] {
        self.horizon_of(seat).metrics(&self.plan.policies.money, self.plan.market.calendar.months as f64)
    }

    /// Sum of all years of a seat or the house. Values that refer to a single day are taken from
    /// the last year.
    fn horizon_of(&self, at: usize) -> Tally {
        let mut tally = Tally::default();
        for (tallies, _) in &self.years {
            let mut year = tallies[at];
            (year.deals.closing, year.relationships.retained) = (0.0, 0.0);
            tally.add(&year);
        }
        tally.deals.closing = self.years.last().map_or(0.0, |(tallies, _)| tallies[at].deals.closing);
        tally.relationships.retained =
            (0..self.owner.len()).filter(|&a| self.at(self.owner[a]) == at).map(|a| self.kept.1[a]).sum();
        if at < self.plan.seats.len() {
            tally.judge();
        }
        tally
    }

    fn company_totals(&self) -> CompanyTotals {
        let months = self.plan.market.calendar.months as f64;
        let mut horizon = CompanyTotals {
            target: self.plan.target,
            owned: self.plan.owned,
            months_to_trigger: months + 1.0,
            ..CompanyTotals::default()
        };
        for (y, (_, year)) in self.years.iter().enumerate().rev() {
            horizon.moves += year.moves;
            horizon.quarters += year.quarters;
            horizon.capped += year.capped;
            horizon.rated += year.rated;
            horizon.equity.range += year.equity.range;
            horizon.equity.largest_deviation += year.equity.largest_deviation;
            horizon.equity.cv += year.equity.cv;
            horizon.equity.gini += year.equity.gini;
            if year.months_to_trigger <= 12.0 {
                horizon.months_to_trigger = 12.0 * y as f64 + year.months_to_trigger;
            }
        }
        horizon.orphaned = self.orphaned.1.iter().filter(|&&orphaned| orphaned).count() as f64;
        horizon
    }
}

fn total(tallies: &[Tally]) -> Tally {
    let mut total = Tally::default();
    for tally in tallies {
        total.add(tally);
    }
    total
}
