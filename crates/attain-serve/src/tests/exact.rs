//! The figures of the page are those of the commands, to the last digit.

use serde_json::{Value, json};

use super::fixture::{TestPage, YEARS, run};
use attain_analysis::compare::assemble_results;
use attain_analysis::experiment::axis;
use attain_analysis::experiment::axis_value::AxisValue;
use attain_analysis::experiment::cell::ExperimentCells;
use attain_analysis::planning::design;
use attain_core::metric::MetricId;
use attain_design::study;
use attain_sim::simulate::simulate_years;
use attain_sim::summarise::results::Results;

/// The results of `compare` on files of the study's folder, with the first one as reference.
fn compared(page: &TestPage, files: &[&str], years: u32) -> Results {
    let paths: Vec<_> = files.iter().map(|file| page.folder.path().join(file)).collect();
    let study = study::load(&paths).unwrap();
    let plans = study::for_each_scenario(&study.scenarios, |resolved| design(&study.book, resolved)).unwrap();
    let plans = study::with_common_target(plans, 0);
    let hashes: Vec<String> = study.scenarios.iter().map(|resolved| resolved.hash.clone()).collect();
    let output = simulate_years(&study.book, &plans, 1, years, &|_| ());
    assemble_results(&study.book, &plans, &hashes, &output, 0).unwrap()
}

fn figure(answer: &Value, state: usize, metric: &str) -> Value {
    let figures = answer["states"][state]["figures"].as_array().unwrap();
    figures.iter().find(|figure| figure["metric"] == metric).unwrap().clone()
}

#[test]
fn a_refined_answer_equals_compare_on_the_saved_file() {
    run(async {
        let page = TestPage::new("today");
        let axes =
            json!({ "adds.field": 1, "start-month.field": 3, "attrition": 0.7, "win-rate": -0.03, "disruption-weight": 0.5 });
        let state = json!({ "axes": axes, "carve": "peel", "quota": "top-down", "protection": "priced", "replan": true });
        for years in [50, 120] {
            let (status, text) = page.answer(1, years, &state).await;
            assert_eq!(status, 200, "{text}");
        }
        let (_, text) = page.answer(1, YEARS, &state).await;
        let answer: Value = serde_json::from_str(&text).unwrap();
        let (status, text) = page.post("save", &json!({ "name": "more-field", "state": state })).await;
        assert_eq!(status, 200, "{text}");

        let results = compared(&page, &["plan.toml", "more-field.toml"], YEARS);
        assert_eq!(answer["years"], YEARS);
        for (at, plan) in results.plans.iter().enumerate() {
            assert_eq!(figure(&answer, at, "p_target")["mean"], json!(plan.p_target));
            assert_eq!(figure(&answer, at, "p_target")["interval"], json!([plan.p_target_low, plan.p_target_high]));
            for metric in ["bookings", "participation", "contribution", "cost", "equity_range", "disruption", "leavers"] {
                let found = figure(&answer, at, metric);
                assert_eq!(found["mean"], plan.company[metric]["mean"], "{metric}");
                assert_eq!(found["band"], json!([plan.company[metric]["p05"], plan.company[metric]["p95"]]), "{metric}");
            }
        }
        let chances = [results.plans[0].p_target, results.plans[1].p_target];
        assert!(chances.iter().all(|chance| (0.01..0.99).contains(chance)) && chances[0] != chances[1], "{chances:?}");
    });
}

#[test]
fn pinned_states_equal_a_comparison_of_their_files() {
    run(async {
        let page = TestPage::new("today");
        let states = [("one", json!({ "axes": { "adds.inside": 1 } })), ("two", json!({ "axes": { "cuts.inside": 1 } }))];
        for (name, state) in &states {
            assert_eq!(page.post("save", &json!({ "name": name, "state": state })).await.0, 200);
        }
        let pinned: Vec<Value> = states.iter().map(|(name, state)| json!({ "name": name, "state": state })).collect();
        let (status, text) = page.post("compare", &json!({ "tab": "t", "number": 1, "years": YEARS, "states": pinned })).await;
        assert_eq!(status, 200, "{text}");
        let answer: Value = serde_json::from_str(&text).unwrap();
        let results = compared(&page, &["plan.toml", "one.toml", "two.toml"], YEARS);
        for (at, plan) in results.plans.iter().enumerate() {
            assert_eq!(answer["states"][at]["name"], plan.name);
            assert_eq!(figure(&answer, at, "p_target")["mean"], json!(plan.p_target));
            assert_eq!(figure(&answer, at, "contribution")["mean"], plan.company["contribution"]["mean"]);
        }
        assert!(answer["headline"].as_str().unwrap().len() > 20, "{}", answer["headline"]);
    });
}

#[test]
fn assumptions_that_turn_out_differently_leave_the_plan_as_in_stress() {
    run(async {
        let page = TestPage::new("today");
        let values = [("attrition", 0.5), ("win-rate", -0.05), ("ramp", 1.5)];
        let axes: serde_json::Map<String, Value> =
            values.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let (status, text) = page.answer(1, YEARS, &json!({ "axes": axes })).await;
        assert_eq!(status, 200, "{text}");
        let answer: Value = serde_json::from_str(&text).unwrap();

        let study = &page.page.engine.study;
        let cell = values.map(|(name, value)| AxisValue { axis: axis::find(name).unwrap(), narrowed_to: None, value });
        let cells = ExperimentCells::design(&study.book, study.reference(), &[cell.to_vec()], &|_| ()).unwrap();
        let years = cells.simulate(&[0], 1, 0..YEARS, &[MetricId::TargetHit], &|_| ());
        let chance = years[0][0].iter().sum::<f64>() / f64::from(YEARS);
        assert!((0.01..0.99).contains(&chance), "{chance}");
        assert_eq!(figure(&answer, 1, "p_target")["mean"], json!(chance));
        let replanned = page.answer(2, YEARS, &json!({ "axes": axes, "replan": true })).await.1;
        let replanned: Value = serde_json::from_str(&replanned).unwrap();
        assert_ne!(figure(&replanned, 1, "participation"), figure(&answer, 1, "participation"), "quotas follow the win rate");
    });
}

#[test]
fn more_years_narrow_the_error_and_a_late_old_change_is_not_answered() {
    run(async {
        let page = TestPage::new("today");
        let state = json!({ "axes": { "attrition": 0.5 } });
        let width = |text: &str| {
            let answer: Value = serde_json::from_str(text).unwrap();
            let interval = figure(&answer, 1, "bookings")["interval"].clone();
            interval[1].as_f64().unwrap() - interval[0].as_f64().unwrap()
        };
        let (few, many) = (page.answer(5, 50, &state).await.1, page.answer(5, YEARS, &state).await.1);
        assert!(width(&many) < 0.7 * width(&few), "{} {}", width(&few), width(&many));
        assert_eq!(page.answer(4, 50, &state).await.0, 409, "an older change of the same tab");
        let other = json!({ "tab": "other", "number": 1, "years": 50, "state": state });
        assert_eq!(page.post("answer", &other).await.0, 200, "another tab has numbers of its own");
    });
}

#[test]
fn what_is_kept_stays_bounded() {
    run(async {
        let page = TestPage::new("today");
        for change in 0..150_u32 {
            let attrition = 0.2 + f64::from(change) * 0.004;
            let state = json!({ "axes": { "attrition": attrition, "disruption-weight": 0.5 + attrition } });
            assert_eq!(page.answer(u64::from(change) + 1, 2, &state).await.0, 200);
        }
        let (designs, years) = page.page.engine.kept();
        assert!(designs <= 32 && (3..=64).contains(&years), "{designs} {years}");
    });
}
