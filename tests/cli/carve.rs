//! The same carve on any number of threads and for any order of rows.

use std::path::Path;

use crate::tiny::{Answer, attain};

fn carve(folder: &Path, threads: &str, out: &str) -> String {
    let args = ["plan", "study/potential-over-conversion.toml", "--out", out];
    Answer::of(attain(folder).args(args).env("RAYON_NUM_THREADS", threads).output().unwrap()).ends(0);
    std::fs::read_to_string(folder.join(out).join("accounts-potential-over-conversion.csv")).unwrap()
}

/// The rows of a file in another order: every third first, and backwards.
fn shuffle(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let rows: Vec<&str> = lines.collect();
    let turns = (0..3).flat_map(|turn| rows.iter().skip(turn).step_by(3)).rev();
    let shuffled: Vec<&str> = std::iter::once(head).chain(turns.copied()).collect();
    assert_eq!(shuffled.len(), rows.len() + 1);
    std::fs::write(file, shuffled.join("\n") + "\n").unwrap();
}

#[test]
fn the_same_carve_for_any_threads_and_any_order_of_rows() {
    let folder = tempfile::tempdir().unwrap();
    Answer::of(attain(folder.path()).args(["init", "study"]).output().unwrap()).ends(0);
    let one = carve(folder.path(), "1", "one");
    for threads in ["2", "8"] {
        assert!(one == carve(folder.path(), threads, threads), "{threads} threads");
    }
    for table in ["accounts.csv", "reps.csv", "opportunities.csv"] {
        shuffle(&folder.path().join("study/data").join(table));
    }
    assert!(one == carve(folder.path(), "2", "shuffled"), "shuffled rows");
}
