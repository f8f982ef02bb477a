//! `attain plan`: designs territories without simulating.

use super::args::PlanArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::fault::SeveralPlans;
use super::name_lookup;
use super::paths::scenario_files;
use super::plan_overrides;
use super::workbook_output::WorkbookOutput;
use attain_analysis::outlook::outlook;
use attain_analysis::planning::{design, design_exact};
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::output::OutputFolder;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_design::study::Study;
use attain_export::PlanExport;
use attain_report::export;
use attain_report::terminal;

/// Designs the plans and prints books, equity, workload and disruption, or the
/// page of one account or one rep.
///
/// # Errors
/// All faults in all files, or a folder that cannot be written.
pub fn run(args: &PlanArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let files = scenario_files(&args.paths)?;
    let study = study::load(&files)?;
    let make = if args.exact { design_exact } else { design };
    let plans = study::for_each_scenario(&study.scenarios, |resolved| make(&study.book, resolved))?;
    if args.xlsx.is_some() && plans.len() > 1 {
        return Err(Fault::new(Place::Option("--xlsx"), SeveralPlans(plans.len())).into());
    }
    let inputs = || study.scenarios.iter().flat_map(ResolvedScenario::inputs);
    let xlsx = WorkbookOutput::open(args.xlsx.as_ref(), inputs())?;
    let pages = pages(args, console, &study, &plans)?;
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    // Open the folder before printing, so that an error is not hidden below the tables.
    let folder =
        args.out.as_ref().map(|out| OutputFolder::open_beside(out, &export::plan_file_names(&names), inputs())).transpose();
    let folder = folder?;
    console.print(&pages.join("\n"));
    plan_overrides::print(&files, &study, &plans, console)?;
    if let Some(mut folder) = folder {
        export::write_plans(&mut folder, &study.book, &plans)?;
        let folder = folder.commit()?;
        console.print(&format!("Accounts and appeals of every plan: {}", folder.display()));
    }
    if let (Some(xlsx), [plan]) = (xlsx, plans.as_slice()) {
        let export = PlanExport { book: &study.book, plan, resolved: &study.scenarios[0], today: None, simulated: None };
        xlsx.write(&export, &plans, &study.scenarios, console)?;
    }
    Ok(ExitStatus::Done)
}

/// The text to print for each plan.
fn pages(args: &PlanArgs, console: &Console, study: &Study, plans: &[Plan]) -> Result<Vec<String>, Faults> {
    let book = &study.book;
    if let Some(asked) = &args.why {
        let account = name_lookup::account(book, asked)?;
        return Ok(plans.iter().map(|plan| terminal::account_page(book, plan, account, console.width)).collect());
    }
    if let Some(asked) = &args.rep {
        let page = |plan| Ok(terminal::rep_page(book, plan, name_lookup::seat(plan, asked)?, console.width, console.colour));
        return plans.iter().map(page).collect();
    }
    let page = |plan: &Plan| {
        let table = terminal::plan_table(book, plan, console.width, console.colour);
        let currency = &plan.scenario.money.currency;
        let outlook = terminal::outlook(book, &outlook(book, plan), currency, console.width, console.colour);
        format!("{table}\n{outlook}")
    };
    Ok(plans.iter().map(page).collect())
}
