//! Cost of a change of owner: a scheduled leaver, and a planned move.
//!
//! The published loss m is the share of an account's sales lost in the new owner's first twelve
//! months. If relationships and open deals are unaffected, the whole loss falls on new
//! opportunities, as L e^{−k/τ} in the k-th month, with L chosen so that twelve months have the
//! mean m. While the seat is vacant, the loss stays at L. The loss is higher by a factor for a new
//! hire, and a planned transition saves a share of the avoidable part. The loss enters linearly, so
//! its variation between worlds and accounts does not affect means, and a geometric sum remains.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric, series};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_sim::simulate::PlanOutput;

/// Business lost after a change of owner.
pub const CASE: VerificationCase =
    VerificationCase { name: "hand-over", about: "new business lost to a scheduled leaver and to planned moves", check };

/// Midpoint of the published range of the loss.
const LOSS: f64 = 0.5 * (0.132 + 0.176);
const NEW_HIRE: f64 = 1.2;
const AVOIDABLE: f64 = 0.4;
const SAVES: f64 = 0.6;
const DECAY: f64 = 9.0;
/// Month in which the seat is vacant, zero-based; the next rep starts a month later.
const LEAVES: usize = 3;
const MONTHS: usize = 24;
/// Monthly wins of the accounts that are handed over: five of ten accounts, each with 24
/// opportunities a year, half of them won.
const RATE: f64 = 5.0;

const STUDY: &str = r"
[horizon]
months = 24
[market]
hand-over = { loss-low = 0.132, loss-high = 0.176, loss-sd = 0.05, avoidable = 0.4, new-hire-factor = 1.2, decay-months = 9, delay-days = 0, win-log-odds = 0 }
[market.segments.all]
accounts = 10
mean-potential = 100_000
potential = { median = 100_000, sigma = 0 }
sold = 0
opportunities-per-year = 24
win-rate = 0.5
win-rate-evidence = 1e9
days-to-win = { median-days = 0.001, sigma = 0 }
days-to-loss = { median-days = 0.001, sigma = 0 }
size = { quantiles = [1, 1] }
reps = 2
[attrition]
time-to-fill = { median-days = 20 }
[transition]
weeks = 4
saves = 0.6
";

const LEAVER: &str = r#"
name = "leaver"
[attrition]
leavers = [{ rep = "all-rep-001", month = 4 }]
"#;

const MOVES: &str = r#"
name = "moves"
[territory]
locks = [
  { account = "all-00001", rep = "all-rep-002" },
  { account = "all-00003", rep = "all-rep-002" },
  { account = "all-00005", rep = "all-rep-002" },
  { account = "all-00007", rep = "all-rep-002" },
  { account = "all-00009", rep = "all-rep-002" },
]
"#;

/// Bookings of the months `from..until` by year.
fn bookings_between(plan: &PlanOutput, from: usize, until: usize) -> SampleMoments {
    let by = |month: usize| series(plan, "cumulative_bookings", month - 1);
    let mut booked = by(until);
    if from > 0 {
        booked.iter_mut().zip(by(from)).for_each(|(sum, before)| *sum -= before);
    }
    SampleMoments::from_values(&booked)
}

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[LEAVER, MOVES])?;
    let output = study.simulate(run.seed_of("hand-over"), run.size(3_000, 40_000));
    let (left, moved) = (&output.plans[0], &output.plans[1]);
    let kept = |k: usize| libm::exp(-(k as f64) / DECAY);
    let sum = |from: usize, until: usize| (from..until).map(kept).sum::<f64>();
    // Loss in the first month per unit of the first year's mean.
    let height = 12.0 / sum(0, 12);
    let hired = LOSS * NEW_HIRE;
    let both = |months: usize, lost: f64| RATE * (2.0 * months as f64 - lost);
    let starts = LEAVES + 1;
    let first = |plan: &PlanOutput, id| SampleMoments::from_values(metric(plan, id));
    let planned = LOSS * (1.0 - AVOIDABLE * SAVES);
    Ok(vec![
        VerificationCheck::mean("bookings before the leaver", both(LEAVES, 0.0), &bookings_between(left, 0, LEAVES)),
        VerificationCheck::mean(
            "bookings while the seat is vacant",
            both(1, hired * height),
            &bookings_between(left, LEAVES, starts),
        ),
        VerificationCheck::mean(
            "bookings of the new rep's first year",
            both(12, 12.0 * hired),
            &bookings_between(left, starts, starts + 12),
        ),
        VerificationCheck::mean(
            "bookings afterwards",
            both(MONTHS - starts - 12, hired * height * sum(12, MONTHS - starts)),
            &bookings_between(left, starts + 12, MONTHS),
        ),
        VerificationCheck::mean(
            "reported cost of the leaver",
            RATE * hired * height * (1.0 + sum(0, MONTHS - starts)),
            &first(left, MetricId::HandOverCost),
        ),
        VerificationCheck::mean("hand-overs of the leaver", 5.0, &first(left, MetricId::HandOvers)),
        VerificationCheck::mean(
            "bookings of the year after planned moves",
            both(12, 12.0 * planned),
            &bookings_between(moved, 0, 12),
        ),
        VerificationCheck::mean("hand-overs of the planned moves", 5.0, &first(moved, MetricId::HandOvers)),
    ])
}
