//! `attain export`: writes a plan as a workbook, a document or hand-outs.

use std::path::PathBuf;

use super::args::ExportArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::fault::NamedTargetFault;
use super::name_lookup;
use super::plan_source;
use super::plan_source::NamedPlan;
use super::simulated::{SimulatedPlans, simulate};
use super::workbook_output::WorkbookOutput;
use attain_core::diagnostics::{Faults, Place};
use attain_core::number_format::plural;
use attain_core::output::{OutputFile, OutputFolder};
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_export::handout::HandoutReader;
use attain_export::plan_export::{manager_names, pseudonymised};
use attain_export::{PlanExport, document, handout};

/// Designs and simulates the plan and writes the files that were asked for.
///
/// # Errors
/// All faults in the input, or a file that cannot be written.
pub fn run(args: &ExportArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let mut named = plan_source::load(&args.plan)?;
    let inputs: Vec<PathBuf> = ResolvedScenario::inputs(named.resolved()).collect();
    let open = |path: &PathBuf| {
        let file = OutputFile::open(path, inputs.iter().cloned());
        file.map_err(|fault| fault.at(Place::Option("--document")))
    };
    let xlsx = WorkbookOutput::open(args.xlsx.as_ref(), inputs.iter().cloned())?;
    let document = args.document.as_ref().map(|path| Ok::<_, CommandError>((open(path)?, path))).transpose()?;
    let readers = args.handout.as_ref().map(|_| readers(args, &named)).transpose()?;
    let readers: Option<Vec<HandoutReader>> =
        readers.map(|readers| readers.iter().map(|reader| renamed(reader, &named, args.pseudonymise)).collect());
    let names = readers.as_deref().map_or_else(Vec::new, |readers| file_names(args, &named, readers));
    let handouts =
        args.handout.as_ref().map(|path| OutputFolder::open_beside(path, &names, inputs.iter().cloned())).transpose()?;
    let SimulatedPlans { mut plans, today, mut years } = simulate(&named, &args.chance, console)?;
    if args.pseudonymise {
        years = years.map(|years| years.with_names_replaced(&people(&named.plan)));
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
    if let Some(xlsx) = xlsx {
        xlsx.write(&export, &plans, &named.study.scenarios, console)?;
    }
    if let Some((file, path)) = document {
        let prepared = args.date.unwrap_or(plan.scenario.horizon.start);
        file.put(document::document(&export, prepared).as_bytes())?;
        console.print(&format!("Plan document of {}: {}", plan.name, path.display()));
    }
    if let (Some(mut folder), Some(readers)) = (handouts, readers) {
        for (reader, name) in readers.iter().zip(&names) {
            folder.put(name, handout::handout(&export, reader).as_bytes())?;
        }
        let folder = folder.commit()?;
        console.print(&format!("{} of {}: {}", plural(names.len(), "hand-out"), plan.name, folder.display()));
    }
    Ok(ExitStatus::Done)
}

/// The reps and managers who get a page: those named, or all.
fn readers(args: &ExportArgs, named: &NamedPlan) -> Result<Vec<HandoutReader>, Faults> {
    let all = handout::everyone(&named.plan.seats);
    if args.rep.is_empty() && args.manager.is_empty() {
        return Ok(all);
    }
    let mut faults = Faults::default();
    let mut readers = Vec::new();
    for given in &args.rep {
        match name_lookup::seat(&named.plan, given) {
            Ok(seat) => readers.push(HandoutReader::Rep(seat)),
            Err(found) => faults.0.extend(found.0),
        }
    }
    let managers = all.iter().filter_map(|reader| match reader {
        HandoutReader::Manager(name) => Some(name.clone()),
        HandoutReader::Rep(_) => None,
    });
    let known: Vec<String> = managers.collect();
    for given in &args.manager {
        if let Some(name) = known.iter().find(|name| name.to_lowercase() == given.to_lowercase()) {
            readers.push(HandoutReader::Manager(name.clone()));
        } else {
            let problem = NamedTargetFault::UnknownManager { found: given.clone(), known: known.clone() };
            faults.push(Place::Option("--manager"), problem);
        }
    }
    readers.dedup();
    faults.into_result(readers)
}

/// Names of the pages, without the names of people if they are pseudonymised.
fn file_names(args: &ExportArgs, named: &NamedPlan, readers: &[HandoutReader]) -> Vec<String> {
    let labels = readers.iter().map(|reader| match reader {
        HandoutReader::Rep(seat) => {
            let seat = &named.plan.seats[*seat];
            let name = if args.pseudonymise || seat.name == seat.id { String::new() } else { format!("-{}", seat.name) };
            format!("rep-{}{name}", seat.id)
        }
        HandoutReader::Manager(name) => format!("manager-{name}"),
    });
    handout::file_names(&labels.collect::<Vec<_>>())
}

/// Names of the reps with their ids.
fn people(plan: &Plan) -> Vec<(String, String)> {
    let reps = plan.seats.iter().filter(|seat| seat.incumbent.is_some());
    let mut names: Vec<(String, String)> = reps.map(|seat| (seat.name.clone(), seat.id.clone())).collect();
    // A name within a longer one is replaced after it.
    names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
    names
}

/// The reader under the name that the pages use.
fn renamed(reader: &HandoutReader, named: &NamedPlan, pseudonymise: bool) -> HandoutReader {
    match reader {
        HandoutReader::Manager(name) if pseudonymise => {
            let names = manager_names(&named.study.book, std::slice::from_ref(&named.plan));
            HandoutReader::Manager(names.get(name).cloned().unwrap_or_default())
        }
        other => other.clone(),
    }
}
