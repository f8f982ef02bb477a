//! Calibration finds what is true, as often as its intervals say.
//!
//! Companies are generated whose every figure is known (`company`); each is
//! calibrated, and for every kind of figure it is counted how often its 90 %
//! interval holds the truth. In full mode, with 1,000 companies, a line holds
//! from 86 to 94 %: a figure of which a company has one is out by chance alone
//! once in 37,000 times (with 200 companies, once in 17). With the few of the
//! quick mode the bounds are as much wider as chance is.

use rayon::prelude::*;

use crate::calibrate::{Calibration, calibrate};
use crate::verify::company::{KnownCompany, ramp_months};
use crate::verify::{VerificationCase, VerificationCheck, VerificationRun};
use attain_core::diagnostics::Faults;
use attain_core::quantile::logistic;

/// Coverage of the 90 % intervals of calibration.
pub const CASE: VerificationCase =
    VerificationCase { name: "calibration", about: "90 % intervals of what is learned from history", check };

/// What intervals promise.
const NOMINAL: f64 = 0.9;
/// A quarter of the distance from 90 % to 86 or 94 %: a line holds within four of it.
const STEP: f64 = 0.01;
/// Square of the scale between the logistic and the normal law.
const SCALE: f64 = 0.345_6;

/// A kind of figure, and whether an interval held the truth.
type IntervalCoverage = (String, bool);

#[expect(clippy::unnecessary_wraps, reason = "the other cases read studies, which may have faults")]
fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let companies = run.size(12, 1_000);
    let seed = run.seed_of("calibration");
    let held: Vec<Vec<IntervalCoverage>> = (0..companies).into_par_iter().map(|i| one(seed.wrapping_add(u64::from(i)))).collect();
    let mut kinds: Vec<String> = Vec::new();
    for (kind, _) in held.iter().flatten() {
        if !kinds.contains(kind) {
            kinds.push(kind.clone());
        }
    }
    let line = |kind: &String| {
        // Intervals of one company are not independent: each counts by its own share that holds.
        let each: Vec<f64> = held
            .iter()
            .filter_map(|company| {
                let of: Vec<f64> =
                    company.iter().filter(|(k, _)| k == kind).map(|(_, held)| f64::from(u8::from(*held))).collect();
                (!of.is_empty()).then(|| of.iter().sum::<f64>() / of.len() as f64)
            })
            .collect();
        let intervals = held.iter().flatten().filter(|(k, _)| k == kind).count();
        let n = each.len() as f64;
        let share = each.iter().sum::<f64>() / n;
        let chance = (NOMINAL * (1.0 - NOMINAL) / n).sqrt();
        let error = if run.full { STEP } else { chance.max(STEP) };
        VerificationCheck::new(format!("{kind} (n\u{a0}{intervals})"), NOMINAL, share, error)
    };
    Ok(kinds.iter().map(line).collect())
}

/// Calibrates one company and asks every interval.
fn one(seed: u64) -> Vec<IntervalCoverage> {
    let company = KnownCompany::of(seed);
    let found = calibrate(&company.book, &company.scenario, None);
    let mut held = Vec::new();
    let mut ask = |family: &str, of: &str, truth: f64| {
        if let Some(estimate) = found.find(family, of).filter(|estimate| estimate.fallback.is_none() && truth.is_finite()) {
            held.push((family.to_owned(), estimate.low <= truth && truth <= estimate.high));
        }
    };
    let (book, truth) = (&company.book, &company.truth);
    let averages = averages(&company, &found);
    let over_accounts = (1.0 + SCALE * truth.spreads[2] * truth.spreads[2]).sqrt();
    for (at, name) in book.segments.iter().enumerate() {
        let of = &truth.segments[at];
        ask("win rate", name, logistic((of.base + averages.iter().sum::<f64>()) / over_accounts));
        ask("size, median", name, of.size.0);
        ask("size, spread of the logarithm", name, of.size.1);
        ask("size, exponent of potential", name, of.on_size);
        ask("days to win", name, of.to_win.0);
        ask("days to win, spread", name, of.to_win.1);
        ask("days to loss", name, of.to_loss.0);
        ask("days to loss, spread", name, of.to_loss.1);
        ask("opportunities a year", name, of.rate);
        ask("opportunities, exponent of potential", name, of.on_count);
    }
    for (at, name) in book.industries.iter().enumerate() {
        ask("odds by industry", name, truth.industries[at] - averages[0]);
    }
    for (at, name) in book.sources.iter().enumerate() {
        ask("odds by source", name, truth.sources[at] - averages[1]);
    }
    for (at, effect) in truth.months.iter().enumerate() {
        ask("odds by month in the quarter", &format!("month {}", at + 1), effect - averages[2]);
    }
    ask("odds by size", "", truth.size_log_odds);
    for (family, spread) in ["spread of reps", "spread of territories", "spread of accounts"].into_iter().zip(truth.spreads) {
        ask(family, "", spread);
    }
    for (rep, skill) in book.reps.iter().zip(&truth.skills) {
        ask("skill of rep", &rep.id, *skill);
    }
    for (region, effect) in book.regions.iter().zip(&truth.territories) {
        ask("territory", region, *effect);
    }
    ask("persistence of reps, year to year", "", 1.0);
    ask("response, inbound share", "", truth.inbound);
    let season = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    for (month, factor) in season.iter().zip(truth.season) {
        ask("creation by month", month, factor);
    }
    ask("closing, month-end pull", "", 1.0);
    for family in ["counts by account, dispersion", "created by rep and month, dispersion"] {
        ask(family, "", 1.0);
    }
    let (hazard, bands, teams) = &truth.hazard;
    ask("attrition, a year", "", 1.0 - libm::exp(-12.0 * hazard));
    let names: Vec<String> =
        found.estimates.iter().filter(|e| e.family == "hazard by tenure").map(|e| e.subject.clone()).collect();
    for (name, factor) in names.iter().zip(bands) {
        ask("hazard by tenure", name, *factor);
    }
    for (name, factor) in book.teams.iter().zip(teams) {
        ask("hazard by team", name, *factor);
    }
    ask("hazard by attainment", "", truth.low_attainment);
    ask("time to fill", "", truth.fill.0);
    ask("ramp, length", "", ramp_months(&company));
    ask("shock to win rates, a month", "", truth.shock);
    ask("trend of win rates, a year", "", 0.0);
    ask("trend of size, a year", "", 0.0);
    for (class, share) in ["low", "medium", "high"].into_iter().zip(truth.churn) {
        ask("churn at a renewal, by risk", class, share);
    }
    held
}

/// Mean effects of industry, source and month over what closed in the window.
fn averages(company: &KnownCompany, found: &Calibration) -> [f64; 3] {
    let (book, truth) = (&company.book, &company.truth);
    let mut sums = [0.0; 3];
    let mut n = 0.0;
    for deal in &book.opportunities {
        let closed = !matches!(deal.outcome, attain_data::Outcome::Open(_));
        let inside = deal.closes.is_some_and(|date| date >= found.from && date <= found.as_of);
        if !closed || !inside || deal.business == Some(attain_data::BusinessType::Renewal) {
            continue;
        }
        n += 1.0;
        sums[0] += book.accounts[deal.account].industry.map_or(0.0, |industry| truth.industries[industry]);
        sums[1] += deal.source.map_or(0.0, |source| truth.sources[source]);
        sums[2] += deal.closes.map_or(0.0, |date| truth.months[(date.month() as usize - 1) % 3]);
    }
    sums.map(|sum| if n > 0.0 { sum / n } else { 0.0 })
}
