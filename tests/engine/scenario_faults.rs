//! Broken scenario files, each with the codes it must be answered with, and
//! nothing else.

use std::fmt::Write as _;
use std::path::Path;

use attain::diagnostics::Faults;
use attain::scenario;

/// A scenario without faults, on a page of aggregates.
const SOUND: &str = r#"
[market.segments.smb]
accounts = 100
reps = 2
[market.segments.enterprise]
accounts = 20
reps = 2
[teams.inside]
segments = ["smb"]
[teams.field]
segments = ["enterprise"]
tiers = ["a", "b"]
"#;

/// What a file adds to the sound base, and the codes of the answer.
const BROKEN: &[(&str, &[&str])] = &[
    // Syntax
    ("horizon = ", &["syntax"]),
    ("[horizon\nmonths = 3", &["syntax"]),
    ("name = \"a\nb = 2", &["syntax", "unknown-key"]),
    ("name = 'a'\nname = 'b'", &["duplicate-key"]),
    ("a = \nb = \n[horizon]\nmonths = 6", &["syntax", "syntax"]),
    ("horizon.start = 2027-13-01", &["bad-date"]),
    // Keys
    ("colour = 'red'", &["unknown-key"]),
    ("colour = 'red'\n[territory]\nbalance_tolerance = 0.1\n[quota]\nplicy = 1", &["unknown-key", "unknown-key", "unknown-key"]),
    ("[market.response.adbudg]\ninbound = 0.3\nhalf = 0.2", &["missing-key"]),
    // Types and ranges
    ("[horizon]\nmonths = 'twelve'", &["wrong-type"]),
    ("[horizon]\nmonths = 2.5", &["wrong-type"]),
    ("[horizon]\nmonths = 0", &["out-of-range"]),
    ("[horizon]\nmonths = 61", &["out-of-range"]),
    ("[horizon]\nstart = 'soon'", &["bad-date"]),
    ("[horizon]\nstart = 2027-01-01T08:00:00Z", &["bad-date"]),
    ("[horizon]\nstart = 2027-01-15", &["not-month-start"]),
    ("[territory]\nbalance-tolerance = 15", &["out-of-range"]),
    ("[territory]\nbalance-tolerance = nan", &["not-finite"]),
    ("[territory]\nbalance-tolerance = -inf", &["not-finite"]),
    ("[territory]\nmax-accounts = 99999999999999999999", &["number-too-large"]),
    ("[territory]\nlocks = 'all'", &["wrong-type"]),
    ("teams = 3", &["wrong-type"]),
    ("[teams.inside]\nsegments = ['smb', 3]", &["wrong-type"]),
    ("[market.season]\ncreation-by-month = [1, 2, 3]", &["wrong-length"]),
    ("[[headcount.adds]]\nteam = 'inside'\nseats = -3", &["out-of-range"]),
    ("[teams.inside]\nprospecting = 1.2\nhours-per-month = -1", &["out-of-range", "out-of-range"]),
    ("[market.new-accounts]\nprospected = 1.5\nuncertainty = -1", &["out-of-range", "out-of-range"]),
    ("[market.segments.smb]\ninflow = { per-year = -0.1 }", &["out-of-range"]),
    ("[market.segments.smb]\ninflow = { per-year = 6 }", &["out-of-range"]),
    ("[market.segments.smb]\ninflow = 0.1", &["wrong-type"]),
    ("[market.segments.smb]\ninflow = 'balance'", &["unknown-choice"]),
    ("[market.segments.smb]\ninflow = { per-month = 0.1 }", &["unknown-choice"]),
    ("[market.new-accounts]\ninflow = 'per-year'", &["malformed-choice"]),
    // Choices
    ("protection = 'al'", &["unknown-choice"]),
    ("protection = 'named'", &["malformed-choice"]),
    ("protection = { all = {} }", &["malformed-choice"]),
    ("protection = { all = {}, named = {} }", &["malformed-choice"]),
    ("protection = 3", &["wrong-type"]),
    ("quota.policy = { flatt = { quota = 3 } }", &["unknown-choice"]),
    ("quota.policy = { flat = { quota = -3 } }", &["out-of-range"]),
    ("quota.policy = { flat = { qouta = 3 } }", &["unknown-key", "missing-key"]),
    ("ramp.shape = { stepped = { shares = [0.1, 2], months-per-step = 'x' } }", &["out-of-range", "wrong-type"]),
    ("coverage.preset = 'shallow'", &["unknown-choice"]),
    // Rules
    ("name = ' '", &["blank-name"]),
    ("[teams.'']", &["blank-name"]),
    ("[weighting]\npotential=0\nconversion=0\ngrowth=0\nstrategic=0\nfit=0\nengagement=0\nrisk=0", &["weights-all-zero"]),
    ("[teams.inside]\nsegments = ['smbs']\ntiers = ['z']", &["unknown-segment", "unknown-tier"]),
    ("tiers = []", &["no-tiers", "unknown-tier", "unknown-tier"]),
    ("[[tiers]]\nname='b'\npotential-from=5\n[[tiers]]\nname='a'\npotential-from=7", &["tiers-not-descending"]),
    (
        "[[tiers]]\nname='a'\npotential-from=5\n[[tiers]]\nname='b'\n[[tiers]]\nname='b'",
        &["duplicate-tier", "tiers-not-descending"],
    ),
    ("[[headcount.adds]]\nteam = 'outside'", &["unknown-team"]),
    ("[[headcount.adds]]\nteam = 'inside'\nstart-month = 13", &["beyond-horizon"]),
    ("[[headcount.cuts]]\nteam = 'inside'\nmonth = 13", &["beyond-horizon"]),
    ("[[headcount.cuts]]\nteam = 'inside'\nmonth = 0", &["out-of-range"]),
    ("[territory]\nfrom-month = 13", &["beyond-horizon"]),
    ("[territory]\nfrom-month = 0", &["out-of-range"]),
    ("[[headcount.cuts]]\nseats = 2", &["cut-nothing"]),
    ("[[headcount.cuts]]\nteam = 'inside'\nrep = 'r'", &["cut-two-ways"]),
    ("[coverage.tiers.d]", &["unknown-tier"]),
    ("[ramp.teams]\noutside = 'none'", &["unknown-team"]),
    ("ramp.shape = { stepped = { shares = [], months-per-step = 1 } }", &["ramp-without-steps"]),
    ("ramp.shape = { linear = { months = 0 } }", &["not-above-zero"]),
    ("[market.hand-over]\nloss-low = 0.5", &["loss-bounds"]),
    ("market.segments.smb.size = { quantiles = [3] }", &["few-quantiles"]),
    ("market.segments.smb.size = { quantiles = [3, 2] }", &["quantiles-fall"]),
    ("market.segments.smb.closing = {}", &["closing-without-ages", "closing-rows"]),
    (
        "market.segments.smb.closing = { until-days = [7, 7], a-week = [[0.1], [0, 0], [0, 0]], stretch = 0 }",
        &["ages-not-ascending", "bands-differ", "not-above-zero"],
    ),
    (
        "market.segments.smb.closing = { until-days = [7, 14], a-week = [[0.1, 0], [0.2, 0]], win-log-odds = [1] }",
        &["closing-rows", "bands-differ", "never-closes"],
    ),
    ("[market.sources.web]\nshare = 0", &["shares-all-zero"]),
    ("[market.season]\ncreation-by-month = [0,0,0,0,0,0,0,0,0,0,0,0]", &["season-all-zero"]),
    ("[attrition]\nbands = []", &["bands-start"]),
    ("[attrition]\nbands = [{ from-month = 0 }, { from-month = 3 }, { from-month = 3 }]", &["bands-not-ascending"]),
    ("[attrition]\nannual = 1", &["everyone-leaves"]),
    ("[[attrition.leavers]]\nrep = 'r'\nmonth = 14", &["beyond-horizon"]),
    ("[[attrition.leavers]]\nrep = 'r'\n[[attrition.leavers]]\nrep = 'r'", &["duplicate-leaver"]),
    ("[[territory.locks]]\naccount='a'\nrep='r'\n[[territory.locks]]\naccount='a'\nrep='r'", &["duplicate-lock"]),
    ("[[territory.locks]]\naccount='a'\nrep='r'\n[[territory.locks]]\naccount='a'\nrep='s'", &["locks-contradict"]),
    ("[territory]\nmin-accounts = 9\nmax-accounts = 8", &["account-bounds"]),
    ("[territory.dedicated]\nteam = 'inside'\nseats-from = 'inside'", &["seats-from-itself"]),
    ("[territory.dedicated]\ntop = 5", &["missing-key"]),
    ("market.rate-cap = 0.5", &["rate-cap-below-one"]),
    ("market.segments.smb.reps = 0", &["segment-without-reps"]),
    ("market.segments.smb.accounts = 0\nmarket.segments.enterprise.accounts = 0", &["no-accounts"]),
    ("market.segments.smb.reps = 0\nmarket.segments.enterprise.reps = 0", &["no-reps"]),
    ("market.segments.smb.mean-potential = 0", &["not-above-zero"]),
    ("market.segments.smb.win-rate = 1", &["certain"]),
    ("market.response = { adbudg = { inbound = 0.1, half = 0, shape = 2 } }", &["not-above-zero"]),
    ("[data.accounts]\ncolumns = { id = 'key' }", &["missing-key"]),
    ("[data.opportunities]\nfile = 'o.csv'\nlost = ['Won']", &["stage-twice"]),
    // Several rooms of one file in one answer
    (
        "territory.growth-buffer = 2\nweighting.risk = 'x'\nquota.policy = 'x'\n[[headcount.cuts]]",
        &["out-of-range", "wrong-type", "unknown-choice", "cut-nothing"],
    ),
];

fn codes(path: &Path) -> (Vec<String>, String) {
    let mut faults = Faults::default();
    let resolved = scenario::load(path, &mut faults);
    assert_eq!(resolved.is_some(), faults.0.is_empty(), "{faults}");
    let codes = faults.0.iter().map(|fault| fault.code().trim_start_matches("scenario::").to_owned());
    (codes.collect(), attain::diagnostics::render(&faults, false, 100))
}

#[test]
fn each_broken_file_is_answered_with_its_codes() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sound.toml"), SOUND).unwrap();
    let mut wrong = String::new();
    for (at, (text, expected)) in BROKEN.iter().enumerate() {
        let path = folder.path().join(format!("{at}.toml"));
        std::fs::write(&path, format!("extends = 'sound.toml'\n{text}\n")).unwrap();
        let (mut found, answer) = codes(&path);
        let mut expected: Vec<&str> = expected.to_vec();
        found.sort();
        expected.sort_unstable();
        if found != expected {
            let _ = writeln!(wrong, "--- {text}\nexpected {expected:?}, found {found:?}\n{answer}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_sound_file_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sound.toml");
    std::fs::write(&path, SOUND).unwrap();
    assert_eq!(codes(&path).0, [""; 0]);
}

#[test]
fn a_market_without_segments_and_teams() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bare.toml");
    std::fs::write(&path, "name = 'bare'").unwrap();
    assert_eq!(codes(&path).0, ["no-segments", "no-teams"]);
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let files: [(&str, &[u8], &[&str]); 8] = [
        ("empty.toml", b"", &["empty"]),
        ("comment.toml", b"# nothing\n", &["empty"]),
        ("latin.toml", b"name = 'caf\xe9'", &["not-utf8"]),
        ("self.toml", b"extends = 'self.toml'", &["cyclic-extends"]),
        ("a.toml", b"extends = 'b.toml'", &["cyclic-extends"]),
        ("b.toml", b"extends = 'a.toml'", &["cyclic-extends"]),
        ("orphan.toml", b"extends = 'nobody.toml'\ncolour = 1", &["missing-file", "unknown-key"]),
        ("folder.toml", b"extends = '.'", &["is-a-folder"]),
    ];
    for (name, bytes, _) in files {
        std::fs::write(at(name), bytes).unwrap();
    }
    for (name, _, expected) in files {
        assert_eq!(codes(&at(name)).0, expected, "{name}");
    }
    assert_eq!(codes(&at("missing.toml")).0, ["missing-file"]);
    assert_eq!(codes(folder.path()).0, ["is-a-folder"]);
}

#[test]
fn marks_and_line_ends_of_other_systems() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dos.toml");
    std::fs::write(&path, format!("\u{feff}{}", SOUND.replace('\n', "\r\n"))).unwrap();
    assert_eq!(codes(&path).0, [""; 0]);
    std::fs::write(&path, "\u{feff}colour = 1\r\nshape = 2\r\n").unwrap();
    let mut faults = Faults::default();
    scenario::load(&path, &mut faults);
    let places: Vec<_> = faults.0.iter().map(attain::diagnostics::Fault::line_column).collect();
    assert_eq!(places, [Some((1, 1)), Some((2, 1)), None, None]);
}

#[test]
fn depth_and_length_are_no_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep.toml");
    let deep = [
        format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("a = {}1{}", "{ b = ".repeat(100_000), "}".repeat(100_000)),
        format!("{}a = 1", "a.".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
        format!("name = '{}'\ncolour = 1", "x".repeat(1 << 20)),
        "colour = 1\n".repeat(20_000),
        (0..20_000).fold(String::new(), |text, at| text + &format!("k{at} = 1\n")),
    ];
    for text in deep {
        std::fs::write(&path, text).unwrap();
        assert!(!codes(&path).0.is_empty());
    }
}

#[test]
fn a_broken_base_is_reported_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("base.toml"), format!("colour = 1\n{SOUND}")).unwrap();
    let mut faults = Faults::default();
    for name in ["one.toml", "two.toml"] {
        std::fs::write(folder.path().join(name), "extends = 'base.toml'\nshape = 1").unwrap();
        scenario::load(&folder.path().join(name), &mut faults);
    }
    assert_eq!(faults.0.len(), 3, "{faults}");
}
