//! Win rates where the model has nothing to compare: few closed opportunities, nothing won or
//! nothing lost.

use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit, PointEstimate};
use crate::calibrate::history::CalibrationHistory;
use crate::calibrate::output::CalibrationOutput;
use crate::calibrate::setting::CalibratedSetting;
use attain_core::scenario::choices::Scenario;

/// Closed opportunities that the scenario's rate is worth for the company, and the company's for a
/// segment.
const GIVEN: f64 = 2.0;
const COMPANY: f64 = 4.0;

/// Estimates rates by a beta posterior; the scenario's rates are kept if nothing has closed.
pub(super) fn few_rates(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let counts: Vec<(f64, f64)> = (0..history.book.segments.len())
        .map(|segment| {
            let closed = || history.closed().filter(|(deal, _)| deal.segment == segment);
            (closed().count() as f64, closed().filter(|(_, won)| *won).count() as f64)
        })
        .collect();
    let all = counts.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    for (name, (n, won)) in history.book.segments.iter().zip(&counts) {
        let given = scenario.market.segments.get(name).map_or(0.25, |segment| segment.win_rate.get());
        if all.0 == 0.0 {
            let reason = "published, conflicting: SMB 25-40, mid-market 15-25, enterprise 10-20 %; no opportunity has closed";
            output.estimates.push(CalibrationEstimate::fallback(
                "win rate",
                name,
                EstimateUnit::Share,
                0,
                given,
                reason.to_owned(),
            ));
            continue;
        }
        let (rate, evidence) = posterior(given, all, (*n, *won));
        let method = "beta posterior: the scenario's rate counts as two closed opportunities";
        let se = (1.0 / (evidence * rate * (1.0 - rate))).sqrt();
        output.estimates.push(CalibrationEstimate::share("win rate", name, *n as usize, PointEstimate::new(rate, se), method));
        let note = format!("n {n:.0} closed, {won:.0} won; {method}");
        let path = |choice| ["market", "segments", name.as_str(), choice];
        output.settings.push(CalibratedSetting::number(&path("win-rate"), rate.clamp(1e-4, 1.0 - 1e-4), note));
        let note = "number of closed opportunities that gives the same precision".to_owned();
        output.settings.push(CalibratedSetting::number(&path("win-rate-evidence"), evidence.clamp(1.0, 1e6), note));
    }
    if all.0 > 0.0 && (all.1 == 0.0 || all.1 == all.0) {
        let (seen, unseen) = if all.1 == 0.0 { ("lost", "won") } else { ("won", "lost") };
        output.notes.push(format!(
            "All {:.0} closed opportunities were {seen}. If the export leaves out those that were {unseen}, the win rate is wrong.",
            all.0
        ));
    }
    output
}

/// Posterior mean of a segment's rate, and the closed opportunities that it is worth.
fn posterior(given: f64, all: (f64, f64), own: (f64, f64)) -> (f64, f64) {
    let company = (all.1 + GIVEN * given) / (all.0 + GIVEN);
    let weight = COMPANY.min(all.0 + GIVEN);
    ((own.1 + weight * company) / (own.0 + weight), own.0 + weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The default rate of 25 % was used when 6,545 of 6,545 were won.
    #[test]
    fn nothing_lost_is_not_a_quarter_won() {
        let (rate, evidence) = posterior(0.25, (6_545.0, 6_545.0), (6_545.0, 6_545.0));
        assert!(rate > 0.999 && rate < 1.0 && evidence > 6_545.0, "{rate} {evidence}");
        let (rate, _) = posterior(0.25, (400.0, 0.0), (12.0, 0.0));
        assert!(rate > 0.0 && rate < 0.01, "{rate}");
        // Five closed, three won: between the default and the data, nearer the data.
        let (rate, evidence) = posterior(0.25, (5.0, 3.0), (5.0, 3.0));
        assert!(rate > 0.45 && rate < 0.6 && evidence < 10.0, "{rate} {evidence}");
    }
}
