//! `attain stress` and `attain solve`, through the program: bad grids, goals
//! out of reach, cells that are used again.

use crate::tiny::Study;
use serde_json::Value;

const GRID: &str = "scenario = \"plan.toml\"\n[grid]\nadds.inside = { from = 0, to = 2 }\nattrition = [0.5, 1]\n";

/// The tiny study with a file that stresses its plan.
fn study(text: &str) -> Study {
    let study = Study::new();
    study.write("grid.toml", text);
    study
}

fn json(study: &Study, file: &str) -> Value {
    serde_json::from_slice(&study.read(file)).unwrap()
}

/// A text without the breaks of its lines.
fn unbroken(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The faults of a study file: exit code 2, nothing written.
fn faults(text: &str) -> String {
    let study = study(text);
    let before = study.everything();
    let answer = study.run(&["stress", "grid.toml", "--years", "3", "--out", "out"]).ends(2);
    assert_eq!(study.everything(), before, "something was written");
    answer.err
}

#[test]
fn every_bad_grid_is_told_with_its_code() {
    let of = |grid: &str| format!("scenario = \"plan.toml\"\n[grid]\n{grid}\n");
    let cases = [
        (of("attrition = []"), "stress::empty-axis"),
        (of(""), "stress::no-axis"),
        (of("attrition = { from = 2, to = 0.5, step = 0.5 }"), "stress::reversed-range"),
        (of("attrition = { from = 0, to = 2, step = -1 }"), "stress::bad-step"),
        (of("attrition = { from = 0 }"), "stress::half-range"),
        (of("attrition = [1, 2, 1]"), "stress::value-twice"),
        (of("attrition = \"much\""), "stress::wrong-type"),
        (of("attritoin = [1, 2]"), "stress::unknown-axis"),
        (of("adds = [1, 2]"), "stress::needs-team"),
        (of("adds.insid = [1, 2]"), "stress::unknown-team"),
        (of("churn.huge = [1, 2]"), "stress::unknown-segment"),
        (of("margin.inside = [0.1]"), "stress::not-narrowed"),
        (of("adds.inside = [0.5]"), "stress::out-of-range"),
        (of("adds.inside = [-1]"), "stress::out-of-range"),
        (of("attrition = [9]"), "stress::unfit-value"),
        (of("over-assignment = [0.1]"), "stress::unfit-value"),
        (of("adds.inside = { from = 0, to = 1000000000 }"), "stress::too-many-cells"),
        (
            of(
                "win-odds = { from = 0, to = 1, step = 0.001 }\nramp = { from = 0, to = 1, step = 0.001 }\nchurn = { from = 0, to = 1, step = 0.001 }",
            ),
            "stress::too-many-cells",
        ),
        ("[grid]\nattrition = [1]\n".to_owned(), "stress::no-scenario"),
        (of("attrition = [1]") + "[hire]\nteam = \"outside\"\n", "stress::unknown-team"),
        ("scenario = \"plan.toml\"\nyears = 3\n".to_owned(), "stress::unknown-key"),
        ("scenario = \"nowhere.toml\"\n".to_owned(), "scenario::missing-file"),
        (of("attrition = [1"), "scenario::syntax"),
    ];
    for (text, code) in cases {
        let reported = faults(&text);
        assert!(reported.contains(code), "{text}\n{reported}");
    }
}

#[test]
fn all_faults_of_a_grid_are_told_at_once_with_line_and_suggestion() {
    let reported = faults("scenario = \"plan.toml\"\n[grid]\nattritoin = [1]\nramp = []\nwin-rate = { from = 1, to = 0 }\n");
    for expected in
        ["grid.toml:3", "did you mean `attrition`?", "grid.toml:4", "stress::empty-axis", "grid.toml:5", "stress::reversed-range"]
    {
        assert!(reported.contains(expected), "{expected} is missing in\n{reported}");
    }
}

#[test]
fn a_billion_cells_are_refused_at_once() {
    let began = std::time::Instant::now();
    let reported = faults("scenario = \"plan.toml\"\n[grid]\nattrition = { from = 0, to = 1, step = 1e-9 }\n");
    assert!(reported.contains("1000000000 cells") && reported.contains("at most 4000 cells"), "{reported}");
    assert!(began.elapsed().as_secs() < 10);
    let study = study(GRID);
    let answer = study.run(&["stress", "grid.toml", "--years", "10_000_000"]).ends(2);
    assert!(answer.err.contains("stress::too-many-years"), "{}", answer.err);
}

#[test]
fn a_grid_is_lived_and_every_cell_told() {
    let study = study(GRID);
    let answer = study.run(&["stress", "grid.toml", "--years", "30", "--out", "out"]).ends(0);
    for expected in ["Probability of target", "P10 of bookings", "Value of each added rep", "One more rep of inside", "±"] {
        assert!(answer.out.contains(expected), "{expected} is missing in\n{}", answer.out);
    }
    let stress = json(&study, "out/stress.json");
    assert_eq!(stress["cells"].as_array().unwrap().len(), 6);
    assert_eq!(stress["cells"][5]["at"], serde_json::json!([2.0, 1.0]));
    assert_eq!(stress["marginal"].as_array().unwrap().len(), 4);
    assert_eq!(stress["hire"]["months"].as_array().unwrap().len(), 12);
    let page = String::from_utf8(study.read("out/stress.html")).unwrap();
    assert!(page.contains("Heat maps") && !page.contains("src=\"http") && page.contains("inside"));
    assert_eq!(&study.read("out/stress.parquet")[..4], b"PAR1");
}

#[test]
fn a_scenario_alone_has_the_usual_grid() {
    let study = Study::new();
    study.run(&["stress", "plan.toml", "--years", "4"]).ends(0);
    let stress = json(&study, "reports/stress-plan/stress.json");
    let names: Vec<&str> = stress["axes"].as_array().unwrap().iter().map(|axis| axis["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["adds.field", "attrition"]);
    assert_eq!(stress["cells"].as_array().unwrap().len(), 24);
}

#[test]
fn cells_are_used_again_and_change_nothing() {
    let study = study(GRID);
    let run = |years: &str, out: &str, threads: &str| {
        study.run(&["stress", "grid.toml", "--years", years, "--out", out, "--threads", threads]).ends(0).err
    };
    run("300", "whole", "2");
    // The same in two runs, on another number of threads, with a smaller grid first.
    let larger = std::fs::read_to_string(study.at("grid.toml")).unwrap();
    study.replace("grid.toml", "to = 2", "to = 1");
    run("100", "parts", "1");
    study.write("grid.toml", &larger);
    let reported = run("300", "parts", "1");
    // Of the four cells of the smaller grid and the thirteen of the hire, some are the same.
    assert!(reported.contains("Reused"), "{reported}");
    for file in ["stress.json", "stress.html", "stress.parquet"] {
        assert!(study.read(&format!("whole/{file}")) == study.read(&format!("parts/{file}")), "{file} differs");
    }
    let again = run("300", "parts", "2");
    assert!(again.contains(", simulated 0 more"), "{again}");
    let fresh = study.run(&["stress", "grid.toml", "--years", "300", "--out", "parts", "--fresh"]).ends(0).err;
    assert!(!fresh.contains("Reused"), "{fresh}");
    assert!(study.read("whole/stress.json") == study.read("parts/stress.json"));
}

#[test]
fn a_search_agrees_with_the_grid_it_would_take() {
    let study = study("scenario = \"plan.toml\"\n[grid]\nadds.inside = { from = 0, to = 6 }\n[hire]\nfollow = false\n");
    study.run(&["stress", "grid.toml", "--years", "200", "--out", "out"]).ends(0);
    let stress = json(&study, "out/stress.json");
    // Of all figures the cost of the tiny study is the one that surely moves with seats.
    let costs: Vec<f64> =
        stress["cells"].as_array().unwrap().iter().map(|cell| cell["cost"]["value"].as_f64().unwrap()).collect();
    let goal = 0.5 * (costs[0] + costs[6]);
    let first = costs.iter().position(|cost| *cost >= goal).unwrap();
    assert!((1..=6).contains(&first), "{costs:?}");
    let text = format!("cost >= {goal}");
    let args = [
        "solve",
        "plan.toml",
        "--for",
        &text,
        "--team",
        "inside",
        "--max-adds",
        "6",
        "--max-cuts",
        "0",
        "--years",
        "200",
        "--out",
        "out",
    ];
    let answer = study.run(&args).ends(0);
    let solved = json(&study, "out/solve.json");
    assert_eq!(solved["solution"]["answer"].as_f64(), Some(first as f64), "{costs:?}\n{}", answer.out);
    assert_eq!(solved["solution"]["method"], "bisection", "{}", solved["solution"]);
    for tried in solved["solution"]["tried"].as_array().unwrap() {
        let at = tried["value"].as_f64().unwrap() as usize;
        assert_eq!(tried["figure"]["value"].as_f64().unwrap(), costs[at], "cells of grid and search differ");
    }
}

#[test]
fn what_is_out_of_reach_is_told_with_a_code_of_its_own() {
    let study = Study::new();
    let solve = |more: &[&str]| study.run(&[&["solve", "plan.toml", "--years", "20", "--out", "out"], more].concat());
    let answer = solve(&["--for", "p_target >= 99%", "--target", "900M", "--team", "field", "--max-adds", "3"]).ends(3);
    assert!(unbroken(&answer.out).contains("no simulated number of added field reps reaches p_target >= 99%"), "{}", answer.out);
    let answer = solve(&["--for", "cost <= 1", "--by", "attrition"]).ends(3);
    assert!(unbroken(&answer.out).contains("no simulated attrition"), "{}", answer.out);
    let answer = solve(&["--for", "bookings >= 0", "--team", "field", "--limit", "inside=1", "--max-adds", "2"]).ends(0);
    assert!(unbroken(&answer.out).contains("without added reps"), "{}", answer.out);
}

#[test]
fn bad_searches_are_told_with_their_codes() {
    let study = Study::new();
    let reported = |args: &[&str]| study.run(&[&["solve", "plan.toml", "--years", "3"], args].concat()).ends(2).err;
    let cases: [(&[&str], &str); 9] = [
        (&["--for", "p_target >= 80%", "--by", "attrition", "--step", "1e-9"], "solve::too-many-candidates"),
        (&["--for", "p_target"], "solve::no-goal"),
        (&["--for", "p_targte >= 0.8"], "solve::unknown-figure"),
        (&["--for", "p_target >= 80"], "solve::no-share"),
        (&["--for", "p_target >= 80%", "--team", "insid"], "solve::unknown-team"),
        (&["--for", "p_target >= 80%", "--by", "start-month"], "solve::no-adds"),
        (&["--for", "p_target >= 80%", "--by", "over-assignment"], "solve::never-fits"),
        (&["--for", "p_target >= 80%", "--by", "attrition", "--from", "2", "--to", "1"], "solve::no-range"),
        (&["--for", "p_target >= 80%", "--by", "attrition", "--budget", "1M"], "solve::idle-option"),
    ];
    for (args, code) in cases {
        let text = reported(args);
        assert!(text.contains(code), "{args:?}\n{text}");
    }
    assert!(!study.at("reports").exists());
}

#[test]
fn a_budget_ends_what_may_be_hired() {
    let study = Study::new();
    let args = [
        "solve",
        "plan.toml",
        "--for",
        "contribution >= -100M",
        "--team",
        "field",
        "--years",
        "20",
        "--budget",
        "0",
        "--out",
        "out",
    ];
    study.run(&args).ends(0);
    let args =
        ["solve", "plan.toml", "--for", "cost >= 1.2M", "--team", "field", "--years", "20", "--budget", "1", "--out", "out"];
    let answer = study.run(&args).ends(3);
    assert!(unbroken(&answer.out).contains("exceeds the budget"), "{}", answer.out);
}

#[test]
fn check_knows_a_study_file() {
    let of = |grid: &str| study(&format!("scenario = \"plan.toml\"\n[grid]\n{grid}\n"));
    let answer = of("attrition = [1, 2]\nadds.inside = { from = 0, to = 2 }").run(&["check", "grid.toml"]).ends(0);
    assert!(unbroken(&answer.out).contains("grid.toml: OK (6 cells, based on"), "{}", answer.out);
    for (grid, code) in [("attritoin = [1, 2]", "stress::unknown-axis"), ("attrition = [9]", "stress::unfit-value")] {
        let answer = of(grid).run(&["check", "grid.toml", "plan.toml"]).ends(2);
        assert!(answer.err.contains(code), "{}", answer.err);
    }
}

#[test]
fn every_shipped_study_runs() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/stress");
    let mut studies = 0;
    for entry in std::fs::read_dir(shipped).unwrap() {
        let path = entry.unwrap().path();
        let args = ["stress", path.to_str().unwrap(), "--years", "2", "--out", "out", "--quiet"];
        crate::tiny::Answer::of(crate::tiny::attain(folder.path()).args(args).output().unwrap()).ends(0);
        studies += 1;
    }
    assert!(studies > 0);
}
