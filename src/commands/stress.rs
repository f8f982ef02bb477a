//! `attain stress`: simulates a scenario on a grid of headcount, attrition and other axes.

use std::path::PathBuf;

use super::args::{CellArgs, StressArgs};
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::progress::{self, CellProgress};
use attain_analysis::experiment::cell_cache::CellCache;
use attain_analysis::experiment::study::check_study;
use attain_analysis::experiment::study_file;
use attain_analysis::experiment::study_file::StudyFile;
use attain_core::number_format::whole_number;
use attain_core::output::OutputFolder;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_report::export;
use attain_report::{html, terminal};

/// Designs the plans of a grid, simulates all cells in the same worlds and writes the report.
///
/// # Errors
/// All faults in the input, before anything is simulated, or a file that cannot
/// be written.
pub fn run(args: &StressArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let file = if args.path.is_file() && study_file::is_study(&args.path) {
        study_file::read(&args.path)?
    } else {
        StudyFile::of_scenario(&args.path)
    };
    let study = study::load(std::slice::from_ref(&file.scenario))?;
    let base = &study.scenarios[0];
    let asked = check_study(&study.book, base, &file, args.cells.years)?;
    let threads = args.cells.threads.pool()?;
    let out = out(&args.cells, base);
    let names = export::stress::NAMES.map(str::to_owned);
    let inputs = base.inputs().chain([args.path.clone()]);
    let mut folder = OutputFolder::open_beside(&out, &names, inputs)?;
    let kept = CellCache::open(&out, args.cells.seed, &study.book.hash, args.cells.fresh)?;

    let bar = progress::steps(console, 0);
    bar.set_message("designing plans");
    let ready = threads.install(|| asked.design(&|_| bar.inc(1)));
    bar.finish_and_clear();
    let ready = ready?;
    let progress = CellProgress::new(console);
    let on_event = |event| progress.on_event(event);
    let stress = threads.install(|| ready.run(&file, &kept, args.cells.seed, args.cells.years, &on_event));
    progress.finish();
    let stress = stress?;

    export::stress::write(&mut folder, &stress)?;
    folder.put(export::stress::NAMES[2], html::stress::render(&stress).as_bytes())?;
    let folder = folder.commit()?;
    let report = folder.join(export::stress::NAMES[2]).display().to_string();
    console.print(&terminal::stress_page(&stress, Some(&report), console.width, console.colour));
    let (reused, simulated) = progress.reused_and_simulated();
    if reused > 0 {
        console.note(&format!(
            "Reused {} simulated years, simulated {} more",
            whole_number(reused as f64),
            whole_number(simulated as f64)
        ));
    }
    Ok(ExitStatus::Done)
}

/// The output folder for the cells of a scenario.
pub(super) fn out(args: &CellArgs, base: &ResolvedScenario) -> PathBuf {
    let plain = |c: char| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' };
    let name: String = base.scenario.name.chars().map(plain).collect();
    args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(format!("stress-{name}")))
}
