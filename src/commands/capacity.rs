//! `attain capacity`: from seats times quota to bookings, and the hires that follow.

use std::path::PathBuf;

use super::args::CapacityArgs;
use super::bar::Bar;
use super::{Exit, Failure, Screen};
use attain_analysis::capacity;
use attain_analysis::capacity::{Terms, Work};
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFolder;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_report::export;
use attain_report::{assumptions, html, terminal};

/// Lives the plan mechanism by mechanism, plans the hires and reports.
///
/// # Errors
/// Every fault of the file; a folder that cannot be written.
pub fn run(args: &CapacityArgs, screen: &Screen) -> Result<Exit, Failure> {
    let study = study::load(std::slice::from_ref(&args.path))?;
    let resolved = &study.scenarios[0];
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(format!("capacity-{}", resolved.scenario.name)));
    let folder = OutputFolder::open_beside(&out, &export::capacity::names(), ResolvedScenario::inputs(resolved));
    let mut folder = folder.map_err(|fault| Faults(vec![fault]))?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0) as usize).build()?;
    let bar = Bar::new(screen);
    let tell = |done, expected| bar.note(done, expected);
    let work = Work::new(&tell);
    let terms = Terms { seed: args.seed, years: args.years, wanted: args.chance };
    let found = threads.install(|| capacity::capacity(&study.book, resolved, terms, &work));
    bar.end();
    let found = found?;
    export::capacity::write(&mut folder, &found, &html::capacity(&found, &assumptions(std::slice::from_ref(resolved))))?;
    let page = folder.commit()?.join(export::capacity::PAGE);
    screen.say(&terminal::capacity_page(&found, &page.display().to_string(), screen.width, screen.colour));
    Ok(Exit::Done)
}
