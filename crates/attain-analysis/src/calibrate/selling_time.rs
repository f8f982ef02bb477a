//! Selling time of an open opportunity, limited by the number that reps worked at the same time.
//!
//! A history says how many opportunities were open, not how many hours they took. But rates of
//! winning that were reached with a certain number of open opportunities cannot be upheld by an
//! engine in which so many take more time than there is. So the scenario's time is kept unless the
//! tenth of the reps with most open opportunities would spend more than half of their time on them.

use super::estimate::{CalibrationEstimate, EstimateUnit};
use super::history::{CalibrationHistory, YEAR};
use super::output::CalibrationOutput;
use super::setting::CalibratedSetting;
use attain_core::scenario::choices::Scenario;

/// Fewest reps with open opportunities for an estimate.
const REPS: usize = 5;
/// Share of a busy rep's time that open opportunities take at most.
const SHARE: f64 = 0.5;

/// Estimates the hours per month of an open opportunity.
pub(super) fn estimate_selling_time(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let given = scenario.coverage.hours_per_open_opportunity.get();
    let (mut open, hours) = open_by_rep(history, scenario);
    open.sort_by(|a, b| b.total_cmp(a));
    let family = "hours per open opportunity";
    let mut keep = |n: usize, value: f64, reason: String| {
        output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Number, n, value, reason));
    };
    if open.len() < REPS || given <= 0.0 {
        keep(open.len(), given, format!("assumption; {} reps have open opportunities, {REPS} are required", open.len()));
        return output;
    }
    let busy = open[open.len() / 10];
    let most = SHARE * hours / busy;
    if most >= given {
        keep(open.len(), given, format!("assumption; busy reps have enough time for their {busy:.0} open opportunities"));
        return output;
    }
    let note = format!("at most half of the time of busy reps, who had {busy:.0} open opportunities at once");
    output.notes.push(format!("Hours per month for an open opportunity are reduced from {given:.2} to {most:.2}: {note}."));
    output.settings.push(CalibratedSetting::number(&["coverage", "hours-per-open-opportunity"], most, note));
    output
}

/// Mean number of open opportunities of each present rep in the last year of the history, and the
/// mean hours per month of these reps.
fn open_by_rep(history: &CalibrationHistory, scenario: &Scenario) -> (Vec<f64>, f64) {
    let book = history.book;
    let window = f64::from(-history.from).clamp(1.0, YEAR);
    let mut days = vec![0.0; book.reps.len()];
    for deal in history.deals.iter().filter(|deal| !deal.stale) {
        let (Some(owner), Some(created)) = (deal.owner, deal.created) else { continue };
        let from = f64::from(created).max(-window);
        let until = deal.closed.map_or(0.0, f64::from).min(0.0);
        days[owner] += (until - from).max(0.0);
    }
    let (mut open, mut hours) = (Vec::new(), 0.0);
    for (rep, days) in book.reps.iter().zip(days) {
        let team = book.teams.get(rep.team).and_then(|name| scenario.teams.get(name));
        if let (None, Some(team), true) = (rep.left, team.filter(|team| team.accounts.is_none()), days > 0.0) {
            open.push(days / window);
            hours += team.hours_per_month.get() * (1.0 - team.absence.get());
        }
    }
    let n = open.len().max(1) as f64;
    (open, hours / n)
}
