//! A minimally different world: adding an account, a rep or a plan changes
//! nothing else that chance decides.

use attain::data::Book;
use attain::random::key_of;
use attain::simulate::simulate_years;
use attain::world::{CompiledMarket, World};
use proptest::prelude::*;

/// What chance decided about one account: all its deals and its renewal.
fn fate(world: &World, account: usize) -> Vec<String> {
    let deals = &world.deals;
    let of = |d: usize| {
        format!(
            "{:?}",
            (
                deals.ratio[d],
                deals.outcome(d).hurdle,
                deals.outcome(d).amount,
                deals.outcome(d).created,
                deals.outcome(d).win_day,
                deals.outcome(d).loss_day,
                deals.outcome(d).slipped
            )
        )
    };
    let mut reported: Vec<String> = (0..deals.len()).filter(|&d| deals.account[d] as usize == account).map(of).collect();
    reported.push(format!("renews in month {}", world.renewal_month[account]));
    let quarters = world.drift.quarters;
    let accounts = world.renewal_month.len();
    reported.extend((0..quarters).map(|q| format!("potential × {}", world.drift.potential[q * accounts + account])));
    reported
}

fn world(book: &Book, plans: &[attain::plan::Plan], seed: u64, year: u32) -> (CompiledMarket, World) {
    let odds = CompiledMarket::new(book, &plans[0].scenario);
    let mut world = World::empty();
    world.draw(&odds, seed, year);
    world.read_all(&odds);
    (odds, world)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_added_account_leaves_all_others_as_they_were(seed in any::<u64>(), year in 0_u32..100_000, at in 0_usize..60, name in "[a-z]{1,12}") {
        let (study, plans) = crate::studies::study_of(&[("plan.toml", crate::studies::ALL_CHANCE)], &["plan.toml"]);
        let (_, before) = world(&study.book, &plans, seed, year);
        let mut book = study.book.clone();
        let mut added = book.accounts[at].clone();
        added.id = format!("added-{name}");
        added.key = key_of(&added.id);
        added.potential *= 3.0;
        book.accounts.insert(at, added);
        let (_, after) = world(&book, &plans, seed, year);
        for account in 0..study.book.accounts.len() {
            let now = if account < at { account } else { account + 1 };
            prop_assert_eq!(fate(&before, account), fate(&after, now));
        }
    }

    #[test]
    fn an_added_rep_leaves_all_others_as_they_were(seed in any::<u64>(), year in 0_u32..100_000, at in 0_usize..4) {
        let (study, plans) = crate::studies::study_of(&[("plan.toml", crate::studies::ALL_CHANCE)], &["plan.toml"]);
        let (odds_before, before) = world(&study.book, &plans, seed, year);
        let mut book = study.book.clone();
        let mut added = book.reps[at].clone();
        added.id = "added".into();
        added.key = key_of(&added.id);
        book.reps.insert(at, added);
        for owner in book.accounts.iter_mut().filter_map(|account| account.owner.as_mut()) {
            *owner += usize::from(*owner >= at);
        }
        let (odds_after, after) = world(&book, &plans, seed, year);
        for account in 0..book.accounts.len() {
            prop_assert_eq!(fate(&before, account), fate(&after, account));
        }
        for rep in 0..study.book.reps.len() {
            let now = rep + usize::from(rep >= at);
            prop_assert_eq!(before.skill_of_rep(&odds_before, rep), after.skill_of_rep(&odds_after, now));
            let key = study.book.reps[rep].key;
            prop_assert_eq!(before.threshold(key, 0), after.threshold(key, 0));
            let absence = |world: &World, rep| world.absence(0.1, key, rep, 5);
            prop_assert_eq!(absence(&before, Some(rep)), absence(&after, Some(now)));
            prop_assert_eq!(absence(&before, Some(rep)), absence(&before, None));
        }
    }

    #[test]
    fn an_added_plan_leaves_all_others_as_they_were(seed in any::<u64>()) {
        let other = "extends = \"plan.toml\"\nname = \"other\"\n[headcount]\nadds = [{ team = \"field\", seats = 1 }]\n[territory]\ncarve = \"redesign\"\n[coverage]\npreset = \"deep\"\n[teams.field]\nhours-per-month = 60\n";
        let files = [("plan.toml", crate::studies::ALL_CHANCE), ("other.toml", other)];
        let (study, plans) = crate::studies::study_of(&files, &["plan.toml", "other.toml"]);
        let both = simulate_years(&study.book, &plans, seed, 20, &|_| ());
        let alone = simulate_years(&study.book, &plans[..1], seed, 20, &|_| ());
        prop_assert_eq!(&format!("{:?}", both.plans[0]), &format!("{:?}", alone.plans[0]));
        let turned = [plans[1].clone(), plans[0].clone()];
        let turned = simulate_years(&study.book, &turned, seed, 20, &|_| ());
        prop_assert_eq!(&format!("{:?}", turned.plans[1]), &format!("{:?}", alone.plans[0]));
        prop_assert_ne!(&format!("{:?}", both.plans[1]), &format!("{:?}", alone.plans[0]));
    }
}
