//! `attain quick`: the first five minutes, without a file.

use std::path::{Path, PathBuf};

use super::args::QuickArgs;
use super::bar::Bar;
use super::{Exit, Failure, Screen};
use attain_analysis::capacity::Work;
use attain_analysis::quick::{Ask, Typed, quick};
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFolder;
use attain_report::terminal;

/// The file of the question, in the folder.
const ASKED: &str = "plan.toml";
/// The file of the reps that are needed: another book, so a folder of its own.
const NEEDED: &str = "plan.toml";

/// Answers and writes the scenario files.
///
/// # Errors
/// Every bad value; a folder that cannot be written.
pub fn run(args: &QuickArgs, screen: &Screen) -> Result<Exit, Failure> {
    let ask = Ask::read(&typed(args))?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join("quick"));
    let open = |path: &Path, name: &str| OutputFolder::open(path, &[name.to_owned()]).map_err(|fault| Faults(vec![fault]));
    let mut folder = open(&out, ASKED)?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0) as usize).build()?;
    let bar = Bar::new(screen);
    let tell = |done, expected| bar.note(done, expected);
    let found = threads.install(|| quick(&ask, args.seed, args.years, &Work::new(&tell)));
    bar.end();
    let found = found?;
    folder.put(ASKED, found.asked.as_bytes())?;
    let mut files = vec![folder.commit()?.join(ASKED)];
    if let Some(needed) = &found.needed {
        let mut folder = open(&out.join("needed"), NEEDED)?;
        folder.put(NEEDED, needed.as_bytes())?;
        files.push(folder.commit()?.join(NEEDED));
    }
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    screen.say(&terminal::quick_page(&found, &files, screen.width, screen.colour));
    Ok(Exit::Done)
}

fn typed(args: &QuickArgs) -> Typed {
    Typed {
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
