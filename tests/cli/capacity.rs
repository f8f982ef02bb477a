//! `attain capacity` and `attain quick` as a user runs them.

use std::path::Path;

use crate::tiny::{Answer, Study, attain};
use serde_json::Value;

fn quick(folder: &Path, args: &[&str]) -> Answer {
    Answer::of(attain(folder).arg("quick").args(args).output().unwrap())
}

/// An amount with two decimals, in cents.
fn cents(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 100.0).round() as i64
}

fn figures(study: &Study, out: &str) -> Value {
    serde_json::from_slice(&study.read(&format!("{out}/capacity.json"))).unwrap()
}

#[test]
fn the_bridge_adds_up_to_the_cent_and_ends_where_compare_does() {
    let study = Study::new();
    let answer = study.run(&["capacity", "plan.toml", "--years", "60", "--seed", "5", "--out", "cap"]).ends(0);
    assert!(answer.out.contains("P50 of bookings") && answer.err.is_empty(), "{}{}", answer.out, answer.err);
    let found = figures(&study, "cap");
    let bridges = found["bridges"].as_array().unwrap();
    // The company and its two teams.
    assert_eq!(bridges.len(), 3);
    for bridge in bridges {
        let steps = bridge["steps"].as_array().unwrap();
        assert_eq!(steps.len(), 9);
        let sum: i64 = steps.iter().map(|step| cents(&step["change"])).sum();
        assert_eq!(cents(&bridge["quota_capacity"]) + sum, cents(&bridge["p50"]));
        for pair in steps.windows(2) {
            assert_eq!(cents(&pair[0]["after"]) + cents(&pair[1]["change"]), cents(&pair[1]["after"]));
        }
    }
    study.run(&["compare", "plan.toml", "--years", "60", "--seed", "5", "--out", "cmp"]).ends(0);
    let compared: Value = serde_json::from_slice(&study.read("cmp/results.json")).unwrap();
    let bookings = &compared["plans"][0]["company"]["bookings"];
    assert_eq!(cents(&bookings["mean"]), cents(&bridges[0]["mean"]));
    assert_eq!(cents(&bookings["p50"]), cents(&bridges[0]["p50"]));
    assert_eq!(compared["plans"][0]["p_target"], found["gap"]["chance"]["p"]);
    // People by month are those of the run's series.
    let series = compared["plans"][0]["series"].as_array().unwrap();
    let of = |name: &str| &series.iter().find(|series| series["name"] == name).unwrap()["steps"];
    for (figure, name) in [("ramped_reps", "ramped_reps"), ("vacancies", "vacant_seats")] {
        let months = found["crews"][0]["months"][figure].as_array().unwrap();
        assert_eq!(months.len(), 12);
        for (month, step) in months.iter().zip(of(name).as_array().unwrap()) {
            assert!((month["mean"].as_f64().unwrap() - step["mean"].as_f64().unwrap()).abs() < 1e-4, "{name}");
        }
    }
}

#[test]
fn threads_and_terminal_width_do_not_change_the_files() {
    let study = Study::new();
    let run = |threads: &str, out: &str| {
        study.run(&["capacity", "plan.toml", "--years", "40", "--threads", threads, "--out", out]).ends(0);
        (study.read(&format!("{out}/capacity.json")), study.read(&format!("{out}/capacity.html")))
    };
    assert_eq!(run("1", "one"), run("3", "three"));
}

#[test]
fn a_plan_that_is_far_from_its_target_says_what_stands_in_the_way() {
    let study = Study::new();
    let base = String::from_utf8(study.read("base.toml")).unwrap().replace("bookings = 900_000", "bookings = 90_000_000");
    study.write("base.toml", &base);
    study.write(
        "plan.toml",
        "extends = \"base.toml\"\n[quota]\npolicy = { flat = { quota = 9_000_000 } }\n[headcount]\nadds = [{ team = \"inside\", seats = 1, start-month = 12 }]\n[ramp]\nshape = { linear = { months = 1 } }\n",
    );
    let answer = study.run(&["capacity", "plan.toml", "--years", "30", "--out", "cap"]).ends(0);
    let found = figures(&study, "cap");
    let warnings: Vec<&str> = found["warnings"].as_array().unwrap().iter().map(|warning| warning.as_str().unwrap()).collect();
    for part in [
        "street quota",
        "above 80 % of the seat's expected bookings",
        "books almost nothing",
        "shorter than its sales cycle",
        "above their median",
    ] {
        assert!(warnings.iter().any(|warning| warning.contains(part)), "{part}: {warnings:#?}");
    }
    assert!(answer.out.contains("Warning: The street quota"), "{}", answer.out);
    // Unreachable: either doubling the best team was tried and said not to do, or no hire was seen to help.
    let unbroken = answer.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(unbroken.contains("does not reach it") || unbroken.contains("hiring does not help"), "{}", answer.out);
}

#[test]
fn bad_options_of_capacity_are_told() {
    let study = Study::new();
    for (args, code) in [
        (&["--years", "1"][..], "usage::out-of-range"),
        (&["--chance", "100%"], "usage::"),
        (&["--chance", "soon"], "usage::"),
        (&["--out", "plan.toml"], "out::wrong-kind"),
    ] {
        let answer = study.run(&[&["capacity", "plan.toml"], args].concat()).ends(2);
        assert!(answer.err.contains(code), "{}", answer.err);
    }
}

#[test]
fn quick_answers_without_a_file_and_what_it_writes_can_be_compared() {
    let folder = tempfile::tempdir().unwrap();
    let asked = ["--reps", "6", "--quota", "900k", "--target", "5M", "--attrition", "30%", "--ramp", "6", "--years", "80"];
    let answer = quick(folder.path(), &asked).ends(0);
    assert!(answer.err.is_empty(), "{}", answer.err);
    for part in [
        "6 reps with a quota of $900k each reach $5.00M (5.6 quotas)",
        "hand-over loss",
        "A chance of 80 % requires",
        "P: 70-80 %",
        "assumption ",
    ] {
        assert!(answer.out.contains(part), "{part}: {}", answer.out);
    }
    // A quota of 900k is three quarters of what a territory gives: the first step, to 3 %.
    let show = Answer::of(
        attain(folder.path()).args(["capacity", "reports/quick/plan.toml", "--years", "200", "--out", "cap"]).output().unwrap(),
    );
    show.ends(0);
    let found: Value = serde_json::from_slice(&std::fs::read(folder.path().join("cap/capacity.json")).unwrap()).unwrap();
    let bridge = &found["bridges"][0];
    assert_eq!(cents(&bridge["quota_capacity"]), 540_000_000);
    let gives = bridge["steps"][0]["after"].as_f64().unwrap();
    assert!((gives / 7.2e6 - 1.0).abs() < 0.03, "{gives}");
    for file in ["reports/quick/plan.toml", "reports/quick/needed/plan.toml"] {
        if folder.path().join(file).exists() {
            Answer::of(attain(folder.path()).args(["compare", file, "--years", "20"]).output().unwrap()).ends(0);
        }
    }
    // An attainment that is stated is the one that comes out: six reps' years spread by a fifth, so 200 of them by 1.5 %, twice.
    let stated = [&asked[..], &["--attainment", "85%", "--out", "stated"]].concat();
    assert!(quick(folder.path(), &stated).ends(0).out.contains("as given by --attainment"));
    Answer::of(attain(folder.path()).args(["capacity", "stated/plan.toml", "--years", "200", "--out", "cap"]).output().unwrap())
        .ends(0);
    let found: Value = serde_json::from_slice(&std::fs::read(folder.path().join("cap/capacity.json")).unwrap()).unwrap();
    let mean = found["bridges"][0]["mean"].as_f64().unwrap();
    assert!((mean / (0.85 * 5.4e6) - 1.0).abs() < 0.06, "{mean}");
    // The same question again gives the same answer.
    assert_eq!(quick(folder.path(), &asked).ends(0).out, answer.out);
}

#[test]
fn quick_takes_each_segment_and_several() {
    let folder = tempfile::tempdir().unwrap();
    let base = ["--reps", "5", "--quota", "800_000", "--target", "3.2M", "--years", "30"];
    for segments in [&["--segment", "smb"][..], &["--segment", "enterprise"], &["--segment", "smb=2", "--segment", "enterprise"]]
    {
        quick(folder.path(), &[&base[..], segments].concat()).ends(0);
        Answer::of(attain(folder.path()).args(["check", "reports/quick/plan.toml"]).output().unwrap()).ends(0);
    }
}

#[test]
fn quick_tells_every_bad_value_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let answer = quick(
        folder.path(),
        &["--reps", "0", "--quota", "lots", "--attrition", "1.3", "--ramp", "-2", "--segment", "smbb", "--chance", "0"],
    )
    .ends(2);
    for part in [
        "--reps: error[quick::out-of-range]",
        "--quota: error[quick::not-a-number]",
        "--target: error[quick::missing]",
        "--attrition: error[quick::out-of-range]",
        "--ramp: error[quick::out-of-range]",
        "--segment: error[quick::unknown-segment]",
        "did you mean `smb`?",
        "--chance: error[quick::out-of-range]",
    ] {
        let flat = answer.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(part) || flat.contains(&part.replace(": ", " ")), "{part}: {}", answer.err);
    }
    assert!(!folder.path().join("reports").exists());
}
