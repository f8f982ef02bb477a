//! `attain cadence`: rebalancing schedules and account protection policies.

use std::path::PathBuf;

use super::args::CadenceArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::fault::DuplicateHorizon;
use super::progress;
use attain_analysis::experiment::cadence::{CadenceOptions, cadence};
use attain_core::diagnostics::{Faults, Place};
use attain_core::output::OutputFolder;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_report::export;
use attain_report::{html, terminal};

/// Simulates the scenario with every cadence and protection policy and writes the report.
///
/// # Errors
/// All faults in the input, or a folder that cannot be written.
pub fn run(args: &CadenceArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let mut faults = Faults::default();
    let mut months = args.months.clone();
    months.sort_unstable();
    if let Some(twice) = months.windows(2).find(|pair| pair[0] == pair[1]) {
        faults.push(Place::Option("--months"), DuplicateHorizon(twice[0]));
    }
    months.dedup();
    let study = match study::load(std::slice::from_ref(&args.path)) {
        Ok(study) => faults.into_result(study)?,
        Err(found) => {
            faults.0.extend(found.0);
            return Err(faults.into());
        }
    };
    let resolved = &study.scenarios[0];
    let name = &resolved.scenario.name;
    let out = args.simulation.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(format!("cadence-{name}")));
    let names = ["cadence.html", "cadence.json"].map(str::to_owned);
    let mut folder = OutputFolder::open_beside(&out, &names, ResolvedScenario::inputs(resolved))?;
    let threads = args.simulation.threads.pool()?;
    let horizons = months.len().max(1) as u64;
    let bar = progress::items(console, u64::from(args.years) * horizons, "years");
    let asked = CadenceOptions {
        seed: args.simulation.seed,
        years: args.years,
        months,
        from_chance: args.from_chance,
        price: args.price,
    };
    let found = threads.install(|| cadence(&study.book, resolved, &asked, &|_| bar.inc(1)));
    bar.finish_and_clear();
    let found = found?;
    let (currency, start) = (&resolved.scenario.money.currency, resolved.scenario.horizon.start.to_string());
    console.print(&terminal::cadence_page(&found, currency, &start, asked.seed, console.width, console.colour));
    let made_from = [
        ("Scenario".to_owned(), format!("{name}: {}", resolved.hash)),
        ("Data".to_owned(), study.book.hash.clone()),
        ("Seed".to_owned(), asked.seed.to_string()),
        ("Years".to_owned(), asked.years.to_string()),
        ("Minimum win probability of protected pipeline".to_owned(), asked.from_chance.to_string()),
        ("Price of a relationship, as a share of revenue per year".to_owned(), asked.price.to_string()),
    ];
    folder.put("cadence.html", html::cadence_sheet(&found, currency, &made_from).as_bytes())?;
    folder.put("cadence.json", &export::pretty("cadence.json", &found)?)?;
    let folder = folder.commit()?;
    console.print(&format!("Page: {}", folder.join("cadence.html").display()));
    Ok(ExitStatus::Done)
}
