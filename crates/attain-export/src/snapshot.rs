//! Who owns what: the state of a plan, of a frozen plan or of a CRM, in a form that can be compared.

use std::collections::BTreeMap;

use super::simulated_years::SimulatedYears;
use attain_core::plan::Plan;
use attain_data::{Book, CrmTable, Outcome};

/// The owners and figures of a plan or of a CRM.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlanSnapshot {
    /// Name of the plan or file.
    pub name: String,
    pub currency: String,
    /// Accounts by id.
    pub accounts: BTreeMap<String, SnapshotAccount>,
    /// Seats by id.
    pub seats: BTreeMap<String, SnapshotSeat>,
}

/// An account with its owner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SnapshotAccount {
    pub name: String,
    /// Id of the seat that owns it; `None` for the house account.
    pub owner: Option<String>,
    /// Why the plan chose the owner.
    pub reason: String,
    /// `None` in a CRM export, which has no potentials.
    pub potential: Option<f64>,
    pub revenue: Option<f64>,
    /// Amount of the open opportunities.
    pub pipeline: Option<f64>,
}

/// A seat with its quota.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SnapshotSeat {
    pub name: String,
    pub team: String,
    pub manager: String,
    /// Yearly quota; `None` in a CRM export.
    pub quota: Option<f64>,
    /// Chance of making the quota, if years were simulated.
    pub chance: Option<f64>,
}

/// The figures of a book.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BookSums {
    pub accounts: usize,
    pub potential: f64,
    pub revenue: f64,
    pub pipeline: f64,
}

impl PlanSnapshot {
    /// The state of a plan.
    #[must_use]
    pub fn from_plan(book: &Book, plan: &Plan, simulated: Option<&SimulatedYears>) -> Self {
        let mut pipeline = vec![0.0; book.accounts.len()];
        for deal in book.opportunities.iter().filter(|deal| matches!(deal.outcome, Outcome::Open(_))) {
            pipeline[deal.account] += deal.amount;
        }
        let account = |(at, account): (usize, &attain_data::Account)| {
            let made = &plan.accounts[at];
            let row = SnapshotAccount {
                name: account.name.clone(),
                owner: made.seat.map(|seat| plan.seats[seat].id.clone()),
                reason: made.reason.words().to_owned(),
                potential: Some(account.potential),
                revenue: Some(account.revenue),
                pipeline: Some(pipeline[at]),
            };
            (account.id.clone(), row)
        };
        let seat = |seat: &attain_core::plan::Seat| {
            let row = SnapshotSeat {
                name: seat.name.clone(),
                team: book.teams.get(seat.team).cloned().unwrap_or_default(),
                manager: seat.manager.clone(),
                quota: Some(seat.quota),
                chance: simulated.and_then(|years| years.chance_of_quota(&plan.name, &seat.id)),
            };
            (seat.id.clone(), row)
        };
        Self {
            name: plan.name.clone(),
            currency: plan.scenario.money.currency.clone(),
            accounts: book.accounts.iter().enumerate().map(account).collect(),
            seats: plan.seats.iter().map(seat).collect(),
        }
    }

    /// The state of a CRM. Owners, who may be ids, names or e-mail addresses, take the ids of the
    /// seats of `known` and of the reps of its data; others are kept as written. Accounts take
    /// their figures from `known`.
    #[must_use]
    pub fn from_crm(name: &str, table: &CrmTable, known: &Self, emails: &BTreeMap<String, String>) -> Self {
        let mut called: BTreeMap<String, String> = emails.iter().map(|(email, id)| (email.to_lowercase(), id.clone())).collect();
        for (id, seat) in &known.seats {
            called.insert(seat.name.to_lowercase(), id.clone());
        }
        for id in known.seats.keys() {
            called.insert(id.to_lowercase(), id.clone());
        }
        let owner = |text: &str| called.get(&text.to_lowercase()).cloned().unwrap_or_else(|| text.to_owned());
        let account = |record: &attain_data::CrmRecord| {
            let figures = known.accounts.get(&record.id).cloned().unwrap_or_default();
            let owner = record.owner.as_deref().map(owner);
            (record.id.clone(), SnapshotAccount { owner, reason: String::new(), ..figures })
        };
        let accounts: BTreeMap<String, SnapshotAccount> = table.records.iter().map(account).collect();
        let owners = accounts.values().filter_map(|account| account.owner.clone());
        let seat = |id: String| {
            let known =
                known.seats.get(&id).cloned().unwrap_or_else(|| SnapshotSeat { name: id.clone(), ..SnapshotSeat::default() });
            (id, known)
        };
        let seats = owners.map(seat).collect();
        Self { name: name.to_owned(), currency: known.currency.clone(), accounts, seats }
    }

    /// The figures of each seat's book, by id.
    #[must_use]
    pub fn books(&self) -> BTreeMap<&str, BookSums> {
        let mut books: BTreeMap<&str, BookSums> = BTreeMap::new();
        for account in self.accounts.values() {
            let Some(owner) = account.owner.as_deref() else { continue };
            let sums = books.entry(owner).or_default();
            sums.accounts += 1;
            sums.potential += account.potential.unwrap_or(0.0);
            sums.revenue += account.revenue.unwrap_or(0.0);
            sums.pipeline += account.pipeline.unwrap_or(0.0);
        }
        books
    }
}
