//! A plan with everything that its exports show.

use std::collections::{BTreeMap, BTreeSet};

use super::simulated_years::SimulatedYears;
use attain_core::plan::{Plan, Seat};
use attain_core::scenario::ResolvedScenario;
use attain_data::{Book, Outcome, Rep};

/// A plan with its book, its scenario and its simulated years.
#[derive(Debug, Clone, Copy)]
pub struct PlanExport<'a> {
    pub book: &'a Book,
    pub plan: &'a Plan,
    pub resolved: &'a ResolvedScenario,
    /// Name of the plan with today's owners among the simulated plans.
    pub today: Option<&'a str>,
    pub simulated: Option<&'a SimulatedYears>,
}

/// Number and amount of the open opportunities of an account.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct OpenDeals {
    pub count: usize,
    pub amount: f64,
}

impl PlanExport<'_> {
    /// The rep who owns an account today.
    #[must_use]
    pub fn owner(&self, account: usize) -> Option<&Rep> {
        self.book.accounts[account].owner.and_then(|owner| self.book.reps.get(owner))
    }

    /// The seat that owns an account in the plan.
    #[must_use]
    pub fn seat(&self, account: usize) -> Option<&Seat> {
        self.plan.accounts[account].seat.and_then(|seat| self.plan.seats.get(seat))
    }

    /// Open opportunities by account.
    #[must_use]
    pub fn open_deals(&self) -> Vec<OpenDeals> {
        let mut open = vec![OpenDeals::default(); self.book.accounts.len()];
        for deal in self.book.opportunities.iter().filter(|deal| matches!(deal.outcome, Outcome::Open(_))) {
            open[deal.account].count += 1;
            open[deal.account].amount += deal.amount;
        }
        open
    }

    /// The chance that a seat makes its quota with today's books and with the plan's.
    #[must_use]
    pub fn chances(&self, seat: &Seat) -> (Option<f64>, Option<f64>) {
        let chance = |plan: &str| self.simulated.and_then(|years| years.chance_of_quota(plan, &seat.id));
        (self.today.and_then(chance), chance(&self.plan.name))
    }
}

/// Name with id, as cells and pages show people.
#[must_use]
pub fn label(name: &str, id: &str) -> String {
    if name.is_empty() || name == id { id.to_owned() } else { format!("{name} ({id})") }
}

/// Names of the managers in exports that leave the company: numbers in the order of their names.
#[must_use]
pub fn manager_names(book: &Book, plans: &[Plan]) -> BTreeMap<String, String> {
    let seats = plans.iter().flat_map(|plan| plan.seats.iter().map(|seat| &seat.manager));
    let all: BTreeSet<&String> = book.reps.iter().map(|rep| &rep.manager).chain(seats).filter(|name| !name.is_empty()).collect();
    all.into_iter().zip(1..).map(|(name, number)| (name.clone(), format!("Manager {number}"))).collect()
}

/// Replaces the names of reps, managers and accounts with their ids or with numbers, for exports
/// that leave the company.
#[must_use]
pub fn pseudonymised(book: &Book, plans: &[Plan]) -> (Book, Vec<Plan>) {
    let managers = manager_names(book, plans);
    let manager = |name: &String| managers.get(name).cloned().unwrap_or_default();
    let (mut book, mut plans) = (book.clone(), plans.to_vec());
    for rep in &mut book.reps {
        rep.name.clone_from(&rep.id);
        rep.email = None;
        rep.manager = manager(&rep.manager);
    }
    for account in &mut book.accounts {
        account.name.clone_from(&account.id);
    }
    for seat in plans.iter_mut().flat_map(|plan| &mut plan.seats) {
        if seat.incumbent.is_some() {
            seat.name.clone_from(&seat.id);
        }
        seat.manager = manager(&seat.manager);
    }
    (book, plans)
}
