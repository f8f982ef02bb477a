//! Owners that people changed by hand in a plan, and what each change is worth.
//!
//! Each change is made alone in the plan's books, and the closed-form expected year of all books is
//! computed again. The changes of a family that move together are one change.

use std::collections::BTreeMap;

use rayon::prelude::*;

use attain_core::diagnostics::{Faults, Place};
use attain_core::plan::{ExpectedYear, Plan};
use attain_core::scenario::choices::Carve;
use attain_core::scenario::{AccountOwner, OwnerTable, ResolvedScenario};
use attain_data::Book;
use attain_design::design::design;
use attain_design::territory::equity;

/// Most changes that are priced one by one.
pub const MOST_PRICED: usize = 200;

/// A change of owners that was made by hand.
#[derive(Debug, Clone)]
pub struct PricedOverride {
    /// Indices of the accounts, which belong to one family if there are several.
    pub accounts: Vec<usize>,
    /// Index of the seat that the plan chose; `None` for the house account.
    pub from: Option<usize>,
    /// Index of the seat chosen by hand; `None` for the house account.
    pub to: Option<usize>,
    /// What the change does alone; `None` if the rules do not allow it without the others, or if
    /// there are too many.
    pub effect: Option<OverrideEffect>,
}

/// What a change of owners does to the expected year and to the two books.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverrideEffect {
    /// Change of the contribution expected in a year.
    pub contribution: f64,
    /// Change of the business lost because of changes of owner.
    pub lost: f64,
    /// Potential of the first book over the mean of its peers, minus one, after the change.
    pub from_off_mean: Option<f64>,
    /// The same of the book that receives.
    pub to_off_mean: Option<f64>,
}

/// All changes with their prices, and what they do together.
#[derive(Debug, Clone)]
pub struct OverrideReport {
    /// The changes, in the order of their first accounts.
    pub overrides: Vec<PricedOverride>,
    /// What all changes do together.
    pub together: OverrideEffect,
}

/// First account of the family, and the ids of the seats before and after.
type OverrideKey<'a> = (usize, Option<&'a str>, Option<&'a str>);

/// Compares a plan edited by hand with the plan of its scenario and prices every change.
///
/// # Errors
/// Returns the faults of the scenario's own books, if they cannot be designed again.
pub fn price_overrides(book: &Book, base: &ResolvedScenario, planned: &Plan, edited: &Plan) -> Result<OverrideReport, Faults> {
    let seat_ids =
        |plan: &Plan| plan.accounts.iter().map(|made| made.seat.map(|seat| plan.seats[seat].id.clone())).collect::<Vec<_>>();
    let (before, after) = (seat_ids(planned), seat_ids(edited));
    let together = planned.scenario.territory.family_lock;
    let mut groups: BTreeMap<OverrideKey<'_>, Vec<usize>> = BTreeMap::new();
    let mut first_of_family: BTreeMap<&str, usize> = BTreeMap::new();
    for account in (0..book.accounts.len()).filter(|&account| before[account] != after[account]) {
        let family = if together { *first_of_family.entry(&book.accounts[account].family).or_insert(account) } else { account };
        groups.entry((family, before[account].as_deref(), after[account].as_deref())).or_default().push(account);
    }
    let with = |changed: &[usize]| -> Result<Plan, Faults> {
        let mut owners = before.clone();
        for &account in changed {
            owners[account].clone_from(&after[account]);
        }
        design(book, &table(book, base, owners))
    };
    let start = with(&[])?;
    let effect = |plan: &Plan, from: Option<usize>, to: Option<usize>| {
        let change = |of: fn(&ExpectedYear) -> f64| of(&plan.expected) - of(&start.expected);
        OverrideEffect {
            contribution: change(|year| year.contribution),
            lost: change(|year| year.lost),
            from_off_mean: from.and_then(|seat| off_mean(plan, seat)),
            to_off_mean: to.and_then(|seat| off_mean(plan, seat)),
        }
    };
    let few = groups.len() <= MOST_PRICED;
    let groups: Vec<Vec<usize>> = groups.into_values().collect();
    let overrides = groups.into_par_iter().map(|accounts| {
        let (from, to) = (planned.accounts[accounts[0]].seat, edited.accounts[accounts[0]].seat);
        let alone = few.then(|| with(&accounts).ok()).flatten();
        PricedOverride { effect: alone.map(|plan| effect(&plan, from, to)), accounts, from, to }
    });
    let overrides: Vec<PricedOverride> = overrides.collect();
    let all: Vec<usize> = overrides.iter().flat_map(|one| one.accounts.iter().copied()).collect();
    let together = effect(&with(&all)?, None, None);
    Ok(OverrideReport { overrides, together })
}

/// The scenario with these owners.
fn table(book: &Book, base: &ResolvedScenario, owners: Vec<Option<String>>) -> ResolvedScenario {
    let rows = book.accounts.iter().zip(owners).map(|(account, seat)| AccountOwner {
        account: account.id.clone(),
        seat,
        reason: None,
        from_month: None,
        account_at: Place::Argument(account.id.clone()),
        seat_at: Place::Argument(account.id.clone()),
        month_at: Place::Argument(account.id.clone()),
    });
    let listed = OwnerTable::from_rows(rows.collect());
    let scenario = base.without_owners().with_choices(|scenario| {
        scenario.territory.carve = Carve::Table { file: "edited".to_owned() };
    });
    scenario.with_owners(listed)
}

/// Potential of a book over the mean of its peers, minus one.
fn off_mean(plan: &Plan, seat: usize) -> Option<f64> {
    let potential: Vec<f64> = plan.seats.iter().map(|seat| seat.potential).collect();
    let means = equity::group_means(&potential, &equity::peer_groups(plan));
    (means[seat] > 0.0).then(|| potential[seat] / means[seat] - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::studies::{SMALL, plans};

    #[test]
    fn changes_are_priced_alone_and_together() {
        let (study, plans) = plans(&[SMALL]);
        let (book, base, planned) = (&study.book, &study.scenarios[0], &plans[0]);
        let none = price_overrides(book, base, planned, planned).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(none.overrides.is_empty() && none.together.contribution == 0.0);
        // Two accounts of the first seat go to another seat of the same team, one to the house account.
        let mut edited = planned.clone();
        let mine: Vec<usize> = (0..book.accounts.len()).filter(|&at| planned.accounts[at].seat == Some(0)).take(3).collect();
        let other = (1..planned.seats.len()).find(|&seat| planned.seats[seat].team == planned.seats[0].team);
        for (&at, seat) in mine.iter().zip([other, other, None]) {
            edited.accounts[at].seat = seat;
        }
        let found = price_overrides(book, base, planned, &edited).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(found.overrides.iter().flat_map(|one| one.accounts.clone()).collect::<Vec<_>>(), mine);
        assert!(found.overrides.iter().all(|one| one.effect.is_some() && one.from == Some(0)));
        let house = found.overrides.iter().find(|one| one.to.is_none()).and_then(|one| one.effect).expect("priced");
        assert!(house.contribution < 0.0, "an account without a rep sells less: {house:?}");
        // The books change, so the mean deviation of the seat that gives changes too.
        assert!(found.overrides.iter().filter_map(|one| one.effect).all(|effect| effect.from_off_mean.is_some()));
    }
}
