//! Active headcount with a hazard by tenure, as a Markov chain.
//!
//! States: a rep who came, by months served; a rep who was there at the start,
//! by months since; a seat that waits, by months waited. The chance of each move
//! is a row of a matrix; headcount in month m is the first row of its m-th power,
//! summed over the states with a rep (Bartholomew, Forbes & `McClean`, "Statistical
//! Techniques for Manpower Planning", 1991, ch. 3). A time to fill of 61 days is two
//! months from any month's start.

use crate::verify::maths::renewal::survival;
use crate::verify::sample::SampleMoments;
use crate::verify::study::{SmallStudy, metric, series};
use crate::verify::{VerificationCase, VerificationCheck, VerificationRun};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Headcount by tenure as a Markov chain.
pub const CASE: VerificationCase =
    VerificationCase { name: "tenure-bands", about: "reps in seats, hazard by tenure, as a Markov chain", check };

const MONTHS: usize = 36;
const SEATS: f64 = 20.0;
const ANNUAL: f64 = 0.3;
/// Months that the reps of the start have served.
const SERVED: f64 = 24.0;
/// Months that a seat waits.
const WAIT: usize = 2;
/// First month of tenure and factor on the hazard.
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

/// Places of the states.
const CAME: usize = 0;
const THERE: usize = MONTHS + 1;
const WAITS: usize = 2 * (MONTHS + 1);
const STATES: usize = WAITS + WAIT;

/// Hazard in the month after `served` months, by the tenure in its middle.
fn hazard(served: f64) -> f64 {
    let tenure = served + 0.5;
    let factor = BANDS.iter().rev().find(|(from, _)| tenure >= *from).map_or(1.0, |(_, factor)| *factor);
    -libm::log(1.0 - ANNUAL) / 12.0 * factor
}

/// The chances of moving from state to state within a month.
fn matrix() -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; STATES]; STATES];
    let mut serves = |from: usize, survival: &[f64]| {
        for k in 0..MONTHS {
            let stays = survival[k + 1] / survival[k];
            matrix[from + k][from + k + 1] = stays;
            matrix[from + k][WAITS] = 1.0 - stays;
        }
    };
    serves(CAME, &survival(|k| hazard(k as f64), MONTHS));
    serves(THERE, &survival(|k| hazard(SERVED + k as f64), MONTHS));
    for waited in 0..WAIT {
        matrix[WAITS + waited][if waited + 1 < WAIT { WAITS + waited + 1 } else { CAME }] = 1.0;
    }
    matrix
}

/// The chances of the states in every month.
fn chances() -> Vec<Vec<f64>> {
    let matrix = matrix();
    let mut state = vec![0.0; STATES];
    state[THERE] = 1.0;
    let mut months = vec![state.clone()];
    for _ in 1..MONTHS {
        state = (0..STATES).map(|to| state.iter().zip(&matrix).map(|(chance, row)| chance * row[to]).sum()).collect();
        months.push(state.clone());
    }
    months
}

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let small = SmallStudy::new(STUDY, &[""])?;
    let lived = small.simulate(run.seed_of("tenure bands"), run.size(3_000, 40_000));
    let plan = &lived.plans[0];
    let chances = chances();
    let held = |month: usize| chances[month][..WAITS].iter().sum::<f64>();
    let left: f64 = chances[1..].iter().map(|state| state[WAITS]).sum();
    let active = |month: usize| SampleMoments::of(&series(plan, "active_reps", month));
    let mut lines: Vec<VerificationCheck> = [1, 4, 8, 18, 35]
        .into_iter()
        .map(|month| VerificationCheck::mean(&format!("reps in month {}, mean", month + 1), SEATS * held(month), &active(month)))
        .collect();
    let last = held(35);
    lines.push(VerificationCheck::variance("reps in month 36, variance", SEATS * last * (1.0 - last), &active(35)));
    lines.push(VerificationCheck::mean("leavers", SEATS * left, &SampleMoments::of(metric(plan, MetricId::Leavers))));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_add_up() {
        for row in chances() {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}
