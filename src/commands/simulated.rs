//! Simulated years of one plan for its exports, beside the same seats with today's owners.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::args::{ChanceArgs, OptionalChanceArgs, ThreadArgs};
use super::console::Console;
use super::failure::CommandError;
use super::plan_source::NamedPlan;
use super::progress::YearProgress;
use attain_analysis::compare::{DecisionRule, assemble_results, decide};
use attain_analysis::forecast_basis::ForecastBasis;
use attain_analysis::planning::design;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{NumberFormat, whole_number};
use attain_core::plan::Plan;
use attain_core::scenario::choices::Carve;
use attain_design::study::with_common_target;
use attain_export::SimulatedYears;
use attain_report::export::{DecidedResults, ExportError, json};
use attain_report::headline_text;
use attain_sim::simulate::simulate_years;

/// Name of the plan that keeps today's owners.
const TODAY: &str = "today's owners";

/// The plans side by side and their simulated years.
pub struct SimulatedPlans {
    /// Today's owners if the plan moves accounts, then the plan.
    pub plans: Vec<Plan>,
    /// Name of the plan with today's owners.
    pub today: Option<String>,
    pub years: Option<SimulatedYears>,
}

/// Simulates the plan and today's owners in the same years, or takes the results of a comparison.
///
/// # Errors
/// If the threads cannot be started or the results cannot be encoded.
pub fn simulate(named: &NamedPlan, args: &ChanceArgs, console: &Console) -> Result<SimulatedPlans, CommandError> {
    let plan = named.plan.clone();
    if let Some(results) = &named.results {
        return Ok(from_results(plan, results));
    }
    let before = with_todays_owners(named);
    let today = before.as_ref().map(|plan| plan.name.clone());
    let plans: Vec<Plan> = before.into_iter().chain([plan]).collect();
    let last = plans.len() - 1;
    let plans = with_common_target(plans, last);
    if args.years == 0 {
        return Ok(SimulatedPlans { plans, today, years: None });
    }
    let years = Some(run(named, &plans, (args.seed, args.years, &args.threads), console)?);
    Ok(SimulatedPlans { plans, today, years })
}

/// Simulates only the plan, or takes the results of a comparison. `None` without years.
///
/// # Errors
/// If the threads cannot be started or the results cannot be encoded.
pub fn simulate_alone(
    named: &NamedPlan,
    args: &OptionalChanceArgs,
    console: &Console,
) -> Result<Option<SimulatedYears>, CommandError> {
    match &named.results {
        Some(results) => Ok(from_results(named.plan.clone(), results).years),
        None if args.years == 0 => Ok(None),
        None => run(named, std::slice::from_ref(&named.plan), (args.seed, args.years, &args.threads), console).map(Some),
    }
}

/// Simulates plans and finds the answer.
fn run(
    named: &NamedPlan,
    plans: &[Plan],
    (seed, years, threads): (u64, u32, &ThreadArgs),
    console: &Console,
) -> Result<SimulatedYears, CommandError> {
    let threads = threads.pool()?;
    let bar = YearProgress::new(console);
    let done = AtomicU64::new(0);
    let book = &named.study.book;
    let on_years = |more: u32| bar.update(done.fetch_add(u64::from(more), Ordering::Relaxed) + u64::from(more), u64::from(years));
    let simulated = threads.install(|| simulate_years(book, plans, seed, years, &on_years));
    bar.finish();
    let hashes = vec![named.resolved().hash.clone(); plans.len()];
    let results = assemble_results(book, plans, &hashes, &simulated, 0).map_err(ExportError::from)?;
    let decision = decide(&results, DecisionRule::Target, ForecastBasis::new(book, &named.study.scenarios));
    let answer = headline_text(&results, &decision);
    let encoded = json(&DecidedResults { results: &results, decision: &decision })?;
    let results: Value = serde_json::from_slice(&encoded).unwrap_or_default();
    Ok(SimulatedYears::new(results, answer))
}

/// The same seats and quota policy with today's owners; `None` if the plan moves nothing or today's
/// owners contradict its rules.
fn with_todays_owners(named: &NamedPlan) -> Option<Plan> {
    let moves = named.plan.disruption.moved > 0 || named.plan.accounts.iter().any(|made| made.before != made.seat);
    if !moves || named.resolved().scenario.territory.carve == Carve::Keep {
        return None;
    }
    let kept = named.resolved().without_owners().with_choices(|scenario| {
        scenario.territory.carve = Carve::Keep;
        TODAY.clone_into(&mut scenario.name);
    });
    design(&named.study.book, &kept).ok()
}

/// The plan with the results of a comparison, whose reference plan stands for today if it moves
/// nothing.
fn from_results(plan: Plan, results: &Value) -> SimulatedPlans {
    let of = |name: &str| results["plans"].as_array().into_iter().flatten().find(|one| one["name"] == name).cloned();
    let today = results["reference"]
        .as_str()
        .filter(|&name| name != plan.name && of(name).is_some_and(|one| one["disruption"]["moved"].as_u64() == Some(0)));
    let n = NumberFormat::in_currency(&plan.scenario.money.currency);
    let figures = of(&plan.name).unwrap_or_default();
    let chance = figures["p_target"].as_f64().unwrap_or(f64::NAN);
    let chosen = match results["decision"]["chosen"].as_str() {
        Some(name) if name == plan.name => " The comparison chose this plan.".to_owned(),
        Some(name) => format!(" The comparison chose {name}."),
        None => String::new(),
    };
    let answer = format!(
        "{} reaches {} with probability {} ({} simulated years).{chosen}",
        plan.name,
        n.plain(MetricUnit::Money, figures["target"].as_f64().unwrap_or(plan.target)),
        n.plain(MetricUnit::Share, chance),
        whole_number(results["years"].as_f64().unwrap_or(0.0)),
    );
    let today = today.map(str::to_owned);
    SimulatedPlans { plans: vec![plan], today, years: Some(SimulatedYears::new(results.clone(), answer)) }
}
