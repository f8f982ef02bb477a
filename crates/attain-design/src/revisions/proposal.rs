//! A proposal: a carve, and a scenario that specifies it account by account.

use std::collections::BTreeMap;

use super::deal_handling::DealProposal;
use crate::design::design;
use crate::territory::lookup::find_account;
use attain_core::diagnostics::{Faults, Place};
use attain_core::plan::{Plan, Reason};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Scenario};
use attain_core::scenario::{AccountOwner, OwnerTable};
use attain_data::Book;

/// A change of books, and a scenario that specifies it.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The scenario, with its table of owners.
    pub resolved: ResolvedScenario,
    /// The plan of the scenario.
    pub plan: Plan,
    /// Indices into the book's accounts of those that change owner, in descending order of potential.
    pub moves: Vec<usize>,
    /// Notes for planners, in short sentences.
    pub remarks: Vec<String>,
    /// What becomes of each open opportunity of a leaver.
    pub deals: Vec<DealProposal>,
}

/// Creates a proposal from a carve: specifies it account by account and redesigns the plan.
pub(super) fn propose(
    book: &Book,
    resolved: &ResolvedScenario,
    name: &str,
    description: String,
    carve: &NamedCarve,
) -> Result<Proposal, Faults> {
    let owners = OwnerTable::from_rows(table_rows(book, carve));
    let table = Carve::Table { file: format!("{name}.csv") };
    let rename = |scenario: &mut Scenario| {
        scenario.territory.carve = if owners.rows.is_empty() { Carve::Keep } else { table };
        name.clone_into(&mut scenario.name);
        scenario.description = description;
    };
    let resolved = resolved.without_owners().with_choices(rename);
    let resolved = if owners.rows.is_empty() { resolved } else { resolved.with_owners(owners) };
    let plan = design(book, &resolved)?;
    let mut moves: Vec<usize> = (0..book.accounts.len()).filter(|&a| changes_owner(book, &plan, a)).collect();
    moves.sort_by(|&a, &b| book.accounts[b].potential.total_cmp(&book.accounts[a].potential).then(a.cmp(&b)));
    Ok(Proposal { resolved, plan, moves, remarks: Vec::new(), deals: Vec::new() })
}

/// Whether a present rep owns an account.
fn is_owned(book: &Book, account: usize) -> bool {
    book.accounts[account].owner.is_some_and(|owner| book.reps[owner].left.is_none())
}

/// Designs the plan in which the accounts that have an owner go where a carve says, and those that
/// nobody owns, or that the carve gives to a seat that is gone, find one beside them.
pub(super) fn design_around(book: &Book, resolved: &ResolvedScenario, carve: &NamedCarve, gone: &str) -> Result<Plan, Faults> {
    let owned: Vec<AccountOwner> = table_rows(book, carve)
        .into_iter()
        .filter(|row| find_account(book, &row.account).is_ok_and(|account| is_owned(book, account)))
        .filter(|row| row.seat.as_deref() != Some(gone))
        .collect();
    let table = |scenario: &mut Scenario| scenario.territory.carve = Carve::Table { file: String::new() };
    design(book, &resolved.without_owners().with_choices(table).with_owners(OwnerTable::from_rows(owned)))
}

/// A carve that identifies seats by id.
pub(super) struct NamedCarve {
    /// For each account, the id of its seat; `None` for house accounts.
    pub(super) seats: Vec<Option<String>>,
    /// For each account, the reason for its seat.
    pub(super) reasons: Vec<Reason>,
    /// Months of accounts that move in a month of their own, counted from 1.
    pub(super) months: BTreeMap<usize, u32>,
}

impl NamedCarve {
    /// The carve of a plan.
    pub(super) fn from_plan(plan: &Plan) -> Self {
        let id = |seat: Option<usize>| seat.map(|seat| plan.seats[seat].id.clone());
        Self {
            seats: plan.accounts.iter().map(|made| id(made.seat)).collect(),
            reasons: plan.accounts.iter().map(|made| made.reason).collect(),
            months: plan
                .accounts
                .iter()
                .enumerate()
                .filter(|(_, made)| made.from_month > 0)
                .map(|(account, made)| (account, made.from_month + 1))
                .collect(),
        }
    }
}

/// The rows of a table of owners: all accounts that do not stay with their present owner.
fn table_rows(book: &Book, carve: &NamedCarve) -> Vec<AccountOwner> {
    let today = |a: usize| book.accounts[a].owner.map(|owner| book.reps[owner].id.as_str());
    (0..book.accounts.len())
        .filter(|&a| carve.seats[a].as_deref() != today(a) || today(a).is_none())
        .map(|a| AccountOwner {
            account: book.accounts[a].id.clone(),
            seat: carve.seats[a].clone(),
            reason: Some(carve.reasons[a]),
            from_month: carve.months.get(&a).copied(),
            account_at: Place::Argument(book.accounts[a].id.clone()),
            seat_at: Place::Argument(book.accounts[a].id.clone()),
            month_at: Place::Argument(book.accounts[a].id.clone()),
        })
        .collect()
}

/// Whether an account that has an owner changes owner.
pub(super) fn changes_owner(book: &Book, plan: &Plan, account: usize) -> bool {
    let made = &plan.accounts[account];
    (book.accounts[account].owner.is_some() || made.before.is_some()) && (made.before.is_none() || made.before != made.seat)
}

/// The scenario with present owners kept, except for accounts that must move.
pub(super) fn keep_owners(resolved: &ResolvedScenario) -> ResolvedScenario {
    resolved.with_choices(|scenario| {
        if !scenario.territory.carve.keeps() {
            scenario.territory.carve = Carve::Keep;
        }
    })
}
