//! Shares of variance by pick-freeze.
//!
//! The model Σ `w_g z_g` + `w z_d z_p`, with a normal draw for each group, has the first-order
//! shares `w_g`² / Σ by definition, and the total shares of d and p are higher by w² / Σ (Saltelli
//! et al., "Global Sensitivity Analysis", ch. 4).
//!
//! In the engine, with only deals and parameters random, new business is a compound Poisson sum
//! given the parameters θ of the world (see `bookings`). V(E\[B | θ\]) is therefore the first-order
//! share of the parameters, and E(V\[B | θ\]) the total share of the deals. With rate factor R,
//! size factor S (lognormal, mean one) and a win rate p ~ Beta with mean q and evidence a, E\[B |
//! θ\] = M R S p / q and V\[B | θ\] = Q R S² p / q, where M and Q are the mean and variance that
//! `bookings` computes at q.

use crate::experiment::interval_estimate::IntervalEstimate;
use crate::experiment::spread::worlds::{ALL, WORLDS, streams};
use crate::experiment::spread::{SpreadOptions, SpreadScope, VarianceTerms, spread};
use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::lognormal::Lognormal;
use crate::verify::closed_forms::pipeline::PoissonPipeline;
use crate::verify::small_study::SmallStudy;
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::quantile::normal;
use attain_core::random::{GROUPS, Purpose, PurposeGroup};
use attain_core::scenario::choices::DealSize;

/// Known shares of variance.
pub const CASE: VerificationCase =
    VerificationCase { name: "spread", about: "shares of variance of a linear model, and of a compound Poisson sum", check };

/// Weights of the groups, and of the product of deals and parameters.
const WEIGHTS: [f64; GROUPS] = [3.0, 0.5, 2.0, 1.0, 0.0, 1.5];
const PRODUCT: f64 = 1.0;

const RATE: f64 = 0.25;
const SIZE: f64 = 0.2;
const EVIDENCE: f64 = 60.0;

const STUDY: &str = r"
[market.uncertainty]
opportunity-rate = 0.25
size = 0.2

[market.segments.all]
accounts = 12
mean-potential = 100_000
potential = { median = 80_000, sigma = 0.8 }
sold = 0
opportunities-per-year = 6
win-rate = 0.3
win-rate-evidence = 60
days-to-win = { median-days = 40, sigma = 0.5 }
size = { lognormal = { median = 20_000, sigma = 0.6 } }
reps = 2
";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let mut lines = linear(run.seed_of("linear"), run.size(4_000, 40_000));
    lines.extend(engine(run.seed_of("engine"), run.size(2_000, 20_000))?);
    Ok(lines)
}

fn line(what: &str, pairs: u32, expected: f64, estimate: &IntervalEstimate) -> VerificationCheck {
    VerificationCheck::new(format!("{what} (n\u{a0}{pairs})"), expected, estimate.value, estimate.se)
}

fn linear(seed: u64, pairs: u32) -> Vec<VerificationCheck> {
    let draw = |at: u32, group: PurposeGroup| {
        let purpose = Purpose::ALL.iter().copied().find(|purpose| purpose.group() == group);
        purpose.map_or(0.0, |purpose| normal(streams(seed, at).uniform(purpose, 11, 0)))
    };
    let value = |at: u32| {
        let z = ALL.map(|group| draw(at, group));
        z.iter().zip(WEIGHTS).map(|(z, weight)| weight * z).sum::<f64>() + PRODUCT * z[2] * z[5]
    };
    let values: Vec<f64> = (0..pairs * WORLDS as u32).map(value).collect();
    let Some(shares) = VarianceTerms::new(values.chunks_exact(WORLDS), 1).shares(false) else { return Vec::new() };
    let all: f64 = WEIGHTS.iter().map(|weight| weight * weight).sum::<f64>() + PRODUCT * PRODUCT;
    let mut lines = Vec::new();
    for (g, name) in ["market", "accounts", "deals", "skills", "attrition", "parameters"].into_iter().enumerate() {
        let alone = WEIGHTS[g] * WEIGHTS[g] / all;
        let with = alone + if g == 2 || g == 5 { PRODUCT * PRODUCT / all } else { 0.0 };
        lines.push(line(&format!("linear model, {name} alone"), pairs, alone, &shares.first[g]));
        lines.push(line(&format!("linear model, {name} in all"), pairs, with, &shares.total[g]));
    }
    lines.push(line("linear model, together", pairs, PRODUCT * PRODUCT / all, &shares.interactions));
    lines
}

fn engine(seed: u64, pairs: u32) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[""])?;
    let (mut mean, mut square) = (0.0, 0.0);
    for account in &study.book.accounts {
        let name = &study.book.segments[account.segment];
        let Some(segment) = study.plans[0].scenario.market.segments.get(name) else { continue };
        let DealSize::Lognormal(size) = &segment.size else { continue };
        let relative = account.potential / segment.mean_potential.get();
        let rate = segment.opportunities_per_year.get() / 12.0 * libm::pow(relative, segment.potential_on_count.get());
        let time = Lognormal { median: segment.days_to_win.median_days.get(), sigma: segment.days_to_win.sigma.get() };
        let wins = segment.win_rate.get() * PoissonPipeline { rate, season: &[1.0; 12], time, months: 12 }.closes();
        let scale = libm::pow(relative, segment.potential_on_size.get());
        let size = Lognormal { median: size.median.get() * scale, sigma: size.sigma.get() };
        mean += wins * size.mean();
        square += wins * size.square();
    }
    let q = 0.3;
    // Expectations of squares: the lognormal factors with mean one, and the beta distribution of
    // the win rate.
    let (rate, size) = (libm::exp(RATE * RATE), libm::exp(SIZE * SIZE));
    let win = 1.0 + (1.0 - q) / (q * (EVIDENCE + 1.0));
    let of_parameters = mean * mean * (rate * size * win - 1.0);
    let of_deals = square * size;
    let all = of_parameters + of_deals;
    let asked = SpreadOptions {
        book: &study.book,
        plans: &study.plans,
        seats_of: 0,
        seed,
        pairs,
        metric: MetricId::BookingsNew as usize,
    };
    let found = spread(&asked, &|_| ());
    let company = found.figures_of(SpreadScope::Company).next();
    let Some(shares) = company.map(|company| &company.shares) else { return Ok(Vec::new()) };
    let sum = |a: &IntervalEstimate, b: &IntervalEstimate| IntervalEstimate::new(a.value + b.value, a.se.hypot(b.se));
    let none = sum(&shares.total[0], &sum(&shares.total[1], &sum(&shares.total[3], &shares.total[4])));
    Ok(vec![
        line("bookings, mean", pairs, mean, &shares.mean),
        line("bookings, parameters alone", pairs, of_parameters / all, &shares.first[5]),
        line("bookings, deals in all", pairs, of_deals / all, &shares.total[2]),
        line("bookings, all other groups", pairs, 0.0, &none),
    ])
}
