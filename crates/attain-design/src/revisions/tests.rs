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

/// Hours a month of every rep.
fn with_hours(scenario: &mut Scenario, hours: f64) {
    scenario.teams.values_mut().for_each(|team| team.hours_per_month = attain_core::units::Hours::literal(hours));
}

#[test]
fn a_leavers_book_is_spread_shared_or_held() {
    let book = fixture::book(5, 400, 24);
    let (place, rep) = (Place::Option("--rep"), "r0004");
    let owned = owned_by(&book, rep);
    assert!(!owned.is_empty());
    let seat = |plan: &Plan| plan.seats.iter().position(|seat| seat.id == rep);
    let at_home = |plan: &Plan| owned.iter().filter(|&&a| plan.accounts[a].seat == seat(plan)).count();
    let (mut shared, mut folded) = (0, Vec::new());
    for (month, hours) in [(1, 120.0), (6, 60.0), (6, 40.0), (12, 30.0), (12, 20.0), (3, 5.0)] {
        let resolved = planned(&book, |scenario| {
            scenario.territory.geography = Geography::Cost;
            with_hours(scenario, hours);
        });
        let found = propose_leaver(&book, &resolved, rep, month, &place).unwrap();
        // The seat works its book until the day of the departure in all proposals.
        assert_eq!(found.spread.plan.seats[seat(&found.spread.plan).unwrap()].end_month, Some(month - 1));
        assert!(owned.iter().all(|&a| found.spread.plan.accounts[a].seat.is_some()));
        assert!(owned.iter().all(|&a| found.spread.plan.accounts[a].from_month == month - 1));
        assert_eq!((at_home(&found.hold.plan), at_home(&found.spread.plan)), (owned.len(), 0));
        for plan in [Some(&found.spread), found.share.as_ref(), Some(&found.hold)].into_iter().flatten().map(|made| &made.plan) {
            let leaves = |leaver: &attain_core::scenario::choices::KnownLeaver| leaver.rep == rep && leaver.month == month;
            assert!(plan.scenario.attrition.leavers.iter().any(leaves));
            for (a, made) in plan.accounts.iter().enumerate().filter(|(a, _)| !owned.contains(a)) {
                assert!(made.before.is_none() || made.before == made.seat, "{} moves, too", book.accounts[a].id);
            }
        }
        let planned = 1.0 - resolved.scenario.territory.growth_buffer.get();
        let Some(share) = found.share else {
            folded.extend(found.folded);
            continue;
        };
        shared += 1;
        assert!(at_home(&share.plan) < owned.len() && at_home(&share.plan) > 0);
        for &a in owned.iter().filter(|&&a| share.plan.accounts[a].seat != seat(&share.plan)) {
            let taker = &share.plan.seats[share.plan.accounts[a].seat.unwrap()];
            assert!(taker.load() <= planned + 1e-9, "{} has no room", taker.id);
            assert_eq!(share.plan.accounts[a].from_month, month - 1);
        }
    }
    // With much time, colleagues take all; with none, the book waits; in between they share it.
    assert!(shared > 0, "{folded:?}");
    assert!(folded.iter().any(|said| said.contains("whole book")), "{folded:?}");
    assert!(folded.iter().any(|said| said.contains("same plan as `hold`")), "{folded:?}");
    let resolved = planned(&book, |_| {});
    assert!(propose_leaver(&book, &resolved, "nobody", 2, &place).unwrap_err().to_string().contains("territory::unknown-rep"));
}

fn owned_by(book: &Book, rep: &str) -> Vec<usize> {
    (0..book.accounts.len()).filter(|&a| book.accounts[a].owner.is_some_and(|owner| book.reps[owner].id == rep)).collect()
}

/// Whoever leaves: nobody takes more than capacity while a like seat has room for the account, and
/// accounts leave their region only where the remarks say so.
#[test]
fn nobody_is_overloaded_while_a_like_seat_has_room() {
    let (mut left, mut over) = (0, 0);
    for seed in 0..3 {
        let mut book = fixture::book(seed, 500, 27);
        // Present reps own all accounts; otherwise those that nobody owns load seats as well.
        for account in &mut book.accounts {
            let present = account.owner.filter(|&rep| book.reps[rep].left.is_none());
            let of_team = |&rep: &usize| book.reps[rep].team == account.segment && book.reps[rep].left.is_none();
            let near = |rep: &usize| of_team(rep) && book.reps[*rep].region == account.region;
            let any = || (0..book.reps.len()).find(near).or_else(|| (0..book.reps.len()).find(of_team));
            account.owner = present.or_else(any);
        }
        let resolved = planned(&book, |scenario| {
            scenario.territory.geography = Geography::Regions;
            scenario.territory.family_lock = false;
            scenario.territory.skills_required = false;
            with_hours(scenario, [120.0, 30.0, 15.0][seed as usize]);
        });
        let (place, month) = (Place::Option("--rep"), 4);
        for rep in (0..book.reps.len()).filter(|&rep| book.reps[rep].left.is_none()) {
            let found = propose_leaver(&book, &resolved, &book.reps[rep].id, month, &place).unwrap();
            let plan = &found.spread.plan;
            let largest = |seat: usize| {
                let of = |&a: &usize| plan.accounts[a].seat == Some(seat) && book.accounts[a].owner == Some(rep);
                (0..book.accounts.len()).filter(of).map(|a| plan.accounts[a].hours).fold(f64::INFINITY, f64::min)
            };
            let said = found.spread.remarks.join(" ");
            for (s, seat) in plan.seats.iter().enumerate() {
                let smallest = largest(s);
                if !smallest.is_finite() || seat.load() <= 1.0 {
                    continue;
                }
                over += 1;
                assert!(said.contains(&seat.name) && said.contains("more than all colleagues"), "{said}");
                let room = |other: &attain_core::plan::Seat| {
                    other.team == seat.team
                        && other.end_month.is_none()
                        && other.workload + smallest < other.usable_capacity - 8.0
                };
                assert!(!plan.seats.iter().any(room), "seed {seed}, {}: {} at {}", book.reps[rep].id, seat.id, seat.load());
            }
            let outside = |&a: &usize| {
                let region = book.accounts[a].region;
                plan.accounts[a].seat.is_some_and(|seat| region.is_some() && plan.seats[seat].region != region)
            };
            let leaves = owned_by(&book, &book.reps[rep].id).into_iter().filter(outside).count();
            assert_eq!(leaves > 0, said.contains("cannot stay in"), "{said}");
            left += leaves;
        }
    }
    assert!(left > 0 && over > 0, "{left} {over}");
}

#[test]
fn every_open_deal_of_a_leaver_has_a_proposal() {
    let mut book = fixture::book(5, 400, 24);
    let resolved = planned(&book, |scenario| scenario.territory.geography = Geography::Cost);
    let (rep, month) = ("r0004", 4);
    let start = resolved.scenario.horizon.start;
    let owned = owned_by(&book, rep);
    let open = |opportunity: &attain_data::Opportunity| matches!(opportunity.outcome, attain_data::Outcome::Open(_));
    let deals: Vec<usize> = (0..book.opportunities.len())
        .filter(|&o| open(&book.opportunities[o]) && owned.contains(&book.opportunities[o].account))
        .collect();
    assert!(deals.len() > 3);
    // One closes before the last day, one after, and the others have no day.
    book.opportunities[deals[0]].closes = Some(start.saturating_add(jiff::Span::new().days(30)));
    book.opportunities[deals[1]].closes = Some(start.saturating_add(jiff::Span::new().days(200)));
    let found = propose_leaver(&book, &resolved, rep, month, &Place::Option("--rep")).unwrap();
    for proposal in [Some(&found.spread), found.share.as_ref(), Some(&found.hold)].into_iter().flatten() {
        let mut listed: Vec<usize> = proposal.deals.iter().map(|deal| deal.opportunity).collect();
        listed.sort_unstable();
        assert_eq!(listed, deals);
        let of = |deal: usize| proposal.deals.iter().find(|known| known.opportunity == deal).unwrap();
        assert_eq!(of(deals[0]).handling, DealHandling::StaysUntilClose);
        assert_ne!(of(deals[1]).handling, DealHandling::StaysUntilClose);
        for deal in &proposal.deals {
            let account = book.opportunities[deal.opportunity].account;
            if let DealHandling::HandOver(seat) = deal.handling {
                assert_eq!(proposal.plan.accounts[account].seat, Some(seat));
            }
        }
    }
    assert!(found.hold.deals.iter().all(|deal| !matches!(deal.handling, DealHandling::HandOver(_))));
    assert!(found.spread.deals.iter().any(|deal| matches!(deal.handling, DealHandling::HandOver(_))));
}

#[test]
fn hires_take_from_the_most_loaded_and_relieve_them() {
    let mut relieved = 0;
    for seed in 0..6 {
        let book = fixture::book(seed, 600, 18);
        let resolved = planned(&book, |scenario| {
            scenario.territory.geography = Geography::Cost;
            scenario.territory.family_lock = false;
        });
        let none = propose_hires(&book, &resolved, &hires("mid-market", 0, 1)).unwrap();
        let made = propose_hires(&book, &resolved, &hires("mid-market", 4, 1)).unwrap();
        let of_team = |plan: &Plan, new: bool| {
            let of = move |seat: &&attain_core::plan::Seat| seat.team == 1 && seat.incumbent.is_none() == new;
            plan.seats.iter().filter(of).map(attain_core::plan::Seat::load).collect::<Vec<f64>>()
        };
        let highest = |loads: &[f64]| loads.iter().copied().fold(0.0, f64::max);
        let (before, after, new) = (of_team(&none.plan, false), of_team(&made.plan, false), of_team(&made.plan, true));
        assert_eq!(new.len(), 4);
        assert!(highest(&new) <= 1.0 + 1e-6, "seed {seed}: {new:?}");
        assert!(highest(&after) <= highest(&before) + 1e-9);
        // While a present seat is beyond its capacity, no new seat is half empty, unless what could
        // move is too large.
        if highest(&before) > 1.0 && highest(&after) > 1.0 {
            assert!(new.iter().all(|load| *load > 0.6), "seed {seed}: {before:?} {after:?} {new:?}");
        }
        relieved += usize::from(highest(&before) > 1.0 && highest(&after) < highest(&before) - 0.05);
    }
    assert!(relieved > 1, "{relieved}");
}

#[test]
fn more_hires_than_accounts_are_said_to_be_too_many() {
    let book = fixture::book(3, 60, 9);
    let resolved = planned(&book, |scenario| scenario.territory.geography = Geography::Cost);
    let made = propose_hires(&book, &resolved, &hires("smb", 40, 1)).unwrap();
    let filled = |seat: &usize| made.plan.accounts.iter().any(|assigned| assigned.seat == Some(*seat));
    let new: Vec<usize> = (0..made.plan.seats.len()).filter(|&seat| made.plan.seats[seat].incumbent.is_none()).collect();
    let empty = new.iter().filter(|seat| !filled(seat)).count();
    assert!(empty > 20);
    let said = made.remarks.join(" ");
    assert!(said.contains(&format!("{empty} new seats get no account")), "{said}");
    assert!(said.contains("the work of team smb needs") && said.contains("calls for no new seat"), "{said}");
    // Nothing to add is no change.
    let none = propose_hires(&book, &resolved, &hires("smb", 0, 1)).unwrap();
    assert!(none.moves.is_empty() && none.plan.seats.iter().all(|seat| seat.incumbent.is_some()));
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
