//! Ways to change books that already exist, and leave the rest alone: the
//! smallest rebalance, books for new seats, the book of a rep who leaves.
//!
//! Each makes a [`Proposal`]: the carve, and a scenario that says exactly that,
//! account by account, so that it can be reviewed, signed and compared.

mod books;
mod hire;
mod least;
mod leaver;
mod rebalance;
#[cfg(test)]
mod tests;

pub use hire::{HireRequest, propose_hires};
pub use leaver::{LeaverProposals, propose_leaver};
pub use rebalance::{MoveLimits, RebalanceProposal, propose_rebalance};

use crate::design::design;
use attain_core::diagnostics::{Faults, Place};
use attain_core::plan::{Plan, Reason};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Scenario};
use attain_core::scenario::{AccountOwner, OwnerTable};
use attain_data::Book;

/// A change of books, and the scenario that says it.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The scenario, with the table of owners.
    pub resolved: ResolvedScenario,
    /// The plan it makes.
    pub plan: Plan,
    /// Accounts that change hands, indices into the book, the greatest potential first.
    pub moves: Vec<usize>,
    /// What should be known about it, in short sentences.
    pub remarks: Vec<String>,
}

/// What a carve comes to when it is said account by account.
fn propose(
    book: &Book,
    resolved: &ResolvedScenario,
    name: &str,
    description: String,
    seats: &Carving,
) -> Result<Proposal, Faults> {
    let owners = OwnerTable::from_rows(rows(book, seats));
    let table = Carve::Table { file: format!("{name}.csv") };
    let said = |scenario: &mut Scenario| {
        scenario.territory.carve = if owners.rows.is_empty() { Carve::Keep } else { table };
        name.clone_into(&mut scenario.name);
        scenario.description = description;
    };
    let resolved = resolved.without_owners().with_choices(said);
    let resolved = if owners.rows.is_empty() { resolved } else { resolved.with_owners(owners) };
    let plan = design(book, &resolved)?;
    let mut moves: Vec<usize> = (0..book.accounts.len()).filter(|&a| changes(book, &plan, a)).collect();
    moves.sort_by(|&a, &b| book.accounts[b].potential.total_cmp(&book.accounts[a].potential).then(a.cmp(&b)));
    Ok(Proposal { resolved, plan, moves, remarks: Vec::new() })
}

/// A carve to be said account by account.
struct Carving {
    /// Ids of the seats that accounts go to; `None`: the house.
    after: Vec<Option<String>>,
    /// Why.
    reasons: Vec<Reason>,
}

impl Carving {
    /// The carve of a plan.
    fn of(plan: &Plan) -> Self {
        let id = |seat: Option<usize>| seat.map(|seat| plan.seats[seat].id.clone());
        Self {
            after: plan.accounts.iter().map(|made| id(made.seat)).collect(),
            reasons: plan.accounts.iter().map(|made| made.reason).collect(),
        }
    }
}

/// Rows for all accounts whose owner of today is not simply kept.
fn rows(book: &Book, carving: &Carving) -> Vec<AccountOwner> {
    let today = |a: usize| book.accounts[a].owner.map(|owner| book.reps[owner].id.as_str());
    (0..book.accounts.len())
        .filter(|&a| carving.after[a].as_deref() != today(a) || today(a).is_none())
        .map(|a| AccountOwner {
            account: book.accounts[a].id.clone(),
            seat: carving.after[a].clone(),
            reason: Some(carving.reasons[a]),
            account_at: Place::Argument(book.accounts[a].id.clone()),
            seat_at: Place::Argument(book.accounts[a].id.clone()),
        })
        .collect()
}

/// Whether an account that has an owner gets another one.
fn changes(book: &Book, plan: &Plan, account: usize) -> bool {
    let made = &plan.accounts[account];
    (book.accounts[account].owner.is_some() || made.before.is_some()) && (made.before.is_none() || made.before != made.seat)
}

/// The scenario as it would be with nobody moved but those who must.
fn kept(resolved: &ResolvedScenario) -> ResolvedScenario {
    resolved.with_choices(|scenario| {
        if !scenario.territory.carve.keeps() {
            scenario.territory.carve = Carve::Keep;
        }
    })
}
