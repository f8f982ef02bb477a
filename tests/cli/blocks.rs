//! A run may be killed and resumed, cut into shards and joined, and its disk
//! may fail: the results are the same, or nothing is lost and the fault is reported.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::tiny::{Answer, Study, attain};

/// Seven blocks and a bit of an eighth one.
const YEARS: &str = "3600";
/// Its blocks.
const BLOCKS: usize = 8;

/// The tiny study, and a plan that is certainly worse: half of the people.
fn study() -> Study {
    let study = Study::new();
    study.write("fewer.toml", "extends = \"base.toml\"\n[headcount]\ncuts = [{ rep = \"r1\" }, { rep = \"r3\" }]\n");
    study
}

/// Files by name, without the manifest, which holds times.
type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Files {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = entries.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path));
    named
        .filter(|(name, path)| name != "manifest.json" && path.is_file())
        .map(|(name, path)| (name, std::fs::read(path).unwrap()))
        .collect()
}

/// The files of an uninterrupted run.
fn whole(study: &Study) -> Files {
    study.run(&["compare", ".", "--years", YEARS, "--out", "whole", "--quiet"]).ends(0);
    assert!(!study.at("whole/blocks").exists(), "blocks are gone when the results are in place");
    files(&study.at("whole"))
}

#[track_caller]
fn assert_same(found: &Files, whole: &Files) {
    assert!(found.keys().eq(whole.keys()), "{:?} and {:?}", found.keys(), whole.keys());
    let different: Vec<&String> = found.iter().filter(|(name, bytes)| whole[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(different.is_empty(), "{different:?}");
}

/// Finished blocks of an output folder.
fn finished(out: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(out.join("blocks")) else { return 0 };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| name.strip_prefix("block-").is_some_and(|rest| rest.strip_suffix(".json").is_some())).count()
}

/// Starts a run and kills it once it has so many blocks and some time has gone by. Whether it was killed before its end.
fn killed(study: &Study, args: &[&str], blocks: usize, then: Duration) -> bool {
    let program = PathBuf::from(attain(study.path()).get_program());
    let mut run =
        Command::new(program).args(args).current_dir(study.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let out = study.at(args[args.iter().position(|arg| *arg == "--out").unwrap() + 1]);
    for _ in 0..60_000 {
        if finished(&out) >= blocks || run.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(then);
    let alive = run.try_wait().unwrap().is_none();
    // SIGKILL on Unix.
    run.kill().unwrap();
    run.wait().unwrap();
    alive
}

#[test]
fn killed_ten_times_and_resumed_the_results_are_the_same() {
    let study = study();
    let whole = whole(&study);
    let args = ["compare", ".", "--years", YEARS, "--out", "out", "--quiet", "--resume", "--threads", "1"];
    let mut kills = 0;
    for attempt in 0..10 {
        // Not the same moment of a block each time.
        let then = Duration::from_micros(attempt * 7_919 % 23_000);
        kills += usize::from(killed(&study, &args, (attempt as usize).min(BLOCKS - 2), then));
    }
    assert!(kills >= 8, "{kills} runs were killed before they ended");
    study.run(&args).ends(0);
    assert_same(&files(&study.at("out")), &whole);
    assert!(!study.at("out/blocks").exists());
}

#[test]
fn unfinished_work_is_never_destroyed_unasked() {
    let study = study();
    let whole = whole(&study);
    let args = ["compare", ".", "--years", YEARS, "--out", "out", "--quiet"];
    assert!(killed(&study, &args, 3, Duration::ZERO));
    let blocks = finished(&study.at("out"));
    let before = files(&study.at("out/blocks"));

    let fault = study.run(&args).ends(2).err;
    assert!(fault.contains("run::unfinished") && fault.contains("--resume"), "{fault}");
    let fault = study.run(&[&args[..], &["--resume", "--seed", "2"]].concat()).ends(2).err;
    assert!(fault.contains("run::foreign-blocks") && fault.contains("seed 1 instead of 2"), "{fault}");
    study.replace("base.toml", "bookings = 900_000", "bookings = 900_001");
    let fault = study.run(&[&args[..], &["--resume"]].concat()).ends(2).err;
    assert!(fault.contains("run::foreign-blocks") && fault.contains("scenario of"), "{fault}");
    study.replace("base.toml", "bookings = 900_001", "bookings = 900_000");
    study.replace("accounts.csv", "Alpha", "Alfa");
    let fault = study.run(&[&args[..], &["--resume"]].concat()).ends(2).err;
    assert!(fault.contains("run::foreign-blocks") && fault.contains("data "), "{fault}");
    study.replace("accounts.csv", "Alfa", "Alpha");
    let kept = files(&study.at("out/blocks"));
    assert!(before.iter().all(|(name, bytes)| kept.get(name) == Some(bytes) || name.starts_with('.')), "nothing is touched");
    assert_eq!(finished(&study.at("out")), blocks);

    // A longer run takes up the blocks of a shorter one.
    let longer = ["compare", ".", "--years", "4100", "--out", "out", "--quiet", "--resume"];
    assert!(killed(&study, &longer, 5, Duration::ZERO));
    study.run(&[&args[..], &["--resume"]].concat()).ends(0);
    assert_same(&files(&study.at("out")), &whole);
    let manifest: serde_json::Value = serde_json::from_slice(&study.read("out/manifest.json")).unwrap();
    assert!(manifest["resumed_blocks"].as_u64().unwrap() >= 5, "{manifest}");

    assert!(killed(&study, &args, 1, Duration::ZERO));
    study.run(&[&args[..], &["--fresh"]].concat()).ends(0);
    assert_same(&files(&study.at("out")), &whole);
}

#[test]
fn damaged_blocks_are_told_and_lived_again() {
    let study = study();
    let whole = whole(&study);
    let args = ["compare", ".", "--years", YEARS, "--out", "out", "--quiet", "--resume"];
    assert!(killed(&study, &args, 5, Duration::ZERO));
    let block = |n: usize, ending: &str| study.at(&format!("out/blocks/block-{n:06}.{ending}"));
    let bytes = std::fs::read(block(0, "parquet")).unwrap();
    std::fs::write(block(0, "parquet"), &bytes[..bytes.len() / 2]).unwrap();
    let mut bytes = std::fs::read(block(1, "parquet")).unwrap();
    let last = bytes.len() - 40;
    bytes[last] ^= 0xff;
    std::fs::write(block(1, "parquet"), &bytes).unwrap();
    std::fs::write(block(2, "json"), "{\"study\":").unwrap();
    std::fs::remove_file(block(3, "parquet")).unwrap();
    // Without the file beside it a block does not count.
    std::fs::remove_file(block(4, "json")).unwrap();
    let answer = study.run(&args).ends(0);
    for reported in ["0 to 512 again: it is truncated", "512 to 1024 again: its content", "1024 to 1536", "1536 to 2048"] {
        assert!(answer.err.contains(reported), "{reported}: {}", answer.err);
    }
    assert!(!answer.err.contains("2048 to 2560"), "{}", answer.err);
    assert_same(&files(&study.at("out")), &whole);
}

/// Lives shards into folders of their own.
fn shards(study: &Study, of: usize, more: &[&str]) -> Vec<String> {
    let folders: Vec<String> = (1..=of).map(|index| format!("shard-{of}-{index}")).collect();
    for (index, folder) in folders.iter().enumerate() {
        let shard = format!("{}/{of}", index + 1);
        let args = ["compare", ".", "--years", YEARS, "--quiet", "--out", folder, "--shard", &shard];
        let answer = study.run(&[&args[..], more].concat()).ends(0);
        assert!(answer.out.contains(&format!("shard {} of {of}: ", index + 1)), "{}", answer.out);
        assert!(files(&study.at(folder)).is_empty(), "blocks and nothing else");
    }
    folders
}

fn merge(study: &Study, folders: &[String], more: &[&str]) -> Answer {
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    study.run(&[&["merge"][..], &folders, &["--scenario", ".", "--out", "merged", "--quiet"], more].concat())
}

#[test]
fn shards_in_any_order_make_the_same_results() {
    let study = study();
    let whole = whole(&study);
    for (of, order) in [(1, vec![0]), (3, vec![2, 0, 1]), (7, vec![4, 1, 6, 0, 3, 5, 2])] {
        let folders = shards(&study, of, &[]);
        let shuffled: Vec<String> = order.into_iter().map(|at: usize| folders[at].clone()).collect();
        merge(&study, &shuffled, &[]).ends(0);
        assert_same(&files(&study.at("merged")), &whole);
        assert!(shuffled.iter().all(|folder| finished(&study.at(folder)) > 0), "shards stay");
    }
    // Shards of different cuts belong together, too, and one may come twice.
    let mixed: Vec<String> = ["shard-3-1/blocks", "shard-7-3", "shard-3-2", "shard-3-3", "shard-3-2"].map(str::to_owned).to_vec();
    merge(&study, &mixed, &[]).ends(0);
    assert_same(&files(&study.at("merged")), &whole);
    assert_eq!(merge(&study, &mixed, &["--require", "p_target(\"plan\") > 1"]).code, 3);
}

#[test]
fn shards_may_share_a_folder_and_may_be_resumed() {
    let study = study();
    let whole = whole(&study);
    let args = |shard: &'static str| ["compare", ".", "--years", YEARS, "--quiet", "--out", "shared", "--shard", shard];
    study.run(&args("2/3")).ends(0);
    study.run(&args("1/3")).ends(0);
    assert!(study.run(&args("1/3")).ends(2).err.contains("run::unfinished"));
    assert!(killed(&study, &args("3/3"), 7, Duration::ZERO) || finished(&study.at("shared")) == BLOCKS);
    study.run(&[&args("3/3")[..], &["--resume"]].concat()).ends(0);
    merge(&study, &["shared".to_owned()], &[]).ends(0);
    assert_same(&files(&study.at("merged")), &whole);
    // A shard without a block is no fault.
    assert!(study.run(&args("9/9")).ends(0).out.contains("number of blocks: 0"));
}

#[test]
fn shards_that_do_not_belong_together_are_refused() {
    let study = study();
    let folders = shards(&study, 3, &[]);
    let refused = |folders: &[String], codes: &[&str]| {
        let fault = merge(&study, folders, &[]).ends(2).err;
        for code in codes {
            assert!(fault.contains(code), "{code}: {fault}");
        }
        assert!(!study.at("merged").exists(), "nothing is written");
    };
    refused(&folders[..2], &["merge::missing-blocks", "2 blocks are missing: years 1024 to 1535, 2560 to 3071"]);
    refused(&["nowhere".to_owned()], &["nowhere: error[merge::unreadable]"]);
    study.write("empty/note.txt", "");
    refused(&["empty".to_owned()], &["merge::no-blocks"]);

    // Every fault at once.
    study.run(&["compare", ".", "--years", YEARS, "--quiet", "--out", "seed", "--shard", "3/3", "--seed", "2"]).ends(0);
    let block = |name: &str| study.at(&format!("shard-3-1/blocks/{name}"));
    let sound = std::fs::read(block("block-000003.parquet")).unwrap();
    std::fs::write(block("block-000003.parquet"), &sound[..999]).unwrap();
    let mixed = ["shard-3-1", "seed", "shard-3-2"].map(str::to_owned);
    refused(
        &mixed,
        &[
            "merge::foreign-blocks",
            "2 blocks in the folder belong to another run: seed 2 instead of 1",
            "block-000003.parquet: error[merge::damaged]",
        ],
    );
    std::fs::write(block("block-000003.parquet"), &sound).unwrap();

    // Another version, another length, and the same years with another content.
    let text = String::from_utf8(std::fs::read(block("block-000003.json")).unwrap()).unwrap();
    let reported = |text: String, code: &str| {
        std::fs::write(block("block-000003.json"), text).unwrap();
        refused(&folders, &[code]);
    };
    reported(
        text.replace(&format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION")), "\"version\": \"0.0.9\""),
        "version 0.0.9 instead of",
    );
    reported(text.replace("\"run_years\": 3600", "\"run_years\": 3700"), "a run of 3700 years instead of 3600");
    reported("{".to_owned(), "block-000003.json: error[merge::unreadable]");
    std::fs::write(block("block-000003.json"), &text).unwrap();
    study.run(&["compare", ".", "--years", YEARS, "--quiet", "--out", "twice", "--shard", "1/1"]).ends(0);
    let other = study.at("twice/blocks/block-000003");
    std::fs::write(other.with_extension("parquet"), b"PAR1").unwrap();
    let sum = text.split('"').skip_while(|part| *part != "sha256").nth(2).unwrap();
    let bytes = text.split("\"bytes\": ").nth(1).unwrap().split(',').next().unwrap();
    // SHA-256 of the four bytes.
    let four = "fbc62d3b511368ee275ddc74117d8689b430e1427220e25d30816201d89ca7b6";
    let forged = text.replace(&format!("\"bytes\": {bytes}"), "\"bytes\": 4").replace(sum, four);
    std::fs::write(other.with_extension("json"), forged).unwrap();
    let mut both = folders.clone();
    both.push("twice".to_owned());
    refused(&both, &["twice/blocks/block-000003.parquet: error[merge::contradiction]"]);

    // A plan that changed since.
    study.replace("base.toml", "bookings = 900_000", "bookings = 1_900_000");
    refused(&folders, &["merge::foreign-blocks", "scenario of plan"]);
    study.replace("base.toml", "bookings = 1_900_000", "bookings = 900_000");
    merge(&study, &folders, &[]).ends(0);
}

#[test]
fn the_reference_of_the_shards_is_that_of_the_results() {
    let study = study();
    let folders = shards(&study, 2, &["--reference", "plan"]);
    merge(&study, &folders, &[]).ends(0);
    let results: serde_json::Value = serde_json::from_slice(&study.read("merged/results.json")).unwrap();
    assert_eq!(results["reference"], "plan");
    std::fs::remove_dir_all(study.at("merged")).unwrap();
    let fault = merge(&study, &folders, &["--reference", "status-quo"]).ends(2).err;
    assert!(fault.contains("reference plan plan instead of status-quo"), "{fault}");
}

#[test]
fn array_jobs_are_understood() {
    let study = study();
    let whole = whole(&study);
    let task = |out: &str, reported: &[(&str, &str)]| {
        let mut command = attain(study.path());
        for name in ["SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_STEP"] {
            command.env_remove(name);
        }
        command.env_remove("JOB_COMPLETION_INDEX").env_remove("ATTAIN_SHARDS").envs(reported.iter().copied());
        let args = ["compare", ".", "--years", YEARS, "--quiet", "--out", out, "--shard", "auto"];
        Answer::of(command.args(args).output().unwrap())
    };
    for id in ["10", "11", "12"] {
        let reported = [("SLURM_ARRAY_TASK_ID", id), ("SLURM_ARRAY_TASK_MIN", "10"), ("SLURM_ARRAY_TASK_COUNT", "3")];
        task("slurm", &reported).ends(0);
    }
    merge(&study, &["slurm".to_owned()], &[]).ends(0);
    assert_same(&files(&study.at("merged")), &whole);
    for index in ["1", "0"] {
        task("kubernetes", &[("JOB_COMPLETION_INDEX", index), ("ATTAIN_SHARDS", "2")]).ends(0);
    }
    merge(&study, &["kubernetes".to_owned()], &[]).ends(0);
    assert_same(&files(&study.at("merged")), &whole);
    for (reported, code) in [
        (&[][..], "shard::unspecified"),
        (&[("JOB_COMPLETION_INDEX", "1")][..], "shard::unspecified"),
        (&[("JOB_COMPLETION_INDEX", "2"), ("ATTAIN_SHARDS", "2")][..], "shard::out-of-range"),
    ] {
        let fault = task("none", reported).ends(2).err;
        assert!(fault.contains(code), "{code}: {fault}");
    }
    assert!(!study.at("none").exists());
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing() {
    let study = study();
    let args = ["compare", ".", "--years", YEARS, "--format", "csv", "--quiet", "--out"];
    study.run(&[&args[..], &["whole"]].concat()).ends(0);
    let program = PathBuf::from(attain(study.path()).get_program());
    // A file may be no longer than the limit (in KiB); the signal of it is ignored, as with a full disk.
    let limited = |kibibytes: u32| {
        let line = format!("trap '' XFSZ; ulimit -f {kibibytes}; exec '{}' {} out", program.display(), args.join(" "));
        Answer::of(Command::new("bash").args(["-c", &line]).current_dir(study.path()).output().unwrap())
    };
    let block = limited(100).ends(1);
    assert!(block.err.contains("blocks/block-000000.parquet: ") && block.err.contains("--resume"), "{}", block.err);
    assert!(!study.at("out").exists(), "nothing is left of nothing");

    // The blocks fit, the tables do not.
    let table = limited(4_000).ends(1);
    let cannot_write = ["years.csv", "seats.csv"].iter().any(|file| table.err.contains(&format!("cannot write {file}: ")));
    assert!(cannot_write && table.err.contains("the simulated years remain in out/blocks"), "{}", table.err);
    assert_eq!(finished(&study.at("out")), BLOCKS);
    assert!(files(&study.at("out")).is_empty(), "no half results");
    study.run(&[&args[..], &["out", "--resume"]].concat()).ends(0);
    assert_same(&files(&study.at("out")), &files(&study.at("whole")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_told_at_once() {
    let study = study();
    for out in ["/proc/attain", "base.toml", "base.toml/out"] {
        for more in [&[][..], &["--shard", "1/2"][..]] {
            let answer = study.run(&[&["compare", ".", "--years", "5000000", "--out", out], more].concat()).ends(2);
            assert!(answer.err.contains("--out: error[out::"), "{out}: {}", answer.err);
        }
    }
}

#[test]
fn precision_stops_where_the_same_years_would() {
    let study = study();
    let run = |out: &str, more: &[&str]| study.run(&[&["compare", ".", "--out", out], more].concat()).ends(0);
    let reached = run("reached", &["--precision", "1%:bookings_over_target", "--threads", "1"]);
    assert!(reached.out.contains("Precision: bookings_over_target is known to ±0.0"), "{}", reached.out);
    let results: serde_json::Value = serde_json::from_slice(&study.read("reached/results.json")).unwrap();
    let years = results["years"].as_u64().unwrap();
    let half = |metric: &str| {
        let all = results["precision"].as_array().unwrap();
        all.iter().find(|precision| precision["metric"] == metric).unwrap()["half_width"].as_f64().unwrap()
    };
    assert!(
        half("bookings_over_target") <= 0.01 && (1536..100_000).contains(&years) && years.is_multiple_of(512),
        "{years} years, {}",
        half("bookings_over_target")
    );

    let reported = files(&study.at("reached"));
    run("years", &["--years", &years.to_string()]);
    assert_same(&files(&study.at("years")), &reported);
    run("threads", &["--precision", "0.01:bookings_over_target", "--threads", "3"]);
    assert_same(&files(&study.at("threads")), &reported);
    let args = ["compare", ".", "--out", "killed", "--quiet", "--resume", "--precision", "1%:bookings_over_target"];
    killed(&study, &args, 2, Duration::ZERO);
    study.run(&args).ends(0);
    assert_same(&files(&study.at("killed")), &reported);

    let capped = run("capped", &["--precision", "0.01%:bookings_over_target", "--years", "1100"]);
    assert!(capped.out.contains("Precision not reached: bookings_over_target"), "{}", capped.out);
    run("plain", &["--years", "1100"]);
    assert_same(&files(&study.at("capped")), &files(&study.at("plain")));
    let faults = study.run(&["compare", ".", "--precision", "x", "--race=quota"]).ends(2).err;
    assert!(faults.contains("precision::not-a-width") && faults.contains("precision::unknown-metric"), "{faults}");
    assert_eq!(study.run(&["compare", ".", "--precision", "1%", "--shard", "1/2"]).code, 2);
}

#[test]
fn a_race_drops_what_is_certainly_worse_the_same_way_each_time() {
    let study = study();
    let args = ["compare", ".", "--years", "2600", "--out", "race", "--race=bookings"];
    let answer = study.run(&[&args[..], &["--threads", "1"]].concat()).ends(0);
    assert!(answer.out.contains("fewer was dropped from the race after 1,024 years"), "{}", answer.out);
    let results: serde_json::Value = serde_json::from_slice(&study.read("race/results.json")).unwrap();
    let dropped = &results["dropped"][0];
    assert_eq!((dropped["plan"].as_str(), dropped["years"].as_u64()), (Some("fewer"), Some(1024)));
    assert!(dropped["high"].as_f64().unwrap() < 0.0);
    assert!(String::from_utf8(study.read("race/report.html")).unwrap().contains("fewer was dropped from the race"));
    let reported = files(&study.at("race"));

    let resumed =
        ["compare", ".", "--years", "2600", "--out", "again", "--race=bookings", "--quiet", "--resume", "--threads", "2"];
    killed(&study, &resumed, 3, Duration::ZERO);
    study.run(&resumed).ends(0);
    assert_same(&files(&study.at("again")), &reported);

    // Plans that stay have the figures of a run without a race.
    study.run(&["compare", ".", "--years", "2600", "--out", "all", "--quiet"]).ends(0);
    let all: serde_json::Value = serde_json::from_slice(&study.read("all/results.json")).unwrap();
    assert!(all.get("dropped").is_none());
    let plan = |results: &serde_json::Value, name: &str| {
        results["plans"].as_array().unwrap().iter().find(|plan| plan["name"] == name).unwrap().clone()
    };
    assert_eq!(plan(&all, "plan"), plan(&results, "plan"));
    assert_ne!(plan(&all, "fewer"), plan(&results, "fewer"));
    study.run(&["compare", ".", "--years", "1024", "--out", "first", "--quiet"]).ends(0);
    let first: serde_json::Value = serde_json::from_slice(&study.read("first/results.json")).unwrap();
    // The chances of the reference plan beside it are those of all its years.
    let own = |results: &serde_json::Value| {
        let mut plan = plan(results, "fewer");
        for seat in plan["seats"].as_array_mut().unwrap() {
            seat.as_object_mut().unwrap().remove("reference_quota_chance");
        }
        plan
    };
    assert_eq!(own(&first), own(&results), "a dropped plan has the figures of the years it simulated");
}

/// Most memory that a run had, in kilobytes.
#[cfg(target_os = "linux")]
fn peak(study: &Study, years: &str) -> u64 {
    let program = PathBuf::from(attain(study.path()).get_program());
    let args = ["compare", "status-quo.toml", "fewer.toml", "--quiet", "--threads", "2", "--out", "long", "--years", years];
    let mut run = Command::new(program).args(args).current_dir(study.path()).stdout(Stdio::null()).spawn().unwrap();
    let mut most = 0;
    while run.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", run.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(line.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(run.wait().unwrap().success());
    most
}

/// Forty thousand years more are 190 MB more of figures, and may not take 8 MB more of memory.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_years() {
    let study = study();
    // Peaks of equal runs differ by some megabytes with the turns that threads take.
    let short = peak(&study, "10_000").max(peak(&study, "10_000"));
    let long = peak(&study, "50_000");
    assert!(short > 1_000 && long < short + 8_000, "{short} kB and {long} kB");
}
