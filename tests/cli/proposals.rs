//! Proposals as files: what a mode writes is what `plan` and `compare` read.

use std::path::Path;

use crate::tiny::{Answer, attain};

fn run(folder: &Path, args: &[&str]) -> Answer {
    Answer::of(attain(folder).args(args).output().unwrap())
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A demo study in a folder of its own.
fn demo() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "study"]).ends(0);
    folder
}

#[test]
fn what_a_mode_writes_makes_the_same_plan_again() {
    let folder = demo();
    let at = |args: &[&str]| run(folder.path(), args).ends(0);
    let modes: [(&[&str], &[&str]); 3] = [
        (&["rebalance", "study/status-quo.toml"], &["rebalance-status-quo"]),
        (&["hire", "study/status-quo.toml", "--team", "mid-market", "--seats", "2", "--month", "3"], &["hire-status-quo"]),
        (
            &["leaver", "study/add-mid-market.toml", "--rep", "R014", "--month", "4"],
            &["leaver-R014-spread", "leaver-R014-share", "leaver-R014-hold"],
        ),
    ];
    for (args, names) in modes {
        let out = format!("out-{}", args[0]);
        let reported = at(&[args, &["--out", &out]].concat());
        assert!(reported.out.contains("Next: attain compare study/"), "{}", reported.out);
        for name in names {
            assert!(reported.out.contains(&format!("{name}. ")), "{}", reported.out);
            at(&["plan", &format!("{out}/{name}.toml"), "--out", "again"]);
            for kind in ["accounts", "appeals"] {
                let (written, again) = (
                    read(folder.path(), &format!("{out}/{kind}-{name}.csv")),
                    read(folder.path(), &format!("again/{kind}-{name}.csv")),
                );
                assert!(written == again, "{kind} of {name} differ");
            }
        }
    }
    let compared = at(&[
        "compare",
        "study/status-quo.toml",
        "out-rebalance/rebalance-status-quo.toml",
        "out-leaver/leaver-R014-share.toml",
        "--years",
        "5",
        "--out",
        "compared",
    ]);
    assert!(compared.out.contains("rebalance-"), "{}", compared.out);
    assert!(folder.path().join("compared/appeals-rebalance-status-quo.csv").is_file());
}

#[test]
fn a_plans_accounts_are_a_table_of_owners() {
    let folder = demo();
    let at = |args: &[&str]| run(folder.path(), args);
    at(&["plan", "study/add-mid-market.toml", "--out", "first"]).ends(0);
    let listed = "extends = \"study/add-mid-market.toml\"\nname = \"add-mid-market\"\n\
                  [territory]\ncarve = { table = { file = \"first/accounts-add-mid-market.csv\" } }\n";
    std::fs::write(folder.path().join("listed.toml"), listed).unwrap();
    at(&["plan", "listed.toml", "--out", "second"]).ends(0);
    let owners = |name: &str| -> Vec<(String, String)> {
        let text = read(folder.path(), name);
        let head: Vec<&str> = text.lines().next().unwrap().trim_start_matches('\u{feff}').split(',').collect();
        let column = |name: &str| head.iter().position(|column| *column == name).unwrap();
        let (id, owner) = (column("id"), column("owner_after"));
        text.lines()
            .skip(1)
            .map(|line| (line.split(',').nth(id).unwrap().into(), line.split(',').nth(owner).unwrap().into()))
            .collect()
    };
    assert_eq!(owners("first/accounts-add-mid-market.csv"), owners("second/accounts-add-mid-market.csv"));
}

#[test]
fn a_table_with_faults_tells_each_at_its_line() {
    let folder = demo();
    let rows = "account,rep\nA0001,R001\nA0001,R002\nnobody,R003\nA0003,R0\n,R001\n";
    std::fs::write(folder.path().join("owners.csv"), rows).unwrap();
    let plan = "extends = \"study/base.toml\"\n[territory]\ncarve = { table = { file = \"owners.csv\" } }\n";
    std::fs::write(folder.path().join("listed.toml"), plan).unwrap();
    let reported = run(folder.path(), &["check", "listed.toml"]).ends(2).err;
    for text in ["owners.csv:3", "data::duplicate-id", "owners.csv:6", "data::blank-id"] {
        assert!(reported.contains(text), "{text}: {reported}");
    }
    std::fs::write(folder.path().join("owners.csv"), "account,rep\nnobody,R003\nA0003,R0\n").unwrap();
    let reported = run(folder.path(), &["check", "listed.toml"]).ends(2).err;
    for text in [
        "owners.csv:2: column `account`: error[territory::unknown-account]",
        "owners.csv:3: column `rep`: error[territory::unknown-rep]",
    ] {
        assert!(reported.contains(text), "{text}: {reported}");
    }
    std::fs::write(folder.path().join("owners.csv"), "account,rep,from_month\nA0001,R001,0\nA0003,R001,13\nA0004,R002,May\n")
        .unwrap();
    let reported = run(folder.path(), &["check", "listed.toml"]).ends(2).err;
    for line in 2..=4 {
        let text = format!("owners.csv:{line}: column `from_month`: error[data::not-a-month]");
        assert!(reported.contains(&text), "{text}: {reported}");
    }
    assert!(reported.contains("from 1 to 12"), "{reported}");
    std::fs::remove_file(folder.path().join("owners.csv")).unwrap();
    assert!(run(folder.path(), &["check", "listed.toml"]).ends(2).err.contains("data::file-not-found"));
}

#[test]
fn a_row_after_the_cut_of_its_owner_is_a_fault() {
    let folder = demo();
    let owned = read(folder.path(), "study/data/accounts.csv");
    let head: Vec<&str> = owned.lines().next().unwrap().trim_start_matches('\u{feff}').split(',').collect();
    let owner = head.iter().position(|column| *column == "owner").unwrap();
    let of = |rep: &str| {
        owned.lines().skip(1).find(|line| line.split(',').nth(owner) == Some(rep)).unwrap().split(',').next().unwrap()
    };
    let account = of("R014").to_owned();
    let write = |month: u32| {
        std::fs::write(folder.path().join("owners.csv"), format!("account,rep,from-month\n{account},R015,{month}\n")).unwrap();
        let plan = "extends = \"study/base.toml\"\n[territory]\ncarve = { table = { file = \"owners.csv\" } }\n\
                    [headcount]\ncuts = [{ rep = \"R014\", month = 5 }]\n";
        std::fs::write(folder.path().join("dated.toml"), plan).unwrap();
        run(folder.path(), &["check", "dated.toml"])
    };
    write(5).ends(0);
    let reported = write(6).ends(2).err;
    assert!(reported.contains("owners.csv:2: column `from-month`: error[territory::listed-after-cut]"), "{reported}");
    assert!(reported.contains("from 1 to 5"), "{reported}");
}

#[test]
fn a_leaver_of_the_past_is_told_so() {
    let folder = demo();
    let reported = run(folder.path(), &["leaver", "study/status-quo.toml", "--rep", "R041"]).ends(2).err;
    assert!(reported.contains("plan::rep-left") && reported.contains("left on"), "{reported}");
}

#[test]
fn hires_without_a_team_are_split_and_the_price_of_another_choice_is_told() {
    let folder = demo();
    let at = |args: &[&str]| run(folder.path(), args).ends(0);
    let split =
        |years: &str, out: &str| at(&["hire", "study/status-quo.toml", "--seats", "2", "--years", years, "--out", out]).out;
    let reported = split("20", "first-out");
    for text in ["2 new seats split where each earns most", "The price of another choice", "next best", "needs"] {
        assert!(reported.contains(text), "{text}: {reported}");
    }
    assert!(reported.lines().all(|line| line.chars().count() <= 80), "{reported}");
    assert_eq!(reported.replace("first-out", "second-out"), split("20", "second-out"));
    let none = at(&["hire", "study/status-quo.toml", "--seats", "0"]).out;
    assert!(none.contains("0 accounts change owner"), "{none}");
    assert!(
        run(folder.path(), &["hire", "study/status-quo.toml", "--team", "smb", "--years", "9"]).ends(2).err.contains("--years")
    );
}

#[test]
fn a_search_tries_every_team_and_may_cut_seats() {
    let folder = demo();
    let args = ["solve", "study/status-quo.toml", "--for", "cost <= 1", "--max-adds", "1", "--max-cuts", "2", "--years", "8"];
    let reported = run(folder.path(), &args).ends(3).out;
    for text in ["one seat more and one fewer", "csm", "enterprise", "smb", "1 × ", "cut"] {
        assert!(reported.contains(text), "{text}: {reported}");
    }
    let answer: serde_json::Value = serde_json::from_str(&read(folder.path(), "reports/stress-status-quo/solve.json")).unwrap();
    let tried = answer["solution"]["tried"].as_array().unwrap();
    assert!(tried.len() >= 3, "{reported}");
    assert!(tried[2]["extra_cost"]["difference"].as_f64().unwrap() < 0.0, "{reported}");
    assert!(!run(folder.path(), &[&args[..6], &["--max-cuts", "0", "--years", "8"]].concat()).out.contains(" cut"));
}

#[test]
fn a_contradiction_names_its_parts_with_their_lines() {
    let folder = demo();
    let plan = "extends = \"study/base.toml\"\n[territory]\nmin-accounts = 120\ngeography = \"cost\"\nskills-required = false\n";
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    let reported = run(folder.path(), &["check", "plan.toml"]).ends(2).err;
    let line = reported.lines().find(|line| line.contains("territory::contradiction")).unwrap_or_else(|| panic!("{reported}"));
    for text in ["plan.toml:3:", "`min-accounts = 120` (plan.toml:3)", "is infeasible", "need", "lower `min-accounts`"] {
        assert!(line.contains(text), "{text}: {line}");
    }
    assert!(!line.contains("skills-required") && !line.contains("geography"), "{line}");
}

#[test]
fn a_rep_and_an_account_can_ask_why() {
    let folder = demo();
    let at = |args: &[&str]| run(folder.path(), args);
    let page = at(&["plan", "study/add-mid-market.toml", "--rep", "R014"]).ends(0).out;
    for text in ["your book", "leave you", "You keep", "Giving it back to", "If you appeal"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 80));
    let named = at(&["plan", "study/add-mid-market.toml", "--rep", "nils farrell"]).ends(0).out;
    assert_eq!(page, named);
    let account = at(&["plan", "study/add-mid-market.toml", "--why", "A0567"]).ends(0).out;
    for text in ["A0567", "Owner today: ", "Why: ", "Score "] {
        assert!(account.contains(text), "{text}: {account}");
    }
    assert!(at(&["plan", "study/add-mid-market.toml", "--why", "A05678"]).ends(2).err.contains("plan::unknown-account"));
    assert!(at(&["plan", "study/add-mid-market.toml", "--rep", "nobody"]).ends(2).err.contains("plan::unknown-rep"));
    assert!(at(&["hire", "study/status-quo.toml", "--team", "midmarket"]).ends(2).err.contains("did you mean `mid-market`?"));
    assert!(
        at(&["leaver", "study/status-quo.toml", "--rep", "R014", "--month", "13"]).ends(2).err.contains("plan::beyond-horizon")
    );
}

#[test]
fn a_frontier_is_a_study_of_its_own() {
    let folder = demo();
    let at = |args: &[&str]| run(folder.path(), args).ends(0);
    let reported = at(&["frontier", "study/potential-over-conversion.toml", "--out", "set"]).out;
    assert!(reported.lines().all(|line| line.chars().count() <= 80), "{reported}");
    let table = read(folder.path(), "set/frontier.csv");
    let row = |name: &str| {
        let line = table
            .lines()
            .find(|line| line.trim_start_matches('\u{feff}').starts_with(name))
            .unwrap_or_else(|| panic!("{name}: {table}"));
        line.to_owned()
    };
    assert!(row("today,").ends_with("false") && row("plan,").contains("contribution"));
    assert!(table.lines().count() >= 6, "{table}");
    at(&["check", "set"]);
}
