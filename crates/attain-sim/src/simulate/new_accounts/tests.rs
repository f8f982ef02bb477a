//! New accounts in simulated years.

use std::collections::BTreeMap;

use attain_core::metric::MetricId;
use attain_fixtures::studies::{LONG, SMALL, plans};

use crate::simulate::compiled_plan::CompiledPlan;
use crate::simulate::events::{EventKind, SimulationEvent};
use crate::simulate::simulate_years;
use crate::simulate::year::YearSimulator;
use crate::world::{CompiledMarket, World};

/// A company in balance: reps who stay and have known their accounts for a while, no trend, and no
/// revenue that grows or churns by itself.
const COMPANY: &str = r#"
[horizon]
months = 36
[market]
relationship = { win-log-odds = 0 }
[market.segments.mid]
accounts = 400
mean-potential = 150_000
potential = { median = 120_000, sigma = 0.7 }
sold = 0.15
opportunities-per-year = 1.6
win-rate = 0.25
size = { lognormal = { median = 32_000, sigma = 0.7 } }
churn = { low = 0, medium = 0, high = 0 }
expansion = { low = 0, medium = 0, high = 0 }
reps = 10
[teams.sales]
segments = ["mid"]
[attrition]
annual = 0
[territory]
carve = "keep"
"#;

/// Bookings of each year of the horizon relative to the first, as a mean over simulated years.
fn by_year(text: &str) -> Vec<f64> {
    let (mut study, plans) = plans(&[&format!("{COMPANY}{text}")]);
    // All accounts have been worked, so that the opening pipeline is that of a normal year.
    study.book.accounts.iter_mut().for_each(|account| account.last_touch = None);
    let output = simulate_years(&study.book, &plans, 11, 1_000, &|_| ());
    let years = &output.plans[0].periods;
    let mean = |year: usize| {
        let values = &years[year][MetricId::Bookings as usize];
        values.iter().sum::<f64>() / values.len() as f64
    };
    (0..3).map(|year| mean(year) / mean(0)).collect()
}

fn events(text: &str, seed: u64, years: u32, mut each: impl FnMut(&CompiledPlan, &World, &[SimulationEvent])) {
    let (study, plans) = plans(&[text]);
    let market = CompiledMarket::new(&study.book, &plans[0].scenario);
    let plan = CompiledPlan::new(&study.book, &plans[0], &market);
    let (mut world, mut simulator) = (World::empty(), YearSimulator::default());
    for year in 0..years {
        world.draw(&market, seed, year);
        let mut events: Vec<SimulationEvent> = Vec::new();
        simulator.simulate_observed(&plan, &mut world, &mut events);
        each(&plan, &world, &events);
    }
}

/// The standard error of a ratio is about 0.6 %; the seed is fixed.
#[test]
fn a_company_in_balance_stays_where_it_is_and_declines_without_new_accounts() {
    let balanced = by_year("");
    assert!(balanced.iter().all(|year| (year - 1.0).abs() < 0.03), "{balanced:?}");
    let closed = by_year("[market.new-accounts]\ninflow = { per-year = 0 }\n");
    assert!(closed[1] < 0.95 && closed[2] < closed[1] - 0.03, "{closed:?}");
}

/// A new account works only after it has come in, belongs to a seat of its model's team, and
/// has events of its own.
#[test]
fn a_new_account_works_after_it_has_come_in() {
    let (mut came, mut created) = (0, 0);
    for text in [SMALL, LONG] {
        events(text, 5, 40, |plan, world, events| {
            let mut day = vec![None; world.accounts.keys.len()];
            for event in events {
                let Some(a) = event.account.map(|a| a as usize).filter(|&a| a >= world.accounts.of_book) else { continue };
                if let EventKind::CameIn { model, mark, share, .. } = &event.kind {
                    came += 1;
                    assert!(mark < share && day[a].is_none());
                    assert_eq!(*model as usize, world.accounts.model(a));
                    let team = plan.seats[plan.accounts[*model as usize].owner as usize].team;
                    assert_eq!(plan.seats[event.seat as usize].team, team);
                    day[a] = Some(event.day);
                } else {
                    assert!(day[a].is_some_and(|day| day < event.day), "{event:?}");
                    created += u32::from(matches!(event.kind, EventKind::Created { .. }));
                }
            }
        });
    }
    assert!(came > 100 && created > 50, "{came} {created}");
}

/// Another plan in the same worlds has the same latent accounts, and one with more time has more of
/// them.
#[test]
fn more_time_brings_more_of_the_same_new_accounts() {
    let of = |hours: u32| {
        let mut all: Vec<BTreeMap<u32, (u64, u32, u32)>> = Vec::new();
        let text = SMALL
            .replace("[teams.inside]", &format!("[teams.inside]\nhours-per-month = {hours}"))
            .replace("annual = 0.6", "annual = 0");
        events(&text, 9, 60, |_, _, events| {
            let came = |event: &SimulationEvent| match event.kind {
                EventKind::CameIn { model, mark, .. } => Some((event.account?, (event.day.to_bits(), model, mark.to_bits()))),
                _ => None,
            };
            all.push(events.iter().filter_map(came).collect());
        });
        all
    };
    let (few, many) = (of(2), of(200));
    let count = |all: &[BTreeMap<u32, (u64, u32, u32)>]| all.iter().map(BTreeMap::len).sum::<usize>();
    let mut common = 0;
    for (few, many) in few.iter().zip(&many) {
        for (account, drawn) in few.iter().filter(|(account, _)| many.contains_key(account)) {
            assert_eq!(many[account], *drawn);
            common += 1;
        }
    }
    // A rep with more deals may have less time to prospect in a month of absence, but that is rare.
    assert!(common * 100 >= count(&few) * 98, "{common} of {}", count(&few));
    assert!(count(&many) > count(&few) + 20, "{} {}", count(&few), count(&many));
}

/// With a horizon of another length, the worlds of the common months are the same.
#[test]
fn a_longer_horizon_begins_like_a_shorter_one() {
    let (study, plans) = plans(&[SMALL]);
    let mut long = plans[0].scenario.clone();
    long.horizon.months = 30;
    let (short, long) = (CompiledMarket::new(&study.book, &plans[0].scenario), CompiledMarket::new(&study.book, &long));
    let (mut a, mut b) = (World::empty(), World::empty());
    for year in 0..20 {
        a.draw(&short, 4, year);
        b.draw(&long, 4, year);
        let first = a.accounts.new.len();
        assert_eq!(a.accounts.new[..], b.accounts.new[..first]);
        assert!(b.accounts.new[first..].iter().all(|account| account.month >= 12));
    }
}
