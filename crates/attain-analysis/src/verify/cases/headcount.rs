//! Active headcount under a constant hazard and a fixed time to fill.
//!
//! A seat is an alternating renewal process in months (Feller, vol. I, ch. XIII;
//! the model's calendar in `maths::renewal`): with annual attrition a the hazard is
//! −ln(1 − a) a year and a twelfth of it a month; a seat left at a month's start
//! is filled at the month's start nearest to the day that lies the time to fill
//! later, one month later at least. The chance that a seat is held, that a rep
//! leaves and that one starts follow month by month from the renewal equation.
//! Seats are independent, so headcount is binomial.

use crate::verify::maths::calendar::{nearest, start};
use crate::verify::maths::renewal::{SeatRenewal, survival};
use crate::verify::sample::SampleMoments;
use crate::verify::study::{SmallStudy, metric, series};
use crate::verify::{VerificationCase, VerificationCheck, VerificationRun};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Headcount as a renewal process.
pub const CASE: VerificationCase = VerificationCase { name: "headcount", about: "reps in seats as a renewal process", check };

/// Months of the horizon.
pub(super) const MONTHS: usize = 36;
/// Seats.
pub(super) const SEATS: f64 = 20.0;
const ANNUAL: f64 = 0.35;
const FILL: f64 = 75.0;

/// Twenty seats that do nothing but come and go.
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

/// One of those seats.
pub(super) fn seat() -> SeatRenewal {
    let hazard = -libm::log(1.0 - ANNUAL) / 12.0;
    let filled = |month: usize| nearest(start(month as i32) + FILL).max(month + 1);
    SeatRenewal::new(survival(|_| hazard, MONTHS), MONTHS, filled)
}

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let small = SmallStudy::new(STUDY, &[""])?;
    let lived = small.simulate(run.seed_of("headcount"), run.size(3_000, 40_000));
    let plan = &lived.plans[0];
    let seat = seat();
    let sample = |id| SampleMoments::of(metric(plan, id));
    let active = |month: usize| SampleMoments::of(&series(plan, "active_reps", month));
    let sum = |values: &[f64]| SEATS * values.iter().sum::<f64>();
    let mut lines: Vec<VerificationCheck> = [1, 6, 12, 35]
        .into_iter()
        .map(|month| {
            VerificationCheck::mean(&format!("reps in month {}, mean", month + 1), SEATS * seat.held[month], &active(month))
        })
        .collect();
    let held = seat.held[35];
    lines.push(VerificationCheck::variance("reps in month 36, variance", SEATS * held * (1.0 - held), &active(35)));
    lines.push(VerificationCheck::mean("leavers", sum(&seat.leaves), &sample(MetricId::Leavers)));
    lines.push(VerificationCheck::mean("hires", sum(&seat.starts[1..]), &sample(MetricId::Hires)));
    lines.push(VerificationCheck::mean(
        "vacant months",
        SEATS * MONTHS as f64 - sum(&seat.held),
        &sample(MetricId::VacancyMonths),
    ));
    Ok(lines)
}
