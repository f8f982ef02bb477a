//! Reads the book of business from its files.
//!
//! Every table is read and checked even when another one cannot be; what
//! depends on a table that cannot be used is not said, so that one missing file
//! does not bring a fault for each row of the others.

use super::book::{Account, Book, Rep};
use super::generate;
use super::names::{Frame, Lookup, Spellings};
use super::opportunities::Others;
use super::problem::{DataProblem, Known};
use super::sheet::Sheet;
use super::{accounts, columns, family, opportunities, production, reps};
use crate::fault::{Faults, Place};
use crate::scenario::Resolved;

/// The tables of people and accounts as far as they can be used.
struct Core {
    accounts: Option<Vec<Account>>,
    reps: Option<Vec<Rep>>,
    industries: Vec<String>,
    regions: Vec<String>,
    skills: Vec<String>,
}

/// Reads all tables. The book is only sound when no fault was added.
pub(super) fn read(resolved: &Resolved, frame: &Frame, faults: &mut Faults) -> Option<Book> {
    let before = faults.0.len();
    let core = core(resolved, frame, faults);
    // With a team or a segment unknown, nothing can be said about who serves whom.
    if let (Some(accounts), Some(reps)) = (&core.accounts, &core.reps)
        && faults.0.len() == before
    {
        staffed(resolved, frame, accounts, reps, faults);
    }
    let account_ids = core.accounts.as_ref().map(|list| Lookup::ids(Known::Account, list.iter().map(|a| a.id.as_str())));
    let rep_ids = core.reps.as_ref().map(|list| Lookup::reps(list));
    let accounts = core.accounts.as_deref().zip(account_ids.as_ref());
    let reps = core.reps.as_deref().zip(rep_ids.as_ref());

    let data = &resolved.scenario.data;
    let opportunities = data.opportunities.as_ref().and_then(|choice| {
        if data.accounts.is_none() {
            alone(resolved, "opportunities", "accounts", faults);
        }
        let named = ("data.opportunities", choice.file.as_str(), &choice.columns);
        let mut sheet = Sheet::open(resolved, named, columns::OPPORTUNITIES, faults)?;
        // Reps who were generated own no history.
        let others = Others { accounts, reps: reps.filter(|_| data.reps.is_some()) };
        let rows = opportunities::read(&mut sheet, choice, frame, &others);
        sheet.findings.tell(faults);
        Some(rows)
    });
    let production = data.production.as_ref().and_then(|choice| {
        if data.reps.is_none() {
            alone(resolved, "production", "reps", faults);
        }
        let named = ("data.production", choice.file.as_str(), &choice.columns);
        let mut sheet = Sheet::open(resolved, named, columns::PRODUCTION, faults)?;
        let rows = production::read(&mut sheet, rep_ids.as_ref().filter(|_| data.reps.is_some()));
        sheet.findings.tell(faults);
        Some(rows)
    });

    let (accounts, reps) = core.accounts.zip(core.reps)?;
    Some(Book {
        accounts,
        reps,
        opportunities: opportunities.unwrap_or_default(),
        production: production.unwrap_or_default(),
        segments: frame.segments.names().to_vec(),
        industries: core.industries,
        regions: core.regions,
        teams: frame.teams.names().to_vec(),
        skills: core.skills,
        sources: frame.sources.clone(),
        hash: String::new(),
    })
}

/// Reads accounts and reps, or generates those that no file lists.
fn core(resolved: &Resolved, frame: &Frame, faults: &mut Faults) -> Core {
    let data = &resolved.scenario.data;
    let rep_sheet = data
        .reps
        .as_ref()
        .map(|choice| Sheet::open(resolved, ("data.reps", &choice.file, &choice.columns), columns::REPS, faults));
    let account_sheet = data
        .accounts
        .as_ref()
        .map(|choice| Sheet::open(resolved, ("data.accounts", &choice.file, &choice.columns), columns::ACCOUNTS, faults));

    let mut rep_drafts = None;
    if let Some(Some(mut sheet)) = rep_sheet {
        rep_drafts = Some(reps::read(&mut sheet, frame));
        sheet.findings.tell(faults);
    }
    let mut account_sheet = account_sheet.flatten();
    let mut drafts = account_sheet.as_mut().map(|sheet| accounts::read(sheet, frame));

    let (mut industries, mut regions, mut skills) = (Spellings::default(), Spellings::default(), Spellings::default());
    reps::name(rep_drafts.as_deref().unwrap_or_default(), &mut regions, &mut skills);
    accounts::name(drafts.as_deref().unwrap_or_default(), &mut industries, &mut regions, &mut skills);
    if data.accounts.is_none() {
        resolved.scenario.market.industries.keys().for_each(|name| industries.add(name));
    }
    industries.prefer(resolved.scenario.market.industries.keys());
    let industry_names = industries.list();
    for name in &industry_names {
        skills.add(name);
    }
    skills.prefer(industry_names.iter());

    let reps = match (&data.reps, rep_drafts) {
        (Some(_), drafts) => drafts.map(|drafts| reps::finish(drafts, &regions, &skills)),
        (None, _) => Some(generate::reps(&resolved.scenario, frame)),
    };
    if let (Some(sheet), Some(drafts)) = (account_sheet.as_mut(), drafts.as_mut()) {
        if data.reps.is_none() && accounts::any_owner(drafts) {
            sheet.findings.file(DataProblem::OwnersWithoutReps);
        } else {
            accounts::own(drafts, reps.as_deref(), sheet);
        }
        family::settle(drafts, sheet);
    }
    if let Some(sheet) = account_sheet {
        sheet.findings.tell(faults);
    }
    let accounts = match (&data.accounts, drafts) {
        (Some(_), drafts) => drafts.map(|drafts| accounts::finish(drafts, &industries, &regions, &skills)),
        (None, _) => reps.as_deref().map(|reps| generate::accounts(&resolved.scenario, frame, reps, industry_names.len())),
    };
    if data.accounts.is_none() && accounts.as_ref().is_some_and(Vec::is_empty) {
        faults.push(resolved.place("data.accounts"), DataProblem::NothingToGenerate);
    }
    Core { accounts, reps, industries: industry_names, regions: regions.list(), skills: skills.list() }
}

/// Every segment with accounts needs a present rep who serves it.
fn staffed(resolved: &Resolved, frame: &Frame, accounts: &[Account], reps: &[Rep], faults: &mut Faults) {
    let mut counts = vec![0_usize; frame.segments.names().len()];
    for account in accounts {
        counts[account.segment] += 1;
    }
    for (segment, name) in frame.segments.names().iter().enumerate() {
        if counts[segment] > 0 && frame.present(reps, segment).is_empty() {
            let place = resolved.place(&format!("market.segments.{name}"));
            faults.push(place, DataProblem::NoReps { segment: name.clone(), accounts: counts[segment] });
        }
    }
}

/// A table that is of no use without another one.
fn alone(resolved: &Resolved, table: &'static str, needs: &'static str, faults: &mut Faults) {
    let place: Place = resolved.place(&format!("data.{table}"));
    faults.push(place, DataProblem::Alone { table, needs });
}
