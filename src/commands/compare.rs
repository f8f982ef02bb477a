//! `attain compare`: simulates every plan in the same worlds and compares them.

use super::args::CompareArgs;
use super::browser::Browser;
use super::comparison_inputs::ComparisonInputs;
use super::comparison_output;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::interrupt;
use super::progress::RunProgress;
use attain_analysis::compare::{PrecisionGoal, Race};
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFolder;
use attain_report::export;
use attain_report::export::manifest;
use attain_sim::run;
use attain_sim::run::{BlockFile, BlockFolder, BlockRun, BlockStore, Shard, interim_looks};
use attain_sim::simulate::{Markets, Simulator};
use attain_sim::summarise::results::DroppedPlan;

/// Default number of years, without `--years` and `--precision`.
const YEARS: u32 = 2000;

/// Designs, simulates and compares all plans and writes the report.
///
/// # Errors
/// All faults in the input, before anything is simulated, or a file that cannot
/// be written.
pub fn run(args: &CompareArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let started = jiff::Timestamp::now();
    let shard = args.shard.as_ref().map(|text| Shard::read(text, &|name| std::env::var(name).ok())).transpose()?;
    let browser = args.output.pdf.then(Browser::find).transpose()?;
    let inputs = ComparisonInputs::read(&args.paths, &args.output, None)?;
    let stop = StoppingRule::read(args, &inputs)?;
    let threads = args.output.threads.pool()?;
    if let Some(shard) = shard {
        let folder = BlockFolder::open(&inputs.out, &shard.to_string().replace(' ', "-"))?;
        keep(&folder);
        let blocks = threads.install(|| simulate_shard(args, &inputs, &folder, shard, console))?;
        let path = folder.path().display();
        console.print(&format!(
            "{shard}: wrote blocks to {path} (number of blocks: {}); combine the shards with `attain merge`",
            blocks.len()
        ));
        return Ok(ExitStatus::Done);
    }
    let names = export::file_names(args.output.format, &inputs.names());
    let files = OutputFolder::open_beside(&inputs.out, &names, inputs.input_files())?;
    let folder = BlockFolder::open(&inputs.out, "run")?;
    keep(&folder);
    let SimulatedRun { store, dropped, resumed_blocks } = threads.install(|| simulate(args, &inputs, &folder, &stop, console))?;

    let kept = |source| CommandError::Kept { source, blocks: folder.path().display().to_string() };
    let results = comparison_output::summarise(&inputs, &store, dropped, &threads).map_err(kept)?;
    let decision = comparison_output::decision(&inputs, &results);
    let decided = export::DecidedResults { results: &results, decision: &decision };
    let (precision, race) = (args.precision.clone(), args.race.clone());
    let threads = threads.current_num_threads();
    let run = manifest::RunRecord { started, finished: started, threads, resumed_blocks, precision, race };
    let report = comparison_output::write(&inputs, &store, &decided, files, args.output.format, run).map_err(kept)?;
    let outcome = stop.outcome(&store, &results.dropped, &inputs).map_err(kept)?;
    folder.clear()?;
    let status = comparison_output::print(&inputs, &decided, &report, console)?;
    comparison_output::print_pdf(browser, &report, console)?;
    if let Some(outcome) = outcome {
        console.print(&outcome);
    }
    Ok(status)
}

/// States that an interrupted run keeps its finished blocks.
fn keep(folder: &BlockFolder) {
    interrupt::keeps(format!("finished blocks of years are kept in {}; continue with --resume", folder.path().display()));
}

/// The simulated years of a run.
struct SimulatedRun {
    store: BlockStore,
    dropped: Vec<DroppedPlan>,
    resumed_blocks: usize,
}

/// Simulates all years, or as many as the stopping rule requires.
fn simulate(
    args: &CompareArgs,
    inputs: &ComparisonInputs,
    folder: &BlockFolder,
    stop: &StoppingRule,
    console: &Console,
) -> Result<SimulatedRun, CommandError> {
    let ComparisonInputs { study, plans, shape, reference, .. } = inputs;
    let found = run::found(folder, |_| true, args.resume, args.fresh)?;
    let markets = Markets::from_plans(&study.book, plans);
    let simulator = Simulator::new(&study.book, plans, &markets, args.seed);
    let progress = RunProgress::new(console, u64::from(stop.years));
    let on_event = |event| progress.on_event(event);
    let run = BlockRun::new(&simulator, shape.clone(), inputs.identity(args.seed), folder, found, &on_event)?;
    let mut dropped: Vec<DroppedPlan> = Vec::new();
    let names = inputs.names();
    let store = run.run_all(stop.years, &mut |look, years, active| {
        if let Some(race) = &stop.race {
            let gone = race.eliminate(&names, years, active, *reference, look)?;
            for name in gone.iter().map(|gone| gone.plan.as_str()) {
                names.iter().zip(active.iter_mut()).filter(|(known, _)| **known == name).for_each(|(_, active)| *active = false);
            }
            dropped.extend(gone);
        }
        let Some(goal) = &stop.goal else { return Ok(true) };
        let (reached, wanted) = (goal.half_width(years, *reference, active)?, goal.target_half_width(years, *reference)?);
        progress.expect(years, reached / wanted);
        Ok(reached > wanted)
    });
    progress.finish();
    Ok(SimulatedRun { store: store?, dropped, resumed_blocks: progress.reused_blocks() })
}

/// Simulates the blocks of a shard.
fn simulate_shard(
    args: &CompareArgs,
    inputs: &ComparisonInputs,
    folder: &BlockFolder,
    shard: Shard,
    console: &Console,
) -> Result<Vec<BlockFile>, CommandError> {
    let ComparisonInputs { study, plans, shape, .. } = inputs;
    let years = args.years.unwrap_or(YEARS);
    let found = run::found(folder, |block| shard.has(block), args.resume, args.fresh)?;
    let markets = Markets::from_plans(&study.book, plans);
    let simulator = Simulator::new(&study.book, plans, &markets, args.seed);
    let ours: Vec<u32> = (0..shape.blocks(years)).filter(|block| shard.has(*block)).collect();
    let progress = RunProgress::new(console, ours.iter().map(|&block| shape.block(block, years).len() as u64).sum());
    let on_event = |event| progress.on_event(event);
    let run = BlockRun::new(&simulator, shape.clone(), inputs.identity(args.seed), folder, found, &on_event)?;
    let active = vec![true; plans.len()];
    let blocks: Result<Vec<BlockFile>, run::RunError> = ours.into_iter().map(|block| run.block(block, &active, years)).collect();
    progress.finish();
    Ok(blocks?)
}

/// Conditions under which a run stops.
struct StoppingRule {
    /// Maximum number of years to simulate.
    years: u32,
    /// The goal given by `--precision`.
    goal: Option<PrecisionGoal>,
    /// The race given by `--race`.
    race: Option<Race>,
}

impl StoppingRule {
    fn read(args: &CompareArgs, inputs: &ComparisonInputs) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let names = inputs.names();
        let goal = args
            .precision
            .as_ref()
            .and_then(|text| PrecisionGoal::parse(text, &names).map_err(|fault| faults.0.push(fault)).ok());
        let race = args.race.as_ref().and_then(|metric| Race::parse(metric).map_err(|fault| faults.0.push(fault)).ok());
        let years = args.years.unwrap_or(if args.precision.is_some() { interim_looks::CAP } else { YEARS });
        faults.into_result(Self { years, goal, race })
    }

    /// Reports whether the requested precision was reached; `None` without `--precision`.
    fn outcome(
        &self,
        store: &BlockStore,
        dropped: &[DroppedPlan],
        inputs: &ComparisonInputs,
    ) -> Result<Option<String>, export::ExportError> {
        use attain_sim::run::YearSource;
        let Some(goal) = &self.goal else { return Ok(None) };
        let names = inputs.names();
        let active: Vec<bool> = names.iter().map(|name| !dropped.iter().any(|gone| gone.plan == *name)).collect();
        let reached = goal.half_width(store, inputs.reference, &active)?;
        let wanted = goal.target_half_width(store, inputs.reference)?;
        let (years, metric) = (store.total(), goal.metric);
        Ok(Some(if reached <= wanted {
            format!("Precision: {metric} is known to ±{reached:.4} after {years} years (requested: ±{wanted:.4}).")
        } else {
            format!(
                "Precision not reached: {metric} is known to ±{reached:.4} after {years} years, the maximum (requested: ±{wanted:.4})."
            )
        }))
    }
}
