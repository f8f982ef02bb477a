//! `attain merge`: the results of a run whose years were lived in shards.

use super::args::MergeArgs;
use super::question::Question;
use super::{Exit, Failure, Screen, answer};
use attain_core::output::OutputFolder;
use attain_report::export;
use attain_report::export::manifest::Run;
use attain_sim::run::Shards;

/// Checks that the shards make one run of the study, compares and reports.
///
/// # Errors
/// Every fault of the input and of the shards; a file that cannot be written.
pub fn run(args: &MergeArgs, screen: &Screen) -> Result<Exit, Failure> {
    let started = jiff::Timestamp::now();
    let shards = Shards::find(&args.shards);
    let question = Question::read(&args.scenario, &args.answer, shards.reference())?;
    let (seed, _) = shards.run();
    let threads = args.answer.pool()?;
    let store = threads.install(|| shards.join(&question.identity(seed), &question.shape))?;
    let names = export::names(args.answer.format, &question.names());
    let folder = OutputFolder::open_beside(&question.out, &names, question.inputs())?;
    let results = answer::weigh(&question, &store, Vec::new(), &threads)?;
    let threads = threads.current_num_threads();
    let run = Run { started, finished: started, threads, resumed_blocks: 0, precision: None, race: None };
    let report = answer::write(&question, &store, &results, folder, args.answer.format, run)?;
    answer::say(&question, &results, &report, screen)
}
