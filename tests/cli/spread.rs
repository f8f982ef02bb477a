//! What drives the spread, where the answer changes and what a freeze costs,
//! through the program.

use crate::tiny::Study;
use serde_json::Value;

/// A page of aggregates with enough going on; three plans of it.
const BASE: &str = r#"
[target]
bookings = 2_000_000
[market.segments.large]
accounts = 24
mean-potential = 300_000
potential = { median = 250_000, sigma = 0.8 }
opportunities-per-year = 2.0
win-rate = 0.2
size = { lognormal = { median = 60_000, sigma = 0.7 } }
reps = 3
[market.segments.small]
accounts = 40
mean-potential = 40_000
potential = { median = 30_000, sigma = 0.6 }
opportunities-per-year = 1.5
win-rate = 0.3
size = { lognormal = { median = 12_000, sigma = 0.5 } }
reps = 3
[teams.field]
segments = ["large"]
hours-per-month = 10
[teams.inside]
segments = ["small"]
[territory]
geography = "ignore"
"#;

fn study() -> Study {
    let study = Study::new();
    study.write("plans/base.toml", BASE);
    study.write("plans/today.toml", "extends = \"base.toml\"\nname = \"today\"\n[territory]\ncarve = \"keep\"\n");
    study.write("plans/even.toml", "extends = \"base.toml\"\nname = \"even\"\n");
    study.write(
        "plans/more.toml",
        "extends = \"base.toml\"\nname = \"more\"\n[headcount]\nadds = [{ team = \"field\", seats = 1 }]\n",
    );
    study
}

fn json(study: &Study, file: &str) -> Value {
    serde_json::from_slice(&study.read(file)).unwrap()
}

fn fits(text: &str) {
    for line in text.lines().filter(|line| !line.starts_with("Page:")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

/// The link to the documentation that every page has.
const GLOSSARY_LINK: &str = "<a href=\"https://attain-planning.github.io/attain/reference/glossary.html\">";

/// A page that stands alone, and shows what it says.
fn page(study: &Study, file: &str, shows: &[&str]) {
    let text = String::from_utf8(study.read(file)).unwrap();
    assert!(text.starts_with("<!DOCTYPE html>") && text.contains("default-src 'none'"), "{file}");
    // The link to the glossary is the only address on the page, and nothing fetches it.
    let without_link = text.replace(GLOSSARY_LINK, "");
    for bad in ["<script", "src=", "http://", "https://", "url("] {
        assert!(!without_link.contains(bad), "{file}: {bad}");
    }
    for show in shows {
        assert!(text.contains(show), "{file} does not show {show}");
    }
}

#[test]
fn spread_of_one_plan() {
    let study = study();
    let args = ["spread", "plans/even.toml", "--years", "60", "--tornado", "20", "--out", "out"];
    let answer = study.run(&args).ends(0);
    fits(&answer.out);
    assert!(answer.out.contains("The company: bookings over target varies by"), "{}", answer.out);
    let found = json(&study, "out/spread.json");
    let company = &found["spread"]["figures"][0];
    let first: f64 = company["first"].as_array().unwrap().iter().map(|first| first["value"].as_f64().unwrap()).sum();
    let (sum, rest) = (company["sum"]["value"].as_f64().unwrap(), company["interactions"]["value"].as_f64().unwrap());
    assert!((first - sum).abs() < 1e-9 && (sum + rest - 1.0).abs() < 1e-9, "{first} {sum} {rest}");
    let whose = found["whose"].as_array().unwrap();
    assert_eq!(whose.len(), 6, "one for every seat, there are no regions");
    for whose in whose {
        let part = |name: &str| whose[name]["value"].as_f64().unwrap();
        let off = part("gap") - part("common") - part("book") - part("rep");
        assert!(off.abs() < 1e-9, "{whose}");
        assert!((part("book") - part("quota") - part("yielded")).abs() < 1e-9, "{whose}");
    }
    assert!(found["tornado"]["bars"].as_array().unwrap().len() > 30);
    page(&study, "out/spread.html", &["Sensitivity of even", "Territory or rep", "chance in deals"]);
    let again = ["spread", "plans/even.toml", "--years", "60", "--tornado", "20", "--out", "again", "--threads", "1"];
    study.run(&again).ends(0);
    for file in ["spread.json", "spread.html"] {
        assert_eq!(study.read(&format!("out/{file}")), study.read(&format!("again/{file}")), "{file}");
    }
}

#[test]
fn spread_with_the_plan_as_a_factor_and_a_seat() {
    let study = study();
    let answer = study.run(&["spread", "plans", "--years", "40", "--tornado", "0", "--out", "out"]).ends(0);
    fits(&answer.out);
    assert!(answer.out.contains("The choice among the 3 plans accounts for"), "{}", answer.out);
    let found = json(&study, "out/spread.json");
    assert!(found["spread"]["figures"][0]["plan"].is_array() && found["tornado"].is_null());
    let seat = found["whose"][0]["id"].as_str().unwrap().to_owned();
    let args = ["spread", "plans", "--plan", "even", "--seat", &seat, "--years", "40", "--tornado", "0", "--out", "seat"];
    let answer = study.run(&args).ends(0);
    fits(&answer.out);
    for reported in ["Compared with 100 %:", "History:", &format!("{seat}: ")] {
        assert!(answer.out.contains(reported), "{reported}: {}", answer.out);
    }
    assert!(json(&study, "seat/spread.json")["spread"]["figures"][0]["plan"].is_null());
}

#[test]
fn regret_over_assumptions() {
    let study = study();
    study.write(
        "study-regret.toml",
        "map = [\"attrition\", \"win-odds\"]\n[axes]\nattrition = [0.5, 2.0]\nwin-odds = [-0.4, 0.4]\n",
    );
    let args = ["regret", "plans", "--study", "study-regret.toml", "--axis", "ramp", "--points", "20", "--years", "20"];
    let answer = study.run(&[&args[..], &["--out", "out"]].concat()).ends(0);
    fits(&answer.out);
    for reported in ["Best on average", "minimax", "Most often good enough", "Best plan by attrition (across) and win-odds"] {
        assert!(answer.out.contains(reported), "{reported}: {}", answer.out);
    }
    let found = json(&study, "out/regret.json");
    let points = found["points"].as_array().unwrap();
    assert_eq!((points.len(), found["axes"].as_array().unwrap().len()), (20, 3));
    for at in points {
        let regret: Vec<f64> = at["regret"].as_array().unwrap().iter().map(|regret| regret.as_f64().unwrap()).collect();
        assert!(regret.iter().all(|regret| *regret >= 0.0) && regret.contains(&0.0), "{at}");
    }
    let wins: f64 = found["choices"].as_array().unwrap().iter().map(|choice| choice["wins"].as_f64().unwrap()).sum();
    assert!((wins - 1.0).abs() < 1e-9);
    page(&study, "out/regret.html", &["Best plan by assumptions", "<svg", "as given"]);
    study.run(&[&args[..], &["--out", "again", "--threads", "1"]].concat()).ends(0);
    assert_eq!(study.read("out/regret.json"), study.read("again/regret.json"));
}

#[test]
fn cadences_of_two_horizons() {
    let study = study();
    let args = ["cadence", "plans/today.toml", "--years", "30", "--months", "12,24", "--out", "out"];
    let answer = study.run(&args).ends(0);
    fits(&answer.out);
    assert!(answer.out.contains("First review trigger with frozen books, within 24 months"), "{}", answer.out);
    let found = json(&study, "out/cadence.json");
    assert_eq!(found["cells"].as_array().unwrap().len(), 40);
    page(&study, "out/cadence.html", &["12 months", "24 months", "none, quarterly"]);
}

/// Each fault with its code, and none but bad input.
#[test]
fn bad_input_is_told() {
    let study = study();
    let even = "plans/even.toml";
    let cases: [(&[&str], &str); 20] = [
        (&["spread", "plans", "--plan", "evne"], "did you mean `even`?"),
        (&["spread", even, "--seat", "nobody"], "plan::unknown-rep"),
        (&["spread", even, "--region", "nowhere"], "plan::unknown-region"),
        (&["spread", even, "--metric", "booking"], "did you mean `bookings`?"),
        (&["spread", even, "--metric", "disruption"], "spread::unknown-metric"),
        (&["spread", even, "--years", "1"], "2"),
        (&["spread", even, "--swap", "x"], "--seat"),
        (&["spread", "nowhere"], "paths::missing"),
        (&["regret", even], "regret::one-plan"),
        (&["regret", "plans", "--axis", "atrition=1..2"], "did you mean `attrition`?"),
        (&["regret", "plans", "--axis", "attrition=2..1"], "regret::reversed-range"),
        (&["regret", "plans", "--axis", "attrition=1..1"], "regret::reversed-range"),
        (&["regret", "plans", "--axis", "growth-buffer=0.1..0.2"], "regret::no-assumption"),
        (&["regret", "plans", "--axis", "win-rate=-0.9..0.1"], "regret::outside-range"),
        (&["regret", "plans", "--axis", "attrition=nan..2"], "regret::no-range"),
        (&["regret", "plans", "--points", "5000"], "regret::too-many-points"),
        (&["regret", "plans", "--map", "ramp"], "regret::no-map"),
        (&["regret", "plans", "--study", "none.toml"], "regret::unreadable"),
        (&["cadence", even, "--months", "12,12"], "cadence::twice"),
        (&["cadence", even, "--price", "3"], "a share from 0 to 1"),
    ];
    for (args, reported) in cases {
        let answer = study.run(args).ends(2);
        assert!(answer.err.contains(reported), "{args:?}: {}", answer.err);
    }
    assert!(!study.at("reports").exists(), "nothing is written for bad input");
}
