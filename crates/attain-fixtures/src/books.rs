//! Small books and scenarios with uneven accounts for tests.

use jiff::civil::{Date, date};

use attain_core::geography::GeoPoint;
use attain_core::random::SplitMix64;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Channel, GrowthClass, RiskClass, Scenario, Segment, Team};
use attain_core::units::{Money, Share};
use attain_data::{Account, Book, Opportunity, Outcome, Rep};

/// Returns a random day in the last `years` years before the horizon.
fn past_day(random: &mut SplitMix64, years: usize) -> Date {
    let days = random.below(365 * years) as u32;
    date(2026, 12, 28).saturating_sub(jiff::Span::new().days(days))
}

/// A scenario with three segments, each with its own team, and defaults for everything else.
#[must_use]
pub fn scenario() -> Scenario {
    let mut scenario = Scenario { name: "fixture".into(), ..Scenario::default() };
    for (name, mean, rate) in [("enterprise", 600_000.0, 0.15), ("mid-market", 200_000.0, 0.2), ("smb", 40_000.0, 0.3)] {
        let segment = Segment { mean_potential: Money::literal(mean), win_rate: Share::literal(rate), ..Segment::default() };
        scenario.market.segments.insert(name.into(), segment);
        let channel = if name == "enterprise" { Channel::Field } else { Channel::Inside };
        scenario.teams.insert(name.into(), Team { segments: vec![name.into()], channel, ..Team::default() });
    }
    scenario
}

/// Returns the scenario as parsed.
#[must_use]
pub fn resolved(scenario: Scenario) -> ResolvedScenario {
    ResolvedScenario::in_memory(scenario, "fixture.toml", std::path::Path::new(""))
}

/// Generates a book with uneven accounts and owners, several former reps and several accounts
/// without an owner.
pub fn book(seed: u64, accounts: usize, reps: usize) -> Book {
    let mut random = SplitMix64::new(seed);
    let segments: Vec<String> = ["enterprise", "mid-market", "smb"].map(String::from).to_vec();
    let regions: Vec<String> = ["east", "north", "west"].map(String::from).to_vec();
    let reps: Vec<Rep> = (0..reps.max(3)).map(|i| rep(&mut random, i)).collect();
    let accounts: Vec<Account> = (0..accounts).map(|i| account(&mut random, i, &reps)).collect();
    let opportunities = (0..accounts.len() * 2).map(|i| opportunity(&mut random, i, accounts.len())).collect();
    Book {
        accounts,
        reps,
        opportunities,
        segments: segments.clone(),
        industries: vec!["energy".into(), "retail".into()],
        regions,
        teams: segments,
        skills: vec!["energy".into(), "german".into()],
        ..Book::default()
    }
}

fn rep(random: &mut SplitMix64, i: usize) -> Rep {
    let region = (i / 3) % 3;
    Rep {
        id: format!("r{i:04}"),
        key: i as u64,
        name: format!("Rep {i}"),
        email: None,
        team: i % 3,
        region: Some(region),
        manager: format!("Manager {}", i % 3),
        hired: (random.below(5) > 0).then(|| past_day(random, 6)),
        left: (i > 8 && i % 10 == 9).then(|| date(2026, 10, 1)),
        quota: (random.below(4) > 0).then_some(800_000.0),
        skills: (0..2).filter(|_| random.below(2) == 0).collect(),
        place: Some(place(random, region)),
    }
}

fn account(random: &mut SplitMix64, i: usize, reps: &[Rep]) -> Account {
    let segment = [0, 1, 1, 2, 2, 2][random.below(6)];
    let region = random.below(3);
    let potential = [600_000.0, 200_000.0, 40_000.0][segment] * libm::exp(2.0 * random.uniform() - 1.2);
    let own: Vec<usize> = (0..reps.len()).filter(|&rep| reps[rep].team == segment && reps[rep].region == Some(region)).collect();
    let uneven = (random.uniform() * random.uniform() * own.len() as f64) as usize;
    Account {
        id: format!("a{i:05}"),
        key: i as u64,
        name: format!("Account {i}"),
        segment,
        industry: (random.below(3) > 0).then(|| random.below(2)),
        region: (random.below(20) > 0).then_some(region),
        place: Some(place(random, region)),
        potential,
        revenue: potential * 0.5 * random.uniform(),
        growth: [GrowthClass::Low, GrowthClass::Medium, GrowthClass::High][random.below(3)],
        strategic: random.below(12) == 0,
        risk: [RiskClass::Low, RiskClass::Medium, RiskClass::High][random.below(3)],
        family: if i % 9 == 8 { format!("a{:05}", i - 1) } else { format!("a{i:05}") },
        skill: (random.below(10) == 0).then_some(1),
        fit: random.uniform(),
        engagement: None,
        owner: own.get(uneven).copied().filter(|_| random.below(12) > 0),
        owner_since: (random.below(6) > 0).then(|| past_day(random, 5)),
        last_touch: (random.below(4) > 0).then(|| past_day(random, 1)),
        created: None,
        renewal: None,
    }
}

fn opportunity(random: &mut SplitMix64, i: usize, accounts: usize) -> Opportunity {
    let outcome = [Outcome::Won, Outcome::Lost, Outcome::Lost, Outcome::Open(0.1), Outcome::Open(0.75)][random.below(5)];
    Opportunity {
        id: format!("o{i:05}"),
        key: i as u64,
        account: random.below(accounts),
        owner: None,
        stage: String::new(),
        outcome,
        amount: 10_000.0 + 60_000.0 * random.uniform(),
        created: None,
        closes: None,
        source: None,
        product: None,
        business: None,
        currency: None,
        stages: Vec::new(),
    }
}

fn place(random: &mut SplitMix64, region: usize) -> GeoPoint {
    GeoPoint { latitude: 48.0 + 2.0 * random.uniform(), longitude: 8.0 + 4.0 * region as f64 + 2.0 * random.uniform() }
}
