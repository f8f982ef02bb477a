//! The history of a company while it is lived, month by month.

use jiff::civil::Date;
use libm::{exp, log, pow};
use rand_distr::{Distribution, Poisson};

use super::{CompanyTruth, MONTHS, NOBODY, REGIONS, SEATS, START, TEAMS, date_of, first, worked};
use attain_core::quantile::logistic;
use attain_core::ramp::productivity;
use attain_core::response::response;
use attain_core::scenario::choices::Scenario;
use attain_data::demo::DemoStream;
use attain_data::{Account, Book, BusinessType, Opportunity, Outcome, Rep};

/// A quota over what reps book, roughly: companies ask for less or for more.
const QUOTA: (f64, f64) = (0.8, 1.25);

/// Sums of hazards that were lived.
#[derive(Debug, Default)]
pub struct HazardSums {
    all: (f64, f64),
    bands: Vec<(f64, f64)>,
    teams: Vec<(f64, f64)>,
}

impl HazardSums {
    /// Overall mean a month; means by band and by team, over the overall one.
    pub fn means(&self) -> (f64, Vec<f64>, Vec<f64>) {
        let mean = |of: &(f64, f64)| if of.1 > 0.0 { of.0 / of.1 } else { 0.0 };
        let all = mean(&self.all);
        let relative = |of: &Vec<(f64, f64)>| of.iter().map(|one| if one.1 > 0.0 { mean(one) / all } else { f64::NAN }).collect();
        (all, relative(&self.bands), relative(&self.teams))
    }
}

/// Who sits where.
#[derive(Debug, Clone, Copy)]
struct SyntheticSeat {
    rep: Option<usize>,
    /// Day (of the window) on which the next one comes.
    next: f64,
    trail: (f64, f64),
}

/// The company while its history is lived, month by month.
pub struct CompanyHistory<'a> {
    seed: u64,
    book: &'a Book,
    scenario: &'a Scenario,
    truth: &'a CompanyTruth,
    pub people: Vec<Rep>,
    pub skills: Vec<f64>,
    levels: Vec<f64>,
    seats: Vec<SyntheticSeat>,
    of_account: Vec<f64>,
    shocks: Vec<f64>,
    mean_potential: [f64; 3],
    pub deals: Vec<Opportunity>,
    /// Bookings by rep and month of the window.
    booked: Vec<Vec<f64>>,
    pub hazards: HazardSums,
    /// A rep's quota of a month.
    quota: f64,
}

impl<'a> CompanyHistory<'a> {
    pub fn new(seed: u64, book: &'a Book, scenario: &'a Scenario, truth: &'a CompanyTruth) -> Self {
        let mut s = DemoStream::new(seed, "company", "life");
        let of_account = book.accounts.iter().map(|_| truth.spreads[2] * s.normal()).collect();
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
        let mut life = Self {
            seed,
            book,
            scenario,
            truth,
            people: Vec::new(),
            skills: Vec::new(),
            levels: Vec::new(),
            seats: Vec::new(),
            of_account,
            shocks,
            mean_potential: [mean(0), mean(1), mean(2)],
            deals: Vec::new(),
            booked: Vec::new(),
            hazards: HazardSums {
                bands: vec![(0.0, 0.0); scenario.attrition.bands.len()],
                teams: vec![(0.0, 0.0); TEAMS.len()],
                ..HazardSums::default()
            },
            quota: 0.0,
        };
        for seat in 0..SEATS {
            // Nobody ramps when the window begins.
            let tenure = 45.0 * 30.4 * (0.2 + s.uniform()) + 540.0;
            let rep = life.hire(seat, -tenure);
            life.seats.push(SyntheticSeat { rep: Some(rep), next: 0.0, trail: (0.0, 0.0) });
        }
        life.quota =
            life.expected_bookings() * QUOTA.0 * pow(QUOTA.1 / QUOTA.0, DemoStream::new(seed, "company", "quota").uniform());
        life.people.iter_mut().for_each(|rep| rep.quota = Some(12.0 * life.quota));
        life
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

    /// What a rep books in a month, roughly.
    fn expected_bookings(&self) -> f64 {
        let of = |account: &Account| {
            let of = &self.truth.segments[account.segment];
            let relative = account.potential / self.mean_potential[account.segment];
            let worked = if worked(account) { 1.0 } else { self.truth.inbound };
            let size = of.size.0 * pow(relative, of.on_size) * exp(0.5 * of.size.1 * of.size.1);
            of.rate * pow(relative, of.on_count) * worked * size * logistic(of.base + 0.5 * self.truth.size_log_odds)
        };
        self.book.accounts.iter().map(of).sum::<f64>() / 12.0 / (SEATS as f64 * NOBODY)
    }

    fn tenure(&self, rep: usize, day: Date) -> f64 {
        self.people[rep].hired.map_or(100.0, |hired| f64::from((day - hired).get_days()) / 30.437_5)
    }

    /// Lives a month; before the window nobody comes or goes.
    pub fn month(&mut self, month: i32) {
        let (from, to) = (first(month), first(month + 1));
        let days = f64::from((to - from).get_days());
        let offset = f64::from((from - first(0)).get_days());
        if month >= 0 {
            for seat in 0..SEATS {
                let waits = self.seats[seat].rep.is_none() && self.seats[seat].next < offset + days;
                if waits {
                    let day = self.seats[seat].next;
                    let rep = self.hire(seat, day);
                    self.seats[seat] = SyntheticSeat { rep: Some(rep), next: 0.0, trail: (0.0, 0.0) };
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
            let count = Poisson::new(mean).map_or(0.0, |law| law.sample(&mut s)) as usize;
            for _ in 0..count {
                let day = offset + (days * s.uniform()).floor();
                self.deal(account, day, &mut s);
            }
        }
        if month >= 0 {
            self.depart(month as usize, offset, days);
        }
    }

    fn owner(&self, day: Date, s: &mut DemoStream) -> Option<usize> {
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
        // An empty seat's share comes to nobody: what a rep creates does not depend on who else is there.
        let rest = (SEATS as f64 * NOBODY - weights.iter().sum::<f64>()).max(0.0);
        let at = s.pick(weights.iter().copied().chain([rest]));
        self.seats.get(at).and_then(|seat| seat.rep)
    }

    fn deal(&mut self, account: usize, day: f64, s: &mut DemoStream) {
        let at = &self.book.accounts[account];
        let (segment, of) = (at.segment, &self.truth.segments[at.segment]);
        let created = date_of(day);
        let owner = self.owner(created, s);
        let source = s.pick([0.3, 0.3, 0.2, 0.2].into_iter());
        let scale = of.on_size * log(at.potential / self.mean_potential[segment]);
        let size = scale + of.size.1 * s.normal();
        let fixed = of.base
            + at.industry.map_or(0.0, |industry| self.truth.industries[industry])
            + self.truth.sources[source]
            + owner.map_or(0.0, |owner| self.skills[owner])
            + at.region.map_or(0.0, |region| self.truth.territories[region])
            + self.of_account[account]
            + self.truth.size_log_odds * size;
        // Outcome and time together: proposed without the month of closing, kept by what the month does.
        let top = self.truth.months.iter().copied().fold(0.0, f64::max);
        let (won, closes) = loop {
            let won = s.chance(logistic(fixed));
            let (median, sigma) = if won { of.to_win } else { of.to_loss };
            let time = median * s.lognormal(sigma);
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
        if date < first(0) {
            return;
        }
        let open = date >= START;
        let amount = of.size.0 * exp(size);
        if won && !open {
            let months = (date.year() - first(0).year()) as i32 * 12 + i32::from(date.month()) - i32::from(first(0).month());
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

    /// Hazards of a month; who goes, goes on some day of it.
    fn depart(&mut self, month: usize, offset: f64, days: f64) {
        let attrition = &self.scenario.attrition;
        let last = first(month as i32 + 1);
        for seat in 0..SEATS {
            let Some(rep) = self.seats[seat].rep else { continue };
            let mut s = DemoStream::new(self.seed, &format!("seat {seat} month {month}"), "leaving");
            let trail = &mut self.seats[seat].trail;
            trail.0 = trail.0 * (11.0 / 12.0) + self.booked[rep][month];
            trail.1 = trail.1 * (11.0 / 12.0) + self.quota;
            let attainment = (trail.0 + 3.0 * self.quota) / (trail.1 + 3.0 * self.quota);
            let tenure = self.tenure(rep, last) - 0.5;
            let band = attrition.bands.iter().rposition(|band| tenure >= band.from_month.get()).unwrap_or(0);
            let team = self.people[rep].team;
            let hazard = self.truth.hazard.0
                * self.truth.hazard.1[band]
                * attrition.bands[band].factor.get()
                * self.truth.hazard.2[team]
                * exp(self.truth.low_attainment * (1.0 - attainment).clamp(-1.0, 1.0));
            let hired = self.people[rep].hired.map_or(0.0, |hired| f64::from((hired - first(0)).get_days()));
            let seen = (offset + days - hired.max(offset)) / 30.437_5;
            let leaves = s.chance(1.0 - exp(-hazard * seen));
            let day = hired.max(offset) + (offset + days - hired.max(offset)) * s.uniform();
            let lived = if leaves { (day - hired.max(offset)) / 30.437_5 } else { seen };
            for sum in [&mut self.hazards.all, &mut self.hazards.bands[band], &mut self.hazards.teams[team]] {
                sum.0 += hazard * lived;
                sum.1 += lived;
            }
            if leaves && day > hired + 1.0 {
                self.people[rep].left = Some(date_of(day.floor()));
                let wait = self.truth.fill.0 * s.lognormal(self.truth.fill.1);
                self.seats[seat] = SyntheticSeat { rep: None, next: day + wait, trail: (0.0, 0.0) };
            }
        }
    }
}
