//! Seasonality of creation and closing.
//!
//! *Creation by calendar month*: counts divided by those expected from the number of days, shrunk
//! toward one by a gamma prior whose spread is estimated from the months (at least [`SPREAD`]).
//! *Closing*: the pull toward the end of the month and of the quarter, estimated by maximum
//! likelihood under the engine's model, in which a share x of the period becomes x^(1/pull).

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use libm::{exp, log, pow};
use statrs::distribution::{ContinuousCDF, Gamma};

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::CalibrationHistory;
use super::minimum;
use super::numerics::maximise;
use super::output::CalibrationOutput;
use super::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::Scenario;

/// Minimum prior standard deviation between months.
const SPREAD: f64 = 0.1;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Minimum months of history for seasonality by month of the quarter.
const TWO_QUARTERS: usize = 6;
/// Minimum number of closings for an estimate of the pulls.
const CLOSINGS: usize = 100;

/// Estimates the seasonality of creation and closing.
#[must_use]
pub fn estimate_seasons(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = estimate_creation_season(history, scenario);
    output.append(estimate_closing_pulls(history, scenario));
    output
}

/// Pull of closings toward the end of periods.
#[derive(Debug, Clone, Copy)]
pub struct ClosingPulls {
    pub month_end: f64,
    pub quarter_end: f64,
}

/// Returns the estimated pulls, or the values in the scenario if there is no estimate.
#[must_use]
pub fn closing_pulls(found: &CalibrationOutput, scenario: &Scenario) -> ClosingPulls {
    let of = |choice: &str, given: f64| {
        let setting = found.settings.iter().find(|setting| setting.path.last().is_some_and(|last| last == choice));
        setting.and_then(|setting| setting.value.as_f64()).unwrap_or(given)
    };
    let season = &scenario.market.season;
    ClosingPulls {
        month_end: of("month-end-pull", season.month_end_pull),
        quarter_end: of("quarter-end-pull", season.quarter_end_pull),
    }
}

/// Returns the zero-based month of the quarter of `date`; quarters are counted from `start`.
#[must_use]
pub fn quarter_month(date: Date, start: Date) -> usize {
    (i32::from(date.month()) - i32::from(start.month())).rem_euclid(3) as usize
}

/// Estimates the seasonality of creation by calendar month.
fn estimate_creation_season(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let n = history.created().count();
    let family = "creation by month";
    if history.years() * 12.0 < minimum::SEASON_MONTHS - 0.1 || n < 12 * minimum::CREATED {
        let reason = format!(
            "{:.0} months and {n} created, {:.0} and {} needed; the scenario's seasonality is kept",
            history.years() * 12.0,
            minimum::SEASON_MONTHS,
            12 * minimum::CREATED
        );
        output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Number, n, 1.0, reason));
        output.append(creation_by_quarter_month(history, scenario));
        return output;
    }
    let mut counts = [0.0; 12];
    let month = |day: i32| (history.date(day).month() as usize + 11) % 12;
    history.created().for_each(|(_, day)| counts[month(day)] += 1.0);
    let mut days = [0.0; 12];
    (history.from..=0).for_each(|day| days[month(day)] += 1.0);
    let total: f64 = days.iter().sum();
    let expected = days.map(|days| n as f64 * days / total);
    let seen = || counts.iter().zip(&expected).filter(|(_, e)| **e > 0.0);
    let excess: f64 = seen().map(|(c, e)| (c / e - 1.0).powi(2) - 1.0 / e).sum::<f64>() / seen().count().max(1) as f64;
    let precision = 1.0 / excess.max(SPREAD * SPREAD);
    let mut factors = Vec::new();
    let method = "gamma-Poisson, shrunk toward one";
    for (month, name) in MONTHS.iter().enumerate() {
        let (shape, rate) = (precision + counts[month], precision + expected[month]);
        let value = shape / rate;
        let at = |p: f64| Gamma::new(shape, rate).map_or(value, |distribution| distribution.inverse_cdf(p));
        let point = PointEstimate::new(value, shape.sqrt() / rate);
        let interval = Interval90::new(at(0.05), at(0.95));
        output.estimates.push(CalibrationEstimate::between(
            family,
            name,
            EstimateUnit::Number,
            counts[month] as usize,
            point,
            interval,
            method,
        ));
        factors.push(rounded(value));
    }
    if scenario.market.season.creation_by_month.len() == 12 {
        let note = format!("n {n}; {method}; standard errors near {:.2}", (12.0 / n as f64).sqrt());
        output.settings.push(CalibratedSetting::value(&["market", "season", "creation-by-month"], factors.into(), note));
    }
    output
}

/// Estimates the seasonality of creation by month of the quarter, for histories of less than a
/// year. Rates are shrunk toward their mean according to how much they differ beyond the variation
/// between months at the same position (random effects by the method of moments).
fn creation_by_quarter_month(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let place = |date: Date| quarter_month(date, scenario.horizon.start);
    // For each month of the window: its position in the quarter, days, and opportunities created.
    let mut months: BTreeMap<Date, (usize, f64, f64)> = BTreeMap::new();
    for day in history.from..=0 {
        let date = history.date(day);
        months.entry(date.first_of_month()).or_insert((place(date), 0.0, 0.0)).1 += 1.0;
    }
    for (_, day) in history.created() {
        if let Some(month) = months.get_mut(&history.date(day).first_of_month()) {
            month.2 += 1.0;
        }
    }
    if months.len() < TWO_QUARTERS || history.created().count() < 12 * minimum::CREATED {
        return output;
    }
    let total = |of: Option<usize>| {
        let of = months.values().filter(|month| of.is_none_or(|of| month.0 == of));
        of.fold((0.0, 0.0), |(days, count), month| (days + month.1, count + month.2))
    };
    let rate = |(days, count): (f64, f64)| count / days;
    let mean = rate(total(None));
    let spread = |&(place, days, count): &(usize, f64, f64)| {
        let expected = rate(total(Some(place))) * days;
        if expected > 0.0 { (count - expected).powi(2) / expected } else { 0.0 }
    };
    let beyond = (months.values().map(spread).sum::<f64>() / (months.len() as f64 - 3.0)).max(1.0);
    let places: Vec<(f64, f64)> = (0..3)
        .map(|place| {
            let of = total(Some(place));
            (rate(of) / mean, beyond / (mean * of.0))
        })
        .collect();
    let between = variance_between(&places);
    if between <= 0.0 {
        return output;
    }
    let (family, method) = ("creation by month in the quarter", "shrunk according to the spread between months of the quarter");
    let shrunk: Vec<f64> =
        places.iter().map(|(factor, variance)| 1.0 + (factor - 1.0) * between / (between + variance)).collect();
    for (place, ((_, variance), factor)) in places.iter().zip(&shrunk).enumerate() {
        let se = (between * variance / (between + variance)).sqrt();
        let n = total(Some(place)).1 as usize;
        output.estimates.push(CalibrationEstimate::normal(
            family,
            &format!("month {}", place + 1),
            EstimateUnit::Number,
            n,
            PointEstimate::new(*factor, se),
            method,
        ));
    }
    let factor = |month: i8| rounded(shrunk[place(jiff::civil::date(2000, month, 1))]);
    let factors: Vec<f64> = (1..=12).map(factor).collect();
    let note = format!("{} months, under a year: by month of the quarter, {method}", months.len());
    output.settings.push(CalibratedSetting::value(&["market", "season", "creation-by-month"], factors.into(), note));
    output
}

/// Estimates the variance between figures beyond their own variances, by the method of moments.
/// `figures` holds pairs of value and variance.
fn variance_between(figures: &[(f64, f64)]) -> f64 {
    let weights = || figures.iter().map(|(_, variance)| 1.0 / variance);
    let sum: f64 = weights().sum();
    let mean = figures.iter().map(|(value, variance)| value / variance).sum::<f64>() / sum;
    let square: f64 = figures.iter().map(|(value, variance)| (value - mean).powi(2) / variance).sum();
    let freedom = figures.len() as f64 - 1.0;
    ((square - freedom) / (sum - weights().map(|w| w * w).sum::<f64>() / sum)).max(0.0)
}

/// Estimates the pulls of closings toward the end of the month and of the quarter.
fn estimate_closing_pulls(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let days: Vec<i32> = history.closed().filter_map(|(deal, _)| deal.closed).collect();
    let (month_end, quarter_end) = (scenario.market.season.month_end_pull, scenario.market.season.quarter_end_pull);
    let families = [("closing, month-end pull", month_end), ("closing, quarter-end pull", quarter_end)];
    if days.len() < CLOSINGS {
        for (family, given) in families {
            let reason = format!("published: InsideSales / HBR; {} dated closings, {CLOSINGS} needed", days.len());
            output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Number, days.len(), given, reason));
        }
        return output;
    }
    let mut by_day = [[0.0; 31]; 4];
    for &day in &days {
        let date = history.date(day);
        by_day[(date.days_in_month() - 28) as usize][date.day() as usize - 1] += 1.0;
    }
    let of_days = |at: &[f64]| {
        let log_probability = |length: usize, d: usize| {
            let along = |d: usize| pow(d as f64 / (28 + length) as f64, exp(at[0]));
            log((along(d + 1) - along(d)).max(1e-300))
        };
        (0..4)
            .flat_map(|length| (0..28 + length).map(move |d| (length, d)))
            .map(|(l, d)| by_day[l][d] * log_probability(l, d))
            .sum()
    };
    let by_month_end = maximise(&of_days, &[0.0], 1e-4);
    let mut add = |family, choice, point: PointEstimate, n: usize, method| {
        let estimate = CalibrationEstimate::log(family, "", EstimateUnit::Number, n, point, method);
        let note = format!("n {n}; {method}; 90 % {:.2} to {:.2}", estimate.low, estimate.high);
        output.settings.push(CalibratedSetting::number(&["market", "season", choice], point.value.clamp(1.0, 10.0), note));
        output.estimates.push(estimate);
    };
    let method = "maximum likelihood of the day of the month; a value below 1 counts as 1";
    if let Some(fit) = by_month_end {
        add(families[0].0, "month-end-pull", PointEstimate::new(exp(fit.at[0]), fit.se(0)), days.len(), method);
    }
    let counts = closings_in_quarters(history, scenario, &days);
    let in_whole_quarters: f64 = counts.iter().sum();
    let probability = |m: usize, q: f64| pow((m as f64 + 1.0) / 3.0, q) - pow(m as f64 / 3.0, q);
    let log_likelihood = |at: &[f64]| (0..3).map(|m| counts[m] * log(probability(m, exp(at[0])).max(1e-300))).sum();
    if let Some(fit) = maximise(&log_likelihood, &[0.0], 1e-4).filter(|_| in_whole_quarters as usize >= CLOSINGS) {
        let method = "maximum likelihood of the month in whole quarters; a value below 1 counts as 1";
        add(families[1].0, "quarter-end-pull", PointEstimate::new(exp(fit.at[0]), fit.se(0)), in_whole_quarters as usize, method);
    } else {
        let reason = "published: InsideSales / HBR; too few closings in whole quarters".to_owned();
        output.estimates.push(CalibrationEstimate::fallback(
            families[1].0,
            "",
            EstimateUnit::Number,
            in_whole_quarters as usize,
            quarter_end,
            reason,
        ));
    }
    output
}

/// Counts closings by month of the quarter, over the quarters that lie entirely within the window.
fn closings_in_quarters(history: &CalibrationHistory, scenario: &Scenario, days: &[i32]) -> [f64; 3] {
    let start = scenario.horizon.start;
    let mut counts = [0.0; 3];
    for &day in days {
        let date = history.date(day);
        let m = quarter_month(date, start);
        let first = date.first_of_month().saturating_sub((m as i32).months());
        let last = first.saturating_add(3.months()).saturating_sub(1.day());
        if history.day(first) >= history.from && history.day(last) <= 0 {
            counts[m] += 1.0;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_by_chance_have_no_variance_between() {
        assert_eq!(variance_between(&[(1.0, 0.01), (1.05, 0.01), (0.95, 0.01)]), 0.0);
        // With equal variances v: the sample variance 0.04 minus v.
        assert!((variance_between(&[(1.2, 0.01), (1.0, 0.01), (0.8, 0.01)]) - 0.03).abs() < 1e-12);
    }
}
