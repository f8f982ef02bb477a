//! Tests that every axis changes something, and that cells which differ only in the world share a
//! design.

use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert, proptest};

use super::axis;
use super::axis_kind::{AxisEffect, AxisScope, DecidedBy};
use super::axis_value::AxisValue;
use super::cell::{ExperimentCells, alter};
use super::figures::CellDifference;
use attain_core::metric;
use attain_core::metric::MetricId;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Cadence, Carve, Channel, Geography, Inflow, QuotaPolicy, RampShape, SeatAddition};
use attain_core::units::{AccountInflow, Days, Money, Share};
use attain_data::Book;
use attain_fixtures::books as fixture;

/// A study in which every axis has something to change, with the given number of accounts for its
/// nine reps.
fn study_of(accounts: usize) -> (Book, ResolvedScenario) {
    let mut scenario = fixture::scenario();
    let team = scenario.teams.keys().next().cloned().unwrap_or_default();
    scenario.headcount.adds = vec![SeatAddition { team, seats: 1, start_month: 3, region: None }];
    scenario.target.bookings = Some(Money::literal(3e6));
    scenario.quota.policy = QuotaPolicy::TopDown { over_assignment: Share::literal(0.2) };
    scenario.rebalance.cadence = Cadence::Quarterly;
    scenario.horizon.months = 24;
    (fixture::book(6, accounts, 9), fixture::resolved(scenario))
}

fn study() -> (Book, ResolvedScenario) {
    study_of(150)
}

/// Values of the axis several steps to either side of its base, where valid.
fn others(axis: &axis::Axis, resolved: &ResolvedScenario, narrowed_to: Option<&str>, base: f64) -> Vec<f64> {
    // The team has three seats that can be cut.
    let far = if axis.name == "cuts" { 2.0 } else { 4.0 };
    let aside = [far, -far, 1.0, -1.0].map(|steps| (base + steps * axis.step).clamp(axis.low, axis.high));
    let fits = |value: &f64| *value != base && axis.set(&mut resolved.scenario.clone(), narrowed_to, *value).is_ok();
    aside.into_iter().filter(fits).take(2).collect()
}

fn point(name: &str, narrowed_to: Option<&str>, value: f64) -> AxisValue {
    AxisValue { axis: axis::find(name).unwrap(), narrowed_to: narrowed_to.map(str::to_owned), value }
}

/// With few accounts capacity is idle; with many it is binding. An axis may matter in only one of
/// the two.
#[test]
fn every_axis_moves_a_year_and_its_base_does_not() {
    let mut moved = vec![false; axis::ALL.len()];
    for accounts in [150, 600, 1500] {
        let (book, resolved) = study_of(accounts);
        let team = resolved.scenario.teams.keys().next().cloned();
        let mut cells: Vec<Vec<AxisValue>> = vec![Vec::new()];
        let mut of_axis: Vec<(usize, bool)> = vec![(0, true)];
        for (i, axis) in axis::ALL.iter().enumerate() {
            let part = if axis.scope == AxisScope::OneTeam { team.as_deref() } else { None };
            let base = axis.base(&resolved.scenario, part).unwrap_or_else(|| panic!("{} has nothing to change", axis.name));
            cells.push(vec![point(axis.name, part, base)]);
            of_axis.push((i, true));
            for value in others(axis, &resolved, part, base) {
                cells.push(vec![point(axis.name, part, value)]);
                of_axis.push((i, false));
            }
        }
        let cells = ExperimentCells::design(&book, &resolved, &cells, &|_| ()).unwrap();
        let all: Vec<usize> = (0..cells.cells.len()).collect();
        let simulated = cells.simulate(&all, 1, 0..6, &metric::IDS, &|_| ());
        let bits = |cell: &[Vec<f64>]| cell.iter().flatten().map(|value| value.to_bits()).collect::<Vec<_>>();
        let unchanged = bits(&simulated[0]);
        for (cell, &(i, is_base)) in simulated.iter().zip(&of_axis) {
            let same = bits(cell) == unchanged;
            assert!(same || !is_base, "the base of {} changes something", axis::ALL[i].name);
            moved[i] |= !same;
        }
    }
    let idle: Vec<&str> = axis::ALL.iter().zip(moved).filter(|(_, moved)| !moved).map(|(axis, _)| axis.name).collect();
    assert!(idle.is_empty(), "these change nothing: {idle:?}");
}

#[test]
fn a_plan_is_designed_once_for_all_worlds() {
    let (book, resolved) = study();
    let grid: Vec<Vec<AxisValue>> = [0.5, 1.0, 2.0]
        .iter()
        .flat_map(|&times| [0.0, 0.1].map(|buffer| vec![point("attrition", None, times), point("growth-buffer", None, buffer)]))
        .collect();
    let cells = ExperimentCells::design(&book, &resolved, &grid, &|_| ()).unwrap();
    assert_eq!(cells.designs.len(), 2);
    assert_eq!(cells.cells.iter().map(|cell| cell.design).collect::<Vec<_>>(), [0, 1, 0, 1, 0, 1]);
    let plans: Vec<_> = (0..6).map(|cell| cells.plan(cell)).collect();
    assert_eq!(plans[0].accounts, plans[4].accounts);
    assert_eq!(plans[4].assumed.as_ref().unwrap().attrition.annual, resolved.scenario.attrition.annual);
    assert!(plans[4].scenario.attrition.annual > plans[0].scenario.attrition.annual);
    let hashes: std::collections::BTreeSet<&str> = cells.cells.iter().map(|cell| cell.hash.as_str()).collect();
    assert_eq!(hashes.len(), 6);
}

#[test]
fn adds_are_counted_in_all_the_scenario_s_own_first() {
    let (_, resolved) = study();
    let team = resolved.scenario.teams.keys().next().cloned().unwrap();
    let adds = |seats: f64| {
        let altered = alter(&resolved, &[point("adds", Some(&team), seats)]).unwrap();
        altered.planned.scenario.headcount.adds.iter().map(|add| (add.seats, add.start_month)).collect::<Vec<_>>()
    };
    assert_eq!(adds(0.0), []);
    assert_eq!(adds(1.0), [(1, 3)]);
    assert_eq!(adds(4.0), [(4, 3)]);
    assert!(alter(&resolved, &[point("adds", Some(&team), 1.5)]).is_err());
}

#[test]
fn values_outside_the_range_of_a_number_are_errors() {
    let (_, resolved) = study();
    let error = |name: &str, value: f64| alter(&resolved, &[point(name, None, value)]).unwrap_err().to_string();
    assert!(error("attrition", 50.0).contains("is not a share from 0 to 1"), "{}", error("attrition", 50.0));
    assert!(error("win-rate", -0.9).contains("is not a share"), "{}", error("win-rate", -0.9));
    assert!(error("ramp", -1.0).contains("outside the range"), "{}", error("ramp", -1.0));
}

#[test]
fn factors_of_one_and_shifts_of_nothing_are_bases() {
    let (_, resolved) = study();
    for axis in axis::ALL.iter().filter(|axis| axis.scope != AxisScope::OneTeam && axis.effect != AxisEffect::Value) {
        let base = if axis.effect == AxisEffect::Times { 1.0 } else { 0.0 };
        assert_eq!(axis.base(&resolved.scenario, None), Some(base), "{}", axis.name);
    }
    assert!(
        axis::ALL.iter().any(|axis| axis.decided_by == DecidedBy::Plan)
            && axis::ALL.iter().any(|axis| axis.decided_by == DecidedBy::World)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    /// Without new accounts, a rep who is present from the first day and takes over accounts from overloaded reps never
    /// reduces the time of any account in any year.
    #[test]
    fn a_rep_more_never_lowers_mean_coverage(seed in any::<u64>(), reps in 6..14_usize, team in 0..3_usize) {
        let book = fixture::book(seed, 240, reps);
        let mut scenario = fixture::scenario();
        scenario.territory.carve = Carve::Peel;
        scenario.territory.geography = Geography::Ignore;
        // More reps find more new accounts, which need time as well.
        scenario.market.new_accounts.inflow = Inflow::PerYear(AccountInflow::literal(0.0));
        scenario.ramp.shape = RampShape::None;
        scenario.headcount.hire_slip.mean_days = Days::literal(0.0);
        scenario.attrition.annual = Share::literal(0.0);
        for team in scenario.teams.values_mut() {
            team.channel = Channel::Inside;
        }
        let resolved = fixture::resolved(scenario);
        let grid: Vec<Vec<AxisValue>> = (0..4).map(|seats| vec![point("adds", Some(&book.teams[team]), f64::from(seats))]).collect();
        let cells = ExperimentCells::design(&book, &resolved, &grid, &|_| ()).unwrap();
        let simulated = cells.simulate(&[0, 1, 2, 3], 1, 0..30, &[MetricId::Coverage], &|_| ());
        for pair in simulated.windows(2) {
            let step = CellDifference::between(&pair[1][0], &pair[0][0], 1.0).unwrap();
            prop_assert!(!step.is_beyond(-3.0) || step.difference > -1e-3, "{:?}", step);
        }
    }
}
