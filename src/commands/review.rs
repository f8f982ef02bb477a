//! `attain review`: what happened since a plan was frozen, and what to do.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::Value;

use super::args::ReviewArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::fault::ReviewFault;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::output::OutputFolder;
use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Data, Headcount};
use attain_design::revisions::{MoveLimits, propose_rebalance};
use attain_design::study;
use attain_export::freeze;
use attain_export::freeze::FrozenPlan;
use attain_export::review;
use attain_export::review::{ReviewInputs, ReviewTrend};

const NAMES: [&str; 3] = ["review.html", "seats.csv", "review.json"];

/// Measures the review, prints it and keeps it with the frozen plan.
///
/// # Errors
/// A frozen plan that was edited, all faults in the fresh data, or a folder that cannot be written.
pub fn run(args: &ReviewArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let mut faults = Faults::default();
    let frozen = freeze::read(&args.plan, &mut faults);
    let Some(frozen) = frozen else { return Err(faults.into()) };
    let start: Date = frozen.start.parse().unwrap_or_default();
    if args.as_of < start {
        return Err(Fault::new(Place::Option("--as-of"), ReviewFault::BeforeStart { as_of: args.as_of, start }).into());
    }
    let resolved = fresh(args, &frozen, start)?;
    let reviews = args.plan.join("reviews");
    let out = args.out.clone().unwrap_or_else(|| reviews.join(args.as_of.to_string()));
    let study = study::from_scenarios(vec![resolved], Faults::default())?;
    let resolved = &study.scenarios[0];
    let mut folder = OutputFolder::open_beside(&out, &NAMES.map(str::to_owned), ResolvedScenario::inputs(resolved))?;
    let limits = MoveLimits { accounts: Some(resolved.scenario.rebalance.max_moves as usize), revenue: None };
    let rebalance = propose_rebalance(&study.book, resolved, limits)?;
    let trend = earlier(&reviews, args.as_of);
    let found = review::review(&ReviewInputs {
        frozen: &frozen.snapshot,
        start,
        as_of: args.as_of,
        bands: &frozen.bands,
        book: &study.book,
        resolved,
        rebalance: &rebalance,
        trend: &trend,
    });
    folder.put("review.html", review::html(&found).as_bytes())?;
    folder.put("seats.csv", &review::csv(&found))?;
    folder.put("review.json", &attain_report::export::pretty("review.json", &found)?)?;
    let folder = folder.commit()?;
    console.print(&format!("{}\nReview: {}", review::text(&found), folder.display()));
    Ok(ExitStatus::Done)
}

/// The scenario of the frozen plan on the data of the day of the review.
fn fresh(args: &ReviewArgs, frozen: &FrozenPlan, start: Date) -> Result<ResolvedScenario, CommandError> {
    let mut faults = Faults::default();
    let path = args.plan.join(&frozen.scenario_file);
    let Some(resolved) = scenario::load(&path, &mut faults) else { return Err(faults.into()) };
    // People who left since the first day of the plan are people who left before the day of the review.
    let day = args.as_of.tomorrow().unwrap_or(args.as_of);
    let months = resolved.scenario.horizon.months;
    let resolved = resolved.without_owners().with_choices(|scenario| {
        scenario.territory.carve = Carve::Keep;
        scenario.horizon.start = day.max(start);
        scenario.horizon.months = months.min(12);
        // Nothing that the plan added or locked for its first day is done again.
        scenario.headcount = Headcount::default();
        scenario.attrition.leavers.clear();
        if let Some(folder) = &args.data {
            replace_files(&mut scenario.data, folder);
        }
    });
    Ok(faults.into_result(resolved)?)
}

/// Takes every table from the file of the same name in a folder.
fn replace_files(data: &mut Data, folder: &Path) {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let moved = |file: &mut String| {
        let name = Path::new(file.as_str()).file_name().map(PathBuf::from).unwrap_or_default();
        *file = folder.join(name).display().to_string();
    };
    data.accounts.iter_mut().for_each(|table| moved(&mut table.file));
    data.reps.iter_mut().for_each(|table| moved(&mut table.file));
    data.opportunities.iter_mut().for_each(|table| moved(&mut table.file));
    data.field.iter_mut().for_each(|table| moved(&mut table.file));
    let others = [&mut data.production, &mut data.products, &mut data.history, &mut data.stages, &mut data.links];
    others.into_iter().flatten().for_each(|table| moved(&mut table.file));
}

/// Earlier reviews of the plan, oldest first.
fn earlier(reviews: &Path, as_of: Date) -> Vec<ReviewTrend> {
    let folders = std::fs::read_dir(reviews).into_iter().flatten().flatten();
    let read = |path: PathBuf| -> Option<Value> { serde_json::from_slice(&std::fs::read(path.join("review.json")).ok()?).ok() };
    let mut found: Vec<ReviewTrend> =
        folders.filter_map(|entry| review::trend_of(&read(entry.path())?)).filter(|one| one.as_of < as_of.to_string()).collect();
    found.sort_by(|a, b| a.as_of.cmp(&b.as_of));
    found
}
