//! Books as they are found in practice: potentials that differ by orders of magnitude, and owners who
//! hold very unequal shares.

use attain_core::random::SplitMix64;
use attain_core::scenario::choices::{Scenario, Team};
use attain_core::units::Share;
use attain_data::{Account, Book, Rep};

use crate::books;

/// The shape of a book.
#[derive(Debug, Clone, Copy)]
pub struct BookShape {
    pub accounts: usize,
    pub reps: usize,
    /// Standard deviation of the logarithm of potential.
    pub sigma: f64,
    /// Share of accounts with an owner.
    pub owned: f64,
    /// Standard deviation of the logarithm of the shares that owners hold.
    pub skew: f64,
}

/// Sizes of generated books: accounts and reps.
const SIZES: [(usize, usize); 8] = [(40, 8), (120, 10), (300, 12), (600, 25), (1000, 15), (1500, 40), (2000, 20), (3000, 25)];

/// A generated book to carve, with a tolerance.
#[derive(Debug, Clone, Copy)]
pub struct GeneratedBook {
    pub seed: u64,
    pub shape: BookShape,
    pub tolerance: f64,
}

/// Two hundred books, from 40 accounts and 8 reps to 3,000 and 25, with potentials from nearly even to
/// spread over four orders of magnitude.
#[must_use]
pub fn two_hundred_books() -> Vec<GeneratedBook> {
    let sigma = [0.6, 1.0, 1.4, 1.7, 2.0];
    let one = |seed: usize| {
        let (accounts, reps) = SIZES[seed % 8];
        let owned = [1.0, 0.95, 0.9][seed % 3];
        let skew = [0.3, 0.6, 0.9][seed / 3 % 3];
        let shape = BookShape { accounts, reps, sigma: sigma[seed / 8 % 5], owned, skew };
        GeneratedBook { seed: 1000 + seed as u64, shape, tolerance: [0.05, 0.1, 0.15][seed / 7 % 3] }
    };
    (0..200).map(one).collect()
}

/// A standard normal draw (Box & Muller 1958).
fn normal(random: &mut SplitMix64) -> f64 {
    let radius = (-2.0 * libm::log(1.0 - random.uniform())).sqrt();
    radius * libm::cos(std::f64::consts::TAU * random.uniform())
}

/// A scenario with one team that serves everything, and a tolerance.
#[must_use]
pub fn scenario(tolerance: f64) -> Scenario {
    let mut scenario = Scenario { name: "skewed".into(), ..Scenario::default() };
    scenario.market.segments.insert("all".into(), attain_core::scenario::choices::Segment::default());
    scenario.teams.insert("ae".into(), Team { segments: vec!["all".into()], ..Team::default() });
    scenario.territory.balance_tolerance = Share::literal(tolerance);
    scenario
}

/// A book of a shape, without places, regions or opportunities.
#[must_use]
pub fn book(seed: u64, shape: BookShape) -> Book {
    let mut random = SplitMix64::new(seed);
    let base = books::book(seed, 1, shape.reps);
    let weights: Vec<f64> = (0..shape.reps).map(|_| libm::exp(shape.skew * normal(&mut random))).collect();
    let all: f64 = weights.iter().sum();
    let owner = |random: &mut SplitMix64| {
        let mut left = random.uniform() * all;
        weights.iter().position(|weight| {
            left -= weight;
            left < 0.0
        })
    };
    let accounts = (0..shape.accounts).map(|i| {
        let potential = 40_000.0 * libm::exp(shape.sigma * normal(&mut random));
        let revenue = if random.uniform() < 0.7 { 0.3 * potential * random.uniform() * random.uniform() } else { 0.0 };
        let id = format!("a{i:05}");
        Account {
            key: i as u64,
            name: format!("Account {i}"),
            family: id.clone(),
            id,
            segment: 0,
            industry: None,
            region: None,
            place: None,
            potential,
            revenue,
            skill: None,
            owner: if random.uniform() < shape.owned { owner(&mut random) } else { None },
            owner_since: None,
            last_touch: None,
            ..base.accounts[0].clone()
        }
    });
    let rep = |rep: &Rep| Rep { team: 0, region: None, place: None, left: None, skills: Vec::new(), ..rep.clone() };
    Book {
        accounts: accounts.collect(),
        reps: base.reps.iter().take(shape.reps).map(rep).collect(),
        segments: vec!["all".into()],
        teams: vec!["ae".into()],
        ..Book::default()
    }
}
