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
use attain_analysis::experiment::goal::SolveGoal;
use attain_analysis::experiment::lever::{Candidate, Lever, SolveOptions, add_reps, candidates};
use attain_analysis::experiment::simulate_cells::simulate_cells;
use attain_analysis::experiment::solve::{GoalSearch, SearchMethod, Solution};
use attain_analysis::experiment::study::richest_team;
use attain_analysis::forecast_basis::default_market;
use attain_analysis::planning::design;
use attain_core::diagnostics::{Fault, Faults, Place};
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
    let ask = search_options(args, &study, &base)?;
    let found = candidates(&study.book, &base, &ask)?;
    let threads = args.cells.threads.pool()?;
    let out = out(&args.cells, &study.scenarios[0]);
    let mut folder = OutputFolder::open_beside(&out, &[NAME.to_owned()], base.inputs())?;
    let kept = CellCache::open(&out, args.cells.seed, &study.book.hash, args.cells.fresh)?;

    let progress = CellProgress::new(console);
    let simulator = CandidateSimulator { args, study: &study, base: &base, kept: &kept, progress: &progress };
    let solution = threads.install(|| {
        if ask.teams.len() > 1 { greedy(&simulator, &goal, &ask) } else { simulator.search(&goal, &found, args.budget) }
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

/// Reads the options of the search. The default team for `--by reps` is the team with the most
/// potential per seat.
fn search_options(args: &SolveArgs, study: &Study, base: &ResolvedScenario) -> Result<SolveOptions, Faults> {
    let limits: BTreeMap<String, u32> = args.limit.iter().cloned().collect();
    let mut teams = args.team.clone();
    for team in limits.keys().filter(|_| args.by == Lever::Reps) {
        if !teams.contains(team) {
            teams.push(team.clone());
        }
    }
    if args.by == Lever::Reps && teams.is_empty() {
        teams.push(richest_team(&study.book, &design(&study.book, base)?));
    }
    let range = [args.from, args.to, args.step];
    Ok(SolveOptions { lever: args.by, teams, max_adds: args.max_adds, limits, hiring_per_month: args.hiring_per_month, range })
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

/// Adds seats to several teams, one at a time, each to the team where it helps the
/// goal most, until the goal holds with 95 % confidence or no more seats may be added.
fn greedy(simulator: &CandidateSimulator, goal: &SolveGoal, ask: &SolveOptions) -> Result<Solution, CommandError> {
    let mut more: BTreeMap<String, u32> = ask.teams.iter().map(|team| (team.clone(), 0)).collect();
    let mut path: Vec<(Candidate, CellColumns)> = Vec::new();
    let mut next: Vec<Candidate> = add_reps(simulator.base, &more, ask.hiring_per_month).into_iter().collect();
    let mut of_teams: Vec<BTreeMap<String, u32>> = vec![more.clone()];
    while !next.is_empty() {
        let simulated = simulator.simulate(&next.iter().collect::<Vec<_>>())?;
        let margin = |columns: &CellColumns| goal.estimate(columns).map_or(f64::NEG_INFINITY, |found| goal.margin(found));
        // Ties go to the first team by name.
        let best = (0..simulated.len()).rev().max_by(|&a, &b| margin(&simulated[a]).total_cmp(&margin(&simulated[b])));
        let Some(best) = best else { break };
        more.clone_from(&of_teams[best]);
        let certain = goal.estimate(&simulated[best]).is_some_and(|found| goal.is_met(found, attain_sim::summarise::Z95));
        let taken = simulated.into_iter().nth(best).zip(next.into_iter().nth(best));
        path.extend(taken.map(|(columns, candidate)| (candidate, columns)));
        (next, of_teams) = (Vec::new(), Vec::new());
        if certain || more.values().sum::<u32>() >= ask.max_adds {
            break;
        }
        for team in more.keys() {
            let mut with = more.clone();
            with.entry(team.clone()).and_modify(|seats| *seats += 1);
            let allowed = ask.limits.get(team).is_none_or(|limit| with[team] <= *limit);
            if let Some(candidate) = add_reps(simulator.base, &with, ask.hiring_per_month).filter(|_| allowed) {
                next.push(candidate);
                of_teams.push(with);
            }
        }
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
