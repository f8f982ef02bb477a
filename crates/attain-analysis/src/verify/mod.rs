//! The engine against closed forms: each case is a small study whose answer is
//! known from the textbook, lived by the engine itself.
//!
//! ```text
//! text ─ study ─► Small (book, plans) ─ simulate::simulate_years, World::draw ─► Sample ┐
//! scenario's parameters ─ maths (closed form, quadrature, matrix) ─► expected ┴► Line
//! ```
//!
//! Nothing that is expected comes from the code it judges: the studies are
//! designed and lived by the engine, the expectations are computed here from the
//! scenario's parameters and the calendar of months. A case says in its comment
//! where its closed form is from. A new case is one file in `cases` and one line
//! in [`CASES`].
//!
//! Every line is a figure with its standard error; it holds when it is within
//! [`LIMIT`] of them. Seeds and sizes are fixed, so a verdict never changes
//! without the engine.

mod cases;
mod company;
mod line;
mod maths;
mod sample;
mod study;

pub use line::{LIMIT, VerificationCheck};

use attain_core::diagnostics::Faults;
use cases::{
    bookings, bridge, calibration, coverage, cycle, draws, drift, hand_over, headcount, intervals, participation, ramp, shock,
    spread, tenure_bands, win_rate,
};

/// All cases, in the order in which they are run.
pub const CASES: &[VerificationCase] = &[
    draws::CASE,
    bookings::CASE,
    cycle::CASE,
    win_rate::CASE,
    shock::CASE,
    drift::CASE,
    coverage::CASE,
    headcount::CASE,
    tenure_bands::CASE,
    ramp::CASE,
    hand_over::CASE,
    participation::CASE,
    bridge::CASE,
    intervals::CASE,
    calibration::CASE,
    spread::CASE,
];

/// One closed form and the studies that it is held against.
#[derive(Debug, Clone, Copy)]
pub struct VerificationCase {
    /// Name: what `--case` takes.
    pub name: &'static str,
    /// What is held against what, in a few words.
    pub about: &'static str,
    /// Lives the studies and compares.
    pub check: fn(&VerificationRun) -> Result<Vec<VerificationCheck>, Faults>,
}

/// How cases are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerificationRun {
    /// Seed of all chance; each study of each case takes one of its own from it.
    pub seed: u64,
    /// Whether to live as many years as the full mode asks for, in place of the quick one.
    pub full: bool,
}

impl VerificationRun {
    /// Years (or draws, or replications) of a study.
    fn size(&self, quick: u32, full: u32) -> u32 {
        if self.full { full } else { quick }
    }

    /// The seed of one study. Those of two studies, or of two seeds of the run, never meet.
    fn seed_of(&self, study: &str) -> u64 {
        attain_core::random::key_of(&format!("verify {} {study}", self.seed))
    }
}

impl VerificationCase {
    /// Runs the case.
    ///
    /// # Errors
    /// The faults of a study that cannot be read or designed.
    pub fn run(&self, run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
        (self.check)(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases without many years, at a seed that the program does not start from.
    #[test]
    fn cheap_cases_hold() {
        let run = VerificationRun { seed: 20, full: false };
        for case in [ramp::CASE, coverage::CASE, win_rate::CASE, bridge::CASE] {
            let lines = case.run(&run).unwrap_or_else(|faults| panic!("{}: {faults}", case.name));
            assert!(!lines.is_empty());
            for line in lines {
                assert!(line.holds(), "{}: {line:?}", case.name);
            }
        }
    }

    #[test]
    fn every_case_has_a_name_of_its_own() {
        let mut names: Vec<&str> = CASES.iter().map(|case| case.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CASES.len());
    }

    #[test]
    fn studies_and_runs_have_seeds_of_their_own() {
        let (a, b) = (VerificationRun { seed: 1, full: false }, VerificationRun { seed: 2, full: false });
        assert_ne!(a.seed_of("x"), a.seed_of("y"));
        assert_ne!(a.seed_of("x"), b.seed_of("x"));
    }
}
