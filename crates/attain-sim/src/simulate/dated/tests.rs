//! Dated changes at their limits: the first day, the end of the horizon, and in between.

use crate::replay::{ReplayScope, replay_year};
use crate::simulate::{PlanOutput, simulate_years};
use attain_core::diagnostics::Place;
use attain_core::metric::{ALL, MetricId};
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Geography, KnownLeaver, QuotaPolicy, Scenario, SeatAddition, SeatCut};
use attain_core::scenario::{AccountOwner, OwnerTable};
use attain_core::units::{Factor, Share};
use attain_data::Book;
use attain_design::design::design;
use attain_fixtures::books as fixture;

const REP: &str = "r0004";

/// A book in which a present rep owns every account, so that nothing but the plan's changes
/// decides about owners.
fn small_book() -> Book {
    let mut book = fixture::book(5, 160, 9);
    for account in &mut book.accounts {
        let present = account.owner.filter(|&rep| book.reps[rep].left.is_none());
        let of_team =
            || (0..book.reps.len()).find(|&rep| book.reps[rep].team == account.segment && book.reps[rep].left.is_none());
        account.owner = present.or_else(of_team);
    }
    book
}

/// Present owners keep their accounts; nobody leaves by chance.
fn keeping(change: impl FnOnce(&mut Scenario)) -> ResolvedScenario {
    let mut scenario = fixture::scenario();
    scenario.territory.carve = Carve::Keep;
    scenario.territory.geography = Geography::Cost;
    scenario.attrition.annual = Share::literal(0.0);
    scenario.quota.policy = QuotaPolicy::PotentialShare { share: Share::literal(0.75) };
    change(&mut scenario);
    fixture::resolved(scenario)
}

fn cut_in(month: u32) -> impl FnOnce(&mut Scenario) {
    move |scenario| {
        scenario.headcount.cuts.push(SeatCut { rep: Some(REP.to_owned()), month, ..SeatCut::default() });
    }
}

fn designed(book: &Book, resolved: &ResolvedScenario) -> Plan {
    design(book, resolved).unwrap_or_else(|faults| panic!("{faults}"))
}

fn years(book: &Book, plan: &Plan, years: u32) -> PlanOutput {
    simulate_years(book, std::slice::from_ref(plan), 3, years, &|_| ()).plans.remove(0)
}

fn mean(output: &PlanOutput, id: MetricId) -> f64 {
    let column = &output.company[id as usize];
    column.iter().sum::<f64>() / column.len() as f64
}

fn assert_same_years(a: &PlanOutput, b: &PlanOutput, except: &[MetricId]) {
    for (m, metric) in ALL.iter().enumerate() {
        if except.iter().any(|id| *id as usize == m) {
            continue;
        }
        for (year, (x, y)) in a.company[m].iter().zip(&b.company[m]).enumerate() {
            let near = (x - y).abs() <= 1e-9 * x.abs().max(1.0);
            assert!(near || x.is_nan() && y.is_nan(), "{} in year {year}: {x} {y}", metric.name);
        }
    }
}

/// A table with rows for some accounts.
#[expect(clippy::needless_pass_by_value, reason = "a builder")]
fn with_rows(book: &Book, resolved: ResolvedScenario, rows: &[(usize, Option<&str>, Option<u32>)]) -> ResolvedScenario {
    let place = || Place::Option("--test");
    let row = |&(account, seat, from_month): &(usize, Option<&str>, Option<u32>)| AccountOwner {
        account: book.accounts[account].id.clone(),
        seat: seat.map(str::to_owned),
        reason: None,
        from_month,
        account_at: place(),
        seat_at: place(),
        month_at: place(),
    };
    let table = OwnerTable::from_rows(rows.iter().map(row).collect());
    resolved.with_choices(|scenario| scenario.territory.carve = Carve::Table { file: "t.csv".into() }).with_owners(table)
}

#[test]
fn a_cut_after_the_end_is_no_cut() {
    let book = small_book();
    let without = years(&book, &designed(&book, &keeping(|_| ())), 20);
    let late = years(&book, &designed(&book, &keeping(cut_in(13))), 20);
    assert_same_years(&without, &late, &[]);
    let early = years(&book, &designed(&book, &keeping(cut_in(12))), 20);
    assert!(mean(&early, MetricId::RampedReps) < mean(&without, MetricId::RampedReps) - 0.9 / 12.0);
}

#[test]
fn moves_after_the_end_are_no_moves() {
    let book = small_book();
    let redesign = |month| {
        keeping(|scenario| {
            scenario.territory.carve = Carve::Redesign;
            scenario.territory.from_month = month;
        })
    };
    let at = |month| years(&book, &designed(&book, &redesign(month)), 20);
    let (first, late) = (at(1), at(13));
    // Only accounts that nobody owns, or whose owner has left, have new owners in both.
    let moved = |output: &PlanOutput| mean(output, MetricId::HandOvers);
    let gone = book.accounts.iter().filter(|a| a.owner.is_some_and(|rep| book.reps[rep].left.is_some())).count();
    assert_eq!(moved(&late), gone as f64);
    assert!(moved(&first) > moved(&late) + 5.0);
    assert_eq!(moved(&at(12)), moved(&first), "the same accounts move in the last month");
}

#[test]
fn a_seat_that_closes_at_once_is_no_seat() {
    let book = small_book();
    let calm = |scenario: &mut Scenario| scenario.attrition.peer_factor = Factor::literal(1.0);
    let gone = designed(
        &book,
        &keeping(|scenario| {
            calm(scenario);
            cut_in(1)(scenario);
        }),
    );
    let leaves = designed(
        &book,
        &keeping(|scenario| {
            calm(scenario);
            cut_in(1)(scenario);
            scenario.attrition.leavers.push(KnownLeaver { rep: REP.to_owned(), month: 1 });
        }),
    );
    assert_eq!(leaves.seats.len(), gone.seats.len() + 1);
    let (gone, leaves) = (years(&book, &gone, 20), years(&book, &leaves, 20));
    assert_eq!(mean(&leaves, MetricId::Leavers) - mean(&gone, MetricId::Leavers), 1.0);
    // Equity is measured before the first change of owner as well.
    assert_same_years(&gone, &leaves, &[MetricId::Leavers, MetricId::MonthsToTrigger]);
}

#[test]
fn the_later_the_cut_the_longer_the_rep_works() {
    let book = small_book();
    let mut last: Option<(f64, f64, f64)> = None;
    let seats = designed(&book, &keeping(|_| ())).seats.len() as f64;
    for month in [1, 3, 6, 9, 12, 13] {
        let plan = designed(&book, &keeping(cut_in(month)));
        let output = years(&book, &plan, 150);
        // Everyone else is there all year and ramped, but for those hired shortly before.
        let (worked, booked) = (mean(&output, MetricId::RampedReps), mean(&output, MetricId::BookingsNew));
        let cost = mean(&output, MetricId::Cost);
        if let Some((before, sold, spent)) = last {
            assert!(worked > before && cost > spent, "month {month}");
            assert!(booked >= 0.995 * sold, "month {month}: {sold} {booked}");
        }
        assert!(worked <= seats);
        last = Some((worked, booked, cost));
    }
}

#[test]
fn quotas_follow_the_books_month_by_month() {
    let book = small_book();
    let at = |month| designed(&book, &keeping(cut_in(month)));
    let (without, gone, plan) = (designed(&book, &keeping(|_| ())), at(1), at(7));
    let street = |plan: &Plan| plan.seats.iter().map(|seat| seat.quota).sum::<f64>();
    assert_eq!(plan.stages.len(), 1);
    let before: f64 = plan.stages[0].quotas.iter().sum();
    assert!((before - street(&without)).abs() < 1e-6 * before && (street(&plan) - street(&gone)).abs() < 1e-6 * before);
    assert!((plan.target - 0.5 * (street(&without) + street(&gone))).abs() < 1e-6 * before);
    let output = years(&book, &plan, 1);
    let carried = |seat: &attain_core::plan::Seat, s: usize| {
        let ramped = f64::from(output.seats[s][MetricId::RampedReps as usize][0]);
        (ramped, f64::from(output.seats[s][MetricId::Quota as usize][0]), seat.quota, plan.stages[0].quotas[s])
    };
    for (s, seat) in plan.seats.iter().enumerate() {
        let (_, carried, after, before) = carried(seat, s);
        let expected = 0.5 * (before + after);
        assert!((carried - expected).abs() < 1e-4 * expected.max(1.0), "{}: {carried} {expected}", seat.id);
    }
}

/// The replay adds up all events and compares the sums with the run.
#[test]
fn replays_of_dated_changes_add_up() {
    let book = fixture::book(5, 160, 9);
    let owned = |rep: &str| {
        let of = |a: &usize| book.accounts[*a].owner.is_some_and(|owner| book.reps[owner].id == rep);
        (0..book.accounts.len()).filter(of).collect::<Vec<usize>>()
    };
    let (gone, other) = (owned(REP), owned("r0001"));
    assert!(gone.len() > 4 && other.len() > 2);
    let lively = |scenario: &mut Scenario| {
        scenario.attrition.annual = Share::literal(0.5);
        scenario.horizon.months = 24;
        scenario.rebalance.cadence = attain_core::scenario::choices::Cadence::Quarterly;
        scenario.headcount.adds.push(SeatAddition { team: "mid-market".into(), seats: 1, start_month: 4, region: None });
        cut_in(8)(scenario);
        scenario.attrition.leavers.push(KnownLeaver { rep: REP.to_owned(), month: 8 });
        scenario.attrition.leavers.push(KnownLeaver { rep: "r0001".to_owned(), month: 15 });
    };
    let unowned: Vec<usize> = (0..book.accounts.len()).filter(|&a| book.accounts[a].owner.is_none()).collect();
    let rows = [
        (gone[0], Some("mid-market+1"), Some(2)),
        (gone[1], Some("mid-market+1"), Some(8)),
        (gone[2], None, Some(3)),
        (gone[3], Some("r0007"), None),
        (other[0], Some("mid-market+1"), Some(14)),
        (other[1], None, Some(14)),
        (unowned[0], Some("r0007"), Some(5)),
    ];
    let resolved = with_rows(&book, keeping(lively), &rows);
    let plan = designed(&book, &resolved);
    let (mut closed, mut changes) = (0, 0);
    for year in 0..12 {
        let replay = replay_year(&book, &plan, 7, year, ReplayScope::Plan).unwrap_or_else(|error| panic!("{error}"));
        let named = |name: &str| replay.entries.iter().filter(|entry| entry.event.name() == name).count();
        closed += named("closed");
        changes += named("handed-over") + named("taken-over");
        for (account, _, month) in rows.iter().filter(|(_, seat, _)| seat.is_none()) {
            let moved = replay.entries.iter().filter(|entry| entry.account.as_ref() == Some(&book.accounts[*account].id));
            let to_house = moved.filter(|entry| entry.seat.is_none() && entry.from_seat.is_some()).count();
            assert!(to_house <= 1 && month.is_some());
        }
    }
    assert_eq!(closed, 12);
    assert!(changes > 12 * rows.len());
}

#[test]
fn a_table_moves_an_account_in_its_month() {
    let book = small_book();
    let of = |a: &usize| book.accounts[*a].owner.is_some_and(|owner| book.reps[owner].id == REP);
    let account = (0..book.accounts.len()).find(of).unwrap();
    let plain = keeping(|_| ());
    let at = |month| designed(&book, &with_rows(&book, plain.clone(), &[(account, Some("r0001"), month)]));
    let plan = at(Some(6));
    assert_eq!(plan.accounts[account].from_month, 5);
    let replay = replay_year(&book, &plan, 1, 0, ReplayScope::Account(account)).unwrap();
    let moves: Vec<u32> =
        replay.entries.iter().filter(|entry| entry.event.name() == "handed-over").map(|entry| entry.month).collect();
    assert_eq!(moves, [6]);
    // Month 1 is the first day, as without a month.
    let (first, none) = (years(&book, &at(Some(1)), 5), years(&book, &at(None), 5));
    assert!(first.company.iter().zip(&none.company).all(|(a, b)| a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())));
}
