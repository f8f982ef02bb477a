//! Tests of the bridge and the derived results on small studies.

use super::mechanism::with_first_mechanisms;
use super::*;
use attain_core::metric::MetricId;
use attain_core::scenario::from_texts;
use attain_design::study;
use attain_design::study::Study;
use attain_fixtures::studies::SMALL;
use attain_sim::simulate::PlanOutput;

const CUT: &str = "[headcount]\nadds = [{ team = \"inside\", seats = 2, start-month = 5 }]\n[territory]\ncarve = \"peel\"\n";

fn small(text: &str) -> Study {
    let resolved = from_texts(&[("plan.toml", text), ("small.toml", SMALL)]).unwrap();
    study::from_scenarios(vec![resolved], Faults::default()).unwrap()
}

fn mean(plan: &PlanOutput, id: MetricId) -> f64 {
    let values = &plan.company[id as usize];
    values.iter().sum::<f64>() / values.len() as f64
}

fn found(study: &Study, wanted: f64) -> Capacity {
    let terms = CapacityOptions { seed: 3, years: 150, wanted };
    capacity(&study.book, &study.scenarios[0], terms, &WorkProgress::new(&|_, _| ())).unwrap()
}

/// With every mechanism off, no seat is vacant, no work is uncovered and no change of owner has a
/// cost. The mechanisms are then added one by one.
#[test]
fn stages_have_what_is_on_and_nothing_else() {
    let study = small(CUT);
    let plan = design(&study.book, &study.scenarios[0]).unwrap();
    let stages: Vec<Plan> = (0..=Mechanism::ALL.len()).map(|on| with_first_mechanisms(&plan, on)).collect();
    let simulated = attain_sim::simulate::simulate_years(&study.book, &stages, 3, 60, &|_| ());
    let of = |stage: usize, id| mean(&simulated.plans[stage], id);
    let seats = plan.seats.len() as f64;
    assert!((of(0, MetricId::Coverage) - 1.0).abs() < 1e-6, "{}", of(0, MetricId::Coverage));
    for id in [MetricId::VacancyMonths, MetricId::Leavers, MetricId::OrphanMonths] {
        assert_eq!(of(0, id), 0.0, "{id:?}");
    }
    // Waiting accounts change owner at no cost while hand-overs are free.
    assert_eq!(of(0, MetricId::HandOverCost), 0.0);
    assert_eq!(of(0, MetricId::RampedReps), seats);
    // Two seats that start in the fifth month are vacant for four of twelve months.
    assert!((of(1, MetricId::RampedReps) - (seats - 2.0 * 4.0 / 12.0)).abs() < 1e-6);
    assert!(of(2, MetricId::RampedReps) < of(1, MetricId::RampedReps));
    assert_eq!((of(2, MetricId::Leavers), of(3, MetricId::Leavers) > 0.0), (0.0, true));
    assert!(of(4, MetricId::VacancyMonths) > of(3, MetricId::VacancyMonths));
    assert_eq!((of(6, MetricId::HandOverCost), of(7, MetricId::HandOverCost) > 0.0), (0.0, true));
}

#[test]
fn the_company_is_its_teams_and_what_nobody_owns() {
    let found = found(&small(""), 0.8);
    let [company, teams @ ..] = found.bridges.as_slice() else { panic!("no bridge") };
    assert!(found.bridges.iter().all(CapacityBridge::adds_up));
    // Every account has a seat here, so the means add up to within a cent per team.
    let sum: i64 = teams.iter().map(|team| team.mean.0).sum();
    assert!((company.mean.0 - sum).abs() <= 1000, "{company:?}");
    let quota: i64 = teams.iter().map(|team| team.quota_capacity.0).sum();
    assert!((company.quota_capacity.0 - quota).abs() <= 2);
    assert_eq!(
        found.staffing[0].seats,
        found.staffing.iter().filter(|group| group.kind == SeatGroupKind::Team).map(|group| group.seats).sum::<usize>()
    );
    // The teams' demand adds up to the company's.
    for figure in StaffingFigure::ALL {
        for month in 0..12 {
            let of = |group: &MonthlyStaffing| group.months_of(figure)[month].mean;
            let teams: f64 = found.staffing.iter().filter(|group| group.kind == SeatGroupKind::Team).map(of).sum();
            assert!((teams - of(&found.staffing[0])).abs() < 1e-4, "{figure:?} {month}");
        }
    }
}

#[test]
fn no_gap_needs_no_seats_and_a_gap_says_what_was_tried() {
    let easy = found(&small("[target]\nbookings = 1000\n"), 0.8);
    assert_eq!((easy.gap.gap, easy.reached.is_none()), (0.0, true));
    assert!(easy.marginals.iter().all(|marginal| marginal.needed == Some(0)));
    let hard = found(&small("[target]\nbookings = 400_000_000\n"), 0.8);
    assert!(hard.gap.gap > 3e8 && hard.gap.chance.p == 0.0);
    if let Some(reached) = &hard.reached {
        assert_eq!(reached.seats, None);
        assert!(!reached.tried.is_empty() && reached.tried.iter().all(|tried| tried.chance.p < 0.8));
    }
    assert!(hard.warnings.iter().any(|warning| warning.contains("more likely to miss")), "{:?}", hard.warnings);
}

#[test]
fn neighbours_of_the_answer_bear_it_out() {
    // A target that half of the years reach, and four in five after some hires.
    let before = found(&small("[attrition]\nannual = 0.1\n[horizon]\nmonths = 24\n"), 0.8);
    let target = 0.5 * (before.bookings.p50 + before.bookings.p50 * 1.02) / 2.0;
    let text = format!("[target]\nbookings = {target:.0}\n[attrition]\nannual = 0.1\n[horizon]\nmonths = 24\n");
    let after = found(&small(&text), 0.8);
    if let Some(reached) = after.reached.as_ref().filter(|reached| reached.seats.is_some()) {
        let seats = reached.seats.unwrap();
        for tried in &reached.tried {
            assert_eq!(tried.chance.p >= 0.8, tried.seats >= seats, "{reached:?}");
        }
        assert_eq!(
            after
                .calendar
                .requisitions
                .iter()
                .filter(|r| r.cause == hiring_calendar::HiringReason::Target)
                .map(|r| r.seats)
                .sum::<u32>(),
            seats
        );
    }
}
