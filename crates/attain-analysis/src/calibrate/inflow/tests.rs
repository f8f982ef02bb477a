//! Inflow of generated histories with known inflow.

use jiff::civil::{Date, date};

use super::*;
use attain_core::random::SplitMix64;
use attain_core::scenario::choices::Segment;
use attain_data::{Account, Book, BusinessType, Opportunity, Outcome};

const START: Date = date(2027, 1, 1);
/// Days of the window.
const WINDOW: i32 = 730;
const STANDING: usize = 260;
const SEEDS: u64 = 200;

/// What a history shows of its accounts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Shown {
    CreationDates,
    Opportunities,
}

fn exponential(random: &mut SplitMix64, rate: f64) -> f64 {
    -libm::log(1.0 - random.uniform()) / rate
}

/// A history of accounts that come in at a yearly rate for each standing account, and create
/// opportunities from then on.
fn history(seed: u64, inflow: f64, per_year: f64, shown: Shown) -> Book {
    let mut random = SplitMix64::new(SplitMix64::mix(seed));
    let mut book = Book { segments: vec!["all".into()], ..Book::default() };
    // Days from the start of the window; the standing accounts have come in before.
    let mut since: Vec<f64> = (0..STANDING).map(|_| -30.0 - 1_000.0 * random.uniform()).collect();
    let mut day = 0.0;
    if inflow > 0.0 {
        loop {
            day += 365.25 * exponential(&mut random, inflow * since.len() as f64);
            if day >= f64::from(WINDOW) {
                break;
            }
            since.push(day);
        }
    }
    let origin = START.saturating_sub(jiff::Span::new().days(WINDOW));
    let on = |day: f64| origin.saturating_add(jiff::Span::new().days(day.floor() as i32));
    let template = attain_fixtures::books::book(1, 1, 3).accounts[0].clone();
    for (a, &since) in since.iter().enumerate() {
        let id = format!("a{a:05}");
        let potential = 100_000.0 * libm::exp(0.8 * (random.uniform() - 0.5) * 3.0);
        let rate = per_year * libm::pow(potential / 100_000.0, 0.4);
        let created = (shown == Shown::CreationDates).then(|| on(since));
        let account = Account {
            key: a as u64,
            family: id.clone(),
            id,
            segment: 0,
            potential,
            created,
            industry: None,
            region: None,
            skill: None,
            owner: None,
            owner_since: None,
            last_touch: None,
            ..template.clone()
        };
        book.accounts.push(account);
        let mut day = since.max(-200.0);
        loop {
            day += 365.25 * exponential(&mut random, rate);
            if day >= f64::from(WINDOW) {
                break;
            }
            let closes = day + 40.0 * random.uniform();
            let open = closes >= f64::from(WINDOW);
            if !open && closes < 0.0 {
                continue;
            }
            let id = format!("o{:06}", book.opportunities.len());
            let won = random.uniform() < 0.3;
            book.opportunities.push(Opportunity {
                key: book.opportunities.len() as u64,
                id,
                account: a,
                owner: None,
                stage: String::new(),
                outcome: if open {
                    Outcome::Open(0.3)
                } else if won {
                    Outcome::Won
                } else {
                    Outcome::Lost
                },
                amount: 10_000.0,
                created: Some(on(day)),
                closes: (!open).then(|| on(closes)),
                source: None,
                product: None,
                business: Some(BusinessType::New),
                currency: None,
                stages: Vec::new(),
            });
        }
    }
    book
}

fn scenario() -> Scenario {
    let mut scenario = Scenario::default();
    scenario.market.segments.insert("all".into(), Segment::default());
    scenario.horizon.start = START;
    scenario
}

fn estimate(book: &Book) -> CalibrationEstimate {
    let scenario = scenario();
    let history = CalibrationHistory::new(book, Some(START.yesterday().expect("a day before")), START);
    let mut found = estimate_inflow(&history, &scenario);
    found.estimates.remove(0)
}

/// Number of the 90 % intervals that contain the true inflow.
fn covered(inflow: f64, per_year: f64, shown: Shown) -> usize {
    let holds = |seed: u64| {
        let found = estimate(&history(seed, inflow, per_year, shown));
        assert_eq!(found.fallback, None, "seed {seed}");
        found.low <= inflow && inflow <= found.high
    };
    (0..SEEDS).filter(|&seed| holds(seed)).count()
}

/// 200 intervals of 90 % contain the truth 166 to 193 times (binomial, two-sided α of 0.1 %).
#[test]
fn intervals_contain_the_known_inflow_at_their_nominal_rate() {
    for (inflow, per_year, shown) in [
        (0.08, 1.7, Shown::CreationDates),
        (0.25, 1.7, Shown::CreationDates),
        (0.15, 1.7, Shown::Opportunities),
        (0.25, 3.0, Shown::Opportunities),
    ] {
        let covered = covered(inflow, per_year, shown);
        assert!((166..=193).contains(&covered), "{inflow} of {shown:?}: {covered} of {SEEDS}");
    }
}

/// Accounts whose history starts with the window, and those of an import, are not new.
#[test]
fn the_start_of_the_window_and_an_import_are_not_new() {
    let none = |book: &Book, most: f64| {
        let found = estimate(book);
        assert!(found.fallback.is_none() && found.n <= 1 && found.low < 0.005 && found.high < most, "{found:?}");
    };
    let mut book = history(3, 0.0, 1.7, Shown::CreationDates);
    none(&book, 0.01);
    book.accounts.iter_mut().for_each(|account| account.created = None);
    none(&book, 0.05);
    book.accounts.iter_mut().for_each(|account| account.created = Some(date(2025, 10, 3)));
    book.opportunities.retain(|opportunity| opportunity.created > Some(date(2025, 10, 3)));
    none(&book, 0.01);
}
