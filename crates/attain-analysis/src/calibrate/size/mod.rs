//! Sizes of opportunities by segment.
//!
//! The model is ln amount = ln median + `potential-on-size` × ln(potential / mean potential) +
//! residual, fitted by least squares. Standard errors treat accounts as clusters (the sandwich of
//! Liang & Zeger 1986 with n/(n−1)), and intervals use Student's t with one degree of freedom less
//! than the number of accounts.

mod distribution;
mod list_prices;
mod regression;

use libm::{exp, log};

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::{CalibrationHistory, DealStatus, PastDeal};
use super::minimum;
use super::numerics::distributions::{t90, variance90};
use super::output::CalibrationOutput;
use super::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::{DealSize, Market};
use distribution::fit_distribution;
use list_prices::compare_list_prices;
use regression::{DealAmount, SizeRegression};

/// Size estimates.
#[derive(Debug, Clone, Default)]
pub struct SizeEstimates {
    /// Sizes by segment; `None` where the default is kept.
    pub segments: Vec<Option<SegmentSize>>,
    /// Estimates, settings and findings.
    pub output: CalibrationOutput,
}

/// Size estimate of a segment.
#[derive(Debug, Clone, Copy)]
pub struct SegmentSize {
    /// Logarithm of the median amount at mean potential.
    pub log_median: f64,
}

/// Estimates sizes by segment.
#[must_use]
pub fn estimate_sizes(history: &CalibrationHistory, market: &Market) -> SizeEstimates {
    let mut found = SizeEstimates::default();
    for (segment, name) in history.book.segments.iter().enumerate() {
        let (size, output) = estimate_segment(history, market, segment, name);
        found.segments.push(size);
        found.output.append(output);
    }
    found.output.append(compare_list_prices(history));
    found
}

fn estimate_segment(
    history: &CalibrationHistory,
    market: &Market,
    segment: usize,
    name: &str,
) -> (Option<SegmentSize>, CalibrationOutput) {
    let mut output = CalibrationOutput::default();
    let choices = market.segments.get(name).cloned().unwrap_or_default();
    let mean = history.mean_potential(segment).unwrap_or(1.0);
    let seen: Vec<&PastDeal> =
        history.deals.iter().filter(|deal| deal.segment == segment && !deal.stale && deal.amount > 0.0).collect();
    let filled = history.amounts_filled_in();
    let won_only = seen.iter().filter(|deal| deal.status == DealStatus::Won).count();
    // If amounts of lost opportunities were filled in on reading, only those of won ones are known.
    let amounts: Vec<DealAmount> = seen
        .iter()
        .filter(|deal| !filled || deal.status == DealStatus::Won)
        .map(|deal| DealAmount {
            account: deal.account,
            log: log(deal.amount),
            relative: log((history.book.accounts[deal.account].potential / mean).max(1e-9)),
        })
        .collect();
    let n = amounts.len();
    let zero = history
        .deals
        .iter()
        .filter(|deal| deal.segment == segment && deal.status == DealStatus::Won && deal.amount <= 0.0)
        .count();
    if zero > 0 {
        output
            .notes
            .push(format!("{name}: {zero} won opportunities have an amount of zero; their sizes are treated as unknown."));
    }
    let line = (n >= minimum::SIZES).then(|| SizeRegression::fit(&amounts)).flatten();
    let Some(line) = line else {
        let reason = format!("{n} amounts, {} needed ({won_only} won); the scenario's size is kept", minimum::SIZES);
        let median = match &choices.size {
            DealSize::Lognormal(spread) => spread.median.get(),
            DealSize::Quantiles(at) => attain_sim::world::market_segment::quantile_of(at, 0.5),
        };
        output.estimates.push(CalibrationEstimate::fallback("size, median", name, EstimateUnit::Money, n, median, reason));
        return (None, output);
    };
    let t = t90(line.accounts as f64 - 1.0);
    let (median, sigma) = (exp(line.intercept), line.sd);
    let ends = |value: f64, se: f64| Interval90::new(value - t * se, value + t * se);
    let Interval90 { low, high } = ends(line.intercept, line.se_intercept);
    let method = "least squares of logarithms, accounts as clusters";
    output.estimates.push(CalibrationEstimate::between(
        "size, median",
        name,
        EstimateUnit::Money,
        n,
        PointEstimate::new(median, median * line.se_intercept),
        Interval90::new(exp(low), exp(high)),
        method,
    ));
    let spread = variance90(line.freedom());
    let se_sigma = sigma * ((line.kurtosis - 1.0).max(0.5) / (4.0 * n as f64)).sqrt();
    // Heavy tails make the spread less certain than under the chi-square distribution.
    let wide = (((line.kurtosis - 1.0) / 2.0).max(1.0)).sqrt();
    let sides = (sigma * (1.0 - wide * (1.0 - spread.0.sqrt())), sigma * (1.0 + wide * (spread.1.sqrt() - 1.0)));
    output.estimates.push(CalibrationEstimate::between(
        "size, spread of the logarithm",
        name,
        EstimateUnit::Number,
        n,
        PointEstimate::new(sigma, se_sigma),
        Interval90::new(sides.0.max(0.0), sides.1),
        "residuals; chi-square, widened by kurtosis",
    ));
    output.estimates.push(CalibrationEstimate::between(
        "size, exponent of potential",
        name,
        EstimateUnit::Number,
        n,
        PointEstimate::new(line.slope, line.se_slope),
        ends(line.slope, line.se_slope),
        method,
    ));
    let on_potential = line.slope.clamp(0.0, 1.0);
    let (shape, value) = fit_distribution(&amounts, &line);
    output.notes.push(format!("{name}: sizes are {shape}."));
    let path = |choice| ["market", "segments", name, choice];
    let note = |what: &str, low: f64, high: f64| format!("n {n}; {what}; 90 % {} to {}", rounded(low), rounded(high));
    output.settings.push(CalibratedSetting::number(&path("mean-potential"), mean, "mean of the segment's accounts".to_owned()));
    output.settings.push(CalibratedSetting::value(&path("size"), value, note(&shape, exp(low), exp(high))));
    let Interval90 { low, high } = ends(line.slope, line.se_slope);
    output.settings.push(CalibratedSetting::number(&path("potential-on-size"), on_potential, note(method, low, high)));
    output.settings.push(CalibratedSetting::number(
        &path("size-uncertainty"),
        line.se_intercept.min(1.0),
        "relative standard error of the median".to_owned(),
    ));
    (Some(SegmentSize { log_median: line.intercept }), output)
}
