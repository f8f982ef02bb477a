//! What there is to choose between balance, contribution and disruption: not
//! one carve but a set, each a scenario of its own.

use rayon::prelude::*;

use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::plan::{Equity, Plan};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Objective, Protection, Scenario};
use attain_core::units::{Share, Weight};
use attain_data::Book;
use attain_design::design::design;
use attain_design::study::with_common_target;
use attain_design::territory::equity;
use attain_sim::simulate::simulate_years;

/// Prices of a year of a relationship that are tried, as shares of the account's revenue.
const PRICES: [f64; 4] = [0.05, 0.1, 0.2, 0.4];

/// Weights of balance that are tried beside the scenario's own, with no protection.
const WEIGHTS: [f64; 3] = [0.0, 0.3, 3.0];

/// Chance to win from which an open deal protects, where the scenario names none. A: half.
const FROM_CHANCE: f64 = 0.5;

/// One carve of the set.
#[derive(Debug, Clone)]
pub struct FrontierPlan {
    /// What makes it, in a few words.
    pub label: String,
    /// Its scenario.
    pub resolved: ResolvedScenario,
    /// Its plan.
    pub plan: Plan,
    /// Fairness among like seats (of a team, and of a region where accounts stay in theirs).
    pub equity: Equity,
    /// Another carve of the set is at least as good in balance, contribution and disruption, and better in one.
    pub beaten: bool,
    /// What simulated years came to.
    pub attained: Option<FrontierOutcome>,
}

/// What simulated years of a plan came to, each figure with its Monte Carlo standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrontierOutcome {
    /// Simulated years.
    pub years: u32,
    /// Chance that bookings reach the target.
    pub p_target: f64,
    /// Its standard error.
    pub p_target_se: f64,
    /// Mean of the company's attainment.
    pub attainment: f64,
    /// Its standard error.
    pub attainment_se: f64,
    /// Mean attainment less that of the first carve in the same worlds.
    pub more: f64,
    /// Its standard error: the same worlds take most of the noise away.
    pub more_se: f64,
}

/// Simulates the first `years` years of every carve, all in the same worlds. They
/// are measured against the first one's target where the scenario states none.
#[must_use]
pub fn with_outcomes(book: &Book, mut points: Vec<FrontierPlan>, seed: u64, years: u32) -> Vec<FrontierPlan> {
    if years == 0 || points.is_empty() {
        return points;
    }
    let plans = with_common_target(points.iter().map(|point| point.plan.clone()).collect(), 0);
    let simulated = simulate_years(book, &plans, seed, years, &|_| ());
    let metric = |plan: usize, id: MetricId| simulated.plans[plan].company[id as usize].as_slice();
    let first = metric(0, MetricId::Attainment).to_vec();
    for (at, point) in points.iter_mut().enumerate() {
        let attainment = metric(at, MetricId::Attainment);
        let more: Vec<f64> = attainment.iter().zip(&first).map(|(one, first)| one - first).collect();
        let (p_target, p_target_se) = mean(metric(at, MetricId::TargetHit));
        let (mean_attainment, attainment_se) = mean(attainment);
        let (more, more_se) = mean(&more);
        point.attained =
            Some(FrontierOutcome { years, p_target, p_target_se, attainment: mean_attainment, attainment_se, more, more_se });
    }
    points
}

/// Mean and standard error of the values that are there.
fn mean(values: &[f64]) -> (f64, f64) {
    let there: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let n = there.len() as f64;
    if n < 2.0 {
        return (there.first().copied().unwrap_or(f64::NAN), f64::NAN);
    }
    let mean = there.iter().sum::<f64>() / n;
    let squares: f64 = there.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}

/// Carves a scenario under no protection, active pipeline, several prices and
/// full protection, with balance at several weights, and as it is today.
///
/// # Errors
/// Every contradiction between the scenario's choices and the book.
pub fn frontier(book: &Book, resolved: &ResolvedScenario) -> Result<Vec<FrontierPlan>, Faults> {
    let made: Vec<Result<FrontierPlan, Faults>> = choices(resolved)
        .into_par_iter()
        .map(|(label, resolved)| {
            let plan = design(book, &resolved)?;
            let equity = like_seats(&plan);
            Ok(FrontierPlan { label, resolved, plan, equity, beaten: false, attained: None })
        })
        .collect();
    let mut faults = Faults::default();
    let mut points: Vec<FrontierPlan> = Vec::new();
    for point in made {
        match point {
            // The same carve by another way is no further choice.
            Ok(point) => match points.iter_mut().find(|other| same(&other.plan, &point.plan)) {
                Some(other) => other.label = format!("{}; {}", other.label, point.label),
                None => points.push(point),
            },
            Err(found) => faults.0.extend(found.0),
        }
    }
    for at in 0..points.len() {
        let beaten = points.iter().any(|other| beats(other, &points[at]));
        points[at].beaten = beaten;
    }
    // The same contradiction in several carves is one.
    let mut seen = std::collections::BTreeSet::new();
    faults.0.retain(|fault| seen.insert(fault.to_string()));
    faults.into_result(points)
}

/// The choices that are tried.
fn choices(resolved: &ResolvedScenario) -> Vec<(String, ResolvedScenario)> {
    let from_chance = match resolved.scenario.protection {
        Protection::ActivePipeline { from_chance } => from_chance,
        _ => Share::literal(FROM_CHANCE),
    };
    let pipeline = Protection::ActivePipeline { from_chance };
    let mut all = vec![
        ("today".to_owned(), change(resolved, "today", |scenario| scenario.territory.carve = Carve::Keep)),
        ("all protected".to_owned(), protect(resolved, "protect-all", Protection::All)),
        ("active pipeline protected".to_owned(), protect(resolved, "protect-pipeline", pipeline)),
    ];
    for price in PRICES.into_iter().rev() {
        let percent = format!("{:.0}", 100.0 * price);
        let priced = Protection::Priced { revenue_share_per_year: Share::literal(price) };
        all.push((format!("{percent} % of revenue a year"), protect(resolved, &format!("price-{percent}"), priced)));
    }
    all.push(("none protected".to_owned(), protect(resolved, "protect-none", Protection::None)));
    let earn = |scenario: &mut Scenario| {
        redesign(scenario);
        scenario.territory.objective = Objective::Contribution;
    };
    all.push(("most contribution".to_owned(), change(resolved, "contribution", earn)));
    let free = |scenario: &mut Scenario| {
        earn(scenario);
        scenario.protection = Protection::None;
    };
    all.push(("most contribution, none protected".to_owned(), change(resolved, "contribution-free", free)));
    for weight in WEIGHTS {
        let name = format!("balance-{weight}");
        let weigh = |scenario: &mut Scenario| {
            redesign(scenario);
            scenario.protection = Protection::None;
            scenario.territory.balance_weight = Weight::literal(weight);
        };
        all.push((format!("none protected, balance × {weight}"), change(resolved, &name, weigh)));
    }
    all
}

fn protect(resolved: &ResolvedScenario, name: &str, protection: Protection) -> ResolvedScenario {
    change(resolved, name, |scenario| {
        redesign(scenario);
        scenario.protection = protection;
    })
}

/// A carve is asked for, where the scenario only keeps or lists.
fn redesign(scenario: &mut Scenario) {
    if scenario.territory.carve.keeps() {
        scenario.territory.carve = Carve::Redesign;
    }
}

fn change(resolved: &ResolvedScenario, name: &str, by: impl FnOnce(&mut Scenario)) -> ResolvedScenario {
    resolved.without_owners().with_choices(|scenario| {
        by(scenario);
        scenario.description = format!("One of a set of carves of {}: {name}.", scenario.name);
        name.clone_into(&mut scenario.name);
    })
}

fn like_seats(plan: &Plan) -> Equity {
    let potential: Vec<f64> = plan.seats.iter().map(|seat| seat.potential).collect();
    let load: Vec<f64> = plan.seats.iter().map(|seat| seat.workload / seat.capacity.max(1e-9)).collect();
    equity::measure_equity(&potential, &equity::peer_groups(plan), &load, &mut equity::EquityScratch::default())
}

fn same(a: &Plan, b: &Plan) -> bool {
    a.seats.len() == b.seats.len() && a.accounts.iter().zip(&b.accounts).all(|(a, b)| a.seat == b.seat)
}

/// At least as good in all three, better in one.
fn beats(one: &FrontierPlan, other: &FrontierPlan) -> bool {
    let of = |point: &FrontierPlan| [point.equity.cv, point.plan.disruption.revenue, -point.plan.expected.contribution];
    let (one, other) = (of(one), of(other));
    one.iter().zip(other).all(|(a, b)| *a <= b) && one.iter().zip(other).any(|(a, b)| *a < b)
}
