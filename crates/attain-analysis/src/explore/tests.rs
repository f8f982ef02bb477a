//! Every axis takes hold; designs are shared where the world alone differs.

use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert, proptest};

use super::axis::{self, Act, By, Of};
use super::cell::{Cells, Point, alter};
use super::figures::Paired;
use attain_core::metric;
use attain_core::metric::MetricId;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Cadence, Carve, Channel, Geography, QuotaPolicy, RampShape, SeatAddition};
use attain_core::units::{Days, Money, Share};
use attain_data::Book;
use attain_fixtures::books as fixture;

/// A study in which every axis has something to change, with so many accounts for its nine reps.
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

/// Values of the axis some steps to either side of its base, where they fit.
fn others(axis: &axis::Axis, resolved: &ResolvedScenario, of: Option<&str>, base: f64) -> Vec<f64> {
    // The team has three seats to cut.
    let far = if axis.name == "cuts" { 2.0 } else { 4.0 };
    let aside = [far, -far, 1.0, -1.0].map(|steps| (base + steps * axis.step).clamp(axis.low, axis.high));
    let fits = |value: &f64| *value != base && axis.set(&mut resolved.scenario.clone(), of, *value).is_ok();
    aside.into_iter().filter(fits).take(2).collect()
}

fn point(name: &str, of: Option<&str>, value: f64) -> Point {
    Point { axis: axis::find(name).unwrap(), of: of.map(str::to_owned), value }
}

/// With few accounts capacity is idle, with many it binds: an axis may matter in one of them alone.
#[test]
fn every_axis_moves_a_year_and_its_base_does_not() {
    let mut moved = vec![false; axis::ALL.len()];
    for accounts in [150, 600] {
        let (book, resolved) = study_of(accounts);
        let team = resolved.scenario.teams.keys().next().cloned();
        let mut cells: Vec<Vec<Point>> = vec![Vec::new()];
        let mut of_axis: Vec<(usize, bool)> = vec![(0, true)];
        for (i, axis) in axis::ALL.iter().enumerate() {
            let of = if axis.of == Of::OneTeam { team.as_deref() } else { None };
            let base = axis.base(&resolved.scenario, of).unwrap_or_else(|| panic!("{} has nothing to change", axis.name));
            cells.push(vec![point(axis.name, of, base)]);
            of_axis.push((i, true));
            for value in others(axis, &resolved, of, base) {
                cells.push(vec![point(axis.name, of, value)]);
                of_axis.push((i, false));
            }
        }
        let cells = Cells::design(&book, &resolved, &cells, &|_| ()).unwrap();
        let all: Vec<usize> = (0..cells.cells.len()).collect();
        let lived = cells.live(&all, 1, 0..6, &metric::IDS, &|_| ());
        let bits = |cell: &[Vec<f64>]| cell.iter().flatten().map(|value| value.to_bits()).collect::<Vec<_>>();
        let unchanged = bits(&lived[0]);
        for (cell, &(i, is_base)) in lived.iter().zip(&of_axis) {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    /// A rep who is there from the first day and peels the book from those who
    /// have too much gives no account less time, in no year.
    #[test]
    fn a_rep_more_never_lowers_mean_coverage(seed in any::<u64>(), reps in 6..14_usize, team in 0..3_usize) {
        let book = fixture::book(seed, 240, reps);
        let mut scenario = fixture::scenario();
        scenario.territory.carve = Carve::Peel;
        scenario.territory.geography = Geography::Ignore;
        scenario.ramp.shape = RampShape::None;
        scenario.headcount.hire_slip.mean_days = Days::literal(0.0);
        scenario.attrition.annual = Share::literal(0.0);
        for team in scenario.teams.values_mut() {
            team.channel = Channel::Inside;
        }
        let resolved = fixture::resolved(scenario);
        let grid: Vec<Vec<Point>> = (0..4).map(|seats| vec![point("adds", Some(&book.teams[team]), f64::from(seats))]).collect();
        let cells = Cells::design(&book, &resolved, &grid, &|_| ()).unwrap();
        let lived = cells.live(&[0, 1, 2, 3], 1, 0..30, &[MetricId::Coverage], &|_| ());
        for pair in lived.windows(2) {
            let step = Paired::of(&pair[1][0], &pair[0][0], 1.0).unwrap();
            prop_assert!(!step.beyond(-3.0) || step.difference > -1e-3, "{:?}", step);
        }
    }
}
