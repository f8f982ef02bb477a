//! `attain rebalance`, `hire`, `leaver` and `frontier`: changes to existing books.
//! Each proposal lists its moves with reasons and includes a scenario for `attain compare`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::{FrontierArgs, HireArgs, LeaverArgs, ProposalArgs, RebalanceArgs};
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::name_lookup;
use attain_analysis::forecast_basis::default_market;
use attain_analysis::hire_split::{HireSplitOptions, split_hires};
use attain_core::diagnostics::Place;
use attain_core::output::OutputFolder;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Carve;
use attain_design::revisions;
use attain_design::revisions::{HireRequest, MoveLimits, Proposal};
use attain_design::study;
use attain_design::study::Study;
use attain_report::export;
use attain_report::terminal;

/// Default number of simulated years behind a split of new seats.
const SPLIT_YEARS: u32 = 200;

/// Moves as few accounts as needed to bring all books within the balance tolerance.
///
/// # Errors
/// All faults in the file, or a folder that cannot be written.
pub fn rebalance(args: &RebalanceArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let study = study::load(std::slice::from_ref(&args.proposal.path))?;
    name_lookup::month(args.month, study.scenarios[0].scenario.horizon.months)?;
    let limits = MoveLimits { accounts: args.max_moves.map(|most| most as usize), revenue: args.max_revenue };
    let dated = if args.month > 1 {
        study.scenarios[0].with_choices(|scenario| scenario.territory.from_month = args.month)
    } else {
        study.scenarios[0].clone()
    };
    let found = revisions::propose_rebalance(&study.book, &dated, limits)?;
    put(&study, &args.proposal, &[&found.proposal], &[], console)
}

/// Builds books for new seats.
///
/// # Errors
/// All faults in the file, an unknown team or region, a month outside the horizon, or a folder
/// that cannot be written.
pub fn hire(args: &HireArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let study = study::load(std::slice::from_ref(&args.proposal.path))?;
    let resolved = &study.scenarios[0];
    if let Some(team) = &args.team {
        name_lookup::one_of(&study.book.teams, team, "team", "--team")?;
    }
    if let Some(region) = &args.region {
        name_lookup::one_of(&study.book.regions, region, "region", "--region")?;
    }
    name_lookup::month(args.month, resolved.scenario.horizon.months)?;
    let teams = match &args.team {
        Some(team) => [(team.clone(), args.seats)].into(),
        None => split(&study, args, console)?,
    };
    let request = HireRequest { teams, month: args.month, region: args.region.clone() };
    let proposal = revisions::propose_hires(&study.book, resolved, &request)?;
    put(&study, &args.proposal, &[&proposal], &[], console)
}

/// Splits the new seats among the teams where they earn most, and says why.
fn split(study: &Study, args: &HireArgs, console: &Console) -> Result<BTreeMap<String, u32>, CommandError> {
    let (seed, years) = (args.seed.unwrap_or(1), args.years.unwrap_or(SPLIT_YEARS));
    let options = HireSplitOptions { seats: args.seats, month: args.month, region: args.region.clone(), seed, years };
    let found = split_hires(&study.book, &study.scenarios[0], &options)?;
    let currency = &study.scenarios[0].scenario.money.currency;
    console.print(&terminal::hire_split_page(&found, currency, years, console.width, console.colour));
    Ok(found.teams)
}

/// Makes proposals for a leaver's book: spread it, hold it for the successor, or do both in part.
///
/// # Errors
/// All faults in the file, an unknown rep, a month outside the horizon, or a folder that cannot
/// be written.
pub fn leaver(args: &LeaverArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let study = study::load(std::slice::from_ref(&args.proposal.path))?;
    let resolved = &study.scenarios[0];
    let rep = name_lookup::rep(&study.book, &args.rep)?;
    name_lookup::month(args.month, resolved.scenario.horizon.months)?;
    let found = revisions::propose_leaver(&study.book, resolved, rep, args.month, &Place::Option("--rep"))?;
    let proposals: Vec<&Proposal> =
        [Some(&found.spread), found.share.as_ref(), Some(&found.hold)].into_iter().flatten().collect();
    put(&study, &args.proposal, &proposals, &found.folded, console)
}

/// Designs a scenario with different weights and simulates each design.
///
/// # Errors
/// All faults in the file, or a folder that cannot be written.
pub fn frontier(frontier: &FrontierArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let args = &frontier.proposal;
    let study = study::load(std::slice::from_ref(&args.path))?;
    let base = &study.scenarios[0];
    let points = attain_analysis::frontier::simulate_frontier(
        &study.book,
        attain_analysis::frontier::frontier(&study.book, base)?,
        frontier.seed,
        frontier.years,
    );
    let names: Vec<&str> = points.iter().map(|point| point.plan.name.as_str()).collect();
    let scenarios = files(&names, "toml");
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(format!("frontier-{}", base.scenario.name)));
    let all: Vec<String> = scenarios.iter().cloned().chain([export::frontier::NAME.to_owned()]).collect();
    let mut folder = OutputFolder::open_beside(&out, &all, ResolvedScenario::inputs(base))?;
    let basis = default_market(&study.book, std::slice::from_ref(base));
    console.print(&terminal::frontier_page(&points, &basis, console.width, console.colour));
    for (point, name) in points.iter().zip(&scenarios) {
        folder.put(name, export::scenario::text(&out, base, &point.resolved.scenario, &[]).as_bytes())?;
    }
    export::frontier::write(&mut folder, &points)?;
    let folder = folder.commit()?;
    console.print(&format!("Next: attain compare {}", quoted(&folder)));
    Ok(ExitStatus::Done)
}

/// Prints proposals, with closing sentences, and writes their files.
fn put(
    study: &Study,
    args: &ProposalArgs,
    proposals: &[&Proposal],
    closing: &[String],
    console: &Console,
) -> Result<ExitStatus, CommandError> {
    let base = &study.scenarios[0];
    let plans: Vec<_> = proposals.iter().map(|proposal| proposal.plan.clone()).collect();
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(names[0]));
    let (scenarios, tables) = (files(&names, "toml"), files(&names, "csv"));
    let listed = |proposal: &Proposal| proposal.resolved.owners.is_some();
    let with_table = proposals.iter().zip(&tables).filter(|(proposal, _)| listed(proposal)).map(|(_, table)| table.clone());
    let deals: Vec<String> = files(&names, "csv").iter().map(|name| format!("deals-{name}")).collect();
    let with_deals = proposals.iter().zip(&deals).filter(|(proposal, _)| !proposal.deals.is_empty());
    let all: Vec<String> = scenarios
        .iter()
        .cloned()
        .chain(with_table)
        .chain(with_deals.clone().map(|(_, name)| name.clone()))
        .chain(export::plan_file_names(&names))
        .collect();
    let mut folder = OutputFolder::open_beside(&out, &all, ResolvedScenario::inputs(base))?;
    for (proposal, name) in with_deals {
        export::leaver_deals::write(&mut folder, name, &study.book, proposal)?;
    }
    for (at, (proposal, (scenario, table))) in proposals.iter().zip(scenarios.iter().zip(&tables)).enumerate() {
        console.print(&terminal::moves_page(&study.book, proposal, &proposals[..at], console.width, console.colour));
        let mut changed = proposal.resolved.scenario.clone();
        if listed(proposal) {
            changed.territory.carve = Carve::Table { file: table.clone() };
            export::scenario::write_owners(&mut folder, table, &study.book, &proposal.resolved, &proposal.plan)?;
        }
        let text = export::scenario::text(&out, base, &changed, &proposal.remarks);
        folder.put(scenario, text.as_bytes())?;
    }
    export::write_plans(&mut folder, &study.book, &plans)?;
    let folder = folder.commit()?;
    for sentence in closing {
        console.print(sentence);
    }
    let written: Vec<String> = scenarios.iter().map(|name| quoted(&folder.join(name))).collect();
    console.print(&format!("Next: attain compare {} {}", quoted(&args.path), written.join(" ")));
    Ok(ExitStatus::Done)
}

/// File names of plans, in which characters other than letters, digits, `.`, `_` and `-` are
/// replaced with `-`.
fn files(names: &[&str], ending: &str) -> Vec<String> {
    let plain =
        |name: &&str| name.chars().map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect::<String>();
    names.iter().map(|name| format!("{}.{ending}", plain(name))).collect()
}

/// A path, quoted for a shell if necessary.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains(char::is_whitespace) { format!("'{text}'") } else { text }
}
