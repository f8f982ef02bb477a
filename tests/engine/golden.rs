//! Golden streams: what a given seed draws and what comes of it. A change here
//! changes everybody's figures: it needs a line in the README's "Changes".

use std::fmt::Write;

use attain::metric::ALL;
use attain::random::{Purpose, WorldStreams, key_of};
use attain::simulate::simulate_years;
use attain::world::{CompiledMarket, World};

#[test]
fn streams() {
    let streams = WorldStreams::new(42, 7);
    let mut reported = format!("key of 001A: {:#018x}\n", key_of("001A"));
    for &purpose in Purpose::ALL {
        writeln!(reported, "{purpose:?}: {:08x?}", streams.block(purpose, key_of("001A"), 3).0).unwrap();
    }
    insta::assert_snapshot!(reported);
}

#[test]
fn a_world() {
    let (study, plans) = crate::studies::study_of(&[("plan.toml", crate::studies::ALL_CHANCE)], &["plan.toml"]);
    let odds = CompiledMarket::new(&study.book, &plans[0].scenario);
    let mut world = World::empty();
    world.draw(&odds, 42, 7);
    world.read_all(&odds);
    let mut reported = format!("{:?}\n{:?}\n", world.parameters, world.shocks);
    writeln!(reported, "{} deals, {} of them open at the start", world.deals.len(), world.deals.open().len()).unwrap();
    for d in (0..world.deals.len()).step_by(17) {
        writeln!(
            reported,
            "account {} on day {}: ratio {}, hurdle {}, amount {}, to win on {}, to lose on {}",
            world.deals.account[d],
            world.deals.outcome(d).created,
            world.deals.ratio[d],
            world.deals.outcome(d).hurdle,
            world.deals.outcome(d).amount,
            world.deals.outcome(d).win_day,
            world.deals.outcome(d).loss_day
        )
        .unwrap();
    }
    insta::assert_snapshot!(reported);
}

#[test]
fn three_years() {
    let (study, plans) = crate::studies::study_of(&[("plan.toml", crate::studies::ALL_CHANCE)], &["plan.toml"]);
    let simulated = simulate_years(&study.book, &plans, 42, 3, &|_| ());
    let mut reported = String::new();
    for (metric, values) in ALL.iter().zip(&simulated.plans[0].company) {
        writeln!(reported, "{}: {values:?}", metric.name).unwrap();
    }
    insta::assert_snapshot!(reported);
}
