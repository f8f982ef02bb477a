//! A study of a few accounts in a folder of its own, and the program run on it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// What both plans share.
pub const BASE: &str = r#"# Two segments, four reps, eight accounts.
[data]
accounts = { file = "accounts.csv" }
reps = { file = "reps.csv" }
opportunities = { file = "opportunities.csv", lost = ["Lost"], won = ["Won"], stages = { Proposal = 0.4 } }

[market.segments.large]
potential-from = 100_000
size = { lognormal = { median = 60_000, sigma = 0.7 } }

[market.segments.small]
size = { lognormal = { median = 8_000, sigma = 0.5 } }

[teams.field]
segments = ["large"]

[teams.inside]
segments = ["small"]

[target]
bookings = 900_000
"#;

/// The plan that moves nothing.
pub const STATUS_QUO: &str = "extends = \"base.toml\"\n[territory]\ncarve = \"keep\"\n";

/// The plan that tests break.
pub const PLAN: &str = "extends = \"base.toml\"\n";

/// Accounts; nobody owns the last one.
pub const ACCOUNTS: &str = "\
id,name,region,latitude,longitude,potential,revenue,growth,strategic,owner,owner-since,renewal
a1,Alpha,North,52.5,13.4,750000,120000,high,yes,r1,2024-05-01,2027-06-30
a2,Beta,South,48.1,11.6,400000,0,medium,no,r2,2025-01-15,
a3,Gamma,North,53.5,10.0,210000,40000,low,no,r1,2025-02-01,2027-03-31
a4,Delta,South,48.4,10.9,160000,10000,high,no,r2,2024-11-01,2027-09-30
a5,Epsilon,North,52.4,13.0,40000,2000,low,no,r3,2025-05-01,2027-04-30
a6,Zeta,South,48.2,11.5,25000,0,medium,no,r4,2025-05-01,
a7,Eta,North,53.6,9.9,90000,5000,high,no,r3,2023-05-01,2027-10-31
a8,Theta,South,48.8,9.2,60000,0,medium,no,,,
";

/// Reps: two a team.
pub const REPS: &str = "\
id,name,team,region,manager,hired,quota
r1,Ann,field,North,Mo,2020-02-01,400000
r2,Bob,field,South,Mo,2024-06-01,350000
r3,Cyd,inside,North,Flo,2019-03-01,90000
r4,Dee,inside,South,Flo,2026-09-01,80000
";

/// Opportunities, two of them open.
pub const OPPORTUNITIES: &str = "\
id,account,owner,stage,amount,created,closed
o1,a1,r1,Won,120000,2025-09-01,2026-01-20
o2,a2,r2,Lost,80000,2025-10-01,2026-02-01
o3,a5,r3,Won,9000,2026-01-05,2026-02-15
o4,a3,r1,Proposal,75000,2026-10-10,2027-02-28
o5,a7,r3,Proposal,11000,2026-11-20,2027-01-31
";

/// A tiny study in a folder of its own.
pub struct Study {
    folder: TempDir,
}

impl Study {
    /// Writes the sound study.
    pub fn new() -> Self {
        let study = Self { folder: tempfile::tempdir().expect("a folder for the test") };
        for (name, text) in [
            ("base.toml", BASE),
            ("status-quo.toml", STATUS_QUO),
            ("plan.toml", PLAN),
            ("accounts.csv", ACCOUNTS),
            ("reps.csv", REPS),
            ("opportunities.csv", OPPORTUNITIES),
        ] {
            study.write(name, text);
        }
        study
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file of the study.
    pub fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, and the folders it needs.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.at(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder of the study");
        std::fs::write(path, content).expect("a file of the study");
    }

    /// Replaces a text of a file, which must be there.
    pub fn replace(&self, name: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.at(name)).expect("a file of the study");
        assert!(text.contains(from), "{name} has no `{from}`");
        self.write(name, text.replace(from, to));
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.at(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs the program in the folder.
    pub fn run(&self, args: &[&str]) -> Answer {
        Answer::of(attain(self.path()).args(args).output().expect("the program runs"))
    }

    /// Everything in the folder: folders without content, files with it.
    pub fn everything(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder of the study") {
                let path = entry.expect("an entry").path();
                let content = path.is_file().then(|| std::fs::read(&path).expect("a file"));
                if path.is_dir() {
                    folders.push(path.clone());
                }
                found.insert(path, content);
            }
        }
        found
    }
}

/// The program, run in a folder, whatever the terminal of the test is.
pub fn attain(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("attain").expect("the program is built");
    command.current_dir(folder).env_remove("COLUMNS").env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
    command
}

/// How the program ended.
pub struct Answer {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Answer {
    /// Takes what a run left.
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text in UTF-8");
        let answer = Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) };
        assert!(!answer.err.contains("panicked"), "{}", answer.err);
        assert!([0, 1, 2, 3, 75].contains(&answer.code), "exit code {}: {}", answer.code, answer.err);
        answer
    }

    /// The run, which must have ended with this code.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }

    /// First line of standard error, or else of standard output.
    pub fn first_line(&self) -> &str {
        self.err.lines().chain(self.out.lines()).next().unwrap_or("")
    }
}
