//! Tests of valid and invalid requirements and of their evaluation.

use proptest::prelude::*;

use super::*;
use crate::compare::assemble_results;
use attain_fixtures::years::study;

const PLANS: [&str; 3] = ["status-quo", "add-mid-market", "no-geography"];

fn parse(text: &str) -> Result<Requirement, String> {
    Requirement::parse(text, &PLANS).map_err(|faults| faults.to_string())
}

fn first_line(text: &str) -> String {
    parse(text).unwrap_err().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn requirements_are_evaluated_on_results() {
    let (book, plans, output) = study(&PLANS, 200);
    let results = assemble_results(&book, &plans, &[], &output, 0).unwrap();
    let met = |text: &str| parse(text).unwrap().evaluate(&results).unwrap().met;
    let p = results.plans[1].p_target;
    assert!(met(&format!("p_target(\"add-mid-market\") >= {p}")));
    assert!(!met(&format!("p_target('add-mid-market') > {p}")));
    assert!(met("1 + 2 * 3 == 7 and (1 + 2) * 3 == 9 and 2 - 1 - 1 == 0 and 8 / 4 / 2 == 1"));
    assert!(met("60% == 0.6 and 42_000_000 == 4.2e7 and -1 < 0 and --1 == 1 and 1e-3 < .5"));
    assert!(met("not 1 > 2 and not (1 > 2 or 2 > 3) or 1 > 2"));
    assert!(met("1 > 2 or 1 > 2 or 1 != 2"), "or");
    assert!(met("p10('status-quo', 'bookings') <= p50('status-quo','bookings')"));
    assert!(met("low('add-mid-market','status-quo','bookings') <= difference('add-mid-market','status-quo','bookings')"));
    // A pair in the opposite order is mirrored.
    assert!(met("difference('add-mid-market','status-quo','cost') == -difference('status-quo','add-mid-market','cost')"));
    assert!(met("low('add-mid-market','status-quo','cost') == -high('status-quo','add-mid-market','cost')"));
    assert!(met("p_beats('add-mid-market','status-quo','cost') + p_beats('status-quo','add-mid-market','cost') == 1"));
}

#[test]
fn every_comparison_is_reported() {
    let (book, plans, output) = study(&PLANS, 20);
    let results = assemble_results(&book, &plans, &[], &output, 0).unwrap();
    let verdict = parse("1 + 1 >= 3 or not 0.25 < 50%").unwrap().evaluate(&results).unwrap();
    assert!(!verdict.met);
    let outcomes: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
    assert_eq!(outcomes, ["1 + 1 >= 3 does not hold: 2 against 3", "0.25 < 50% holds: 0.2500 against 0.5000"]);
}

#[test]
fn missing_values_are_faults() {
    let (book, plans, mut output) = study(&PLANS, 20);
    output.plans[0].company[attain_core::metric::MetricId::CycleDays as usize] = vec![f64::NAN; 20];
    let results = assemble_results(&book, &plans, &[], &output, 0).unwrap();
    let fault = |text: &str| parse(text).unwrap().evaluate(&results).unwrap_err().to_string();
    assert!(fault("mean('status-quo','cycle_days') < 90").contains("error[require::no-value]: mean('status-quo','cycle_days')"));
    assert!(fault("1 / 0 > 1").contains("error[require::not-a-number]: 1 / 0"));
}

#[test]
fn faults_have_a_column_and_a_message() {
    insta::assert_snapshot!(
        [
            "",
            "p_target(\"add-mid-market\")",
            "p_target(add) > 1",
            "p_target(\"add-midmarket\") >= 0.6",
            "mean(\"no-geography\", \"bokings\") > 1 and mean(\"nogeography\", \"attainment\") > 1",
            "difference('status-quo','no-geography','wins') > 0",
            "low('status-quo','status-quo','cost') > 0",
            "p_tarjet('status-quo') > 0",
            "1 > 2 > 3",
            "(1 > 2) + 1 > 0",
            "1 > 2 3",
            "1 >",
            "(1 > 2",
            "1.2.3 > 1",
            "1e999 > 1",
            "p_target(\"status-quo) > 1",
            "ü > 1",
            "1 = 2",
            "mean('status-quo') > 1",
            "not 5",
            "and > 1",
        ]
        .map(|text| format!("{text}\n  {}", first_line(text)))
        .join("\n"),
    );
}

#[test]
fn all_unknown_names_are_reported_at_once() {
    let faults = parse("p_target('a') > 0.5 and mean('b', 'c') > 1").unwrap_err();
    assert_eq!(faults.lines().count(), 3, "{faults}");
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = format!("{}1{} > 0", "(".repeat(40_000), ")".repeat(40_000));
    assert!(first_line(&deep).contains("require::too-large"));
    assert!(first_line(&format!("{}1{} > 0", "(".repeat(60), ")".repeat(60))).contains("deeply nested"));
    assert!(first_line(&format!("{}1 > 0", "not ".repeat(300))).contains("deeply nested"));
    assert!(first_line(&format!("{}1 > 0", "-".repeat(300))).contains("deeply nested"));
    assert!(first_line(&format!("1{} > 0", "+1".repeat(100_000))).contains("too long"));
    assert!(parse(&format!("1{} > 0", "+1".repeat(200))).is_ok());
    assert!(parse(&format!("{}1{} > 0", "(".repeat(40), ")".repeat(40))).is_ok());
}

proptest! {
    #[test]
    fn never_panics(text in "[-+*/()<>=!,\"' a-e0-9.%_ü]{0,60}") {
        let _ = parse(&text);
    }
}
