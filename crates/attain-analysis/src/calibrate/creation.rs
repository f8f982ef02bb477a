//! How many opportunities accounts bring.
//!
//! Per segment, the count of an account in the window is Poisson with mean
//! rate × years × (potential / mean potential)^`potential-on-count` × response.
//! Where the data tells when accounts were touched last, the response of one
//! that was not touched for 90 days is estimated: the inbound share, common to
//! all segments. Else all accounts count as covered, and the rate is that of
//! today's coverage. Highest likelihood; standard errors are widened by
//! Pearson's dispersion where counts spread wider than Poisson.

use libm::{exp, log};

use super::estimate::{CalibratedSetting, CalibrationEstimate, CalibrationOutput, EstimateUnit, rounded};
use super::history::{CalibrationHistory, YEAR};
use super::maths::law::variance90;
use super::maths::{Cholesky, maximise};
use super::minimum;
use super::size::mean_potential;
use attain_core::scenario::choices::{Market, Response};

/// Days after which an account that was not touched is taken as not covered.
const UNTOUCHED: i32 = 90;
/// Accounts of each kind for an inbound share.
const TOUCHED: usize = 20;

/// One account's counts.
struct AccountCount {
    count: f64,
    /// ln(potential / mean potential).
    relative: f64,
    /// Not touched for 90 days; `None` where nobody knows.
    untouched: Option<bool>,
}

/// A fitted segment.
struct CreationRate {
    log: f64,
    exponent: f64,
    /// Logarithm of the inbound share, where it was fitted, with its variance.
    inbound: Option<(f64, f64)>,
    /// Standard errors of the logarithm of the rate, and of the exponent.
    se: (f64, f64),
    dispersion: f64,
    freedom: f64,
    /// See `thin`.
    thin: f64,
    /// Share of what is expected that untouched accounts bring.
    untouched: f64,
}

/// Estimates the rates of creation, and how far counts spread.
#[must_use]
pub fn creation(history: &CalibrationHistory, market: &Market) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let rows: Vec<Vec<AccountCount>> = (0..history.book.segments.len()).map(|segment| rows(history, segment)).collect();
    let eventual = eventual(history);
    let known = touches_known(&rows);
    let inbound = inbound(history, market, &rows, known, &mut part);
    let (mut statistic, mut freedom, mut thin) = (0.0, 0.0, 0.0);
    for (segment, name) in history.book.segments.iter().enumerate() {
        let rows = &rows[segment];
        let n: f64 = rows.iter().map(|row| row.count).sum();
        let enough = n as usize >= minimum::CREATED && rows.len() >= minimum::CREATED;
        let fit =
            enough.then(|| fit(rows, history.years(), inbound.map(|(log, _)| log).or(known.then_some(0.0)), false)).flatten();
        let Some(fit) = fit else {
            let choices = market.segments.get(name).cloned().unwrap_or_default();
            let why = format!("{n:.0} created in the window on {} accounts, {} needed of both", rows.len(), minimum::CREATED);
            let value = choices.opportunities_per_year.get();
            part.estimates.push(CalibrationEstimate::fallback(
                "opportunities a year",
                name,
                EstimateUnit::Number,
                n as usize,
                value,
                why,
            ));
            continue;
        };
        statistic += fit.dispersion * fit.freedom;
        freedom += fit.freedom;
        thin += fit.thin * fit.freedom;
        let of_inbound = inbound.map_or(0.0, |(_, variance)| fit.untouched.powi(2) * variance);
        let se = (fit.se.0.powi(2) + of_inbound).sqrt();
        let rate = exp(fit.log) * eventual;
        let method = "Poisson likelihood, widened by dispersion";
        let told = CalibrationEstimate::log("opportunities a year", name, EstimateUnit::Number, n as usize, (rate, se), method);
        let exponent = CalibrationEstimate::normal(
            "opportunities, exponent of potential",
            name,
            EstimateUnit::Number,
            n as usize,
            (fit.exponent, fit.se.1),
            method,
        );
        let path = |choice| ["market", "segments", name.as_str(), choice];
        let note = |e: &CalibrationEstimate| format!("n {}; {method}; 90 % {:.3} to {:.3}", e.n, e.low, e.high);
        part.settings.push(CalibratedSetting::number(&path("opportunities-per-year"), rate.min(1000.0), note(&told)));
        part.settings.push(CalibratedSetting::number(&path("potential-on-count"), fit.exponent.clamp(0.0, 1.0), note(&exponent)));
        part.settings.push(CalibratedSetting::number(
            &path("rate-uncertainty"),
            se.min(1.0),
            "relative standard error of the rate".to_owned(),
        ));
        if let Some(mean) = mean_potential(history, segment) {
            part.settings.push(CalibratedSetting::number(
                &path("mean-potential"),
                mean,
                "mean of the segment's accounts".to_owned(),
            ));
        }
        part.estimates.extend([told, exponent]);
    }
    if freedom > 0.0 {
        part.estimates.push(dispersion(
            "counts by account, dispersion",
            statistic,
            freedom,
            thin / freedom,
            rows.iter().map(Vec::len).sum(),
        ));
    }
    part.append(by_rep_and_month(history));
    part
}

/// A dispersion index, variance over mean. The square of a Poisson count's
/// residual has the variance 2 + 1/mean; `thin` is the mean of what is left of
/// the second part when the fitted parameters have taken theirs (Haldane 1937,
/// Biometrika 29; `McCullagh` 1985, International Statistical Review 53): by so
/// much the chi-square law has fewer degrees. Where both margins of a table are
/// taken from it, next to nothing is left.
fn dispersion(family: &'static str, statistic: f64, freedom: f64, thin: f64, n: usize) -> CalibrationEstimate {
    let value = statistic / freedom;
    let worth = freedom / (1.0 + 0.5 * thin);
    let (low, high) = variance90(worth);
    let se = value * (2.0 / worth).sqrt();
    CalibrationEstimate::between(
        family,
        "",
        EstimateUnit::Number,
        n,
        (value, se),
        (value * low, value * high),
        "Pearson, chi-square; 1 is Poisson",
    )
}

fn rows(history: &CalibrationHistory, segment: usize) -> Vec<AccountCount> {
    let mut counts = vec![0.0; history.book.accounts.len()];
    history.created().for_each(|(deal, _)| counts[deal.account] += 1.0);
    let mean = mean_potential(history, segment).unwrap_or(1.0);
    let row = |(at, account): (usize, &attain_data::Account)| AccountCount {
        count: counts[at],
        relative: log((account.potential / mean).max(1e-9)),
        untouched: account.last_touch.map(|date| history.day(date)).filter(|day| *day <= 0).map(|day| day < -UNTOUCHED),
    };
    let of = |(_, account): &(usize, &attain_data::Account)| account.segment == segment && account.potential > 0.0;
    history.book.accounts.iter().enumerate().filter(of).map(row).collect()
}

/// Whether the data tells of nearly every account when it was touched last,
/// and enough were and were not.
fn touches_known(rows: &[Vec<AccountCount>]) -> bool {
    let all = || rows.iter().flatten();
    let count = |touched: bool| all().filter(|row| row.untouched == Some(!touched)).count();
    count(true) >= TOUCHED && count(false) >= TOUCHED && (count(true) + count(false)) * 10 >= all().count() * 9
}

/// Share of those created that will be closed at all: what is too young to
/// tell is abandoned as often as what is old enough was.
fn eventual(history: &CalibrationHistory) -> f64 {
    let longest = history.deals.iter().filter_map(|deal| Some(deal.closed? - deal.created?)).max().unwrap_or(0);
    let (mut all, mut left) = (0.0, 0.0);
    for (_, created) in history.created() {
        all += 1.0;
        left += if -created > longest { 1.0 } else { 1.0 - history.stale };
    }
    if all > 0.0 { left / all } else { 1.0 }
}

/// Logarithm of the inbound share and its variance, pooled over segments by
/// their precision; `None` where it stays the scenario's own.
fn inbound(
    history: &CalibrationHistory,
    market: &Market,
    rows: &[Vec<AccountCount>],
    known: bool,
    part: &mut CalibrationOutput,
) -> Option<(f64, f64)> {
    let (given, rest) = match market.response {
        Response::Power { inbound, elasticity } => (inbound.get(), Some(elasticity.get())),
        Response::Adbudg { inbound, .. } => (inbound.get(), None),
    };
    let n = rows.iter().flatten().filter(|row| row.untouched == Some(true)).count();
    let family = "response, inbound share";
    if !known {
        let why =
            "A: when accounts were touched last is not known of enough of them; the rates below are those of today's coverage";
        part.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Share, n, given, why.to_owned()));
        return None;
    }
    let fits = rows.iter().filter(|rows| rows.len() >= minimum::CREATED);
    let each: Vec<(f64, f64)> = fits.filter_map(|rows| fit(rows, history.years(), None, true)?.inbound).collect();
    let weight: f64 = each.iter().map(|(_, variance)| 1.0 / variance).sum();
    if weight.is_nan() || weight <= 0.0 {
        let why = "A: the counts do not tell it".to_owned();
        part.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Share, n, given, why));
        return None;
    }
    let log_share = each.iter().map(|(value, variance)| value / variance).sum::<f64>() / weight;
    let method = "rate of untouched over touched accounts, pooled";
    let told = CalibrationEstimate::log(family, "", EstimateUnit::Share, n, (exp(log_share), weight.recip().sqrt()), method);
    let note = format!("n {n} untouched accounts; {method}; 90 % {:.2} to {:.2}", told.low, told.high);
    let why = "P: 0.31 (Albers, Mantrala & Sridhar 2010): touches are known as yes or no only".to_owned();
    if let Some(elasticity) = rest {
        part.estimates.push(CalibrationEstimate::fallback("response, elasticity", "", EstimateUnit::Number, n, elasticity, why));
        let power = serde_json::json!({ "power": { "inbound": rounded(exp(log_share).min(1.0)), "elasticity": elasticity } });
        part.settings.push(CalibratedSetting::value(&["market", "response"], power, note));
    }
    part.estimates.push(told);
    Some((log_share, weight.recip()))
}

/// The highest likelihood of a segment. `inbound` is the logarithm of a share
/// that is held fixed; with `free` it is fitted.
fn fit(rows: &[AccountCount], years: f64, inbound: Option<f64>, free: bool) -> Option<CreationRate> {
    let total: f64 = rows.iter().map(|row| row.count).sum();
    let varied = rows.iter().any(|row| (row.relative - rows[0].relative).abs() > 1e-6);
    let held = inbound.unwrap_or(0.0);
    let mean = |row: &AccountCount, at: &[f64]| {
        let off = if free { at[2] } else { held };
        let response = if row.untouched == Some(true) { off } else { 0.0 };
        let exponent = if varied { at[1] } else { 0.0 };
        exp(at[0] + exponent * row.relative + response) * years
    };
    let weak = |x: f64| -0.5 * x * x / 9.0;
    let log_likelihood = |at: &[f64]| {
        let sum: f64 = rows
            .iter()
            .map(|row| {
                let m = mean(row, at);
                if row.count > 0.0 { row.count * log(m.max(1e-300)) - m } else { -m }
            })
            .sum();
        // A hint of a prior, so that what the data does not say has a summit.
        sum + weak(at[1]) + at.get(2).map_or(0.0, |&x| weak(x))
    };
    let base = log((total / (rows.len() as f64 * years)).max(1e-6));
    let start = if free { vec![base, 0.4, -0.7] } else { vec![base, 0.4] };
    let fit = maximise(&log_likelihood, &start, 1e-4)?;
    let freedom = (rows.len() as f64 - start.len() as f64).max(1.0);
    let (mut statistic, mut all, mut untouched) = (0.0, 0.0, 0.0);
    for row in rows {
        let m = mean(row, &fit.at);
        statistic += (row.count - m).powi(2) / m.max(1e-12);
        all += m;
        untouched += if row.untouched == Some(true) { m } else { 0.0 };
    }
    let dispersion = statistic / freedom;
    let wide = dispersion.max(1.0).sqrt();
    Some(CreationRate {
        log: fit.at[0],
        exponent: if varied { fit.at[1] } else { 0.0 },
        inbound: free.then(|| (fit.at[2], (wide * fit.se(2)).powi(2))),
        se: (wide * fit.se(0), wide * fit.se(1)),
        dispersion,
        freedom,
        thin: thin(rows.iter().map(|row| (row, mean(row, &fit.at)))),
        untouched: untouched / all.max(1e-300),
    })
}

/// Mean of one over what is expected, less what level, exponent and response
/// take of it: Σ 1/m − sᵀ I⁻¹ s, with the information I of the three and the sum
/// s of their columns, over the number of accounts.
fn thin<'a>(rows: impl Iterator<Item = (&'a AccountCount, f64)>) -> f64 {
    let (mut inverse, mut n, mut sums, mut information) = (0.0, 0.0, [0.0; 3], [0.0; 9]);
    // Of an account that brings next to nothing, next to nothing is seen.
    for (row, m) in rows.map(|(row, m)| (row, m.max(0.02))) {
        let columns = [1.0, row.relative, f64::from(u8::from(row.untouched == Some(true)))];
        inverse += 1.0 / m;
        n += 1.0;
        for i in 0..3 {
            sums[i] += columns[i];
            (0..3).for_each(|j| information[3 * i + j] += m * columns[i] * columns[j]);
        }
    }
    // A column that is nowhere takes nothing.
    (0..3).for_each(|i| information[4 * i] += 1e-9 * (1.0 + information[0]));
    let taken =
        Cholesky::of(&information, 3).map(|factor| factor.solve(&sums).iter().zip(&sums).map(|(x, s)| x * s).sum::<f64>());
    ((inverse - taken.unwrap_or(0.0)) / n).max(0.0)
}

/// How far created and won opportunities of rep-months spread around what the
/// rep and the month let expect (rows × columns over the total), for reps who
/// were there all the time.
fn by_rep_and_month(history: &CalibrationHistory) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let whole = |rep: &attain_data::Rep| {
        rep.hired.is_none_or(|hired| history.day(hired) <= history.from) && rep.left.is_none_or(|left| history.day(left) > 0)
    };
    let reps: Vec<bool> = history.book.reps.iter().map(whole).collect();
    let months = (history.years() * 12.0).round().max(1.0) as usize;
    let month = |day: i32| (f64::from(day - history.from) / YEAR * 12.0) as usize;
    let created = history.created().map(|(deal, day)| (deal.owner, day));
    let won = history.closed().filter(|(_, won)| *won).filter_map(|(deal, _)| Some((deal.owner, deal.closed?)));
    for (family, events) in [
        ("created by rep and month, dispersion", created.collect::<Vec<_>>()),
        ("won by rep and month, dispersion", won.collect()),
    ] {
        let mut counts = vec![vec![0.0; months]; reps.len()];
        for (owner, day) in events {
            if let Some(owner) = owner.filter(|owner| reps[*owner]) {
                counts[owner][month(day).min(months - 1)] += 1.0;
            }
        }
        counts.retain(|row| row.iter().sum::<f64>() >= 5.0);
        let by_month: Vec<f64> = (0..months).map(|m| counts.iter().map(|row| row[m]).sum()).collect();
        let total: f64 = by_month.iter().sum();
        let filled = by_month.iter().filter(|count| **count > 0.0).count();
        if counts.len() < minimum::GROUPS || filled < minimum::QUARTERS || total <= 0.0 {
            continue;
        }
        let of_row = |row: &Vec<f64>| {
            let sum: f64 = row.iter().sum();
            let cell = |(count, month): (&f64, &f64)| {
                let expected = sum * month / total;
                if expected > 0.0 { (count - expected).powi(2) / expected } else { 0.0 }
            };
            row.iter().zip(&by_month).map(cell).sum::<f64>()
        };
        let statistic: f64 = counts.iter().map(of_row).sum();
        let freedom = (counts.len() as f64 - 1.0) * (filled as f64 - 1.0);
        let cells = counts.len() * months;
        let mean = total / cells as f64;
        let spread = (statistic / freedom).max(1.0);
        let of = if family.starts_with("created") { "created" } else { "won" };
        let told = (mean, (spread * mean / cells as f64).sqrt());
        part.estimates.push(CalibrationEstimate::normal(
            "a rep and month",
            of,
            EstimateUnit::Number,
            cells,
            told,
            "count over months, widened by dispersion",
        ));
        part.estimates.push(dispersion(family, statistic, freedom, 0.0, counts.len() * filled));
    }
    part
}
