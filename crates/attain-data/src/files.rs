//! Reads the book of business from its files.
//!
//! Every table is read and checked even when another one cannot be; what
//! depends on a table that cannot be used is not said, so that one missing file
//! does not bring a fault for each row of the others.

use std::collections::HashMap;

use super::book::{Account, Book, FieldView, Opportunity, Outcome, Product, Rep, UnattachedOpportunity};
use super::bought::Bought;
use super::desk::{Desk, Record};
use super::fault::{DataFault, NameKind};
use super::names::{Frame, Lookup, Spellings};
use super::opportunities::Others;
use super::quality::{self, PastOpportunity};
use super::sheet::Sheet;
use super::stages::{self, Standing};
use super::{accounts, columns, family, field, generate, opportunities, production, reps, side};
use attain_core::diagnostics::{Faults, Place};
use attain_core::scenario::choices::{MissingPotentialPolicy, OpportunitiesTable};

/// The tables of people and accounts as far as they can be used.
struct Core {
    accounts: Option<Vec<Account>>,
    reps: Option<(Vec<Rep>, Lookup)>,
    industries: Vec<String>,
    regions: Vec<String>,
    skills: Vec<String>,
}

/// A table with its names; `None` where it cannot be used.
type Named<'a, T> = Option<(&'a [T], &'a Lookup)>;

/// The tables of deals, opened before the accounts, who may need what was bought.
struct Deals {
    sheet: Option<Sheet>,
    standing: Standing,
    products: Vec<Product>,
    links: HashMap<String, String>,
}

/// Reads all tables. The book is only sound when no fault was added.
pub(super) fn read(desk: &mut Desk<'_>, frame: &Frame, record: &mut Record, faults: &mut Faults) -> Option<Book> {
    let before = faults.0.len();
    let data = &desk.resolved.scenario.data;
    let mut deals = deals(desk, record, faults);
    let mut core = core(desk, frame, &mut deals, record, faults);
    // With a team or a segment unknown, nothing can be said about who serves whom.
    if let (Some(accounts), Some((reps, _))) = (&core.accounts, &core.reps)
        && faults.0.len() == before
    {
        staffed(desk, frame, accounts, reps, faults);
    }
    let account_ids = core.accounts.as_deref().map(account_lookup);
    // Reps who were generated own no history.
    let reps = core.reps.as_ref().filter(|_| data.reps.is_some()).map(|(reps, ids)| (reps.as_slice(), ids));
    let accounts = core.accounts.as_deref().zip(account_ids.as_ref());
    let (mut opportunities, unattached) = attached(desk, frame, (accounts, reps), &mut deals, record, faults);
    if let Some(mut sheet) = Sheet::open(desk, "history", columns::HISTORY, record, faults) {
        if data.opportunities.is_none() {
            alone(desk, "history", "opportunities", faults);
        }
        side::history(&mut sheet, &mut opportunities, reps.map(|(_, ids)| ids));
        record.close(sheet, faults);
    }
    let mut booked = Vec::new();
    if data.production.is_some() {
        if data.reps.is_none() {
            alone(desk, "production", "reps", faults);
        }
        if let Some(mut sheet) = Sheet::open(desk, "production", columns::PRODUCTION, record, faults) {
            booked = production::read(&mut sheet, reps.map(|(_, ids)| ids), &desk.rates);
            record.close(sheet, faults);
        }
    }
    let field = said(desk, core.accounts.as_deref_mut().zip(account_ids.as_ref()), &mut opportunities, record, faults);
    across(
        &opportunities,
        &unattached,
        reps.map(|(reps, _)| reps),
        core.accounts.as_deref().filter(|_| data.accounts.is_some()),
        record,
    );
    let (accounts, (reps, _)) = core.accounts.zip(core.reps)?;
    Some(Book {
        accounts,
        reps,
        opportunities,
        unattached,
        products: deals.products,
        field,
        production: booked,
        segments: frame.segments.names().to_vec(),
        industries: core.industries,
        regions: core.regions,
        teams: frame.teams.names().to_vec(),
        skills: core.skills,
        sources: frame.sources.clone(),
        ..Book::default()
    })
}

/// Opens the opportunities with the tables that explain them.
fn deals(desk: &mut Desk<'_>, record: &mut Record, faults: &mut Faults) -> Deals {
    let mut products = Vec::new();
    if let Some(mut sheet) = Sheet::open(desk, "products", columns::PRODUCTS, record, faults) {
        products = side::products(&mut sheet, &desk.rates);
        record.close(sheet, faults);
    }
    desk.products = products.iter().map(|product| product.name.clone()).collect();
    let mut table = Vec::new();
    if let Some(mut sheet) = Sheet::open(desk, "stages", columns::STAGES, record, faults) {
        table = stages::read(&mut sheet);
        record.close(sheet, faults);
    }
    let mut links = HashMap::new();
    if let Some(mut sheet) = Sheet::open(desk, "links", columns::LINKS, record, faults) {
        links = side::links(&mut sheet);
        record.close(sheet, faults);
    }
    let data = &desk.resolved.scenario.data;
    let choice = data.opportunities.as_ref();
    let standing = Standing::new(choice.unwrap_or(&OpportunitiesTable::default()), table);
    let mut sheet = Sheet::open(desk, "opportunities", columns::OPPORTUNITIES, record, faults);
    if let Some(mut incomplete) = sheet.take_if(|sheet| !sheet.has("account") && data.links.is_none()) {
        incomplete.missing(columns::OPPORTUNITIES, "account");
        record.close(incomplete, faults);
    }
    Deals { sheet, standing, products, links }
}

/// Reads the opportunities, with all they refer to.
fn attached(
    desk: &Desk<'_>,
    frame: &Frame,
    (accounts, reps): (Named<'_, Account>, Named<'_, Rep>),
    deals: &mut Deals,
    record: &mut Record,
    faults: &mut Faults,
) -> (Vec<Opportunity>, Vec<UnattachedOpportunity>) {
    let data = &desk.resolved.scenario.data;
    let Some(choice) = &data.opportunities else { return (Vec::new(), Vec::new()) };
    if data.accounts.is_none() {
        alone(desk, "opportunities", "accounts", faults);
    }
    let Some(mut sheet) = deals.sheet.take() else { return (Vec::new(), Vec::new()) };
    let (standing, products, links) = (&deals.standing, &deals.products, &deals.links);
    let others = Others { accounts, reps, products, links, standing, rates: &desk.rates };
    let rows = opportunities::read(&mut sheet, choice, frame, &others);
    record.close(sheet, faults);
    rows
}

/// Reads accounts and reps, or generates those that no file lists.
fn core(desk: &Desk<'_>, frame: &Frame, deals: &mut Deals, record: &mut Record, faults: &mut Faults) -> Core {
    let resolved = desk.resolved;
    let data = &resolved.scenario.data;
    let mut rep_drafts = None;
    if let Some(mut sheet) = Sheet::open(desk, "reps", columns::REPS, record, faults) {
        rep_drafts = Some(reps::read(&mut sheet, frame, &desk.rates));
        record.close(sheet, faults);
    }
    let mut account_sheet = account_sheet(desk, record, faults);
    let bought = bought(desk, deals);
    let needs = accounts::Needs { frame, rates: &desk.rates, bought };
    let mut drafts = account_sheet.as_mut().map(|sheet| accounts::read(sheet, &needs));

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

    let reps = if data.reps.is_some() {
        rep_drafts.map(|drafts| {
            let ids = reps::lookup(&drafts);
            (reps::finish(drafts, &regions, &skills), ids)
        })
    } else {
        let reps = generate::reps(&resolved.scenario, frame);
        let ids = Lookup::ids(NameKind::Rep, reps.iter().map(|rep| rep.id.as_str()));
        Some((reps, ids))
    };
    if let (Some(sheet), Some(drafts)) = (account_sheet.as_mut(), drafts.as_mut()) {
        if data.reps.is_none() && accounts::any_owner(drafts) {
            sheet.findings.file(DataFault::OwnersWithoutReps);
        } else {
            accounts::own(drafts, reps.as_ref().map(|(reps, ids)| (reps.as_slice(), ids)), sheet);
        }
        family::settle(drafts, sheet);
    }
    if let Some(sheet) = account_sheet {
        record.close(sheet, faults);
    }
    let accounts = if data.accounts.is_some() {
        drafts.map(|drafts| accounts::finish(drafts, &industries, &regions, &skills))
    } else {
        let made = |(reps, _): &(Vec<Rep>, Lookup)| generate::accounts(&resolved.scenario, frame, reps, industry_names.len());
        reps.as_ref().map(made)
    };
    if data.accounts.is_none() && accounts.as_ref().is_some_and(Vec::is_empty) {
        faults.push(resolved.place("data.accounts"), DataFault::NothingToGenerate);
    }
    Core { accounts, reps, industries: industry_names, regions: regions.list(), skills: skills.list() }
}

/// Opens the accounts; without a column of potentials only where what was bought stands for it.
fn account_sheet(desk: &Desk<'_>, record: &mut Record, faults: &mut Faults) -> Option<Sheet> {
    let mut sheet = Sheet::open(desk, "accounts", columns::ACCOUNTS, record, faults);
    let choice = desk.resolved.scenario.data.accounts.as_ref();
    let refuse = choice.is_some_and(|choice| choice.without_potential == MissingPotentialPolicy::Refuse);
    if let Some(mut incomplete) = sheet.take_if(|sheet| refuse && !sheet.has("potential")) {
        incomplete.missing(columns::ACCOUNTS, "potential");
        record.close(incomplete, faults);
    }
    sheet
}

fn bought(desk: &Desk<'_>, deals: &mut Deals) -> Option<Bought> {
    let choice = desk.resolved.scenario.data.accounts.as_ref()?;
    let MissingPotentialPolicy::FromHistory { sold } = choice.without_potential else { return None };
    let sheet = deals.sheet.as_mut()?;
    Some(Bought::of(sheet, &deals.standing, &desk.rates, sold.get()))
}

fn account_lookup(accounts: &[Account]) -> Lookup {
    let names = accounts.iter().enumerate().map(|(place, account)| (place, account.name.as_str()));
    Lookup::ids(NameKind::Account, accounts.iter().map(|account| account.id.as_str())).or_called(names)
}

/// Reads what the field says and blends it in.
fn said(
    desk: &Desk<'_>,
    accounts: Option<(&mut [Account], &Lookup)>,
    opportunities: &mut [Opportunity],
    record: &mut Record,
    faults: &mut Faults,
) -> Vec<FieldView> {
    let Some(choice) = &desk.resolved.scenario.data.field else { return Vec::new() };
    let Some(mut sheet) = Sheet::open(desk, "field", columns::FIELD, record, faults) else { return Vec::new() };
    let views = accounts.map(|(accounts, known)| field::read(&mut sheet, choice, &desk.rates, known, accounts, opportunities));
    record.close(sheet, faults);
    views.unwrap_or_default()
}

/// What is found across tables.
fn across(
    opportunities: &[Opportunity],
    unattached: &[UnattachedOpportunity],
    reps: Option<&[Rep]>,
    accounts: Option<&[Account]>,
    record: &mut Record,
) {
    let attached = opportunities.iter().map(|one| PastOpportunity {
        id: &one.id,
        owner: one.owner,
        outcome: one.outcome,
        amount: one.amount,
        created: one.created,
        closes: one.closes,
    });
    let others = unattached.iter().map(|one| PastOpportunity {
        id: &one.id,
        owner: one.owner,
        outcome: one.outcome,
        // An amount that nobody gave is not one of zero.
        amount: one.amount.unwrap_or(if one.outcome == Outcome::Won { f64::NAN } else { 0.0 }),
        created: one.created,
        closes: one.closes,
    });
    let past: Vec<PastOpportunity<'_>> = attached.chain(others).collect();
    record.across.extend(quality::history(&past, reps));
    record.across.extend(accounts.and_then(quality::accounts_alike));
}

/// Every segment with accounts needs a present rep who serves it.
fn staffed(desk: &Desk<'_>, frame: &Frame, accounts: &[Account], reps: &[Rep], faults: &mut Faults) {
    let mut counts = vec![0_usize; frame.segments.names().len()];
    for account in accounts {
        counts[account.segment] += 1;
    }
    for (segment, name) in frame.segments.names().iter().enumerate() {
        if counts[segment] > 0 && frame.present(reps, segment).is_empty() {
            let place = desk.resolved.place(&format!("market.segments.{name}"));
            faults.push(place, DataFault::NoReps { segment: name.clone(), accounts: counts[segment] });
        }
    }
}

/// A table that is of no use without another one.
fn alone(desk: &Desk<'_>, table: &'static str, needs: &'static str, faults: &mut Faults) {
    let place: Place = desk.resolved.place(&format!("data.{table}"));
    faults.push(place, DataFault::Alone { table, needs });
}
