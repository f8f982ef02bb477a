//! Reads accounts and reps, or generates those that no file lists.

use super::book::{Account, PurchasePotentials, Rep};
use super::deal_tables::DealTables;
use super::fault::{DataFault, NameKind};
use super::names::{NameLookup, Spellings};
use super::open_sheet::open_sheet;
use super::purchase_history::PurchaseHistory;
use super::read_context::ReadContext;
use super::read_record::ReadRecord;
use super::scenario_frame::ScenarioFrame;
use super::sheet::DataSheet;
use super::{accounts, column_specs, family, generate, reps};
use attain_core::diagnostics::Faults;
use attain_core::scenario::choices::MissingPotentialPolicy;

/// Accounts and reps with their names, as far as their files can be used.
pub(super) struct PeopleAndAccounts {
    pub accounts: Option<Vec<Account>>,
    pub reps: Option<(Vec<Rep>, NameLookup)>,
    pub industries: Vec<String>,
    pub regions: Vec<String>,
    pub skills: Vec<String>,
    /// Accounts whose potential was estimated from past purchases.
    pub purchase_potentials: Option<PurchasePotentials>,
}

/// Reads accounts and reps, or generates those that no file lists.
pub(super) fn people_and_accounts(
    context: &ReadContext<'_>,
    frame: &ScenarioFrame,
    deals: &mut DealTables,
    record: &mut ReadRecord,
    faults: &mut Faults,
) -> PeopleAndAccounts {
    let resolved = context.resolved;
    let data = &resolved.scenario.data;
    let mut rep_drafts = None;
    if let Some(mut sheet) = open_sheet(context, "reps", column_specs::REPS, record, faults) {
        rep_drafts = Some(reps::read(&mut sheet, frame, &context.rates));
        record.close(sheet, faults);
    }
    let mut account_sheet = account_sheet(context, record, faults);
    let purchases = purchase_history(context, deals);
    let inputs = accounts::AccountInputs { frame, rates: &context.rates, purchases };
    let mut drafts = account_sheet.as_mut().map(|sheet| accounts::read(sheet, &inputs));

    let (mut industries, mut regions, mut skills) = (Spellings::default(), Spellings::default(), Spellings::default());
    reps::collect_names(rep_drafts.as_deref().unwrap_or_default(), &mut regions, &mut skills);
    accounts::collect_names(drafts.as_deref().unwrap_or_default(), &mut industries, &mut regions, &mut skills);
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
        let ids = NameLookup::ids(NameKind::Rep, reps.iter().map(|rep| rep.id.as_str()));
        Some((reps, ids))
    };
    if let (Some(sheet), Some(drafts)) = (account_sheet.as_mut(), drafts.as_mut()) {
        if data.reps.is_none() && accounts::any_owner(drafts) {
            sheet.faults.file(DataFault::OwnersWithoutReps);
        } else {
            accounts::assign_owners(drafts, reps.as_ref().map(|(reps, ids)| (reps.as_slice(), ids)), sheet);
        }
        family::assign_families(drafts, sheet);
    }
    if let Some(sheet) = account_sheet {
        record.close(sheet, faults);
    }
    let purchase_potentials = drafts.as_deref().and_then(|drafts| from_purchases(context, drafts));
    let accounts = if data.accounts.is_some() {
        drafts.map(|drafts| accounts::finish(drafts, &industries, &regions, &skills))
    } else {
        let made = |(reps, _): &(Vec<Rep>, NameLookup)| generate::accounts(&resolved.scenario, frame, reps, industry_names.len());
        reps.as_ref().map(made)
    };
    if data.accounts.is_none() && accounts.as_ref().is_some_and(Vec::is_empty) {
        faults.push(resolved.place("data.accounts"), DataFault::NothingToGenerate);
    }
    PeopleAndAccounts {
        accounts,
        reps,
        industries: industry_names,
        regions: regions.list(),
        skills: skills.list(),
        purchase_potentials,
    }
}

/// Opens the accounts. Without a potential column, they are usable only if potentials
/// are estimated from past purchases.
fn account_sheet(context: &ReadContext<'_>, record: &mut ReadRecord, faults: &mut Faults) -> Option<DataSheet> {
    let mut sheet = open_sheet(context, "accounts", column_specs::ACCOUNTS, record, faults);
    let choice = context.resolved.scenario.data.accounts.as_ref();
    let refuse = choice.is_some_and(|choice| choice.without_potential == MissingPotentialPolicy::Refuse);
    if let Some(mut incomplete) = sheet.take_if(|sheet| refuse && !sheet.has("potential")) {
        incomplete.missing(column_specs::ACCOUNTS, "potential");
        record.close(incomplete, faults);
    }
    sheet
}

fn purchase_history(context: &ReadContext<'_>, deals: &mut DealTables) -> Option<PurchaseHistory> {
    let choice = context.resolved.scenario.data.accounts.as_ref()?;
    let MissingPotentialPolicy::FromHistory { sold } = choice.without_potential else { return None };
    let sheet = deals.sheet.as_mut()?;
    Some(PurchaseHistory::new(sheet, &deals.stage_outcomes, &context.rates, sold.get()))
}

/// Lists the accounts whose potential was estimated from past purchases.
fn from_purchases(context: &ReadContext<'_>, drafts: &[accounts::AccountDraft]) -> Option<PurchasePotentials> {
    let choice = context.resolved.scenario.data.accounts.as_ref()?;
    let MissingPotentialPolicy::FromHistory { sold } = choice.without_potential else { return None };
    let places = |wanted: fn(&accounts::AccountDraft) -> bool| -> Vec<usize> {
        drafts.iter().enumerate().filter(|(_, draft)| wanted(draft)).map(|(place, _)| place).collect()
    };
    let accounts = places(|draft| draft.from_purchases);
    (!accounts.is_empty()).then(|| PurchasePotentials {
        sold: sold.get(),
        accounts,
        segmented: places(|draft| draft.from_purchases && draft.segmented),
    })
}

pub(super) fn account_lookup(accounts: &[Account]) -> NameLookup {
    let names = accounts.iter().enumerate().map(|(place, account)| (place, account.name.as_str()));
    NameLookup::ids(NameKind::Account, accounts.iter().map(|account| account.id.as_str())).or_called(names)
}

/// Reports segments with accounts but without present reps to serve them.
pub(super) fn check_staffing(
    context: &ReadContext<'_>,
    frame: &ScenarioFrame,
    accounts: &[Account],
    reps: &[Rep],
    faults: &mut Faults,
) {
    let mut counts = vec![0_usize; frame.segments.names().len()];
    for account in accounts {
        counts[account.segment] += 1;
    }
    for (segment, name) in frame.segments.names().iter().enumerate() {
        if counts[segment] > 0 && frame.present(reps, segment).is_empty() {
            let place = context.resolved.place(&format!("market.segments.{name}"));
            faults.push(place, DataFault::NoReps { segment: name.clone(), accounts: counts[segment] });
        }
    }
}
