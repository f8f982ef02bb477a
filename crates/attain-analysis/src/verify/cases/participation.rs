//! Participation as a Poisson-binomial.
//!
//! Where deals all have the same size, a seat reaches its quota when it wins a
//! number of them; its wins are Poisson. Seats are independent, so the number of
//! seats at quota is a sum of independent trials that differ (Poisson 1837; Wang
//! 1993, Statistica Sinica 3): mean Σ p, variance Σ p (1 − p), law by convolution.

use crate::verify::maths::law::{poisson, poisson_binomial};
use crate::verify::maths::lognormal::Lognormal;
use crate::verify::maths::pipeline::PoissonPipeline;
use crate::verify::sample::SampleMoments;
use crate::verify::study::{SmallStudy, metric};
use crate::verify::{VerificationCase, VerificationCheck, VerificationRun};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_sim::simulate::PlanOutput;

/// Participation rate.
pub const CASE: VerificationCase =
    VerificationCase { name: "participation", about: "seats at quota as a Poisson-binomial", check };

const SIZE: f64 = 10_000.0;
/// Deals that bring each seat to its quota.
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
    let small = SmallStudy::with(STUDY, &[""], |book| {
        for (rep, deals) in book.reps.iter_mut().zip(DEALS) {
            // Half a deal less, so that rounding decides nothing.
            rep.quota = Some((deals as f64 - 0.5) * SIZE);
        }
    })?;
    let time = Lognormal { median: 60.0, sigma: 0.5 };
    let closes = PoissonPipeline { rate: 1.0, season: &[1.0; 12], time, months: 12 }.closes();
    let chance = |rep: usize| {
        let owned = small.book.accounts.iter().filter(|account| account.owner == Some(rep));
        let wins: f64 = owned.map(|account| (account.potential / 100_000.0).sqrt() * WIN_RATE * closes).sum();
        1.0 - (0..DEALS[rep]).map(|k| poisson(k, wins)).sum::<f64>()
    };
    let chances: Vec<f64> = (0..DEALS.len()).map(chance).collect();
    let lived = small.simulate(run.seed_of("participation"), run.size(10_000, 100_000));
    let seats = DEALS.len() as f64;
    let at_quota: Vec<f64> = metric(&lived.plans[0], MetricId::Participation).iter().map(|share| share * seats).collect();
    let sample = SampleMoments::of(&at_quota);
    let mean: f64 = chances.iter().sum();
    let variance = chances.iter().map(|p| p * (1.0 - p)).sum();
    let counts: Vec<f64> =
        (0..=DEALS.len()).map(|k| at_quota.iter().filter(|seats| seats.round() == k as f64).count() as f64).collect();
    let mut lines = vec![
        VerificationCheck::mean("seats at quota, mean", mean, &sample),
        VerificationCheck::variance("seats at quota, variance", variance, &sample),
        VerificationCheck::chi_square("seats at quota, law", &counts, &poisson_binomial(&chances)),
    ];
    lines.extend((0..2).map(|seat| of_seat(&lived.plans[0], seat, chances[seat])));
    Ok(lines)
}

fn of_seat(plan: &PlanOutput, seat: usize, chance: f64) -> VerificationCheck {
    let hits = &plan.seats[seat][MetricId::TargetHit as usize];
    let hit = hits.iter().filter(|hit| **hit == 1.0).count();
    VerificationCheck::share(&format!("seat {} at quota", seat + 1), chance, hit, hits.len())
}
