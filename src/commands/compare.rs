//! `attain compare`: the main job.

use super::args::CompareArgs;
use super::progress::Progress;
use super::question::Question;
use super::{Exit, Failure, Screen, answer};
use attain_analysis::compare::{PrecisionGoal, Race};
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFolder;
use attain_report::export;
use attain_report::export::manifest;
use attain_sim::run;
use attain_sim::run::{BlockFile, BlockFolder, BlockRun, BlockStore, Shard, interim_looks};
use attain_sim::simulate::{Markets, Simulator};
use attain_sim::summarise::results::DroppedPlan;

/// Years of a run where nothing else is said.
const YEARS: u32 = 2000;

/// Designs every plan, simulates years of all of them, compares and reports.
///
/// # Errors
/// Every fault of the input before anything is simulated; a file that cannot
/// be written.
pub fn run(args: &CompareArgs, screen: &Screen) -> Result<Exit, Failure> {
    let started = jiff::Timestamp::now();
    let shard = args.shard.as_ref().map(|text| Shard::read(text, &|name| std::env::var(name).ok())).transpose()?;
    let question = Question::read(&args.paths, &args.answer, None)?;
    let stop = Stop::read(args, &question)?;
    let threads = args.answer.pool()?;
    if let Some(shard) = shard {
        let folder = BlockFolder::open(&question.out, &shard.to_string().replace(' ', "-"))?;
        let lived = threads.install(|| live_shard(args, &question, &folder, shard, screen))?;
        let path = folder.path().display();
        screen.say(&format!("{shard}: {} blocks of years in {path}; `attain merge` joins the shards", lived.len()));
        return Ok(Exit::Done);
    }
    let names = export::names(args.answer.format, &question.names());
    let files = OutputFolder::open_beside(&question.out, &names, question.inputs())?;
    let folder = BlockFolder::open(&question.out, "run")?;
    let Lived { store, dropped, resumed_blocks } = threads.install(|| live(args, &question, &folder, &stop, screen))?;

    let kept = |source| Failure::Kept { source, blocks: folder.path().display().to_string() };
    let results = answer::weigh(&question, &store, dropped, &threads).map_err(kept)?;
    let (precision, race) = (args.precision.clone(), args.race.clone());
    let threads = threads.current_num_threads();
    let run = manifest::Run { started, finished: started, threads, resumed_blocks, precision, race };
    let report = answer::write(&question, &store, &results, files, args.answer.format, run).map_err(kept)?;
    let met = stop.met(&store, &results.dropped, &question).map_err(kept)?;
    folder.clear()?;
    let exit = answer::say(&question, &results, &report, screen)?;
    if let Some(met) = met {
        screen.say(&met);
    }
    Ok(exit)
}

/// What a run left.
struct Lived {
    store: BlockStore,
    dropped: Vec<DroppedPlan>,
    resumed_blocks: usize,
}

/// Lives all years, or as many as are needed.
fn live(args: &CompareArgs, question: &Question, folder: &BlockFolder, stop: &Stop, screen: &Screen) -> Result<Lived, Failure> {
    let Question { study, plans, shape, reference, .. } = question;
    let found = run::found(folder, |_| true, args.resume, args.fresh)?;
    let markets = Markets::from_plans(&study.book, plans);
    let simulator = Simulator::new(&study.book, plans, &markets, args.seed);
    let progress = Progress::new(screen, u64::from(stop.years));
    let watch = |event| progress.note(event);
    let run = BlockRun::new(&simulator, shape.clone(), question.identity(args.seed), folder, found, &watch)?;
    let mut dropped: Vec<DroppedPlan> = Vec::new();
    let names = question.names();
    let store = run.whole(stop.years, &mut |look, years, active| {
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
    progress.end();
    Ok(Lived { store: store?, dropped, resumed_blocks: progress.kept() })
}

/// Lives the blocks of a shard.
fn live_shard(
    args: &CompareArgs,
    question: &Question,
    folder: &BlockFolder,
    shard: Shard,
    screen: &Screen,
) -> Result<Vec<BlockFile>, Failure> {
    let Question { study, plans, shape, .. } = question;
    let years = args.years.unwrap_or(YEARS);
    let found = run::found(folder, |block| shard.has(block), args.resume, args.fresh)?;
    let markets = Markets::from_plans(&study.book, plans);
    let simulator = Simulator::new(&study.book, plans, &markets, args.seed);
    let ours: Vec<u32> = (0..shape.blocks(years)).filter(|block| shard.has(*block)).collect();
    let progress = Progress::new(screen, ours.iter().map(|&block| shape.block(block, years).len() as u64).sum());
    let watch = |event| progress.note(event);
    let run = BlockRun::new(&simulator, shape.clone(), question.identity(args.seed), folder, found, &watch)?;
    let active = vec![true; plans.len()];
    let lived: Result<Vec<BlockFile>, run::RunError> = ours.into_iter().map(|block| run.block(block, &active, years)).collect();
    progress.end();
    Ok(lived?)
}

/// When a run ends.
struct Stop {
    /// Years at most.
    years: u32,
    goal: Option<PrecisionGoal>,
    race: Option<Race>,
}

impl Stop {
    fn read(args: &CompareArgs, question: &Question) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let names = question.names();
        let goal = args
            .precision
            .as_ref()
            .and_then(|text| PrecisionGoal::parse(text, &names).map_err(|fault| faults.0.push(fault)).ok());
        let race = args.race.as_ref().and_then(|metric| Race::parse(metric).map_err(|fault| faults.0.push(fault)).ok());
        let years = args.years.unwrap_or(if args.precision.is_some() { interim_looks::CAP } else { YEARS });
        faults.into_result(Self { years, goal, race })
    }

    /// Whether the precision was reached, in words.
    fn met(
        &self,
        store: &BlockStore,
        dropped: &[DroppedPlan],
        question: &Question,
    ) -> Result<Option<String>, export::ExportError> {
        use attain_sim::run::YearSource;
        let Some(goal) = &self.goal else { return Ok(None) };
        let names = question.names();
        let active: Vec<bool> = names.iter().map(|name| !dropped.iter().any(|gone| gone.plan == *name)).collect();
        let reached = goal.half_width(store, question.reference, &active)?;
        let wanted = goal.target_half_width(store, question.reference)?;
        let (years, metric) = (store.total(), goal.metric);
        Ok(Some(if reached <= wanted {
            format!("Precision: {metric} is known to ±{reached:.4} after {years} years; ±{wanted:.4} was asked for.")
        } else {
            format!(
                "Precision: not reached. {metric} is known to ±{reached:.4} after {years} years, the most allowed; ±{wanted:.4} was asked for."
            )
        }))
    }
}
