//! Drift of potential: a quarterly random walk of its logarithm.
//!
//! A geometric random walk whose steps are corrected by half their variance has a constant mean
//! apart from the trend: E = (1 + g)^(q/4) after q quarters. The variance of the logarithm is
//! q (α² + β²), where α is the standard deviation of an account's own steps and β that of its segment's
//! steps. The correlation of two accounts in a segment is β² / (α² + β²) (Aitchison & Brown, "The
//! Lognormal Distribution", 1957). The total of N equal accounts has the relative variance ((N − 1)
//! (e^{q β²} − 1) + (e^{q (α² + β²)} − 1)) / N. Creation is proportional to potential to the power
//! γ, which is again lognormal.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric, series};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Mean and variance of drifting potential.
pub const CASE: VerificationCase =
    VerificationCase { name: "drift", about: "potential as a random walk with constant mean", check };

const ACCOUNT: f64 = 0.1;
const SEGMENT: f64 = 0.06;
const TREND: f64 = 0.08;
const ON_COUNT: f64 = 0.5;
const ACCOUNTS: f64 = 6.0;
const POTENTIAL: f64 = 100_000.0;
/// Opportunities per month over all accounts.
const RATE: f64 = 12.0;
/// Number of quarters in the horizon.
const QUARTERS: usize = 8;

const STUDY: &str = r"
[horizon]
months = 24
[market]
potential-drift = { account-sd = 0.1, segment-sd = 0.06, trend-per-year = 0.08 }
[market.segments.all]
accounts = 6
mean-potential = 100_000
potential = { median = 100_000, sigma = 0 }
sold = 0
opportunities-per-year = 24
potential-on-count = 0.5
potential-on-size = 0
win-rate-evidence = 1e9
size = { quantiles = [1, 1] }
reps = 1
";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[""])?;
    let accounts = study.book.accounts.len();
    let at = (QUARTERS - 1) * accounts;
    let drawn = study.map_worlds(run.seed_of("walks"), run.size(20_000, 200_000), |world, _| {
        [f64::from(world.drift.potential[at]), f64::from(world.drift.potential[at + 1])]
    });
    let first: Vec<f64> = drawn.iter().map(|pair| pair[0]).collect();
    let log = |i: usize| drawn.iter().map(|pair| libm::log(pair[i])).collect::<Vec<f64>>();
    let steps = (QUARTERS - 1) as f64;
    let step = ACCOUNT * ACCOUNT + SEGMENT * SEGMENT;
    let grown = |quarter: usize| libm::pow(1.0 + TREND, quarter as f64 / 4.0);

    let output = study.simulate(run.seed_of("drift"), run.size(3_000, 25_000));
    let plan = &output.plans[0];
    let total = SampleMoments::from_values(&series(plan, "potential", QUARTERS - 1));
    let all = ACCOUNTS * POTENTIAL * grown(QUARTERS - 1);
    let shared = libm::expm1(steps * SEGMENT * SEGMENT);
    let spread = ((ACCOUNTS - 1.0) * shared + libm::expm1(steps * step)) / ACCOUNTS;
    // E[P^γ] of a lognormal P with mean m and log variance v: m^γ exp(½ γ (γ − 1) v).
    let rate = |quarter: usize| {
        let curve = 0.5 * ON_COUNT * (ON_COUNT - 1.0) * quarter as f64 * step;
        3.0 * RATE * libm::pow(grown(quarter), ON_COUNT) * libm::exp(curve)
    };
    let created: f64 = (0..QUARTERS).map(rate).sum();
    Ok(vec![
        VerificationCheck::mean(
            "an account after seven quarters, mean",
            grown(QUARTERS - 1),
            &SampleMoments::from_values(&first),
        ),
        VerificationCheck::variance("its logarithm, variance", steps * step, &SampleMoments::from_values(&log(0))),
        VerificationCheck::correlation("two accounts, correlation of logarithms", SEGMENT * SEGMENT / step, &log(0), &log(1)),
        VerificationCheck::mean("potential of all, mean", all, &total),
        VerificationCheck::variance("potential of all, variance", all * all * spread, &total),
        VerificationCheck::mean(
            "opportunities in two years",
            created,
            &SampleMoments::from_values(metric(plan, MetricId::PipelineCreated)),
        ),
    ])
}
