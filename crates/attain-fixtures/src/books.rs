//! Books and scenarios for tests, small and lumpy.

use jiff::civil::{Date, date};

use attain_core::geography::Place;
use attain_core::scenario::Resolved;
use attain_core::scenario::choices::{Channel, Growth, Risk, Scenario, Segment, Team};
use attain_core::units::{Money, Share};
use attain_data::{Account, Book, Opportunity, Outcome, Rep};

/// A small generator with good enough bits for lumpy data (`SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A day of the last years before the horizon.
    fn day(&mut self, years: usize) -> Date {
        let days = self.below(365 * years) as u32;
        date(2026, 12, 28).saturating_sub(jiff::Span::new().days(days))
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.bits() % n.max(1) as u64) as usize
    }
}

/// Three segments, each with a team of its own, and the defaults for the rest.
pub fn scenario() -> Scenario {
    let mut scenario = Scenario { name: "fixture".into(), ..Scenario::default() };
    for (name, mean, rate) in [("enterprise", 600_000.0, 0.15), ("mid-market", 200_000.0, 0.2), ("smb", 40_000.0, 0.3)] {
        let segment = Segment { mean_potential: Money::of(mean), win_rate: Share::of(rate), ..Segment::default() };
        scenario.market.segments.insert(name.into(), segment);
        let channel = if name == "enterprise" { Channel::Field } else { Channel::Inside };
        scenario.teams.insert(name.into(), Team { segments: vec![name.into()], channel, ..Team::default() });
    }
    scenario
}

/// The scenario as the parser would hand it over.
pub fn resolved(scenario: Scenario) -> Resolved {
    Resolved::of(scenario, "fixture.toml", std::path::Path::new(""))
}

/// A lumpy book with uneven owners, some of them gone, and some accounts unowned.
pub fn book(seed: u64, accounts: usize, reps: usize) -> Book {
    let mut dice = Dice(seed);
    let segments: Vec<String> = ["enterprise", "mid-market", "smb"].map(String::from).to_vec();
    let regions: Vec<String> = ["east", "north", "west"].map(String::from).to_vec();
    let reps: Vec<Rep> = (0..reps.max(3)).map(|i| rep(&mut dice, i)).collect();
    let accounts: Vec<Account> = (0..accounts).map(|i| account(&mut dice, i, &reps)).collect();
    let opportunities = (0..accounts.len() * 2).map(|i| opportunity(&mut dice, i, accounts.len())).collect();
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

fn rep(dice: &mut Dice, i: usize) -> Rep {
    let region = (i / 3) % 3;
    Rep {
        id: format!("r{i:04}"),
        key: i as u64,
        name: format!("Rep {i}"),
        team: i % 3,
        region: Some(region),
        manager: format!("Manager {}", i % 3),
        hired: (dice.below(5) > 0).then(|| dice.day(6)),
        left: (i > 8 && i % 10 == 9).then(|| date(2026, 10, 1)),
        quota: (dice.below(4) > 0).then_some(800_000.0),
        skills: (0..2).filter(|_| dice.below(2) == 0).collect(),
        place: Some(place(dice, region)),
    }
}

fn account(dice: &mut Dice, i: usize, reps: &[Rep]) -> Account {
    let segment = [0, 1, 1, 2, 2, 2][dice.below(6)];
    let region = dice.below(3);
    let potential = [600_000.0, 200_000.0, 40_000.0][segment] * libm::exp(2.0 * dice.unit() - 1.2);
    let own: Vec<usize> = (0..reps.len()).filter(|&rep| reps[rep].team == segment && reps[rep].region == Some(region)).collect();
    let uneven = (dice.unit() * dice.unit() * own.len() as f64) as usize;
    Account {
        id: format!("a{i:05}"),
        key: i as u64,
        name: format!("Account {i}"),
        segment,
        industry: (dice.below(3) > 0).then(|| dice.below(2)),
        region: (dice.below(20) > 0).then_some(region),
        place: Some(place(dice, region)),
        potential,
        revenue: potential * 0.5 * dice.unit(),
        growth: [Growth::Low, Growth::Medium, Growth::High][dice.below(3)],
        strategic: dice.below(12) == 0,
        risk: [Risk::Low, Risk::Medium, Risk::High][dice.below(3)],
        family: if i % 9 == 8 { format!("a{:05}", i - 1) } else { format!("a{i:05}") },
        skill: (dice.below(10) == 0).then_some(1),
        fit: dice.unit(),
        engagement: None,
        owner: own.get(uneven).copied().filter(|_| dice.below(12) > 0),
        owner_since: (dice.below(6) > 0).then(|| dice.day(5)),
        last_touch: (dice.below(4) > 0).then(|| dice.day(1)),
        renewal: None,
    }
}

fn opportunity(dice: &mut Dice, i: usize, accounts: usize) -> Opportunity {
    let outcome = [Outcome::Won, Outcome::Lost, Outcome::Lost, Outcome::Open(0.1), Outcome::Open(0.75)][dice.below(5)];
    Opportunity {
        id: format!("o{i:05}"),
        key: i as u64,
        account: dice.below(accounts),
        owner: None,
        stage: String::new(),
        outcome,
        amount: 10_000.0 + 60_000.0 * dice.unit(),
        created: None,
        closes: None,
        source: None,
        product: None,
        business: None,
        currency: None,
        stages: Vec::new(),
    }
}

fn place(dice: &mut Dice, region: usize) -> Place {
    Place { latitude: 48.0 + 2.0 * dice.unit(), longitude: 8.0 + 4.0 * region as f64 + 2.0 * dice.unit() }
}
