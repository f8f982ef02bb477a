//! The table of opportunities.
//!
//! A blank amount of an opportunity that was not won is filled in with the list price of
//! its product, if known, or with the median won amount of its account's segment, or of all
//! segments if the segment has no won opportunities. If there are none at all, the blank
//! amount is a fault. Blank dates are allowed. A source that the scenario does not name has
//! average odds. An open opportunity whose owner has left has no owner; a closed one keeps
//! its owner. Depending on the scenario, an opportunity whose account is not in the book is
//! set aside or is a fault.

use std::collections::HashMap;

use jiff::civil::Date;

use super::amounts::{self, AmountInputs};
use super::book::{Account, Opportunity, Outcome, Product, Rep, UnattachedOpportunity};
use super::currency::CurrencyRates;
use super::fault::DataFault;
use super::names::NameLookup;
use super::opportunity_columns::{business, currencies, report_unknown_products, sources};
use super::quality::{FindingKind, FindingTreatment};
use super::scenario_frame::ScenarioFrame;
use super::sheet::DataSheet;
use super::stages::StageOutcomes;
use attain_core::random::key_of;
use attain_core::scenario::choices::{OpportunitiesTable, ReversedDatesPolicy, UnknownOwnerPolicy, UnmatchedPolicy};

/// The records of a table with their names for lookup.
#[derive(Debug)]
pub(super) struct RecordsByName<'a, T> {
    pub rows: &'a [T],
    pub names: &'a NameLookup,
}

impl<T> Clone for RecordsByName<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RecordsByName<'_, T> {}

/// Records to which opportunities refer. Unusable tables are `None`.
pub(super) struct OpportunityReferences<'a> {
    pub accounts: Option<RecordsByName<'a, Account>>,
    pub reps: Option<RecordsByName<'a, Rep>>,
    pub products: &'a [Product],
    /// Accounts keyed by opportunity, from a table of links.
    pub links: &'a HashMap<String, String>,
    pub stage_outcomes: &'a StageOutcomes,
    pub rates: &'a CurrencyRates,
}

/// Reads the opportunities, sorted by id: those with an account in the book, and the others.
pub(super) fn read(
    sheet: &mut DataSheet,
    choice: &OpportunitiesTable,
    frame: &ScenarioFrame,
    references: &OpportunityReferences<'_>,
) -> (Vec<Opportunity>, Vec<UnattachedOpportunity>) {
    let ids = sheet.ids();
    let outcomes = references.stage_outcomes.all(sheet);
    let (accounts, named) = accounts(sheet, choice, references, &ids);
    let owners = owners(sheet, choice, references);
    let segment = |place: &Option<usize>| references.accounts.zip(*place).map(|(accounts, place)| accounts.rows[place].segment);
    let inputs = AmountInputs {
        outcomes: &outcomes,
        segments: accounts.iter().map(segment).collect(),
        count: frame.segments.names().len(),
        products: references.products,
    };
    let amounts = amounts::read(sheet, &inputs, references.rates);
    let currencies = currencies(sheet, references.rates);
    let (created, closes) = days(sheet, choice);
    let business = business(sheet);
    let sources = sources(sheet, frame);
    report_unknown_products(sheet, references.products);
    let (mut rows, mut unattached) = (Vec::with_capacity(ids.len()), Vec::new());
    for (row, id) in ids.into_iter().enumerate() {
        let (Some(id), Some(outcome)) = (id, outcomes[row]) else { continue };
        let gone = |owner: &usize| references.reps.is_some_and(|reps| reps.rows[*owner].left.is_some());
        let owner = owners[row].filter(|owner| !matches!(outcome, Outcome::Open(_)) || !gone(owner));
        let stage = sheet.word("stage", row).unwrap_or_default();
        let (created, closes, source, product) = (created[row], closes[row], sources[row], sheet.word("product", row));
        match (accounts[row], amounts[row]) {
            (Some(account), Some(amount)) => rows.push(Opportunity {
                key: key_of(&id),
                id,
                account,
                owner,
                stage,
                outcome,
                amount,
                created,
                closes,
                source,
                product,
                business: business[row],
                currency: currencies[row].clone(),
                stages: Vec::new(),
            }),
            (Some(_), None) => {}
            (None, amount) => {
                let account = named[row].clone().unwrap_or_default();
                unattached.push(UnattachedOpportunity {
                    id,
                    account,
                    owner,
                    stage,
                    outcome,
                    amount,
                    created,
                    closes,
                    source,
                    product,
                });
            }
        }
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    unattached.sort_by(|a, b| a.id.cmp(&b.id));
    (rows, unattached)
}

/// The account of every row, with its text in the file.
fn accounts(
    sheet: &mut DataSheet,
    choice: &OpportunitiesTable,
    references: &OpportunityReferences<'_>,
    ids: &[Option<String>],
) -> (Vec<Option<usize>>, Vec<Option<String>>) {
    let link = |row: usize| ids[row].as_ref().and_then(|id| references.links.get(id)).cloned();
    let named: Vec<Option<String>> = (0..sheet.len()).map(|row| sheet.word("account", row).or_else(|| link(row))).collect();
    let Some(RecordsByName { names: known, .. }) = references.accounts else { return (vec![None; sheet.len()], named) };
    let (mut missing, mut unknown) = (Vec::new(), Vec::new());
    let mut places = Vec::with_capacity(sheet.len());
    for (row, name) in named.iter().enumerate() {
        let id = || ids[row].clone().unwrap_or_default();
        places.push(match name.as_ref().map(|name| known.find(name)) {
            Some(Ok(place)) => Some(place),
            Some(Err(problem)) => {
                if choice.unknown_account == UnmatchedPolicy::Refuse {
                    sheet.fault(row, "account", problem);
                }
                unknown.push(format!("{} of {}", id(), name.clone().unwrap_or_default()));
                None
            }
            None => {
                if choice.missing_account == UnmatchedPolicy::Refuse {
                    sheet.fault(row, "account", DataFault::Blank { allowed: "the account's id" });
                }
                missing.push(id());
                None
            }
        });
    }
    sheet.report_names("account", known, &places);
    for (kind, found, policy) in [
        (FindingKind::NoAccount, missing, choice.missing_account),
        (FindingKind::UnknownAccount, unknown, choice.unknown_account),
    ] {
        if policy == UnmatchedPolicy::SetAside {
            sheet.finding(kind, "account", found, FindingTreatment::SetAside);
        }
    }
    (places, named)
}

fn owners(sheet: &mut DataSheet, choice: &OpportunitiesTable, references: &OpportunityReferences<'_>) -> Vec<Option<usize>> {
    let Some(RecordsByName { names: known, .. }) = references.reps else { return vec![None; sheet.len()] };
    if choice.unknown_owner == UnknownOwnerPolicy::Refuse {
        return sheet.refer("owner", known);
    }
    let found = |row| sheet.text("owner", row).map(|owner| known.find(owner).map_err(|_| owner.to_owned()));
    let all: Vec<Option<Result<usize, String>>> = (0..sheet.len()).map(found).collect();
    let unknown = all.iter().filter_map(|owner| owner.as_ref()?.as_ref().err().cloned()).collect();
    let places: Vec<Option<usize>> = all.into_iter().map(|owner| owner.and_then(Result::ok)).collect();
    sheet.report_names("owner", known, &places);
    sheet.finding(FindingKind::UnknownOwner, "owner", unknown, FindingTreatment::Read("treated as having no owner"));
    places
}

/// Dates of creation and of closing. If an opportunity was closed before it was created,
/// this is a fault, or the creation date is treated as unknown.
fn days(sheet: &mut DataSheet, choice: &OpportunitiesTable) -> (Vec<Option<Date>>, Vec<Option<Date>>) {
    let [mut created, closes] = ["created", "closed"].map(|column| sheet.dates(column));
    let mut reversed = Vec::new();
    for row in 0..sheet.len() {
        let (Some(from), Some(to)) = (created[row], closes[row]) else { continue };
        if to >= from {
            continue;
        }
        reversed.push(format!("{}: {from} to {to}", sheet.row(row).words()));
        match choice.reversed_dates {
            ReversedDatesPolicy::Refuse => {
                sheet.fault(row, "closed", DataFault::ClosedBeforeCreated { created: from, closed: to });
            }
            ReversedDatesPolicy::UnknownCreation => {
                created[row] = None;
                sheet.change(row, "created", "", "closed before it was created: creation date removed");
            }
        }
    }
    if choice.reversed_dates == ReversedDatesPolicy::UnknownCreation {
        sheet.finding(
            FindingKind::ClosedBeforeCreated,
            "created",
            reversed,
            FindingTreatment::Repaired("creation date treated as unknown"),
        );
    }
    (created, closes)
}
