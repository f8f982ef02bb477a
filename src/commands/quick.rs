//! `attain quick`: an estimate without data.

use std::path::{Path, PathBuf};

use super::args::QuickArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::progress::YearProgress;
use attain_analysis::capacity::WorkProgress;
use attain_analysis::quick::{QuickArguments, QuickOptions, quick};
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFolder;
use attain_report::terminal;

/// The scenario file with the given number of reps.
const GIVEN: &str = "plan.toml";
/// The scenario file with the required number of reps. It has a different book and is therefore
/// written to a separate folder.
const NEEDED: &str = "plan.toml";

/// Prints the estimate and writes the scenario files.
///
/// # Errors
/// All invalid values, or a folder that cannot be written.
pub fn run(args: &QuickArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let ask = QuickOptions::read(&typed(args))?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join("quick"));
    let open = |path: &Path, name: &str| OutputFolder::open(path, &[name.to_owned()]).map_err(|fault| Faults(vec![fault]));
    let mut folder = open(&out, GIVEN)?;
    let threads = args.threads.pool()?;
    let bar = YearProgress::new(console);
    let on_progress = |done, expected| bar.update(done, expected);
    let found = threads.install(|| quick(&ask, args.seed, args.years, &WorkProgress::new(&on_progress)));
    bar.finish();
    let found = found?;
    folder.put(GIVEN, found.scenario.as_bytes())?;
    let mut files = vec![folder.commit()?.join(GIVEN)];
    if let Some(needed) = &found.scenario_needed {
        let mut folder = open(&out.join("needed"), NEEDED)?;
        folder.put(NEEDED, needed.as_bytes())?;
        files.push(folder.commit()?.join(NEEDED));
    }
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    console.print(&terminal::quick_page(&found, &files, console.width, console.colour));
    Ok(ExitStatus::Done)
}

fn typed(args: &QuickArgs) -> QuickArguments {
    QuickArguments {
        reps: args.reps.clone(),
        quota: args.quota.clone(),
        target: args.target.clone(),
        attrition: args.attrition.clone(),
        ramp: args.ramp.clone(),
        segments: args.segment.clone(),
        quota_share: args.quota_share.clone(),
        attainment: args.attainment.clone(),
        chance: args.chance.clone(),
    }
}
