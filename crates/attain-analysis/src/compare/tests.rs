//! Tests of comparisons on small studies.

use super::couples::couples;
use super::{COMPARED_METRICS, assemble_results, compare};
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_fixtures::years::study;
use attain_sim::simulate::SimulationOutput;

fn with(columns: &[(MetricId, &[&[f64]])], names: &[&str], years: usize) -> (Vec<Plan>, SimulationOutput) {
    let (_, plans, mut output) = study(names, years);
    for (id, by_plan) in columns {
        for (plan, values) in output.plans.iter_mut().zip(*by_plan) {
            plan.company[*id as usize] = values.to_vec();
        }
    }
    (plans, output)
}

#[test]
fn pairs_begin_with_the_reference() {
    assert_eq!(couples(4, 1), [(0, 1), (2, 1), (3, 1), (0, 2), (0, 3), (2, 3)]);
    assert_eq!(couples(1, 0), []);
    assert_eq!(couples(0, 0), []);
}

#[test]
fn every_pair_has_every_metric() {
    let (_, plans, output) = study(&["a", "b", "c"], 200);
    let found = compare(&plans, &output, 0).unwrap();
    assert_eq!(found.pairs.len(), 3 * COMPARED_METRICS.len());
    assert_eq!((found.pairs[0].a.as_str(), found.pairs[0].b.as_str(), found.pairs[0].metric), ("b", "a", "bookings"));
    assert!(found.pairs.iter().all(|pair| pair.low <= pair.difference && pair.difference <= pair.high));
    let bookings = &found.pairs[0];
    assert!((bookings.high - bookings.difference - found.critical * bookings.se).abs() < 1e-6);
    assert!(found.critical > 1.97 && found.critical < 4.0, "{}", found.critical);
}

#[test]
fn regret_by_hand() {
    let (plans, output) =
        with(&[(MetricId::Bookings, &[&[10.0, 20.0, 30.0, 5.0], &[12.0, 20.0, 20.0, f64::NAN]])], &["a", "b"], 4);
    let choice = compare(&plans, &output, 0).unwrap().choice;
    // Three complete worlds: b leads by 2, a tie, a leads by 10.
    assert!((choice[0].p_best - 0.5).abs() < 1e-12 && (choice[1].p_best - 0.5).abs() < 1e-12);
    assert!((choice[0].expected_regret - 2.0 / 3.0).abs() < 1e-12);
    assert!((choice[1].expected_regret - 10.0 / 3.0).abs() < 1e-12);
    assert!((choice[1].regret_p95 - 9.0).abs() < 1e-12);
}

#[test]
fn pareto_drops_only_what_is_proven_worse() {
    let wave: Vec<f64> = (0..200).map(|year| libm::sin(f64::from(year))).collect();
    let level = |base: f64| wave.iter().map(|w| base + w).collect::<Vec<f64>>();
    let noisy = |base: f64| wave.iter().rev().map(|w| base + 100.0 * w).collect::<Vec<f64>>();
    let same = level(1.0);
    let equal: &[&[f64]] = &[&same, &same, &same];
    let (a, b, c) = (level(50.0), level(40.0), noisy(49.9));
    let (plans, output) = with(
        &[
            (MetricId::Bookings, &[&a, &b, &c]),
            (MetricId::EquityRange, equal),
            (MetricId::Disruption, equal),
            (MetricId::Cost, equal),
        ],
        &["a", "b", "c"],
        200,
    );
    // Plan b books less in every world; plan c books less on average, but that may be chance.
    assert_eq!(compare(&plans, &output, 0).unwrap().pareto, ["a", "c"]);
}

#[test]
fn warns_of_what_weakens_the_result() {
    let (_, plans, mut output) = study(&["a", "b"], 200);
    output.plans[0].company[MetricId::CapTouched as usize] = vec![0.05; 200];
    output.plans[1].company[MetricId::Bookings as usize].reverse();
    let text = compare(&plans, &output, 0).unwrap().warnings.join("\n");
    for part in ["200 years are too few", "a: 5.0 % of opportunities reach the cap", "b and a gain little"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn one_year_and_one_plan_are_no_trouble() {
    let (_, plans, output) = study(&["a"], 1);
    let found = compare(&plans, &output, 0).unwrap();
    assert_eq!((found.pairs.len(), found.pareto.len(), found.choice[0].p_best), (0, 1, 1.0));
    let (_, plans, output) = study(&["a", "b"], 1);
    let found = compare(&plans, &output, 1).unwrap();
    assert!(found.pairs.iter().all(|pair| pair.se == 0.0 && pair.low.is_finite() && pair.high.is_finite()));
    assert!(found.warnings[0].contains("single year"));
}

#[test]
fn years_without_values_leave_numbers_only() {
    let (_, plans, mut output) = study(&["a", "b", "c"], 150);
    for plan in &mut output.plans {
        plan.company[MetricId::WinRate as usize] = vec![f64::NAN; 150];
        plan.company[MetricId::Leavers as usize][3] = f64::INFINITY;
    }
    let found = compare(&plans, &output, 0).unwrap();
    let text = serde_json::to_string(&(&found.pairs, &found.choice)).unwrap();
    assert!(!text.contains("null"));
    assert!(found.critical.is_finite());
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let (book, plans, output) = study(&["a", "b", "c"], 300);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&assemble_results(&book, &plans, &[], &output, 0).unwrap()).unwrap())
    };
    assert_eq!(run(1), run(3));
}
