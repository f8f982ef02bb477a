//! How long it takes to calibrate 100,000 opportunities of 10,000 accounts, and in what memory.
//!
//! `cargo bench --bench calibrate`. The book is made here: 200 reps, twenty
//! regions, twelve industries, six sources, five products, three segments,
//! three years. What is true of it does not matter; how large it is does.

use std::time::Instant;

use attain::calibrate::calibrate;
use attain::data::{Account, Book, Opportunity, Outcome, Rep};
use attain::random::SplitMix64;
use attain::random::key_of;
use attain::scenario::choices::{GrowthClass, Industry, OpportunitySource, RiskClass, Scenario, Segment, Team};
use jiff::ToSpan;
use jiff::civil::date;

const ACCOUNTS: usize = 10_000;
const OPPORTUNITIES: usize = 100_000;
const REPS: usize = 200;

/// A number between 0 and 1 for a thing and a purpose.
fn uniform(id: usize, purpose: usize) -> f64 {
    let seed = (id as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (purpose as u64 + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (SplitMix64::mix(seed) >> 11) as f64 / (1_u64 << 53) as f64
}

fn normal(id: usize, purpose: usize) -> f64 {
    (0..12).map(|i| uniform(id, 100 * purpose + i)).sum::<f64>() - 6.0
}

fn scenario() -> Scenario {
    let mut scenario = Scenario::default();
    for name in ["enterprise", "mid-market", "smb"] {
        scenario.market.segments.insert(name.to_owned(), Segment::default());
    }
    for at in 0..12 {
        scenario.market.industries.insert(format!("industry-{at:02}"), Industry::default());
    }
    for at in 0..6 {
        scenario.market.sources.insert(format!("source-{at}"), OpportunitySource::default());
    }
    for name in ["field", "inside"] {
        scenario.teams.insert(name.to_owned(), Team::default());
    }
    scenario
}

fn book(scenario: &Scenario) -> Book {
    let start = scenario.horizon.start;
    let names = |keys: Vec<&String>| keys.into_iter().cloned().collect::<Vec<String>>();
    let accounts = (0..ACCOUNTS).map(|at| {
        let id = format!("A{at:05}");
        Account {
            key: key_of(&id),
            name: id.clone(),
            family: id.clone(),
            segment: at % 3,
            industry: Some((uniform(at, 1) * 12.0) as usize),
            region: Some((uniform(at, 2) * 20.0) as usize),
            place: None,
            potential: 100_000.0 * libm::exp(0.8 * normal(at, 3)),
            revenue: 0.0,
            growth: GrowthClass::Medium,
            strategic: false,
            risk: RiskClass::Medium,
            skill: None,
            fit: 0.5,
            engagement: None,
            owner: Some(at % REPS),
            owner_since: None,
            last_touch: Some(start.saturating_sub(((uniform(at, 4) * 150.0) as i64 + 1).days())),
            created: None,
            renewal: None,
            id,
        }
    });
    let reps = (0..REPS).map(|at| {
        let id = format!("R{at:03}");
        Rep {
            key: key_of(&id),
            name: id.clone(),
            email: None,
            team: at % 2,
            region: Some(at % 20),
            manager: format!("manager {}", at % 25),
            hired: Some(start.saturating_sub(((uniform(at, 5) * 2_500.0) as i64 + 30).days())),
            left: None,
            quota: Some(900_000.0),
            skills: Vec::new(),
            place: None,
            id,
        }
    });
    let opportunities = (0..OPPORTUNITIES).map(|at| {
        let id = format!("O{at:06}");
        let account = (uniform(at, 6) * ACCOUNTS as f64) as usize;
        let age = (uniform(at, 7) * 1_095.0) as i64 + 1;
        let time = (60.0 * libm::exp(0.6 * normal(at, 8))) as i64 + 1;
        let amount = 20_000.0 * libm::exp(0.7 * normal(at, 9));
        let chance = 0.3 + 0.1 * normal(account % REPS, 10);
        let outcome = match (time > age, uniform(at, 11) < chance) {
            (true, _) => Outcome::Open(0.3),
            (_, true) => Outcome::Won,
            (_, false) => Outcome::Lost,
        };
        let created = start.saturating_sub(age.days());
        Opportunity {
            key: key_of(&id),
            id,
            account,
            owner: Some(account % REPS),
            stage: String::new(),
            outcome,
            amount,
            created: Some(created),
            closes: Some(created.saturating_add(time.days())),
            source: Some((uniform(at, 12) * 6.0) as usize),
            product: Some(format!("product {}", (uniform(at, 13) * 5.0) as usize)),
            business: None,
            currency: None,
            stages: Vec::new(),
        }
    });
    Book {
        accounts: accounts.collect(),
        reps: reps.collect(),
        opportunities: opportunities.collect(),
        segments: names(scenario.market.segments.keys().collect()),
        industries: names(scenario.market.industries.keys().collect()),
        sources: names(scenario.market.sources.keys().collect()),
        regions: (0..20).map(|at| format!("region-{at:02}")).collect(),
        teams: names(scenario.teams.keys().collect()),
        ..Book::default()
    }
}

/// Most memory the process ever had, MiB, where the system tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

fn main() {
    let scenario = scenario();
    let book = book(&scenario);
    let as_of = date(2026, 12, 31);
    let begun = Instant::now();
    let found = calibrate(&book, &scenario, Some(as_of));
    let took = begun.elapsed().as_secs_f64();
    let peak = peak().map_or_else(String::new, |peak| format!(", {peak:.0} MiB at most"));
    let (threads, figures) = (rayon::current_num_threads(), found.estimates.len());
    println!(
        "{OPPORTUNITIES} opportunities, {ACCOUNTS} accounts, {REPS} reps: {figures} figures in {took:.1} s on {threads} threads{peak}"
    );
}
