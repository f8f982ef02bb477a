//! Writes that fail, and signals: never silent, never half-written. A limit on the size of files
//! makes every write beyond it fail, as a full disk does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::tiny::{Answer, Study, attain};

/// Files of the output folder except the blocks of a run that is to be continued.
fn results(study: &Study) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let out = study.at("out");
    let blocks = out.join("blocks");
    let ours = |path: &PathBuf| path.starts_with(&out) && *path != out && !path.starts_with(&blocks);
    study.everything().into_iter().filter(|(path, _)| ours(path)).collect()
}

/// The program, run in the study's folder.
fn program(study: &Study) -> Command {
    let mut command = Command::new(attain(study.path()).get_program());
    command.current_dir(study.path());
    command
}

/// Runs the program with a limit on the size of files, in blocks of 512 bytes.
fn limited(study: &Study, blocks: usize, args: &[&str]) -> Answer {
    let program = attain(study.path()).get_program().to_owned();
    // The signal that the limit sends is ignored, so that the write itself fails.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let output = Command::new("sh").arg("-c").arg(script).arg(program).args(args).current_dir(study.path()).output();
    Answer::of(output.expect("a shell"))
}

/// Every command that writes a folder, with a limit below each of its files in turn.
#[test]
fn a_failed_write_is_an_error_and_leaves_what_was_there() {
    let commands: [&[&str]; 5] = [
        &["plan", ".", "--out", "out"],
        &["compare", ".", "--years", "5", "--out", "out", "--fresh"],
        &["hire", "status-quo.toml", "--team", "inside", "--seats", "1", "--out", "out"],
        &["rebalance", "status-quo.toml", "--out", "out"],
        &["replay", "plan.toml", "--year", "0", "--format", "json", "--out", "out"],
    ];
    let mut failures = 0;
    for args in commands {
        let study = Study::new();
        let whole = study.run(args);
        assert!(whole.code != 2, "{args:?}: {}", whole.err);
        let before = results(&study);
        let mut sizes: Vec<usize> = before.values().flatten().map(|bytes| bytes.len() / 512).collect();
        sizes.extend([0, 1]);
        sizes.sort_unstable();
        sizes.dedup();
        for limit in sizes {
            let answer = limited(&study, limit, args);
            if answer.code == 1 {
                failures += 1;
                assert!(answer.err.contains("cannot write"), "{args:?}, {limit}: {}", answer.err);
                assert!(results(&study) == before, "{args:?}, {limit}: the folder has changed");
            } else {
                assert_eq!(answer.code, whole.code, "{args:?}, {limit}: {}", answer.err);
            }
        }
        // Without results before, there are none after a failure.
        let empty = Study::new();
        limited(&empty, 0, args).ends(1);
        assert!(results(&empty).is_empty(), "{args:?}: {:?}", results(&empty).keys());
    }
    assert!(failures >= 12, "only {failures} writes failed");
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_cannot_be_written_is_an_error() {
    let study = Study::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the device that is always full");
    for args in
        [&["check", "."][..], &["plan", "."], &["show", "plan.toml"], &["schema"], &["man"], &["--help"], &["compare", "--help"]]
    {
        let full = full.try_clone().expect("a handle");
        let answer = Answer::of(program(&study).args(args).stdout(full).stderr(Stdio::piped()).output().expect("a run"));
        let answer = answer.ends(1);
        assert!(answer.err.contains("cannot write to standard output"), "{args:?}: {}", answer.err);
    }
}

#[test]
fn links_are_written_through_and_devices_are_refused() {
    let study = Study::new();
    study.write("real/years.csv", "old");
    std::fs::create_dir(study.at("out")).expect("a folder");
    std::os::unix::fs::symlink("../real/years.csv", study.at("out/years.csv")).expect("a link");
    study.run(&["compare", ".", "--years", "3", "--format", "csv", "--out", "out"]).ends(0);
    assert!(study.at("out/years.csv").is_symlink(), "the link is still one");
    assert!(study.read("real/years.csv").starts_with(b"plan,"), "and leads to the new file");

    let answer = study.run(&["calibrate", "plan.toml", "--out", "/dev/null"]).ends(2);
    assert!(answer.err.contains("out::wrong-kind"), "{}", answer.err);
}

#[test]
fn files_of_an_earlier_run_that_are_unchanged_go() {
    let study = Study::new();
    study.run(&["compare", ".", "--years", "3", "--out", "out"]).ends(0);
    study.write("out/appeals-plan.csv", "edited by hand");
    study.write("out/notes.txt", "not ours");
    study.run(&["compare", "status-quo.toml", "--years", "3", "--out", "out"]).ends(0);
    assert!(!study.at("out/accounts-plan.csv").exists(), "a file of a plan that is no longer compared");
    assert_eq!(study.read("out/appeals-plan.csv"), b"edited by hand");
    assert_eq!(study.read("out/notes.txt"), b"not ours");
    assert!(study.at("out/accounts-status-quo.csv").exists());
}

#[test]
fn a_signal_ends_a_run_with_one_line_and_no_partial_file() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let study = Study::new();
        let mut command = program(&study);
        command.args(["compare", ".", "--years", "10000000", "--out", "out"]);
        let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        while !study.at("out/blocks").exists() {
            assert!(run.try_wait().expect("a process").is_none(), "it ended by itself");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let killed = Command::new("kill").args([&format!("-{signal}"), &run.id().to_string()]).status().expect("a signal");
        assert!(killed.success());
        let output = run.wait_with_output().expect("the end of the run");
        assert_eq!(output.status.code(), Some(code));
        let text = String::from_utf8(output.stderr).expect("text");
        assert!(text.starts_with("interrupted: finished blocks of years are kept in out") && text.lines().count() == 1, "{text}");
        let partial: Vec<PathBuf> =
            study.everything().into_keys().filter(|path| path.extension().is_some_and(|end| end == "partial")).collect();
        assert!(partial.is_empty(), "{partial:?}");
    }
}
