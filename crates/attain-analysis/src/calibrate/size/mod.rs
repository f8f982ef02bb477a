//! Sizes of opportunities by segment.
//!
//! The model is ln amount = ln median + `potential-on-size` × ln(potential / mean potential) +
//! effects of rep, region and account + residual. Median and exponent are fitted by least squares.
//! Standard errors treat accounts as clusters (the sandwich of Liang & Zeger 1986 with n/(n−1)), and
//! intervals use Student's t with one degree of freedom less than the number of accounts. The
//! effects are random effects ([`effects`]). The distribution of the residual is lognormal or
//! empirical with a fitted tail ([`distribution`], [`tail`]); its mean is chosen so that the mean of
//! all amounts is that of the data.

mod distribution;
mod effects;
mod few;
mod list_prices;
mod regression;
mod tail;

use libm::{exp, log};

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::{CalibrationHistory, DealStatus, PastDeal};
use super::minimum;
use super::numerics::distributions::{t90, variance90};
use super::output::CalibrationOutput;
use super::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::{DealSize, Market};
use attain_core::units::Money;
use distribution::{FittedSize, fit_distribution, lognormal};
use effects::{FittedSizeEffects, estimate_effects};
use few::FewSizes;
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

/// Known amounts of a segment, with their regression line if there are enough.
struct SegmentAmounts {
    amounts: Vec<DealAmount>,
    line: Option<SizeRegression>,
    /// Exponent of potential.
    exponent: f64,
}

/// Estimates sizes by segment.
#[must_use]
pub fn estimate_sizes(history: &CalibrationHistory, market: &Market) -> SizeEstimates {
    let mut found = SizeEstimates::default();
    let segments: Vec<SegmentAmounts> = (0..history.book.segments.len()).map(|at| segment_amounts(history, market, at)).collect();
    let exponents: Vec<f64> = segments.iter().map(|segment| segment.exponent).collect();
    let effects = estimate_effects(history, &exponents);
    for (at, segment) in segments.iter().enumerate() {
        let others = || segments.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, other)| &other.amounts);
        let (size, output) = match &segment.line {
            Some(line) => fit_segment(history, at, segment, line, &effects),
            None => few_deals(history, market, at, segment, &others().map(|amount| amount.log).collect::<Vec<_>>()),
        };
        found.segments.push(size);
        found.output.append(output);
        found.output.notes.extend(amounts_of_zero(history, at));
    }
    found.output.append(effects.output);
    found.output.append(compare_list_prices(history));
    found
}

fn segment_amounts(history: &CalibrationHistory, market: &Market, segment: usize) -> SegmentAmounts {
    let mean = history.mean_potential(segment).unwrap_or(1.0);
    // The amount of an open opportunity may still change. If amounts of lost ones were filled in on
    // reading, only those of won ones are known.
    let filled = history.book.amounts_filled_in();
    let known = |deal: &&PastDeal| {
        let closed = deal.status == DealStatus::Won || deal.status == DealStatus::Lost && !filled;
        let closed = closed && !history.book.filled_amounts.contains(&history.book.opportunities[deal.row].key);
        deal.segment == segment && closed && deal.amount > 0.0
    };
    let amount = |deal: &PastDeal| DealAmount {
        row: deal.row,
        account: deal.account,
        log: log(deal.amount),
        relative: log((history.book.accounts[deal.account].potential / mean).max(1e-9)),
    };
    let amounts: Vec<DealAmount> = history.deals.iter().filter(known).map(amount).collect();
    let line = (amounts.len() >= minimum::SIZES).then(|| SizeRegression::fit(&amounts)).flatten();
    let given = market.segments.get(&history.book.segments[segment]).map_or(0.0, |one| one.potential_on_size.get());
    SegmentAmounts { exponent: line.as_ref().map_or(given, |line| line.slope.clamp(0.0, 1.0)), amounts, line }
}

/// A note about won opportunities without an amount.
fn amounts_of_zero(history: &CalibrationHistory, segment: usize) -> Option<String> {
    let name = &history.book.segments[segment];
    let zero = |deal: &&PastDeal| deal.segment == segment && deal.status == DealStatus::Won && deal.amount <= 0.0;
    let count = history.deals.iter().filter(zero).count();
    (count > 0).then(|| format!("{name}: {count} won opportunities have an amount of zero; their sizes are treated as unknown."))
}

/// Settings of a segment with few deals or none.
fn few_deals(
    history: &CalibrationHistory,
    market: &Market,
    at: usize,
    segment: &SegmentAmounts,
    others: &[f64],
) -> (Option<SegmentSize>, CalibrationOutput) {
    let mut output = CalibrationOutput::default();
    let name = &history.book.segments[at];
    let choices = market.segments.get(name).cloned().unwrap_or_default();
    let (n, given) = (segment.amounts.len(), choices.size.median());
    if n == 0 {
        let reason = "no amounts; the scenario's size is kept".to_owned();
        output.estimates.push(CalibrationEstimate::fallback("size, median", name, EstimateUnit::Money, n, given, reason));
        return (None, output);
    }
    let own: Vec<f64> = segment.amounts.iter().map(|amount| amount.log - segment.exponent * amount.relative).collect();
    let spread = if let DealSize::Lognormal(size) = &choices.size { size.sigma.get() } else { 1.0 };
    let size = FewSizes::new(&own, others, log(given.max(1.0)), spread);
    let (low, high) = size.bounds();
    let median = exp(size.mean);
    let method = "posterior from few deals and a wide prior";
    output.estimates.push(CalibrationEstimate::between(
        "size, median",
        name,
        EstimateUnit::Money,
        n,
        PointEstimate::new(median, median * size.se),
        Interval90::new(exp(low), exp(high)),
        method,
    ));
    let path = |choice| ["market", "segments", name, choice];
    let value = serde_json::to_value(lognormal(size.mean, size.sd)).unwrap_or_default();
    let note = format!("n {n}; {method}; 90 % {} to {}", rounded(exp(low)), rounded(exp(high)));
    if let Some(mean) = history.mean_potential(at) {
        let note = "mean of the segment's accounts".to_owned();
        output.settings.push(CalibratedSetting::number(&path("mean-potential"), mean, note));
    }
    output.settings.push(CalibratedSetting::value(&path("size"), value, note));
    let note = "relative standard error of the median".to_owned();
    output.settings.push(CalibratedSetting::number(&path("size-uncertainty"), size.se.min(1.0), note));
    output.notes.push(format!("{name}: only {n} amounts are known, so its sizes lean on a wide prior."));
    (Some(SegmentSize { log_median: size.mean }), output)
}

/// Fits the distribution of a segment's amounts without the effects of potential and of groups, and
/// matches the mean of all amounts.
fn fit_residual(segment: &SegmentAmounts, effects: &FittedSizeEffects) -> FittedSize {
    let factor = |amount: &DealAmount| exp(segment.exponent * amount.relative + effects.log_mean(amount.row));
    let mut sizes: Vec<f64> = segment.amounts.iter().map(|amount| exp(amount.log) / factor(amount)).collect();
    sizes.sort_by(f64::total_cmp);
    let mut fitted = fit_distribution(&sizes);
    let total: f64 = segment.amounts.iter().map(|amount| exp(amount.log)).sum();
    let expected = fitted.law.mean() * segment.amounts.iter().map(factor).sum::<f64>();
    let scale = |size: &mut Money| *size = Money::new(rounded(size.get() * total / expected)).unwrap_or(*size);
    match &mut fitted.law {
        DealSize::Tailed(size) if expected > 0.0 => {
            size.quantiles.iter_mut().chain([&mut size.tail_scale, &mut size.limit]).for_each(scale);
        }
        DealSize::Quantiles(sizes) if expected > 0.0 => sizes.iter_mut().for_each(scale),
        _ => {}
    }
    fitted
}

fn fit_segment(
    history: &CalibrationHistory,
    at: usize,
    segment: &SegmentAmounts,
    line: &SizeRegression,
    effects: &FittedSizeEffects,
) -> (Option<SegmentSize>, CalibrationOutput) {
    let mut output = CalibrationOutput::default();
    let name = &history.book.segments[at];
    let mean = history.mean_potential(at).unwrap_or(1.0);
    let n = segment.amounts.len();
    let FittedSize { description: shape, law } = fit_residual(segment, effects);
    let t = t90(line.accounts as f64 - 1.0);
    let (median, sigma) = (law.median(), line.sd);
    let ends = |value: f64, se: f64| Interval90::new(value - t * se, value + t * se);
    let Interval90 { low, high } = ends(log(median), line.se_intercept);
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
    let value = serde_json::to_value(&law).unwrap_or_default();
    output.notes.push(format!("{name}: sizes are {shape}."));
    let path = |choice| ["market", "segments", name, choice];
    let note = |what: &str, low: f64, high: f64| format!("n {n}; {what}; 90 % {} to {}", rounded(low), rounded(high));
    output.settings.push(CalibratedSetting::number(&path("mean-potential"), mean, "mean of the segment's accounts".to_owned()));
    output.settings.push(CalibratedSetting::value(&path("size"), value, note(&shape, exp(low), exp(high))));
    let Interval90 { low, high } = ends(line.slope, line.se_slope);
    output.settings.push(CalibratedSetting::number(&path("potential-on-size"), segment.exponent, note(method, low, high)));
    output.settings.push(CalibratedSetting::number(
        &path("size-uncertainty"),
        line.se_intercept.min(1.0),
        "relative standard error of the median".to_owned(),
    ));
    (Some(SegmentSize { log_median: log(median) }), output)
}
