//! Active headcount with a hazard by tenure, as a Markov chain.
//!
//! The states are a rep hired within the horizon, by months served; a rep present at the start, by
//! months since the start; and a vacant seat, by months vacant. Each row of a matrix holds the
//! transition probabilities of a state. Headcount in month m is the initial state times the m-th
//! power of the matrix, summed over the states with a rep (Bartholomew, Forbes & `McClean`,
//! "Statistical Techniques for Manpower Planning", 1991, ch. 3). A time to fill of 61 days is two
//! months from any month start.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::renewal::survival;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric, series};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Headcount by tenure as a Markov chain.
pub const CASE: VerificationCase =
    VerificationCase { name: "tenure-bands", about: "reps in seats, hazard by tenure, as a Markov chain", check };

const MONTHS: usize = 36;
const SEATS: f64 = 20.0;
const ANNUAL: f64 = 0.3;
/// Months that the existing reps have served at the start.
const SERVED: f64 = 24.0;
/// Number of months that a seat is vacant.
const VACANT: usize = 2;
/// First month of each tenure band, with its factor on the hazard.
const BANDS: [(f64, f64); 4] = [(0.0, 0.6), (3.0, 2.5), (12.0, 1.2), (30.0, 0.5)];

const STUDY: &str = r"
[horizon]
months = 36
[market.segments.all]
accounts = 20
sold = 0
opportunities-per-year = 0
reps = 20
[attrition]
annual = 0.3
bands = [
  { from-month = 0, factor = 0.6 },
  { from-month = 3, factor = 2.5 },
  { from-month = 12, factor = 1.2 },
  { from-month = 30, factor = 0.5 },
]
time-to-fill = { median-days = 61 }
";

/// First state of hired reps, of existing reps and of vacant seats, and the number of states.
const HIRED: usize = 0;
const PRESENT: usize = MONTHS + 1;
const VACANCIES: usize = 2 * (MONTHS + 1);
const STATES: usize = VACANCIES + VACANT;

/// Hazard in the month after `served` months, given by the tenure in the middle of that month.
fn hazard(served: f64) -> f64 {
    let tenure = served + 0.5;
    let factor = BANDS.iter().rev().find(|(from, _)| tenure >= *from).map_or(1.0, |(_, factor)| *factor);
    -libm::log(1.0 - ANNUAL) / 12.0 * factor
}

/// Transition probabilities within a month.
fn transitions() -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; STATES]; STATES];
    let mut serves = |from: usize, survival: &[f64]| {
        for k in 0..MONTHS {
            let stays = survival[k + 1] / survival[k];
            matrix[from + k][from + k + 1] = stays;
            matrix[from + k][VACANCIES] = 1.0 - stays;
        }
    };
    serves(HIRED, &survival(|k| hazard(k as f64), MONTHS));
    serves(PRESENT, &survival(|k| hazard(SERVED + k as f64), MONTHS));
    for waited in 0..VACANT {
        matrix[VACANCIES + waited][if waited + 1 < VACANT { VACANCIES + waited + 1 } else { HIRED }] = 1.0;
    }
    matrix
}

/// State probabilities by month.
fn state_probabilities() -> Vec<Vec<f64>> {
    let matrix = transitions();
    let mut state = vec![0.0; STATES];
    state[PRESENT] = 1.0;
    let mut months = vec![state.clone()];
    for _ in 1..MONTHS {
        state = (0..STATES).map(|to| state.iter().zip(&matrix).map(|(chance, row)| chance * row[to]).sum()).collect();
        months.push(state.clone());
    }
    months
}

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[""])?;
    let output = study.simulate(run.seed_of("tenure bands"), run.size(3_000, 40_000));
    let plan = &output.plans[0];
    let probabilities = state_probabilities();
    let staffed = |month: usize| probabilities[month][..VACANCIES].iter().sum::<f64>();
    let left: f64 = probabilities[1..].iter().map(|state| state[VACANCIES]).sum();
    let active = |month: usize| SampleMoments::from_values(&series(plan, "active_reps", month));
    let mut lines: Vec<VerificationCheck> = [1, 4, 8, 18, 35]
        .into_iter()
        .map(|month| {
            VerificationCheck::mean(&format!("reps in month {}, mean", month + 1), SEATS * staffed(month), &active(month))
        })
        .collect();
    let last = staffed(35);
    lines.push(VerificationCheck::variance("reps in month 36, variance", SEATS * last * (1.0 - last), &active(35)));
    lines.push(VerificationCheck::mean("leavers", SEATS * left, &SampleMoments::from_values(metric(plan, MetricId::Leavers))));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_add_up() {
        for row in state_probabilities() {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}
