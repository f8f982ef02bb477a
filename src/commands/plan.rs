//! `attain plan`: design only.

use super::args::PlanArgs;
use super::named;
use super::paths::scenario_files;
use super::{Exit, Failure, Screen};
use attain_analysis::outlook::outlook;
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFolder;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_design::design::{design, design_exact};
use attain_design::study;
use attain_design::study::Study;
use attain_report::export;
use attain_report::terminal;

/// Designs the plans and prints books, equity, workload and disruption; or
/// what one account or one rep wants to know.
///
/// # Errors
/// Every fault of every file; a folder that cannot be written.
pub fn run(args: &PlanArgs, screen: &Screen) -> Result<Exit, Failure> {
    let files = scenario_files(&args.paths)?;
    let study = study::load(&files)?;
    let make = if args.exact { design_exact } else { design };
    let plans = study::for_each_scenario(&study.scenarios, |resolved| make(&study.book, resolved))?;
    let pages = pages(args, screen, &study, &plans)?;
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    // A folder that cannot be written is told before the tables, not under them.
    let inputs = || study.scenarios.iter().flat_map(ResolvedScenario::inputs);
    let folder = args.out.as_ref().map(|out| OutputFolder::open_beside(out, &export::of_plans(&names), inputs())).transpose();
    let folder = folder.map_err(|fault| Faults(vec![fault]))?;
    screen.say(&pages.join("\n"));
    if let Some(mut folder) = folder {
        export::write_plans(&mut folder, &study.book, &plans)?;
        let folder = folder.commit()?;
        screen.say(&format!("accounts and appeals of every plan: {}", folder.display()));
    }
    Ok(Exit::Done)
}

/// What is printed, one text a plan.
fn pages(args: &PlanArgs, screen: &Screen, study: &Study, plans: &[Plan]) -> Result<Vec<String>, Faults> {
    let book = &study.book;
    if let Some(asked) = &args.why {
        let account = named::account(book, asked)?;
        return Ok(plans.iter().map(|plan| terminal::account_page(book, plan, account, screen.width)).collect());
    }
    if let Some(asked) = &args.rep {
        let page = |plan| Ok(terminal::rep_page(book, plan, named::seat(plan, asked)?, screen.width, screen.colour));
        return plans.iter().map(page).collect();
    }
    let page = |plan: &Plan| {
        let table = terminal::plan_table(book, plan, screen.width, screen.colour);
        let currency = &plan.scenario.money.currency;
        let sides = terminal::outlook(book, &outlook(book, plan), currency, screen.width, screen.colour);
        format!("{table}\n{sides}")
    };
    Ok(plans.iter().map(page).collect())
}
