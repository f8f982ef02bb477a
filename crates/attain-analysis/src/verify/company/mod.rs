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

mod life;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use libm::exp;
use rand_distr::{Distribution, Gamma};

use attain_core::quantile::logit;
use attain_core::ramp::length;
use attain_core::scenario::choices::{GrowthClass, Industry, OpportunitySource, RiskClass, Scenario, Segment, Team};
use attain_data::demo::DemoStream;
use attain_data::{Account, Book, BusinessType, Opportunity, Outcome};
use life::CompanyHistory;

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
/// All opportunities over those that reps take.
const NOBODY: f64 = 1.4;

/// What is true of a company's segment.
#[derive(Debug, Clone)]
pub struct SegmentTruth {
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
pub struct CompanyTruth {
    pub segments: Vec<SegmentTruth>,
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
pub struct KnownCompany {
    pub book: Book,
    pub scenario: Scenario,
    pub truth: CompanyTruth,
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

impl KnownCompany {
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
        let mut life = CompanyHistory::new(seed, &book, &scenario, &truth);
        for month in -(BEFORE as i32)..MONTHS as i32 {
            life.month(month);
        }
        let CompanyHistory { deals, people, hazards, skills, .. } = life;
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
        scenario.market.sources.insert(format!("source-{at}"), OpportunitySource::default());
    }
    scenario.horizon.start = START;
    scenario
}

fn truth(seed: u64, scenario: &Scenario) -> CompanyTruth {
    let mut s = DemoStream::new(seed, "company", "truth");
    let mut between = |low: f64, high: f64| low + (high - low) * s.uniform();
    let segments = (0..SEGMENTS.len())
        .map(|_| SegmentTruth {
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
    CompanyTruth {
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
            let mut s = DemoStream::new(seed, &id, "account");
            let worked = s.chance(0.7);
            let ago = if worked { 5.0 + 80.0 * s.uniform() } else { 100.0 + 200.0 * s.uniform() };
            let potential = 100_000.0 * s.lognormal(0.8);
            let risk = [RiskClass::Low, RiskClass::Medium, RiskClass::High][s.pick([0.4, 0.35, 0.25].into_iter())];
            accounts.push(Account {
                key: attain_core::random::key_of(&format!("{seed} {id}")),
                name: id.clone(),
                family: id.clone(),
                segment,
                industry: Some((s.uniform() * book.industries.len() as f64) as usize),
                region: Some((s.uniform() * REGIONS as f64) as usize),
                place: None,
                potential,
                revenue: 0.3 * potential,
                growth: GrowthClass::Medium,
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

fn renewals(seed: u64, book: &Book, truth: &CompanyTruth) -> Vec<Opportunity> {
    let mut s = DemoStream::new(seed, "company", "renewals");
    let from = book.opportunities.len();
    (0..RENEWALS)
        .map(|at| {
            let account = (s.uniform() * book.accounts.len() as f64) as usize;
            let class = match book.accounts[account].risk {
                RiskClass::Low => 0,
                RiskClass::Medium => 1,
                RiskClass::High => 2,
            };
            let lost = s.chance(truth.churn[class]);
            let closes = first(0).saturating_add(((s.uniform() * 729.0) as i64).days());
            let id = format!("R{:06}", from + at);
            Opportunity {
                key: attain_core::random::key_of(&id),
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
                business: Some(BusinessType::Renewal),
                currency: None,
                stages: Vec::new(),
            }
        })
        .collect()
}

/// Months of the scenario's ramp, times the company's factor.
#[must_use]
pub fn ramp_months(company: &KnownCompany) -> f64 {
    length(&company.scenario.ramp.shape) * company.truth.ramp
}
