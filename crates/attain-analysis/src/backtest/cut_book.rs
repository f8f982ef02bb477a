//! Reconstruction of a book as of a past day.
//!
//! Opportunities created after the cut are removed, and those that closed after it are reopened.
//! Opportunities whose status at the cut is unknown are also removed: those that are closed but
//! have no closing date, and those that had not closed by the cut and have no creation date. Reps
//! who left after the cut are present; reps hired after the cut are not. The amount of an open
//! opportunity is the list price of its product where known, because the amount in the data may be
//! the one at closing.

use std::collections::HashMap;

use jiff::civil::Date;

use attain_core::scenario::choices::Scenario;
use attain_data::{Book, Opportunity, Outcome, Rep, UnattachedOpportunity};

/// Win probability of an open opportunity whose stage at the cut is unknown. For an opportunity
/// without stage history, the simulation uses the win rate of its life table instead.
const UNKNOWN_STAGE: f64 = 0.5;

/// A book as of the cut.
#[derive(Debug, Clone)]
pub struct CutBook {
    /// Book as of the cut. Reps keep their indices.
    pub book: Book,
    /// Assumptions made where the data has gaps, one sentence each.
    pub notes: Vec<String>,
}

/// Counts reported in the notes.
#[derive(Debug, Default)]
struct CutCounts {
    later: usize,
    undated: usize,
    reopened: usize,
    open: usize,
    staged: usize,
    moved: usize,
    reps_back: usize,
    reps_later: usize,
}

/// Reduces a book to the information available at the end of `day`.
#[must_use]
pub fn cut_book(book: &Book, scenario: &Scenario, day: Date) -> CutBook {
    let mut counts = CutCounts::default();
    let reps: Vec<Rep> = book.reps.iter().map(|rep| rep_at_cut(rep, day, &mut counts)).collect();
    let prices: HashMap<&str, f64> = book.products.iter().map(|product| (product.name.as_str(), product.price)).collect();
    let price = |product: Option<&String>| product.and_then(|name| prices.get(name.as_str()).copied());
    let mut past = Book { reps, field: Vec::new(), ..book.clone() };
    past.opportunities = book
        .opportunities
        .iter()
        .filter_map(|one| {
            let outcome = outcome_at_cut(one.outcome, one.created, one.closes, day, &mut counts)?;
            if !matches!(outcome, Outcome::Open(_)) {
                return Some(one.clone());
            }
            let stages: Vec<_> = one.stages.iter().filter(|change| change.on <= day).cloned().collect();
            let chance = stages.last().and_then(|change| scenario_chance(scenario, &change.stage));
            counts.staged += usize::from(chance.is_some());
            let stage = stages.last().map(|change| change.stage.clone()).unwrap_or_default();
            Some(Opportunity {
                outcome: Outcome::Open(chance.unwrap_or(UNKNOWN_STAGE)),
                stage,
                stages,
                closes: None,
                amount: price(one.product.as_ref()).unwrap_or(one.amount),
                ..one.clone()
            })
        })
        .collect();
    past.unattached = book
        .unattached
        .iter()
        .filter_map(|one| {
            let outcome = outcome_at_cut(one.outcome, one.created, one.closes, day, &mut counts)?;
            if !matches!(outcome, Outcome::Open(_)) {
                return Some(one.clone());
            }
            let outcome = Outcome::Open(UNKNOWN_STAGE);
            let amount = price(one.product.as_ref()).or(one.amount);
            Some(UnattachedOpportunity { outcome, closes: None, amount, ..one.clone() })
        })
        .collect();
    past.production.retain(|row| row.month <= day);
    restore_owners(&mut past, day, &mut counts);
    for account in &mut past.accounts {
        account.last_touch = account.last_touch.map(|touched| touched.min(day));
    }
    CutBook { notes: notes(&counts, &past, day), book: past }
}

fn scenario_chance(scenario: &Scenario, stage: &str) -> Option<f64> {
    scenario.data.opportunities.as_ref()?.stages.get(stage).map(|chance| chance.get())
}

fn rep_at_cut(rep: &Rep, day: Date, counts: &mut CutCounts) -> Rep {
    let left = match (rep.hired, rep.left) {
        (Some(hired), _) if hired > day => {
            counts.reps_later += 1;
            Some(day)
        }
        (_, Some(left)) if left > day => {
            counts.reps_back += 1;
            None
        }
        (_, left) => left,
    };
    Rep { left, ..rep.clone() }
}

/// Returns the outcome as of the cut, or `None` if the opportunity did not exist yet or its status
/// is unknown.
fn outcome_at_cut(
    now: Outcome,
    created: Option<Date>,
    closes: Option<Date>,
    day: Date,
    counts: &mut CutCounts,
) -> Option<Outcome> {
    let closed = !matches!(now, Outcome::Open(_));
    if created.is_some_and(|created| created > day) {
        counts.later += 1;
        return None;
    }
    match (closed, closes) {
        (true, Some(closes)) if closes <= day => return Some(now),
        (true, None) => {
            counts.undated += 1;
            return None;
        }
        _ => {}
    }
    if created.is_none() {
        counts.undated += 1;
        return None;
    }
    counts.reopened += usize::from(closed);
    counts.open += 1;
    Some(if closed { Outcome::Open(UNKNOWN_STAGE) } else { now })
}

/// Reassigns each account whose owner took over after the cut, or was not present then, to the rep
/// of its last opportunity if that rep was present.
fn restore_owners(past: &mut Book, day: Date, counts: &mut CutCounts) {
    let mut last: HashMap<usize, (Date, usize)> = HashMap::new();
    for one in &past.opportunities {
        if let (Some(created), Some(owner)) = (one.created, one.owner)
            && past.reps[owner].left.is_none()
        {
            let entry = last.entry(one.account).or_insert((created, owner));
            if created >= entry.0 {
                *entry = (created, owner);
            }
        }
    }
    for (at, account) in past.accounts.iter_mut().enumerate() {
        let present = |rep: usize| past.reps[rep].left.is_none();
        let came_later = account.owner_since.is_some_and(|since| since > day);
        if came_later || account.owner.is_some_and(|owner| !present(owner)) {
            counts.moved += 1;
            account.owner_since = None;
            account.owner = last.get(&at).map(|(_, owner)| *owner).or(account.owner.filter(|owner| present(*owner)));
        }
    }
}

fn notes(counts: &CutCounts, past: &Book, day: Date) -> Vec<String> {
    let mut notes = Vec::new();
    let closed = past.opportunities.len() + past.unattached.len() - counts.open;
    notes.push(format!(
        "{day}: {closed} opportunities had closed and {} were open, of which {} have closed since; {} were created later and are excluded.",
        counts.open, counts.reopened, counts.later
    ));
    let mut add = |label: &str, count: usize, treatment: &str| {
        if count > 0 {
            notes.push(format!("{label}: {count} ({treatment})."));
        }
    };
    add("Opportunities without a creation or closing date, which may not have existed then", counts.undated, "left out");
    add("Open opportunities whose stage on that day is known", counts.staged, "win probability of the stage");
    add("Reps who have left since", counts.reps_back, "present");
    add("Reps hired later", counts.reps_later, "left out");
    add("Accounts that have changed owner since", counts.moved, "assigned to the rep of their last opportunity by then");
    notes
}
