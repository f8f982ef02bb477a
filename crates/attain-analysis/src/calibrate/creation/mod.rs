//! Creation rates of opportunities.
//!
//! Within a segment, the number of opportunities created by an account in the window is Poisson
//! with mean rate × years × (potential / mean potential)^`potential-on-count` × response. If the
//! data has the last touch of accounts, the response of accounts that were not touched for 90 days
//! is estimated as the inbound share, which is common to all segments. Otherwise, all accounts
//! count as covered, and the rate reflects current coverage. Estimates are by maximum likelihood.
//! Standard errors are widened by Pearson's dispersion where counts are overdispersed.

mod dispersion;
mod inbound;
mod rate;

use libm::exp;

use super::estimate::{CalibrationEstimate, EstimateUnit, PointEstimate};
use super::history::CalibrationHistory;
use super::minimum;
use super::output::CalibrationOutput;
use super::setting::CalibratedSetting;
use attain_core::scenario::choices::Market;
use dispersion::{dispersion_by_rep_and_month, dispersion_estimate};
use inbound::{estimate_inbound, touches_known};
use rate::{AccountCount, InboundTerm, account_counts, fit_rate};

/// Estimates creation rates by segment, and the dispersion of counts.
#[must_use]
pub fn estimate_creation(history: &CalibrationHistory, market: &Market) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let rows: Vec<Vec<AccountCount>> = (0..history.book.segments.len()).map(|segment| account_counts(history, segment)).collect();
    let closing_share = closing_share(history);
    let known = touches_known(&rows);
    let inbound = estimate_inbound(history, market, &rows, known, &mut output);
    let (mut statistic, mut freedom, mut inverse_count) = (0.0, 0.0, 0.0);
    for (segment, name) in history.book.segments.iter().enumerate() {
        let rows = &rows[segment];
        let n: f64 = rows.iter().map(|row| row.count).sum();
        let enough = n as usize >= minimum::CREATED && rows.len() >= minimum::CREATED;
        let fixed = InboundTerm::Fixed(inbound.map_or(0.0, |inbound| inbound.log));
        let fit = enough.then(|| fit_rate(rows, history.years(), fixed)).flatten();
        let Some(fit) = fit else {
            let choices = market.segments.get(name).cloned().unwrap_or_default();
            let reason = format!(
                "{n:.0} opportunities created in the window on {} accounts; {} of each required",
                rows.len(),
                minimum::CREATED
            );
            let value = choices.opportunities_per_year.get();
            output.estimates.push(CalibrationEstimate::fallback(
                "opportunities per year",
                name,
                EstimateUnit::Number,
                n as usize,
                value,
                reason,
            ));
            continue;
        };
        statistic += fit.dispersion * fit.freedom;
        freedom += fit.freedom;
        inverse_count += fit.inverse_count * fit.freedom;
        let of_inbound = inbound.map_or(0.0, |inbound| fit.untouched.powi(2) * inbound.variance);
        let se = (fit.se_log.powi(2) + of_inbound).sqrt();
        let rate = exp(fit.log) * closing_share;
        let method = "Poisson likelihood, widened by dispersion";
        let annual = CalibrationEstimate::log(
            "opportunities per year",
            name,
            EstimateUnit::Number,
            n as usize,
            PointEstimate::new(rate, se),
            method,
        );
        let exponent = CalibrationEstimate::normal(
            "opportunities, exponent of potential",
            name,
            EstimateUnit::Number,
            n as usize,
            PointEstimate::new(fit.exponent, fit.se_exponent),
            method,
        );
        let path = |choice| ["market", "segments", name.as_str(), choice];
        let note = |e: &CalibrationEstimate| format!("n {}; {method}; 90 % {:.3} to {:.3}", e.n, e.low, e.high);
        output.settings.push(CalibratedSetting::number(&path("opportunities-per-year"), rate.min(1000.0), note(&annual)));
        output.settings.push(CalibratedSetting::number(
            &path("potential-on-count"),
            fit.exponent.clamp(0.0, 1.0),
            note(&exponent),
        ));
        output.settings.push(CalibratedSetting::number(
            &path("rate-uncertainty"),
            se.min(1.0),
            "relative standard error of the rate".to_owned(),
        ));
        if let Some(mean) = history.mean_potential(segment) {
            output.settings.push(CalibratedSetting::number(
                &path("mean-potential"),
                mean,
                "mean of the segment's accounts".to_owned(),
            ));
        }
        output.estimates.extend([annual, exponent]);
    }
    if freedom > 0.0 {
        output.estimates.push(dispersion_estimate(
            "counts by account, dispersion",
            statistic,
            freedom,
            inverse_count / freedom,
            rows.iter().map(Vec::len).sum(),
        ));
    }
    output.append(dispersion_by_rep_and_month(history));
    output
}

/// Returns the share of created opportunities that will close. Recent opportunities are assumed to
/// be abandoned as often as older ones.
fn closing_share(history: &CalibrationHistory) -> f64 {
    let longest = history.deals.iter().filter_map(|deal| Some(deal.closed? - deal.created?)).max().unwrap_or(0);
    let (mut all, mut left) = (0.0, 0.0);
    for (_, created) in history.created() {
        all += 1.0;
        left += if -created > longest { 1.0 } else { 1.0 - history.stale };
    }
    if all > 0.0 { left / all } else { 1.0 }
}
