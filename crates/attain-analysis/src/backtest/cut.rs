//! The book as it stood on a day of the past.
//!
//! What was created after the cut is not there. What closed after it was open.
//! An opportunity without a day of creation that had not closed by the cut may
//! or may not have been there: it is left out. Reps who left later were there,
//! reps hired later were not. The amount of an open opportunity is the list
//! price of its product, where that is known, because the amount that the data
//! has may be the one it closed with.

use std::collections::HashMap;

use jiff::civil::Date;

use attain_core::scenario::choices::Scenario;
use attain_data::{Book, Opportunity, Outcome, Rep, UnattachedOpportunity};

/// Chance of an open opportunity whose stage then is not known; what becomes of
/// it is told by its age, and this is only what the plan's notes see.
const UNKNOWN_STAGE: f64 = 0.5;

/// A book as it stood.
#[derive(Debug, Clone)]
pub struct CutBook {
    /// The book. Reps keep their places.
    pub book: Book,
    /// What had to be settled, a sentence each.
    pub notes: Vec<String>,
}

/// What is counted while a book is cut.
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

/// The book as it stood at the end of a day.
#[must_use]
pub fn cut(book: &Book, scenario: &Scenario, day: Date) -> CutBook {
    let mut counts = CutCounts::default();
    let reps: Vec<Rep> = book.reps.iter().map(|rep| person(rep, day, &mut counts)).collect();
    let prices: HashMap<&str, f64> = book.products.iter().map(|product| (product.name.as_str(), product.price)).collect();
    let price = |product: Option<&String>| product.and_then(|name| prices.get(name.as_str()).copied());
    let mut past = Book { reps, field: Vec::new(), ..book.clone() };
    past.opportunities = book
        .opportunities
        .iter()
        .filter_map(|one| {
            let outcome = outcome(one.outcome, one.created, one.closes, day, &mut counts)?;
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
            let outcome = outcome(one.outcome, one.created, one.closes, day, &mut counts)?;
            if !matches!(outcome, Outcome::Open(_)) {
                return Some(one.clone());
            }
            let outcome = Outcome::Open(UNKNOWN_STAGE);
            let amount = price(one.product.as_ref()).or(one.amount);
            Some(UnattachedOpportunity { outcome, closes: None, amount, ..one.clone() })
        })
        .collect();
    past.production.retain(|row| row.month <= day);
    owners(&mut past, day, &mut counts);
    for account in &mut past.accounts {
        account.last_touch = account.last_touch.map(|touched| touched.min(day));
    }
    CutBook { notes: told(&counts, &past, day), book: past }
}

fn scenario_chance(scenario: &Scenario, stage: &str) -> Option<f64> {
    scenario.data.opportunities.as_ref()?.stages.get(stage).map(|chance| chance.get())
}

fn person(rep: &Rep, day: Date, counts: &mut CutCounts) -> Rep {
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

/// How an opportunity stood; `None` where it was not there, or nobody can tell.
fn outcome(now: Outcome, created: Option<Date>, closes: Option<Date>, day: Date, counts: &mut CutCounts) -> Option<Outcome> {
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

/// Owners that came after the cut are not the owners then: the account goes
/// back to whoever had its last opportunity, if that rep was there.
fn owners(past: &mut Book, day: Date, counts: &mut CutCounts) {
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

fn told(counts: &CutCounts, past: &Book, day: Date) -> Vec<String> {
    let mut notes = Vec::new();
    let closed = past.opportunities.len() + past.unattached.len() - counts.open;
    notes.push(format!(
        "{day}: {closed} opportunities had closed and {} were open, of which {} have closed since; {} came later and are not seen.",
        counts.open, counts.reopened, counts.later
    ));
    let mut some = |count: usize, text: &str| {
        if count > 0 {
            notes.push(format!("{count} {text}"));
        }
    };
    some(counts.undated, "opportunities have no day of creation or of closing and may not have been there: left out.");
    some(
        counts.staged,
        "open opportunities have the stage of that day from the history; the chance of the stage counts for them.",
    );
    some(counts.reps_back, "reps who have left since were there.");
    some(counts.reps_later, "reps were hired later.");
    some(counts.moved, "accounts have got their owners since; they are with whoever had their last opportunity by then.");
    notes
}
