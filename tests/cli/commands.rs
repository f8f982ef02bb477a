//! The commands as a user runs them: from an empty folder to a report.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::tiny::{Answer, Study, attain};
use serde_json::Value;

/// The scenarios that come with the program.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// All scenario files below a folder; files of stress tests are none.
fn scenarios(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.ends_with("stress") {
            continue;
        }
        if path.is_dir() {
            found.extend(scenarios(&path));
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    found
}

fn run(folder: &Path, args: &[&str]) -> Answer {
    Answer::of(attain(folder).args(args).output().unwrap())
}

#[test]
fn from_an_empty_folder_to_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let at = |args: &[&str]| run(folder.path(), args);
    let init = at(&["init", "study"]).ends(0);
    assert!(init.out.contains("Created 15 files in study") && init.out.contains("attain compare study"), "{}", init.out);
    let check = at(&["check", "study"]).ends(0);
    assert!(check.out.starts_with("2000 accounts, 50 reps,"), "{}", check.out);
    let plan = at(&["plan", "study/status-quo.toml", "study/add-mid-market.toml", "--out", "design"]).ends(0);
    assert!(plan.out.contains("highest over lowest potential") && folder.path().join("design/accounts-status-quo.csv").is_file());
    let compare = at(&["compare", "study", "--years", "5"]).ends(0);
    assert!(compare.out.ends_with("Report: reports/study/report.html\n"), "{}", compare.out);
    let names: Vec<String> = std::fs::read_dir(folder.path().join("reports/study"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for name in ["results.json", "years.parquet", "seats.parquet", "accounts-status-quo.csv", "report.html", "manifest.json"] {
        assert!(names.iter().any(|there| there == name), "{name} is not among {names:?}");
    }
    assert!(!names.iter().any(|name| name.contains("partial")), "{names:?}");
    assert!([&check.err, &plan.err, &compare.err].into_iter().all(String::is_empty));
}

#[test]
fn a_check_without_designs_reads_everything_and_designs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |args: &[&str]| run(folder.path(), args);
    at(&["init", "study"]).ends(0);
    let check = at(&["check", "study", "--no-design"]).ends(0);
    assert!(check.out.contains("status-quo.toml: OK (not designed)") && !check.out.contains("seats)"), "{}", check.out);
    // A balance by a measure that no account has is a fault of the design; a bad tolerance is one of the file.
    let write = |balance: &str| {
        let text = format!("extends = \"base.toml\"\nname = \"other\"\n[territory.balance]\n{balance}\n");
        std::fs::write(folder.path().join("study/other.toml"), text).unwrap();
    };
    write("workload = 0.2\naccounts = 0.3");
    at(&["check", "study/other.toml"]).ends(0);
    write("workload = 1.5\nrevenue = 0.2");
    let check = at(&["check", "study/other.toml", "--no-design"]).ends(2);
    let lines = ["other.toml:4", "other.toml:5", "revenue"];
    assert!(lines.iter().all(|part| check.err.contains(part)), "{}", check.err);
}

#[test]
fn init_overwrites_nothing() {
    let study = Study::new();
    let before = study.everything();
    let answer = study.run(&["init", "."]).ends(2);
    assert!(answer.err.contains("./base.toml, ./status-quo.toml"), "{}", answer.err);
    assert!(before == study.everything());

    // A demo of another seed is another company.
    study.run(&["init", "one"]).ends(0);
    study.run(&["init", "two", "--seed", "2"]).ends(0);
    assert_ne!(study.read("one/data/accounts.csv"), study.read("two/data/accounts.csv"));
    assert_eq!(study.read("one/base.toml"), study.read("two/base.toml"));
}

#[test]
fn the_shipped_study_is_what_init_writes() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "study"]).ends(0);
    for path in scenarios(&shipped()) {
        let name = path.strip_prefix(shipped()).unwrap();
        assert_eq!(
            std::fs::read(folder.path().join("study").join(name)).unwrap(),
            std::fs::read(&path).unwrap(),
            "{}",
            name.display()
        );
    }
}

#[test]
fn show_tells_every_value_and_its_origin() {
    let study = Study::new();
    study.write("plan.toml", "extends = 'base.toml'\n[territory]\nbalance-tolerance = 0.2\n");
    let shown = study.run(&["show", "plan.toml"]).ends(0).out;
    let line = |key: &str| {
        shown.lines().find(|line| line.contains(key)).unwrap_or_else(|| panic!("{key} is not in\n{shown}")).to_owned()
    };
    assert!(line("balance-tolerance").contains("0.2") && line("balance-tolerance").contains("plan.toml:3"), "{shown}");
    assert!(line("target.bookings").contains("base.toml:"), "{shown}");
    assert!(line("growth-buffer").contains("default"), "{shown}");
}

#[test]
fn texts_about_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let text = |args: &[&str]| run(folder.path(), args).ends(0).out;
    assert!(text(&["--version"]).starts_with("attain "));
    let help = text(&["--help"]);
    for command in ["init", "check", "show", "plan", "compare", "merge", "schema", "completions", "man"] {
        assert!(help.contains(&format!("  {command} ")), "{help}");
        assert!(text(&[command, "--help"]).contains("Usage: attain"));
    }
    assert!(text(&["man"]).starts_with(".ie") && text(&["man"]).contains("attain compare"));
    for (shell, mark) in [("bash", "_attain()"), ("zsh", "#compdef attain"), ("fish", "complete -c attain")] {
        assert!(text(&["completions", shell]).contains(mark), "{shell}");
    }
}

#[test]
fn the_kept_schema_is_fresh() {
    let folder = tempfile::tempdir().unwrap();
    let printed = run(folder.path(), &["schema"]).ends(0).out;
    assert_eq!(std::fs::read_to_string(shipped().join("schema.json")).unwrap(), printed);
    let schema: Value = serde_json::from_str(&printed).unwrap();
    assert!(schema["$schema"].as_str().unwrap().contains("draft-07"));
}

#[test]
fn shipped_scenarios_fit_the_schema_and_name_it() {
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(shipped().join("schema.json")).unwrap()).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let files = scenarios(&shipped());
    assert!(files.len() >= 8, "{files:?}");
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        let named = first.strip_prefix("#:schema ").unwrap_or_else(|| panic!("{}: {first}", path.display()));
        assert!(path.parent().unwrap().join(named).is_file(), "{}: {first}", path.display());
        let table: toml::Table = text.parse().unwrap();
        let value = serde_json::to_value(&table).unwrap();
        let errors: Vec<String> = validator.iter_errors(&without_dates(value)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
}

/// TOML's own dates as JSON text.
fn without_dates(value: Value) -> Value {
    match value {
        Value::Object(map) => match map.get("$__toml_private_datetime") {
            Some(date) => date.clone(),
            None => map.into_iter().map(|(key, value)| (key, without_dates(value))).collect(),
        },
        Value::Array(list) => list.into_iter().map(without_dates).collect(),
        other => other,
    }
}

#[test]
fn shipped_scenarios_run() {
    let folder = tempfile::tempdir().unwrap();
    for study in ["", "aggregate"] {
        let path = shipped().join(study);
        let args = ["compare", path.to_str().unwrap(), "--years", "5", "--out", "out", "--quiet"];
        run(folder.path(), &args).ends(0);
    }
    for path in scenarios(&shipped()).iter().filter(|path| !path.ends_with("base.toml")) {
        run(folder.path(), &["check", path.to_str().unwrap()]).ends(0);
        run(folder.path(), &["show", path.to_str().unwrap()]).ends(0);
    }
}

#[test]
fn the_rule_of_the_decision_is_stored_and_named() {
    let study = Study::new();
    let answer = study.run(&["compare", ".", "--years", "30", "--decide", "cost", "--out", "out"]).ends(0);
    let words: Vec<&str> = answer.out.split_whitespace().collect();
    assert!(words.join(" ").contains("(--decide cost)"), "{}", answer.out);
    let results: Value = serde_json::from_slice(&study.read("out/results.json")).unwrap();
    assert_eq!(results["decision"]["rule"], "cost");
    assert_eq!(results["decision"]["steps"][0]["metric"], "cost");
    study.run(&["compare", ".", "--years", "30", "--decide", "luck", "--out", "other"]).ends(2);
}

#[test]
fn results_have_the_promised_keys() {
    let study = Study::new();
    study.run(&["compare", ".", "--years", "30", "--out", "out"]).ends(0);
    let results: Value = serde_json::from_slice(&study.read("out/results.json")).unwrap();
    let plans = results["plans"].as_array().unwrap();
    assert_eq!(plans.iter().map(|plan| plan["name"].as_str().unwrap()).collect::<Vec<_>>(), ["plan", "status-quo"]);
    let promised = [
        "bookings",
        "bookings_over_target",
        "participation",
        "coverage",
        "disruption",
        "equity_range",
        "leavers",
        "vacancy_months",
        "contribution",
    ];
    for plan in plans {
        assert!(plan["p_target"].as_f64().is_some_and(|p| (0.0..=1.0).contains(&p)));
        for metric in promised {
            for field in ["mean", "se", "sd", "p05", "p10", "p25", "p50", "p75", "p90", "p95"] {
                assert!(plan["company"][metric][field].is_number(), "{metric}.{field} is {}", plan["company"][metric][field]);
            }
        }
    }
    assert_eq!(results["decision"]["rule"], "target");
    assert!(results["decision"]["steps"][0]["tied"][0].is_string(), "{}", results["decision"]);
    let pairs = results["pairs"].as_array().unwrap();
    assert!(!pairs.is_empty());
    for pair in pairs {
        assert!(["a", "b", "metric"].iter().all(|key| pair[*key].is_string()), "{pair}");
        assert!(
            ["difference", "low", "high", "p_a_beats_b", "variance_ratio"].iter().all(|key| pair.get(*key).is_some()),
            "{pair}"
        );
    }
    let manifest: Value = serde_json::from_slice(&study.read("out/manifest.json")).unwrap();
    for key in ["version", "seed", "years", "data_hash", "scenarios", "started", "finished", "files"] {
        assert!(!manifest[key].is_null(), "{key}");
    }
    for file in manifest["files"].as_array().unwrap() {
        let bytes = study.read(&format!("out/{}", file["name"].as_str().unwrap()));
        assert_eq!(file["bytes"].as_u64().unwrap(), bytes.len() as u64, "{file}");
    }
}

#[test]
fn requirements_decide_the_exit_code() {
    let study = Study::new();
    let ends = |requirement: &str, code| {
        study.run(&["compare", ".", "--years", "20", "--out", "out", "--require", requirement]).ends(code).out
    };
    let met = ends("p_target(\"plan\") >= 0 and mean(\"plan\", \"bookings\") > 0", 0);
    assert!(met.lines().last().is_some_and(|line| !line.contains("panicked")));
    let missed = ends("p_target(\"plan\") > 1", 3);
    assert!(missed.contains("p_target(\"plan\")"), "{missed}");
    // Missed or not, the results are there.
    assert!(study.at("out/manifest.json").is_file());
}

#[test]
fn formats_and_places_of_results() {
    let study = Study::new();
    study.run(&["compare", ".", "--years", "5", "--out", "a b/ü", "--format", "csv"]).ends(0);
    let years = String::from_utf8(study.read("a b/ü/years.csv")).unwrap();
    assert_eq!(years.lines().count(), 1 + 2 * 5);
    assert!(years.starts_with("plan,year,"), "{}", years.lines().next().unwrap());
    assert!(!study.at("a b/ü/years.parquet").exists() && !study.at("reports").exists());
    study.run(&["compare", ".", "--years", "5", "--out", "a b/ü"]).ends(0);
    assert!(study.read("a b/ü/years.parquet").starts_with(b"PAR1"));
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    let study = Study::new();
    study.write("rather-long-name-of-a-plan_with_an_underscored_tail.toml", "extends = 'base.toml'\ndescription = 'Long.'\n");
    for columns in ["40", "60", "80"] {
        for args in
            [&["compare", ".", "--years", "5", "--out", "out"][..], &["plan", "."], &["plan", &shipped().to_string_lossy()]]
        {
            let answer = Answer::of(attain(study.path()).env("COLUMNS", columns).args(args).output().unwrap()).ends(0);
            for line in answer.out.lines() {
                let width = line.chars().count();
                assert!(width <= columns.parse().unwrap(), "{width} columns of {columns}, {args:?}: {line}");
            }
        }
    }
}

#[test]
fn no_colour_where_nobody_looks() {
    let study = Study::new();
    for value in ["", "1"] {
        for args in
            [&["compare", ".", "--years", "5", "--out", "out"][..], &["plan", "."], &["check", "nowhere"], &["--help"], &["x"]]
        {
            let answer = Answer::of(attain(study.path()).env("NO_COLOR", value).args(args).output().unwrap());
            assert!(!answer.out.contains('\u{1b}') && !answer.err.contains('\u{1b}'), "{args:?}");
        }
    }
}

#[test]
fn quiet_keeps_results_and_faults() {
    let study = Study::new();
    let loud = study.run(&["compare", ".", "--years", "5", "--out", "out"]).ends(0);
    let quiet = study.run(&["compare", ".", "--years", "5", "--out", "out", "--quiet"]).ends(0);
    assert!(quiet.out.contains("Report: out/report.html") && quiet.out.len() <= loud.out.len());
    assert!(quiet.err.is_empty());
    assert!(study.run(&["-q", "check", "nowhere"]).ends(2).err.contains("paths::missing"));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let study = Study::new();
    let program = assert_cmd::cargo::cargo_bin("attain");
    for args in [&["man"][..], &["schema"], &["completions", "bash"], &["show", "plan.toml"], &["plan", "."], &["--help"]] {
        let mut child = std::process::Command::new(&program)
            .args(args)
            .current_dir(study.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        Answer::of(child.wait_with_output().unwrap()).ends(0);
    }
}

#[test]
fn paths_are_the_users_and_files_may_extend_from_anywhere() {
    let study = Study::new();
    study.write("über plan/neu.toml", "extends = '../base.toml'\nname = 'Plan Ü'\n");
    let inner = study.at("über plan");
    let answer = run(&inner, &["compare", "neu.toml", "../status-quo.toml", "--years", "3"]).ends(0);
    assert!(answer.out.contains("Report: reports/über plan/report.html"), "{}", answer.out);
    let fault = run(&inner, &["compare", "neu.toml", "../nobody.toml"]).ends(2);
    assert!(fault.err.starts_with("../nobody.toml: error[paths::missing]"), "{}", fault.err);
}

/// A lock like that of a running comparison.
#[test]
fn a_locked_folder_has_an_exit_code_of_its_own() {
    let study = Study::new();
    std::fs::create_dir_all(study.at("out")).unwrap();
    let open = std::fs::OpenOptions::new().write(true).create(true).truncate(false).open(study.at("out/.results.json.partial"));
    let lock = open.unwrap();
    lock.lock().unwrap();
    let args = ["compare", ".", "--years", "3", "--out", "out"];
    let answer = study.run(&args).ends(75);
    assert!(answer.err.contains("out::in-use") && answer.err.contains("another run is writing to out"), "{}", answer.err);
    drop(lock);
    study.run(&args).ends(0);
}

#[test]
fn migrate_states_the_format_and_changes_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.toml");
    let old = "# A plan.\r\nname = \"a\" # its name\r\n";
    std::fs::write(&plan, old).unwrap();
    run(folder.path(), &["migrate", "--check", "."]).ends(3);
    assert_eq!(std::fs::read_to_string(&plan).unwrap(), old, "a check writes nothing");
    run(folder.path(), &["migrate", "."]).ends(0);
    assert_eq!(std::fs::read_to_string(&plan).unwrap(), "# A plan.\r\nformat = 1\r\nname = \"a\" # its name\r\n");
    run(folder.path(), &["migrate", "--check", "plan.toml"]).ends(0);
    // Nothing is written where one of several files cannot be read.
    std::fs::write(&plan, old).unwrap();
    std::fs::write(folder.path().join("broken.toml"), "a = ").unwrap();
    let answer = run(folder.path(), &["migrate", ".", "missing.toml"]).ends(2);
    assert!(answer.err.contains("migrate::not-toml") && answer.err.contains("migrate::unreadable"), "{}", answer.err);
    assert_eq!(std::fs::read_to_string(&plan).unwrap(), old);
    assert!(run(folder.path(), &["migrate", "--check"]).ends(2).err.contains("scenarios"));
}

#[test]
fn every_shipped_scenario_states_its_format() {
    run(&shipped(), &["migrate", "--check", ".", "aggregate"]).ends(0);
}
