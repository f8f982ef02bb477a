//! `attain compare`: the main job.

use super::args::CompareArgs;
use super::progress::Progress;
use super::question::Question;
use super::{Exit, Failure, Screen, answer};
use crate::export::{self, OutFolder};
use crate::run::{self, BlockFolder, Run, Shard, Store};
use crate::simulate::{Lives, Markets};

/// Designs every plan, lives years of all of them, compares and reports.
///
/// # Errors
/// Every fault of the input before anything is simulated; a file that cannot
/// be written.
pub fn run(args: &CompareArgs, screen: &Screen) -> Result<Exit, Failure> {
    let started = jiff::Timestamp::now();
    let shard = args.shard.as_ref().map(|text| Shard::read(text, &|name| std::env::var(name).ok())).transpose()?;
    let question = Question::read(&args.paths, &args.answer, None)?;
    let threads = args.answer.pool()?;
    if let Some(shard) = shard {
        let blocks = BlockFolder::open(&question.out, &shard.to_string().replace(' ', "-"))?;
        let store = threads.install(|| live(args, &question, &blocks, |block| shard.has(block), screen))?;
        let path = blocks.path().display();
        screen.say(&format!("{shard}: {} blocks of years in {path}; `attain merge` joins the shards", store.blocks().len()));
        return Ok(Exit::Done);
    }
    let names = export::names(args.answer.format, &question.names());
    let folder = OutFolder::open_beside(&question.out, &names, question.inputs())?;
    let blocks = BlockFolder::open(&question.out, "run")?;
    let store = threads.install(|| live(args, &question, &blocks, |_| true, screen))?;
    let kept = |source| Failure::Kept { source, blocks: blocks.path().display().to_string() };
    let (results, report) = answer::write(&question, &store, folder, args.answer.format, &threads, started).map_err(kept)?;
    blocks.clear()?;
    answer::say(&question, &results, &report, screen)
}

/// Lives the blocks of the run that are `mine`.
fn live(
    args: &CompareArgs,
    question: &Question,
    blocks: &BlockFolder,
    mine: impl Fn(u32) -> bool,
    screen: &Screen,
) -> Result<Store, Failure> {
    let Question { study, plans, shape, .. } = question;
    let found = run::found(blocks, &mine, args.resume, args.fresh)?;
    let markets = Markets::of(&study.book, plans);
    let lives = Lives::new(&study.book, plans, &markets, args.seed);
    let ours: Vec<u32> = (0..shape.blocks(args.years)).filter(|block| mine(*block)).collect();
    let total = ours.iter().map(|&block| shape.block(block, args.years).len() as u64).sum();
    let progress = Progress::new(screen, total);
    let watch = |event| progress.note(event);
    let run = Run::new(&lives, shape.clone(), question.identity(args.seed), blocks, found, &watch)?;
    let active = vec![true; plans.len()];
    let mut store = Store::new(shape.clone(), args.seed);
    for block in ours {
        store.push(run.block(block, &active, args.years)?);
    }
    progress.end();
    Ok(store)
}
