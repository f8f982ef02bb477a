//! `attain solve`: finds the smallest change that reaches a goal.

use std::collections::BTreeMap;

use super::args::SolveArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::progress::CellProgress;
use super::stress::out;
use attain_analysis::experiment::axis;
use attain_analysis::experiment::cell::ExperimentCells;
use attain_analysis::experiment::cell_cache::CellCache;
use attain_analysis::experiment::cell_columns::CellColumns;
use attain_analysis::experiment::goal::{GoalMetric, SolveGoal};
use attain_analysis::experiment::lever::{Candidate, Lever, SolveOptions, candidates, change_reps};
use attain_analysis::experiment::simulate_cells::simulate_cells;
use attain_analysis::experiment::solve::{GoalSearch, SearchMethod, Solution};
use attain_analysis::forecast_basis::default_market;
use attain_analysis::planning::design;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::metric::MetricId;
use attain_core::output::OutputFolder;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_design::study::Study;
use attain_report::export;
use attain_report::export::solve::{NAME, SolveReport};
use attain_report::terminal;

/// Searches along one lever, in the same worlds, and reports the answer with its uncertainty.
///
/// # Errors
/// All faults in the input, before anything is simulated, or years or files that
/// cannot be written.
pub fn run(args: &SolveArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let goal = SolveGoal::parse(&args.goal)?;
    args.check()?;
    let study = study::load(std::slice::from_ref(&args.path))?;
    let base = with_target(&study.scenarios[0], args.target)?;
    let ask = search_options(args, &study, &base, &goal)?;
    let found = candidates(&study.book, &base, &ask)?;
    let threads = args.cells.threads.pool()?;
    let out = out(&args.cells, &study.scenarios[0]);
    let mut folder = OutputFolder::open_beside(&out, &[NAME.to_owned()], base.inputs())?;
    let kept = CellCache::open(&out, args.cells.seed, &study.book.hash, args.cells.fresh)?;

    let progress = CellProgress::new(console);
    let simulator = CandidateSimulator { args, study: &study, base: &base, kept: &kept, progress: &progress };
    let solution = threads.install(|| {
        if ask.teams.len() > 1 || ask.max_cuts > 0 {
            greedy(&simulator, &goal, &ask)
        } else {
            simulator.search(&goal, &found, args.budget)
        }
    });
    progress.finish();
    let solution = solution?;

    let target = base.scenario.target.bookings.map(attain_core::units::Money::get);
    let solved = SolveReport {
        version: env!("CARGO_PKG_VERSION"),
        scenario: &base.scenario.name,
        scenario_hash: &base.hash,
        data_hash: &study.book.hash,
        seed: args.cells.seed,
        years: args.cells.years,
        currency: &base.scenario.money.currency,
        target,
        default_market: default_market(&study.book, std::slice::from_ref(&base)),
        goal: &goal.text,
        by: args.by.axis(),
        teams: &ask.teams,
        max_cuts: ask.max_cuts,
        budget: args.budget,
        solution: &solution,
    };
    export::solve::write(&mut folder, &solved)?;
    let folder = folder.commit()?;
    console.print(&terminal::solve_page(&solved, &goal, args.by, console.width, console.colour));
    console.note(&format!("Results: {}", folder.join(NAME).display()));
    Ok(if solution.answer.is_some() && solution.affordable { ExitStatus::Done } else { ExitStatus::ConditionNotMet })
}

/// The scenario with its target replaced, if one is given.
fn with_target(base: &ResolvedScenario, target: Option<f64>) -> Result<ResolvedScenario, Faults> {
    let (Some(target), Some(axis)) = (target, axis::find("target")) else { return Ok(base.clone()) };
    axis.apply(base, None, target).map_err(|unfit| {
        let name = "target".to_owned();
        Faults(vec![Fault::new(
            Place::Option("--target"),
            attain_analysis::experiment::cell::CellError::Unfit { name, value: target, unfit },
        )])
    })
}

/// Most seats that are cut for a goal of cost or contribution.
const MOST_CUTS: u32 = 20;

/// Reads the options of the search. The default for `--by reps` is every team with seats, and cuts
/// where fewer seats can serve the goal.
fn search_options(args: &SolveArgs, study: &Study, base: &ResolvedScenario, goal: &SolveGoal) -> Result<SolveOptions, Faults> {
    let limits: BTreeMap<String, u32> = args.limit.iter().cloned().collect();
    let mut teams = args.team.clone();
    for team in limits.keys().filter(|_| args.by == Lever::Reps) {
        if !teams.contains(team) {
            teams.push(team.clone());
        }
    }
    if args.by == Lever::Reps && teams.is_empty() {
        let plan = design(&study.book, base)?;
        let seated = |team: &usize| plan.seats.iter().any(|seat| seat.team == *team);
        teams.extend((0..study.book.teams.len()).filter(seated).map(|team| study.book.teams[team].clone()));
    }
    let cheaper = matches!(goal.metric, GoalMetric::Mean(MetricId::Cost | MetricId::Contribution));
    let max_cuts = match args.max_cuts {
        _ if args.by != Lever::Reps => 0,
        Some(most) => most,
        None if cheaper => MOST_CUTS,
        None => 0,
    };
    let range = [args.from, args.to, args.step];
    Ok(SolveOptions {
        lever: args.by,
        teams,
        max_adds: args.max_adds,
        max_cuts,
        limits,
        hiring_per_month: args.hiring_per_month,
        range,
    })
}

/// Simulates the candidates of a search.
struct CandidateSimulator<'a> {
    args: &'a SolveArgs,
    study: &'a Study,
    base: &'a ResolvedScenario,
    kept: &'a CellCache,
    progress: &'a CellProgress,
}

impl CandidateSimulator<'_> {
    fn simulate(&self, candidates: &[&Candidate]) -> Result<Vec<CellColumns>, CommandError> {
        let altered: Vec<_> = candidates.iter().map(|candidate| candidate.altered.clone()).collect();
        let cells = ExperimentCells::from_altered(&self.study.book, self.base, &altered, &|_| ())?;
        let on_event = |event| self.progress.on_event(event);
        Ok(simulate_cells(&cells, self.kept, self.args.cells.seed, self.args.cells.years, &on_event)?)
    }

    fn search(&self, goal: &SolveGoal, candidates: &[Candidate], budget: Option<f64>) -> Result<Solution, CommandError> {
        let mut simulate = |at: &[usize]| self.simulate(&at.iter().map(|&at| &candidates[at]).collect::<Vec<_>>());
        let values = candidates.iter().map(|candidate| candidate.value).collect();
        let descriptions = candidates.iter().map(|candidate| candidate.description.clone()).collect();
        GoalSearch { values, descriptions, goal, budget, simulate: &mut simulate }.run()
    }
}

/// Steps without a better result after which a search of several teams ends.
const PATIENCE: usize = 3;

/// Adds seats to teams or cuts them, one at a time, each where it helps the goal most, until the
/// goal holds with 95 % confidence, no more may change, or three further seats in a row do not help.
/// A team does not both grow and shrink.
fn greedy(simulator: &CandidateSimulator, goal: &SolveGoal, ask: &SolveOptions) -> Result<Solution, CommandError> {
    let (book, base) = (&simulator.study.book, simulator.base);
    let change = |changes: &BTreeMap<String, i64>| change_reps(book, base, changes, ask.hiring_per_month);
    let margin = |columns: &CellColumns| goal.estimate(columns).map_or(f64::NEG_INFINITY, |found| goal.margin(found));
    let mut changes: BTreeMap<String, i64> = ask.teams.iter().map(|team| (team.clone(), 0)).collect();
    let mut path: Vec<(Candidate, CellColumns)> = Vec::new();
    let mut next: Vec<(BTreeMap<String, i64>, Candidate)> =
        change(&changes).map(|candidate| (changes.clone(), candidate)).into_iter().collect();
    let (mut best_margin, mut without_gain) = (f64::NEG_INFINITY, 0);
    while !next.is_empty() {
        let simulated = simulator.simulate(&next.iter().map(|(_, candidate)| candidate).collect::<Vec<_>>())?;
        // Ties go to the first team by name.
        let best = (0..simulated.len()).rev().max_by(|&a, &b| margin(&simulated[a]).total_cmp(&margin(&simulated[b])));
        let Some(best) = best else { break };
        let certain = goal.estimate(&simulated[best]).is_some_and(|found| goal.is_met(found, attain_sim::summarise::Z95));
        without_gain = if margin(&simulated[best]) > best_margin { 0 } else { without_gain + 1 };
        best_margin = best_margin.max(margin(&simulated[best]));
        if let (Some(columns), Some((taken, candidate))) = (simulated.into_iter().nth(best), next.into_iter().nth(best)) {
            changes = taken;
            path.push((candidate, columns));
        }
        next = Vec::new();
        if certain || without_gain >= PATIENCE {
            break;
        }
        next.extend(neighbours(&changes, ask).into_iter().filter_map(|with| Some((with.clone(), change(&with)?))));
    }
    let (candidates, columns): (Vec<Candidate>, Vec<CellColumns>) = path.into_iter().unzip();
    let known: BTreeMap<usize, CellColumns> = columns.into_iter().enumerate().collect();
    let mut nothing = |_: &[usize]| Ok::<_, CommandError>(Vec::new());
    let search = GoalSearch {
        values: candidates.iter().map(|candidate| candidate.value).collect(),
        descriptions: candidates.iter().map(|candidate| candidate.description.clone()).collect(),
        goal,
        budget: simulator.args.budget,
        simulate: &mut nothing,
    };
    Ok(search.solution(SearchMethod::Greedy, &known))
}

/// The changes with one more seat added or cut, within the limits.
fn neighbours(changes: &BTreeMap<String, i64>, ask: &SolveOptions) -> Vec<BTreeMap<String, i64>> {
    let total = |sign: i64| changes.values().map(|change| (sign * change).max(0)).sum::<i64>();
    let (added, cut) = (total(1), total(-1));
    let mut found = Vec::new();
    for (team, &now) in changes {
        let mut with = |change: i64| {
            let mut more = changes.clone();
            more.insert(team.clone(), now + change);
            found.push(more);
        };
        let within = ask.limits.get(team).is_none_or(|&limit| now < i64::from(limit));
        if now >= 0 && added < i64::from(ask.max_adds) && within {
            with(1);
        }
        if now <= 0 && cut < i64::from(ask.max_cuts) {
            with(-1);
        }
    }
    found
}
