//! `attain verify`: checks the engine against closed-form results.

use super::args::VerifyArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::progress;
use attain_analysis::verify::{CASES, VerificationCase, VerificationCheck, VerificationRun};
use attain_core::diagnostics::Faults;
use attain_report::terminal::verdicts;

/// Runs the cases and prints, for each figure, the expected value, the
/// simulated value and whether they agree.
///
/// # Errors
/// If the threads cannot be started or the faults of a case.
pub fn run(args: &VerifyArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let asked = |case: &&VerificationCase| args.case.is_empty() || args.case.iter().any(|name| name == case.name);
    let cases: Vec<VerificationCase> = CASES.iter().filter(asked).copied().collect();
    let threads = args.threads.pool()?;
    let bar = progress::steps(console, cases.len() as u64);
    let run = VerificationRun { seed: args.seed, full: args.full };
    let run_case = |case: &VerificationCase| {
        bar.set_message(case.name);
        let lines = threads.install(|| case.run(&run));
        bar.inc(1);
        lines
    };
    let status = judge(&cases, console.width, console.colour, run_case, |text| bar.suspend(|| console.print(text)));
    bar.finish_and_clear();
    status
}

/// Runs the cases and shows each result when it is ready, followed by the verdict.
fn judge(
    cases: &[VerificationCase],
    width: usize,
    colour: bool,
    run_case: impl Fn(&VerificationCase) -> Result<Vec<VerificationCheck>, Faults>,
    show: impl Fn(&str),
) -> Result<ExitStatus, CommandError> {
    let mut all: Vec<VerificationCheck> = Vec::new();
    for case in cases {
        let lines = run_case(case)?;
        show(&verdicts::case(case, &lines, width, colour));
        all.extend(lines);
    }
    show(&verdicts::verdict(&all, width));
    Ok(if all.iter().all(VerificationCheck::holds) { ExitStatus::Done } else { ExitStatus::Failed })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// The output of the coverage case with its expectations multiplied by a factor.
    fn output(factor: f64) -> (ExitStatus, String) {
        let text = RefCell::new(String::new());
        let run_case = |case: &VerificationCase| {
            let mut lines = case.run(&VerificationRun { seed: 1, full: false })?;
            for line in lines.iter_mut().filter(|line| line.se > 0.0) {
                line.z += (1.0 - factor) * line.expected / line.se;
            }
            Ok(lines)
        };
        let coverage: Vec<VerificationCase> = CASES.iter().filter(|case| case.name == "coverage").copied().collect();
        let status = judge(&coverage, 80, false, run_case, |shown| text.borrow_mut().push_str(shown)).unwrap();
        (status, text.into_inner())
    }

    #[test]
    fn a_wrong_expectation_fails() {
        let (status, text) = output(1.0);
        assert!(status == ExitStatus::Done && text.ends_with("9 of 9 hold\n"), "{text}");
        let (status, text) = output(1.02);
        assert!(status == ExitStatus::Failed && text.contains(" NO\n") && text.ends_with("4 of 9 hold\n"), "{text}");
    }
}
