//! Inbound share: the creation rate of untouched accounts relative to that of touched accounts.

use libm::exp;

use super::rate::{AccountCount, InboundShare, InboundTerm, fit_rate};
use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit, PointEstimate};
use crate::calibrate::minimum;
use crate::calibrate::output::CalibrationOutput;
use crate::calibrate::setting::{CalibratedSetting, rounded};
use attain_core::scenario::choices::{Market, Response};

/// Minimum number of touched accounts, and of untouched accounts, for an estimate.
const TOUCHED: usize = 20;

/// Returns whether the last touch is known for at least 90 % of accounts and there are enough
/// touched and untouched accounts.
pub(super) fn touches_known(rows: &[Vec<AccountCount>]) -> bool {
    let all = || rows.iter().flatten();
    let count = |touched: bool| all().filter(|row| row.untouched == Some(!touched)).count();
    count(true) >= TOUCHED && count(false) >= TOUCHED && (count(true) + count(false)) * 10 >= all().count() * 9
}

/// Estimates the inbound share, pooled over segments by precision. `None` if the scenario's value
/// is kept.
pub(super) fn estimate_inbound(
    market: &Market,
    rows: &[Vec<AccountCount>],
    known: bool,
    output: &mut CalibrationOutput,
) -> Option<InboundShare> {
    let (given, rest) = match market.response {
        Response::Power { inbound, elasticity } => (inbound.get(), Some(elasticity.get())),
        Response::Adbudg { inbound, .. } => (inbound.get(), None),
    };
    let n = rows.iter().flatten().filter(|row| row.untouched == Some(true)).count();
    let family = "response, inbound share";
    if !known {
        let reason = "assumption; the last touch is known for too few accounts, so creation rates reflect current coverage";
        output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Share, n, given, reason.to_owned()));
        return None;
    }
    let fits = rows.iter().filter(|rows| rows.len() >= minimum::CREATED);
    let each: Vec<InboundShare> = fits.filter_map(|rows| fit_rate(rows, InboundTerm::Free)?.inbound).collect();
    let weight: f64 = each.iter().map(|one| 1.0 / one.variance).sum();
    if weight.is_nan() || weight <= 0.0 {
        let reason = "assumption; the counts do not determine it".to_owned();
        output.estimates.push(CalibrationEstimate::fallback(family, "", EstimateUnit::Share, n, given, reason));
        return None;
    }
    let log_share = each.iter().map(|one| one.log / one.variance).sum::<f64>() / weight;
    let method = "rate of untouched over touched accounts, pooled";
    let estimate = CalibrationEstimate::log(
        family,
        "",
        EstimateUnit::Share,
        n,
        PointEstimate::new(exp(log_share), weight.recip().sqrt()),
        method,
    );
    let note = format!("n {n} untouched accounts; {method}; 90 % {:.2} to {:.2}", estimate.low, estimate.high);
    let reason =
        "published: 0.31 (Albers, Mantrala & Sridhar 2010); the data only records whether an account was touched".to_owned();
    if let Some(elasticity) = rest {
        output.estimates.push(CalibrationEstimate::fallback(
            "response, elasticity",
            "",
            EstimateUnit::Number,
            n,
            elasticity,
            reason,
        ));
        let power = serde_json::json!({ "power": { "inbound": rounded(exp(log_share).min(1.0)), "elasticity": elasticity } });
        output.settings.push(CalibratedSetting::value(&["market", "response"], power, note));
    }
    output.estimates.push(estimate);
    Some(InboundShare { log: log_share, variance: weight.recip() })
}
