//! Properties that hold for every plan, regardless of book and scenario.

use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert, prop_assert_eq, proptest};
use rayon::prelude::*;

use crate::design::{design, design_exact};
use attain_core::plan::{Plan, Reason};
use attain_core::random::SplitMix64;
use attain_core::scenario::choices::{
    AccountLock, Carve, Geography, Protection, Scenario, SeatAddition, SeatCut, StrategicTeam, Team,
};
use attain_core::units::Share;
use attain_data::{Book, Outcome};
use attain_fixtures::books as fixture;

/// A scenario with an arbitrary mixture of compatible constraints.
fn choices(random: &mut SplitMix64, book: &mut Book) -> Scenario {
    let mut scenario = fixture::scenario();
    let t = &mut scenario.territory;
    t.geography = [Geography::Ignore, Geography::Cost, Geography::Regions][random.below(3)];
    t.carve = if random.below(4) == 0 { Carve::Keep } else { Carve::Redesign };
    t.family_lock = random.below(3) > 0;
    t.skills_required = random.below(3) > 0;
    t.containment = random.below(4) > 0;
    t.max_accounts = if random.below(4) == 0 { 20 } else { 0 };
    scenario.protection = match random.below(5) {
        0 => Protection::All,
        1 => Protection::ActivePipeline { from_chance: Share::literal(0.5) },
        2 => Protection::Named { accounts: vec![book.accounts[random.below(book.accounts.len())].id.clone()] },
        3 => Protection::Priced { revenue_share_per_year: Share::literal(0.1) },
        _ => Protection::None,
    };
    if random.below(2) == 0 {
        scenario.headcount.adds.push(SeatAddition { team: "mid-market".into(), seats: 2, start_month: 3, region: None });
    }
    if random.below(3) == 0 {
        scenario.headcount.cuts.push(SeatCut { team: Some("smb".into()), seats: 1, rep: None, month: 1 });
    }
    if random.below(3) == 0 {
        book.teams.push("strategic".into());
        scenario.teams.insert("strategic".into(), Team::default());
        let from = Some("enterprise".into());
        scenario.territory.dedicated = Some(StrategicTeam { top: 4, team: "strategic".into(), seats: 1, seats_from: from });
    } else if random.below(2) == 0 {
        let account = &book.accounts[random.below(book.accounts.len())];
        let named = matches!(scenario.protection, Protection::Named { .. });
        let owner = account.owner.filter(|&rep| book.reps[rep].left.is_none() && scenario.headcount.cuts.is_empty() && !named);
        if let Some(rep) = owner {
            scenario.territory.locks.push(AccountLock { account: account.id.clone(), rep: book.reps[rep].id.clone() });
        }
    }
    scenario
}

fn planned(seed: u64, accounts: usize, reps: usize) -> (Book, Scenario, Plan) {
    let mut book = fixture::book(seed, accounts, reps);
    let scenario = choices(&mut SplitMix64::new(seed.wrapping_add(77)), &mut book);
    let plan = design(&book, &fixture::resolved(scenario.clone())).unwrap_or_else(|faults| panic!("{faults}"));
    (book, scenario, plan)
}

/// Compares carves of small books under all kinds of constraints with the optimal ones.
#[test]
fn carves_are_next_to_the_best_possible() {
    let weigh = |seed: u64| {
        let mut book = fixture::book(seed, 30, 9);
        let scenario = choices(&mut SplitMix64::new(seed.wrapping_add(77)), &mut book);
        let resolved = fixture::resolved(scenario);
        let found = design(&book, &resolved).unwrap_or_else(|faults| panic!("{seed}: {faults}"));
        let best = design_exact(&book, &resolved).ok()?;
        let (found, best) = (found.certificate.unwrap_or_default(), best.certificate.unwrap_or_default());
        assert!(found.bound <= best.value * (1.0 + 1e-5) + 1e-6, "{seed}: {found:?} {best:?}");
        assert!(best.value <= found.value * (1.0 + 1e-9) + 1e-9, "{seed}: {found:?} {best:?}");
        Some(if best.value > 0.0 { found.value / best.value - 1.0 } else { 0.0 })
    };
    let weighed: Vec<Option<f64>> = (0..200_u64).into_par_iter().map(weigh).collect();
    let gaps: Vec<f64> = weighed.iter().copied().flatten().collect();
    let unproven = weighed.len() - gaps.len();
    let mean = gaps.iter().sum::<f64>() / gaps.len().max(1) as f64;
    let worst = gaps.iter().copied().fold(0.0, f64::max);
    println!("{} books: mean gap {:.4} %, worst {:.4} %; {unproven} not proven", gaps.len(), 100.0 * mean, 100.0 * worst);
    assert!(gaps.len() >= 150 && mean < 0.001 && worst < 0.02, "{} {mean} {worst}", gaps.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_account_is_in_one_book_or_the_house(seed in any::<u64>(), accounts in 12..160_usize, reps in 9..24_usize) {
        let (book, _, plan) = planned(seed, accounts, reps);
        prop_assert_eq!(plan.accounts.len(), book.accounts.len());
        let mut potential = vec![0.0; plan.seats.len()];
        for (row, assignment) in book.accounts.iter().zip(&plan.accounts) {
            prop_assert_eq!(assignment.seat.is_none(), assignment.reason == Reason::NoSeat);
            if let Some(seat) = assignment.seat {
                potential[seat] += row.potential;
            }
        }
        for (seat, potential) in plan.seats.iter().zip(potential) {
            prop_assert!((seat.potential - potential).abs() <= 1e-6 * potential.max(1.0));
        }
    }

    #[test]
    fn quotas_sum_to_the_street_quota(seed in any::<u64>(), accounts in 12..160_usize, reps in 9..24_usize) {
        let (_, _, plan) = planned(seed, accounts, reps);
        let sum: f64 = plan.seats.iter().map(|seat| seat.quota).sum();
        prop_assert!((sum - plan.street_quota).abs() <= 1e-9 * sum.max(1.0));
    }

    #[test]
    fn no_constraint_is_broken(seed in any::<u64>(), accounts in 12..160_usize, reps in 9..24_usize) {
        let (book, scenario, plan) = planned(seed, accounts, reps);
        let chosen = |team: usize| scenario.territory.dedicated.as_ref().is_some_and(|d| book.teams[team] == d.team);
        let serves = |i: usize, team: usize| {
            let segments = &scenario.teams[&book.teams[team]].segments;
            segments.is_empty() || segments.contains(&book.segments[book.accounts[i].segment])
        };
        let mut count = vec![0; plan.seats.len()];
        for (i, assignment) in plan.accounts.iter().enumerate() {
            let Some(s) = assignment.seat else { continue };
            let (row, seat) = (&book.accounts[i], &plan.seats[s]);
            count[s] += 1;
            if let Some(lock) = scenario.territory.locks.iter().find(|lock| lock.account == row.id) {
                prop_assert_eq!(&lock.rep, &seat.id);
                continue;
            }
            let protected = match &scenario.protection {
                Protection::All => true,
                Protection::Named { accounts } => accounts.contains(&row.id),
                Protection::ActivePipeline { from_chance } => book.opportunities.iter().any(|o| {
                    o.account == i && matches!(o.outcome, Outcome::Open(chance) if chance >= from_chance.get())
                }),
                _ => false,
            };
            if protected && assignment.before.is_some() {
                prop_assert_eq!(assignment.seat, assignment.before);
                continue;
            }
            if assignment.seat == assignment.before && scenario.territory.carve == Carve::Keep {
                continue;
            }
            if scenario.territory.containment && !chosen(seat.team) {
                prop_assert!(serves(i, seat.team), "{} is not served by {}", row.id, seat.id);
            }
            if let Some(skill) = row.skill.filter(|_| scenario.territory.skills_required) {
                let peers = plan.seats.iter().filter(|other| other.team == seat.team);
                let any = peers.clone().any(|other| other.skills.contains(&skill));
                prop_assert!(!any || seat.skills.contains(&skill), "{} lacks a skill for {}", seat.id, row.id);
            }
            if let Some(region) = row.region.filter(|_| row.skill.is_none() && scenario.territory.geography == Geography::Regions) {
                let local = plan.seats.iter().any(|other| other.team == seat.team && other.region == Some(region));
                prop_assert!(!local || seat.region == Some(region), "{} leaves its region", row.id);
            }
        }
        if scenario.territory.max_accounts > 0 {
            for (s, &n) in count.iter().enumerate() {
                let held = plan.accounts.iter().any(|a| a.seat == Some(s) && (a.is_protected || a.reason == Reason::Kept));
                prop_assert!(held || n <= scenario.territory.max_accounts, "{} holds {n}", plan.seats[s].id);
            }
        }
    }

    #[test]
    fn free_families_stay_together(seed in any::<u64>(), accounts in 12..160_usize) {
        let book = fixture::book(seed, accounts, 12);
        let mut scenario = fixture::scenario();
        scenario.territory.geography = Geography::Ignore;
        scenario.territory.skills_required = false;
        let plan = design(&book, &fixture::resolved(scenario)).unwrap();
        for (i, row) in book.accounts.iter().enumerate().filter(|(_, row)| row.family != row.id) {
            let parent = book.accounts.iter().position(|other| other.id == row.family).unwrap();
            if book.accounts[parent].segment == row.segment {
                prop_assert_eq!(plan.accounts[parent].seat, plan.accounts[i].seat);
            }
        }
    }

    #[test]
    fn any_choices_give_a_plan_or_faults(seed in any::<u64>(), accounts in 1..40_usize, reps in 3..12_usize) {
        let mut book = fixture::book(seed, accounts, reps);
        let mut random = SplitMix64::new(seed);
        let mut scenario = choices(&mut random, &mut book);
        scenario.territory.min_accounts = random.below(8) as u32;
        scenario.territory.locks.push(AccountLock { account: "a00000".into(), rep: format!("r{:04}", random.below(14)) });
        scenario.headcount.cuts.push(SeatCut { team: Some("enterprise".into()), seats: 1 + random.below(4) as u32, rep: None, month: 1 });
        scenario.headcount.cuts.push(SeatCut { team: None, seats: 1, rep: Some("r0001".into()), month: 1 });
        if let Err(faults) = design(&book, &fixture::resolved(scenario)) {
            prop_assert!(!faults.0.is_empty());
        }
    }
}

#[test]
fn the_same_book_gives_the_same_plan() {
    let (one, two) = (planned(11, 300, 20).2, planned(11, 300, 20).2);
    assert_eq!(one.accounts, two.accounts);
    assert_eq!(one.seats, two.seats);
}

#[test]
fn renaming_what_is_not_an_id_changes_no_book() {
    let mut book = fixture::book(11, 300, 20);
    let plan = |book: &Book| design(book, &fixture::resolved(fixture::scenario())).unwrap();
    let before = plan(&book);
    for account in &mut book.accounts {
        account.name.push('x');
    }
    book.opportunities.reverse();
    let after = plan(&book);
    for (a, b) in before.accounts.iter().zip(&after.accounts) {
        assert_eq!(a.seat, b.seat);
    }
}
