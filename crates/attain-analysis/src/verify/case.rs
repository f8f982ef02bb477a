//! Verification cases and runs.

use super::check::VerificationCheck;
use attain_core::diagnostics::Faults;

/// A closed form and the studies that are compared with it.
#[derive(Debug, Clone, Copy)]
pub struct VerificationCase {
    /// Name of the case, as passed to `--case`.
    pub name: &'static str,
    /// Short description of the comparison.
    pub about: &'static str,
    /// Simulates the studies and compares them with the closed form.
    pub check: fn(&VerificationRun) -> Result<Vec<VerificationCheck>, Faults>,
}

/// Seed and size of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerificationRun {
    /// Seed of the run; each study of each case derives its own from it.
    pub seed: u64,
    /// Whether to use the larger number of years of the full mode.
    pub full: bool,
}

impl VerificationRun {
    /// Returns the number of years, draws or replications of a study.
    pub(super) fn size(&self, quick: u32, full: u32) -> u32 {
        if self.full { full } else { quick }
    }

    /// Returns the seed of a study, which differs for every study and every seed of the run.
    pub(super) fn seed_of(&self, study: &str) -> u64 {
        attain_core::random::key_of(&format!("verify {} {study}", self.seed))
    }
}

impl VerificationCase {
    /// Runs the case.
    ///
    /// # Errors
    /// Returns faults of a study that cannot be read or designed.
    pub fn run(&self, run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
        (self.check)(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn studies_and_runs_have_seeds_of_their_own() {
        let (a, b) = (VerificationRun { seed: 1, full: false }, VerificationRun { seed: 2, full: false });
        assert_ne!(a.seed_of("x"), a.seed_of("y"));
        assert_ne!(a.seed_of("x"), b.seed_of("x"));
    }
}
