//! Bookings as a compound Poisson sum.
//!
//! The number of an account's wins within the horizon is Poisson (see `closed_forms::pipeline`),
//! deal sizes are lognormal, and accounts are independent. The mean of new business is therefore Σ
//! μᵢ E\[X\] sᵢ and its variance Σ μᵢ E\[X²\] sᵢ² over accounts with μᵢ expected wins and size
//! scale sᵢ (Wald's identities; Klugman, Panjer & Willmot, "Loss Models", ch. 9). The variance of
//! the number of wins equals its mean.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::lognormal::Lognormal;
use crate::verify::closed_forms::pipeline::PoissonPipeline;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::scenario::choices::DealSize;

/// Mean and variance of a compound Poisson sum.
pub const CASE: VerificationCase = VerificationCase { name: "bookings", about: "new business as a compound Poisson sum", check };

const STUDY: &str = r"
[market.segments.large]
accounts = 8
mean-potential = 300_000
potential = { median = 250_000, sigma = 0.8 }
sold = 0
opportunities-per-year = 3
win-rate = 0.2
win-rate-evidence = 1e9
size = { lognormal = { median = 60_000, sigma = 0.7 } }
reps = 2

[market.segments.small]
accounts = 12
mean-potential = 40_000
potential = { median = 30_000, sigma = 0.6 }
sold = 0
opportunities-per-year = 1.5
win-rate = 0.3
win-rate-evidence = 1e9
days-to-win = { median-days = 40, sigma = 0.5 }
size = { lognormal = { median = 12_000, sigma = 0.5 } }
reps = 2
";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[""])?;
    let (mut wins, mut mean, mut variance) = (0.0, 0.0, 0.0);
    for account in &study.book.accounts {
        let name = &study.book.segments[account.segment];
        let Some(segment) = study.plans[0].scenario.market.segments.get(name) else { continue };
        let DealSize::Lognormal(size) = &segment.size else { continue };
        let relative = account.potential / segment.mean_potential.get();
        let rate = segment.opportunities_per_year.get() / 12.0 * libm::pow(relative, segment.potential_on_count.get());
        let time = Lognormal { median: segment.days_to_win.median_days.get(), sigma: segment.days_to_win.sigma.get() };
        let closes = PoissonPipeline { rate, season: &[1.0; 12], time, months: 12 }.closes();
        let expected = segment.win_rate.get() * closes;
        let scale = libm::pow(relative, segment.potential_on_size.get());
        let size = Lognormal { median: size.median.get() * scale, sigma: size.sigma.get() };
        wins += expected;
        mean += expected * size.mean();
        variance += expected * size.square();
    }
    let output = study.simulate(run.seed_of("bookings"), run.size(20_000, 200_000));
    let sample = |id| SampleMoments::from_values(metric(&output.plans[0], id));
    let (new, won) = (sample(MetricId::BookingsNew), sample(MetricId::Wins));
    Ok(vec![
        VerificationCheck::mean("wins, mean", wins, &won),
        VerificationCheck::variance("wins, variance", wins, &won),
        VerificationCheck::mean("bookings, mean", mean, &new),
        VerificationCheck::variance("bookings, variance", variance, &new),
    ])
}
