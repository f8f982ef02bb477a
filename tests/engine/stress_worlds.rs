//! Cells of the demo: what common worlds gain, a search against all cells, and
//! that a rep more never covers less.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;

use attain::experiment::axis;
use attain::experiment::cell_columns::{CACHED_METRICS, CellColumns};
use attain::experiment::figures::{CellDifference, pairing_gain};
use attain::experiment::goal::SolveGoal;
use attain::experiment::lever::add_reps;
use attain::experiment::solve::{GoalSearch, SearchMethod};
use attain::experiment::{axis_value::AxisValue, cell::ExperimentCells};
use attain::metric::MetricId;
use attain::study::{self, Study};

fn demo(name: &str) -> Study {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    study::load(&[path]).unwrap_or_else(|faults| panic!("{faults}"))
}

fn adds(seats: u32) -> Vec<AxisValue> {
    vec![AxisValue { axis: axis::find("adds").unwrap(), narrowed_to: Some("mid-market".to_owned()), value: f64::from(seats) }]
}

fn years(cells: &ExperimentCells, seed: u64, years: u32) -> Vec<CellColumns> {
    let all: Vec<usize> = (0..cells.cells.len()).collect();
    cells.simulate(&all, seed, 0..years, &CACHED_METRICS, &|_| ()).into_iter().map(CellColumns).collect()
}

fn variance(a: &[f64], b: &[f64]) -> f64 {
    let se = CellDifference::between(a, b, 1.0).unwrap().se;
    se * se * a.len() as f64
}

/// The worth of a rep in the same worlds, and with a seed of its own for each cell.
#[test]
fn common_worlds_sharpen_the_worth_of_a_rep() {
    let study = demo("potential-over-conversion.toml");
    let cells = ExperimentCells::design(&study.book, &study.scenarios[0], &[adds(3), adds(4)], &|_| ()).unwrap();
    let (same, other) = (years(&cells, 1, 400), years(&cells, 2, 400));
    for (id, name) in [(MetricId::Bookings, "bookings"), (MetricId::Contribution, "contribution")] {
        let paired = variance(same[1].metric(id), same[0].metric(id));
        let apart = variance(other[1].metric(id), same[0].metric(id));
        let reported = pairing_gain(same[1].metric(id), same[0].metric(id)).unwrap();
        println!(
            "{name} of a fourth rep: variance {:.3e} in the same worlds, {apart:.3e} in others: ratio {:.2} (reported: {reported:.2})",
            paired,
            apart / paired
        );
        assert!(apart / paired > 2.0, "{name}: {}", apart / paired);
        // What the results tell from the two variances agrees with real separate seeds.
        assert!((apart / paired / reported - 1.0).abs() < 0.35, "{name}: {} against {reported}", apart / paired);
    }
}

#[test]
fn a_search_finds_what_all_cells_show() {
    let study = demo("potential-over-conversion.toml");
    let base = &study.scenarios[0];
    let candidates: Vec<_> =
        (0..=8).filter_map(|more| add_reps(base, &BTreeMap::from([("mid-market".to_owned(), more)]), None)).collect();
    let altered: Vec<_> = candidates.iter().map(|candidate| candidate.altered.clone()).collect();
    let cells = ExperimentCells::from_altered(&study.book, base, &altered, &|_| ()).unwrap();
    let all = years(&cells, 1, 200);
    let values: Vec<f64> = candidates.iter().map(|candidate| candidate.value).collect();
    for share in ["55%", "65%", "70%", "75%", "99.9%"] {
        let goal = SolveGoal::parse(&format!("p_target >= {share}")).unwrap();
        let met = |columns: &CellColumns| goal.is_met(goal.estimate(columns).unwrap(), 0.0);
        let scan = all.iter().position(met).map(|at| values[at]);
        let mut simulated = Vec::new();
        let mut simulate = |at: &[usize]| {
            simulated.extend_from_slice(at);
            Ok::<_, Infallible>(at.iter().map(|&at| all[at].clone()).collect())
        };
        let Ok(found) =
            GoalSearch { values: values.clone(), descriptions: Vec::new(), goal: &goal, budget: None, simulate: &mut simulate }
                .run();
        println!(
            "{share}: {:?} by {:?} with {} of {} cells; all cells: {scan:?}",
            found.answer,
            found.method,
            simulated.len(),
            all.len()
        );
        if found.method == SearchMethod::Bisection {
            // Neighbours that noise alone puts out of order are within the reported doubt.
            let (low, high) = (found.perhaps.unwrap_or(f64::INFINITY), found.surely.unwrap_or(f64::INFINITY));
            assert!(found.answer == scan || scan.is_none_or(|scan| low <= scan && scan <= high), "{share}: {found:?}, {scan:?}");
        } else {
            assert_eq!(found.answer, scan);
        }
    }
}

/// On the demo, with ramp, attrition and books carved anew: coverage may fall
/// by less than a tenth of a point, where new books travel more.
#[test]
fn a_rep_more_never_covers_less() {
    const SLIGHT: f64 = 1e-3;
    let study = demo("potential-over-conversion.toml");
    let grid: Vec<Vec<AxisValue>> = (0..=8).map(adds).collect();
    let cells = ExperimentCells::design(&study.book, &study.scenarios[0], &grid, &|_| ()).unwrap();
    let simulated = years(&cells, 1, 100);
    for (seats, pair) in simulated.windows(2).enumerate() {
        let step = CellDifference::between(pair[1].metric(MetricId::Coverage), pair[0].metric(MetricId::Coverage), 1.0).unwrap();
        println!("coverage from {seats} to {}: {:+.5} ± {:.5}", seats + 1, step.difference, step.se);
        assert!(!step.is_beyond(-3.0) || step.difference > -SLIGHT, "from {seats} seats: {step:?}");
    }
    let whole =
        CellDifference::between(simulated[8].metric(MetricId::Coverage), simulated[0].metric(MetricId::Coverage), 1.0).unwrap();
    assert!(whole.difference > 0.05, "eight reps more cover {whole:?} more");
}
