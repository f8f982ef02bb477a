//! Intervals keep what they promise.
//!
//! Many small studies of 200 years each, and how often the interval of each holds
//! the truth. Bookings are compound Poisson, so the truth is known: the mean by
//! Wald, the law by Panjer's recursion. A second plan with twice the touches has
//! the first one's opportunities and more, in the ratio of the responses.
//!
//! - *Mean*, and *paired difference* of means: ± 1.96 standard errors as told; 95 %.
//! - *Chance to reach the target*: Wilson's interval; how often it holds the truth
//!   is summed over the binomial law of the hits (Brown, Cai & `DasGupta` 2001,
//!   Statistical Science 16(2)).
//! - *Quantiles*: the order statistics of the years about them; how often they hold
//!   the truth is binomial, whatever the law (David & Nagaraja, "Order Statistics",
//!   §7.1). The estimate itself (type 7) lies at probability p + (1 − 2p)/(n + 1) in
//!   the mean (ibid., §2.1).
//! - *All paired differences at once*: max-T; 95 %.
//!
//! With the 8,000 studies of the full mode, four binomial errors are one per cent:
//! 94 to 96 % in place of 95.

use rayon::prelude::*;

use crate::compare::compare;
use crate::verify::maths::compound::CompoundPoisson;
use crate::verify::maths::law::binomial;
use crate::verify::maths::lognormal::Lognormal;
use crate::verify::sample::SampleMoments;
use crate::verify::study::{SmallStudy, metric};
use crate::verify::{VerificationCase, VerificationCheck, VerificationRun};
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_sim::simulate::SimulationOutput;
use attain_sim::summarise::{Z95, quantile, stat, wilson};

/// Coverage of nominal 95 % intervals.
pub const CASE: VerificationCase = VerificationCase { name: "intervals", about: "95 % intervals over many small studies", check };

/// Years of one study.
const YEARS: usize = 200;
/// Wins a year: five accounts, twelve opportunities a year, two of five won.
const WINS: f64 = 24.0;
const SIZE: Lognormal = Lognormal { median: 10_000.0, sigma: 0.5 };
const TARGET: f64 = 270_000.0;
const MARGIN: f64 = 0.7;
const INBOUND: f64 = 0.4;
const ELASTICITY: f64 = 0.5;
/// Quantiles whose intervals are judged.
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

/// What is true of the two plans.
struct TwoPlanTruth {
    law: CompoundPoisson,
    mean: f64,
    /// Chance of the target.
    hit: f64,
    /// Second plan less the first, by name of the metric.
    differences: [(&'static str, f64); 5],
}

impl TwoPlanTruth {
    fn new() -> Self {
        let more = INBOUND + (1.0 - INBOUND) * libm::pow(2.0, ELASTICITY);
        let law = |wins: f64| CompoundPoisson::new(wins, &SIZE, 1_200_000.0, 12_000);
        let (first, second) = (law(WINS), law(WINS * more));
        let hit = |law: &CompoundPoisson| 1.0 - law.cdf(TARGET);
        let mean = WINS * SIZE.mean();
        let bookings = mean * (more - 1.0);
        let reached = hit(&second) - hit(&first);
        let differences = [
            ("bookings", bookings),
            ("attainment", bookings / TARGET),
            ("participation", reached),
            ("p_target", reached),
            ("contribution", MARGIN * bookings),
        ];
        Self { mean, hit: hit(&first), law: first, differences }
    }

    /// Of the metrics that no line above names, none differs in the mean.
    fn difference(&self, metric: &str) -> f64 {
        self.differences.iter().find(|(name, _)| *name == metric).map_or(0.0, |(_, difference)| *difference)
    }
}

/// What one small study says.
struct StudyCoverage {
    /// Whether each interval holds the truth: of the mean, of the chance of the target, of a paired
    /// difference, of all paired differences, of the quantiles at [`LEVELS`].
    holds: [bool; 7],
    /// True probability of the estimated quantiles.
    at: [f64; 3],
}

impl StudyCoverage {
    fn of(small: &SmallStudy, lived: &SimulationOutput, truth: &TwoPlanTruth, ranks: &[(usize, usize); 3]) -> Option<Self> {
        let holds = |low: f64, high: f64, value: f64| low <= value && value <= high;
        let bookings = metric(&lived.plans[0], MetricId::Bookings);
        let told = stat(bookings)?;
        let hits = stat(metric(&lived.plans[0], MetricId::TargetHit))?;
        let (low, high) = wilson(hits.mean, YEARS);
        let mut sorted = bookings.to_vec();
        sorted.sort_by(f64::total_cmp);
        let of_level = |i: usize| {
            let (from, to) = ranks[i];
            holds(sorted[from - 1], sorted[to - 1], truth.law.quantile(LEVELS[i]))
        };
        let compared = compare(&small.plans, lived, 0).ok()?;
        let pair = compared.pairs.iter().find(|pair| pair.metric == "bookings")?;
        let off = pair.difference - truth.difference("bookings");
        // A difference that never varies is a point, known but for rounding.
        let all = compared.pairs.iter().all(|pair| holds(pair.low - 1e-9, pair.high + 1e-9, truth.difference(pair.metric)));
        Some(Self {
            holds: [
                (told.mean - truth.mean).abs() <= Z95 * told.se,
                holds(low, high, truth.hit),
                off.abs() <= Z95 * pair.se,
                all,
                of_level(0),
                of_level(1),
                of_level(2),
            ],
            at: LEVELS.map(|level| truth.law.cdf(quantile(&sorted, level))),
        })
    }
}

/// Ranks (from 1) of the order statistics about a quantile that hold it in as
/// nearly 95 % of studies as there are, neither side missing it in more than 4 %.
fn ranks(level: f64) -> (usize, usize) {
    let even = |&(from, to): &(usize, usize)| {
        let under: f64 = (0..from).map(|k| binomial(k, YEARS, level)).sum();
        under <= 0.04 && under + chance_of_ranks(from, to, level) >= 0.96
    };
    let off = |&(from, to): &(usize, usize)| (chance_of_ranks(from, to, level) - 0.95).abs();
    let about = (YEARS as f64 * level) as usize;
    let all = (1..=about).flat_map(|from| (about + 1..=(3 * about).min(YEARS)).map(move |to| (from, to)));
    all.filter(even).min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or((1, YEARS))
}

/// Chance that two order statistics hold the quantile: that `from` to `to` − 1 years lie under it.
fn chance_of_ranks(from: usize, to: usize, level: f64) -> f64 {
    (from..to).map(|k| binomial(k, YEARS, level)).sum()
}

/// Chance that Wilson's interval holds `p`: the score of every count of hits
/// against `p` decides, by its definition (Wilson 1927).
fn chance_of_wilson(p: f64) -> f64 {
    let n = YEARS as f64;
    let holds = |hits: usize| (hits as f64 / n - p).abs() <= Z95 * (p * (1.0 - p) / n).sqrt();
    (0..=YEARS).filter(|&hits| holds(hits)).map(|hits| binomial(hits, YEARS, p)).sum()
}

fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let small = SmallStudy::new(STUDY, &[NORMAL, DOUBLE])?;
    let truth = TwoPlanTruth::new();
    let ranks = LEVELS.map(ranks);
    let replications = run.size(200, 8_000);
    let seed = run.seed_of("intervals");
    let studies: Vec<StudyCoverage> = (0..replications)
        .into_par_iter()
        .filter_map(|i| StudyCoverage::of(&small, &small.simulate(seed.wrapping_add(u64::from(i)), YEARS as u32), &truth, &ranks))
        .collect();
    // A study without an answer would count as one whose intervals miss.
    let n = replications as usize;
    let share = |(i, (what, expected)): (usize, (&str, f64))| {
        VerificationCheck::share(what, expected, studies.iter().filter(|study| study.holds[i]).count(), n)
    };
    let of_level = |i: usize| chance_of_ranks(ranks[i].0, ranks[i].1, LEVELS[i]);
    let intervals = [
        ("interval of the mean", 0.95),
        ("interval of the chance of the target", chance_of_wilson(truth.hit)),
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
            &SampleMoments::of(&at),
        ));
    }
    Ok(lines)
}
