//! Dispersion of counts about their expectation.

use crate::calibrate::estimate::{CalibrationEstimate, EstimateUnit, Interval90, PointEstimate};
use crate::calibrate::history::{CalibrationHistory, YEAR};
use crate::calibrate::minimum;
use crate::calibrate::numerics::distributions::variance90;
use crate::calibrate::output::CalibrationOutput;

/// Returns an estimate of the index of dispersion, which is variance over mean. The squared
/// residual of a Poisson count, divided by the mean, has variance 2 + 1/mean. `inverse_count` is
/// the mean of 1/mean that remains after the parameters are fitted. It reduces the degrees of
/// freedom of the chi-square distribution (Haldane 1937, Biometrika 29; `McCullagh` 1985,
/// International Statistical Review 53), and is near 0 if both margins of a table are fitted.
pub(super) fn dispersion_estimate(
    family: &'static str,
    statistic: f64,
    freedom: f64,
    inverse_count: f64,
    n: usize,
) -> CalibrationEstimate {
    let value = statistic / freedom;
    let effective = freedom / (1.0 + 0.5 * inverse_count);
    let (low, high) = variance90(effective);
    let se = value * (2.0 / effective).sqrt();
    CalibrationEstimate::between(
        family,
        "",
        EstimateUnit::Number,
        n,
        PointEstimate::new(value, se),
        Interval90::new(value * low, value * high),
        "Pearson, chi-square; 1 is Poisson",
    )
}

/// Estimates the dispersion of created and won opportunities by rep and month about the product of
/// the margins, for reps who were present for the whole window.
pub(super) fn dispersion_by_rep_and_month(history: &CalibrationHistory) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let present = |rep: &attain_data::Rep| {
        rep.hired.is_none_or(|hired| history.day(hired) <= history.from) && rep.left.is_none_or(|left| history.day(left) > 0)
    };
    let reps: Vec<bool> = history.book.reps.iter().map(present).collect();
    let months = (history.years() * 12.0).round().max(1.0) as usize;
    let month = |day: i32| (f64::from(day - history.from) / YEAR * 12.0) as usize;
    let created = history.created().map(|(deal, day)| (deal.owner, day));
    let won = history.closed().filter(|(_, won)| *won).filter_map(|(deal, _)| Some((deal.owner, deal.closed?)));
    for (family, events) in [
        ("created by rep and month, dispersion", created.collect::<Vec<_>>()),
        ("won by rep and month, dispersion", won.collect()),
    ] {
        let mut counts = vec![vec![0.0; months]; reps.len()];
        for (owner, day) in events {
            if let Some(owner) = owner.filter(|owner| reps[*owner]) {
                counts[owner][month(day).min(months - 1)] += 1.0;
            }
        }
        counts.retain(|row| row.iter().sum::<f64>() >= 5.0);
        let by_month: Vec<f64> = (0..months).map(|m| counts.iter().map(|row| row[m]).sum()).collect();
        let total: f64 = by_month.iter().sum();
        let filled = by_month.iter().filter(|count| **count > 0.0).count();
        if counts.len() < minimum::GROUPS || filled < minimum::QUARTERS || total <= 0.0 {
            continue;
        }
        let of_row = |row: &Vec<f64>| {
            let sum: f64 = row.iter().sum();
            let cell = |(count, month): (&f64, &f64)| {
                let expected = sum * month / total;
                if expected > 0.0 { (count - expected).powi(2) / expected } else { 0.0 }
            };
            row.iter().zip(&by_month).map(cell).sum::<f64>()
        };
        let statistic: f64 = counts.iter().map(of_row).sum();
        let freedom = (counts.len() as f64 - 1.0) * (filled as f64 - 1.0);
        let cells = counts.len() * months;
        let mean = total / cells as f64;
        let spread = (statistic / freedom).max(1.0);
        let of = if family.starts_with("created") { "created" } else { "won" };
        let point = PointEstimate::new(mean, (spread * mean / cells as f64).sqrt());
        output.estimates.push(CalibrationEstimate::normal(
            "count by rep and month",
            of,
            EstimateUnit::Number,
            cells,
            point,
            "count over months, widened by dispersion",
        ));
        output.estimates.push(dispersion_estimate(family, statistic, freedom, 0.0, counts.len() * filled));
    }
    output
}
