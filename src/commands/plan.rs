//! `attain plan`: design only.

use super::args::PlanArgs;
use super::paths::scenario_files;
use super::{Exit, Failure, Screen};
use crate::design::design;
use crate::export::{self, OutFolder};
use crate::outlook::outlook;
use crate::report::terminal;
use crate::scenario::Resolved;
use crate::{fault::Faults, study};

/// Designs the plans and prints books, equity, workload and disruption.
///
/// # Errors
/// Every fault of every file; a folder that cannot be written.
pub fn run(args: &PlanArgs, screen: &Screen) -> Result<Exit, Failure> {
    let files = scenario_files(&args.paths)?;
    let study = study::load(&files)?;
    let plans = study::each(&study.scenarios, |resolved| design(&study.book, resolved))?;
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    let names = export::accounts::names(&names);
    // A folder that cannot be written is told before the tables, not under them.
    let inputs = || study.scenarios.iter().flat_map(Resolved::inputs);
    let folder = args.out.as_ref().map(|out| OutFolder::open_beside(out, &names, inputs())).transpose();
    let folder = folder.map_err(|fault| Faults(vec![fault]))?;
    for plan in &plans {
        screen.say(&terminal::plan_table(&study.book, plan, screen.width, screen.colour));
        let currency = &plan.scenario.money.currency;
        let sides = terminal::outlook(&study.book, &outlook(&study.book, plan), currency, screen.width, screen.colour);
        screen.say(&format!("\n{sides}"));
    }
    if let Some(mut folder) = folder {
        for (plan, name) in plans.iter().zip(&names) {
            export::accounts::write(&mut folder, name, &study.book, plan)?;
        }
        let folder = folder.commit()?;
        screen.say(&format!("accounts of every plan: {}", folder.display()));
    }
    Ok(Exit::Done)
}
