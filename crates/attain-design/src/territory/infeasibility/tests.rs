//! Tests that contradictions of several kinds are reported with an irreducible set of constraints,
//! and that feasible plans have none.

use crate::design::design;
use attain_core::plan::Plan;
use attain_core::random::SplitMix64;
use attain_core::scenario::choices::{AccountLock, Carve, Geography, Protection, Scenario, SeatAddition};
use attain_data::Book;
use attain_fixtures::books as fixture;

fn open() -> Scenario {
    let mut scenario = fixture::scenario();
    scenario.territory.geography = Geography::Cost;
    scenario.territory.skills_required = false;
    scenario
}

fn reported(book: &Book, scenario: &Scenario) -> Option<String> {
    let faults = design(book, &fixture::resolved(scenario.clone())).err()?;
    let found = faults.0.iter().filter(|fault| fault.code() == "territory::contradiction");
    let texts: Vec<String> = found.map(|fault| format!("{}; {}", fault.problem, fault.help().unwrap_or_default())).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// A constraint and a function that relaxes it.
type Member<'a> = (&'a str, &'a dyn Fn(&mut Scenario));

/// Asserts that a contradiction names exactly these constraints, and that each is necessary.
fn names(book: &Book, scenario: &Scenario, members: &[Member<'_>]) {
    let text = reported(book, scenario).unwrap_or_else(|| panic!("nothing was reported"));
    let all =
        ["min-accounts", "max-accounts", "house", "containment", "skills-required", "geography", "carve", "protection", "lock"];
    let (set, _) = text.split_once(" infeasible").unwrap();
    for name in all {
        let meant = members.iter().any(|(member, _)| *member == name);
        assert_eq!(set.contains(name), meant, "{name}: {text}");
    }
    for (name, relax) in members {
        let mut relaxed = scenario.clone();
        relax(&mut relaxed);
        assert_eq!(reported(book, &relaxed), None, "without {name}");
    }
}

#[test]
fn too_many_accounts_are_asked_for_each_seat() {
    let book = fixture::book(3, 90, 9);
    let mut scenario = open();
    scenario.territory.min_accounts = 9;
    names(
        &book,
        &scenario,
        &[("min-accounts", &|s| s.territory.min_accounts = 1), ("containment", &|s| s.territory.containment = false)],
    );
    scenario.territory.containment = false;
    assert_eq!(reported(&book, &scenario), None);
    scenario.territory.min_accounts = 11;
    names(&book, &scenario, &[("min-accounts", &|s| s.territory.min_accounts = 10)]);
}

#[test]
fn regions_leave_a_seat_without_accounts() {
    let mut book = fixture::book(3, 300, 9);
    for account in &mut book.accounts {
        account.region = Some(0);
    }
    let mut scenario = fixture::scenario();
    scenario.territory.skills_required = false;
    scenario.territory.min_accounts = 2;
    assert_eq!(reported(&book, &fixture::scenario()), None);
    for rep in &mut book.reps {
        rep.region = Some(0);
    }
    book.reps[8].region = Some(2);
    names(
        &book,
        &scenario,
        &[("min-accounts", &|s| s.territory.min_accounts = 0), ("geography", &|s| s.territory.geography = Geography::Cost)],
    );
}

#[test]
fn protection_leaves_nothing_for_a_new_seat() {
    let mut book = fixture::book(3, 120, 9);
    for account in &mut book.accounts {
        let team = account.segment;
        account.owner = (0..book.reps.len()).find(|&rep| book.reps[rep].team == team && book.reps[rep].left.is_none());
    }
    let mut scenario = open();
    scenario.protection = Protection::All;
    scenario.headcount.adds.push(SeatAddition { team: "smb".into(), seats: 1, start_month: 1, region: None });
    scenario.territory.min_accounts = 1;
    scenario.territory.family_lock = false;
    names(
        &book,
        &scenario,
        &[("min-accounts", &|s| s.territory.min_accounts = 0), ("protection", &|s| s.protection = Protection::None)],
    );
}

#[test]
fn without_a_house_every_account_needs_a_place() {
    let book = fixture::book(5, 200, 9);
    let mut scenario = open();
    scenario.territory.family_lock = false;
    scenario.territory.max_accounts = 20;
    assert_eq!(reported(&book, &scenario), None, "the house takes the rest");
    scenario.territory.house = false;
    names(&book, &scenario, &[("house", &|s| s.territory.house = true), ("max-accounts", &|s| s.territory.max_accounts = 120)]);
}

#[test]
fn a_peel_binds_what_a_redesign_would_share() {
    let mut book = fixture::book(3, 120, 9);
    let owner =
        |book: &Book, team: usize| (0..book.reps.len()).find(|&r| book.reps[r].team == team && book.reps[r].left.is_none());
    for i in 0..book.accounts.len() {
        book.accounts[i].owner = owner(&book, book.accounts[i].segment);
    }
    let mut scenario = open();
    scenario.territory.carve = Carve::Peel;
    scenario.territory.min_accounts = 1;
    names(
        &book,
        &scenario,
        &[("min-accounts", &|s| s.territory.min_accounts = 0), ("carve", &|s| s.territory.carve = Carve::Redesign)],
    );
}

#[test]
fn the_fewest_locks_that_do_not_fit_are_named() {
    let book = fixture::book(9, 400, 12);
    let mut scenario = open();
    let smb: Vec<&str> = book.accounts.iter().filter(|a| a.segment == 2).map(|a| a.id.as_str()).collect();
    scenario.territory.locks = smb.iter().take(9).map(|id| AccountLock { account: (*id).into(), rep: "r0002".into() }).collect();
    scenario.territory.max_accounts = 7;
    let text = reported(&book, &scenario).unwrap();
    assert_eq!(text.matches("the lock of").count(), 8, "{text}");
    assert!(text.contains("`max-accounts = 7`"), "{text}");
    scenario.territory.max_accounts = 9;
    assert_eq!(reported(&book, &scenario), None);
}

/// The accounts that a plan assigns to a seat.
fn counts(plan: &Plan) -> Vec<u32> {
    let mut counts = vec![0; plan.seats.len()];
    plan.accounts.iter().filter_map(|made| made.seat).for_each(|seat| counts[seat] += 1);
    counts
}

#[test]
fn what_can_hold_together_is_no_contradiction() {
    for seed in 0..120 {
        let random = &mut SplitMix64::new(seed);
        let book = fixture::book(seed, 20 + random.below(150), 9 + random.below(12));
        let mut scenario = fixture::scenario();
        let t = &mut scenario.territory;
        t.family_lock = random.below(2) == 0;
        t.geography = [Geography::Ignore, Geography::Cost, Geography::Regions][random.below(3)];
        t.skills_required = random.below(2) == 0;
        t.containment = random.below(3) > 0;
        t.carve = if random.below(3) == 0 { Carve::Peel } else { Carve::Redesign };
        if random.below(2) == 0 {
            scenario.headcount.adds.push(SeatAddition { team: "smb".into(), seats: 1, start_month: 1, region: None });
        }
        if random.below(3) == 0 {
            scenario.protection = Protection::All;
        }
        // An existing carve proves that its limits are feasible.
        let witness = design(&book, &fixture::resolved(scenario.clone())).unwrap();
        let counts = counts(&witness);
        scenario.territory.min_accounts = *counts.iter().min().unwrap();
        scenario.territory.max_accounts = *counts.iter().max().unwrap();
        scenario.territory.house = witness.accounts.iter().any(|made| made.seat.is_none());
        assert_eq!(reported(&book, &scenario), None, "seed {seed}");
    }
}
