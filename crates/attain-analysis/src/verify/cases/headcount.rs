//! Active headcount under a constant hazard and a fixed time to fill.
//!
//! A seat is an alternating renewal process in months (Feller, vol. I, ch. XIII;
//! `closed_forms::renewal` describes the calendar). With annual attrition a, the hazard is −ln(1 −
//! a) per year and a twelfth of that per month. A seat vacated at a month start is filled at the
//! month start nearest to the end of the time to fill, at least one month later. The probabilities
//! that a seat is staffed, that a rep leaves and that a rep starts follow month by month from the
//! renewal equation. Seats are independent, so headcount is binomial.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::calendar::{nearest, start};
use crate::verify::closed_forms::renewal::{SeatRenewal, survival};
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric, series};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Headcount as a renewal process.
pub const CASE: VerificationCase = VerificationCase { name: "headcount", about: "reps in seats as a renewal process", check };

/// Number of months in the horizon.
pub(super) const MONTHS: usize = 36;
/// Number of seats.
pub(super) const SEATS: f64 = 20.0;
const ANNUAL: f64 = 0.35;
const FILL: f64 = 75.0;

/// Twenty seats without business, with attrition and hiring only.
pub(super) const STUDY: &str = r"
[horizon]
months = 36
[market.segments.all]
accounts = 20
sold = 0
opportunities-per-year = 0
reps = 20
[attrition]
annual = 0.35
time-to-fill = { median-days = 75 }
";

/// Renewal process of a seat in [`STUDY`].
pub(super) fn seat() -> SeatRenewal {
    let hazard = -libm::log(1.0 - ANNUAL) / 12.0;
    let filled = |month: usize| nearest(start(month as i32) + FILL).max(month + 1);
    SeatRenewal::new(survival(|_| hazard, MONTHS), MONTHS, filled)
}

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[""])?;
    let output = study.simulate(run.seed_of("headcount"), run.size(3_000, 40_000));
    let plan = &output.plans[0];
    let seat = seat();
    let sample = |id| SampleMoments::from_values(metric(plan, id));
    let active = |month: usize| SampleMoments::from_values(&series(plan, "active_reps", month));
    let sum = |values: &[f64]| SEATS * values.iter().sum::<f64>();
    let mut lines: Vec<VerificationCheck> = [1, 6, 12, 35]
        .into_iter()
        .map(|month| {
            VerificationCheck::mean(&format!("reps in month {}, mean", month + 1), SEATS * seat.staffed[month], &active(month))
        })
        .collect();
    let staffed = seat.staffed[35];
    lines.push(VerificationCheck::variance("reps in month 36, variance", SEATS * staffed * (1.0 - staffed), &active(35)));
    lines.push(VerificationCheck::mean("leavers", sum(&seat.leaves), &sample(MetricId::Leavers)));
    lines.push(VerificationCheck::mean("hires", sum(&seat.starts[1..]), &sample(MetricId::Hires)));
    lines.push(VerificationCheck::mean(
        "vacant months",
        SEATS * MONTHS as f64 - sum(&seat.staffed),
        &sample(MetricId::VacancyMonths),
    ));
    Ok(lines)
}
