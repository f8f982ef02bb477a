//! `attain export`: writes a plan as a workbook, a document or hand-outs.

use std::path::{Path, PathBuf};

use super::args::ExportArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::plan_source;
use super::simulated::{SimulatedPlans, simulate};
use attain_core::output::OutputFile;
use attain_core::scenario::ResolvedScenario;
use attain_export::plan_export::pseudonymised;
use attain_export::{PlanExport, workbook};

/// Designs and simulates the plan and writes the files that were asked for.
///
/// # Errors
/// All faults in the input, or a file that cannot be written.
pub fn run(args: &ExportArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let mut named = plan_source::load(&args.plan)?;
    let inputs: Vec<PathBuf> = ResolvedScenario::inputs(named.resolved()).collect();
    let open = |path: &PathBuf| OutputFile::open(path, inputs.iter().cloned());
    let xlsx = args.xlsx.as_ref().map(|path| Ok::<_, CommandError>((open(path)?, path))).transpose()?;
    let SimulatedPlans { mut plans, today, years } = simulate(&named, &args.chance, console)?;
    if args.pseudonymise {
        (named.study.book, plans) = pseudonymised(&named.study.book, &plans);
    }
    let plan = plans.last().unwrap_or(&named.plan);
    let export = PlanExport {
        book: &named.study.book,
        plan,
        resolved: named.resolved(),
        today: today.as_deref(),
        simulated: years.as_ref(),
    };
    if let Some((file, path)) = xlsx {
        let sheets = workbook::sheets(&export, &plans, &named.study.scenarios, path.parent().unwrap_or(Path::new("")));
        let bytes = workbook::write(&sheets, &plan.name, plan.scenario.horizon.start, &plan.scenario.money.currency)?;
        file.put(&bytes)?;
        console.print(&format!("Workbook of {}: {}", plan.name, path.display()));
    }
    Ok(ExitStatus::Done)
}
