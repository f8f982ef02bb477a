//! Tests of carves with predictable outcomes.

use jiff::civil::date;

use super::equity::{EquityScratch, measure_equity};
use crate::design::design;
use attain_core::plan::{Plan, Reason};
use attain_core::scenario::choices::{
    AccountLock, Carve, Geography, Protection, Scenario, SeatAddition, SeatCut, StrategicTeam, Team,
};
use attain_core::units::{Share, Weight};
use attain_data::Book;
use attain_fixtures::books as fixture;

/// A scenario without regions, so that balance is not constrained.
fn open() -> Scenario {
    let mut scenario = fixture::scenario();
    scenario.territory.geography = Geography::Cost;
    scenario
}

fn plan(book: &Book, scenario: Scenario) -> Plan {
    design(book, &fixture::resolved(scenario)).unwrap_or_else(|faults| panic!("{faults}"))
}

fn faults(book: &Book, scenario: Scenario) -> String {
    design(book, &fixture::resolved(scenario)).map_or_else(|faults| faults.to_string(), |_| String::new())
}

/// Largest deviation from the team's mean potential, as a share of the mean.
fn largest_deviation(plan: &Plan) -> f64 {
    plan.equity.after.largest_deviation
}

#[test]
fn free_seats_come_within_tolerance() {
    // Without conversion, books are balanced by potential, which is measured here.
    let mut scenario = open();
    scenario.weighting.conversion = Weight::literal(0.0);
    for seed in 0..6 {
        let book = fixture::book(seed, 600, 27);
        let plan = plan(&book, scenario.clone());
        assert!(plan.equity.before.largest_deviation > 0.5);
        assert!(largest_deviation(&plan) <= 0.15 + 1e-9, "seed {seed}: {:?}", plan.equity);
    }
}

#[test]
fn new_seats_get_a_book_like_the_others() {
    let book = fixture::book(4, 600, 27);
    // Without conversion, books are balanced by potential, which is measured here.
    let mut scenario = open();
    scenario.weighting.conversion = Weight::literal(0.0);
    scenario.headcount.adds.push(SeatAddition { team: "mid-market".into(), seats: 3, start_month: 4, region: None });
    let plan = plan(&book, scenario);
    let seats: Vec<_> = plan.seats.iter().filter(|seat| seat.incumbent.is_none()).collect();
    assert_eq!(seats.iter().map(|seat| seat.id.as_str()).collect::<Vec<_>>(), ["mid-market+1", "mid-market+2", "mid-market+3"]);
    assert!(seats.iter().all(|seat| seat.start_month == 3 && seat.manager == "Manager 1" && seat.place.is_some()));
    assert!(largest_deviation(&plan) <= 0.15 + 1e-9, "{:?} {:?}", plan.certificate, plan.equity);
    assert!(
        plan.notes.iter().any(|note| note.starts_with("3 new seats of team mid-market start in month 4 with")),
        "{:?}",
        plan.notes
    );
}

#[test]
fn regions_hold_and_balance_gives_way() {
    let book = fixture::book(4, 600, 27);
    let bound = plan(&book, fixture::scenario());
    let free = plan(&book, open());
    // Like seats are those of a region where regions bind; among all seats of a team, regions part books.
    let of_team = |plan: &Plan| {
        let potential: Vec<f64> = plan.seats.iter().map(|seat| seat.potential).collect();
        let team: Vec<usize> = plan.seats.iter().map(|seat| seat.team).collect();
        measure_equity(&potential, &team, &[], &mut EquityScratch::default()).cv
    };
    assert!(of_team(&bound) >= of_team(&free));
    assert!(bound.equity.after.cv < bound.equity.before.cv);
}

#[test]
fn a_team_may_have_limits_on_accounts_of_its_own() {
    let book = fixture::book(4, 400, 24);
    let mut scenario = open();
    scenario.territory.max_accounts = 60;
    let team = scenario.teams.get_mut("enterprise").unwrap();
    (team.min_accounts, team.max_accounts) = (Some(6), Some(12));
    let plan = plan(&book, scenario.clone());
    for seat in 0..plan.seats.len() {
        let held = plan.accounts.iter().filter(|made| made.seat == Some(seat)).count();
        let limits = if plan.seats[seat].team == 0 { 6..=12 } else { 0..=60 };
        assert!(limits.contains(&held), "{} holds {held}", plan.seats[seat].id);
    }
    scenario.teams.get_mut("enterprise").unwrap().min_accounts = Some(60);
    scenario.teams.get_mut("enterprise").unwrap().max_accounts = None;
    assert!(faults(&book, scenario).contains("`min-accounts` of teams"));
}

#[test]
fn keeping_moves_only_what_nobody_holds() {
    let book = fixture::book(9, 300, 20);
    let mut scenario = open();
    scenario.territory.carve = Carve::Keep;
    let plan = plan(&book, scenario);
    for assignment in &plan.accounts {
        match assignment.before {
            Some(_) => assert_eq!((assignment.seat, assignment.reason), (assignment.before, Reason::Kept)),
            None => assert!(matches!(assignment.reason, Reason::Unowned | Reason::OwnerGone | Reason::Family)),
        }
    }
    let gone = book.accounts.iter().filter(|a| a.owner.is_some_and(|rep| book.reps[rep].left.is_some())).count();
    assert_eq!(plan.disruption.moved, gone);
}

#[test]
fn a_dedicated_team_has_the_top_strategic_accounts_and_no_others() {
    let mut book = fixture::book(9, 300, 20);
    book.teams.push("strategic".into());
    for rep in &mut book.reps {
        rep.hired = Some(date(2024, 1, 1));
    }
    book.reps[6].hired = Some(date(2012, 1, 1));
    let mut scenario = open();
    scenario.teams.insert("strategic".into(), Team::default());
    let from = Some("enterprise".to_owned());
    scenario.territory.dedicated = Some(StrategicTeam { top: 10, team: "strategic".into(), seats: 2, seats_from: from });
    let plan = plan(&book, scenario);
    let seats: Vec<&str> = plan.seats.iter().filter(|seat| seat.team == 3).map(|seat| seat.id.as_str()).collect();
    assert_eq!(seats, ["r0000", "r0006"]);
    let dedicated: Vec<usize> =
        (0..300).filter(|&i| plan.accounts[i].seat.is_some_and(|seat| plan.seats[seat].team == 3)).collect();
    assert_eq!(dedicated.len(), 10);
    let least = dedicated.iter().map(|&i| plan.accounts[i].score).fold(f64::INFINITY, f64::min);
    for i in (0..300).filter(|i| book.accounts[*i].strategic && !dedicated.contains(i)) {
        assert!(plan.accounts[i].score <= least);
    }
}

#[test]
fn protecting_everything_moves_nothing_and_a_price_moves_less() {
    let book = fixture::book(12, 400, 24);
    let moved = |protection: Protection| {
        let mut scenario = open();
        scenario.protection = protection;
        let plan = plan(&book, scenario);
        assert!(plan.accounts.iter().all(|a| !a.is_protected || a.before == a.seat));
        let moves = plan.accounts.iter().zip(&book.accounts).filter(|(a, _)| a.before.is_some() && a.before != a.seat);
        moves.map(|(_, account)| account.revenue).sum::<f64>()
    };
    let none = moved(Protection::None);
    assert_eq!(moved(Protection::All), 0.0);
    assert!(moved(Protection::ActivePipeline { from_chance: Share::literal(0.5) }) > 0.0);
    assert!(moved(Protection::Priced { revenue_share_per_year: Share::literal(1.0) }) < none);
}

#[test]
fn the_poorest_books_are_cut_first() {
    let book = fixture::book(9, 300, 20);
    let mut scenario = open();
    scenario.headcount.cuts.push(SeatCut { team: Some("smb".into()), seats: 2, rep: None, month: 1 });
    let full = plan(&book, open());
    let plan = plan(&book, scenario);
    let mut smb: Vec<_> = full.seats.iter().filter(|seat| seat.team == 2).collect();
    smb.sort_by(|a, b| a.potential_before.total_cmp(&b.potential_before));
    for cut in &smb[..2] {
        assert!(plan.seats.iter().all(|seat| seat.id != cut.id));
    }
    assert_eq!(plan.seats.len(), full.seats.len() - 2);
}

#[test]
fn moves_have_a_next_best_that_costs_more() {
    let plan = plan(&fixture::book(3, 300, 18), open());
    for assignment in plan.accounts.iter().filter(|a| !a.is_protected && a.reason != Reason::NoSeat) {
        if let Some((seat, cost)) = assignment.next_best.map(|next| (next.seat, next.cost())) {
            assert!(Some(seat) != assignment.seat);
            assert!(cost > -1.0, "{assignment:?}");
        }
    }
}

#[test]
fn contradictions_are_told_at_once() {
    let book = fixture::book(9, 200, 20);
    let mut scenario = open();
    let lock = |account: &str, rep: &str| AccountLock { account: account.into(), rep: rep.into() };
    let smb = book.accounts.iter().find(|account| account.segment == 2).map(|account| account.id.clone()).unwrap();
    scenario.territory.locks =
        vec![lock("a00000", "nobody"), lock("a0000", "r0001"), lock(&smb, "r0000"), lock(&smb, "r0002"), lock(&smb, "r0005")];
    scenario.headcount.cuts.push(SeatCut { team: Some("smb".into()), seats: 99, rep: None, month: 1 });
    scenario.headcount.adds.push(SeatAddition { team: "mid-markt".into(), ..SeatAddition::default() });
    scenario.attrition.leavers.push(attain_core::scenario::choices::KnownLeaver { rep: "r0019".into(), month: 2 });
    let text = faults(&book, scenario);
    for code in ["unknown-rep", "unknown-account", "lock-outside-team", "too-many-cuts", "unknown-team", "rep-left", "rep-cut"] {
        assert!(text.contains(&format!("territory::{code}")), "{code} is missing in\n{text}");
    }
    assert!(text.contains("did you mean `mid-market`?"), "{text}");
}

#[test]
fn locks_must_agree_and_fit() {
    let book = fixture::book(9, 400, 12);
    let of_segment = |segment: usize| book.accounts.iter().filter(move |account| account.segment == segment);
    let mut scenario = open();
    let id = of_segment(2).map(|account| account.id.clone()).next().unwrap();
    scenario.territory.locks = ["r0002", "r0005"].map(|rep| AccountLock { account: id.clone(), rep: rep.into() }).to_vec();
    assert!(faults(&book, scenario.clone()).contains("territory::locked-twice"));
    scenario.territory.locks = of_segment(0).map(|a| AccountLock { account: a.id.clone(), rep: "r0003".into() }).collect();
    assert!(faults(&book, scenario).contains("territory::contradiction"));
}

#[test]
fn a_segment_that_nobody_serves_is_a_fault() {
    let mut book = fixture::book(9, 100, 12);
    for rep in book.reps.iter_mut().filter(|rep| rep.team == 2) {
        rep.left = Some(date(2026, 1, 1));
    }
    assert!(faults(&book, open()).contains("territory::segment-without-seat"));
    book.reps.clear();
    for account in &mut book.accounts {
        account.owner = None;
    }
    assert!(faults(&book, open()).contains("territory::no-seats"));
}
