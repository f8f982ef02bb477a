//! `attain verify`: the engine against closed forms.

use super::args::VerifyArgs;
use super::{Exit, Failure, Screen, progress};
use crate::report::terminal;
use crate::verify::{CASES, Case, Line, Run};

/// Runs the cases and prints, for each figure, what is expected, what the
/// engine gave and whether it holds.
///
/// # Errors
/// Threads that cannot be started.
pub fn run(args: &VerifyArgs, screen: &Screen) -> Result<Exit, Failure> {
    let asked = |case: &&Case| args.case.is_empty() || args.case.iter().any(|name| name == case.name);
    let cases: Vec<Case> = CASES.iter().filter(asked).copied().collect();
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0) as usize).build()?;
    threads.install(|| judge(&cases, &Run { seed: args.seed, full: args.full }, screen))
}

fn judge(cases: &[Case], run: &Run, screen: &Screen) -> Result<Exit, Failure> {
    let bar = progress::steps(screen, cases.len() as u64);
    let mut all: Vec<Line> = Vec::new();
    for case in cases {
        bar.set_message(case.name);
        let lines = case.run(run)?;
        bar.suspend(|| screen.say(&terminal::verdicts::case(case, &lines, screen.width, screen.colour)));
        all.extend(lines);
        bar.inc(1);
    }
    bar.finish_and_clear();
    screen.say(&terminal::verdicts::verdict(&all, screen.width));
    Ok(if all.iter().all(Line::holds) { Exit::Done } else { Exit::Failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Screen = Screen { quiet: true, width: 80, colour: false, colour_err: false, live: false };

    /// A case whose expectation is changed by a factor.
    fn coverage_times(run: &Run, factor: f64) -> Result<Vec<Line>, crate::fault::Faults> {
        let case = CASES.iter().find(|case| case.name == "coverage").copied();
        let mut lines = case.map_or(Ok(Vec::new()), |case| case.run(run))?;
        for line in lines.iter_mut().filter(|line| line.se > 0.0) {
            line.z += (1.0 - factor) * line.expected / line.se;
        }
        Ok(lines)
    }

    #[test]
    fn a_wrong_expectation_fails() {
        let case = |judge| Case { name: "x", about: "x", judge };
        let run = Run { seed: 1, full: false };
        assert_eq!(judge(&[case(|run| coverage_times(run, 1.0))], &run, &SCREEN).unwrap(), Exit::Done);
        assert_eq!(judge(&[case(|run| coverage_times(run, 1.02))], &run, &SCREEN).unwrap(), Exit::Failed);
    }
}
