//! Broken inputs, each run through the program itself: what it answers first,
//! how it ends, and that it leaves nothing behind.
//!
//! `cargo test --release --test cli_broken -- --nocapture` prints the table.

use std::fmt::Write as _;

use crate::tiny::{ACCOUNTS, Answer, Study};

/// What is done to a sound study.
enum Do {
    /// The plan gets these lines.
    Plan(&'static str),
    /// A file gets this content.
    Write(&'static str, &'static [u8]),
    /// A file gets a content that is made.
    Make(&'static str, fn() -> Vec<u8>),
    /// A text of a file is replaced.
    Replace(&'static str, &'static str, &'static str),
    /// A file is taken away.
    Remove(&'static str),
    /// A file becomes a folder.
    Folder(&'static str),
    /// The program gets these arguments instead of those for a comparison of the folder.
    Args(&'static [&'static str]),
    /// The comparison gets these arguments too.
    And(&'static [&'static str]),
}
use Do::{And, Args, Folder, Make, Plan, Remove, Replace, Write};

/// Name, what is done, exit code, and the code in the first line of the answer.
type Row = (&'static str, &'static [Do], i32, &'static str);

/// Arguments of a run; the folder comes after `compare`.
const COMPARE: [&str; 6] = ["compare", ".", "--years", "3", "--out", "out"];

const SCENARIOS: &[Row] = &[
    // Syntax and reading
    ("key without value", &[Plan("[horizon]\nmonths = ")], 2, "scenario::syntax"),
    ("header never closed", &[Plan("[horizon\nmonths = 3")], 2, "scenario::syntax"),
    ("text never closed", &[Plan("name = \"plan")], 2, "scenario::syntax"),
    ("key given twice", &[Plan("name = 'a'\nname = 'b'")], 2, "scenario::duplicate-key"),
    ("table given twice", &[Plan("[ramp]\n[horizon]\n[ramp]")], 2, "scenario::duplicate-key"),
    ("empty scenario", &[Write("plan.toml", b"")], 2, "scenario::empty"),
    ("only a comment", &[Write("plan.toml", b"# later\n")], 2, "scenario::empty"),
    ("not UTF-8", &[Write("plan.toml", b"name = 'caf\xe9'")], 2, "scenario::not-utf8"),
    ("null bytes", &[Write("plan.toml", b"name = 'a\0b'")], 2, "scenario::syntax"),
    ("a scenario of one line of 1 MB", &[Make("plan.toml", || vec![b'a'; 1 << 20])], 2, "scenario::syntax"),
    ("1 MB of brackets", &[Make("plan.toml", || [b"a = ".as_slice(), &[b'['; 1 << 20]].concat())], 2, "scenario::syntax"),
    ("a CSV file for a scenario", &[Args(&["check", "accounts.csv"])], 2, "scenario::syntax"),
    (
        "a scenario of BOM and CRLF",
        &[Write("plan.toml", b"\xef\xbb\xbfextends = 'base.toml'\r\n[horizon]\r\nmonths = 12\r\n")],
        0,
        "",
    ),
    // Extends
    (
        "extends itself",
        &[Write("plan.toml", b"extends = 'plan.toml'"), Args(&["check", "plan.toml"])],
        2,
        "scenario::cyclic-extends",
    ),
    (
        "extends in a circle",
        &[Write("plan.toml", b"extends = 'b.toml'"), Write("b.toml", b"extends = './plan.toml'"), Args(&["check", "plan.toml"])],
        2,
        "scenario::cyclic-extends",
    ),
    ("a whole folder that extends in a circle", &[Write("base.toml", b"extends = 'plan.toml'")], 2, "scenario::cyclic-extends"),
    ("extends a missing file", &[Write("plan.toml", b"extends = 'bse.toml'")], 2, "scenario::missing-file"),
    ("extends a folder", &[Write("plan.toml", b"extends = '..'")], 2, "scenario::is-a-folder"),
    ("extends nothing", &[Write("plan.toml", b"extends = ''")], 2, "scenario::is-a-folder"),
    // Keys, types, units
    ("unknown key", &[Plan("[territory]\nbalance_tolerance = 0.1")], 2, "scenario::unknown-key"),
    ("unknown table", &[Plan("[terittory]\nbalance-tolerance = 0.1")], 2, "scenario::unknown-key"),
    ("number in words", &[Plan("[horizon]\nmonths = 'twelve'")], 2, "scenario::wrong-type"),
    ("unit in the value", &[Plan("[territory]\ntravel-hours-per-100-km = '2 h'")], 2, "scenario::wrong-type"),
    ("per cent in the value", &[Plan("[territory]\nbalance-tolerance = '15 %'")], 2, "scenario::wrong-type"),
    ("number for a table", &[Plan("[territory.locks]\naccount = 3")], 2, "scenario::wrong-type"),
    ("half a month", &[Plan("[horizon]\nmonths = 2.5")], 2, "scenario::wrong-type"),
    ("share over 1", &[Plan("[territory]\nbalance-tolerance = 15")], 2, "scenario::out-of-range"),
    ("share under 0", &[Plan("[teams.field]\nabsence = -0.1")], 2, "scenario::out-of-range"),
    ("nan", &[Plan("[territory]\ngrowth-buffer = nan")], 2, "scenario::not-finite"),
    ("inf", &[Plan("[target]\nbookings = inf")], 2, "scenario::not-finite"),
    ("1e400", &[Plan("[target]\nbookings = 1e400")], 2, "scenario::not-finite"),
    ("a number too large", &[Plan("[territory]\nmax-accounts = 99999999999999999999")], 2, "scenario::number-too-large"),
    ("an amount without end", &[Plan("[target]\nbookings = 1e300")], 2, "scenario::out-of-range"),
    ("unknown choice", &[Plan("[quota]\npolicy = 'flatt'")], 2, "scenario::unknown-choice"),
    ("two choices at once", &[Plan("protection = { all = {}, named = {} }")], 2, "scenario::malformed-choice"),
    // Horizon
    ("horizon of 0 months", &[Plan("[horizon]\nmonths = 0")], 2, "scenario::out-of-range"),
    ("horizon beyond range", &[Plan("[horizon]\nmonths = 61")], 2, "scenario::out-of-range"),
    ("the 13th month", &[Plan("[horizon]\nstart = 2027-13-01")], 2, "scenario::bad-date"),
    ("start in words", &[Plan("[horizon]\nstart = 'soon'")], 2, "scenario::bad-date"),
    ("start within a month", &[Plan("[horizon]\nstart = 2027-01-15")], 2, "scenario::not-month-start"),
    ("a seat after the horizon", &[Plan("[[headcount.adds]]\nteam = 'field'\nstart-month = 13")], 2, "scenario::beyond-horizon"),
    // Choices that make no sense
    (
        "weights all zero",
        &[Plan("[weighting]\npotential=0\nconversion=0\ngrowth=0\nstrategic=0\nfit=0\nengagement=0\nrisk=0")],
        2,
        "scenario::weights-all-zero",
    ),
    ("negative headcount", &[Plan("[[headcount.adds]]\nteam = 'field'\nseats = -3")], 2, "scenario::out-of-range"),
    ("headcount for an unknown team", &[Plan("[[headcount.adds]]\nteam = 'feild'")], 2, "scenario::unknown-team"),
    ("a cut of nobody", &[Plan("[[headcount.cuts]]\nseats = 1")], 2, "scenario::cut-nothing"),
    ("more cut than there are", &[Plan("[[headcount.cuts]]\nteam = 'field'\nseats = 3")], 2, "territory::too-many-cuts"),
    ("a whole team cut", &[Plan("[[headcount.cuts]]\nteam = 'field'\nseats = 2")], 2, "territory::segment-without-seat"),
    ("a cut of a stranger", &[Plan("[[headcount.cuts]]\nrep = 'r9'")], 2, "territory::unknown-rep"),
    ("unknown segment of a team", &[Plan("[teams.field]\nsegments = ['lrge']")], 2, "scenario::unknown-segment"),
    (
        "no teams",
        &[Replace("base.toml", "[teams.field]\nsegments = [\"large\"]\n\n[teams.inside]\nsegments = [\"small\"]\n", "")],
        2,
        "scenario::no-teams",
    ),
    (
        "a tier table upside down",
        &[Plan("[[tiers]]\nname='b'\npotential-from=5\n[[tiers]]\nname='a'\npotential-from=7")],
        2,
        "scenario::tiers-not-descending",
    ),
    // Locks and protection
    (
        "locks that contradict",
        &[Plan("[[territory.locks]]\naccount='a1'\nrep='r1'\n[[territory.locks]]\naccount='a1'\nrep='r2'")],
        2,
        "scenario::locks-contradict",
    ),
    ("lock of a stranger", &[Plan("[[territory.locks]]\naccount='a9'\nrep='r1'")], 2, "territory::unknown-account"),
    ("lock outside the team", &[Plan("[[territory.locks]]\naccount='a1'\nrep='r3'")], 2, "territory::lock-outside-team"),
    (
        "locks that overfill a rep",
        &[Plan(
            "[territory]\nmax-accounts = 2\nlocks = [{account='a1', rep='r1'}, {account='a2', rep='r1'}, {account='a3', rep='r1'}]",
        )],
        2,
        "territory::contradiction",
    ),
    (
        "a lock against a protection",
        &[Plan("protection = { named = { accounts = ['a1'] } }\n[[territory.locks]]\naccount='a1'\nrep='r2'")],
        2,
        "territory::lock-against-protection",
    ),
    ("protection of a stranger", &[Plan("protection = { named = { accounts = ['a0'] } }")], 2, "territory::unknown-account"),
    ("fewest over most accounts", &[Plan("[territory]\nmin-accounts = 9\nmax-accounts = 8")], 2, "scenario::account-bounds"),
    ("a leaver nobody knows", &[Plan("[[attrition.leavers]]\nrep = 'r7'\nmonth = 2")], 2, "territory::unknown-rep"),
    ("a region nobody knows", &[Plan("[[headcount.adds]]\nteam = 'field'\nregion = 'Nroth'")], 2, "territory::unknown-region"),
    (
        "a dedicated team without seats",
        &[
            Replace("base.toml", "[teams.field]", "[teams.key]\n[teams.field]"),
            Plan("[territory.dedicated]\ntop = 2\nteam = 'key'\nseats = 0"),
        ],
        2,
        "territory::dedicated-without-seats",
    ),
    // Several plans
    ("two plans of one name", &[Plan("name = 'status-quo'")], 2, "study::duplicate-name"),
    ("another currency", &[Plan("[money]\ncurrency = '€'")], 2, "study::different-currency"),
    ("a currency too long", &[Plan("[money]\ncurrency = 'euros'")], 2, "scenario::out-of-range"),
    ("a currency with a control character", &[Plan("[money]\ncurrency = \"\\u0007\"")], 2, "scenario::out-of-range"),
    ("another horizon", &[Plan("[horizon]\nmonths = 24")], 2, "study::different-horizon"),
    (
        "another book",
        &[Make("more.csv", || ACCOUNTS.replace("750000", "760000").into_bytes()), Plan("[data.accounts]\nfile = 'more.csv'")],
        2,
        "study::different-data",
    ),
];

const DATA: &[Row] = &[
    // Files
    ("missing file", &[Remove("accounts.csv")], 2, "data::file-not-found"),
    ("folder for a file", &[Remove("reps.csv"), Folder("reps.csv")], 2, "data::file-is-folder"),
    ("empty file", &[Write("reps.csv", b"")], 2, "data::file-empty"),
    ("only a BOM", &[Write("reps.csv", b"\xef\xbb\xbf")], 2, "data::file-empty"),
    ("only a header", &[Write("reps.csv", b"id,name,team\n")], 2, "data::no-rows"),
    ("not UTF-8", &[Write("reps.csv", b"id,name,team\nr1,Zo\x81\xeb,field\n")], 2, "data::not-utf8"),
    ("a broken workbook", &[Write("accounts.csv", b"PK\x03\x04xl/workbook.xml")], 2, "data::damaged-excel"),
    ("no file named", &[Plan("[data.accounts]\nfile = ''")], 2, "scenario::missing-key"),
    (
        "CSV called Parquet",
        &[Write("a.parquet", b"id,potential\na1,3\n"), Plan("[data.accounts]\nfile = 'a.parquet'")],
        2,
        "data::not-parquet",
    ),
    (
        "damaged Parquet",
        &[Write("accounts.csv", b"PAR1\x15\x04\x15\x90\x01\x4c\x15\x0a\x00\x00PAR1")],
        2,
        "data::damaged-parquet",
    ),
    ("truncated Parquet", &[Write("accounts.csv", b"PAR1")], 2, "data::damaged-parquet"),
    (
        "random bytes",
        &[Make("accounts.csv", || (0..50_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect())],
        2,
        "data::not-utf8",
    ),
    ("an endless quote", &[Replace("accounts.csv", "Alpha", "\"Alpha")], 2, "data::open-quote"),
    ("a stray quote", &[Replace("accounts.csv", "Alpha", "Al\"pha")], 2, "data::stray-quote"),
    ("a short row", &[Replace("reps.csv", ",2026-09-01,80000", "")], 2, "data::ragged-row"),
    ("one line of 1 MB", &[Make("accounts.csv", || vec![b'x'; 1 << 20])], 2, "data::no-rows"),
    (
        "a row of 1 MB",
        &[Make("accounts.csv", || format!("{ACCOUNTS}{}\n", "x,".repeat(1 << 19)).into_bytes())],
        2,
        "data::ragged-row",
    ),
    (
        "an amount of 1 MB",
        &[Make("accounts.csv", || ACCOUNTS.replace("750000", &"9".repeat(1 << 20)).into_bytes())],
        2,
        "data::amount-too-large",
    ),
    // Columns
    ("missing column", &[Replace("accounts.csv", "potential", "size")], 2, "data::missing-column"),
    ("a mapped column is missing", &[Plan("[data.accounts]\ncolumns = { potential = 'tam' }")], 2, "data::mapped-column-missing"),
    (
        "a mapping of an unknown column",
        &[Plan("[data.accounts]\ncolumns = { potenital = 'potential' }")],
        2,
        "data::unknown-column-key",
    ),
    ("a column twice", &[Replace("accounts.csv", "revenue", "potential")], 2, "data::ambiguous-column"),
    ("half a place", &[Replace("accounts.csv", "longitude", "length")], 2, "data::half-a-place"),
    // Cells
    ("unparsable amount", &[Replace("accounts.csv", "750000", "lots")], 2, "data::not-an-amount"),
    ("negative amount", &[Replace("accounts.csv", "750000", "-750000")], 2, "data::negative-amount"),
    ("amount nan", &[Replace("accounts.csv", "750000", "nan")], 2, "data::not-finite"),
    ("amount inf", &[Replace("opportunities.csv", "75000", "inf")], 2, "data::not-finite"),
    ("amount 1e308", &[Replace("opportunities.csv", "75000", "1e308")], 2, "data::amount-too-large"),
    ("no potential", &[Replace("accounts.csv", "60000,0", ",")], 2, "data::missing-value"),
    ("unparsable date", &[Replace("reps.csv", "2020-02-01", "2020-02-31")], 2, "data::not-a-date"),
    ("date in words", &[Replace("opportunities.csv", "2027-02-28", "next spring")], 2, "data::not-a-date"),
    ("neither yes nor no", &[Replace("accounts.csv", "high,yes", "high,maybe")], 2, "data::not-yes-or-no"),
    ("unknown class", &[Replace("accounts.csv", "high,yes", "huge,yes")], 2, "data::not-a-class"),
    ("off the globe", &[Replace("accounts.csv", "52.5,13.4", "525,13.4")], 2, "data::not-degrees"),
    ("duplicate id", &[Replace("accounts.csv", "a2,", "a1,")], 2, "data::duplicate-id"),
    ("blank id", &[Replace("accounts.csv", "a2,", " ,")], 2, "data::blank-id"),
    ("closed before created", &[Replace("opportunities.csv", "2026-02-01", "2024-02-01")], 2, "data::closed-before-created"),
    (
        "left before hired",
        &[Make("reps.csv", || b"id,team,hired,left\nr1,field,2020-02-01,2019-01-31\n".to_vec())],
        2,
        "data::left-before-hired",
    ),
    (
        "a leaver of the future",
        &[Make("reps.csv", || b"id,team,hired,left\nr1,field,2020-02-01,2027-03-31\n".to_vec())],
        2,
        "data::left-in-horizon",
    ),
    // Between tables
    ("unknown owner", &[Replace("accounts.csv", "yes,r1", "yes,r9")], 2, "data::unknown-rep"),
    (
        "an owner of whom there are two",
        &[Replace("reps.csv", "Bob", "Ann"), Replace("accounts.csv", "yes,r1", "yes,Ann")],
        2,
        "data::unknown-rep",
    ),
    (
        "thousands or decimals",
        &[Make("accounts.csv", || ACCOUNTS.replace("000,", ".000,").into_bytes())],
        2,
        "data::ambiguous-decimal",
    ),
    ("an amount in another currency", &[Replace("opportunities.csv", "75000", "75000 EUR")], 2, "data::no-rate"),
    ("a rate of nothing", &[Plan("[data.rates]\nEUR = 0")], 2, "scenario::not-above-zero"),
    ("whose revenue", &[Replace("accounts.csv", "region,", "employees,")], 2, "data::whose-revenue"),
    ("opportunity of an unknown account", &[Replace("opportunities.csv", "o1,a1", "o1,a9")], 2, "data::unknown-account"),
    ("opportunity of an unknown rep", &[Replace("opportunities.csv", "a1,r1", "a1,r9")], 2, "data::unknown-rep"),
    ("unknown stage", &[Replace("opportunities.csv", "Proposal", "Propsal")], 2, "data::unknown-stage"),
    ("unknown team", &[Replace("reps.csv", "Ann,field", "Ann,feild")], 2, "data::unknown-team"),
    ("zero reps in a segment", &[Replace("reps.csv", ",field,", ",inside,")], 2, "data::no-reps-in-segment"),
    ("owners, and no reps", &[Replace("base.toml", "reps = { file = \"reps.csv\" }\n", "")], 2, "scenario::no-reps"),
    // Odd, and accepted
    ("owner by name", &[Replace("accounts.csv", "yes,r1", "yes,Ann")], 0, ""),
    ("accounts owned by nobody", &[Replace("accounts.csv", ",r1,", ",,"), Plan("[territory]\ncarve = 'keep'")], 0, ""),
    ("BOM and CRLF", &[Make("accounts.csv", || format!("\u{feff}{}", ACCOUNTS.replace('\n', "\r\n")).into_bytes())], 0, ""),
    ("semicolons", &[Make("accounts.csv", || ACCOUNTS.replace(',', ";").into_bytes())], 0, ""),
    ("no line end at the end", &[Make("accounts.csv", || ACCOUNTS.trim_end().as_bytes().to_vec())], 0, ""),
    ("a name of 1 MB", &[Make("accounts.csv", || ACCOUNTS.replace("Alpha", &"A".repeat(1 << 20)).into_bytes())], 0, ""),
];

const COMMANDS: &[Row] = &[
    // Paths
    ("no scenarios folder", &[Args(&["compare"])], 2, "paths::missing"),
    ("missing path", &[Args(&["compare", "plans"])], 2, "paths::missing"),
    ("folder with no scenario", &[Folder("empty"), Args(&["compare", "empty"])], 2, "paths::no-scenario"),
    ("the same file twice", &[Args(&["compare", "plan.toml", "./plan.toml"])], 2, "study::duplicate-name"),
    ("a folder to show", &[Args(&["show", "."])], 2, "scenario::is-a-folder"),
    ("nothing to show", &[Args(&["show", "nobody.toml"])], 2, "scenario::missing-file"),
    // Output
    ("output is a file", &[Write("out", b"mine")], 2, "out::wrong-kind"),
    (
        "output under a file",
        &[Write("taken", b"mine"), Args(&["compare", ".", "--years", "3", "--out", "taken/out"])],
        2,
        "out::unwritable",
    ),
    ("output in a place without folders", &[Args(&["compare", ".", "--years", "3", "--out", "/proc/out"])], 2, "out::unwritable"),
    ("a result is a folder", &[Folder("out/results.json")], 2, "out::wrong-kind"),
    ("plan's output is a file", &[Write("out", b"mine"), Args(&["plan", ".", "--out", "out"])], 2, "out::wrong-kind"),
    (
        "output over an input",
        &[
            Replace("base.toml", "\"accounts.csv\"", "\"accounts-plan.csv\""),
            Make("accounts-plan.csv", || ACCOUNTS.as_bytes().to_vec()),
            Args(&["compare", ".", "--years", "3", "--out", "."]),
        ],
        2,
        "out::input",
    ),
    (
        "plan's output over an input",
        &[
            Replace("base.toml", "\"accounts.csv\"", "\"accounts-plan.csv\""),
            Make("accounts-plan.csv", || ACCOUNTS.as_bytes().to_vec()),
            Args(&["plan", ".", "--out", "./."]),
        ],
        2,
        "out::input",
    ),
    ("init over a study", &[Args(&["init", "."])], 2, "init::exists"),
    ("init into a file", &[Write("taken", b"mine"), Args(&["init", "taken"])], 2, "init::unwritable"),
    // Options
    ("years 0", &[Args(&["compare", ".", "--years", "0"])], 2, "usage::out-of-range"),
    ("years -5", &[Args(&["compare", ".", "--years=-5"])], 2, "usage::out-of-range"),
    ("years in words", &[Args(&["compare", ".", "--years", "many"])], 2, "usage::not-a-number"),
    ("seed -1", &[Args(&["compare", ".", "--seed=-1"])], 2, "usage::out-of-range"),
    ("threads 0", &[And(&["--threads", "0"])], 2, "usage::out-of-range"),
    ("threads a million", &[And(&["--threads", "1000000"])], 2, "usage::out-of-range"),
    ("unknown format", &[And(&["--format", "xls"])], 2, "usage::unknown-choice"),
    ("unknown option", &[And(&["--yaers", "3"])], 2, "usage::unknown-option"),
    ("unknown command", &[Args(&["comapre"])], 2, "usage::unknown-command"),
    ("argument left out", &[Args(&["show"])], 2, "usage::missing-argument"),
    ("option twice", &[And(&["--years", "4"])], 2, "usage::wrong"),
    ("option without value", &[Args(&["compare", ".", "--out"])], 2, "usage::missing-value"),
    ("unknown shell", &[Args(&["completions", "command.com"])], 2, "usage::unknown-choice"),
    ("unknown reference", &[And(&["--reference", "status_quo"])], 2, "compare::unknown-plan"),
    ("empty requirement", &[And(&["--require", ""])], 2, "require::syntax"),
    ("requirement without end", &[And(&["--require", "p_target(\"plan\") >="])], 2, "require::syntax"),
    ("requirement of an unknown plan", &[And(&["--require", "p_target(\"plam\") >= 0.5"])], 2, "require::unknown-plan"),
    ("requirement of an unknown metric", &[And(&["--require", "mean(\"plan\", \"bokings\") > 1"])], 2, "require::unknown-metric"),
    (
        "requirement of an unknown function",
        &[And(&["--require", "median(\"plan\", \"bookings\") > 1"])],
        2,
        "require::unknown-function",
    ),
    ("a plan against itself", &[And(&["--require", "low(\"plan\", \"plan\", \"bookings\") > 0"])], 2, "require::same-plan"),
    ("requirement of 10,000 brackets", &[And(&["--require", DEEP])], 2, "require::too-large"),
    ("requirement that is missed", &[And(&["--require", "p_target(\"plan\") > 1"])], 3, ""),
];

/// Brackets beyond reason.
const DEEP: &str = match std::str::from_utf8(&[b'('; 10_000]) {
    Ok(text) => text,
    Err(_) => "",
};

fn prepared(row: &Row) -> (Study, Vec<&'static str>) {
    let study = Study::new();
    let mut args = COMPARE.to_vec();
    for step in row.1 {
        match step {
            Plan(lines) => study.write("plan.toml", format!("{}{lines}\n", crate::tiny::PLAN)),
            Write(name, content) => study.write(name, content),
            Make(name, content) => study.write(name, content()),
            Replace(name, from, to) => study.replace(name, from, to),
            Remove(name) => std::fs::remove_file(study.at(name)).unwrap(),
            Folder(name) => std::fs::create_dir_all(study.at(name)).unwrap(),
            Args(all) => args = all.to_vec(),
            And(more) => args.extend(*more),
        }
    }
    (study, args)
}

/// Whether a line reads `place: error[subject::code]: message; help: …`.
fn is_fault(line: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let code = |part: &str| {
        part.strip_prefix("error[")?.strip_suffix(']')?.split_once("::").map(|(subject, code)| word(subject) && word(code))
    };
    line.split(": ").skip(1).any(|part| code(part) == Some(true)) && line.contains("; help: ")
}

/// What is wrong with the answer to a row.
fn objections(row: &Row, answer: &Answer, study: &Study, before: bool) -> String {
    let (_, _, exit, code) = row;
    let first = answer.first_line();
    let mut text = String::new();
    if answer.code != *exit {
        let _ = writeln!(text, "exit code {} instead of {exit}", answer.code);
    }
    if *exit == 2 {
        if !first.contains(&format!(": error[{code}")) {
            let _ = writeln!(text, "no code {code} in the first line");
        }
        if !is_fault(first) || first.len() > 2500 {
            let _ = writeln!(text, "the first line has another form");
        }
        if !answer.out.is_empty() {
            let _ = writeln!(text, "a result on standard output");
        }
        if !before {
            let _ = writeln!(text, "files have changed: {:?}", study.everything().keys());
        }
    } else if !answer.err.is_empty() {
        let _ = writeln!(text, "a remark on standard error: {}", answer.err);
    }
    if answer.err.len() > 200_000 {
        let _ = writeln!(text, "{} bytes of answer", answer.err.len());
    }
    text
}

fn table(rows: &[Row]) {
    use std::thread;
    let work = |row: &Row| {
        let (study, args) = prepared(row);
        let before = study.everything();
        let answer = study.run(&args);
        let wrong = objections(row, &answer, &study, before == study.everything());
        let first: String = answer.first_line().chars().take(220).collect();
        (format!("| {} | {} | {} |\n", row.0, answer.code, first.replace('|', "\\|")), wrong)
    };
    let done: Vec<(String, String)> = thread::scope(|scope| {
        let halves: Vec<_> = rows
            .chunks(rows.len().div_ceil(4))
            .map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<_>>()))
            .collect();
        halves.into_iter().flat_map(|half| half.join().expect("a part of the table")).collect()
    });
    print!("| input | exit | first line |\n|---|---|---|\n{}", done.iter().map(|(line, _)| line.as_str()).collect::<String>());
    let wrong: Vec<String> =
        done.iter().filter(|(_, wrong)| !wrong.is_empty()).map(|(line, wrong)| format!("{line}{wrong}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn broken_scenarios() {
    table(SCENARIOS);
}

#[test]
fn broken_data() {
    table(DATA);
}

#[test]
fn broken_commands() {
    table(COMMANDS);
}

#[test]
fn every_fault_of_every_file_in_one_run() {
    let study = Study::new();
    study.write("plan.toml", format!("{}[horizon]\nmonths = 99\nlength = 3\n", crate::tiny::PLAN));
    study.write("status-quo.toml", "extends = \"base.toml\"\n[quota]\npolicy = \"curent\"\n");
    study.write("third.toml", "extends = \"base.toml\"\n[ramp\n");
    study.write("fourth.toml", "extends = \"base.toml\"\n");
    study.replace("accounts.csv", "750000", "lots");
    study.replace("accounts.csv", "2027-03-31", "31 of March");
    study.replace("reps.csv", "Bob,field", "Bob,feild");
    study.replace("opportunities.csv", "o3,a5", "o3,a55");
    let answer = study.run(&COMPARE).ends(2);
    for expected in [
        "./plan.toml:3:10: error[scenario::out-of-range]: 99 is out of range; help: expected a whole number from 1 to 60",
        "./plan.toml:4:1: error[scenario::unknown-key]: unknown key `length` in `horizon`; help: expected one of: start, months",
        "./status-quo.toml:3:10: error[scenario::unknown-choice]: unknown choice `curent`; help: did you mean `current`? expected \
         one of: \"current\"",
        "./third.toml:2:6: error[scenario::syntax]: unclosed table, expected `]`; help: expected TOML",
        "./accounts.csv:2: column `potential`: error[data::not-an-amount]: invalid amount `lots`; help: expected an amount",
        "./accounts.csv:4: column `renewal`: error[data::not-a-date]: invalid date `31 of March`; help: expected a date from 1900 \
         to 2199, such as 2026-12-31",
        "./reps.csv:3: column `team`: error[data::unknown-team]: unknown team `feild`; help: did you mean `field`? expected one \
         of: field, inside",
        "./opportunities.csv:4: column `account`: error[data::unknown-account]: unknown account `a55`; help: did you mean `a5`? \
         expected an id",
        "Found 8 errors.",
    ] {
        assert!(answer.err.lines().any(|line| line.starts_with(expected)), "{expected}\n{}", answer.err);
    }
    assert!(!study.at("out").exists());
}

#[test]
fn damaged_parquet_is_a_fault_wherever_the_damage_is() {
    let study = Study::new();
    study.run(&["compare", ".", "--years", "3", "--out", "out"]).ends(0);
    let whole = study.read("out/years.parquet");
    study.write("plan.toml", format!("{}[data.accounts]\nfile = 'a.parquet'\n", crate::tiny::PLAN));
    for at in 0..24 {
        let mut damaged = whole.clone();
        let place = (at * 7919 * 31) % whole.len();
        if at % 3 == 0 {
            damaged.truncate(place);
        } else {
            let end = (place + 200).min(whole.len());
            damaged[place..end].iter_mut().for_each(|byte| *byte ^= 0x5a);
        }
        study.write("a.parquet", &damaged);
        let answer = study.run(&["check", "plan.toml"]).ends(2);
        assert!(is_fault(answer.first_line()) && answer.first_line().contains("data::"), "{}", answer.err);
    }
}

#[test]
fn an_output_folder_with_older_results_is_left_alone() {
    let study = Study::new();
    study.run(&COMPARE).ends(0);
    study.replace("accounts.csv", "750000", "lots");
    let before = study.everything();
    study.run(&COMPARE).ends(2);
    assert!(before == study.everything());
}

#[test]
fn an_owner_given_by_name_is_found_and_told() {
    let study = Study::new();
    study.replace("accounts.csv", "yes,r1", "yes,ann");
    let answer = study.run(&["check", "plan.toml"]).ends(0);
    assert!(answer.out.contains("by-name") && answer.out.contains("ann is r1"), "{}", answer.out);
}
