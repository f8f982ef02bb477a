//! `attain regret`: the assumptions under which another plan becomes the best.

use std::path::PathBuf;

use super::args::RegretArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::fault::RegretOptionFault;
use super::paths::{scenario_files, study_name};
use super::{progress, reference_plan};
use attain_analysis::experiment::cell::CellError;
use attain_analysis::experiment::regret::rule::MOST_POINTS;
use attain_analysis::experiment::regret::varied_axes;
use attain_analysis::experiment::regret::varied_axes::VariedAxes;
use attain_analysis::experiment::regret::{METRICS, RegretAnalysis, RegretOptions, regret};
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::output::OutputFolder;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_design::study::Study;
use attain_report::export;
use attain_report::regret::{MapAxes, default_map};
use attain_report::{html, terminal};

/// Simulates all plans under many sets of assumptions and writes the report.
///
/// # Errors
/// All faults in the input, or a folder that cannot be written.
pub fn run(args: &RegretArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let files = scenario_files(&args.paths)?;
    let study = study::load(&files)?;
    let (varied_axes, map) = options(args, &study)?;
    let out =
        args.simulation.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(format!("regret-{}", study_name(&files))));
    let names = ["regret.html", "regret.json"].map(str::to_owned);
    let inputs = study.scenarios.iter().flat_map(ResolvedScenario::inputs).chain(args.study.clone());
    let mut folder = OutputFolder::open_beside(&out, &names, inputs)?;
    let threads = args.simulation.threads.pool()?;
    let found = threads.install(|| analyse(&study, &varied_axes, console))?;
    let map = map.map(|(across, up)| MapAxes { across, up }).or_else(|| default_map(&found));
    let scenario = &study.scenarios[0].scenario;
    let (currency, start) = (&scenario.money.currency, scenario.horizon.start.to_string());
    console.print(&terminal::regret_page(&found, currency, map, &start, varied_axes.seed, console.width, console.colour));
    let mut made_from = vec![("Seed".to_owned(), varied_axes.seed.to_string()), ("Data".to_owned(), study.book.hash.clone())];
    made_from.extend(study.scenarios.iter().map(|resolved| (resolved.scenario.name.clone(), resolved.hash.clone())));
    folder.put("regret.html", html::regret_sheet(&found, currency, map, &made_from).as_bytes())?;
    folder.put("regret.json", &export::pretty("regret.json", &found)?)?;
    let folder = folder.commit()?;
    console.print(&format!("Page: {}", folder.join("regret.html").display()));
    Ok(ExitStatus::Done)
}

fn options(args: &RegretArgs, study: &Study) -> Result<(RegretOptions, Option<(usize, usize)>), Faults> {
    let mut faults = Faults::default();
    if study.scenarios.len() < 2 {
        faults.push(Place::Argument("PATHS".to_owned()), RegretOptionFault::OnePlan(study.scenarios.len()));
    }
    let metric = METRICS.iter().position(|(name, _)| *name == args.metric);
    if metric.is_none() {
        faults.push(Place::Option("--metric"), RegretOptionFault::Metric(args.metric.clone()));
    }
    if args.points as usize > MOST_POINTS {
        faults.push(Place::Option("--points"), RegretOptionFault::Points(args.points));
    }
    let scenario = &study.scenarios[0].scenario;
    let VariedAxes { axes, map } = varied_axes::read(args.study.as_deref(), &args.axis, &args.map, scenario, &mut faults);
    let varied_axes = RegretOptions {
        seed: args.simulation.seed,
        years: args.years,
        points: args.points,
        axes,
        metric: metric.unwrap_or(0),
        enough: args.enough,
    };
    faults.into_result((varied_axes, map))
}

fn analyse(study: &Study, varied_axes: &RegretOptions, console: &Console) -> Result<RegretAnalysis, Faults> {
    let names: Vec<&str> = study.scenarios.iter().map(|resolved| resolved.scenario.name.as_str()).collect();
    let reference = reference_plan::position(None, None, &names, &mut Faults::default());
    let bar = progress::items(console, u64::from(varied_axes.years) * u64::from(varied_axes.points), "years");
    let found = regret(&study.book, &study.scenarios, reference, varied_axes, &|| bar.inc(1));
    bar.finish_and_clear();
    found.map_err(|error| match error {
        CellError::Design(faults) => faults,
        unfit @ CellError::Unfit { .. } => {
            Faults(vec![Fault::new(Place::Option("--axis"), RegretOptionFault::Unfit(unfit.to_string()))])
        }
    })
}
