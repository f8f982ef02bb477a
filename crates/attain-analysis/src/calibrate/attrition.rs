//! Hazard of leaving.
//!
//! The hazard is the number of leavers divided by the months of exposure. Reps enter the risk set
//! when they are hired or when the window begins (late entry). Hazards by tenure band and by team
//! are shrunk toward those of the scenario by a gamma prior with the weight of a few leavers.
//! Retention by the Kaplan-Meier estimator is also reported, with Greenwood's standard error on the
//! log-log scale.

use libm::{exp, log};
use serde_json::json;
use statrs::distribution::{ContinuousCDF, Gamma};

use super::attainment_hazard::{BAND_PRIOR, TEAM_PRIOR, estimate_attainment_hazard};
use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::{CalibrationHistory, MONTH};
use super::minimum;
use super::numerics::distributions::{Z90, poisson90};
use super::output::CalibrationOutput;
use super::setting::{CalibratedSetting, rounded};
use super::spells::{EmploymentSpell, observed_spells};
use attain_core::scenario::choices::Scenario;

/// Months of tenure at which retention is reported.
const RETENTION_MONTHS: [f64; 3] = [12.0, 24.0, 36.0];

/// Estimates the hazard of leaving: overall, by tenure band, by team and by attainment.
#[must_use]
pub fn estimate_attrition(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let spells = &observed_spells(history, history.people_from);
    let mut output = CalibrationOutput::default();
    let choices = &scenario.attrition;
    let left = spells.iter().filter(|spell| spell.left).count();
    let exposure: f64 = spells.iter().map(|spell| spell.exposure(0.0, f64::INFINITY)).sum();
    if left > 0 && left < minimum::LEAVERS && exposure > 0.0 {
        output.append(few_leavers(choices.annual.get(), left, exposure));
        return output;
    }
    if left < minimum::LEAVERS || exposure <= 0.0 {
        let reason = format!("published: 22 to 36 % (Ebsta, Bridge Group); {left} leavers observed, {} needed", minimum::LEAVERS);
        output.estimates.push(CalibrationEstimate::fallback(
            "annual attrition",
            "",
            EstimateUnit::Share,
            left,
            choices.annual.get(),
            reason,
        ));
        return output;
    }
    let monthly = left as f64 / exposure;
    let year = |hazard: f64| 1.0 - exp(-12.0 * hazard);
    let ends = poisson90(left as f64);
    let point = PointEstimate::new(year(monthly), 12.0 * (left as f64).sqrt() / exposure * exp(-12.0 * monthly));
    let interval = Interval90::new(year(ends.0 / exposure), year(ends.1 / exposure));
    let method = "leavers over observed months, late entry; gamma interval";
    let estimate = CalibrationEstimate::between("annual attrition", "", EstimateUnit::Share, left, point, interval, method);
    let note = format!("n {left} leavers in {exposure:.0} months; {method}; 90 % {:.3} to {:.3}", interval.low, interval.high);
    output.settings.push(CalibratedSetting::number(&["attrition", "annual"], point.value.min(0.99), note));
    let relative = 1.0 / (left as f64).sqrt();
    let note = "relative standard error of the hazard".to_owned();
    output.settings.push(CalibratedSetting::number(&["market", "uncertainty", "attrition"], relative, note));
    output.estimates.push(estimate);
    output.append(estimate_bands(scenario, spells, monthly));
    output.append(estimate_teams(history, scenario, spells, monthly));
    output.estimates.extend(RETENTION_MONTHS.iter().filter_map(|&mark| retention(spells, mark)));
    let of_production = observed_spells(history, history.production_from);
    output.append(estimate_attainment_hazard(history, scenario, &of_production, monthly));
    output
}

/// Estimates the hazard from few leavers: a gamma posterior in which the scenario's hazard has the
/// weight of [`BAND_PRIOR`] leavers. Without any leaver, departures are probably not recorded.
fn few_leavers(annual: f64, left: usize, exposure: f64) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let given = -log(1.0 - annual.clamp(0.01, 0.99)) / 12.0;
    let (shape, rate) = (left as f64 + BAND_PRIOR, exposure + BAND_PRIOR / given);
    let year = |hazard: f64| 1.0 - exp(-12.0 * hazard);
    let at = |p: f64| Gamma::new(shape, rate).map_or(shape / rate, |distribution| distribution.inverse_cdf(p));
    let monthly = shape / rate;
    let method = "gamma posterior: the scenario's hazard counts as two leavers";
    let point = PointEstimate::new(year(monthly), 12.0 * shape.sqrt() / rate * exp(-12.0 * monthly));
    let interval = Interval90::new(year(at(0.05)), year(at(0.95)));
    output.estimates.push(CalibrationEstimate::between(
        "annual attrition",
        "",
        EstimateUnit::Share,
        left,
        point,
        interval,
        method,
    ));
    let note = format!("n {left} leavers in {exposure:.0} months; {method}; 90 % {:.3} to {:.3}", interval.low, interval.high);
    output.settings.push(CalibratedSetting::number(&["attrition", "annual"], point.value.min(0.99), note));
    let note = "relative standard error of the hazard".to_owned();
    output.settings.push(CalibratedSetting::number(&["market", "uncertainty", "attrition"], 1.0 / shape.sqrt(), note));
    output
}

/// Estimates the hazard of each tenure band relative to the overall hazard, shrunk toward the
/// scenario's shape.
fn estimate_bands(scenario: &Scenario, spells: &[EmploymentSpell], monthly: f64) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let bands = &scenario.attrition.bands;
    let until = |i: usize| bands.get(i + 1).map_or(f64::INFINITY, |band| band.from_month.get());
    let seen: Vec<(f64, f64)> = (0..bands.len())
        .map(|i| {
            let (from, to) = (bands[i].from_month.get(), until(i));
            let inside = |spell: &&EmploymentSpell| {
                let tenure = f64::from(spell.ends - spell.hired) / MONTH;
                spell.left && tenure >= from && tenure < to
            };
            (spells.iter().filter(inside).count() as f64, spells.iter().map(|spell| spell.exposure(from, to)).sum())
        })
        .collect();
    let method = "gamma-Poisson, shrunk toward the scenario's shape";
    let exposure: f64 = seen.iter().map(|(_, months)| months).sum();
    // The shape of the scenario, scaled to the observed mean.
    let own: f64 = seen.iter().zip(bands).map(|((_, months), band)| months * band.factor.get()).sum::<f64>() / exposure;
    let scale = if own > 0.0 { 1.0 / own } else { 1.0 };
    let mut factors = Vec::new();
    for (i, ((left, months), band)) in seen.iter().zip(bands).enumerate() {
        let prior = (band.factor.get() * scale).max(1e-3);
        let (shape, rate) = (left + BAND_PRIOR, months * monthly + BAND_PRIOR / prior);
        let at = |p: f64| Gamma::new(shape, rate).map_or(shape / rate, |distribution| distribution.inverse_cdf(p));
        let to = if until(i).is_finite() { format!(" to {:.0}", until(i)) } else { " on".to_owned() };
        let of = format!("month {:.0}{to}", band.from_month.get());
        let point = PointEstimate::new(shape / rate, shape.sqrt() / rate);
        let ends = Interval90::new(at(0.05), at(0.95));
        output.estimates.push(CalibrationEstimate::between(
            "hazard by tenure",
            &of,
            EstimateUnit::Number,
            *left as usize,
            point,
            ends,
            method,
        ));
        factors.push(json!({ "from-month": band.from_month.get(), "factor": rounded(shape / rate) }));
    }
    if !factors.is_empty() {
        output.settings.push(CalibratedSetting::value(&["attrition", "bands"], factors.into(), method.to_owned()));
    }
    output
}

/// Estimates the hazard of each team relative to the overall hazard, shrunk toward the scenario's
/// factor.
fn estimate_teams(
    history: &CalibrationHistory,
    scenario: &Scenario,
    spells: &[EmploymentSpell],
    monthly: f64,
) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    if scenario.teams.len() < 2 {
        return output;
    }
    let method = "gamma-Poisson, shrunk toward the scenario's factor";
    let exposure: f64 = spells.iter().map(|spell| spell.exposure(0.0, f64::INFINITY)).sum();
    for (team, name) in history.book.teams.iter().enumerate() {
        let of = || spells.iter().filter(move |spell| history.book.reps[spell.rep].team == team);
        let months: f64 = of().map(|spell| spell.exposure(0.0, f64::INFINITY)).sum();
        let left = of().filter(|spell| spell.left).count();
        let given = scenario.teams.get(name).map_or(1.0, |team| team.attrition_factor.get()).max(1e-3);
        if months <= 0.0 {
            continue;
        }
        let (shape, rate) = (left as f64 + TEAM_PRIOR, months * monthly + TEAM_PRIOR / given);
        // The overall hazard contains the team itself, so the ratio is more certain the larger the team.
        let sure = 1.0 / (1.0 - months / exposure).max(0.1);
        let at = |p: f64| Gamma::new(sure * shape, sure * rate).map_or(given, |distribution| distribution.inverse_cdf(p));
        let estimate = CalibrationEstimate::between(
            "hazard by team",
            name,
            EstimateUnit::Number,
            left,
            PointEstimate::new(shape / rate, (shape / sure).sqrt() / rate),
            Interval90::new(at(0.05), at(0.95)),
            method,
        );
        let note = format!("n {left} leavers in {months:.0} months; {method}; 90 % {:.2} to {:.2}", estimate.low, estimate.high);
        output.settings.push(CalibratedSetting::number(&["teams", name, "attrition-factor"], shape / rate, note));
        output.estimates.push(estimate);
    }
    output
}

/// Estimates the share of hired reps who stay for `mark` months, by Kaplan-Meier with late entry.
/// `None` if the risk set becomes too small before then, no rep left by then, or no rep was
/// observed for that long.
fn retention(spells: &[EmploymentSpell], mark: f64) -> Option<CalibrationEstimate> {
    let tenure = |spell: &EmploymentSpell, day: i32| f64::from(day - spell.hired) / MONTH;
    let mut leavings: Vec<f64> = spells.iter().filter(|s| s.left).map(|s| tenure(s, s.ends)).filter(|t| *t <= mark).collect();
    leavings.sort_by(f64::total_cmp);
    let reached = spells.iter().any(|spell| tenure(spell, spell.ends) >= mark);
    let (mut share, mut sum) = (1.0, 0.0);
    let n = leavings.len();
    for at in &leavings {
        let risk = spells.iter().filter(|s| tenure(s, s.enters) < *at && tenure(s, s.ends) >= *at).count() as f64;
        if risk < 2.0 {
            return None;
        }
        share *= 1.0 - 1.0 / risk;
        sum += 1.0 / (risk * (risk - 1.0));
    }
    if !reached || n == 0 {
        return None;
    }
    let se = sum.sqrt();
    let spread = se / -log(share).min(-1e-9);
    let at = |z: f64| exp(log(share) * exp(z * spread));
    let method = "Kaplan-Meier, late entry; Greenwood on the log-log scale";
    let of = format!("{mark:.0} months");
    Some(CalibrationEstimate::between(
        "retention after",
        &of,
        EstimateUnit::Share,
        n,
        PointEstimate::new(share, share * se),
        Interval90::new(at(Z90), at(-Z90)),
        method,
    ))
}
