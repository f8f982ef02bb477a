//! Coverage of the 90 % intervals of calibration.
//!
//! Companies with known parameters are generated (`company`) and calibrated. For every family of
//! estimates, the case computes the share of 90 % intervals that contain the true value. In full
//! mode, with 1,000 companies, a check passes from 86 to 94 %: a family with one estimate per
//! company fails by chance once in 37,000 times. In quick mode the bounds are wider in proportion
//! to the standard error.

use rayon::prelude::*;

use crate::calibrate::{Calibration, calibrate};
use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::company::KnownCompany;
use attain_core::diagnostics::Faults;
use attain_core::quantile::logistic;

/// Coverage of calibrated intervals.
pub const CASE: VerificationCase =
    VerificationCase { name: "calibration", about: "coverage of 90 % intervals of figures calibrated from history", check };

/// Nominal coverage.
const NOMINAL: f64 = 0.9;
/// Standard error for which a check passes from 86 to 94 %.
const STEP: f64 = 0.01;
/// Square of the scale between the logistic and the normal distribution.
const SCALE: f64 = 0.345_6;

/// Whether an interval contains the true value.
struct IntervalCoverage {
    family: String,
    covered: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "the other cases read studies, which may have faults")]
fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let companies = run.size(12, 1_000);
    let seed = run.seed_of("calibration");
    let all: Vec<Vec<IntervalCoverage>> =
        (0..companies).into_par_iter().map(|i| check_company(seed.wrapping_add(u64::from(i)))).collect();
    let mut families: Vec<String> = Vec::new();
    for interval in all.iter().flatten() {
        if !families.contains(&interval.family) {
            families.push(interval.family.clone());
        }
    }
    let line = |family: &String| {
        // Intervals of one company are not independent, so each company contributes one share.
        let each: Vec<f64> = all
            .iter()
            .filter_map(|company| {
                let of: Vec<f64> =
                    company.iter().filter(|one| one.family == *family).map(|one| f64::from(u8::from(one.covered))).collect();
                (!of.is_empty()).then(|| of.iter().sum::<f64>() / of.len() as f64)
            })
            .collect();
        let intervals = all.iter().flatten().filter(|one| one.family == *family).count();
        let n = each.len() as f64;
        let share = each.iter().sum::<f64>() / n;
        let binomial = (NOMINAL * (1.0 - NOMINAL) / n).sqrt();
        let error = if run.full { STEP } else { binomial.max(STEP) };
        VerificationCheck::new(format!("{family} (n\u{a0}{intervals})"), NOMINAL, share, error)
    };
    Ok(families.iter().map(line).collect())
}

/// Calibrates a company and compares every interval with the true value.
fn check_company(seed: u64) -> Vec<IntervalCoverage> {
    let company = KnownCompany::generate(seed);
    let found = calibrate(&company.book, &company.scenario, None);
    let mut found_intervals = Vec::new();
    let mut compare = |family: &str, of: &str, truth: f64| {
        if let Some(estimate) = found.find(family, of).filter(|estimate| estimate.fallback.is_none() && truth.is_finite()) {
            let covered = estimate.low <= truth && truth <= estimate.high;
            found_intervals.push(IntervalCoverage { family: family.to_owned(), covered });
        }
    };
    let (book, truth) = (&company.book, &company.truth);
    let averages = averages(&company, &found);
    let over_accounts = (1.0 + SCALE * truth.spreads[2] * truth.spreads[2]).sqrt();
    for (at, name) in book.segments.iter().enumerate() {
        let of = &truth.segments[at];
        compare("win rate", name, logistic((of.base + averages.iter().sum::<f64>()) / over_accounts));
        compare("size, median", name, of.size.median);
        compare("size, spread of the logarithm", name, of.size.sigma);
        compare("size, exponent of potential", name, of.on_size);
        compare("days to win", name, of.to_win.median);
        compare("days to win, spread", name, of.to_win.sigma);
        compare("days to loss", name, of.to_loss.median);
        compare("days to loss, spread", name, of.to_loss.sigma);
        compare("opportunities per year", name, of.rate);
        compare("opportunities, exponent of potential", name, of.on_count);
    }
    for (at, name) in book.industries.iter().enumerate() {
        compare("odds by industry", name, truth.industries[at] - averages[0]);
    }
    for (at, name) in book.sources.iter().enumerate() {
        compare("odds by source", name, truth.sources[at] - averages[1]);
    }
    for (at, effect) in truth.months.iter().enumerate() {
        compare("odds by month in the quarter", &format!("month {}", at + 1), effect - averages[2]);
    }
    compare("odds by size", "", truth.size_log_odds);
    for (family, spread) in ["spread of reps", "spread of territories", "spread of accounts"].into_iter().zip(truth.spreads) {
        compare(family, "", spread);
    }
    for (rep, skill) in book.reps.iter().zip(&truth.skills) {
        compare("skill of rep", &rep.id, *skill);
    }
    for (region, effect) in book.regions.iter().zip(&truth.territories) {
        compare("territory", region, *effect);
    }
    compare("persistence of reps, year to year", "", 1.0);
    compare("response, inbound share", "", truth.inbound);
    let season = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    for (month, factor) in season.iter().zip(truth.season) {
        compare("creation by month", month, factor);
    }
    compare("closing, month-end pull", "", 1.0);
    for family in ["counts by account, dispersion", "created by rep and month, dispersion"] {
        compare(family, "", 1.0);
    }
    let hazard = &truth.hazard;
    compare("annual attrition", "", 1.0 - libm::exp(-12.0 * hazard.monthly));
    let names: Vec<String> =
        found.estimates.iter().filter(|e| e.family == "hazard by tenure").map(|e| e.subject.clone()).collect();
    for (name, factor) in names.iter().zip(&hazard.bands) {
        compare("hazard by tenure", name, *factor);
    }
    for (name, factor) in book.teams.iter().zip(&hazard.teams) {
        compare("hazard by team", name, *factor);
    }
    compare("hazard by attainment", "", truth.low_attainment);
    compare("time to fill", "", truth.fill.median);
    compare("ramp, length", "", company.ramp_months());
    compare("monthly shock to win rates", "", truth.shock);
    compare("annual trend of win rates", "", 0.0);
    compare("annual trend of size", "", 0.0);
    for (class, share) in ["low", "medium", "high"].into_iter().zip(truth.churn) {
        compare("churn at a renewal, by risk", class, share);
    }
    found_intervals
}

/// Mean effects of industry, source and month over the opportunities that closed in the window.
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
