//! Participation as a Poisson-binomial.
//!
//! If all deals have the same size, a seat reaches its quota with a fixed number of wins, and the
//! number of wins is Poisson. Seats are independent, so the number of seats at quota is a sum of
//! independent trials with different probabilities (Poisson 1837; Wang 1993, Statistica Sinica 3).
//! Its mean is Σ p and its variance Σ p (1 − p); the distribution follows by convolution.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::distributions::{poisson, poisson_binomial};
use crate::verify::closed_forms::lognormal::Lognormal;
use crate::verify::closed_forms::pipeline::PoissonPipeline;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_sim::simulate::PlanOutput;

/// Number of seats at quota.
pub const CASE: VerificationCase =
    VerificationCase { name: "participation", about: "seats at quota as a Poisson-binomial", check };

const SIZE: f64 = 10_000.0;
/// Number of deals with which each seat reaches its quota.
const DEALS: [usize; 5] = [5, 12, 3, 20, 8];
const WIN_RATE: f64 = 0.4;

const STUDY: &str = r#"
[market.segments.all]
accounts = 10
mean-potential = 100_000
potential = { median = 100_000, sigma = 0.8 }
potential-on-count = 0.5
potential-on-size = 0
sold = 0
opportunities-per-year = 12
win-rate = 0.4
win-rate-evidence = 1e9
days-to-win = { median-days = 60, sigma = 0.5 }
days-to-loss = { median-days = 50, sigma = 0.5 }
size = { quantiles = [10_000, 10_000] }
reps = 5
[quota]
policy = "current"
"#;

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::with_book(STUDY, &[""], |book| {
        for (rep, deals) in book.reps.iter_mut().zip(DEALS) {
            // Half a deal less, so that rounding has no effect.
            rep.quota = Some((deals as f64 - 0.5) * SIZE);
        }
    })?;
    let time = Lognormal { median: 60.0, sigma: 0.5 };
    let closes = PoissonPipeline { rate: 1.0, season: &[1.0; 12], time, months: 12 }.closes();
    let probability = |rep: usize| {
        let owned = study.book.accounts.iter().filter(|account| account.owner == Some(rep));
        let wins: f64 = owned.map(|account| (account.potential / 100_000.0).sqrt() * WIN_RATE * closes).sum();
        1.0 - (0..DEALS[rep]).map(|k| poisson(k, wins)).sum::<f64>()
    };
    let probabilities: Vec<f64> = (0..DEALS.len()).map(probability).collect();
    let output = study.simulate(run.seed_of("participation"), run.size(10_000, 100_000));
    let seats = DEALS.len() as f64;
    let at_quota: Vec<f64> = metric(&output.plans[0], MetricId::Participation).iter().map(|share| share * seats).collect();
    let sample = SampleMoments::from_values(&at_quota);
    let mean: f64 = probabilities.iter().sum();
    let variance = probabilities.iter().map(|p| p * (1.0 - p)).sum();
    let counts: Vec<f64> =
        (0..=DEALS.len()).map(|k| at_quota.iter().filter(|seats| seats.round() == k as f64).count() as f64).collect();
    let mut lines = vec![
        VerificationCheck::mean("seats at quota, mean", mean, &sample),
        VerificationCheck::variance("seats at quota, variance", variance, &sample),
        VerificationCheck::chi_square("seats at quota, distribution", &counts, &poisson_binomial(&probabilities)),
    ];
    lines.extend((0..2).map(|seat| check_seat(&output.plans[0], seat, probabilities[seat])));
    Ok(lines)
}

fn check_seat(plan: &PlanOutput, seat: usize, probability: f64) -> VerificationCheck {
    let hits = &plan.seats[seat][MetricId::TargetHit as usize];
    let hit = hits.iter().filter(|hit| **hit == 1.0).count();
    VerificationCheck::share(&format!("seat {} at quota", seat + 1), probability, hit, hits.len())
}
