//! Coverage of a comparison's intervals.
//!
//! The case measures how often an interval contains the true value, over many small studies of 200
//! years each. Bookings are compound Poisson, so the true values are known: the mean by Wald's
//! identity, the distribution by Panjer's recursion. A second plan with twice the touches has all
//! opportunities of the first and more, in the ratio of the responses.
//!
//! - *Mean*, and *paired difference* of means: ± 1.96 reported standard errors; 95 %.
//! - *Probability of the target*: Wilson's interval; its coverage is a sum over the
//!   binomial distribution of the hits (Brown, Cai & `DasGupta` 2001, Statistical
//!   Science 16(2)).
//! - *Quantiles*: intervals between order statistics of the years; their coverage is
//!   binomial for any distribution (David & Nagaraja, "Order Statistics", §7.1). The
//!   estimate itself (type 7) has the mean probability p + (1 − 2p)/(n + 1) (ibid.,
//!   §2.1).
//! - *All paired differences at once*: max-T; 95 %.
//!
//! With the 8,000 studies of the full mode, four binomial standard errors are one percentage point:
//! 94 to 96 % for 95 %.

use rayon::prelude::*;

use crate::compare::compare;
use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use crate::verify::closed_forms::compound::CompoundPoisson;
use crate::verify::closed_forms::distributions::binomial;
use crate::verify::closed_forms::lognormal::Lognormal;
use crate::verify::moments::SampleMoments;
use crate::verify::small_study::{SmallStudy, metric};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_sim::simulate::SimulationOutput;
use attain_sim::summarise::{Z95, quantile, stat, wilson};

/// Coverage of 95 % intervals.
pub const CASE: VerificationCase =
    VerificationCase { name: "intervals", about: "coverage of 95 % intervals over many small studies", check };

/// Number of years per study.
const YEARS: usize = 200;
/// Wins per year: five accounts, twelve opportunities a year, two out of five won.
const WINS: f64 = 24.0;
const SIZE: Lognormal = Lognormal { median: 10_000.0, sigma: 0.5 };
const TARGET: f64 = 270_000.0;
const MARGIN: f64 = 0.7;
const INBOUND: f64 = 0.4;
const ELASTICITY: f64 = 0.5;
/// Probabilities of the quantiles whose intervals are checked.
const LEVELS: [f64; 3] = [0.1, 0.5, 0.9];

const STUDY: &str = r"
[market]
response = { power = { inbound = 0.4, elasticity = 0.5 } }
[market.segments.all]
accounts = 5
mean-potential = 600_000
potential = { median = 600_000, sigma = 0 }
sold = 0
opportunities-per-year = 12
win-rate = 0.4
win-rate-evidence = 1e9
size = { lognormal = { median = 10_000, sigma = 0.5 } }
days-to-win = { median-days = 0.001, sigma = 0 }
days-to-loss = { median-days = 0.001, sigma = 0 }
reps = 1
[coverage]
hours-per-open-opportunity = 0
[target]
bookings = 270_000
[quota]
policy = { flat = { quota = 270_000 } }
[money]
margin = 0.7
";
const NORMAL: &str = "name = \"normal\"";
const DOUBLE: &str = "name = \"twice\"\n[coverage.tiers.a]\ntouches-per-year = 14\n";

/// True values of the two plans' figures.
struct TwoPlanTruth {
    /// Distribution of the bookings of the first plan.
    bookings: CompoundPoisson,
    mean: f64,
    /// Probability that the first plan reaches the target.
    p_target: f64,
    /// Mean differences, second plan minus first, by name of the metric.
    differences: [(&'static str, f64); 5],
}

impl TwoPlanTruth {
    fn new() -> Self {
        let more = INBOUND + (1.0 - INBOUND) * libm::pow(2.0, ELASTICITY);
        let bookings_of = |wins: f64| CompoundPoisson::new(wins, &SIZE, 1_200_000.0, 12_000);
        let (first, second) = (bookings_of(WINS), bookings_of(WINS * more));
        let hit = |bookings: &CompoundPoisson| 1.0 - bookings.cdf(TARGET);
        let mean = WINS * SIZE.mean();
        let bookings = mean * (more - 1.0);
        let reached = hit(&second) - hit(&first);
        let differences = [
            ("bookings", bookings),
            ("bookings_over_target", bookings / TARGET),
            ("participation", reached),
            ("p_target", reached),
            ("contribution", MARGIN * bookings),
        ];
        Self { mean, p_target: hit(&first), bookings: first, differences }
    }

    /// Returns the mean difference in a metric; 0 for metrics that are not listed.
    fn difference(&self, metric: &str) -> f64 {
        self.differences.iter().find(|(name, _)| *name == metric).map_or(0.0, |(_, difference)| *difference)
    }
}

/// Coverage of the intervals in one small study.
struct StudyCoverage {
    /// Whether each interval contains the true value: of the mean, the probability of the target, a
    /// paired difference, all paired differences, and the quantiles at [`LEVELS`].
    holds: [bool; 7],
    /// True probability of the estimated quantiles.
    at: [f64; 3],
}

impl StudyCoverage {
    fn new(study: &SmallStudy, output: &SimulationOutput, truth: &TwoPlanTruth, ranks: &[(usize, usize); 3]) -> Option<Self> {
        let holds = |low: f64, high: f64, value: f64| low <= value && value <= high;
        let bookings = metric(&output.plans[0], MetricId::Bookings);
        let summary = stat(bookings)?;
        let hits = stat(metric(&output.plans[0], MetricId::TargetHit))?;
        let (low, high) = wilson(hits.mean, YEARS);
        let mut sorted = bookings.to_vec();
        sorted.sort_by(f64::total_cmp);
        let of_level = |i: usize| {
            let (from, to) = ranks[i];
            holds(sorted[from - 1], sorted[to - 1], truth.bookings.quantile(LEVELS[i]))
        };
        let compared = compare(&study.plans, output, 0).ok()?;
        let pair = compared.pairs.iter().find(|pair| pair.metric == "bookings")?;
        let off = pair.difference - truth.difference("bookings");
        // The interval of a difference that never varies is a point, exact up to rounding.
        let all = compared.pairs.iter().all(|pair| holds(pair.low - 1e-9, pair.high + 1e-9, truth.difference(pair.metric)));
        Some(Self {
            holds: [
                (summary.mean - truth.mean).abs() <= Z95 * summary.se,
                holds(low, high, truth.p_target),
                off.abs() <= Z95 * pair.se,
                all,
                of_level(0),
                of_level(1),
                of_level(2),
            ],
            at: LEVELS.map(|level| truth.bookings.cdf(quantile(&sorted, level))),
        })
    }
}

/// Returns the ranks (from 1) of the order statistics whose interval contains a quantile in a share
/// of studies as close to 95 % as possible, with a miss of at most 4 % on either side.
fn ranks(level: f64) -> (usize, usize) {
    let even = |&(from, to): &(usize, usize)| {
        let under: f64 = (0..from).map(|k| binomial(k, YEARS, level)).sum();
        under <= 0.04 && under + coverage_of_ranks(from, to, level) >= 0.96
    };
    let off = |&(from, to): &(usize, usize)| (coverage_of_ranks(from, to, level) - 0.95).abs();
    let about = (YEARS as f64 * level) as usize;
    let all = (1..=about).flat_map(|from| (about + 1..=(3 * about).min(YEARS)).map(move |to| (from, to)));
    all.filter(even).min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or((1, YEARS))
}

/// Probability that the interval between two order statistics contains the quantile, that is, that
/// `from` to `to` − 1 years lie below the quantile.
fn coverage_of_ranks(from: usize, to: usize, level: f64) -> f64 {
    (from..to).map(|k| binomial(k, YEARS, level)).sum()
}

/// Probability that Wilson's interval contains `p`. By definition, the interval contains `p` if the
/// score of the number of hits is small enough (Wilson 1927).
fn coverage_of_wilson(p: f64) -> f64 {
    let n = YEARS as f64;
    let holds = |hits: usize| (hits as f64 / n - p).abs() <= Z95 * (p * (1.0 - p) / n).sqrt();
    (0..=YEARS).filter(|&hits| holds(hits)).map(|hits| binomial(hits, YEARS, p)).sum()
}

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let study = SmallStudy::new(STUDY, &[NORMAL, DOUBLE])?;
    let truth = TwoPlanTruth::new();
    let ranks = LEVELS.map(ranks);
    let replications = run.size(200, 8_000);
    let seed = run.seed_of("intervals");
    let studies: Vec<StudyCoverage> = (0..replications)
        .into_par_iter()
        .filter_map(|i| {
            StudyCoverage::new(&study, &study.simulate(seed.wrapping_add(u64::from(i)), YEARS as u32), &truth, &ranks)
        })
        .collect();
    // A study without a result would count as one whose intervals miss.
    let n = replications as usize;
    let share = |(i, (what, expected)): (usize, (&str, f64))| {
        VerificationCheck::share(what, expected, studies.iter().filter(|study| study.holds[i]).count(), n)
    };
    let of_level = |i: usize| coverage_of_ranks(ranks[i].0, ranks[i].1, LEVELS[i]);
    let intervals = [
        ("interval of the mean", 0.95),
        ("interval of the probability of the target", coverage_of_wilson(truth.p_target)),
        ("interval of a paired difference", 0.95),
        ("intervals of all paired differences", 0.95),
        ("interval of P10", of_level(0)),
        ("interval of P50", of_level(1)),
        ("interval of P90", of_level(2)),
    ];
    let mut lines: Vec<VerificationCheck> = intervals.into_iter().enumerate().map(share).collect();
    for (i, level) in LEVELS.into_iter().enumerate() {
        let at: Vec<f64> = studies.iter().map(|study| study.at[i]).collect();
        let expected = level + (1.0 - 2.0 * level) / (YEARS as f64 + 1.0);
        lines.push(VerificationCheck::mean(
            &format!("probability of the estimated P{:.0}", 100.0 * level),
            expected,
            &SampleMoments::from_values(&at),
        ));
    }
    Ok(lines)
}
