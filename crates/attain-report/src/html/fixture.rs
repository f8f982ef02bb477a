//! A synthetic comparison of six plans to draw, with names no report may trip over.

use serde_json::{Map, json};

use super::charts::DensityCurves;
use super::inputs::ReportInputs;
use crate::assumptions::AssumptionRow;
use attain_core::metric;
use attain_core::metric::{SHARED, SeriesStep};
use attain_core::plan::{Disruption, Equity, EquityChange, Plan};
use attain_data::Book;
use attain_sim::simulate::rollup::RollupLevel;
use attain_sim::simulate::{PlanOutput, SimulationOutput};
use attain_sim::summarise::results::{GroupResult, Pair, PlanChoice, PlanResult, Results, SeatResult, SeriesResult, Stat};

/// Name, description, how much better than the reference.
const PLANS: [(&str, &str, f64); 6] = [
    ("Status quo", "Everyone keeps today's book and quota.", 0.0),
    ("Potential over conversion", "Scores weigh potential twice as much as historical conversion.", 0.012),
    ("Add three mid-market reps", "Three more mid-market seats from the second month.", 0.052),
    ("No geography", "Accounts go to the best seat wherever it is.", 0.021),
    ("Protect <every> relationship & \"all\"", "No account changes hands </script><script>alert(1)</script>.", 0.004),
    ("Team for the top 50 strategic accounts", "A dedicated team of five serves the fifty largest strategic accounts.", 0.041),
];
const TARGET: f64 = 42e6;
const SEATS: usize = 40;

/// Everything a report is made from.
pub struct Fixture {
    results: Results,
    densities: DensityCurves,
    book: Book,
    plans: Vec<Plan>,
    assumptions: Vec<AssumptionRow>,
}

impl Fixture {
    /// Six plans of `years` years and twelve months.
    pub fn new(years: usize) -> Self {
        let lived: Vec<PlanOutput> = (0..PLANS.len()).map(|i| lived(i, years)).collect();
        let plans: Vec<PlanResult> = lived.iter().enumerate().map(|(i, l)| plan(i, l)).collect();
        let results = Results {
            format: 1,
            version: "0.1.0",
            seed: 1,
            years,
            horizon_months: 12,
            start: "2027-01-01".into(),
            data_hash: "9f2c".repeat(16),
            currency: "$".into(),
            reference: PLANS[0].0.into(),
            pairs: pairs(&lived),
            precision: vec![],
            dropped: vec![],
            choice: plans.iter().map(choice).collect(),
            pareto: [0, 2, 4, 5].map(|i| PLANS[i].0.to_owned()).to_vec(),
            warnings: vec!["The pair “No geography” and “Status quo” decouples on moves: pairing gains little there.".into()],
            plans,
        };
        let made = PLANS.iter().map(|(name, ..)| designed(name)).collect();
        let lived = SimulationOutput { seed: 1, years, plans: lived, latent_opportunities: 1_000_000 };
        let densities = DensityCurves::from_years(&results, &lived).expect("years in memory");
        Self { results, densities, book: Book::default(), plans: made, assumptions: assumptions() }
    }

    /// The input of a report.
    pub fn input(&self) -> ReportInputs<'_> {
        ReportInputs {
            results: &self.results,
            densities: &self.densities,
            book: &self.book,
            plans: &self.plans,
            assumptions: &self.assumptions,
        }
    }

    /// The results, to break them.
    pub fn results(&mut self) -> &mut Results {
        &mut self.results
    }
}

/// A reproducible number from 0 to 1 for a place.
fn noise(a: usize, b: usize, c: usize) -> f64 {
    let mut x = (a as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (b as u64 + 7).wrapping_mul(0xbf58_476d_1ce4_e5b9)
        ^ (c as u64) << 17;
    for _ in 0..3 {
        x = (x ^ (x >> 30)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^= x >> 31;
    }
    (x >> 11) as f64 / (1_u64 << 53) as f64
}

/// About normal.
fn bell(a: usize, b: usize) -> f64 {
    (0..12).map(|c| noise(a, b, c)).sum::<f64>() - 6.0
}

fn lived(plan: usize, years: usize) -> PlanOutput {
    let gain = PLANS[plan].2;
    let market = |year: usize| 1.0 + gain + 0.055 * bell(1, year) + 0.012 * bell(20 + plan, year);
    let company = metric::ALL
        .iter()
        .enumerate()
        .map(|(m, metric)| (0..years).map(|y| value(metric.name, m, plan, y, market(y))).collect())
        .collect();
    let series = metric::SERIES.iter().enumerate().map(|(s, series)| {
        let steps = if series.step == SeriesStep::Month { 12 } else { 4 };
        (0..steps).map(|t| (0..years).map(|y| step(series.name, s, t, plan, market(y), y) as f32).collect()).collect()
    });
    PlanOutput { company, groups: vec![], seats: vec![], series: series.collect(), periods: vec![] }
}

fn value(name: &str, m: usize, plan: usize, year: usize, market: f64) -> f64 {
    let e = bell(100 + m * 7 + plan, year);
    let p = plan as f64;
    match name {
        "bookings" => 40.9e6 * market,
        "bookings_new" => 27e6 * market,
        "bookings_expansion" => 13.9e6 * market,
        "bookings_renewal" => 61e6 + 1e6 * e,
        "attainment" => 40.9e6 * market / TARGET,
        "target_hit" => f64::from(u8::from(40.9e6 * market >= TARGET)),
        "participation" => ((0.52 + 1.6 * (market - 1.0) + 0.05 * e) * 40.0).round().clamp(0.0, 40.0) / 40.0,
        "disruption" => 0.08 + [0.0, 0.13, 0.07, 0.21, 0.01, 0.10][plan] + 0.008 * e,
        "equity_range" => [2.1, 0.55, 0.8, 0.35, 1.9, 0.9][plan] + 0.12 * e,
        "cost" => 17.8e6 + [0.0, 0.1e6, 0.72e6, -0.25e6, 0.0, 0.35e6][plan] + 0.2e6 * e,
        "contribution" => 40.9e6 * market * 0.78 - 17.8e6 - [0.0, 0.1e6, 0.72e6, -0.25e6, 0.0, 0.35e6][plan],
        "leavers" => (12.0 + 0.3 * p + 3.0 * e).max(0.0).round(),
        "slipped" if plan == 1 => f64::NAN,
        _ => match metric::ALL[m].unit {
            metric::MetricUnit::Share => (0.5 + 0.1 * e).clamp(0.0, 1.0),
            metric::MetricUnit::Money => 3e6 + 2e5 * e,
            _ => 20.0 + 2.0 * e,
        },
    }
}

fn step(name: &str, s: usize, t: usize, plan: usize, market: f64, year: usize) -> f64 {
    let (f, p, e) = ((t + 1) as f64, plan as f64, bell(900 + 40 * s + 3 * t + plan, year));
    match name {
        "cumulative_bookings" => 40.9e6 * ((f / 12.0) * (1.0 + (market - 1.0) * libm::sqrt(12.0 / f)) + 0.01 * e),
        "ramped_reps" => 35.5 + [0.0, 0.0, (0.4 * f).min(2.6), 0.1, 0.2, 0.8][plan] - 1.6 * libm::sin(f / 2.4) + 0.6 * e,
        "vacant_seats" => (1.0 + 0.9 * libm::sin(f / 2.5) + 0.08 * p + 0.6 * e).max(0.0),
        "coverage" => 0.74 + [0.0, 0.02, 0.06, 0.035, 0.005, 0.045][plan] - 0.03 * libm::sin(f / 2.0) + 0.02 * e,
        "equity_range" => [2.1, 0.55, 0.8, 0.35, 1.9, 0.9][plan] + 0.06 * f + 0.1 * e,
        "equity_cv" => [0.52, 0.16, 0.2, 0.11, 0.48, 0.24][plan] + 0.012 * f + 0.02 * e,
        _ => 30.0 + e,
    }
}

fn stat(values: &[f64]) -> Stat {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let mean = sorted.iter().sum::<f64>() / n;
    let sd = libm::sqrt(sorted.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0));
    let q = |p: f64| sorted[((n - 1.0) * p) as usize];
    Stat {
        mean,
        se: sd / libm::sqrt(n),
        sd,
        p05: q(0.05),
        p10: q(0.1),
        p25: q(0.25),
        p50: q(0.5),
        p75: q(0.75),
        p90: q(0.9),
        p95: q(0.95),
    }
}

fn metrics(values: impl Iterator<Item = (&'static str, Stat)>) -> Map<String, serde_json::Value> {
    values.map(|(name, s)| (name.to_owned(), json!(s))).collect()
}

fn plan(i: usize, lived: &PlanOutput) -> PlanResult {
    let company = metrics(metric::ALL.iter().zip(&lived.company).map(|(m, v)| (m.name, stat(v))));
    let hit = stat(&lived.company[metric::MetricId::TargetHit as usize]);
    let participation = &lived.company[metric::MetricId::Participation as usize];
    let mut histogram = vec![0.0; 21];
    for p in participation {
        histogram[((p * 20.0) as usize).min(20)] += 1.0 / participation.len() as f64;
    }
    let (before, after) = (2.1, [2.1, 0.55, 0.8, 0.35, 1.9, 0.9][i]);
    let equity =
        |range: f64| Equity { range, largest_deviation: range / 2.5, cv: range / 4.0, gini: range / 8.0, peak_load: 1.1 };
    PlanResult {
        name: PLANS[i].0.into(),
        description: PLANS[i].1.into(),
        scenario_hash: format!("{i}a7b").repeat(16),
        target: TARGET,
        street_quota: 46.2e6,
        seats_planned: SEATS,
        p_target: hit.mean,
        p_target_se: hit.se,
        p_target_low: hit.mean - 2.0 * hit.se,
        p_target_high: hit.mean + 2.0 * hit.se,
        company,
        groups: groups(i),
        seats: (0..SEATS).map(|s| seat(i, s)).collect(),
        series: metric::SERIES.iter().zip(&lived.series).map(|(series, steps)| series_result(*series, steps)).collect(),
        periods: vec![],
        participation_histogram: histogram,
        equity: EquityChange { before: equity(before), after: equity(after) },
        disruption: Disruption { moved: 140 * i, accounts: 0.07 * i as f64, revenue: 0.05 * i as f64, pipeline: 0.03 * i as f64 },
        carve: None,
        notes: vec![
            format!("{} accounts sit with a rep at 1{i}0 % of capacity.", 3 + i),
            "A new seat ramps longer than the cycle of its segment.".into(),
        ],
    }
}

fn series_result(series: metric::MetricSeries, steps: &[Vec<f32>]) -> SeriesResult {
    let of = |values: &Vec<f32>| stat(&values.iter().map(|v| f64::from(*v)).collect::<Vec<_>>());
    SeriesResult { series, steps: steps.iter().map(of).collect() }
}

fn spread(mean: f64, sd: f64) -> Stat {
    let q = |z: f64| mean + z * sd;
    Stat {
        mean,
        se: sd / 20.0,
        sd,
        p05: q(-1.6),
        p10: q(-1.3),
        p25: q(-0.7),
        p50: q(-0.05),
        p75: q(0.6),
        p90: q(1.3),
        p95: q(1.7),
    }
}

fn groups(plan: usize) -> Vec<GroupResult> {
    let names = [
        (RollupLevel::Team, ["Enterprise", "Mid-market", "Inside sales"]),
        (RollupLevel::Segment, ["enterprise", "mid-market", "smb"]),
        (RollupLevel::Region, ["West", "East", "South"]),
    ];
    let group = |level, name: &str, k: usize| GroupResult {
        level,
        name: name.into(),
        seats: 13,
        metrics: metrics(std::iter::once(("attainment", spread(0.78 + 0.18 * k as f64 + 0.02 * plan as f64, 0.12)))),
    };
    names.iter().flat_map(|(level, names)| names.iter().enumerate().map(|(k, name)| group(*level, name, k))).collect()
}

fn seat(plan: usize, s: usize) -> SeatResult {
    let width = [0.3, 0.14, 0.16, 0.1, 0.28, 0.18][plan];
    let mean = 0.97 + PLANS[plan].2 + width * bell(3, s) + 0.03 * bell(60 + plan, s);
    let of = |m: &metric::Metric| (m.name, if m.name == "attainment" { spread(mean, 0.3) } else { spread(1.2, 0.4) });
    SeatResult {
        id: format!("R{s:03}"),
        name: format!("Rep <b>{s}</b>"),
        team: ["Enterprise", "Mid-market", "Inside sales"][s % 3].into(),
        region: ["West", "East", "South"][s % 3].into(),
        manager: format!("Manager {}", s % 5),
        accounts: 20 + s,
        potential: 1.2e6 + 2e4 * s as f64,
        load: 0.7 + 0.01 * s as f64,
        quota: 1.1e6,
        metrics: metrics(metric::ALL[..SHARED].iter().map(of)),
    }
}

fn pairs(lived: &[PlanOutput]) -> Vec<Pair> {
    let names = ["bookings", "target_hit", "attainment", "participation", "equity_range", "disruption", "cost", "contribution"];
    let mut found = Vec::new();
    for b in 0..lived.len() {
        for a in b + 1..lived.len() {
            for metric in names {
                let Some(m) = metric::index(metric) else { continue };
                let (x, y) = (&lived[a].company[m], &lived[b].company[m]);
                let d: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
                let (s, sx, sy) = (stat(&d), stat(x), stat(y));
                found.push(Pair {
                    a: PLANS[a].0.into(),
                    b: PLANS[b].0.into(),
                    metric,
                    difference: s.mean,
                    se: s.se,
                    low: s.mean - 3.1 * s.se,
                    high: s.mean + 3.1 * s.se,
                    p_a_beats_b: d.iter().filter(|d| **d > 0.0).count() as f64 / d.len() as f64,
                    variance_ratio: (sx.sd * sx.sd + sy.sd * sy.sd) / (s.sd * s.sd),
                });
            }
        }
    }
    found
}

fn choice(plan: &PlanResult) -> PlanChoice {
    let behind = 0.4 + (1.0 - plan.p_target) * 2.2;
    PlanChoice {
        plan: plan.name.clone(),
        p_best: plan.p_target / 3.0,
        expected_regret: behind * 1e6,
        expected_regret_se: 2.4e4,
        regret_p95: behind * 2.6e6,
    }
}

fn designed(name: &str) -> Plan {
    Plan {
        name: name.into(),
        scenario: attain_core::scenario::choices::Scenario::default(),
        assumed: None,
        seats: vec![],
        accounts: vec![],
        equity: EquityChange::default(),
        disruption: Disruption::default(),
        expected: attain_core::plan::ExpectedYear::default(),
        certificate: None,
        teams: vec![],
        street_quota: 46.2e6,
        target: TARGET,
        notes: vec![],
    }
}

fn assumptions() -> Vec<AssumptionRow> {
    let tables =
        ["horizon", "target", "market", "teams", "coverage", "ramp", "attrition", "protection", "territory", "quota", "money"];
    let one = |table: &str, i: usize| AssumptionRow {
        path: format!("{table}.choice-{i}"),
        value: ["0.3", "{ s-curve = { months = 5.7 } }", "58", "[\"enterprise\", \"mid-market\"]"][i % 4].into(),
        origin: ["default", "base.toml", "calibrated", "add-mid-market.toml"][i % 4].into(),
        source: ["S: Bridge Group, https://example.com/a?b=<c>", "A: about a third a year", "P: Albers, Mantrala & Sridhar 2010"]
            [i % 3]
            .into(),
        meaning: "Share of reps who leave in a year, all tenures, before the effect of attainment.".into(),
        plans: if i % 5 == 4 { vec![PLANS[2].0.into()] } else { vec![] },
    };
    tables.iter().flat_map(|table| (0..12).map(|i| one(table, i))).collect()
}
