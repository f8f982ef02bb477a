//! Month-by-month simulation of a synthetic company's history.

use jiff::civil::Date;
use libm::{exp, log, pow};
use rand_distr::{Distribution, Poisson};

use super::hazard_sums::HazardSums;
use super::truth::CompanyTruth;
use super::window::{MONTHS, REGIONS, SEATS, START, UNOWNED_RATIO, date_of, month_start, worked};
use attain_core::quantile::logistic;
use attain_core::ramp::productivity;
use attain_core::response::response;
use attain_core::scenario::choices::Scenario;
use attain_data::demo::DemoStream;
use attain_data::{Account, Book, BusinessType, Opportunity, Outcome, Rep};

/// Smallest and largest ratio of quota to expected bookings.
const QUOTA: (f64, f64) = (0.8, 1.25);

/// State of a seat.
#[derive(Debug, Clone, Copy)]
pub(super) struct SyntheticSeat {
    pub(super) rep: Option<usize>,
    /// Day of the window on which the next rep starts.
    pub(super) next: f64,
    /// Decayed sum of bookings over the trailing year.
    pub(super) trailing_bookings: f64,
    /// Decayed sum of quota over the trailing year.
    pub(super) trailing_quota: f64,
}

impl SyntheticSeat {
    fn staffed(rep: usize) -> Self {
        Self { rep: Some(rep), next: 0.0, trailing_bookings: 0.0, trailing_quota: 0.0 }
    }
}

/// State of a company during the simulation of its history.
pub struct CompanyHistory<'a> {
    pub(super) seed: u64,
    book: &'a Book,
    pub(super) scenario: &'a Scenario,
    pub(super) truth: &'a CompanyTruth,
    pub people: Vec<Rep>,
    pub skills: Vec<f64>,
    /// Productivity of each rep relative to the mean.
    levels: Vec<f64>,
    pub(super) seats: Vec<SyntheticSeat>,
    /// Log-odds effect of each account.
    account_effects: Vec<f64>,
    /// Log-odds shock of each month.
    shocks: Vec<f64>,
    mean_potential: [f64; 3],
    pub deals: Vec<Opportunity>,
    /// Bookings by rep and month of the window.
    pub(super) booked: Vec<Vec<f64>>,
    pub hazards: HazardSums,
    /// Monthly quota of a rep.
    pub(super) quota: f64,
}

impl<'a> CompanyHistory<'a> {
    pub fn new(seed: u64, book: &'a Book, scenario: &'a Scenario, truth: &'a CompanyTruth) -> Self {
        let mut s = DemoStream::new(seed, "company", "life");
        let account_effects = book.accounts.iter().map(|_| truth.spreads[2] * s.normal()).collect();
        let mut level = truth.shock * s.normal();
        let shocks = (0..MONTHS + 40)
            .map(|_| {
                level = 0.85 * level + truth.shock * (1.0_f64 - 0.85 * 0.85).sqrt() * s.normal();
                level
            })
            .collect();
        let mean = |segment: usize| {
            let of = || book.accounts.iter().filter(|account| account.segment == segment).map(|account| account.potential);
            of().sum::<f64>() / of().count() as f64
        };
        let mut history = Self {
            seed,
            book,
            scenario,
            truth,
            people: Vec::new(),
            skills: Vec::new(),
            levels: Vec::new(),
            seats: Vec::new(),
            account_effects,
            shocks,
            mean_potential: [mean(0), mean(1), mean(2)],
            deals: Vec::new(),
            booked: Vec::new(),
            hazards: HazardSums::new(scenario.attrition.bands.len()),
            quota: 0.0,
        };
        for seat in 0..SEATS {
            // All reps are fully ramped when the window begins.
            let tenure = 45.0 * 30.4 * (0.2 + s.uniform()) + 540.0;
            let rep = history.hire(seat, -tenure);
            history.seats.push(SyntheticSeat::staffed(rep));
        }
        history.quota =
            history.expected_bookings() * QUOTA.0 * pow(QUOTA.1 / QUOTA.0, DemoStream::new(seed, "company", "quota").uniform());
        history.people.iter_mut().for_each(|rep| rep.quota = Some(12.0 * history.quota));
        history
    }

    fn hire(&mut self, seat: usize, day: f64) -> usize {
        let at = self.people.len();
        let mut s = DemoStream::new(self.seed, &format!("rep {at}"), "person");
        self.skills.push(self.truth.spreads[0] * s.normal());
        self.levels.push(s.lognormal(0.25));
        self.booked.push(vec![0.0; MONTHS]);
        self.people.push(Rep {
            id: format!("R{at:04}"),
            key: attain_core::random::key_of(&format!("rep {at}")),
            name: format!("rep {at}"),
            email: None,
            team: seat % 2,
            region: Some(seat % REGIONS),
            manager: String::new(),
            hired: Some(date_of(day.floor())),
            left: None,
            quota: Some(12.0 * self.quota),
            skills: Vec::new(),
            place: None,
        });
        at
    }

    /// Approximate monthly bookings of a rep.
    fn expected_bookings(&self) -> f64 {
        let of = |account: &Account| {
            let of = &self.truth.segments[account.segment];
            let relative = account.potential / self.mean_potential[account.segment];
            let worked = if worked(account) { 1.0 } else { self.truth.inbound };
            let size = of.size.median * pow(relative, of.on_size) * exp(0.5 * of.size.sigma * of.size.sigma);
            of.rate * pow(relative, of.on_count) * worked * size * logistic(of.base + 0.5 * self.truth.size_log_odds)
        };
        self.book.accounts.iter().map(of).sum::<f64>() / 12.0 / (SEATS as f64 * UNOWNED_RATIO)
    }

    pub(super) fn tenure(&self, rep: usize, day: Date) -> f64 {
        self.people[rep].hired.map_or(100.0, |hired| f64::from((day - hired).get_days()) / 30.437_5)
    }

    /// Simulates a month. Before the window, no rep joins or leaves.
    pub fn simulate_month(&mut self, month: i32) {
        let (from, to) = (month_start(month), month_start(month + 1));
        let days = f64::from((to - from).get_days());
        let offset = f64::from((from - month_start(0)).get_days());
        if month >= 0 {
            for seat in 0..SEATS {
                let waits = self.seats[seat].rep.is_none() && self.seats[seat].next < offset + days;
                if waits {
                    let day = self.seats[seat].next;
                    let rep = self.hire(seat, day);
                    self.seats[seat] = SyntheticSeat::staffed(rep);
                }
            }
        }
        let mut s = DemoStream::new(self.seed, &format!("month {month}"), "creation");
        for account in 0..self.book.accounts.len() {
            let (of, at) = (&self.truth.segments[self.book.accounts[account].segment], &self.book.accounts[account]);
            let relative = at.potential / self.mean_potential[at.segment];
            let worked = if worked(at) { 1.0 } else { self.truth.inbound };
            let season = self.truth.season[from.month() as usize - 1];
            let mean = of.rate * pow(relative, of.on_count) * worked * season * days / 365.25;
            let count = Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(&mut s)) as usize;
            for _ in 0..count {
                let day = offset + (days * s.uniform()).floor();
                self.create_deal(account, day, &mut s);
            }
        }
        if month >= 0 {
            self.simulate_departures(month as usize, offset, days);
        }
    }

    fn draw_owner(&self, day: Date, s: &mut DemoStream) -> Option<usize> {
        let weight = |seat: &SyntheticSeat| {
            let Some(rep) = seat.rep else { return 0.0 };
            let tenure = self.tenure(rep, day);
            if tenure < 0.0 {
                return 0.0;
            }
            let g = response(&self.scenario.market.response, productivity(&self.scenario.ramp.shape, tenure, self.truth.ramp));
            self.levels[rep] * g
        };
        let weights: Vec<f64> = self.seats.iter().map(weight).collect();
        // The share of an empty seat stays unowned, so that a rep's opportunities do not depend on
        // the other reps.
        let rest = (SEATS as f64 * UNOWNED_RATIO - weights.iter().sum::<f64>()).max(0.0);
        let at = s.pick(weights.iter().copied().chain([rest]));
        self.seats.get(at).and_then(|seat| seat.rep)
    }

    fn create_deal(&mut self, account: usize, day: f64, s: &mut DemoStream) {
        let at = &self.book.accounts[account];
        let (segment, of) = (at.segment, &self.truth.segments[at.segment]);
        let created = date_of(day);
        let owner = self.draw_owner(created, s);
        let source = s.pick([0.3, 0.3, 0.2, 0.2].into_iter());
        let scale = of.on_size * log(at.potential / self.mean_potential[segment]);
        let size = scale + of.size.sigma * s.normal();
        let fixed = of.base
            + at.industry.map_or(0.0, |industry| self.truth.industries[industry])
            + self.truth.sources[source]
            + owner.map_or(0.0, |owner| self.skills[owner])
            + at.region.map_or(0.0, |region| self.truth.territories[region])
            + self.account_effects[account]
            + self.truth.size_log_odds * size;
        // Outcome and time are drawn together by rejection: proposed without the effect of the
        // closing month, then accepted with a probability that depends on it.
        let top = self.truth.months.iter().copied().fold(0.0, f64::max);
        let (won, closes) = loop {
            let won = s.chance(logistic(fixed));
            let days = if won { of.to_win } else { of.to_loss };
            let time = days.median * s.lognormal(days.sigma);
            let closes = (day + s.uniform() + time.max(0.0)).floor();
            let date = date_of(closes);
            let month = (date.month() as usize - 1) % 3;
            let index = ((closes / 30.4) as i64 + 20).clamp(0, self.shocks.len() as i64 - 1) as usize;
            let shift = if won { self.truth.months[month] - top + self.shocks[index] - 0.6 } else { -top - 0.6 };
            if s.chance(exp(shift.min(0.0))) {
                break (won, closes);
            }
        };
        let date = date_of(closes);
        if date < month_start(0) {
            return;
        }
        let open = date >= START;
        let amount = of.size.median * exp(size);
        if won && !open {
            let months =
                (date.year() - month_start(0).year()) as i32 * 12 + i32::from(date.month()) - i32::from(month_start(0).month());
            if let (Some(owner), Ok(month)) = (owner, usize::try_from(months)) {
                self.booked[owner][month] += amount;
            }
        }
        let id = format!("O{:06}", self.deals.len());
        self.deals.push(Opportunity {
            key: attain_core::random::key_of(&id),
            id,
            account,
            owner,
            stage: String::new(),
            outcome: if open {
                Outcome::Open(0.4)
            } else if won {
                Outcome::Won
            } else {
                Outcome::Lost
            },
            amount,
            created: Some(created),
            closes: (!open).then_some(date),
            source: Some(source),
            product: None,
            business: Some(BusinessType::New),
            currency: None,
            stages: Vec::new(),
        });
    }
}
