//! Steps of the bridge from quota to bookings, each with the other mechanisms off.
//!
//! All accounts belong to the first tier and require the same time. Under a response that is linear
//! in coverage, f(k) = f₀ + (1 − f₀) k, a book loses (1 − f₀) of the bookings of its months without
//! a productive rep. A deal is decided a day after its creation, so deals created on the last day
//! fall outside the year.
//!
//! *Ramp*: reps who start at the beginning of the year have the productivity (m + ½) / R in month
//! m. *Attrition*: the share of staffed seats is that of an alternating renewal process with
//! vacancies of one month (Feller, vol. I, ch. XIII). *Time to fill*: the same process with the
//! seat filled at the nearest month start, minus the previous step.

use crate::capacity::{CapacityBridge, CapacityOptions, Mechanism, WorkProgress, simulate_bridges};
use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::calendar::{nearest, start};
use crate::verify::closed_forms::renewal::{SeatRenewal, survival};
use crate::verify::small_study::SmallStudy;
use attain_core::diagnostics::Faults;

/// Steps of the bridge from quota to bookings.
pub const CASE: VerificationCase =
    VerificationCase { name: "bridge", about: "steps from quota to bookings, each with the others disabled", check };

const MONTHS: usize = 12;
const ACCOUNTS: f64 = 200.0;
const REPS: f64 = 20.0;
/// Opportunities per account per month.
const RATE: f64 = 0.5;
const WIN: f64 = 0.25;
const SIZE: f64 = 1000.0;
const INBOUND: f64 = 0.35;
const RAMP: f64 = 6.0;
const ANNUAL: f64 = 0.35;
const FILL: f64 = 75.0;

const STUDY: &str = r"
[market]
response = { power = { inbound = 0.35, elasticity = 1 } }
[market.segments.all]
accounts = 200
mean-potential = 600_000
potential = { median = 600_000, sigma = 0 }
sold = 0
opportunities-per-year = 6
win-rate = 0.25
win-rate-evidence = 1e9
days-to-win = { median-days = 1, sigma = 0 }
days-to-loss = { median-days = 2, sigma = 0 }
size = { quantiles = [1000, 1000] }
reps = 20
[coverage]
hours-per-open-opportunity = 0
";
const NEW_REPS: &str = "[ramp]\nshape = { linear = { months = 6 } }\n";
const LEAVERS: &str = "[attrition]\nannual = 0.35\ntime-to-fill = { median-days = 75 }\n";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let terms = |name| CapacityOptions { seed: run.seed_of(name), years: run.size(1_000, 10_000), wanted: 0.5 };
    let bridge = |study: &SmallStudy, terms| {
        simulate_bridges(&study.book, &study.plans[0], terms, &WorkProgress::new(&|_, _| ())).0.swap_remove(0)
    };
    let ramping = SmallStudy::with_book(STUDY, &[NEW_REPS], |book| {
        let first = jiff::civil::date(2027, 1, 1);
        book.reps.iter_mut().for_each(|rep| rep.hired = Some(first));
    })?;
    let ramped = bridge(&ramping, terms("bridge, ramp"));
    let leaving = bridge(&SmallStudy::new(STUDY, &[LEAVERS])?, terms("bridge, attrition"));
    let hazard = -libm::log(1.0 - ANNUAL) / 12.0;
    let seat = |days: f64| {
        let filled = |month: usize| nearest(start(month as i32) + days).max(month + 1);
        SeatRenewal::new(survival(|_| hazard, MONTHS), MONTHS, filled)
    };
    let (soon, late) = (seat(0.0), seat(FILL));
    let productive = |month: usize| ((month as f64 + 0.5) / RAMP).min(1.0);
    Ok(vec![
        line("quota to full books", loss(|_| 0.0), &ramped, None),
        line("ramp of new reps", loss(|month| productive(month) - 1.0), &ramped, Some(Mechanism::Ramp)),
        line("attrition, without leavers", 0.0, &ramped, Some(Mechanism::Attrition)),
        line("ramp, without new reps", 0.0, &leaving, Some(Mechanism::Ramp)),
        line(
            "attrition with one month of vacancy",
            loss(|month| soon.staffed[month] - 1.0),
            &leaving,
            Some(Mechanism::Attrition),
        ),
        line("time to fill", loss(|month| late.staffed[month] - soon.staffed[month]), &leaving, Some(Mechanism::Fill)),
        line("coverage limit, with spare hours", 0.0, &leaving, Some(Mechanism::Coverage)),
        VerificationCheck::exact(
            "sum of steps minus total, both bridges, cents",
            0.0,
            rounding_gap(&ramped) + rounding_gap(&leaving),
        ),
    ])
}

/// Change in bookings due to a change in the productive share of reps by month.
fn loss(change: impl Fn(usize) -> f64) -> f64 {
    let decided = |month: usize| {
        let length = start(month as i32 + 1) - start(month as i32);
        if month + 1 == MONTHS { (length - 1.0) / length } else { 1.0 }
    };
    let all: f64 = (0..MONTHS).map(|month| decided(month) * change(month)).sum();
    ACCOUNTS * RATE * WIN * SIZE * (1.0 - INBOUND) * all
}

/// Checks a step. The first step includes the bookings of full books minus quota.
fn line(what: &str, expected: f64, bridge: &CapacityBridge, mechanism: Option<Mechanism>) -> VerificationCheck {
    let Some(step) = bridge.steps.iter().find(|step| step.mechanism == mechanism) else {
        return VerificationCheck::exact(what, expected, f64::NAN);
    };
    // Quota is 1 per seat. Deals of the last day are offset by those of the day before the year.
    let full = if mechanism.is_none() { ACCOUNTS * RATE * WIN * SIZE * MONTHS as f64 - REPS } else { 0.0 };
    VerificationCheck::new(what, expected + full, step.change.amount(), step.se)
}

/// Difference between the sum of the steps and the total, in cents.
fn rounding_gap(bridge: &CapacityBridge) -> f64 {
    let steps: i64 = bridge.steps.iter().map(|step| step.change.0).sum();
    (bridge.quota_capacity.0 + steps - bridge.p50.0) as f64
}
