//! `attain verify`: the engine against closed forms.

use super::args::VerifyArgs;
use super::{Exit, Failure, Screen, progress};
use attain_analysis::verify::{CASES, VerificationCase, VerificationCheck, VerificationRun};
use attain_core::diagnostics::Faults;
use attain_report::terminal::verdicts;

/// Runs the cases and prints, for each figure, what is expected, what the
/// engine gave and whether it holds.
///
/// # Errors
/// Threads that cannot be started.
pub fn run(args: &VerifyArgs, screen: &Screen) -> Result<Exit, Failure> {
    let asked = |case: &&VerificationCase| args.case.is_empty() || args.case.iter().any(|name| name == case.name);
    let cases: Vec<VerificationCase> = CASES.iter().filter(asked).copied().collect();
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0) as usize).build()?;
    let bar = progress::steps(screen, cases.len() as u64);
    let run = VerificationRun { seed: args.seed, full: args.full };
    let live = |case: &VerificationCase| {
        bar.set_message(case.name);
        let lines = threads.install(|| case.run(&run));
        bar.inc(1);
        lines
    };
    let exit = judge(&cases, screen.width, screen.colour, live, |text| bar.suspend(|| screen.say(text)));
    bar.finish_and_clear();
    exit
}

/// Runs the cases; each is shown when it is done, the verdict last.
fn judge(
    cases: &[VerificationCase],
    width: usize,
    colour: bool,
    live: impl Fn(&VerificationCase) -> Result<Vec<VerificationCheck>, Faults>,
    show: impl Fn(&str),
) -> Result<Exit, Failure> {
    let mut all: Vec<VerificationCheck> = Vec::new();
    for case in cases {
        let lines = live(case)?;
        show(&verdicts::case(case, &lines, width, colour));
        all.extend(lines);
    }
    show(&verdicts::verdict(&all, width));
    Ok(if all.iter().all(VerificationCheck::holds) { Exit::Done } else { Exit::Failed })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// The coverage case with its expectations changed by a factor, as it is shown.
    fn told(factor: f64) -> (Exit, String) {
        let text = RefCell::new(String::new());
        let live = |case: &VerificationCase| {
            let mut lines = case.run(&VerificationRun { seed: 1, full: false })?;
            for line in lines.iter_mut().filter(|line| line.se > 0.0) {
                line.z += (1.0 - factor) * line.expected / line.se;
            }
            Ok(lines)
        };
        let coverage: Vec<VerificationCase> = CASES.iter().filter(|case| case.name == "coverage").copied().collect();
        let exit = judge(&coverage, 80, false, live, |shown| text.borrow_mut().push_str(shown)).unwrap();
        (exit, text.into_inner())
    }

    #[test]
    fn a_wrong_expectation_fails() {
        let (exit, text) = told(1.0);
        assert!(exit == Exit::Done && text.ends_with("9 of 9 hold\n"), "{text}");
        let (exit, text) = told(1.02);
        assert!(exit == Exit::Failed && text.contains(" NO\n") && text.ends_with("4 of 9 hold\n"), "{text}");
    }
}
