//! `attain replay`: lists the events of one simulated year of a plan.

use super::args::{ReplayArgs, StoryFormat};
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::paths::scenario_files;
use super::reference_plan;
use attain_analysis::planning::design;
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFile;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_design::study;
use attain_design::study::Study;
use attain_report::export::{ExportError, story as story_file};
use attain_sim::replay::text::{Length, text};
use attain_sim::replay::{ReplayScope, YearReplay, replay_year, scope};

/// Width in columns of text written to a file.
const PAGE: usize = 120;

/// Designs the plan, simulates the year again and lists its events.
///
/// # Errors
/// All faults in the input, a file that cannot be written, or events that do
/// not add up to the metrics of the year.
pub fn run(args: &ReplayArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let study = study::load(&scenario_files(&args.paths)?)?;
    let plan = designed(args, &study)?;
    let view = part(args, &study.book, &plan)?;
    let inputs = study.scenarios.iter().flat_map(ResolvedScenario::inputs);
    let out = args.out.as_ref().map(|path| OutputFile::open(path, inputs)).transpose()?;
    let story = replay_year(&study.book, &plan, args.seed, args.year, view)?;
    let width = if out.is_some() { PAGE } else { console.width };
    let bytes = encoded(args, &story, view, width)?;
    match (out, &args.out) {
        (Some(out), Some(path)) => {
            out.put(&bytes)?;
            console.print(&format!("Wrote {} events of year {} to {}", story.entries.len(), story.year, path.display()));
        }
        _ => console.print(&String::from_utf8_lossy(&bytes)),
    }
    Ok(ExitStatus::Done)
}

/// The plan to replay, with the same target as in a comparison of all plans.
fn designed(args: &ReplayArgs, study: &Study) -> Result<Plan, Faults> {
    let mut faults = Faults::default();
    let names: Vec<&str> = study.scenarios.iter().map(|resolved| resolved.scenario.name.as_str()).collect();
    let at = scope::plan_at(args.plan.as_deref(), &names).unwrap_or_else(|fault| {
        faults.0.push(fault);
        0
    });
    let reference = reference_plan::position(args.reference.as_deref(), None, &names, &mut faults);
    let (at, reference) = faults.into_result((at, reference))?;
    let made = |resolved: &ResolvedScenario| design(&study.book, resolved);
    let plans = vec![made(&study.scenarios[reference])?, made(&study.scenarios[at])?];
    let mut plans = study::with_common_target(plans, 0);
    Ok(plans.swap_remove(1))
}

fn part(args: &ReplayArgs, book: &Book, plan: &Plan) -> Result<ReplayScope, Faults> {
    let found = match (&args.seat, &args.account) {
        (Some(seat), _) => scope::seat(seat, plan),
        (None, Some(account)) => scope::account(account, book),
        (None, None) => Ok(ReplayScope::Plan),
    };
    found.map_err(|fault| Faults(vec![fault]))
}

fn encoded(args: &ReplayArgs, story: &YearReplay, view: ReplayScope, width: usize) -> Result<Vec<u8>, ExportError> {
    let extension = args.out.as_ref().and_then(|path| path.extension()).and_then(|extension| extension.to_str());
    let by_extension = match extension.map(str::to_lowercase).as_deref() {
        Some("csv") => StoryFormat::Csv,
        Some("json") => StoryFormat::Json,
        _ => StoryFormat::Text,
    };
    match args.format.unwrap_or(by_extension) {
        StoryFormat::Csv => story_file::csv(story),
        StoryFormat::Json => story_file::json(story),
        StoryFormat::Text => {
            let all = args.all || view != ReplayScope::Plan;
            let length = if all { Length::All } else { Length::Largest(args.top as usize) };
            Ok(text(story, length, width).into_bytes())
        }
    }
}
