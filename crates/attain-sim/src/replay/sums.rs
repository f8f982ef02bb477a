//! The sums of a story: every count of a year, rebuilt from what was told and
//! from nothing that was counted while the year was lived.

use std::collections::BTreeSet;

use crate::simulate::setting::{HOUSE, Setting};
use crate::simulate::tally::{Tally, Whole, company};
use crate::simulate::watch::{Event, What};
use crate::world::World;
use attain_core::metric::{ALL, SHARED};

/// Every count of a year, rebuilt from its events.
#[derive(Debug)]
pub struct Sums<'a> {
    setting: &'a Setting<'a>,
    world: &'a World,
    month: Option<usize>,
    owner: Vec<u32>,
    /// Deals that are open.
    open: BTreeSet<u32>,
    revenue: Vec<f64>,
    /// Of the revenue at the start of this year, and of the horizon, what is left.
    kept: (Vec<f64>, Vec<f64>),
    /// Orphaned this year, and in the years before.
    orphaned: (Vec<bool>, Vec<bool>),
    /// By seat, then the house: this year's counts.
    tallies: Vec<Tally>,
    whole: Whole,
    /// By year of the horizon.
    years: Vec<(Vec<Tally>, Whole)>,
}

impl<'a> Sums<'a> {
    /// Adds up all events of a year, in the order in which they were told.
    #[must_use]
    pub fn of(setting: &'a Setting<'a>, world: &'a World, events: &[Event]) -> Self {
        let revenue: Vec<f64> = setting.book.accounts.iter().map(|account| account.revenue).collect();
        let accounts = revenue.len();
        let mut sums = Self {
            setting,
            world,
            month: None,
            owner: setting.accounts.iter().map(|account| account.first).collect(),
            open: BTreeSet::new(),
            kept: (revenue.clone(), revenue.clone()),
            revenue,
            orphaned: (vec![false; accounts], vec![false; accounts]),
            tallies: Vec::new(),
            whole: Whole::default(),
            years: Vec::new(),
        };
        sums.begin_year();
        for event in events {
            sums.add(event);
        }
        sums
    }

    fn begin_year(&mut self) {
        let left = self.setting.odds.calendar.months.saturating_sub(12 * self.years.len());
        self.tallies = vec![Tally::default(); self.setting.seats.len() + 1];
        let months_to_trigger = left.min(12) as f64 + 1.0;
        self.whole = Whole { target: self.setting.target, owned: self.setting.owned, months_to_trigger, ..Whole::default() };
    }

    fn at(&self, seat: u32) -> usize {
        if seat == HOUSE { self.tallies.len() - 1 } else { seat as usize }
    }

    fn add(&mut self, event: &Event) {
        let finance = &self.setting.plan.scenario.money;
        let (at, account) = (self.at(event.seat), event.account.map_or(0, |a| a as usize));
        if let What::Covered { .. } = event.what {
            self.begin_month(event.day);
        }
        let tally = &mut self.tallies[at];
        match &event.what {
            What::Began { triggered, .. } => self.trigger(*triggered, 0.0),
            What::Open { deal } => _ = self.open.insert(*deal),
            What::Created { deal, .. } => {
                tally.created += self.world.deals.fate(*deal as usize).amount;
                self.open.insert(*deal);
            }
            What::Won { deal, booking, .. } => {
                let amount = self.world.deals.fate(*deal as usize).amount;
                tally.new += amount;
                tally.credited += booking.credited;
                tally.attained += booking.attained;
                tally.wins += 1.0;
                // Days of deals are kept in single precision.
                tally.cycle_days += f64::from(event.day as f32 - self.world.deals.fate(*deal as usize).created);
                self.revenue[account] += amount * self.setting.odds.market.renewal.recurring.get();
                self.close(at, *deal);
            }
            What::Lost { deal, .. } => {
                tally.losses += 1.0;
                tally.lost += self.world.deals.fate(*deal as usize).amount;
                self.close(at, *deal);
            }
            What::Renewed { renewal, expansion, booking, .. } => {
                tally.renewal += renewal;
                tally.expansion += expansion;
                tally.credited += booking.credited;
                tally.attained += booking.attained;
                self.revenue[account] += expansion;
            }
            What::Churned { revenue, .. } => {
                tally.churned += revenue;
                self.revenue[account] -= revenue;
                (self.kept.0[account], self.kept.1[account]) = (0.0, 0.0);
            }
            What::HandedOver { .. } => {
                tally.hand_overs += 1.0;
                self.owner[account] = event.seat;
            }
            What::TakenOver { .. } => self.owner[account] = event.seat,
            What::Left { .. } => tally.leavers += 1.0,
            What::Arrived { cost, .. } => {
                tally.hires += 1.0;
                tally.cost += cost;
            }
            What::Covered { counts, accounts, .. } => {
                tally.account_months += accounts.len() as f64;
                tally.orphan_months += counts.orphans;
                tally.hours_needed += counts.needed;
                tally.hours_given += counts.given;
                tally.cost += counts.travel * finance.cost_per_travel_hour.get();
                tally.hand_over_cost += counts.toll;
                for worked in accounts {
                    self.orphaned.0[worked.account as usize] |= worked.orphaned;
                    self.whole.capped += f64::from(u8::from(worked.capped));
                    self.whole.rated += 1.0;
                }
            }
            What::MonthEnded(month) => {
                tally.floor += if month.planned { month.yearly_quota / 12.0 / 4.0 } else { 0.0 };
                tally.vacancy += f64::from(u8::from(month.planned && !month.staffed));
                tally.ramped += month.productivity;
                tally.quota += month.yearly_quota / 12.0 * month.own_share;
                tally.variable += month.variable;
                tally.cost += month.pay;
            }
            What::Reviewed { found, triggered, moves, .. } => {
                self.whole.moves += f64::from(*moves);
                self.whole.quarters += 1.0;
                self.whole.equity.range += found.range;
                self.whole.equity.largest_deviation += found.largest_deviation;
                self.whole.equity.cv += found.cv;
                self.whole.equity.gini += found.gini;
                self.trigger(*triggered, (self.month.unwrap_or(0) % 12 + 1) as f64);
            }
            // The house's is the last of a year.
            What::YearEnded { .. } if event.seat == HOUSE => self.end_year(),
            What::YearEnded { .. } | What::Delayed { .. } | What::Passed { .. } | What::QuotaSet { .. } => {}
        }
    }

    fn trigger(&mut self, triggered: bool, months: f64) {
        if triggered {
            self.whole.months_to_trigger = self.whole.months_to_trigger.min(months);
        }
    }

    fn close(&mut self, at: usize, deal: u32) {
        self.tallies[at].slipped += f64::from(u8::from(self.world.deals.fate(deal as usize).slipped));
        self.open.remove(&deal);
    }

    /// The first book of a month is worked: a quarter's pipeline is what is open now.
    fn begin_month(&mut self, day: f64) {
        let month = self.setting.odds.calendar.month_of(day as f32);
        if self.month.replace(month) == Some(month) || !month.is_multiple_of(3) {
            return;
        }
        let part = (self.setting.odds.calendar.months - month).min(3) as f64 / 3.0;
        for (at, amount) in self.pipeline() {
            self.tallies[at].quarterly += amount * part;
        }
    }

    /// What is open, with the place of its owner among the tallies.
    fn pipeline(&self) -> Vec<(usize, f64)> {
        let deals = &self.world.deals;
        let owner = |deal: usize| self.at(self.owner[deals.account[deal] as usize]);
        self.open.iter().map(|&deal| (owner(deal as usize), deals.fate(deal as usize).amount)).collect()
    }

    fn end_year(&mut self) {
        for (at, amount) in self.pipeline() {
            self.tallies[at].closing += amount;
        }
        for a in 0..self.owner.len() {
            let at = self.at(self.owner[a]);
            self.tallies[at].retained += self.kept.0[a];
        }
        let on_cost = self.setting.plan.scenario.money.on_cost.get();
        for (seat, tally) in self.setting.seats.iter().zip(&mut self.tallies) {
            tally.judge();
            tally.pay(&self.setting.teams[seat.team].pay, on_cost);
        }
        let months = self.month.map_or(0, |month| month % 12 + 1);
        self.whole.target *= months as f64 / self.setting.odds.calendar.months as f64;
        self.whole.orphaned = self.orphaned.0.iter().filter(|&&orphaned| orphaned).count() as f64;
        for (before, now) in self.orphaned.1.iter_mut().zip(&mut self.orphaned.0) {
            *before |= std::mem::take(now);
        }
        self.kept.0.clone_from(&self.revenue);
        self.years.push((std::mem::take(&mut self.tallies), self.whole));
        self.begin_year();
    }

    /// Metrics of the company over the horizon.
    #[must_use]
    pub fn company(&self) -> [f64; ALL.len()] {
        let tally = total(&(0..=self.setting.seats.len()).map(|at| self.horizon_of(at)).collect::<Vec<_>>());
        let finance = &self.setting.plan.scenario.money;
        company(&tally, &self.whole(), finance, self.setting.odds.calendar.months as f64)
    }

    /// Metrics of a year of the horizon.
    #[must_use]
    pub fn year(&self, year: usize) -> Option<[f64; ALL.len()]> {
        let (tallies, whole) = self.years.get(year)?;
        let months = self.setting.odds.calendar.months.saturating_sub(12 * year).min(12);
        Some(company(&total(tallies), whole, &self.setting.plan.scenario.money, months as f64))
    }

    /// Metrics of a seat over the horizon.
    #[must_use]
    pub fn seat(&self, seat: usize) -> [f64; SHARED] {
        self.horizon_of(seat).metrics(&self.setting.plan.scenario.money, self.setting.odds.calendar.months as f64)
    }

    /// All years of a seat or the house; what stands at one day is that of the last.
    fn horizon_of(&self, at: usize) -> Tally {
        let mut tally = Tally::default();
        for (tallies, _) in &self.years {
            tally.add(&Tally { closing: 0.0, retained: 0.0, ..tallies[at] });
        }
        tally.closing = self.years.last().map_or(0.0, |(tallies, _)| tallies[at].closing);
        tally.retained = (0..self.owner.len()).filter(|&a| self.at(self.owner[a]) == at).map(|a| self.kept.1[a]).sum();
        if at < self.setting.seats.len() {
            tally.judge();
        }
        tally
    }

    fn whole(&self) -> Whole {
        let months = self.setting.odds.calendar.months as f64;
        let mut whole =
            Whole { target: self.setting.target, owned: self.setting.owned, months_to_trigger: months + 1.0, ..Whole::default() };
        for (y, (_, year)) in self.years.iter().enumerate().rev() {
            whole.moves += year.moves;
            whole.quarters += year.quarters;
            whole.capped += year.capped;
            whole.rated += year.rated;
            whole.equity.range += year.equity.range;
            whole.equity.largest_deviation += year.equity.largest_deviation;
            whole.equity.cv += year.equity.cv;
            whole.equity.gini += year.equity.gini;
            if year.months_to_trigger <= 12.0 {
                whole.months_to_trigger = 12.0 * y as f64 + year.months_to_trigger;
            }
        }
        whole.orphaned = self.orphaned.1.iter().filter(|&&orphaned| orphaned).count() as f64;
        whole
    }
}

fn total(tallies: &[Tally]) -> Tally {
    let mut total = Tally::default();
    for tally in tallies {
        total.add(tally);
    }
    total
}
