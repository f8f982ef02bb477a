//! Tests of revisions on books small enough to try every set of moves.

use super::minimal_moves::move_minimally;
use super::proposal::{NamedCarve, propose};
use super::trial_books::{BookTotals, Destination, MovableUnit, SeatLimits, TrialBooks};
use super::*;
use crate::design::design;
use crate::territory::equity;
use attain_core::diagnostics::Place;
use attain_core::plan::{Plan, Reason};
use attain_core::random::SplitMix64;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Geography, Protection, Scenario};
use attain_core::units::Share;
use attain_data::Book;
use attain_fixtures::books as fixture;

/// A few seats and accounts; some accounts may not go to every seat.
fn tiny(random: &mut SplitMix64) -> TrialBooks {
    let seats = 2 + random.below(3);
    let units: Vec<MovableUnit> = (0..3 + random.below(5))
        .map(|i| {
            let home = random.below(seats);
            let accounts = if random.below(5) == 0 { vec![10 * i, 10 * i + 1] } else { vec![10 * i] };
            let potential = (1.0 + random.uniform() * 9.0).round() * accounts.len() as f64;
            let destination = |seat| Destination { seat, load: 1.0, cost: random.uniform() };
            let others: Vec<usize> = (0..seats).filter(|&seat| seat != home).collect();
            let all: Vec<Destination> = others.into_iter().map(destination).collect();
            let destinations = all.into_iter().filter(|to| (i + to.seat) % 4 != 0).collect();
            MovableUnit { accounts, potential, revenue: 1.0, home, load: 1.0, destinations }
        })
        .collect();
    let mut totals = vec![BookTotals { potential: 3.0, load: 0.0, accounts: 1 }; seats];
    for unit in &units {
        let sum = &mut totals[unit.home];
        *sum = BookTotals {
            potential: sum.potential + unit.potential,
            load: sum.load + unit.load,
            accounts: sum.accounts + unit.accounts.len(),
        };
    }
    let mean = totals.iter().map(|sum| sum.potential).sum::<f64>() / seats as f64;
    let room = if random.below(3) == 0 { 4.0 } else { 100.0 };
    let limit = |sum: &BookTotals| SeatLimits {
        group: 0,
        low: 0.75 * mean,
        high: 1.25 * mean,
        room: f64::max(room, sum.load),
        min_accounts: 0,
        max_accounts: usize::MAX,
    };
    TrialBooks::new(totals.iter().map(limit).collect(), units, totals)
}

/// The minimum number of accounts that must move, found by trying all placements.
fn by_trying_all(books: &TrialBooks) -> Option<usize> {
    let mut books = books.clone();
    let mut best = None;
    let ways: Vec<usize> = books.units.iter().map(|unit| unit.destinations.len() + 1).collect();
    for mut code in 0..ways.iter().product::<usize>() {
        for (unit, &ways) in ways.iter().enumerate() {
            books.put(unit, (code % ways).checked_sub(1));
            code /= ways;
        }
        let sound = books.total_excess() <= 0.0 && !(0..books.limits.len()).any(|seat| books.breaks_limits(seat));
        if sound && best.is_none_or(|least| books.moved_totals().accounts < least) {
            best = Some(books.moved_totals().accounts);
        }
    }
    best
}

#[test]
fn a_rebalance_is_the_smallest_there_is() {
    let (mut balanced, mut needed) = (0, 0);
    for seed in 0..400 {
        let start = tiny(&mut SplitMix64::new(seed));
        let mut books = start.clone();
        let proven = move_minimally(&mut books);
        match by_trying_all(&start) {
            None => assert!(books.total_excess() > 0.0, "seed {seed}"),
            Some(least) => {
                assert!(books.total_excess() <= 0.0, "seed {seed}: {least} would do");
                assert_eq!((books.moved_totals().accounts, proven), (least, least), "seed {seed}");
                balanced += 1;
                needed += least;
            }
        }
        assert!((0..books.limits.len()).all(|seat| !books.breaks_limits(seat)), "seed {seed}");
    }
    assert!(balanced > 150 && needed > balanced, "{balanced} could be balanced, with {needed} moves");
}

fn hires(team: &str, seats: u32, month: u32) -> HireRequest {
    HireRequest { teams: [(team.to_owned(), seats)].into(), month, region: None }
}

fn planned(book: &Book, change: impl FnOnce(&mut Scenario)) -> ResolvedScenario {
    let mut scenario = fixture::scenario();
    change(&mut scenario);
    assert!(!book.accounts.is_empty());
    fixture::resolved(scenario)
}

/// Seats outside the tolerance of their peer seats.
fn outside(plan: &Plan) -> usize {
    let (groups, tolerance) = (equity::peer_groups(plan), plan.scenario.territory.balance_tolerance.get());
    let of =
        |group: usize| (0..plan.seats.len()).filter(|&s| groups[s] == group).map(|s| plan.seats[s].potential).collect::<Vec<_>>();
    (0..plan.seats.len())
        .filter(|&seat| {
            let peers = of(groups[seat]);
            let mean = peers.iter().sum::<f64>() / peers.len() as f64;
            (plan.seats[seat].potential - mean).abs() > tolerance * mean * (1.0 + 1e-6)
        })
        .count()
}

#[test]
fn a_rebalance_brings_books_back_and_moves_nothing_else() {
    for seed in 0..4 {
        let book = fixture::book(seed, 500, 24);
        let resolved = planned(&book, |scenario| {
            scenario.territory.geography = Geography::Cost;
            scenario.protection = Protection::ActivePipeline { from_chance: Share::literal(0.8) };
        });
        let found = propose_rebalance(&book, &resolved, MoveLimits::default()).unwrap();
        let plan = &found.proposal.plan;
        assert!(outside(&found.start) > 0);
        assert_eq!(outside(plan), 0, "seed {seed}");
        let least = found.least.unwrap();
        let moved = (0..book.accounts.len()).filter(|&a| plan.accounts[a].seat != found.start.accounts[a].seat).count();
        assert!(least > 0 && least <= moved && moved <= least + least / 4 + 2, "seed {seed}: {moved}, {least} proven");
        for (made, before) in plan.accounts.iter().zip(&found.start.accounts) {
            assert!(made.seat == before.seat || made.reason == Reason::Balance);
            assert!(!before.is_protected || made.seat == before.seat);
        }
    }
}

#[test]
fn limits_hold_and_what_mends_most_comes_first() {
    let book = fixture::book(2, 500, 24);
    let resolved = planned(&book, |scenario| scenario.territory.geography = Geography::Cost);
    let moved = |limits: MoveLimits| {
        let found = propose_rebalance(&book, &resolved, limits).unwrap();
        let accounts: Vec<usize> =
            (0..book.accounts.len()).filter(|&a| found.proposal.plan.accounts[a].seat != found.start.accounts[a].seat).collect();
        (accounts.len(), accounts.iter().map(|&a| book.accounts[a].revenue).sum::<f64>(), found)
    };
    let whole = moved(MoveLimits::default());
    let few = moved(MoveLimits { accounts: Some(5), revenue: None });
    assert!(few.0 == 5 && few.2.least.is_none());
    assert!(few.2.proposal.plan.equity.after.cv < few.2.start.equity.after.cv);
    let cheap = moved(MoveLimits { accounts: None, revenue: Some(whole.1 / 4.0) });
    assert!(cheap.1 <= whole.1 / 4.0 && cheap.0 > 0, "{} of {}", cheap.1, whole.1);
    assert_eq!(moved(MoveLimits { accounts: Some(0), revenue: None }).0, 0);
}

#[test]
fn a_hire_takes_from_present_seats_and_nobody_else_changes() {
    for seed in 0..6 {
        let book = fixture::book(seed, 600, 27);
        let resolved = planned(&book, |scenario| scenario.territory.geography = Geography::Cost);
        let request = hires("mid-market", 2, 3);
        let made = propose_hires(&book, &resolved, &request).unwrap();
        let new = |seat: usize| made.plan.seats[seat].incumbent.is_none();
        let mut given = 0;
        for assignment in &made.plan.accounts {
            if let (Some(before), Some(seat)) = (assignment.before, assignment.seat) {
                assert!(before == seat || new(seat), "seed {seed}: a move between present seats");
                given += usize::from(before != seat);
            }
        }
        assert!(given > 0, "seed {seed}");
        let mean = |of: &dyn Fn(usize) -> bool| {
            let seats: Vec<f64> = (0..made.plan.seats.len())
                .filter(|&s| made.plan.seats[s].team == 1 && of(s))
                .map(|s| made.plan.seats[s].potential)
                .collect();
            seats.iter().sum::<f64>() / seats.len() as f64
        };
        assert!(mean(&new) > 0.6 * mean(&|seat| !new(seat)), "seed {seed}: {} {}", mean(&new), mean(&|seat| !new(seat)));
    }
}

#[test]
fn a_leavers_book_is_spread_shared_or_held() {
    let book = fixture::book(5, 400, 24);
    let resolved = planned(&book, |scenario| scenario.territory.geography = Geography::Cost);
    let place = Place::Option("--rep");
    let rep = "r0004";
    let found = propose_leaver(&book, &resolved, rep, 2, &place).unwrap();
    let owned: Vec<usize> =
        (0..book.accounts.len()).filter(|&a| book.accounts[a].owner.is_some_and(|owner| book.reps[owner].id == rep)).collect();
    assert!(!owned.is_empty());
    let seat = |plan: &Plan| plan.seats.iter().position(|seat| seat.id == rep);
    assert_eq!(seat(&found.spread.plan), None);
    assert!(owned.iter().all(|&a| found.spread.plan.accounts[a].seat.is_some()));
    let at_home = |plan: &Plan| owned.iter().filter(|&&a| plan.accounts[a].seat == seat(plan)).count();
    assert_eq!(at_home(&found.hold.plan), owned.len());
    assert!(at_home(&found.share.plan) < owned.len());
    for plan in [&found.spread.plan, &found.share.plan, &found.hold.plan] {
        for (a, made) in plan.accounts.iter().enumerate().filter(|(a, _)| !owned.contains(a)) {
            assert!(made.before.is_none() || made.before == made.seat, "{} moves, too", book.accounts[a].id);
        }
    }
    let planned = 1.0 - resolved.scenario.territory.growth_buffer.get();
    for &a in owned.iter().filter(|&&a| found.share.plan.accounts[a].seat != seat(&found.share.plan)) {
        let taker = &found.share.plan.seats[found.share.plan.accounts[a].seat.unwrap()];
        assert!(taker.workload <= planned * taker.capacity, "{} has no room", taker.id);
    }
    assert!(propose_leaver(&book, &resolved, "nobody", 2, &place).unwrap_err().to_string().contains("territory::unknown-rep"));
}

#[test]
fn a_proposal_says_exactly_what_it_is() {
    let book = fixture::book(7, 300, 18);
    let resolved = planned(&book, |_| {});
    let request = hires("smb", 1, 1);
    let proposals = [
        propose_rebalance(&book, &resolved, MoveLimits::default()).unwrap().proposal,
        propose_hires(&book, &resolved, &request).unwrap(),
    ];
    for proposal in proposals {
        let again = design(&book, &proposal.resolved).unwrap();
        assert_eq!(again.accounts, proposal.plan.accounts);
        assert_ne!(proposal.resolved.hash, resolved.hash);
        // A table derived from a table is the same.
        let carve = NamedCarve::from_plan(&again);
        let twice = propose(&book, &proposal.resolved, &again.name, String::new(), &carve).unwrap();
        assert_eq!(twice.plan.accounts, again.accounts);
    }
}
