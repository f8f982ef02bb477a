//! A study: one book of business and the scenarios compared on it.

use crate::study_fault::StudyMismatchFault;
use crate::workbook_plan;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::{Book, ReadReport};
use std::path::PathBuf;

/// One book of business and the scenarios compared on it.
#[derive(Debug)]
pub struct Study {
    /// The book that all scenarios share.
    pub book: Book,
    /// The scenarios, in the order in which they were given.
    pub scenarios: Vec<ResolvedScenario>,
}

/// Reads scenario files and their data.
///
/// # Errors
/// Returns all faults in all files.
pub fn load(paths: &[PathBuf]) -> Result<Study, Faults> {
    let mut faults = Faults::default();
    let scenarios: Vec<ResolvedScenario> = paths.iter().filter_map(|path| workbook_plan::load(path, &mut faults)).collect();
    from_scenarios(scenarios, faults)
}

/// Reads the data of parsed scenarios; `faults` contains the faults found in them.
///
/// # Errors
/// Returns these faults and all faults in the data.
pub fn from_scenarios(scenarios: Vec<ResolvedScenario>, mut faults: Faults) -> Result<Study, Faults> {
    check_comparable(&scenarios, &mut faults);
    let scenarios = scenarios.into_iter().map(|resolved| with_owners(resolved, &mut faults)).collect::<Vec<_>>();
    let books: Vec<Book> = read_distinct_data(&scenarios, &mut faults);
    if let Some(book) = books.into_iter().next() {
        return faults.into_result(Study { book, scenarios });
    }
    Err(faults)
}

/// Adds the table of owners that the scenario names, if there is one.
fn with_owners(resolved: ResolvedScenario, faults: &mut Faults) -> ResolvedScenario {
    match attain_data::read_owners(&resolved, faults) {
        Some(owners) => resolved.with_owners(owners),
        None => resolved,
    }
}

/// Reads the data of scenario files, usable or not, once per distinct `[data]`.
/// Faults are not reported; see [`load`].
#[must_use]
pub fn examine_data(paths: &[PathBuf]) -> Vec<ReadReport> {
    let mut ignored = Faults::default();
    let scenarios: Vec<ResolvedScenario> = paths.iter().filter_map(|path| workbook_plan::load(path, &mut ignored)).collect();
    let first = |(at, resolved): &(usize, &ResolvedScenario)| {
        !scenarios[..*at].iter().any(|other| attain_data::same_input(other, resolved))
    };
    let distinct = scenarios.iter().enumerate().filter(first);
    distinct.map(|(_, resolved)| attain_data::examine(resolved, &mut ignored).reading).collect()
}

/// Reads each distinct `[data]` once, with the market that classifies it. All must contain the same
/// book.
fn read_distinct_data(scenarios: &[ResolvedScenario], faults: &mut Faults) -> Vec<Book> {
    let mut seen: Vec<&ResolvedScenario> = Vec::new();
    let mut books: Vec<Book> = Vec::new();
    for resolved in scenarios {
        if seen.iter().any(|other| attain_data::same_input(other, resolved)) {
            continue;
        }
        seen.push(resolved);
        let Some(book) = attain_data::load(resolved, faults) else { continue };
        match books.first() {
            Some(first) if first.hash != book.hash => {
                faults.0.push(Fault::new(
                    Place::File(resolved.file.clone()),
                    StudyMismatchFault::Data { other: seen[0].file.clone() },
                ));
            }
            _ => books.push(book),
        }
    }
    books
}

/// Checks that the plans have distinct names, the same horizon and one currency.
fn check_comparable(scenarios: &[ResolvedScenario], faults: &mut Faults) {
    for (i, resolved) in scenarios.iter().enumerate() {
        let name = &resolved.scenario.name;
        if let Some(other) = scenarios[..i].iter().find(|other| other.scenario.name == *name) {
            faults.push(resolved.place("name"), StudyMismatchFault::Name { name: name.clone(), other: other.file.clone() });
        }
        if resolved.scenario.horizon != scenarios[0].scenario.horizon {
            faults.push(resolved.place("horizon"), StudyMismatchFault::Horizon { other: scenarios[0].file.clone() });
        }
        let currency = &scenarios[0].scenario.money.currency;
        if resolved.scenario.money.currency != *currency {
            let (currency, other) = (currency.clone(), scenarios[0].file.clone());
            faults.push(resolved.place("money.currency"), StudyMismatchFault::Currency { currency, other });
        }
    }
}

/// Runs a function for all scenarios in parallel. The results are in scenario order.
///
/// # Errors
/// Returns the faults of all scenarios that fail.
pub fn for_each_scenario<T: Send>(
    scenarios: &[ResolvedScenario],
    run: impl Fn(&ResolvedScenario) -> Result<T, Faults> + Sync + Send,
) -> Result<Vec<T>, Faults> {
    use rayon::prelude::*;
    let done: Vec<Result<T, Faults>> = scenarios.par_iter().map(run).collect();
    let mut faults = Faults::default();
    let mut values = Vec::with_capacity(done.len());
    for result in done {
        match result {
            Ok(value) => values.push(value),
            Err(found) => faults.0.extend(found.0),
        }
    }
    faults.into_result(values)
}

/// Sets the target of plans without a scenario target to that of the reference plan.
#[must_use]
pub fn with_common_target(mut plans: Vec<Plan>, reference: usize) -> Vec<Plan> {
    let common = plans.get(reference).map_or(0.0, |plan| plan.target);
    for plan in &mut plans {
        if plan.scenario.target.bookings.is_none() {
            plan.target = common;
        }
    }
    plans
}
