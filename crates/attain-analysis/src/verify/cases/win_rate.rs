//! Posterior of a win rate, whose uncertainty is part of the result.
//!
//! Let a be the evidence in closed deals. The win rate of a world is then Beta(a p, a (1 − p)) with
//! variance p (1 − p) / (a + 1). Given n closed deals, wins W are beta-binomial (Skellam 1948;
//! Gelman et al., "Bayesian Data Analysis", §2.4): Var(W | n) = n p (1 − p) (1 + (n − 1) / (a +
//! 1)). With n Poisson with mean m, E\[(W − n p)²\] = p (1 − p) (m + m² / (a + 1)).

use statrs::distribution::{Beta, ContinuousCDF};

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Mean and variance of beta-binomial wins.
pub const CASE: VerificationCase =
    VerificationCase { name: "win-rate", about: "the win rate's posterior: beta-binomial wins", check };

const MEAN: f64 = 0.3;
const EVIDENCE: f64 = 40.0;
/// Closed deals per year: five accounts with twenty each.
const CLOSED: f64 = 100.0;

const STUDY: &str = r"
[market.segments.all]
accounts = 5
mean-potential = 100_000
potential = { median = 100_000, sigma = 0 }
sold = 0
opportunities-per-year = 20
win-rate = 0.3
win-rate-evidence = 40
days-to-win = { median-days = 0.001, sigma = 0 }
days-to-loss = { median-days = 0.001, sigma = 0 }
size = { lognormal = { median = 10_000, sigma = 0.5 } }
reps = 1
";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[""])?;
    let rates = study.map_worlds(run.seed_of("posterior"), run.size(4_000, 40_000), |world, _| {
        1.0 / (1.0 + libm::exp(-world.parameters.segments[0].win_logit))
    });
    let output = study.simulate(run.seed_of("win rate"), run.size(6_000, 60_000));
    let (won, rate) = (metric(&output.plans[0], MetricId::Wins), metric(&output.plans[0], MetricId::WinRate));
    let excess: Vec<f64> = won.iter().zip(rate).map(|(won, rate)| (won - MEAN * won / rate).powi(2)).collect();
    let spread = MEAN * (1.0 - MEAN);
    let posterior = SampleMoments::from_values(&rates);
    let mut lines = vec![
        VerificationCheck::mean("win rate of the worlds, mean", MEAN, &posterior),
        VerificationCheck::variance("win rate of the worlds, variance", spread / (EVIDENCE + 1.0), &posterior),
    ];
    if let Ok(beta) = Beta::new(MEAN * EVIDENCE, (1.0 - MEAN) * EVIDENCE) {
        lines.push(VerificationCheck::distribution("win rate of the worlds, Kolmogorov-Smirnov distance", &rates, |x| {
            beta.cdf(x)
        }));
    }
    lines.push(VerificationCheck::mean("win rate of the years, mean", MEAN, &SampleMoments::from_values(rate)));
    let expected = spread * (CLOSED + CLOSED * CLOSED / (EVIDENCE + 1.0));
    lines.push(VerificationCheck::mean("wins, mean square about the mean", expected, &SampleMoments::from_values(&excess)));
    Ok(lines)
}
