//! A company whose every figure is known: a history that is lived by the model
//! that calibration assumes, with people who come and go.
//!
//! Figures differ from company to company; those whose estimate has a prior
//! are drawn from it, so that intervals that tell the truth hold it as often as
//! they say. Accounts bring opportunities by their potential, season and
//! whether they are worked; a rep takes one in proportion to what tenure makes
//! of him; the month of closing, the account, the territory and the rep move
//! the odds; who attains little leaves sooner, so that those who stay are not
//! those who were hired.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use libm::{exp, log, pow};
use rand_distr::{Distribution, Gamma, Poisson};

use crate::data::{Account, Book, Business, Opportunity, Outcome, Rep};
use crate::demo::stream::Stream;
use crate::scenario::choices::{Growth, Industry, Risk, Scenario, Segment, Source, Team};
use crate::simulate::ramp::{length, productivity};
use crate::world::odds::response;
use crate::world::quantile::{logistic, logit};

/// First day after the extract.
pub const START: Date = date(2027, 1, 1);
/// Months of the window.
pub const MONTHS: usize = 24;
/// Months before it in which opportunities are created already.
const BEFORE: usize = 18;
const SEGMENTS: [&str; 3] = ["enterprise", "mid-market", "smb"];
const TEAMS: [&str; 2] = ["field", "inside"];
const REGIONS: usize = 6;
const SEATS: usize = 36;
const ACCOUNTS: usize = 260;
const RENEWALS: usize = 400;

/// What is true of a company's segment.
#[derive(Debug, Clone)]
pub struct Of {
    pub base: f64,
    pub rate: f64,
    pub on_count: f64,
    pub on_size: f64,
    pub size: (f64, f64),
    pub to_win: (f64, f64),
    pub to_loss: (f64, f64),
}

/// What is true of a company.
#[derive(Debug, Clone)]
pub struct Truth {
    pub segments: Vec<Of>,
    pub industries: Vec<f64>,
    pub sources: Vec<f64>,
    pub months: [f64; 3],
    pub size_log_odds: f64,
    /// Spread of reps, territories and accounts.
    pub spreads: [f64; 3],
    pub skills: Vec<f64>,
    pub territories: Vec<f64>,
    pub inbound: f64,
    pub season: [f64; 12],
    pub shock: f64,
    /// Factor on the ramp of the scenario.
    pub ramp: f64,
    pub low_attainment: f64,
    /// Median and spread of the days to fill a seat.
    pub fill: (f64, f64),
    /// Hazard of a month: mean over what was lived, by band of tenure, by team.
    pub hazard: (f64, Vec<f64>, Vec<f64>),
    pub churn: [f64; 3],
}

/// A company: the book and the scenario with which it is calibrated, and the truth.
#[derive(Debug)]
pub struct Company {
    pub book: Book,
    pub scenario: Scenario,
    pub truth: Truth,
}

/// First day of a month of the window; negative before.
fn first(month: i32) -> Date {
    START.saturating_add((month - MONTHS as i32).months())
}

/// The date of a day of the window.
fn date_of(day: f64) -> Date {
    first(0).saturating_add((day as i64).days())
}

/// Whether an account was touched within 90 days.
fn worked(account: &Account) -> bool {
    account.last_touch.is_some_and(|date| date >= START.saturating_sub(91.days()))
}

impl Company {
    /// The company of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let scenario = scenario();
        let mut truth = truth(seed, &scenario);
        let mut book = Book {
            segments: SEGMENTS.map(str::to_owned).to_vec(),
            industries: scenario.market.industries.keys().cloned().collect(),
            sources: scenario.market.sources.keys().cloned().collect(),
            regions: (0..REGIONS).map(|region| format!("region-{region}")).collect(),
            teams: TEAMS.map(str::to_owned).to_vec(),
            ..Book::default()
        };
        book.accounts = accounts(seed, &book);
        let mut life = Life::new(seed, &book, &scenario, &truth);
        for month in -(BEFORE as i32)..MONTHS as i32 {
            life.month(month);
        }
        let Life { deals, people, hazards, skills, .. } = life;
        truth.hazard = hazards.means();
        truth.skills = skills;
        book.reps = people;
        book.opportunities = deals;
        book.opportunities.extend(renewals(seed, &book, &truth));
        Self { book, scenario, truth }
    }
}

fn scenario() -> Scenario {
    let mut scenario = Scenario::default();
    for name in SEGMENTS {
        scenario.market.segments.insert(name.to_owned(), Segment::default());
    }
    for name in TEAMS {
        scenario.teams.insert(name.to_owned(), Team::default());
    }
    for at in 0..5 {
        scenario.market.industries.insert(format!("industry-{at}"), Industry::default());
    }
    for at in 0..4 {
        scenario.market.sources.insert(format!("source-{at}"), Source::default());
    }
    scenario.horizon.start = START;
    scenario
}

fn truth(seed: u64, scenario: &Scenario) -> Truth {
    let mut s = Stream::of(seed, "company", "truth");
    let mut between = |low: f64, high: f64| low + (high - low) * s.uniform();
    let segments = (0..SEGMENTS.len())
        .map(|_| Of {
            base: logit(between(0.15, 0.45)),
            rate: between(1.2, 2.6),
            on_count: between(0.2, 0.6),
            on_size: between(0.3, 0.8),
            size: (between(10_000.0, 200_000.0), between(0.4, 0.9)),
            to_win: (between(40.0, 120.0), between(0.35, 0.7)),
            to_loss: (between(30.0, 110.0), between(0.4, 0.8)),
        })
        .collect();
    let spreads = [between(0.05, 0.6), between(0.05, 0.6), between(0.05, 0.6)];
    let (size_log_odds, inbound, ramp) = (between(-0.6, 0.0), between(0.2, 0.7), between(0.3, 2.0));
    let (shock, fill) = (between(0.04, 0.18), (between(35.0, 90.0), between(0.2, 0.5)));
    let mut normals = |n: usize, sd: f64| -> Vec<f64> { (0..n).map(|_| sd * s.normal()).collect() };
    let (industries, sources, months) = (normals(5, 0.35), normals(4, 0.35), normals(3, 0.3));
    let territories = normals(REGIONS, spreads[1]);
    let season: Vec<f64> = normals(12, 0.15).into_iter().map(exp).collect();
    let mean = season.iter().sum::<f64>() / 12.0;
    let low_attainment = scenario.attrition.low_attainment_log_hazard.get() + normals(1, 1.0)[0];
    let mut gammas = |n: usize, shape: f64| -> Vec<f64> {
        Gamma::new(shape, 1.0 / shape).map_or_else(|_| vec![1.0; n], |law| (0..n).map(|_| law.sample(&mut s)).collect())
    };
    // The priors of bands and teams are worth four leavers.
    let bands = gammas(scenario.attrition.bands.len(), 4.0);
    let teams = gammas(TEAMS.len(), 4.0);
    let churn = [0.08, 0.12, 0.16].map(|share| share * (0.8 + 0.4 * s.uniform()));
    Truth {
        segments,
        industries,
        sources,
        months: [months[0], months[1], months[2]],
        size_log_odds,
        spreads,
        skills: Vec::new(),
        territories,
        inbound,
        season: std::array::from_fn(|month| season[month] / mean),
        shock,
        ramp,
        low_attainment,
        fill,
        hazard: (0.025, bands, teams),
        churn,
    }
}

fn accounts(seed: u64, book: &Book) -> Vec<Account> {
    let mut accounts = Vec::new();
    for segment in 0..SEGMENTS.len() {
        for number in 0..ACCOUNTS {
            let id = format!("A{segment}-{number:04}");
            let mut s = Stream::of(seed, &id, "account");
            let worked = s.chance(0.7);
            let ago = if worked { 5.0 + 80.0 * s.uniform() } else { 100.0 + 200.0 * s.uniform() };
            let potential = 100_000.0 * s.lognormal(0.8);
            let risk = [Risk::Low, Risk::Medium, Risk::High][s.pick([0.4, 0.35, 0.25].into_iter())];
            accounts.push(Account {
                key: crate::world::address::key_of(&format!("{seed} {id}")),
                name: id.clone(),
                family: id.clone(),
                segment,
                industry: Some((s.uniform() * book.industries.len() as f64) as usize),
                region: Some((s.uniform() * REGIONS as f64) as usize),
                place: None,
                potential,
                revenue: 0.3 * potential,
                growth: Growth::Medium,
                strategic: false,
                risk,
                skill: None,
                fit: 0.5,
                engagement: None,
                owner: None,
                owner_since: None,
                last_touch: Some(START.saturating_sub((ago as i64).days())),
                renewal: None,
                id,
            });
        }
    }
    accounts
}

/// Sums of hazards that were lived.
#[derive(Debug, Default)]
struct Hazards {
    all: (f64, f64),
    bands: Vec<(f64, f64)>,
    teams: Vec<(f64, f64)>,
}

impl Hazards {
    /// Overall mean a month; means by band and by team, over the overall one.
    fn means(&self) -> (f64, Vec<f64>, Vec<f64>) {
        let mean = |of: &(f64, f64)| if of.1 > 0.0 { of.0 / of.1 } else { 0.0 };
        let all = mean(&self.all);
        let relative = |of: &Vec<(f64, f64)>| of.iter().map(|one| if one.1 > 0.0 { mean(one) / all } else { f64::NAN }).collect();
        (all, relative(&self.bands), relative(&self.teams))
    }
}

/// Who sits where.
#[derive(Debug, Clone, Copy)]
struct Seat {
    rep: Option<usize>,
    /// Day (of the window) on which the next one comes.
    next: f64,
    trail: (f64, f64),
}

/// The company while its history is lived, month by month.
struct Life<'a> {
    seed: u64,
    book: &'a Book,
    scenario: &'a Scenario,
    truth: &'a Truth,
    people: Vec<Rep>,
    skills: Vec<f64>,
    levels: Vec<f64>,
    seats: Vec<Seat>,
    of_account: Vec<f64>,
    shocks: Vec<f64>,
    mean_potential: [f64; 3],
    deals: Vec<Opportunity>,
    /// Bookings by rep and month of the window.
    booked: Vec<Vec<f64>>,
    hazards: Hazards,
    usual: f64,
}

impl<'a> Life<'a> {
    fn new(seed: u64, book: &'a Book, scenario: &'a Scenario, truth: &'a Truth) -> Self {
        let mut s = Stream::of(seed, "company", "life");
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
            hazards: Hazards {
                bands: vec![(0.0, 0.0); scenario.attrition.bands.len()],
                teams: vec![(0.0, 0.0); TEAMS.len()],
                ..Hazards::default()
            },
            usual: 0.0,
        };
        for seat in 0..SEATS {
            // Nobody ramps when the window begins.
            let tenure = 45.0 * 30.4 * (0.2 + s.uniform()) + 540.0;
            let rep = life.hire(seat, -tenure);
            life.seats.push(Seat { rep: Some(rep), next: 0.0, trail: (0.0, 0.0) });
        }
        life.usual = life.expected_bookings();
        life
    }

    fn hire(&mut self, seat: usize, day: f64) -> usize {
        let at = self.people.len();
        let mut s = Stream::of(self.seed, &format!("rep {at}"), "person");
        self.skills.push(self.truth.spreads[0] * s.normal());
        self.levels.push(s.lognormal(0.25));
        self.booked.push(vec![0.0; MONTHS]);
        self.people.push(Rep {
            id: format!("R{at:04}"),
            key: crate::world::address::key_of(&format!("rep {at}")),
            name: format!("rep {at}"),
            team: seat % 2,
            region: Some(seat % REGIONS),
            manager: String::new(),
            hired: Some(date_of(day.floor())),
            left: None,
            quota: None,
            skills: Vec::new(),
            place: None,
        });
        at
    }

    /// What a rep books in a month, roughly: for attainment.
    fn expected_bookings(&self) -> f64 {
        let of = |account: &Account| {
            let of = &self.truth.segments[account.segment];
            let relative = account.potential / self.mean_potential[account.segment];
            let worked = if worked(account) { 1.0 } else { self.truth.inbound };
            let size = of.size.0 * pow(relative, of.on_size) * exp(0.5 * of.size.1 * of.size.1);
            of.rate * pow(relative, of.on_count) * worked * size * logistic(of.base + 0.5 * self.truth.size_log_odds)
        };
        self.book.accounts.iter().map(of).sum::<f64>() / 12.0 / SEATS as f64
    }

    fn tenure(&self, rep: usize, day: Date) -> f64 {
        self.people[rep].hired.map_or(100.0, |hired| f64::from((day - hired).get_days()) / 30.437_5)
    }

    /// Lives a month; before the window nobody comes or goes.
    fn month(&mut self, month: i32) {
        let (from, to) = (first(month), first(month + 1));
        let days = f64::from((to - from).get_days());
        let offset = f64::from((from - first(0)).get_days());
        if month >= 0 {
            for seat in 0..SEATS {
                let waits = self.seats[seat].rep.is_none() && self.seats[seat].next < offset + days;
                if waits {
                    let day = self.seats[seat].next;
                    let rep = self.hire(seat, day);
                    self.seats[seat] = Seat { rep: Some(rep), next: 0.0, trail: (0.0, 0.0) };
                }
            }
        }
        let mut s = Stream::of(self.seed, &format!("month {month}"), "creation");
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

    fn owner(&self, day: Date, s: &mut Stream) -> Option<usize> {
        let weight = |seat: &Seat| {
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
        let rest = (SEATS as f64 * 1.4 - weights.iter().sum::<f64>()).max(0.0);
        let at = s.pick(weights.iter().copied().chain([rest]));
        self.seats.get(at).and_then(|seat| seat.rep)
    }

    fn deal(&mut self, account: usize, day: f64, s: &mut Stream) {
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
            let closes = day + time.max(0.0).floor();
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
            key: crate::world::address::key_of(&id),
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
            business: Some(Business::New),
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
            let mut s = Stream::of(self.seed, &format!("seat {seat} month {month}"), "leaving");
            let trail = &mut self.seats[seat].trail;
            trail.0 = trail.0 * (11.0 / 12.0) + self.booked[rep][month];
            trail.1 = trail.1 * (11.0 / 12.0) + self.usual;
            let attainment = (trail.0 + 3.0 * self.usual) / (trail.1 + 3.0 * self.usual);
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
                self.seats[seat] = Seat { rep: None, next: day + wait, trail: (0.0, 0.0) };
            }
        }
    }
}

fn renewals(seed: u64, book: &Book, truth: &Truth) -> Vec<Opportunity> {
    let mut s = Stream::of(seed, "company", "renewals");
    let from = book.opportunities.len();
    (0..RENEWALS)
        .map(|at| {
            let account = (s.uniform() * book.accounts.len() as f64) as usize;
            let class = match book.accounts[account].risk {
                Risk::Low => 0,
                Risk::Medium => 1,
                Risk::High => 2,
            };
            let lost = s.chance(truth.churn[class]);
            let closes = first(0).saturating_add(((s.uniform() * 729.0) as i64).days());
            let id = format!("R{:06}", from + at);
            Opportunity {
                key: crate::world::address::key_of(&id),
                id,
                account,
                owner: None,
                stage: String::new(),
                outcome: if lost { Outcome::Lost } else { Outcome::Won },
                amount: 1_000.0,
                created: Some(closes.saturating_sub(30.days())),
                closes: Some(closes),
                source: None,
                product: None,
                business: Some(Business::Renewal),
                currency: None,
                stages: Vec::new(),
            }
        })
        .collect()
}

/// Months of the scenario's ramp, times the company's factor.
#[must_use]
pub fn ramp_months(company: &Company) -> f64 {
    length(&company.scenario.ramp.shape) * company.truth.ramp
}
