//! Reads the book of business from its files.
//!
//! Every table is read and checked even if another one cannot be used. References to an
//! unusable table are not reported, so that one missing file does not cause a fault in
//! every row of the others.

use super::book::{Account, Book, FieldView, Opportunity, Outcome, Rep, UnattachedOpportunity};
use super::deal_tables::{DealTables, open_deal_tables};
use super::fault::DataFault;
use super::names::NameLookup;
use super::open_sheet::open_sheet;
use super::opportunities::{OpportunityReferences, OpportunityRows, RecordsByName};
use super::people_and_accounts::{account_lookup, check_staffing, people_and_accounts};
use super::quality::{self, PastOpportunity};
use super::read_context::ReadContext;
use super::read_record::ReadRecord;
use super::scenario_frame::ScenarioFrame;
use super::{column_specs, field, lookup_tables, opportunities, production};
use attain_core::diagnostics::{Faults, Place};

/// Reads all tables. The book is usable only if no fault was added.
pub(super) fn read(
    context: &mut ReadContext<'_>,
    frame: &ScenarioFrame,
    record: &mut ReadRecord,
    faults: &mut Faults,
) -> Option<Book> {
    let before = faults.0.len();
    let data = &context.resolved.scenario.data;
    let mut deals = open_deal_tables(context, record, faults);
    let mut people = people_and_accounts(context, frame, &mut deals, record, faults);
    // If a team or segment is unknown, coverage of segments cannot be checked.
    if let (Some(accounts), Some((reps, _))) = (&people.accounts, &people.reps)
        && faults.0.len() == before
    {
        check_staffing(context, frame, accounts, reps, faults);
    }
    let account_ids = people.accounts.as_deref().map(account_lookup);
    // Generated reps own no history.
    let reps = people.reps.as_ref().filter(|_| data.reps.is_some()).map(|(reps, ids)| RecordsByName { rows: reps, names: ids });
    let accounts = people.accounts.as_deref().zip(account_ids.as_ref()).map(|(rows, names)| RecordsByName { rows, names });
    let OpportunityRows { attached: mut opportunities, unattached, filled_amounts } =
        opportunities(context, frame, accounts, reps, &mut deals, record, faults);
    if let Some(mut sheet) = open_sheet(context, "history", column_specs::HISTORY, record, faults) {
        if data.opportunities.is_none() {
            missing_table(context, "history", "opportunities", faults);
        }
        lookup_tables::history(&mut sheet, &mut opportunities, reps.map(|reps| reps.names));
        record.close(sheet, faults);
    }
    let mut booked = Vec::new();
    if data.production.is_some() {
        if data.reps.is_none() {
            missing_table(context, "production", "reps", faults);
        }
        if let Some(mut sheet) = open_sheet(context, "production", column_specs::PRODUCTION, record, faults) {
            booked = production::read(&mut sheet, reps.map(|reps| reps.names), &context.rates);
            record.close(sheet, faults);
        }
    }
    let field =
        field_views(context, people.accounts.as_deref_mut().zip(account_ids.as_ref()), &mut opportunities, record, faults);
    find_across_tables(
        &opportunities,
        &unattached,
        reps.map(|reps| reps.rows),
        people.accounts.as_deref().filter(|_| data.accounts.is_some()),
        record,
    );
    let (accounts, (reps, _)) = people.accounts.zip(people.reps)?;
    Some(Book {
        accounts,
        reps,
        opportunities,
        unattached,
        products: deals.products,
        field,
        production: booked,
        segments: frame.segments.names().to_vec(),
        industries: people.industries,
        regions: people.regions,
        teams: frame.teams.names().to_vec(),
        skills: people.skills,
        sources: frame.sources.clone(),
        purchase_potentials: people.purchase_potentials,
        filled_amounts,
        ..Book::default()
    })
}

/// Reads the opportunities and resolves their references.
fn opportunities(
    context: &ReadContext<'_>,
    frame: &ScenarioFrame,
    accounts: Option<RecordsByName<'_, Account>>,
    reps: Option<RecordsByName<'_, Rep>>,
    deals: &mut DealTables,
    record: &mut ReadRecord,
    faults: &mut Faults,
) -> OpportunityRows {
    let data = &context.resolved.scenario.data;
    let Some(choice) = &data.opportunities else { return OpportunityRows::default() };
    if data.accounts.is_none() {
        missing_table(context, "opportunities", "accounts", faults);
    }
    let Some(mut sheet) = deals.sheet.take() else { return OpportunityRows::default() };
    let (stage_outcomes, products, links) = (&deals.stage_outcomes, &deals.products, &deals.links);
    let references = OpportunityReferences { accounts, reps, products, links, stage_outcomes, rates: &context.rates };
    let rows = opportunities::read(&mut sheet, choice, frame, &references);
    record.close(sheet, faults);
    rows
}

/// Reads the statements from the field and blends them with the data.
fn field_views(
    context: &ReadContext<'_>,
    accounts: Option<(&mut [Account], &NameLookup)>,
    opportunities: &mut [Opportunity],
    record: &mut ReadRecord,
    faults: &mut Faults,
) -> Vec<FieldView> {
    let Some(choice) = &context.resolved.scenario.data.field else { return Vec::new() };
    let Some(mut sheet) = open_sheet(context, "field", column_specs::FIELD, record, faults) else { return Vec::new() };
    let views = accounts.map(|(accounts, known)| field::read(&mut sheet, choice, &context.rates, known, accounts, opportunities));
    record.close(sheet, faults);
    views.unwrap_or_default()
}

/// Adds findings across several tables.
fn find_across_tables(
    opportunities: &[Opportunity],
    unattached: &[UnattachedOpportunity],
    reps: Option<&[Rep]>,
    accounts: Option<&[Account]>,
    record: &mut ReadRecord,
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
        // A missing amount is not an amount of zero.
        amount: one.amount.unwrap_or(if one.outcome == Outcome::Won { f64::NAN } else { 0.0 }),
        created: one.created,
        closes: one.closes,
    });
    let past: Vec<PastOpportunity<'_>> = attached.chain(others).collect();
    record.across.extend(quality::history(&past, reps));
    record.across.extend(accounts.and_then(quality::accounts_alike));
}

/// Reports that a table requires another table that is not provided.
fn missing_table(context: &ReadContext<'_>, table: &'static str, needs: &'static str, faults: &mut Faults) {
    let place: Place = context.resolved.place(&format!("data.{table}"));
    faults.push(place, DataFault::Alone { table, needs });
}
