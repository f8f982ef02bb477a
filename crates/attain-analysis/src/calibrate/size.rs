//! Sizes of opportunities, by segment.
//!
//! ln amount = ln median + `potential-on-size` × ln(potential / mean potential) + spread,
//! by least squares; standard errors are those of accounts as clusters (the
//! sandwich of Liang & Zeger 1986 with n/(n-1)), with Student's law on the
//! number of accounts. The median is Duan's smearing of nothing: it is a median.
//!
//! *Shape*: the standardised logarithms against the normal law, and the
//! amounts against the gamma law, by Kolmogorov and Smirnov's distance with
//! estimated parameters. Lognormal stands where Lilliefors' test does not
//! reject at 1 % (Stephens 1974), or the distance is under [`CLOSE`], for in
//! large samples the test rejects what no plan could tell apart. Else gamma
//! where it passes by the same rule, else the empirical quantiles.

use libm::{exp, log};
use serde_json::json;
use statrs::distribution::{ContinuousCDF, Gamma};
use statrs::function::gamma::digamma;

use super::estimate::{CalibratedSetting, CalibrationEstimate, CalibrationOutput, EstimateUnit, rounded};
use super::history::{CalibrationHistory, DealStatus};
use super::maths::law::{normal_cdf, t90, variance90};
use super::minimum;
use attain_core::scenario::choices::{DealSize, Market};

/// Distance of distributions that is no difference: the best lognormal fits of a public CRM have 0.03.
const CLOSE: f64 = 0.03;
/// Steps of the quantiles that are written.
const STEPS: usize = 40;
/// Critical value of Lilliefors' test at 1 %, after Stephens' modification.
const CRITICAL: f64 = 1.035;

/// What sizes look like.
#[derive(Debug, Clone, Default)]
pub struct SizeEstimates {
    /// By segment: what was found; `None` where the defaults stand.
    pub segments: Vec<Option<SegmentSize>>,
    /// What is told and set.
    pub part: CalibrationOutput,
}

/// The sizes of one segment.
#[derive(Debug, Clone, Copy)]
pub struct SegmentSize {
    /// Logarithm of the median at mean potential.
    pub log_median: f64,
}

/// One amount with its account.
struct DealAmount {
    account: usize,
    log: f64,
    /// ln(potential / mean potential).
    relative: f64,
}

/// Estimates sizes.
#[must_use]
pub fn sizes(history: &CalibrationHistory, market: &Market) -> SizeEstimates {
    let mut found = SizeEstimates::default();
    for (segment, name) in history.book.segments.iter().enumerate() {
        let (sizing, part) = of_segment(history, market, segment, name);
        found.segments.push(sizing);
        found.part.append(part);
    }
    found.part.append(prices(history));
    found
}

/// Whether products' list prices explain what is paid: the share of the
/// variance of the logarithm of won amounts that lies between lists, and how
/// far amounts lie about theirs.
fn prices(history: &CalibrationHistory) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let book = history.book;
    let list = |name: &str| book.products.iter().find(|product| product.name == name && product.price > 0.0);
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for deal in history.deals.iter().filter(|deal| deal.fate == DealStatus::Won && deal.amount > 0.0) {
        let product = book.opportunities[deal.row].product.as_deref().and_then(list);
        pairs.extend(product.map(|product| (deal.amount, product.price)));
    }
    if pairs.len() < minimum::SIZES {
        return part;
    }
    let n = pairs.len() as f64;
    let moments = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let mean = pairs.iter().map(of).sum::<f64>() / n;
        (mean, pairs.iter().map(|pair| (of(pair) - mean).powi(2)).sum::<f64>() / (n - 1.0))
    };
    let (ratio, spread) = moments(&|(amount, price)| amount / price);
    let (_, all) = moments(&|(amount, _)| log(*amount));
    let (_, rest) = moments(&|(amount, price)| log(amount / price));
    let explained = if all > 0.0 { (1.0 - rest / all).clamp(0.0, 1.0) } else { 0.0 };
    let se = (spread / n).sqrt();
    let (low, high) = variance90(n - 1.0);
    let sd = spread.sqrt();
    let count = pairs.len();
    let told = |family, unit, value: (f64, f64), ends, method| {
        CalibrationEstimate::between(family, "", unit, count, value, ends, method)
    };
    let method = "won amounts over list prices";
    part.estimates.extend([
        told(
            "price, mean of amount over list",
            EstimateUnit::Number,
            (ratio, se),
            (ratio - t90(n) * se, ratio + t90(n) * se),
            method,
        ),
        told(
            "price, spread of amount over list",
            EstimateUnit::Number,
            (sd, sd / (2.0 * n).sqrt()),
            (sd * low.sqrt(), sd * high.sqrt()),
            method,
        ),
    ]);
    part.notes.push(format!(
        "List prices explain {:.1} % of the variance of the logarithm of what was paid ({count} wins): {}.",
        100.0 * explained,
        if explained >= 0.5 { "size is price" } else { "size is more than price" }
    ));
    part
}

/// Mean potential of a segment's accounts.
#[must_use]
pub fn mean_potential(history: &CalibrationHistory, segment: usize) -> Option<f64> {
    let of = || history.book.accounts.iter().filter(|account| account.segment == segment).map(|account| account.potential);
    let (n, sum) = (of().count(), of().sum::<f64>());
    (n > 0 && sum > 0.0).then(|| sum / n as f64)
}

fn of_segment(
    history: &CalibrationHistory,
    market: &Market,
    segment: usize,
    name: &str,
) -> (Option<SegmentSize>, CalibrationOutput) {
    let mut part = CalibrationOutput::default();
    let choices = market.segments.get(name).cloned().unwrap_or_default();
    let mean = mean_potential(history, segment).unwrap_or(1.0);
    let seen: Vec<&super::history::PastDeal> =
        history.deals.iter().filter(|deal| deal.segment == segment && !deal.stale && deal.amount > 0.0).collect();
    let filled = filled(history);
    let won_only = seen.iter().filter(|deal| deal.fate == DealStatus::Won).count();
    // Where amounts of lost ones were filled in on reading, only the won ones are known.
    let amounts: Vec<DealAmount> = seen
        .iter()
        .filter(|deal| !filled || deal.fate == DealStatus::Won)
        .map(|deal| DealAmount {
            account: deal.account,
            log: log(deal.amount),
            relative: log((history.book.accounts[deal.account].potential / mean).max(1e-9)),
        })
        .collect();
    let n = amounts.len();
    let zero =
        history.deals.iter().filter(|deal| deal.segment == segment && deal.fate == DealStatus::Won && deal.amount <= 0.0).count();
    if zero > 0 {
        part.notes.push(format!("{name}: {zero} won opportunities have an amount of zero; their sizes count as unknown."));
    }
    let line = (n >= minimum::SIZES).then(|| SizeRegression::of(&amounts)).flatten();
    let Some(line) = line else {
        let why = format!("{n} amounts, {} needed: the scenario's own size stands ({won_only} won)", minimum::SIZES);
        let median = match &choices.size {
            DealSize::Lognormal(spread) => spread.median.get(),
            DealSize::Quantiles(at) => attain_sim::world::market_segment::quantile_of(at, 0.5),
        };
        part.estimates.push(CalibrationEstimate::fallback("size, median", name, EstimateUnit::Money, n, median, why));
        return (None, part);
    };
    let t = t90(line.accounts as f64 - 1.0);
    let (median, sigma) = (exp(line.intercept), line.sd);
    let ends = |value: f64, se: f64| (value - t * se, value + t * se);
    let (low, high) = ends(line.intercept, line.se_intercept);
    let method = "least squares of logarithms, accounts as clusters";
    part.estimates.push(CalibrationEstimate::between(
        "size, median",
        name,
        EstimateUnit::Money,
        n,
        (median, median * line.se_intercept),
        (exp(low), exp(high)),
        method,
    ));
    let spread = variance90(line.freedom());
    let se_sigma = sigma * ((line.kurtosis - 1.0).max(0.5) / (4.0 * n as f64)).sqrt();
    // Heavy tails make the spread less sure than the chi-square law says.
    let wide = (((line.kurtosis - 1.0) / 2.0).max(1.0)).sqrt();
    let sides = (sigma * (1.0 - wide * (1.0 - spread.0.sqrt())), sigma * (1.0 + wide * (spread.1.sqrt() - 1.0)));
    part.estimates.push(CalibrationEstimate::between(
        "size, spread of the logarithm",
        name,
        EstimateUnit::Number,
        n,
        (sigma, se_sigma),
        (sides.0.max(0.0), sides.1),
        "residuals; chi-square, widened by kurtosis",
    ));
    part.estimates.push(CalibrationEstimate::between(
        "size, exponent of potential",
        name,
        EstimateUnit::Number,
        n,
        (line.slope, line.se_slope),
        ends(line.slope, line.se_slope),
        method,
    ));
    let on_potential = line.slope.clamp(0.0, 1.0);
    let (shape, value) = shape(&amounts, &line);
    part.notes.push(format!("{name}: sizes are {shape}."));
    let path = |choice| ["market", "segments", name, choice];
    let note = |what: &str, low: f64, high: f64| format!("n {n}; {what}; 90 % {} to {}", rounded(low), rounded(high));
    part.settings.push(CalibratedSetting::number(&path("mean-potential"), mean, "mean of the segment's accounts".to_owned()));
    part.settings.push(CalibratedSetting::value(&path("size"), value, note(&shape, exp(low), exp(high))));
    let (low, high) = ends(line.slope, line.se_slope);
    part.settings.push(CalibratedSetting::number(&path("potential-on-size"), on_potential, note(method, low, high)));
    part.settings.push(CalibratedSetting::number(
        &path("size-uncertainty"),
        line.se_intercept.min(1.0),
        "relative standard error of the median".to_owned(),
    ));
    (Some(SegmentSize { log_median: line.intercept }), part)
}

/// Whether amounts of opportunities that were not won were mostly filled in on reading.
#[must_use]
pub fn filled(history: &CalibrationHistory) -> bool {
    let files = &history.book.reading.files;
    let column = files.iter().filter(|file| file.table == "opportunities").flat_map(|file| &file.columns);
    let filled: usize = column.filter(|column| column.ours == "amount").flat_map(|c| &c.filled).map(|(count, _)| count).sum();
    let others = history.book.opportunities.iter().filter(|o| o.outcome != attain_data::Outcome::Won).count();
    filled * 20 > others.max(1)
}

/// The regression line.
struct SizeRegression {
    intercept: f64,
    slope: f64,
    se_intercept: f64,
    se_slope: f64,
    /// Standard deviation of the residuals.
    sd: f64,
    kurtosis: f64,
    n: usize,
    accounts: usize,
}

impl SizeRegression {
    fn of(amounts: &[DealAmount]) -> Option<Self> {
        let n = amounts.len() as f64;
        let mean = |of: &dyn Fn(&DealAmount) -> f64| amounts.iter().map(of).sum::<f64>() / n;
        let (x, y) = (mean(&|a| a.relative), mean(&|a| a.log));
        let xx = mean(&|a| (a.relative - x).powi(2));
        let xy = mean(&|a| (a.relative - x) * (a.log - y));
        let slope = if xx > 1e-9 { xy / xx } else { 0.0 };
        let intercept = y - slope * x;
        let residual = |a: &DealAmount| a.log - intercept - slope * a.relative;
        let variance = mean(&|a| residual(a).powi(2)) * n / (n - 2.0);
        if variance.is_nan() || variance < 0.0 {
            return None;
        }
        let kurtosis = if variance > 0.0 { mean(&|a| residual(a).powi(4)) / (variance * variance) } else { 3.0 };
        // Influence of each account on both coefficients.
        let mut order: Vec<usize> = (0..amounts.len()).collect();
        order.sort_by_key(|&i| amounts[i].account);
        let (mut accounts, mut var_slope, mut var_intercept) = (0, 0.0, 0.0);
        for cluster in order.chunk_by(|&i, &j| amounts[i].account == amounts[j].account) {
            let (mut on_slope, mut on_mean) = (0.0, 0.0);
            for &i in cluster {
                let (a, e) = (&amounts[i], residual(&amounts[i]));
                on_mean += e / n;
                on_slope += if xx > 1e-9 { (a.relative - x) * e / (n * xx) } else { 0.0 };
            }
            accounts += 1;
            var_slope += on_slope * on_slope;
            var_intercept += (on_mean - x * on_slope).powi(2);
        }
        let correction = accounts as f64 / (accounts as f64 - 1.0).max(1.0);
        // Never surer than independent amounts would be.
        let plain_slope = if xx > 1e-9 { variance / (n * xx) } else { 0.0 };
        let plain = variance / n + x * x * plain_slope;
        Some(Self {
            intercept,
            slope,
            se_intercept: (correction * var_intercept).max(plain).sqrt(),
            se_slope: (correction * var_slope).max(plain_slope).sqrt(),
            sd: variance.sqrt(),
            kurtosis,
            n: amounts.len(),
            accounts,
        })
    }

    fn freedom(&self) -> f64 {
        (self.n as f64 - 2.0).max(1.0)
    }

    /// Amounts at mean potential, sorted.
    fn at_mean(&self, amounts: &[DealAmount]) -> Vec<f64> {
        let mut at: Vec<f64> = amounts.iter().map(|a| exp(a.log - self.slope * a.relative)).collect();
        at.sort_by(f64::total_cmp);
        at
    }
}

/// Which law, in words, and as a choice of the scenario.
fn shape(amounts: &[DealAmount], line: &SizeRegression) -> (String, serde_json::Value) {
    let at = line.at_mean(amounts);
    let n = at.len() as f64;
    let fits = |distance: f64| distance * (n.sqrt() - 0.01 + 0.85 / n.sqrt()) <= CRITICAL || distance <= CLOSE;
    let lognormal = distance(&at, |x| normal_cdf((log(x) - line.intercept) / line.sd.max(1e-9)));
    if fits(lognormal) {
        let value = json!({ "lognormal": { "median": rounded(exp(line.intercept)), "sigma": rounded(line.sd.min(5.0)) } });
        return (format!("lognormal (distance {lognormal:.3})"), value);
    }
    let quantiles = |at: &dyn Fn(f64) -> f64| {
        let mut values: Vec<f64> = (0..=STEPS).map(|i| rounded(at(i as f64 / STEPS as f64))).collect();
        values.dedup();
        json!({ "quantiles": values })
    };
    if let Some(law) = gamma(&at) {
        let off = distance(&at, |x| law.cdf(x));
        if fits(off) {
            let inside = |p: f64| law.inverse_cdf(p.clamp(0.5 / n, 1.0 - 0.5 / n));
            return (format!("gamma (distance {off:.3}; lognormal {lognormal:.3}), as quantiles"), quantiles(&inside));
        }
        let told = format!("neither lognormal (distance {lognormal:.3}) nor gamma ({off:.3}): empirical quantiles");
        return empirical(told, &at, &quantiles);
    }
    empirical(format!("not lognormal (distance {lognormal:.3}): empirical quantiles"), &at, &quantiles)
}

/// Quantiles of a choice.
type QuantileWriter<'a> = dyn Fn(&dyn Fn(f64) -> f64) -> serde_json::Value + 'a;

fn empirical(told: String, at: &[f64], quantiles: &QuantileWriter<'_>) -> (String, serde_json::Value) {
    let value = quantiles(&|p| attain_sim::summarise::quantile(at, p));
    let several = value["quantiles"].as_array().is_some_and(|values| values.len() >= 2);
    if several {
        return (told, value);
    }
    // All amounts are alike.
    let value = json!({ "lognormal": { "median": rounded(at.first().copied().unwrap_or(1.0)), "sigma": 0.0 } });
    ("all alike".to_owned(), value)
}

/// Kolmogorov and Smirnov's distance of a sorted sample.
fn distance(sorted: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let n = sorted.len() as f64;
    let gap = |(i, &x): (usize, &f64)| {
        let f = cdf(x);
        (f - i as f64 / n).abs().max(((i + 1) as f64 / n - f).abs())
    };
    sorted.iter().enumerate().map(gap).fold(0.0, f64::max)
}

/// The gamma law of highest likelihood: ln k − ψ(k) = ln mean − mean ln, by Minka's iteration (2002).
fn gamma(sample: &[f64]) -> Option<Gamma> {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let s = log(mean) - sample.iter().map(|x| log(*x)).sum::<f64>() / n;
    if s.is_nan() || s <= 1e-9 {
        return None;
    }
    let mut k = (3.0 - s + ((s - 3.0).powi(2) + 24.0 * s).sqrt()) / (12.0 * s);
    for _ in 0..50 {
        let h = 1e-4 * k;
        let slope = 1.0 / k - (digamma(k + h) - digamma(k - h)) / (2.0 * h);
        k = (k - (log(k) - digamma(k) - s) / slope).max(1e-3);
    }
    Gamma::new(k, k / mean).ok()
}

/// Sample of a law at even probabilities, for tests.
#[cfg(test)]
fn even(n: usize, at: impl Fn(f64) -> f64) -> Vec<f64> {
    (0..n).map(|i| at((i as f64 + 0.5) / n as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::maths::law::normal_quantile;

    fn shaped(sample: &[f64]) -> (String, serde_json::Value) {
        let amounts: Vec<DealAmount> = sample
            .iter()
            .enumerate()
            .map(|(i, x)| DealAmount { account: i, log: log(*x), relative: (i % 7) as f64 / 10.0 })
            .collect();
        let line = SizeRegression::of(&amounts).expect("a line");
        shape(&amounts, &line)
    }

    #[test]
    fn laws_are_told_apart() {
        let lognormal = even(2_000, |p| exp(9.0 + 0.7 * normal_quantile(p)));
        assert!(shaped(&lognormal).0.starts_with("lognormal"));
        let law = Gamma::new(1.2, 1e-4).expect("a law");
        let (told, value) = shaped(&even(2_000, |p| law.inverse_cdf(p)));
        assert!(told.starts_with("gamma") && value["quantiles"].as_array().expect("a list").len() > 30, "{told}");
        let two = even(2_000, |p| if p < 0.5 { 100.0 + p } else { 5_000.0 + p });
        assert!(shaped(&two).0.starts_with("neither"), "{}", shaped(&two).0);
        assert_eq!(shaped(&[500.0; 50]).0, "all alike");
    }
}
