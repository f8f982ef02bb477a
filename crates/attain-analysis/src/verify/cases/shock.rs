//! The market's shock: a stationary first-order autoregression on the logit.
//!
//! Every month has mean 0 and variance σ², and the correlation of months k apart is ρᵏ (Box &
//! Jenkins, "Time Series Analysis", §3.2). The mean of n months has the variance σ²/n² Σ ρ^|i−j|.
//! Two segments share the market's shock, and each has its own shock. Win rates have the
//! logistic-normal mean E\[logistic(l + σ z)\]. The wins of a year are Poisson given the shocks,
//! and their variance is Σ μ + Σᵢⱼ μ² Cov(pᵢ, pⱼ), by quadrature in one and two dimensions.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::distributions::normal_cdf;
use crate::verify::closed_forms::quadrature::normal_mean;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Variance and autocorrelation of the market shock.
pub const CASE: VerificationCase =
    VerificationCase { name: "shock", about: "the market's shock as an AR(1), and its effect on wins", check };

const SD: f64 = 0.5;
const PERSISTENCE: f64 = 0.8;
const SEGMENT_SD: f64 = 0.3;
const TREND: f64 = 0.24;
const MONTHS: usize = 12;
const WIN_RATE: f64 = 0.3;
/// Closed deals per month: five accounts with 24 a year each.
const CLOSED: f64 = 10.0;

const WORLDS: &str = r"
[market]
shock = { sd = 0.5, persistence = 0.8, trend-per-year = 0.24 }
segment-shock = { sd = 0.3, persistence = 0.5 }
[market.segments.one]
accounts = 1
opportunities-per-year = 0
reps = 1
[market.segments.two]
accounts = 1
opportunities-per-year = 0
reps = 1
";

const YEARS: &str = r"
[market]
shock = { sd = 0.5, persistence = 0.8 }
[market.segments.all]
accounts = 5
mean-potential = 100_000
potential = { median = 100_000, sigma = 0 }
sold = 0
opportunities-per-year = 24
win-rate = 0.3
win-rate-evidence = 1e9
days-to-win = { median-days = 0.001, sigma = 0 }
days-to-loss = { median-days = 0.001, sigma = 0 }
reps = 1
";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let mut lines = series(run)?;
    lines.extend(wins(run)?);
    Ok(lines)
}

fn series(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(WORLDS, &[""])?;
    let drawn = study.map_worlds(run.seed_of("series"), run.size(40_000, 400_000), |world, _| world.shocks.clone());
    let trend = |month: usize| TREND / 12.0 * (month as f64 + 0.5);
    let column = |i: usize| drawn.iter().map(|shocks| shocks[i]).collect::<Vec<f64>>();
    let sample = |i: usize| SampleMoments::from_values(&column(i));
    let both = SD * SD + SEGMENT_SD * SEGMENT_SD;
    let lag = |k: i32| (SD * SD * PERSISTENCE.powi(k) + SEGMENT_SD * SEGMENT_SD * 0.5_f64.powi(k)) / both;
    let (first, last) = (sample(0), sample(MONTHS - 1));
    let years: Vec<f64> = drawn.iter().map(|shocks| shocks[..MONTHS].iter().sum::<f64>() / MONTHS as f64).collect();
    let of_year: f64 = (0..MONTHS as i32).flat_map(|i| (0..MONTHS as i32).map(move |j| (i - j).abs())).map(lag).sum();
    Ok(vec![
        VerificationCheck::mean("first month, mean", trend(0), &first),
        VerificationCheck::mean("last month, mean", trend(MONTHS - 1), &last),
        VerificationCheck::variance("first month, variance", both, &first),
        VerificationCheck::variance("last month, variance", both, &last),
        VerificationCheck::correlation("a month apart, correlation", lag(1), &column(5), &column(6)),
        VerificationCheck::correlation("six months apart, correlation", lag(6), &column(3), &column(9)),
        VerificationCheck::correlation("two segments, correlation", SD * SD / both, &column(7), &column(MONTHS + 7)),
        VerificationCheck::variance(
            "mean of a year, variance",
            both * of_year / (MONTHS * MONTHS) as f64,
            &SampleMoments::from_values(&years),
        ),
        VerificationCheck::distribution("one month, Kolmogorov-Smirnov distance", &column(8), |x| {
            normal_cdf((x - trend(8)) / both.sqrt())
        }),
    ])
}

fn wins(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(YEARS, &[""])?;
    let output = study.simulate(run.seed_of("wins"), run.size(6_000, 60_000));
    let won = SampleMoments::from_values(metric(&output.plans[0], MetricId::Wins));
    let chance = |shock: f64| 1.0 / (1.0 + libm::exp(-libm::log(WIN_RATE / (1.0 - WIN_RATE)) - shock));
    let mean = normal_mean(|z| chance(SD * z));
    let together = |lag: i32| {
        let r = PERSISTENCE.powi(lag);
        let rest = (1.0 - r * r).sqrt();
        normal_mean(|x| chance(SD * x) * normal_mean(|y| chance(SD * (r * x + rest * y))))
    };
    let months = MONTHS as i32;
    let covariances: f64 = (1..months).map(|k| 2.0 * f64::from(months - k) * (together(k) - mean * mean)).sum();
    let variance = normal_mean(|z| chance(SD * z).powi(2)) - mean * mean;
    let a_year = CLOSED * MONTHS as f64;
    let expected = a_year * mean + CLOSED * CLOSED * (MONTHS as f64 * variance + covariances);
    Ok(vec![
        VerificationCheck::mean("wins of a year, mean", a_year * mean, &won),
        VerificationCheck::variance("wins of a year, variance", expected, &won),
    ])
}
