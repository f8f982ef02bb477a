//! Time to fill a seat, from each departure to the next hire in the same team and region. Seats
//! that are still empty are censored.

use libm::{exp, log};
use serde_json::json;

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::CalibrationHistory;
use super::minimum;
use super::numerics::distributions::{normal_cdf, t90};
use super::numerics::{LikelihoodMaximum, maximise};
use super::output::CalibrationOutput;
use super::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::Scenario;

/// Longest vacancy for which a hire counts as the successor, in days.
const LONGEST: i32 = 365;

/// A vacant seat.
struct Vacancy {
    days: f64,
    /// Whether the vacancy ended with a hire; otherwise it is censored.
    filled: bool,
}

/// Returns the vacancies, each from a departure to the next hire in the same team and region.
fn vacancies(history: &CalibrationHistory) -> Vec<Vacancy> {
    let reps = &history.book.reps;
    let day = |date: Option<jiff::civil::Date>| date.map(|date| history.day(date)).filter(|day| *day <= 0);
    let mut hires: Vec<(i32, usize, bool)> =
        reps.iter().enumerate().filter_map(|(at, rep)| Some((day(rep.hired)?, at, false))).collect();
    hires.sort_unstable();
    let mut leavings: Vec<(i32, usize)> = reps.iter().enumerate().filter_map(|(at, rep)| Some((day(rep.left)?, at))).collect();
    leavings.sort_unstable();
    let mut found = Vec::new();
    for (left, leaver) in leavings.into_iter().filter(|(left, _)| *left >= history.people_from) {
        let alike = |at: usize| reps[at].team == reps[leaver].team && reps[at].region == reps[leaver].region;
        let next = hires.iter_mut().find(|(hired, at, taken)| !*taken && *hired > left && *hired <= left + LONGEST && alike(*at));
        match next {
            Some(hire) => {
                hire.2 = true;
                found.push(Vacancy { days: f64::from(hire.0 - left), filled: true });
            }
            // A leaver without a successor within the longest time was not replaced.
            None if -left < LONGEST => found.push(Vacancy { days: f64::from(-left), filled: false }),
            None => {}
        }
    }
    found
}

/// Estimates the time to fill a seat.
#[must_use]
pub fn estimate_time_to_fill(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let vacancies = vacancies(history);
    let filled = vacancies.iter().filter(|vacancy| vacancy.filled).count();
    let given = &scenario.attrition.time_to_fill;
    let fit = (filled >= minimum::VACANCIES).then(|| fit_lognormal(&vacancies)).flatten();
    let Some(fit) = fit else {
        let reason = format!(
            "published: 58 (HRO Today), 62 (SBI), 47 (Workable) days; {filled} seats filled, {} needed",
            minimum::VACANCIES
        );
        output.estimates.push(CalibrationEstimate::fallback(
            "time to fill",
            "",
            EstimateUnit::Days,
            filled,
            given.median_days.get(),
            reason,
        ));
        return output;
    };
    let method = "leaver to next hire of team and region, censored; lognormal";
    let t = t90(filled as f64 - 1.0) * (filled as f64 / (filled as f64 - 1.0)).sqrt();
    let (median, se, sigma) = (exp(fit.at[0]), fit.se(0), exp(fit.at[1]));
    let ends = Interval90::new(median * exp(-t * se), median * exp(t * se));
    let estimate = CalibrationEstimate::between(
        "time to fill",
        "",
        EstimateUnit::Days,
        filled,
        PointEstimate::new(median, median * se),
        ends,
        method,
    );
    let note = format!(
        "n {filled} filled, {} open; {method}; 90 % {:.0} to {:.0}",
        vacancies.len() - filled,
        estimate.low,
        estimate.high
    );
    let value = json!({ "median-days": rounded(median.min(3650.0)), "sigma": rounded(sigma.min(5.0)) });
    output.settings.push(CalibratedSetting::value(&["attrition", "time-to-fill"], value, note));
    let note = "relative standard error of the time to fill".to_owned();
    output.settings.push(CalibratedSetting::number(&["market", "uncertainty", "time-to-fill"], se.min(5.0), note));
    output.estimates.push(estimate);
    output
}

fn fit_lognormal(vacancies: &[Vacancy]) -> Option<LikelihoodMaximum> {
    let log_likelihood = |at: &[f64]| {
        let of = |vacancy: &Vacancy| {
            let z = (log(vacancy.days.max(0.5)) - at[0]) * exp(-at[1]);
            if vacancy.filled { -0.5 * z * z - at[1] } else { log(normal_cdf(-z).max(1e-300)) }
        };
        vacancies.iter().map(of).sum::<f64>()
    };
    maximise(&log_likelihood, &[log(58.0), log(0.5)], 1e-4)
}
