//! Effect of attainment on the hazard of leaving.
//!
//! Leaving is a Poisson event in each month of a rep. Its hazard depends on the overall rate, the
//! tenure band, the team and the attainment of the trailing year. As in the engine, attainment is
//! relative to the quota if the table of reps has one, and otherwise to the team's mean monthly
//! bookings. Bands and teams enter the same likelihood with the priors of `attrition`, because new
//! reps have lower attainment and also leave at a different rate because they are new.

use libm::{exp, log};

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::{CalibrationHistory, MONTH};
use super::minimum;
use super::numerics::{Cholesky, maximise};
use super::output::CalibrationOutput;
use super::setting::CalibratedSetting;
use super::spells::EmploymentSpell;
use attain_core::scenario::choices::Scenario;

/// Weight of the prior for a tenure band, in leavers.
pub const BAND_PRIOR: f64 = 2.0;
/// Weight of the prior for a team, in leavers.
pub const TEAM_PRIOR: f64 = 4.0;
/// Half-width of the grid of effects about the scenario's value, in standard deviations of the
/// prior.
const REACH: f64 = 5.0;
/// Number of grid points.
const POINTS: usize = 81;

/// One month of a rep's employment.
struct RepMonth {
    /// One minus the attainment of the trailing year, limited to ±1.
    short: f64,
    /// Observed fraction of the month.
    exposure: f64,
    /// Whether the rep left in the month.
    left: bool,
    band: usize,
    team: usize,
}

/// Estimates the change in log hazard per unit of trailing attainment below one.
pub fn estimate_attainment_hazard(
    history: &CalibrationHistory,
    scenario: &Scenario,
    spells: &[EmploymentSpell],
    monthly: f64,
) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let family = "hazard by attainment";
    let given = scenario.attrition.low_attainment_log_hazard.get();
    let months = rep_months(history, scenario, spells);
    let left = months.iter().filter(|month| month.left).count();
    if left < 2 * minimum::LEAVERS {
        let reason =
            format!("assumption, flattened from published data; {left} leavers with production, {} needed", 2 * minimum::LEAVERS);
        output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::LogOdds, left, given, reason));
        return output;
    }
    let Some(posterior) = posterior(history, scenario, &months, monthly, given) else { return output };
    let method = "Poisson likelihood by month, with tenure and team; normal prior of sd 1 about the scenario's value";
    let estimate = CalibrationEstimate::between(
        family,
        "",
        EstimateUnit::LogOdds,
        left,
        PointEstimate::new(posterior.mean, posterior.sd),
        posterior.interval,
        method,
    );
    let note =
        format!("n {left} leavers in {} months; {method}; 90 % {:+.2} to {:+.2}", months.len(), estimate.low, estimate.high);
    output.settings.push(CalibratedSetting::number(
        &["attrition", "low-attainment-log-hazard"],
        estimate.value.clamp(-10.0, 10.0),
        note,
    ));
    output.estimates.push(estimate);
    output
}

/// Posterior of the effect.
struct AttainmentPosterior {
    mean: f64,
    sd: f64,
    interval: Interval90,
}

/// Computes the posterior over a grid of effects, with bands and teams integrated out by the
/// Laplace approximation. Given the effect, the months of a band and team form one cell, which
/// holds the number of leavers and the observed months weighted by attainment.
fn posterior(
    history: &CalibrationHistory,
    scenario: &Scenario,
    months: &[RepMonth],
    monthly: f64,
    given: f64,
) -> Option<AttainmentPosterior> {
    let (bands, teams) = (scenario.attrition.bands.len().max(1), history.book.teams.len().max(1));
    let of_band = |band: usize| scenario.attrition.bands.get(band).map_or(0.0, |band| log(band.factor.get().max(1e-3)));
    let team = |team: usize| history.book.teams.get(team).and_then(|team| scenario.teams.get(team));
    let of_team = |at: usize| team(at).map_or(0.0, |team| log(team.attrition_factor.get().max(1e-3)));
    let own: Vec<f64> = (0..bands * teams).map(|cell| of_band(cell / teams) + of_team(cell % teams)).collect();
    let at = |i: usize| given + REACH * (2.0 * i as f64 / (POINTS - 1) as f64 - 1.0);
    let log_density = |effect: f64| {
        let mut cells = vec![(0.0, 0.0); bands * teams];
        let mut shown = 0.0;
        for month in months {
            let cell = &mut cells[month.band * teams + month.team];
            cell.1 += month.exposure * exp(effect * month.short);
            if month.left {
                cell.0 += 1.0;
                shown += effect * month.short;
            }
        }
        let log_likelihood = |x: &[f64]| {
            let of = |(i, (left, seen)): (usize, &(f64, f64))| {
                let hazard = x[0] + x[1 + i / teams] + x[1 + bands + i % teams] + own[i];
                left * hazard - seen * exp(hazard)
            };
            // Priors of logarithms of gamma variates of mean one.
            let gamma = |worth: f64, x: &[f64]| x.iter().map(|x| worth * (x - exp(*x))).sum::<f64>();
            let priors = gamma(BAND_PRIOR, &x[1..=bands]) + gamma(TEAM_PRIOR, &x[1 + bands..]);
            cells.iter().enumerate().map(of).sum::<f64>() + priors
        };
        let mut start = vec![0.0; 1 + bands + teams];
        start[0] = log(monthly);
        let fit = maximise(&log_likelihood, &start, 1e-3)?;
        let spread = Cholesky::factor(&fit.covariance, start.len())?.log_determinant();
        // Normal prior of standard deviation 1 about the scenario's value.
        Some(fit.value + shown + 0.5 * spread - 0.5 * (effect - given).powi(2))
    };
    let values: Vec<f64> = (0..POINTS).map(|i| log_density(at(i)).unwrap_or(f64::NEG_INFINITY)).collect();
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !highest.is_finite() {
        return None;
    }
    let weights: Vec<f64> = values.iter().map(|value| exp(value - highest)).collect();
    let total: f64 = weights.iter().sum();
    let moment = |p: i32| weights.iter().enumerate().map(|(i, w)| w * at(i).powi(p)).sum::<f64>() / total;
    let quantile = |p: f64| {
        let mut below = 0.0;
        for (i, weight) in weights.iter().enumerate() {
            let share = weight / total;
            if below + share >= p {
                // Each point represents the step about it.
                return at(i) + 2.0 * REACH / (POINTS - 1) as f64 * ((p - below) / share - 0.5);
            }
            below += share;
        }
        given + REACH
    };
    let mean = moment(1);
    let sd = (moment(2) - mean * mean).max(0.0).sqrt();
    Some(AttainmentPosterior { mean, sd, interval: Interval90::new(quantile(0.05), quantile(0.95)) })
}

/// Returns the first day of each calendar month in the window and of the following month.
fn month_starts(history: &CalibrationHistory) -> Vec<i32> {
    let mut date = history.date(history.production_from).first_of_month();
    let mut starts = vec![history.day(date)];
    while starts.last().is_some_and(|day| *day <= 0) {
        date = date.saturating_add(jiff::Span::new().months(1));
        let day = history.day(date);
        if starts.last().is_some_and(|last| day <= *last) {
            break;
        }
        starts.push(day);
    }
    starts
}

/// Computes bookings by rep and month from the production table or, without one, from wins.
fn bookings_by_month(history: &CalibrationHistory, starts: &[i32]) -> Vec<Vec<f64>> {
    let book = history.book;
    let mut booked = vec![vec![0.0; starts.len() - 1]; book.reps.len()];
    let index = |day: i32| starts.partition_point(|first| *first <= day).checked_sub(1).filter(|_| day <= 0);
    let mut add = |rep: usize, day: i32, amount: f64| {
        if let Some(month) = index(day) {
            booked[rep][month] += amount;
        }
    };
    if book.production.is_empty() {
        for (deal, _) in history.closed().filter(|(_, won)| *won) {
            if let (Some(owner), Some(day)) = (deal.owner, deal.closed) {
                add(owner, day, deal.amount);
            }
        }
    } else {
        book.production.iter().for_each(|row| add(row.rep, history.day(row.month), row.bookings));
    }
    booked
}

/// Returns the observed months of all reps, with their trailing attainment.
fn rep_months(history: &CalibrationHistory, scenario: &Scenario, spells: &[EmploymentSpell]) -> Vec<RepMonth> {
    let book = history.book;
    let starts = month_starts(history);
    if starts.len() < 2 {
        return Vec::new();
    }
    let booked = bookings_by_month(history, &starts);
    let index = |day: i32| starts.partition_point(|first| *first <= day).saturating_sub(1).min(starts.len() - 2);
    let at = |spell: &EmploymentSpell| (index(spell.enters), index(spell.ends));
    let mut usual = vec![(0.0, 0.0); book.teams.len().max(1)];
    for spell in spells {
        let team = &mut usual[book.reps[spell.rep].team];
        let (from, to) = at(spell);
        team.0 += booked[spell.rep][from..=to].iter().sum::<f64>();
        team.1 += (to - from + 1) as f64;
    }
    let mut months = Vec::new();
    for spell in spells {
        let rep = &book.reps[spell.rep];
        let of_team = usual[rep.team];
        let of_team = if of_team.1 > 0.0 { of_team.0 / of_team.1 } else { 0.0 };
        let month = rep.quota.map(|quota| quota / 12.0).filter(|month| *month > 0.0).unwrap_or(of_team);
        if month <= 0.0 {
            continue;
        }
        let (from, to) = at(spell);
        let (mut attained, mut quota) = (0.0, 0.0);
        for m in from..=to {
            attained = attained * (11.0 / 12.0) + booked[spell.rep][m];
            quota = quota * (11.0 / 12.0) + month;
            // A quarter of quota is added to both, as in the engine.
            let attainment = (attained + 3.0 * month) / (quota + 3.0 * month);
            let (begins, ends) = (starts[m].max(spell.enters), starts[m + 1].min(spell.ends));
            let tenure = 0.5 * f64::from(begins + ends - 2 * spell.hired) / MONTH;
            let band = scenario.attrition.bands.iter().rposition(|band| tenure >= band.from_month.get()).unwrap_or(0);
            months.push(RepMonth {
                short: (1.0 - attainment).clamp(-1.0, 1.0),
                exposure: f64::from((ends - begins).max(0)) / MONTH,
                left: spell.left && m == to,
                band,
                team: rep.team,
            });
        }
    }
    months
}
