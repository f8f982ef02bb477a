//! Tests of scenario files as a whole: inheritance, places, display, and arbitrary input.

use std::path::PathBuf;

use proptest::prelude::*;

use super::choices::{DealSize, QuotaPolicy, RampShape, Scenario};
use super::{ResolvedScenario, check, document, load, resolve, resolved_values, schema, show};
use crate::diagnostics::{Faults, Place, SourceFile, render};
use crate::units::{Months, Share, Sigma};

const BASE: &str = r#"name = "base"
description = "the base"
[market.shock]
trend-per-year = -0.1
[market.segments.smb]
accounts = 100
reps = 2.0
size = { lognormal = { median = 20_000 } }
[market.segments."mid market"]
accounts = 20
reps = 2
days-to-loss.median-days = 50
[teams.inside]
segments = ["smb"]
[teams.field]
tiers = ["a", "b"]
[quota]
policy = { flat = { quota = 500_000 } }
[data.opportunities]
file = "open.csv"
"#;

const PLAN: &str = r#"extends = "../base.toml"
[quota]
policy = { top-down = { over-assignment = 0.1 } }
[teams.inside]
hours-per-month = 100
[ramp]
shape = { s-curve = { months = 9 } }
[[territory.locks]]
account = "x"
rep = "r1"
"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("plans")).unwrap();
    std::fs::write(folder.path().join("base.toml"), BASE).unwrap();
    std::fs::write(folder.path().join("plans/wide.toml"), PLAN).unwrap();
    folder
}

fn loaded(folder: &tempfile::TempDir) -> ResolvedScenario {
    let mut faults = Faults::default();
    let resolved = load(&folder.path().join("plans/wide.toml"), &mut faults);
    resolved.unwrap_or_else(|| panic!("{faults}"))
}

#[test]
fn tables_merge_and_choices_replace() {
    let folder = folder();
    let ResolvedScenario { scenario, .. } = loaded(&folder);
    assert_eq!((scenario.name.as_str(), scenario.description.as_str()), ("wide", ""));
    assert_eq!(scenario.quota.policy, QuotaPolicy::TopDown { over_assignment: Share::literal(0.1) });
    assert_eq!(scenario.teams["inside"].segments, ["smb"]);
    assert_eq!(scenario.teams["inside"].hours_per_month.get(), 100.0);
    assert_eq!(scenario.ramp.shape, RampShape::SCurve { months: Months::literal(9.0) });
    assert_eq!(scenario.market.segments["smb"].reps, 2);
}

#[test]
fn a_table_given_in_part_keeps_the_defaults_of_its_place() {
    let folder = folder();
    let market = loaded(&folder).scenario.market;
    // `market.shock` has another default than other autoregressions.
    assert_eq!(market.shock.sd, Sigma::literal(0.12));
    assert_eq!(market.shock.trend_per_year.get(), -0.1);
    assert_eq!(market.segments["mid market"].days_to_loss.sigma, Sigma::literal(0.8));
    let DealSize::Lognormal(size) = &market.segments["smb"].size else { panic!("lognormal") };
    assert_eq!(size.sigma, Sigma::literal(0.7));
}

#[test]
fn every_value_has_its_place() {
    let folder = folder();
    let resolved = loaded(&folder);
    let line = |pointer: &str| match resolved.place(pointer) {
        Place::Span(source, span) => (source.name.ends_with("base.toml"), source.line_column(span.start)),
        other => panic!("{pointer}: {other:?}"),
    };
    assert_eq!(line("territory.locks[0].rep"), (false, (10, 7)));
    assert_eq!(line("territory.locks[7].rep"), (false, (8, 1)));
    assert_eq!(line("teams.inside.segments[0]"), (true, (14, 13)));
    assert_eq!(line("teams.inside.hours-per-month"), (false, (5, 19)));
    assert_eq!(line("market.segments.mid market.reps"), (true, (11, 8)));
    assert_eq!(line("market.segments.\"mid market\".win-rate"), (true, (9, 18)));
    assert!(matches!(resolved.place("weighting.risk"), Place::File(_)));
    assert!(resolved.is_given("ramp.shape") && !resolved.is_given("ramp.teams"));
    let plans = folder.path().join("plans");
    assert_eq!(resolved.path_of("data.opportunities.file", "open.csv"), plans.join("..").join("open.csv"));
    assert_eq!(resolved.path_of("data.opportunities", "open.csv"), plans.join("..").join("open.csv"));
    assert_eq!(resolved.path_of("data.accounts.file", "a.csv"), plans.join("a.csv"));
}

#[test]
fn the_hash_is_of_choices_only() {
    let folder = folder();
    let first = loaded(&folder).hash;
    assert_eq!(first.len(), 64);
    let rewrite = |from: &str, to: &str| std::fs::write(folder.path().join("base.toml"), BASE.replace(from, to)).unwrap();
    rewrite("open.csv", "other.csv");
    assert_eq!(loaded(&folder).hash, first);
    rewrite("the base", "another text");
    assert_eq!(loaded(&folder).hash, first);
    rewrite("accounts = 20\n", "accounts = 21\n");
    assert_ne!(loaded(&folder).hash, first);
}

#[test]
fn a_scenario_made_in_memory_has_all_but_places() {
    let resolved = ResolvedScenario::in_memory(Scenario::default(), "memory", "folder".as_ref());
    assert!(matches!(resolved.place("teams.inside"), Place::File(file) if file == "memory"));
    assert_eq!(resolved.path_of("data.accounts.file", "a.csv"), PathBuf::from("folder").join("a.csv"));
    assert!(resolved_values(&resolved).iter().all(super::ResolvedValue::is_default));
}

#[test]
fn figures_of_another_unit_are_warned_of() {
    let folder = folder();
    let path = folder.path().join("units.toml");
    let text = "[target]\nbookings = 42\n[teams.field]\nhours-per-month = 2000\npay = { base = 95, variable = 95_000 }\n";
    std::fs::write(&path, format!("extends = \"base.toml\"\nname = \"units\"\n{text}")).unwrap();
    std::fs::write(folder.path().join("base.toml"), BASE).unwrap();
    let mut faults = Faults::default();
    let resolved = load(&path, &mut faults).unwrap();
    assert!(faults.0.is_empty(), "{faults}");
    let warned = |part: &str| resolved.warnings.iter().filter(|warning| warning.contains(part)).count();
    assert_eq!(warned("looks like an amount in millions"), 1, "{:?}", resolved.warnings);
    assert_eq!(warned("`teams.field.hours-per-month` is 2000, more than the 264"), 1, "{:?}", resolved.warnings);
    assert_eq!(warned("`teams.field.pay.base`"), 1);
    assert_eq!(warned("`teams.field.pay.variable`"), 0);
}

#[test]
fn the_warning_names_ramp_and_cycle() {
    let folder = folder();
    let path = folder.path().join("fast.toml");
    std::fs::write(&path, format!("{BASE}\n[ramp.teams]\nfield = {{ linear = {{ months = 2 }} }}")).unwrap();
    let resolved = load(&path, &mut Faults::default()).unwrap();
    assert_eq!(
        resolved.warnings,
        [
            "no team serves segment `mid market` in tier c",
            "team `field` ramps in 2.0 months, which is shorter than its sales cycle of 2.8 months"
        ]
    );
}

#[test]
fn shows_every_value_with_its_origin() {
    let folder = folder();
    let resolved = loaded(&folder);
    let text = show(&resolved).replace(&folder.path().display().to_string(), "DIR");
    assert_eq!(text, show(&loaded(&folder)).replace(&folder.path().display().to_string(), "DIR"));
    let quota: Vec<&str> =
        text.lines().skip_while(|line| !line.starts_with("# quota:")).take_while(|line| !line.is_empty()).collect();
    let expected = [
        "# quota: How quotas are set.",
        "quota.policy.top-down.over-assignment = 0.1   # from DIR/plans/wide.toml:3",
        "quota.ramped                          = true  # default (A: common practice)",
        "quota.credit.new                      = 1     # default (A: common practice)",
        "quota.credit.expansion                = 1     # default (A: common practice)",
        "quota.credit.renewal                  = 0     # default (A: common practice)",
    ];
    assert_eq!(quota, expected);
    let list = resolved_values(&resolved);
    let find = |path: &str| list.iter().find(|line| line.path == path).unwrap_or_else(|| panic!("{path}"));
    assert!(find("market.shock.sd").source.contains("Ebsta"), "{:?}", find("market.shock.sd"));
    assert_eq!(find("market.shock.persistence").source, "A: shocks halve in about four months");
    assert_eq!(find("market.shock.trend-per-year").source, "none");
    assert!(find("market.shock.trend-per-year").origin.ends_with("base.toml:4"));
    assert_eq!(find("market.segments.smb.churn.low").source, "A: no published figure by class");
    assert_eq!(find("data.accounts").value, "none");
    assert_eq!(find("tiers[0].name").value, "\"a\"");
    assert!(list.iter().all(|line| !line.meaning.is_empty() && !line.source.is_empty()));
}

#[test]
fn defaults_fit_the_schema_and_come_back() {
    let default = Scenario::default();
    let empty = node("");
    let filled = resolve::fill(&empty, schema::root(), None);
    assert_eq!(serde_json::from_value::<Scenario>(filled.clone()).unwrap(), default);
    // A scenario with all values written out has no faults and the same values.
    let mut text = toml::to_string(&default).unwrap();
    text = text.replace("name = \"\"", "name = \"x\"");
    let mut written = node(&text);
    let mut faults = Faults::default();
    assert!(check::check(&mut written, &[], &mut faults).is_empty(), "{faults}");
    let again: Scenario = serde_json::from_value(resolve::fill(&written, schema::root(), None)).unwrap();
    assert_eq!(again, Scenario { name: "x".into(), ..default });
}

#[test]
fn the_same_default_comes_from_types_and_schema() {
    // Tables in lists and under names have their own defaults.
    let text = "[market.segments.x]\n[teams.x]\n[[tiers]]\n[[territory.locks]]\n[[headcount.adds]]\n[[attrition.bands]]\n[territory.dedicated]";
    let filled: Scenario = serde_json::from_value(resolve::fill(&node(text), schema::root(), None)).unwrap();
    let plain: Scenario = toml::from_str(text).unwrap();
    assert_eq!(filled, plain);
}

#[test]
fn a_fault_reads_well() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.toml");
    std::fs::write(&path, format!("{BASE}[territory]\nbalance_tolerance = 0.1\ngrowth-buffer = 12.5\n")).unwrap();
    let mut faults = Faults::default();
    assert!(load(&path, &mut faults).is_none());
    let text = render(&faults, false, 90).replace(&folder.path().display().to_string(), "DIR");
    let expected = "\
DIR/plan.toml:22:1: error[scenario::unknown-key]: unknown key `balance_tolerance` in `territory`; \
help: did you mean `balance-tolerance`? expected one of: carve, from-month, objective, balance-tolerance, balance, growth-buffer, geography, travel-hours-per-100-km, disruption-weight, \
move-hours, balance-weight, containment, skills-required, family-lock, min-accounts, max-accounts, house, locks, dedicated, \
search-rounds
";
    assert!(text.starts_with(expected), "{text}");
    let last = "\
DIR/plan.toml:23:17: error[scenario::out-of-range]: 12.5 is out of range; help: expected a share from 0 to 1
";
    assert!(text.contains(last), "{text}");
    assert!(text.ends_with("Found 2 errors.\n"));
}

fn node(text: &str) -> document::DocumentNode {
    let source = std::sync::Arc::new(SourceFile::new("test".into(), text.into()));
    let mut faults = Faults::default();
    let node = document::DocumentNode::parse(&source, &mut faults);
    assert!(faults.0.is_empty(), "{faults}");
    node
}

/// Arbitrary input never causes a panic, and a scenario is returned only if there are no faults.
fn survives(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("any.toml");
    std::fs::write(&path, bytes).unwrap();
    let mut faults = Faults::default();
    let resolved = load(&path, &mut faults);
    assert_eq!(resolved.is_none(), !faults.0.is_empty());
    assert!(!render(&faults, true, 80).is_empty());
    if let Some(resolved) = resolved {
        assert!(!show(&resolved).is_empty());
        assert_eq!(load(&path, &mut faults).unwrap().hash, resolved.hash);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        survives(&bytes);
    }

    #[test]
    fn any_text_is_answered(text in r#"([a-z.-]{1,8}|[\[\]{}=,"'\n#_.]|[0-9]{1,4}|\PC){0,60}"#) {
        survives(text.as_bytes());
    }

    #[test]
    fn a_sound_file_with_slips_is_answered(
        slips in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..12, r#"[\[\]{}=,"'\n.a-c0-9 -]{0,6}|nan|é"#), 1..5),
    ) {
        let mut text: Vec<char> = format!("{BASE}{}", &PLAN[25..].replace("[teams.inside]", "[teams.other]").replace("[quota]", "[transition]")).chars().collect();
        for (at, length, put) in slips {
            let at = at.index(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, put.chars());
            if text.is_empty() {
                break;
            }
        }
        survives(text.into_iter().collect::<String>().as_bytes());
    }

    #[test]
    fn any_pointer_has_a_place(pointer in r#"([a-z-]{0,6}|\.|\[[0-9]{0,3}\]|teams|inside|territory|locks|"|\PC){0,12}"#) {
        let folder = folder();
        let _ = loaded(&folder).place(&pointer);
    }

    #[test]
    fn any_value_anywhere_is_answered(table in 0_usize..19, key in "[a-z-]{1,9}", value in r#"-?[0-9]{1,19}|[0-9]\.[0-9]|true|"\PC{0,4}"|\[\]|\[1, "a"\]|\{\}|\{ all = 1 \}|2027-01-01|12:00:00"#) {
        let tables: Vec<&String> = schema::properties(schema::root()).unwrap().keys().collect();
        let table = tables[table % tables.len()];
        survives(format!("{table} = {value}\n").as_bytes());
        survives(format!("{table}.{key} = {value}\n").as_bytes());
        if let Some(known) = schema::entry(schema::root(), table).and_then(schema::properties) {
            for known in known.keys() {
                survives(format!("{table}.{known} = {value}\n{table}.{known}.{key} = {value}\n").as_bytes());
            }
        }
    }
}
