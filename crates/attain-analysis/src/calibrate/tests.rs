//! Calibration of whole histories, including malformed ones, and of the written file.

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::date;

use super::*;
use attain_core::diagnostics::Faults;
use attain_core::ramp::length;
use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;

/// A study in a temporary folder, with a plan, accounts, reps and opportunities.
struct CalibrationStudy {
    folder: tempfile::TempDir,
}

const PLAN: &str = r#"
[data.accounts]
file = "accounts.csv"
[data.reps]
file = "reps.csv"
[data.opportunities]
file = "opportunities.csv"
[target]
bookings = 1_000_000
[market.segments.all]
[teams.sales]
"#;

impl CalibrationStudy {
    /// Creates a study with twenty accounts, `reps` reps and `count` opportunities. `row` returns
    /// the stage, amount, creation date and closing date of an opportunity by index.
    fn new(reps: usize, count: usize, row: impl Fn(usize) -> [String; 4]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut accounts = "id,name,potential,industry,owner\n".to_owned();
        for at in 0..20 {
            let industry = ["retail", "media"][at % 2];
            let _ = writeln!(accounts, "a{at:02},Account {at},{},{industry},r{:02}", 10_000 * (at + 1), at % reps);
        }
        let mut people = "id,name,team,quota\n".to_owned();
        for at in 0..reps {
            let _ = writeln!(people, "r{at:02},Rep {at},sales,500000");
        }
        let mut deals = "id,account,owner,stage,amount,created,closed\n".to_owned();
        for at in 0..count {
            let [stage, amount, created, closed] = row(at);
            let account = (at * 7 + at / 20) % 20;
            let _ = writeln!(deals, "o{at:04},a{account:02},r{:02},{stage},{amount},{created},{closed}", account % reps);
        }
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
        write("plan.toml", PLAN);
        write("accounts.csv", &accounts);
        write("reps.csv", &people);
        write("opportunities.csv", &deals);
        Self { folder }
    }

    /// Replaces text in the plan.
    fn with(self, from: &str, to: &str) -> Self {
        std::fs::write(self.folder.path().join("plan.toml"), PLAN.replace(from, to)).expect("a file");
        self
    }

    fn read(&self) -> Result<(Book, ResolvedScenario), Faults> {
        read(&self.folder.path().join("plan.toml"))
    }

    fn calibrate(&self) -> Calibration {
        let (book, resolved) = self.read().unwrap_or_else(|faults| panic!("{faults}"));
        calibrate(&book, &resolved.scenario, None)
    }
}

fn read(path: &Path) -> Result<(Book, ResolvedScenario), Faults> {
    let mut faults = Faults::default();
    let resolved = scenario::load(path, &mut faults);
    let book = resolved.as_ref().and_then(|resolved| attain_data::load(resolved, &mut faults));
    match (book, resolved) {
        (Some(book), Some(resolved)) => faults.into_result((book, resolved)),
        _ => Err(faults),
    }
}

fn day(at: usize) -> String {
    date(2026, 1, 1).saturating_add(jiff::Span::new().days(at as i64)).to_string()
}

/// A regular history in which 30 % of opportunities are won and all close within 20 to 60 days.
fn plain(at: usize) -> [String; 4] {
    let stage = if (at * 37) % 100 < 30 { "Closed Won" } else { "Closed Lost" };
    let created = (at * 13) % 300;
    [stage.into(), (5_000 + (at * 7_919) % 20_000).to_string(), day(created), day(created + 20 + (at * 11) % 40)]
}

fn demo() -> (Book, ResolvedScenario) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("scenarios/status-quo.toml");
    read(&path).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Converts a Salesforce id of 15 characters to 18 characters; the last three encode which letters
/// are upper case.
fn long_id(short: &str) -> String {
    let letters: Vec<char> = ('A'..='Z').chain('0'..='5').collect();
    let sum = |five: &[u8]| five.iter().enumerate().map(|(bit, c)| usize::from(c.is_ascii_uppercase()) << bit).sum::<usize>();
    short.chars().chain(short.as_bytes().chunks(5).map(|five| letters[sum(five)])).collect()
}

fn fallback_reason(found: &Calibration, family: &str) -> String {
    let of = found.estimates.iter().find(|estimate| estimate.family == family);
    of.and_then(|estimate| estimate.fallback.clone()).unwrap_or_else(|| panic!("{family}: {of:?}"))
}

/// Asserts that the scenario accepts the settings, and that the written file holds the same values.
fn assert_sound(found: &Calibration, resolved: &ResolvedScenario) {
    let mut applied = resolved.scenario.clone();
    found.apply(&mut applied).expect("choices that fit");
    for estimate in &found.estimates {
        assert!(estimate.value.is_finite() && estimate.se.is_finite(), "{estimate:?}");
        assert!(estimate.low <= estimate.high, "{estimate:?}");
    }
    let text = found.write_toml(None, None);
    let own = std::fs::read_to_string(&resolved.file).expect("the plan");
    let resolved = scenario::from_texts(&[("plan.toml", &format!("extends = \"market.toml\"\n{own}")), ("market.toml", &text)])
        .unwrap_or_else(|faults| panic!("{faults}\n{text}"));
    assert_eq!(resolved.scenario.market, applied.market);
    assert_eq!(resolved.scenario.attrition, applied.attrition);
    assert_eq!(resolved.scenario.ramp, applied.ramp);
}

#[test]
fn a_plain_history() {
    let study = CalibrationStudy::new(4, 600, plain);
    let found = study.calibrate();
    assert_sound(&found, &study.read().expect("a study").1);
    let rate = found.find("win rate", "all").expect("a win rate");
    assert!(rate.fallback.is_none() && rate.low < 0.3 && rate.high > 0.3, "{rate:?}");
    assert!(fallback_reason(&found, "annual attrition").starts_with("published: 22 to 36 % (Ebsta"));
    assert!(fallback_reason(&found, "ramp, length").contains("0 hires"));
    assert!(fallback_reason(&found, "churn, medium risk").contains("0 closed renewals"));
    assert!(fallback_reason(&found, "spread of reps").contains("4 reps, 5 needed"));
}

#[test]
fn all_open() {
    let study = CalibrationStudy::new(4, 100, |at| ["Prospecting".into(), "9000".into(), day(at), String::new()]);
    let found = study.calibrate();
    assert_sound(&found, &study.read().expect("a study").1);
    assert!(fallback_reason(&found, "win rate").contains("no opportunity has closed"));
    assert!(fallback_reason(&found, "days to win").contains("0 won and 0 lost"));
    assert!(found.find("opportunities per year", "all").is_some_and(|rate| rate.fallback.is_none()));
}

#[test]
fn all_won() {
    let study = CalibrationStudy::new(4, 300, |at| {
        let row = plain(at);
        ["Closed Won".into(), row[1].clone(), row[2].clone(), row[3].clone()]
    });
    let found = study.calibrate();
    assert_sound(&found, &study.read().expect("a study").1);
    let rate = found.find("win rate", "all").expect("a rate");
    assert!(rate.fallback.is_none() && rate.value > 0.99, "not the default of 25 %: {rate:?}");
    assert!(found.notes.iter().any(|note| note.contains("closed opportunities were won. If the export")), "{:?}", found.notes);
    let times = fallback_reason(&found, "days to win");
    assert!(times.contains("won and 0 lost"), "{times}");
    assert!(found.find("size, median", "all").is_some_and(|size| size.fallback.is_none()));
}

#[test]
fn one_rep() {
    let study = CalibrationStudy::new(1, 600, plain);
    let found = study.calibrate();
    assert_sound(&found, &study.read().expect("a study").1);
    assert!(fallback_reason(&found, "spread of reps").contains("1 reps, 5 needed"));
    assert!(found.find("win rate", "all").is_some_and(|rate| rate.fallback.is_none()));
}

#[test]
fn amounts_of_zero() {
    let study = CalibrationStudy::new(4, 300, |at| {
        let row = plain(at);
        [row[0].clone(), "0".into(), row[2].clone(), row[3].clone()]
    });
    let found = study.calibrate();
    assert_sound(&found, &study.read().expect("a study").1);
    assert!(fallback_reason(&found, "size, median").contains("no amounts"));
    assert!(fallback_reason(&found, "odds by size").contains("not known, or all equal"));
    assert!(found.notes.iter().any(|note| note.contains("have an amount of zero")), "{:?}", found.notes);
    let alike = CalibrationStudy::new(4, 300, |at| {
        let row = plain(at);
        [row[0].clone(), "700".into(), row[2].clone(), row[3].clone()]
    });
    let found = alike.calibrate();
    assert_sound(&found, &alike.read().expect("a study").1);
    assert!(found.notes.iter().any(|note| note == "all: sizes are all equal."), "{:?}", found.notes);
}

#[test]
fn dates_reversed() {
    let reversed = |at: usize| {
        let row = plain(at);
        if at.is_multiple_of(10) { [row[0].clone(), row[1].clone(), row[3].clone(), row[2].clone()] } else { row }
    };
    let refused = CalibrationStudy::new(4, 600, reversed).read().expect_err("closed before created");
    assert!(refused.0.iter().all(|fault| fault.code() == "data::closed-before-created"), "{refused}");
    assert!(!refused.0.is_empty());
    let study = CalibrationStudy::new(4, 600, reversed)
        .with("file = \"opportunities.csv\"", "file = \"opportunities.csv\"\nreversed-dates = \"unknown-creation\"");
    let found = study.calibrate();
    assert_sound(&found, &study.read().expect("a study").1);
    let n = |family: &str| found.find(family, "all").map_or(0, |estimate| estimate.n);
    assert_eq!(n("win rate"), 600, "outcomes are known");
    assert_eq!(n("days to win") + n("days to loss"), 540, "times are not");
}

#[test]
fn two_currencies() {
    let mixed = || {
        let study = CalibrationStudy::new(4, 600, plain);
        let path = study.folder.path().join("opportunities.csv");
        let text = std::fs::read_to_string(&path).expect("the table");
        let line = |(at, line): (usize, &str)| format!("{line},{}", if at == 0 { "currency" } else { ["USD", "EUR"][at % 2] });
        let text: Vec<String> = text.lines().enumerate().map(line).collect();
        std::fs::write(path, text.join("\n")).expect("the table");
        study
    };
    let refused = mixed().read().expect_err("no rate");
    assert!(refused.to_string().contains("EUR"), "{refused}");
    let study = mixed().with("[data.accounts]", "[data]\nrates = { EUR = 2.0 }\n[data.accounts]");
    let (book, resolved) = study.read().unwrap_or_else(|faults| panic!("{faults}"));
    let (found, plain) = (calibrate(&book, &resolved.scenario, None), CalibrationStudy::new(4, 600, plain).calibrate());
    assert_sound(&found, &resolved);
    let median = |found: &Calibration| found.find("size, median", "all").map_or(0.0, |size| size.value);
    assert!(median(&found) > 1.2 * median(&plain) && median(&found) < 2.0 * median(&plain), "half of the amounts doubled");
}

/// Ids of 15 and of 18 characters refer to the same account, so no opportunity is lost.
#[test]
fn ids_of_both_lengths() {
    let study = CalibrationStudy::new(4, 600, plain);
    let rewrite = |name: &str, change: &dyn Fn(usize, &str) -> String| {
        let path = study.folder.path().join(name);
        let text = std::fs::read_to_string(&path).expect("a table");
        let lines: Vec<String> = text.lines().enumerate().map(|(at, line)| change(at, line)).collect();
        std::fs::write(path, lines.join("\n")).expect("a table");
    };
    let short = |id: &str| format!("0015g00000{id}AA");
    let long = |id: &str| long_id(&short(id));
    rewrite("accounts.csv", &|at, line| match line.split_once(',') {
        Some((id, rest)) if at > 0 => format!("{},{rest}", long(id)),
        _ => line.to_owned(),
    });
    rewrite("opportunities.csv", &|at, line| {
        let cells: Vec<&str> = line.split(',').collect();
        match at {
            0 => line.to_owned(),
            at => {
                let id = if at % 2 == 0 { short(cells[1]) } else { long(cells[1]) };
                format!("{},{id},{}", cells[0], cells[2..].join(","))
            }
        }
    });
    let (book, resolved) = study.read().unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(book.opportunities.len(), 600);
    let found = calibrate(&book, &resolved.scenario, None);
    let plain = CalibrationStudy::new(4, 600, plain).calibrate();
    let rate = |found: &Calibration| found.find("opportunities per year", "all").map(|rate| rate.value);
    assert_eq!(rate(&found), rate(&plain));
}

#[test]
fn the_parameters_of_the_demo_are_recovered_and_its_file_is_a_base() {
    let (book, resolved) = demo();
    let found = calibrate(&book, &resolved.scenario, None);
    assert_eq!((found.from, found.as_of), (date(2025, 7, 1), date(2026, 12, 31)));
    let within = |family: &str, of: &str, truth: f64| {
        let estimate = found.find(family, of).unwrap_or_else(|| panic!("{family} {of}"));
        // Four standard errors, not the interval: one figure in ten may lie outside that.
        assert!((estimate.value - truth).abs() <= 4.0 * estimate.se, "{estimate:?} {truth}");
    };
    for (name, segment) in &resolved.scenario.market.segments {
        within("opportunities per year", name, segment.opportunities_per_year.get());
        within("opportunities, exponent of potential", name, 0.4);
        within("size, exponent of potential", name, 0.6);
    }
    within("odds by size", "", -0.35);
    within("response, inbound share", "", 0.35);
    within("odds by source", "outbound", -0.25);
    within("spread of reps", "", 0.3);

    let mut applied = resolved.scenario.clone();
    found.apply(&mut applied).expect("choices that fit");
    let read = |name: &str| {
        std::fs::read_to_string(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("scenarios").join(name))
            .expect(name)
    };
    let plan = read("status-quo.toml").replace("base.toml", "market.toml");
    let market = found.write_toml(Some("base.toml"), None);
    let texts = [("status-quo.toml", plan.as_str()), ("market.toml", &market), ("base.toml", &read("base.toml"))];
    let again = scenario::from_texts(&texts).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(again.scenario.market, applied.market);
    assert!(applied.market.segments.values().all(|segment| segment.closing.is_none()), "its times are lognormal");
    assert_eq!((&again.scenario.attrition, &again.scenario.ramp), (&applied.attrition, &applied.ramp));
    assert_eq!(again.scenario.teams, applied.teams);
    assert!(length(&applied.ramp.shape) < length(&resolved.scenario.ramp.shape), "the demo's history has no ramp");
}

/// Events after the day of the extract have no effect.
#[test]
fn nothing_after_the_extract_is_used() {
    let (book, resolved) = demo();
    let cut = date(2026, 6, 30);
    let from_all = calibrate(&book, &resolved.scenario, Some(cut));
    let mut past = book.clone();
    for deal in &mut past.opportunities {
        if deal.closes.is_some_and(|closes| closes > cut) {
            // The later outcome must not matter.
            deal.outcome = attain_data::Outcome::Won;
        }
    }
    past.opportunities.retain(|deal| deal.created.is_none_or(|created| created <= cut));
    past.production.retain(|row| row.month <= cut);
    for rep in &mut past.reps {
        rep.left = rep.left.filter(|left| *left <= cut);
    }
    let from_past = calibrate(&past, &resolved.scenario, Some(cut));
    assert_eq!(from_all.settings, from_past.settings);
    assert_eq!(from_all.as_of, cut);
}

#[test]
fn threads_change_nothing() {
    let (book, resolved) = demo();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| calibrate(&book, &resolved.scenario, None).write_toml(None, None))
    };
    assert_eq!(with(1), with(3));
}

/// In many exports, lost leads have no owner: the rate among reps said 98 % where 30 % were won.
#[test]
fn an_owner_that_gives_the_outcome_away_is_left_out() {
    let study = CalibrationStudy::new(6, 900, plain);
    let path = study.folder.path().join("opportunities.csv");
    let text = std::fs::read_to_string(&path).expect("the table");
    let blank = |(at, line): (usize, &str)| {
        let cells: Vec<&str> = line.split(',').collect();
        let owner = if cells[3] == "Closed Lost" && !at.is_multiple_of(60) { "" } else { cells[2] };
        format!("{},{},{owner},{}", cells[0], cells[1], cells[3..].join(","))
    };
    let text: Vec<String> = text.lines().enumerate().map(blank).collect();
    std::fs::write(&path, text.join("\n")).expect("the table");
    let found = study.calibrate();
    assert_sound(&found, &study.read().expect("a study").1);
    assert!(found.notes.iter().any(|note| note.contains("gives the outcome away")), "{:?}", found.notes);
    let value = |family: &str| found.find(family, "all").map_or(f64::NAN, |estimate| estimate.value);
    let (raw, simulated) = (value("won over closed, history"), value("won over closed, simulated"));
    assert!((raw - 0.3).abs() < 0.03 && (simulated - raw).abs() < 0.01, "{raw} {simulated}");
    assert!((value("win rate") - 0.3).abs() < 0.05, "{}", value("win rate"));
    let skills =
        found.settings.iter().filter(|setting| setting.path.starts_with(&["market".into(), "skill".into(), "reps".into()]));
    assert!(skills.clone().count() == 6 && skills.clone().all(|skill| skill.value["win-log-odds"] == 0.0), "average odds");
}

/// One rep sells what costs a tenth of the others' deals.
#[test]
fn a_rep_of_small_deals_keeps_small_deals() {
    let small = |at: usize| (at * 7 + at / 20) % 20 % 5 == 2;
    let study = CalibrationStudy::new(5, 900, |at| {
        let [stage, amount, created, closed] = plain(at);
        let amount: f64 = amount.parse().expect("an amount");
        [stage, (if small(at) { 0.1 * amount } else { amount }).to_string(), created, closed]
    });
    let (book, resolved) = study.read().unwrap_or_else(|faults| panic!("{faults}"));
    let found = calibrate(&book, &resolved.scenario, None);
    let mut applied = resolved.scenario.clone();
    found.apply(&mut applied).expect("choices that fit");
    let market = attain_sim::world::CompiledMarket::new(&book, &applied);
    let law = applied.market.segments["all"].size.mean();
    let (mut simulated, mut real) = ([0.0, 0.0], [(0.0, 0.0); 2]);
    for (account, of) in market.accounts.iter().zip(&book.accounts) {
        let which = usize::from(of.owner.is_some_and(|owner| book.reps[owner].id == "r02"));
        simulated[which] += law * account.size_scale / if which == 1 { 4.0 } else { 16.0 };
    }
    for deal in &book.opportunities {
        let which = usize::from(deal.owner.is_some_and(|owner| book.reps[owner].id == "r02"));
        real[which] = (real[which].0 + deal.amount, real[which].1 + 1.0);
    }
    for which in 0..2 {
        let mean = real[which].0 / real[which].1;
        assert!((simulated[which] / mean - 1.0).abs() < 0.15, "{which}: {} for {mean}", simulated[which]);
    }
}

/// Two companies with the same past and different futures: whatever the readers and estimators do
/// with the past is the same.
#[test]
fn the_future_changes_nothing_before_the_cut() {
    let cut = 240;
    let company = |future: usize| {
        let study = CalibrationStudy::new(6, 900, |at| {
            let [stage, amount, created, closed] = plain(at);
            let born = (at * 13) % 300;
            let ends = born + 20 + (at * 11) % 40;
            // Some lost ones have no amount.
            let amount = if stage == "Closed Lost" && at.is_multiple_of(4) { String::new() } else { amount };
            if ends <= cut {
                return [stage, amount, created, closed];
            }
            let chance = (at * 31 + future * 17) % 100;
            let stage = if chance < 10 + 20 * future { "Closed Won" } else { "Closed Lost" };
            let created = if born <= cut { created } else { day(cut + 1 + (at * 7 + future) % 50) };
            let closed = day(cut + 60 + (at * 5 + future * 3) % 90);
            let amount = if stage == "Closed Won" || !at.is_multiple_of(3) {
                (10_000 * (future + 1) + at).to_string()
            } else {
                String::new()
            };
            [stage.into(), amount, created, closed]
        });
        // Potentials follow from purchases, some of which come later.
        let path = study.folder.path().join("accounts.csv");
        let text = std::fs::read_to_string(&path).expect("the table");
        std::fs::write(&path, text.replacen("potential", "size", 1)).expect("the table");
        let study = study.with(
            "[data.accounts]\nfile = \"accounts.csv\"",
            "[data.accounts]\nfile = \"accounts.csv\"\nwithout-potential = { from-history = { sold = 0.5 } }",
        );
        let (book, resolved) = study.read().unwrap_or_else(|faults| panic!("{faults}"));
        let day = date(2026, 1, 1).saturating_add(jiff::Span::new().days(i64::try_from(cut).expect("small")));
        (book.accounts[0].potential, calibrate(&book, &resolved.scenario, Some(day)))
    };
    let (today, base) = company(0);
    assert!(base.settings.len() > 10);
    for future in 1..4 {
        let (potential, found) = company(future);
        assert_ne!(potential, today, "the future differs");
        assert_eq!(found.settings, base.settings, "future {future}");
        assert_eq!(found.notes, base.notes);
    }
}
