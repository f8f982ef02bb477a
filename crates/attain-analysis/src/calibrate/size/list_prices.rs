//! Comparison of won amounts with list prices.

use libm::log;

use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use crate::calibrate::history::{CalibrationHistory, DealStatus};
use crate::calibrate::minimum;
use crate::calibrate::numerics::distributions::{t90, variance90};
use crate::calibrate::output::CalibrationOutput;

/// Estimates how well list prices explain won amounts: the mean and spread of their ratio, and the
/// share of the variance of log amounts explained by list prices.
pub(super) fn compare_list_prices(history: &CalibrationHistory) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let book = history.book;
    let list = |name: &str| book.products.iter().find(|product| product.name == name && product.price > 0.0);
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for deal in history.deals.iter().filter(|deal| deal.status == DealStatus::Won && deal.amount > 0.0) {
        let product = book.opportunities[deal.row].product.as_deref().and_then(list);
        pairs.extend(product.map(|product| (deal.amount, product.price)));
    }
    if pairs.len() < minimum::SIZES {
        return output;
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
    let estimate = |family, point, interval, method| {
        CalibrationEstimate::between(family, "", EstimateUnit::Number, count, point, interval, method)
    };
    let method = "won amounts over list prices";
    output.estimates.extend([
        estimate(
            "price, mean of amount over list",
            PointEstimate::new(ratio, se),
            Interval90::new(ratio - t90(n) * se, ratio + t90(n) * se),
            method,
        ),
        estimate(
            "price, spread of amount over list",
            PointEstimate::new(sd, sd / (2.0 * n).sqrt()),
            Interval90::new(sd * low.sqrt(), sd * high.sqrt()),
            method,
        ),
    ]);
    output.notes.push(format!(
        "List prices explain {:.1} % of the variance of the logarithm of won amounts ({count} wins): {}.",
        100.0 * explained,
        if explained >= 0.5 { "sizes follow list prices" } else { "sizes do not follow list prices closely" }
    ));
    output
}
