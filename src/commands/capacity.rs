//! `attain capacity`: the bridge from seats times quota to bookings, and the hires needed to
//! reach the target.

use std::path::PathBuf;

use super::args::CapacityArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::progress::YearProgress;
use attain_analysis::capacity;
use attain_analysis::capacity::{CapacityOptions, WorkProgress};
use attain_core::output::OutputFolder;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_report::export;
use attain_report::{assumptions, html, terminal};

/// Simulates the plan with one more mechanism at a time, plans hires and writes the report.
///
/// # Errors
/// All faults in the scenario, or a folder that cannot be written.
pub fn run(args: &CapacityArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let study = study::load(std::slice::from_ref(&args.path))?;
    let resolved = &study.scenarios[0];
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(format!("capacity-{}", resolved.scenario.name)));
    let mut folder = OutputFolder::open_beside(&out, &export::capacity::names(), ResolvedScenario::inputs(resolved))?;
    let threads = args.threads.pool()?;
    let bar = YearProgress::new(console);
    let on_progress = |done, expected| bar.update(done, expected);
    let work = WorkProgress::new(&on_progress);
    let terms = CapacityOptions { seed: args.seed, years: args.years, wanted: args.chance };
    let found = threads.install(|| capacity::capacity(&study.book, resolved, terms, &work));
    bar.finish();
    let found = found?;
    export::capacity::write(&mut folder, &found, &html::capacity(&found, &assumptions(std::slice::from_ref(resolved))))?;
    let page = folder.commit()?.join(export::capacity::PAGE);
    console.print(&terminal::capacity_page(&found, &page.display().to_string(), console.width, console.colour));
    Ok(ExitStatus::Done)
}
