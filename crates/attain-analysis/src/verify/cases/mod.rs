//! The verification cases, one file per case.

mod bookings;
mod bridge;
mod calibration;
mod coverage;
mod cycle;
mod draws;
mod drift;
mod equal_chance;
mod hand_over;
mod headcount;
mod inflow;
mod intervals;
mod participation;
mod ramp;
mod selling;
mod shock;
mod spread;
mod tenure_bands;
mod win_rate;

use super::case::VerificationCase;

/// All cases, in the order in which they run.
pub const CASES: &[VerificationCase] = &[
    draws::CASE,
    bookings::CASE,
    cycle::CASE,
    win_rate::CASE,
    shock::CASE,
    drift::CASE,
    coverage::CASE,
    selling::CASE,
    inflow::CASE,
    headcount::CASE,
    tenure_bands::CASE,
    ramp::CASE,
    hand_over::CASE,
    participation::CASE,
    equal_chance::CASE,
    bridge::CASE,
    intervals::CASE,
    calibration::CASE,
    spread::CASE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::case::VerificationRun;

    /// Runs the cases that need few years with a seed other than the default.
    #[test]
    fn cheap_cases_hold() {
        let run = VerificationRun { seed: 20, full: false };
        for case in [ramp::CASE, coverage::CASE, selling::CASE, inflow::CASE, win_rate::CASE, bridge::CASE, equal_chance::CASE] {
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
}
