//! `attain merge`: combines the shards of a comparison.

use super::args::MergeArgs;
use super::browser::Browser;
use super::comparison_inputs::ComparisonInputs;
use super::comparison_output;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::workbook_output::WorkbookOutput;
use attain_core::output::OutputFolder;
use attain_report::export;
use attain_report::export::manifest::RunRecord;
use attain_sim::run::Shards;

/// Checks that the shards form one complete run of the study, compares the plans and writes
/// the report.
///
/// # Errors
/// All faults in the input and the shards, or a file that cannot be written.
pub fn run(args: &MergeArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let started = jiff::Timestamp::now();
    let browser = args.output.pdf.then(Browser::find).transpose()?;
    let shards = Shards::find(&args.shards);
    let inputs = ComparisonInputs::read(&args.scenario, &args.output, shards.reference())?;
    let (seed, _) = shards.run();
    let threads = args.output.threads.pool()?;
    let store = threads.install(|| shards.join(&inputs.identity(seed), &inputs.shape))?;
    let names = export::file_names(args.output.format, &inputs.names());
    let folder = OutputFolder::open_beside(&inputs.out, &names, inputs.input_files())?;
    let xlsx = WorkbookOutput::open(args.output.xlsx.as_ref(), inputs.input_files())?;
    let results = comparison_output::summarise(&inputs, &store, Vec::new(), &threads)?;
    let decision = comparison_output::decision(&inputs, &results);
    let decided = export::DecidedResults { results: &results, decision: &decision };
    let threads = threads.current_num_threads();
    let run = RunRecord { started, finished: started, threads, resumed_blocks: 0, precision: None, race: None };
    let report = comparison_output::write(&inputs, &store, &decided, folder, args.output.format, run)?;
    let status = comparison_output::print(&inputs, &decided, &report, console)?;
    if let Some(xlsx) = xlsx {
        comparison_output::write_workbook(&inputs, &decided, xlsx, console)?;
    }
    comparison_output::print_pdf(browser, &report, console)?;
    Ok(status)
}
