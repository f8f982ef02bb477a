//! Lognormal size and time to close, truncated at the horizon.
//!
//! Creation days s are uniform in their month, and times T are lognormal. A deal closes within the
//! horizon if s + T lies in it, so expected closes are integrals of the distribution function
//! (limited expected values; Klugman, Panjer & Willmot, "Loss Models", §3.4). Given their number,
//! the marks of a Poisson process are independent draws, so the mean cycle of the wins of a year is
//! the truncated mean E\[T; s + T in the horizon\] / P(s + T in the horizon). Creation is seasonal.
//! Where times follow a table of ages and months of the quarter, expected closings are computed in
//! short steps. A share of deals slips. Where large deals are won less often, the expected wins are
//! E\[p(X)\] and the expected bookings E\[X p(X)\] per opportunity, by quadrature.

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::life_table::LifeTable;
use crate::verify::closed_forms::lognormal::Lognormal;
use crate::verify::closed_forms::pipeline::PoissonPipeline;
use crate::verify::closed_forms::quadrature::normal_mean;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;

/// Deal size and cycle truncated at the horizon.
pub const CASE: VerificationCase =
    VerificationCase { name: "cycle", about: "lognormal size and cycle, truncated at the horizon", check };

const TIME: Lognormal = Lognormal { median: 120.0, sigma: 0.7 };
const SIZE: Lognormal = Lognormal { median: 20_000.0, sigma: 0.6 };
const WIN_RATE: f64 = 0.4;
const SEASON: [f64; 12] = [0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.4, 1.2, 1.0, 0.8, 0.6];
const SLIPS: f64 = 0.3;
/// Opportunities per month: ten accounts with twelve a year each.
const RATE: f64 = 10.0;

const STUDY: &str = r"
[market.segments.all]
accounts = 10
mean-potential = 100_000
potential = { median = 100_000, sigma = 0 }
sold = 0
opportunities-per-year = 12
win-rate = 0.4
win-rate-evidence = 1e9
size = { lognormal = { median = 20_000, sigma = 0.6 } }
days-to-win = { median-days = 120, sigma = 0.7 }
days-to-loss = { median-days = 120, sigma = 0.7 }
reps = 1
[market.season]
creation-by-month = [0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.4, 1.2, 1.0, 0.8, 0.6]
";

/// Deals close at once, large deals are won less often, and some deals slip by about a day.
const SIZE_MATTERS: &str = r"
[market]
size-log-odds = -0.8
slippage = { share = 0.3, mean-days = 1, long-days = 3650 }
[market.segments.all]
days-to-win = { median-days = 0.001, sigma = 0 }
days-to-loss = { median-days = 0.001, sigma = 0 }
";

/// Young deals close at any time; old ones close at the end of the quarter and are won more often.
const TABLE: &str = r"
[market.segments.all.closing]
until-days = [14, 60, 150]
a-week = [[0.4, 0.02, 0], [0.2, 0.05, 0.3], [0.1, 0.05, 0.6]]
win-log-odds = [-0.6, 0, 0.9]
";

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let mut lines = horizon(run)?;
    lines.extend(latent(run)?);
    lines.extend(by_table(run)?);
    lines.extend(size_and_chance(run)?);
    Ok(lines)
}

fn horizon(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[""])?;
    let output = study.simulate(run.seed_of("cycle"), run.size(6_000, 60_000));
    let pipeline = PoissonPipeline { rate: RATE, season: &SEASON, time: TIME, months: 12 };
    let closes = pipeline.closes();
    let sample = |id| SampleMoments::from_values(metric(&output.plans[0], id));
    Ok(vec![
        VerificationCheck::mean("wins within the horizon", WIN_RATE * closes, &sample(MetricId::Wins)),
        VerificationCheck::mean("days from creation to a win", pipeline.days() / closes, &sample(MetricId::CycleDays)),
        VerificationCheck::mean("bookings", WIN_RATE * closes * SIZE.mean(), &sample(MetricId::BookingsNew)),
        VerificationCheck::mean("pipeline at the end", pipeline.open() * SIZE.mean(), &sample(MetricId::ClosingPipeline)),
    ])
}

/// Checks times drawn from a table of ages and months of the quarter.
fn by_table(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[TABLE])?;
    let output = study.simulate(run.seed_of("cycle with a life table"), run.size(6_000, 60_000));
    let logit = libm::log(WIN_RATE / (1.0 - WIN_RATE));
    let win = [-0.6, 0.0, 0.9].map(|shift| 1.0 / (1.0 + libm::exp(-logit - shift)));
    let a_week: [&[f64]; 3] = [&[0.4, 0.02, 0.0], &[0.2, 0.05, 0.3], &[0.1, 0.05, 0.6]];
    let expected = LifeTable { until: &[14.0, 60.0, 150.0], a_week, win: &win }.expected(RATE, &SEASON, 12);
    let sample = |id| SampleMoments::from_values(metric(&output.plans[0], id));
    Ok(vec![
        VerificationCheck::mean("wins with a life table", expected.wins, &sample(MetricId::Wins)),
        VerificationCheck::mean("days to a win with a life table", expected.days / expected.wins, &sample(MetricId::CycleDays)),
        VerificationCheck::mean("bookings with a life table", expected.wins * SIZE.mean(), &sample(MetricId::BookingsNew)),
        VerificationCheck::mean(
            "pipeline at the end with a life table",
            expected.open * SIZE.mean(),
            &sample(MetricId::ClosingPipeline),
        ),
    ])
}

/// Checks the marks of the latent opportunities, without truncation.
fn latent(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[""])?;
    let drawn: Vec<[f64; 3]> = study
        .map_worlds(run.seed_of("marks"), run.size(100, 1_000), |world, odds| {
            world.read_all(odds);
            let deals = &world.deals;
            let days = |d: usize| f64::from(deals.outcome(d).win_day) - f64::from(deals.outcome(d).created);
            // The mark that determines a win, up to a constant: without plan-dependent terms and at
            // a known win rate.
            let mark = |d: usize| 1.0 / (1.0 + libm::exp(-f64::from(deals.outcome(d).hurdle)));
            (deals.open().end..deals.len()).map(|d| [deals.outcome(d).amount, days(d), mark(d)]).collect::<Vec<_>>()
        })
        .concat();
    let column = |i: usize| drawn.iter().map(|deal| deal[i]).collect::<Vec<f64>>();
    let log = |values: &[f64]| values.iter().map(|value| libm::log(*value)).collect::<Vec<f64>>();
    let (sizes, days, marks) = (column(0), column(1), column(2));
    Ok(vec![
        VerificationCheck::distribution("sizes, Kolmogorov-Smirnov distance", &sizes, |x| SIZE.cdf(x)),
        VerificationCheck::distribution("cycles, Kolmogorov-Smirnov distance", &days, |x| TIME.cdf(x)),
        VerificationCheck::variance("sizes, log variance", SIZE.sigma * SIZE.sigma, &SampleMoments::from_values(&log(&sizes))),
        VerificationCheck::correlation("size and win mark, correlation", 0.0, &log(&sizes), &marks),
        VerificationCheck::correlation("size and cycle, correlation", 0.0, &log(&sizes), &log(&days)),
    ])
}

fn size_and_chance(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[SIZE_MATTERS])?;
    let output = study.simulate(run.seed_of("size and chance"), run.size(6_000, 60_000));
    let chance = |z: f64| {
        let logit = libm::log(WIN_RATE / (1.0 - WIN_RATE)) - 0.8 * SIZE.sigma * z;
        1.0 / (1.0 + libm::exp(-logit))
    };
    let won = normal_mean(chance);
    let amount = normal_mean(|z| SIZE.median * libm::exp(SIZE.sigma * z) * chance(z));
    // Deals that slip out of the last December are offset by those of the December before.
    let created = 12.0 * RATE;
    let sample = |id| SampleMoments::from_values(metric(&output.plans[0], id));
    Ok(vec![
        VerificationCheck::mean("wins if size affects the odds", created * won, &sample(MetricId::Wins)),
        VerificationCheck::mean("bookings if size affects the odds", created * amount, &sample(MetricId::BookingsNew)),
        VerificationCheck::mean("share of closed deals that slipped", SLIPS, &sample(MetricId::Slipped)),
    ])
}
