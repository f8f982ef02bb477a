//! Tests that the sums of a replay equal the figures of the run.

use super::text::{Length, text};
use super::*;
use crate::simulate::events::EventKind;
use crate::simulate::simulate_years;
use attain_core::metric::{ALL, MetricId};
use attain_fixtures::studies::{LONG, SMALL, plans};

const CENT: f64 = 0.005;

type Is = fn(&EventKind) -> bool;

fn sum(entries: &[ReplayEntry], of: fn(&ReplayEntry) -> Option<f64>) -> f64 {
    entries.iter().filter_map(of).sum()
}

fn count(entries: &[ReplayEntry], kind: EntryKind) -> f64 {
    entries.iter().filter(|entry| entry.event == kind).count() as f64
}

/// The entries also add up to a row of the run.
fn adds_up(entries: &[ReplayEntry], row: &[f64], relative: f64) {
    let at = |id: MetricId| row[id as usize];
    let near = |reported: f64, id: MetricId| {
        let (run, name) = (at(id), ALL[id as usize].name);
        assert!((reported - run).abs() <= CENT + relative * run.abs(), "{name}: {reported} reported, {run} simulated");
    };
    near(sum(entries, |entry| entry.bookings), MetricId::Bookings);
    near(sum(entries, |entry| entry.bookings_new), MetricId::BookingsNew);
    near(sum(entries, |entry| entry.bookings_expansion), MetricId::BookingsExpansion);
    near(sum(entries, |entry| entry.bookings_renewal), MetricId::BookingsRenewal);
    near(count(entries, EntryKind::Won), MetricId::Wins);
    near(count(entries, EntryKind::Left), MetricId::Leavers);
    near(count(entries, EntryKind::Arrived), MetricId::Hires);
    let created = entries.iter().filter(|entry| entry.event == EntryKind::Created);
    near(created.filter_map(|entry| entry.amount).sum(), MetricId::PipelineCreated);
    let churned = entries.iter().filter(|entry| entry.event == EntryKind::Churned);
    near(churned.filter_map(|entry| entry.amount).sum(), MetricId::ChurnedRevenue);
}

#[test]
fn stories_add_up_to_the_rows_of_the_run() {
    let (mut wins, mut leavers, mut moves, mut churned) = (0.0, 0.0, 0.0, 0.0);
    for scenario in [SMALL, LONG] {
        let (study, plans) = plans(&[scenario]);
        let output = simulate_years(&study.book, &plans, 7, 12, &|_| ());
        for year in 0..12 {
            let replay = replay_year(&study.book, &plans[0], 7, year, ReplayScope::Plan).unwrap();
            let row: Vec<f64> = output.plans[0].company.iter().map(|column| column[year as usize]).collect();
            adds_up(&replay.entries, &row, 1e-12);
            assert_eq!(count(&replay.entries, EntryKind::HandedOver), row[MetricId::HandOvers as usize]);
            for (metric, (reported, run)) in ALL.iter().zip(replay.row.iter().zip(&row)) {
                assert!(reported.is_nan() && run.is_nan() || (reported - run).abs() < CENT, "{}: {reported} {run}", metric.name);
            }
            wins += row[MetricId::Wins as usize];
            leavers += row[MetricId::Leavers as usize];
            moves += row[MetricId::Moves as usize];
            churned += row[MetricId::ChurnedRevenue as usize];
        }
    }
    // The compared figures are not all zero.
    assert!(wins > 100.0 && leavers > 10.0 && moves > 5.0 && churned > 0.0, "{wins} {leavers} {moves} {churned}");
}

#[test]
fn a_seats_story_adds_up_to_the_seats_row() {
    for scenario in [SMALL, LONG] {
        let (study, plans) = plans(&[scenario]);
        let output = simulate_years(&study.book, &plans, 3, 2, &|_| ());
        for year in 0..2 {
            for seat in 0..plans[0].seats.len() {
                let replay = replay_year(&study.book, &plans[0], 3, year, ReplayScope::Seat(seat)).unwrap();
                let row: Vec<f64> = output.plans[0].seats[seat].iter().map(|column| f64::from(column[year as usize])).collect();
                // Entries about accounts that move to another seat are shown here but counted there.
                let own: Vec<ReplayEntry> =
                    replay.entries.iter().filter(|e| e.seat.as_ref() == Some(&plans[0].seats[seat].id)).cloned().collect();
                adds_up(&own, &row, 1e-7);
                assert_eq!(count(&own, EntryKind::HandedOver), row[MetricId::HandOvers as usize]);
                assert_eq!(count(&own, EntryKind::SeatMonth), f64::from(plans[0].scenario.horizon.months));
            }
        }
    }
}

#[test]
fn accounts_together_tell_what_the_plan_tells() {
    let (study, plans) = plans(&[LONG]);
    let company_totals = replay_year(&study.book, &plans[0], 3, 4, ReplayScope::Plan).unwrap();
    let about = |entry: &&ReplayEntry| entry.account.is_some() && entry.event != EntryKind::Coverage;
    let mut reported = 0;
    let mut coverage = 0;
    for account in 0..study.book.accounts.len() {
        let replay = replay_year(&study.book, &plans[0], 3, 4, ReplayScope::Account(account)).unwrap();
        let own: Vec<&ReplayEntry> = replay.entries.iter().filter(about).collect();
        let theirs: Vec<&ReplayEntry> = company_totals
            .entries
            .iter()
            .filter(|entry| entry.account.as_ref() == Some(&study.book.accounts[account].id))
            .collect();
        assert_eq!(own, theirs);
        reported += own.len();
        coverage += replay.entries.len() - own.len();
    }
    assert_eq!(reported, company_totals.entries.iter().filter(about).count());
    assert!(reported > 100 && coverage >= study.book.accounts.len());
}

#[test]
fn lines_are_in_order_and_odds_agree_with_draws() {
    let (study, plans) = plans(&[SMALL]);
    let mut decided = 0;
    for year in 0..10 {
        let replay = replay_year(&study.book, &plans[0], 11, year, ReplayScope::Plan).unwrap();
        assert!(replay.entries.is_sorted_by_key(|entry| entry.date));
        assert!(replay.entries.iter().all(|entry| (replay.start..=replay.end).contains(&entry.date)));
        for entry in &replay.entries {
            let (Some(market), Some(draw)) = (entry.odds, entry.draw) else { continue };
            let comes_true = match entry.event {
                EntryKind::Won | EntryKind::Churned => true,
                EntryKind::Renewed => false,
                // A deal that fails on its candidate day for winning is lost, regardless of later odds.
                EntryKind::Lost if entry.terms.is_some() => continue,
                _ => continue,
            };
            assert_eq!(draw < market, comes_true, "{}", entry.text);
            let parts = entry.terms.map(|terms| (win_odds::steps(&terms).iter().sum::<f64>() - market).abs());
            assert!(parts.is_none_or(|off| off < 1e-12));
            decided += 1;
        }
    }
    assert!(decided > 500, "{decided}");
}

#[test]
fn an_event_that_is_not_told_is_missed() {
    let (_, plans) = plans(&[LONG]);
    let (study, _) = attain_fixtures::studies::plans(&[LONG]);
    let market = CompiledMarket::new(&study.book, &plans[0].scenario);
    let plan = CompiledPlan::new(&study.book, &plans[0], &market);
    let (mut world, mut scratch) = (World::empty(), YearSimulator::default());
    world.draw(&market, 5, 2);
    let row = PlanYear::from_state(&plan, scratch.simulate(&plan, &mut world));
    let events = record_events(&plan, &mut world, &mut scratch, 5, 2);
    let found = |events: &[SimulationEvent]| check::check(&plans[0], &row, &EventSums::from_events(&plan, &world, events));
    assert_eq!(found(&events), Ok(ALL.len() * 3 + attain_core::metric::SHARED * plans[0].seats.len()));
    let kinds: [(&str, Is); 11] = [
        ("created", |kind| matches!(kind, EventKind::Created { .. })),
        ("won", |kind| matches!(kind, EventKind::Won { .. })),
        ("lost", |kind| matches!(kind, EventKind::Lost { .. })),
        ("renewed", |kind| matches!(kind, EventKind::Renewed { .. })),
        ("churned", |kind| matches!(kind, EventKind::Churned { .. })),
        ("handed over", |kind| matches!(kind, EventKind::HandedOver { .. })),
        ("left", |kind| matches!(kind, EventKind::Left { .. })),
        ("arrived", |kind| matches!(kind, EventKind::Arrived { .. })),
        ("covered", |kind| matches!(kind, EventKind::Covered { .. })),
        ("month ended", |kind| matches!(kind, EventKind::MonthEnded(_))),
        ("reviewed", |kind| matches!(kind, EventKind::Reviewed { .. })),
    ];
    for (name, is) in kinds {
        let at = events.iter().position(|event| is(&event.kind)).unwrap_or_else(|| panic!("nothing {name}"));
        let mut without = events.clone();
        without.remove(at);
        assert!(found(&without).is_err(), "nobody misses what was {name}");
    }
}

#[test]
fn every_length_of_text_fits_its_width() {
    let (study, plans) = plans(&[SMALL]);
    let replay = replay_year(&study.book, &plans[0], 1, 0, ReplayScope::Plan).unwrap();
    let short = text(&replay, Length::Largest(5), 100);
    let dated = |text: &str| text.lines().filter(|line| line.starts_with("202") && line.as_bytes()[10] == b' ').count();
    assert_eq!(dated(short.split(" events with").nth(1).unwrap()), 5);
    let long = text(&replay, Length::All, 100);
    assert_eq!(dated(long.split("\nAll ").nth(1).unwrap()), replay.entries.len());
    for line in long.split("\nAll ").nth(1).unwrap().lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}
