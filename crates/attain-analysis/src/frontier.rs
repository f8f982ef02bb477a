//! The trade-off between balance, contribution and disruption: a set of alternative alignments,
//! each with its own scenario.

use rayon::prelude::*;

use crate::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::number_format::significant;
use attain_core::plan::{Equity, Plan};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Objective, Protection, Scenario};
use attain_core::units::{Hours, Share, Weight};
use attain_data::Book;
use attain_design::study::with_common_target;
use attain_sim::simulate::simulate_years;

/// Candidate prices of a year of a relationship, as shares of the account's revenue.
const PRICES: [f64; 4] = [0.05, 0.1, 0.2, 0.4];

/// Prices of a move that are tried, the relationship and the time, as multiples of the scenario's own:
/// the dearer moves are, the fewer are worth it, and those that bring most for their price remain.
const MOVE_PRICES: [f64; 9] = [640.0, 320.0, 160.0, 80.0, 40.0, 20.0, 10.0, 5.0, 2.0];

/// Hours of a move that are multiplied where the scenario gives none, and the most there can be.
const MOVE_HOURS: f64 = 8.0;
const MOST_HOURS: f64 = 10_000.0;
const MOST_WEIGHT: f64 = 1000.0;

/// Tolerances that are tried, as shares of the scenario's own.
const TOLERANCES: [f64; 3] = [1.0, 0.5, 0.1];

/// Win probability from which an open deal protects its account, if the scenario gives none. A:
/// half.
const FROM_CHANCE: f64 = 0.5;

/// An alignment of the set.
#[derive(Debug, Clone)]
pub struct FrontierPlan {
    /// Short description of how the alignment is made.
    pub label: String,
    pub resolved: ResolvedScenario,
    pub plan: Plan,
    /// Fairness among comparable seats (of a team, and of a region where accounts must stay in
    /// their region).
    pub equity: Equity,
    /// Whether another alignment of the set is at least as good in balance, contribution, and accounts and revenue moved, and better in one.
    pub dominated: bool,
    /// Whether this is the knee: the alignment beyond which more balance costs most for what it brings.
    pub knee: bool,
    /// The results of simulated years; `None` where none were simulated.
    pub outcome: Option<FrontierOutcome>,
}

/// Results of simulated years with an alignment, each with its Monte Carlo standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrontierOutcome {
    /// Number of simulated years.
    pub years: u32,
    /// Probability of reaching the target.
    pub p_target: f64,
    /// Standard error of the probability.
    pub p_target_se: f64,
    /// Mean of bookings divided by the target.
    pub bookings_over_target: f64,
    /// Standard error of that mean.
    pub bookings_over_target_se: f64,
    /// That mean minus the mean of the first alignment in the same worlds.
    pub gain: f64,
    /// Paired standard error of the gain.
    pub gain_se: f64,
}

/// Simulates the first `years` years of every alignment in the same worlds. If the scenario states
/// no target, that of the first plan applies to all.
#[must_use]
pub fn simulate_frontier(book: &Book, mut points: Vec<FrontierPlan>, seed: u64, years: u32) -> Vec<FrontierPlan> {
    if years == 0 || points.is_empty() {
        return points;
    }
    let plans = with_common_target(points.iter().map(|point| point.plan.clone()).collect(), 0);
    let simulated = simulate_years(book, &plans, seed, years, &|_| ());
    let metric = |plan: usize, id: MetricId| simulated.plans[plan].company[id as usize].as_slice();
    let first = metric(0, MetricId::Attainment).to_vec();
    for (at, point) in points.iter_mut().enumerate() {
        let over_target = metric(at, MetricId::Attainment);
        let gains: Vec<f64> = over_target.iter().zip(&first).map(|(one, first)| one - first).collect();
        let (p_target, p_target_se) = mean(metric(at, MetricId::TargetHit));
        let (bookings_over_target, bookings_over_target_se) = mean(over_target);
        let (gain, gain_se) = mean(&gains);
        point.outcome =
            Some(FrontierOutcome { years, p_target, p_target_se, bookings_over_target, bookings_over_target_se, gain, gain_se });
    }
    points
}

/// Mean of the finite values, with its standard error.
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

/// Designs a scenario as it is today, with dearer moves and with stricter tolerances, under full protection, protection of the active pipeline, several prices and no
/// protection, and for contribution. One alignment is named as the knee.
///
/// # Errors
/// Returns every contradiction between the scenario's choices and the book.
pub fn frontier(book: &Book, resolved: &ResolvedScenario) -> Result<Vec<FrontierPlan>, Faults> {
    let made: Vec<Result<FrontierPlan, Faults>> = variants(resolved)
        .into_par_iter()
        .map(|(label, resolved)| {
            let plan = design(book, &resolved)?;
            let equity = plan.equity.after;
            Ok(FrontierPlan { label, resolved, plan, equity, dominated: false, knee: false, outcome: None })
        })
        .collect();
    let mut faults = Faults::default();
    let mut points: Vec<FrontierPlan> = Vec::new();
    for point in made {
        match point {
            // List an alignment once even if several variants produce it.
            Ok(point) => match points.iter_mut().find(|other| same(&other.plan, &point.plan)) {
                Some(other) => other.label = format!("{}; {}", other.label, point.label),
                None => points.push(point),
            },
            Err(found) => faults.0.extend(found.0),
        }
    }
    for at in 0..points.len() {
        let dominated = points.iter().any(|other| dominates(other, &points[at]));
        points[at].dominated = dominated;
    }
    if let Some(at) = knee(&points) {
        points[at].knee = true;
    }
    // A contradiction that several alignments share is reported once.
    let mut seen = std::collections::BTreeSet::new();
    faults.0.retain(|fault| seen.insert(fault.to_string()));
    faults.into_result(points)
}

/// The alignment that lies furthest below the line from no move to the best balance, where moved
/// accounts and imbalance are both measured from 0 to 1; only alignments that no other dominates count.
fn knee(points: &[FrontierPlan]) -> Option<usize> {
    let place = |point: &FrontierPlan| (point.plan.disruption.accounts, point.equity.cv);
    let kept: Vec<usize> = (0..points.len()).filter(|&at| !points[at].dominated).collect();
    let by_balance = |a: &&usize, b: &&usize| place(&points[**a]).1.total_cmp(&place(&points[**b]).1);
    let (&even, &uneven) = (kept.iter().min_by(by_balance)?, kept.iter().max_by(by_balance)?);
    let ((most, low), (least, high)) = (place(&points[even]), place(&points[uneven]));
    if most <= least || high <= low {
        return None;
    }
    let below = |at: &usize| {
        let (moved, cv) = place(&points[*at]);
        1.0 - (moved - least) / (most - least) - (cv - low) / (high - low)
    };
    let inner = kept.into_iter().filter(|at| *at != even && *at != uneven);
    inner.max_by(|a, b| below(a).total_cmp(&below(b)).then(b.cmp(a))).filter(|at| below(at) > 0.0)
}

/// The scenario with today's owners.
fn today(resolved: &ResolvedScenario) -> ResolvedScenario {
    change(resolved, "today", |scenario| scenario.territory.carve = Carve::Keep)
}

/// The scenario with dearer moves, the dearest first, and then with stricter tolerances: from few
/// moves to full balance.
fn steps(resolved: &ResolvedScenario) -> Vec<(String, ResolvedScenario)> {
    let own = resolved.scenario.territory.move_hours.get();
    let hours = if own > 0.0 { own } else { MOVE_HOURS };
    let mut all: Vec<(String, ResolvedScenario)> = Vec::new();
    for times in MOVE_PRICES {
        let set = |scenario: &mut Scenario| {
            redesign(scenario);
            let territory = &mut scenario.territory;
            territory.move_hours = Hours::literal((times * hours).min(MOST_HOURS));
            territory.disruption_weight = Weight::literal((times * territory.disruption_weight.get()).min(MOST_WEIGHT));
        };
        all.push((format!("moves worth {times} times their price"), change(resolved, &format!("moves-{times}"), set)));
    }
    let own = resolved.scenario.territory.balance_tolerance.get();
    for share in TOLERANCES {
        let percent = significant(100.0 * share * own, 2);
        let set = |scenario: &mut Scenario| {
            redesign(scenario);
            scenario.territory.balance_tolerance = Share::literal(share * own);
        };
        all.push((format!("tolerance of {percent} %"), change(resolved, &format!("tolerance-{percent}"), set)));
    }
    all
}

/// The scenarios that are designed, with their labels.
fn variants(resolved: &ResolvedScenario) -> Vec<(String, ResolvedScenario)> {
    let from_chance = match resolved.scenario.protection {
        Protection::ActivePipeline { from_chance } => from_chance,
        _ => Share::literal(FROM_CHANCE),
    };
    let pipeline = Protection::ActivePipeline { from_chance };
    let mut all = vec![("today".to_owned(), today(resolved))];
    all.extend(steps(resolved));
    all.extend([
        ("all protected".to_owned(), protect(resolved, "protect-all", Protection::All)),
        ("active pipeline protected".to_owned(), protect(resolved, "protect-pipeline", pipeline)),
    ]);
    for price in PRICES.into_iter().rev() {
        let percent = format!("{:.0}", 100.0 * price);
        let priced = Protection::Priced { revenue_share_per_year: Share::literal(price) };
        all.push((format!("{percent} % of revenue a year"), protect(resolved, &format!("price-{percent}"), priced)));
    }
    all.push(("none protected".to_owned(), protect(resolved, "protect-none", Protection::None)));
    let maximise_contribution = |scenario: &mut Scenario| {
        redesign(scenario);
        scenario.territory.objective = Objective::Contribution;
    };
    all.push(("highest contribution".to_owned(), change(resolved, "contribution", maximise_contribution)));
    let without_protection = |scenario: &mut Scenario| {
        maximise_contribution(scenario);
        scenario.protection = Protection::None;
    };
    all.push(("highest contribution, none protected".to_owned(), change(resolved, "contribution-free", without_protection)));
    all
}

fn protect(resolved: &ResolvedScenario, name: &str, protection: Protection) -> ResolvedScenario {
    change(resolved, name, |scenario| {
        redesign(scenario);
        scenario.protection = protection;
    })
}

/// Switches to designing territories if the scenario only keeps or lists them.
fn redesign(scenario: &mut Scenario) {
    if scenario.territory.carve.keeps() {
        scenario.territory.carve = Carve::Redesign;
    }
}

fn change(resolved: &ResolvedScenario, name: &str, by: impl FnOnce(&mut Scenario)) -> ResolvedScenario {
    resolved.without_owners().with_choices(|scenario| {
        by(scenario);
        scenario.description = format!("One of a set of assignments for {}: {name}.", scenario.name);
        name.clone_into(&mut scenario.name);
    })
}

fn same(a: &Plan, b: &Plan) -> bool {
    a.seats.len() == b.seats.len() && a.accounts.iter().zip(&b.accounts).all(|(a, b)| a.seat == b.seat)
}

/// Whether one alignment is at least as good in all four criteria, and better in one.
fn dominates(one: &FrontierPlan, other: &FrontierPlan) -> bool {
    let criteria = |point: &FrontierPlan| {
        let moved = &point.plan.disruption;
        [point.equity.cv, moved.accounts, moved.revenue, -point.plan.expected.contribution]
    };
    let (one, other) = (criteria(one), criteria(other));
    one.iter().zip(other).all(|(a, b)| *a <= b) && one.iter().zip(other).any(|(a, b)| *a < b)
}
