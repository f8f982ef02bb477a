//! `attain compare`: the main job.

use std::path::PathBuf;

use super::args::CompareArgs;
use super::paths::{scenario_files, study_name};
use super::{Exit, Failure, Screen, progress, reference};
use crate::compare::require::Requirement;
use crate::compare::results;
use crate::design::design;
use crate::export::{self, OutFolder};
use crate::fault::Faults;
use crate::plan::Plan;
use crate::report::{self, terminal};
use crate::scenario::Resolved;
use crate::{simulate, study};

/// Designs every plan, lives years of all of them, compares and reports.
///
/// # Errors
/// Every fault of the input before anything is simulated; a file that cannot
/// be written.
pub fn run(args: &CompareArgs, screen: &Screen) -> Result<Exit, Failure> {
    let started = jiff::Timestamp::now();
    let files = scenario_files(&args.paths)?;
    let study = study::load(&files)?;
    let plans = study::each(&study.scenarios, |resolved| design(&study.book, resolved))?;
    let (reference, require) = questions(args, &plans)?;
    let plans = study::with_common_target(plans, reference);
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(study_name(&files)));
    let inputs = study.scenarios.iter().flat_map(Resolved::inputs);
    let folder = OutFolder::open_beside(&out, &export::names(args.format, &names), inputs);
    let mut folder = folder.map_err(|fault| Faults(vec![fault]))?;

    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0) as usize).build()?;
    let bar = progress::bar(screen, args.years, "living");
    let lived =
        threads.install(|| simulate::live(&study.book, &plans, args.seed, args.years, &|done| bar.set_position(u64::from(done))));
    bar.finish_and_clear();

    let hashes: Vec<String> = study.scenarios.iter().map(|resolved| resolved.hash.clone()).collect();
    let results = threads.install(|| results(&study.book, &plans, &hashes, &lived, reference));
    export::write(&mut folder, args.format, &study.book, &plans, &lived, &results)?;
    let assumptions = report::assumptions(&study.scenarios);
    let input =
        report::html::Input { results: &results, lived: &lived, book: &study.book, plans: &plans, assumptions: &assumptions };
    folder.put("report.html", report::html::render(&input).as_bytes())?;
    let run = export::manifest::Run { started, finished: jiff::Timestamp::now(), threads: threads.current_num_threads() };
    let manifest = export::manifest::manifest(&results, run, folder.written()?);
    folder.put("manifest.json", &manifest.bytes()?)?;
    let folder = folder.commit()?;

    let report = folder.join("report.html").display().to_string();
    screen.say(&terminal::summary(&results, Some(&report), screen.width, screen.colour));
    match require {
        None => Ok(Exit::Done),
        Some(require) => {
            let verdict = require.evaluate(&results).map_err(|fault| Faults(vec![fault]))?;
            for finding in &verdict.findings {
                screen.say(&finding.to_string());
            }
            Ok(if verdict.met { Exit::Done } else { Exit::Missed })
        }
    }
}

/// The reference plan's position and the requirement, read before the long work.
fn questions(args: &CompareArgs, plans: &[Plan]) -> Result<(usize, Option<Requirement>), Faults> {
    let mut faults = Faults::default();
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    let reference = reference::position(args.reference.as_deref(), &names, &mut faults);
    let require = args.require.as_ref().and_then(|text| match Requirement::parse(text, &names) {
        Ok(requirement) => Some(requirement),
        Err(found) => {
            faults.0.extend(found.0);
            None
        }
    });
    faults.or((reference, require))
}
