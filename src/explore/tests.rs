//! Every axis takes hold; designs are shared where the world alone differs.

use super::axis::{self, Act, By, Of};
use super::cell::{Cells, Point, alter};
use crate::data::Book;
use crate::metric::{self, Id};
use crate::scenario::Resolved;
use crate::scenario::choices::{Add, Cadence, QuotaPolicy};
use crate::territory::fixture;
use crate::units::{Money, Share};

/// A study in which every axis has something to change.
fn study() -> (Book, Resolved) {
    let mut scenario = fixture::scenario();
    let team = scenario.teams.keys().next().cloned().unwrap_or_default();
    scenario.headcount.adds = vec![Add { team, seats: 1, start_month: 3, region: None }];
    scenario.target.bookings = Some(Money::of(3e6));
    scenario.quota.policy = QuotaPolicy::TopDown { over_assignment: Share::of(0.2) };
    scenario.rebalance.cadence = Cadence::Quarterly;
    scenario.horizon.months = 24;
    (fixture::book(6, 150, 9), fixture::resolved(scenario))
}

/// A value of the axis that changes something.
fn other(axis: &axis::Axis, base: f64) -> f64 {
    if base + axis.step <= axis.high { base + axis.step } else { base - axis.step }
}

fn point(name: &str, of: Option<&str>, value: f64) -> Point {
    Point { axis: axis::find(name).unwrap(), of: of.map(str::to_owned), value }
}

#[test]
fn every_axis_moves_a_year_and_its_base_does_not() {
    let (book, resolved) = study();
    let team = resolved.scenario.teams.keys().next().cloned();
    let every: Vec<Id> = metric::IDS.to_vec();
    let mut cells: Vec<Vec<Point>> = vec![Vec::new()];
    for axis in &axis::ALL {
        let of = if axis.of == Of::OneTeam { team.as_deref() } else { None };
        let base = axis.base(&resolved.scenario, of).unwrap_or_else(|| panic!("{} has nothing to change", axis.name));
        cells.push(vec![point(axis.name, of, base)]);
        cells.push(vec![point(axis.name, of, other(axis, base))]);
    }
    let cells = Cells::design(&book, &resolved, &cells, &|_| ()).unwrap();
    let lived = cells.live(&(0..cells.cells.len()).collect::<Vec<_>>(), 1, 0..3, &every, &|_| ());
    let same = |a: &[Vec<f64>], b: &[Vec<f64>]| {
        a.iter().flatten().map(|value| value.to_bits()).eq(b.iter().flatten().map(|value| value.to_bits()))
    };
    for (axis, pair) in axis::ALL.iter().zip(lived[1..].chunks_exact(2)) {
        assert!(same(&pair[0], &lived[0]), "the base of {} changes something", axis.name);
        assert!(!same(&pair[1], &lived[0]), "{} changes nothing", axis.name);
    }
}

#[test]
fn a_plan_is_designed_once_for_all_worlds() {
    let (book, resolved) = study();
    let grid: Vec<Vec<Point>> = [0.5, 1.0, 2.0]
        .iter()
        .flat_map(|&times| [0.0, 0.1].map(|buffer| vec![point("attrition", None, times), point("growth-buffer", None, buffer)]))
        .collect();
    let cells = Cells::design(&book, &resolved, &grid, &|_| ()).unwrap();
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
        let (planned, _) = alter(&resolved, &[point("adds", Some(&team), seats)]).unwrap();
        planned.scenario.headcount.adds.iter().map(|add| (add.seats, add.start_month)).collect::<Vec<_>>()
    };
    assert_eq!(adds(0.0), []);
    assert_eq!(adds(1.0), [(1, 3)]);
    assert_eq!(adds(4.0), [(4, 3)]);
    assert!(alter(&resolved, &[point("adds", Some(&team), 1.5)]).is_err());
}

#[test]
fn what_leaves_the_range_of_a_number_is_told() {
    let (_, resolved) = study();
    let told = |name: &str, value: f64| alter(&resolved, &[point(name, None, value)]).unwrap_err().to_string();
    assert!(told("attrition", 50.0).contains("is not a share from 0 to 1"), "{}", told("attrition", 50.0));
    assert!(told("win-rate", -0.9).contains("is not a share"), "{}", told("win-rate", -0.9));
    assert!(told("ramp", -1.0).contains("outside the range"), "{}", told("ramp", -1.0));
}

#[test]
fn factors_of_one_and_shifts_of_nothing_are_bases() {
    let (_, resolved) = study();
    for axis in axis::ALL.iter().filter(|axis| axis.of != Of::OneTeam && axis.act != Act::Value) {
        let base = if axis.act == Act::Times { 1.0 } else { 0.0 };
        assert_eq!(axis.base(&resolved.scenario, None), Some(base), "{}", axis.name);
    }
    assert!(axis::ALL.iter().any(|axis| axis.by == By::Plan) && axis::ALL.iter().any(|axis| axis.by == By::World));
}
