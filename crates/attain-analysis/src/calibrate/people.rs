//! Who leaves, when, and how long a seat stays empty.
//!
//! *Hazard*: leavers over months of exposure, for reps who enter when they are
//! hired or when the window begins (late entry: Kaplan & Meier's risk set); by
//! band of tenure and by team each is drawn to the scenario's own shape by a
//! gamma prior worth a few leavers. Kaplan and Meier's share still there
//! is told beside it, with Greenwood's error on the log-log scale.
//! *Performance*: see `performance`. *Time to fill*: each leaver and the next hire of the
//! same team (and region); seats still empty are censored.

use libm::{exp, log};
use serde_json::json;
use statrs::distribution::{ContinuousCDF, Gamma};

use super::estimate::{CalibratedSetting, CalibrationEstimate, CalibrationOutput, EstimateUnit, rounded};
use super::history::{CalibrationHistory, MONTH};
use super::maths::law::{Z90, normal_cdf, poisson90};
use super::maths::maximise;
use super::minimum;
use super::performance::performance;
use attain_core::scenario::choices::Scenario;

/// Leavers that the prior of a band of tenure is worth.
pub const BAND: f64 = 2.0;
/// Leavers that the prior of a team is worth.
pub const TEAM: f64 = 4.0;
/// Months of tenure at which the share still there is told.
const MARKS: [f64; 3] = [12.0, 24.0, 36.0];
/// Longest vacancy that a hire is matched to, days.
const LONGEST: i32 = 365;

/// One rep's time in the window. Days count from the extract.
#[derive(Debug, Clone, Copy)]
pub struct EmploymentSpell {
    /// Index into the book's reps.
    pub rep: usize,
    /// First day.
    pub hired: i32,
    /// Day from which the rep is seen.
    pub enters: i32,
    /// Day on which the rep was last seen.
    pub ends: i32,
    /// Whether the rep left then.
    pub left: bool,
}

impl EmploymentSpell {
    /// Months of tenure between two bounds that are seen.
    fn exposure(&self, from: f64, to: f64) -> f64 {
        let tenure = |day: i32| f64::from(day - self.hired) / MONTH;
        (tenure(self.ends).min(to) - tenure(self.enters).max(from)).max(0.0)
    }
}

/// The spells that are seen in the window.
#[must_use]
pub fn spells(history: &CalibrationHistory) -> Vec<EmploymentSpell> {
    let each = history.book.reps.iter().enumerate().filter_map(|(rep, of)| {
        let hired = history.day(of.hired?);
        let left = of.left.map(|left| history.day(left)).filter(|left| *left <= 0);
        let ends = left.unwrap_or(0);
        // Leavers from before the window may not all be in the table.
        let enters = hired.max(history.from);
        (hired <= 0 && ends > enters).then_some(EmploymentSpell { rep, hired, enters, ends, left: left.is_some() })
    });
    each.collect()
}

/// Estimates the hazard of leaving and the time to fill a seat.
#[must_use]
pub fn people(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let spells = spells(history);
    let mut part = hazard(history, scenario, &spells);
    part.append(fill(history, scenario));
    part
}

fn hazard(history: &CalibrationHistory, scenario: &Scenario, spells: &[EmploymentSpell]) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let choices = &scenario.attrition;
    let left = spells.iter().filter(|spell| spell.left).count();
    let exposure: f64 = spells.iter().map(|spell| spell.exposure(0.0, f64::INFINITY)).sum();
    if left < minimum::LEAVERS || exposure <= 0.0 {
        let why = format!("S: Ebsta, Bridge Group (22 to 36 %); {left} leavers seen, {} needed", minimum::LEAVERS);
        part.estimates.push(CalibrationEstimate::fallback(
            "attrition, a year",
            "",
            EstimateUnit::Share,
            left,
            choices.annual.get(),
            why,
        ));
        return part;
    }
    let monthly = left as f64 / exposure;
    let year = |hazard: f64| 1.0 - exp(-12.0 * hazard);
    let ends = poisson90(left as f64);
    let told = (year(monthly), 12.0 * (left as f64).sqrt() / exposure * exp(-12.0 * monthly));
    let interval = (year(ends.0 / exposure), year(ends.1 / exposure));
    let method = "leavers over months seen, late entry; gamma interval";
    let estimate = CalibrationEstimate::between("attrition, a year", "", EstimateUnit::Share, left, told, interval, method);
    let note = format!("n {left} leavers in {exposure:.0} months; {method}; 90 % {:.3} to {:.3}", interval.0, interval.1);
    part.settings.push(CalibratedSetting::number(&["attrition", "annual"], told.0.min(0.99), note));
    let relative = 1.0 / (left as f64).sqrt();
    let note = "relative standard error of the hazard".to_owned();
    part.settings.push(CalibratedSetting::number(&["market", "uncertainty", "attrition"], relative, note));
    part.estimates.push(estimate);
    part.append(bands(scenario, spells, monthly));
    part.append(teams(history, scenario, spells, monthly));
    part.estimates.extend(MARKS.iter().filter_map(|&mark| still_there(spells, mark)));
    part.append(performance(history, scenario, spells, monthly));
    part
}

/// Bands of tenure: the hazard of each over the overall one, drawn to the scenario's own shape.
fn bands(scenario: &Scenario, spells: &[EmploymentSpell], monthly: f64) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
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
    let method = "gamma-Poisson, drawn to the scenario's own shape";
    let exposure: f64 = seen.iter().map(|(_, months)| months).sum();
    // The scenario's own shape, scaled to the mean that is seen.
    let own: f64 = seen.iter().zip(bands).map(|((_, months), band)| months * band.factor.get()).sum::<f64>() / exposure;
    let scale = if own > 0.0 { 1.0 / own } else { 1.0 };
    let mut factors = Vec::new();
    for (i, ((left, months), band)) in seen.iter().zip(bands).enumerate() {
        let prior = (band.factor.get() * scale).max(1e-3);
        let (shape, rate) = (left + BAND, months * monthly + BAND / prior);
        let at = |p: f64| Gamma::new(shape, rate).map_or(shape / rate, |law| law.inverse_cdf(p));
        let to = if until(i).is_finite() { format!(" to {:.0}", until(i)) } else { " on".to_owned() };
        let of = format!("month {:.0}{to}", band.from_month.get());
        let told = (shape / rate, shape.sqrt() / rate);
        let ends = (at(0.05), at(0.95));
        part.estimates.push(CalibrationEstimate::between(
            "hazard by tenure",
            &of,
            EstimateUnit::Number,
            *left as usize,
            told,
            ends,
            method,
        ));
        factors.push(json!({ "from-month": band.from_month.get(), "factor": rounded(shape / rate) }));
    }
    if !factors.is_empty() {
        part.settings.push(CalibratedSetting::value(&["attrition", "bands"], factors.into(), method.to_owned()));
    }
    part
}

/// Teams: the hazard of each over the overall one, drawn to the scenario's own factor.
fn teams(history: &CalibrationHistory, scenario: &Scenario, spells: &[EmploymentSpell], monthly: f64) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    if scenario.teams.len() < 2 {
        return part;
    }
    let method = "gamma-Poisson, drawn to the scenario's own factor";
    let exposure: f64 = spells.iter().map(|spell| spell.exposure(0.0, f64::INFINITY)).sum();
    for (team, name) in history.book.teams.iter().enumerate() {
        let of = || spells.iter().filter(move |spell| history.book.reps[spell.rep].team == team);
        let months: f64 = of().map(|spell| spell.exposure(0.0, f64::INFINITY)).sum();
        let left = of().filter(|spell| spell.left).count();
        let given = scenario.teams.get(name).map_or(1.0, |team| team.attrition_factor.get()).max(1e-3);
        if months <= 0.0 {
            continue;
        }
        let (shape, rate) = (left as f64 + TEAM, months * monthly + TEAM / given);
        // What is overall is in part the team itself: against it, a team is the surer the more of all it is.
        let sure = 1.0 / (1.0 - months / exposure).max(0.1);
        let at = |p: f64| Gamma::new(sure * shape, sure * rate).map_or(given, |law| law.inverse_cdf(p));
        let told = CalibrationEstimate::between(
            "hazard by team",
            name,
            EstimateUnit::Number,
            left,
            (shape / rate, (shape / sure).sqrt() / rate),
            (at(0.05), at(0.95)),
            method,
        );
        let note = format!("n {left} leavers in {months:.0} months; {method}; 90 % {:.2} to {:.2}", told.low, told.high);
        part.settings.push(CalibratedSetting::number(&["teams", name, "attrition-factor"], shape / rate, note));
        part.estimates.push(told);
    }
    part
}

/// Share still there after some months of tenure, of those who were hired:
/// Kaplan and Meier with late entry. `None` where the risk set was empty before.
fn still_there(spells: &[EmploymentSpell], mark: f64) -> Option<CalibrationEstimate> {
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
        "still there after",
        &of,
        EstimateUnit::Share,
        n,
        (share, share * se),
        (at(Z90), at(-Z90)),
        method,
    ))
}

/// Days from a departure to the next hire of the same team and region.
fn vacancies(history: &CalibrationHistory) -> Vec<(f64, bool)> {
    let reps = &history.book.reps;
    let day = |date: Option<jiff::civil::Date>| date.map(|date| history.day(date)).filter(|day| *day <= 0);
    let mut hires: Vec<(i32, usize, bool)> =
        reps.iter().enumerate().filter_map(|(at, rep)| Some((day(rep.hired)?, at, false))).collect();
    hires.sort_unstable();
    let mut leavings: Vec<(i32, usize)> = reps.iter().enumerate().filter_map(|(at, rep)| Some((day(rep.left)?, at))).collect();
    leavings.sort_unstable();
    let mut found = Vec::new();
    for (left, leaver) in leavings.into_iter().filter(|(left, _)| *left >= history.from) {
        let alike = |at: usize| reps[at].team == reps[leaver].team && reps[at].region == reps[leaver].region;
        let next = hires.iter_mut().find(|(hired, at, taken)| !*taken && *hired > left && *hired <= left + LONGEST && alike(*at));
        match next {
            Some(hire) => {
                hire.2 = true;
                found.push((f64::from(hire.0 - left), true));
            }
            // Who was not followed within the longest time was not replaced.
            None if -left < LONGEST => found.push((f64::from(-left), false)),
            None => {}
        }
    }
    found
}

fn fill(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let vacancies = vacancies(history);
    let filled = vacancies.iter().filter(|(_, filled)| *filled).count();
    let given = &scenario.attrition.time_to_fill;
    let fit = (filled >= minimum::VACANCIES).then(|| fill_fit(&vacancies)).flatten();
    let Some(fit) = fit else {
        let why = format!("S: 58 (HRO Today), 62 (SBI), 47 (Workable); {filled} seats filled, {} needed", minimum::VACANCIES);
        part.estimates.push(CalibrationEstimate::fallback(
            "time to fill",
            "",
            EstimateUnit::Days,
            filled,
            given.median_days.get(),
            why,
        ));
        return part;
    };
    let method = "leaver to next hire of team and region, censored; lognormal";
    let t = super::maths::law::t90(filled as f64 - 1.0) * (filled as f64 / (filled as f64 - 1.0)).sqrt();
    let (median, se, sigma) = (exp(fit.at[0]), fit.se(0), exp(fit.at[1]));
    let ends = (median * exp(-t * se), median * exp(t * se));
    let told = CalibrationEstimate::between("time to fill", "", EstimateUnit::Days, filled, (median, median * se), ends, method);
    let note =
        format!("n {filled} filled, {} open; {method}; 90 % {:.0} to {:.0}", vacancies.len() - filled, told.low, told.high);
    let value = json!({ "median-days": rounded(median.min(3650.0)), "sigma": rounded(sigma.min(5.0)) });
    part.settings.push(CalibratedSetting::value(&["attrition", "time-to-fill"], value, note));
    let note = "relative standard error of the time to fill".to_owned();
    part.settings.push(CalibratedSetting::number(&["market", "uncertainty", "time-to-fill"], se.min(5.0), note));
    part.estimates.push(told);
    part
}

fn fill_fit(vacancies: &[(f64, bool)]) -> Option<super::maths::LikelihoodMaximum> {
    let log_likelihood = |at: &[f64]| {
        let of = |(days, filled): &(f64, bool)| {
            let z = (log(days.max(0.5)) - at[0]) * exp(-at[1]);
            if *filled { -0.5 * z * z - at[1] } else { log(normal_cdf(-z).max(1e-300)) }
        };
        vacancies.iter().map(of).sum::<f64>()
    };
    maximise(&log_likelihood, &[log(58.0), log(0.5)], 1e-4)
}
