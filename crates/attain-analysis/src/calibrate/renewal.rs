//! Churn and expansion, estimated if the data distinguishes renewals and existing business from new
//! business.

use serde_json::json;
use statrs::distribution::{Beta, ContinuousCDF};

use super::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use super::history::{CalibrationHistory, DealStatus};
use super::minimum;
use super::numerics::distributions::Z90;
use super::output::CalibrationOutput;
use super::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::{GrowthClass, RiskClass, Scenario};
use attain_data::BusinessType;

/// Weight of the prior at the company's mean in each class, in renewals.
const PRIOR: f64 = 10.0;
const CLASSES: [&str; 3] = ["low", "medium", "high"];

/// Estimates churn by risk class and expansion by growth class.
#[must_use]
pub fn estimate_renewals(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = churn(history, scenario);
    output.append(expansion(history, scenario));
    output
}

fn churn(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let mut counts = [(0.0, 0.0); 3];
    for deal in history.renewals.iter().filter(|deal| deal.closed.is_none_or(|closed| closed >= history.from)) {
        let class = match history.book.accounts[deal.account].risk {
            RiskClass::Low => 0,
            RiskClass::Medium => 1,
            RiskClass::High => 2,
        };
        if deal.status != DealStatus::Open {
            counts[class].0 += f64::from(u8::from(deal.status == DealStatus::Lost));
            counts[class].1 += 1.0;
        }
    }
    let n: f64 = counts.iter().map(|(_, n)| n).sum();
    if (n as usize) < minimum::RENEWALS {
        for (name, segment) in &scenario.market.segments {
            let reason =
                format!("assumption, no published figure by class; {n:.0} closed renewals, {} needed", minimum::RENEWALS);
            let value = segment.churn.medium.get();
            output.estimates.push(CalibrationEstimate::fallback(
                "churn, medium risk",
                name,
                EstimateUnit::Share,
                n as usize,
                value,
                reason,
            ));
        }
        return output;
    }
    let mean = counts.iter().map(|(lost, _)| lost).sum::<f64>() / n;
    let method = "beta-binomial, shrunk toward the company's mean";
    let mut shares = [0.0; 3];
    for (class, (lost, closed)) in counts.iter().enumerate() {
        let (a, b) = (lost + PRIOR * mean + 1e-3, closed - lost + PRIOR * (1.0 - mean) + 1e-3);
        let at = |p: f64| Beta::new(a, b).map_or(mean, |distribution| distribution.inverse_cdf(p));
        let value = a / (a + b);
        let point = PointEstimate::new(value, (value * (1.0 - value) / (a + b + 1.0)).sqrt());
        shares[class] = rounded(value);
        output.estimates.push(CalibrationEstimate::between(
            "churn at a renewal, by risk",
            CLASSES[class],
            EstimateUnit::Share,
            *closed as usize,
            point,
            Interval90::new(at(0.05), at(0.95)),
            method,
        ));
    }
    let value = json!({ "low": shares[0], "medium": shares[1], "high": shares[2] });
    for name in &history.book.segments {
        let note = format!("n {n:.0} renewals of all segments; {method}");
        output.settings.push(CalibratedSetting::value(&["market", "segments", name, "churn"], value.clone(), note));
    }
    let se = 1.0 / (n * mean * (1.0 - mean)).max(1.0).sqrt();
    let note = "standard error of the log odds of churn".to_owned();
    output.settings.push(CalibratedSetting::number(&["market", "uncertainty", "churn"], se.min(5.0), note));
    output
}

/// Estimates annual expansion by growth class, as existing business won in the last year divided by
/// revenue. The standard error of this ratio treats accounts as clusters.
fn expansion(history: &CalibrationHistory, scenario: &Scenario) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let book = history.book;
    let known = book.opportunities.iter().any(|deal| deal.business.is_some());
    let mut won = vec![0.0; book.accounts.len()];
    let mut n = 0;
    let from = history.from.max(-364);
    for (deal, _) in history.closed().filter(|(deal, won)| *won && deal.closed.is_some_and(|day| day >= from)) {
        if book.opportunities[deal.row].business == Some(BusinessType::Existing) {
            won[deal.account] += deal.amount;
            n += 1;
        }
    }
    if n < minimum::RENEWALS {
        let cause = if known {
            format!("{n} wins of existing business in a year, {} needed", minimum::RENEWALS)
        } else {
            "the data does not distinguish between new and existing business".to_owned()
        };
        for (name, segment) in &scenario.market.segments {
            let (reason, value) = (format!("assumption, no published figure by class; {cause}"), segment.expansion.medium.get());
            output.estimates.push(CalibrationEstimate::fallback(
                "expansion, medium growth",
                name,
                EstimateUnit::Share,
                n,
                value,
                reason,
            ));
        }
        return output;
    }
    let years = f64::from(1 - from) / super::history::YEAR;
    let method = "existing business over revenue, accounts as clusters";
    let mut shares = [0.0; 3];
    for (class, growth) in [GrowthClass::Low, GrowthClass::Medium, GrowthClass::High].into_iter().enumerate() {
        let of = || (0..book.accounts.len()).filter(|&at| book.accounts[at].growth == growth && book.accounts[at].revenue > 0.0);
        let revenue: f64 = of().map(|at| book.accounts[at].revenue).sum();
        if revenue <= 0.0 {
            continue;
        }
        let value = of().map(|at| won[at]).sum::<f64>() / revenue / years;
        let square: f64 = of().map(|at| (won[at] / years - value * book.accounts[at].revenue).powi(2)).sum();
        let se = square.sqrt() / revenue;
        let interval = Interval90::new((value - Z90 * se).max(0.0), value + Z90 * se);
        shares[class] = rounded(value.clamp(0.0, 1.0));
        let point = PointEstimate::new(value, se);
        let family = "annual expansion, by growth";
        output.estimates.push(CalibrationEstimate::between(
            family,
            CLASSES[class],
            EstimateUnit::Share,
            of().count(),
            point,
            interval,
            method,
        ));
    }
    let value = json!({ "low": shares[0], "medium": shares[1], "high": shares[2] });
    for name in &book.segments {
        output.settings.push(CalibratedSetting::value(
            &["market", "segments", name, "expansion"],
            value.clone(),
            format!("n {n}; {method}"),
        ));
    }
    output
}
