//! `attain rebalance`, `hire` and `leaver`: changes of books that exist, each
//! with its moves, its reasons, and a scenario that `compare` can take.

use std::path::{Path, PathBuf};

use super::args::{FrontierArgs, HireArgs, LeaverArgs, ProposalArgs, RebalanceArgs};
use super::{Exit, Failure, Screen, named};
use attain_core::diagnostics::{Faults, Place};
use attain_core::output::OutputFolder;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Carve;
use attain_design::revisions;
use attain_design::revisions::{HireRequest, MoveLimits, Proposal};
use attain_design::study;
use attain_design::study::Study;
use attain_report::export;
use attain_report::terminal;

/// Moves as few accounts as it takes to bring books back within the tolerance.
///
/// # Errors
/// Every fault of the file; a folder that cannot be written.
pub fn rebalance(args: &RebalanceArgs, screen: &Screen) -> Result<Exit, Failure> {
    let study = study::load(std::slice::from_ref(&args.proposal.path))?;
    let limits = MoveLimits { accounts: args.max_moves.map(|most| most as usize), revenue: args.max_revenue };
    let found = revisions::propose_rebalance(&study.book, &study.scenarios[0], limits)?;
    put(&study, &args.proposal, &[&found.proposal], screen)
}

/// Peels books for new seats.
///
/// # Errors
/// Every fault of the file; a team, region or month that is not there; a folder that cannot be written.
pub fn hire(args: &HireArgs, screen: &Screen) -> Result<Exit, Failure> {
    let study = study::load(std::slice::from_ref(&args.proposal.path))?;
    let resolved = &study.scenarios[0];
    named::one_of(&study.book.teams, &args.team, "team", "--team")?;
    if let Some(region) = &args.region {
        named::one_of(&study.book.regions, region, "region", "--region")?;
    }
    named::month(args.month, resolved.scenario.horizon.months)?;
    let asked = HireRequest { team: args.team.clone(), seats: args.seats, month: args.month, region: args.region.clone() };
    let proposal = revisions::propose_hires(&study.book, resolved, &asked)?;
    put(&study, &args.proposal, &[&proposal], screen)
}

/// Spreads the book of a rep who leaves, holds it, and does part of both: three proposals.
///
/// # Errors
/// Every fault of the file; a rep or month that is not there; a folder that cannot be written.
pub fn leaver(args: &LeaverArgs, screen: &Screen) -> Result<Exit, Failure> {
    let study = study::load(std::slice::from_ref(&args.proposal.path))?;
    let resolved = &study.scenarios[0];
    let rep = named::rep(&study.book, &args.rep)?;
    named::month(args.month, resolved.scenario.horizon.months)?;
    let found = revisions::propose_leaver(&study.book, resolved, rep, args.month, &Place::Option("--rep"))?;
    put(&study, &args.proposal, &[&found.spread, &found.share, &found.hold], screen)
}

/// Carves a scenario in many ways, and lives some years with each.
///
/// # Errors
/// Every fault of the file; a folder that cannot be written.
pub fn frontier(asked: &FrontierArgs, screen: &Screen) -> Result<Exit, Failure> {
    let args = &asked.proposal;
    let study = study::load(std::slice::from_ref(&args.path))?;
    let base = &study.scenarios[0];
    let points = attain_analysis::frontier::lived(
        &study.book,
        attain_analysis::frontier::frontier(&study.book, base)?,
        asked.seed,
        asked.years,
    );
    let names: Vec<&str> = points.iter().map(|point| point.plan.name.as_str()).collect();
    let scenarios = files(&names, "toml");
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(format!("frontier-{}", base.scenario.name)));
    let all: Vec<String> = scenarios.iter().cloned().chain([export::frontier::NAME.to_owned()]).collect();
    let folder = OutputFolder::open_beside(&out, &all, ResolvedScenario::inputs(base));
    let mut folder = folder.map_err(|fault| Faults(vec![fault]))?;
    screen.say(&terminal::frontier_page(&points, screen.width, screen.colour));
    for (point, name) in points.iter().zip(&scenarios) {
        folder.put(name, export::scenario::text(&out, base, &point.resolved.scenario, &[]).as_bytes())?;
    }
    export::frontier::write(&mut folder, &points)?;
    let folder = folder.commit()?;
    screen.say(&format!("next: attain compare {}", shown(&folder)));
    Ok(Exit::Done)
}

/// Prints proposals and writes their files.
fn put(study: &Study, args: &ProposalArgs, proposals: &[&Proposal], screen: &Screen) -> Result<Exit, Failure> {
    let base = &study.scenarios[0];
    let plans: Vec<_> = proposals.iter().map(|proposal| proposal.plan.clone()).collect();
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(names[0]));
    let (scenarios, tables) = (files(&names, "toml"), files(&names, "csv"));
    let listed = |proposal: &Proposal| proposal.resolved.owners.is_some();
    let with_table = proposals.iter().zip(&tables).filter(|(proposal, _)| listed(proposal)).map(|(_, table)| table.clone());
    let all: Vec<String> = scenarios.iter().cloned().chain(with_table).chain(export::of_plans(&names)).collect();
    let folder = OutputFolder::open_beside(&out, &all, ResolvedScenario::inputs(base));
    let mut folder = folder.map_err(|fault| Faults(vec![fault]))?;
    for (proposal, (scenario, table)) in proposals.iter().zip(scenarios.iter().zip(&tables)) {
        screen.say(&terminal::moves_page(&study.book, proposal, screen.width, screen.colour));
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
    let written: Vec<String> = scenarios.iter().map(|name| shown(&folder.join(name))).collect();
    screen.say(&format!("next: attain compare {} {}", shown(&args.path), written.join(" ")));
    Ok(Exit::Done)
}

/// File names of plans, which hold nothing but letters, digits, `.`, `_` and `-`.
fn files(names: &[&str], ending: &str) -> Vec<String> {
    let plain =
        |name: &&str| name.chars().map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect::<String>();
    names.iter().map(|name| format!("{}.{ending}", plain(name))).collect()
}

/// A path as a shell takes it.
fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains(char::is_whitespace) { format!("'{text}'") } else { text }
}
