//! `attain verify` as a user runs it.

use crate::tiny::{Answer, attain};

fn verify(args: &[&str]) -> Answer {
    let folder = tempfile::tempdir().unwrap();
    Answer::of(attain(folder.path()).arg("verify").args(args).output().unwrap())
}

#[test]
fn cheap_cases_hold_on_any_number_of_threads() {
    let cases = ["--case", "hand-over", "--case", "headcount"];
    let one = verify(&[&cases[..], &["--threads", "1"]].concat()).ends(0);
    assert!(one.out.contains("headcount: ") && one.out.contains("hand-over: ") && !one.out.contains("draws: "), "{}", one.out);
    assert!(one.out.ends_with("16 of 16 hold\n"), "{}", one.out);
    assert!(one.err.is_empty(), "{}", one.err);
    assert_eq!(verify(&[&cases[..], &["--threads", "3"]].concat()).ends(0).out, one.out);
}

#[test]
fn the_seed_changes_what_is_drawn_and_not_what_is_expected() {
    let column = |answer: &Answer, at: usize| {
        let lines = answer.out.lines().filter(|line| line.ends_with("yes")).map(|line| {
            let figures: Vec<&str> = line.split_whitespace().rev().take(5).collect();
            figures[at].to_owned()
        });
        lines.collect::<Vec<String>>()
    };
    let (a, b) = (verify(&["--case", "headcount"]).ends(0), verify(&["--case", "headcount", "--seed", "9"]).ends(0));
    // From the right: verdict, score, error, got, expected.
    assert_ne!(column(&a, 3), column(&b, 3));
    let close = |(a, b): (&String, &String)| (a.parse::<f64>().unwrap() / b.parse::<f64>().unwrap() - 1.0).abs() < 0.01;
    assert!(column(&a, 4).iter().zip(&column(&b, 4)).all(close));
}

#[test]
fn an_unknown_case_is_bad_usage() {
    let answer = verify(&["--case", "bookngs"]).ends(2);
    assert!(answer.err.contains("usage::unknown-choice") && answer.err.contains("bookings"), "{}", answer.err);
}
