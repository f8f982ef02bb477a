//! Coverage at fixed capacity, and the response to coverage.
//!
//! In the commercial coverage model, 40 accounts of the first tier fill a rep's month. A rep with
//! 60 accounts covers any 40 of them and leaves 20 uncovered. Coverage is then 2/3, and
//! opportunities are created at 40 f(1) + 20 f(0) times an account's rate (a Poisson number, whose
//! variance equals its mean). With twice the touches, the same hours cover 20 accounts at effort 2,
//! which gives 20 f(2) + 40 f(0); with half the touches, they cover all 60 at effort ½. f is the
//! power response f₀ + (1 − f₀) kᵉ (elasticity of Albers, Mantrala & Sridhar 2010), or ADBUDG
//! (Little 1970, Management Science 16(8)). Absence with mean m, exponential and truncated at a
//! whole month, leaves 1 − m (1 − e^{−1/m}) of the time (limited expected value).

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Coverage and response at fixed capacity.
pub const CASE: VerificationCase = VerificationCase { name: "coverage", about: "coverage and response at fixed capacity", check };

/// Number of accounts of the only rep.
const ACCOUNTS: f64 = 60.0;
/// Number of first-tier accounts that fill a rep's month in the commercial coverage model.
const FULL: f64 = 40.0;
/// Opportunities per account per month.
const RATE: f64 = 0.5;
const INBOUND: f64 = 0.35;
const ELASTICITY: f64 = 0.31;
const ABSENCE: f64 = 0.3;

const STUDY: &str = r"
[market]
response = { power = { inbound = 0.35, elasticity = 0.31 } }
[market.segments.all]
accounts = 60
mean-potential = 600_000
potential = { median = 600_000, sigma = 0 }
sold = 0
opportunities-per-year = 6
win-rate-evidence = 1e9
days-to-win = { median-days = 20, sigma = 0.2 }
days-to-loss = { median-days = 20, sigma = 0.2 }
size = { quantiles = [1, 1] }
reps = 1
[coverage]
hours-per-open-opportunity = 0
";

const DOUBLE: &str = "[coverage.tiers.a]\ntouches-per-year = 14\n";
const HALF: &str = "[coverage.tiers.a]\ntouches-per-year = 3.5\n";
const ADBUDG: &str =
    "[market]\nresponse = { adbudg = { inbound = 0.35, half = 0.6, shape = 1.8 } }\n[coverage.tiers.a]\ntouches-per-year = 3.5\n";
const ABSENT: &str = "[teams.sales]\nabsence = 0.3\n";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let named = |name: &str, text: &str| format!("name = \"{name}\"\n{text}");
    let texts = [
        named("as published", ""),
        named("twice", DOUBLE),
        named("half", HALF),
        named("half, adbudg", ADBUDG),
        named("absence", ABSENT),
    ];
    let study = SmallStudy::new(STUDY, &texts.each_ref().map(String::as_str))?;
    let output = study.simulate(run.seed_of("coverage"), run.size(1_500, 15_000));
    let sample = |plan: usize, id| SampleMoments::from_values(metric(&output.plans[plan], id));
    let created = |plan| sample(plan, MetricId::PipelineCreated);
    let covered = |plan| sample(plan, MetricId::Coverage);
    let power = |k: f64| INBOUND + (1.0 - INBOUND) * libm::pow(k, ELASTICITY);
    let adbudg = |k: f64| {
        let (effort, half) = (libm::pow(k, 1.8), libm::pow(0.6, 1.8));
        INBOUND + (1.0 - INBOUND) * effort * (1.0 + half) / (effort + half)
    };
    let year = 12.0 * RATE;
    let normal = year * (FULL + (ACCOUNTS - FULL) * INBOUND);
    let doubled = year * (FULL / 2.0 * power(2.0) + (ACCOUNTS - FULL / 2.0) * INBOUND);
    // Hours per account are set for the mean time left after absence, so the mean cancels except
    // for the truncation.
    let present = (1.0 - ABSENCE * (1.0 - libm::exp(-1.0 / ABSENCE))) / (1.0 - ABSENCE);
    Ok(vec![
        VerificationCheck::mean("coverage, 60 accounts at a capacity of 40", FULL / ACCOUNTS, &covered(0)),
        VerificationCheck::mean("opportunities, 60 accounts at a capacity of 40", normal, &created(0)),
        VerificationCheck::variance("variance of these opportunities", normal, &created(0)),
        VerificationCheck::mean("coverage at twice the touches", FULL / 2.0 / ACCOUNTS, &covered(1)),
        VerificationCheck::mean("opportunities at twice the touches", doubled, &created(1)),
        VerificationCheck::mean("coverage at half the touches", 1.0, &covered(2)),
        VerificationCheck::mean("opportunities at half the touches", year * ACCOUNTS * power(0.5), &created(2)),
        VerificationCheck::mean("opportunities at half the touches, ADBUDG", year * ACCOUNTS * adbudg(0.5), &created(3)),
        VerificationCheck::mean("coverage with absence", FULL / ACCOUNTS * present, &covered(4)),
    ])
}
