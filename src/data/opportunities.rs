//! The table of opportunities.
//!
//! A blank amount of an opportunity that was not won is the median amount of
//! the won ones of its account's segment, or of all where the segment has none;
//! without a won one it is a fault. Blank dates are allowed. A source that the
//! scenario does not name has average odds. An open opportunity whose owner has
//! left belongs to nobody; a closed one stays with who closed it.

use std::collections::HashMap;

use super::book::{Account, Opportunity, Outcome, Rep};
use super::names::{Frame, Lookup};
use super::parse::normal;
use super::problem::{DataProblem, Known};
use super::sheet::Sheet;
use crate::scenario::choices::Opportunities;
use crate::world::address::key_of;

/// The tables that opportunities refer to; `None` where they cannot be used.
pub(super) struct Others<'a> {
    /// Accounts.
    pub accounts: Option<(&'a [Account], &'a Lookup)>,
    /// Reps.
    pub reps: Option<(&'a [Rep], &'a Lookup)>,
}

/// Reads the opportunities, by id.
pub(super) fn read(sheet: &mut Sheet, choice: &Opportunities, frame: &Frame, others: &Others) -> Vec<Opportunity> {
    let ids = sheet.ids();
    let stages = Stages::new(choice);
    let outcomes = required(sheet, "stage", "a stage of the scenario", |stage| stages.find(stage));
    let accounts = match &others.accounts {
        Some((_, ids)) => required(sheet, "account", "the account's id", |id| ids.find(id)),
        None => vec![None; sheet.len()],
    };
    let owners = match &others.reps {
        Some((_, ids)) => sheet.each("owner", |id| ids.find(id)),
        None => vec![None; sheet.len()],
    };
    let segments: Vec<usize> = match &others.accounts {
        Some((list, _)) => accounts.iter().map(|place| place.map_or(0, |place| list[place].segment)).collect(),
        None => vec![0; sheet.len()],
    };
    let amounts = amounts(sheet, &outcomes, &segments, frame.segments.names().len());
    let [created, closes] = ["created", "closed"].map(|column| sheet.dates(column));
    let sources: HashMap<String, usize> = frame.sources.iter().enumerate().map(|(at, name)| (normal(name), at)).collect();
    let mut rows = Vec::with_capacity(ids.len());
    for (row, id) in ids.into_iter().enumerate() {
        if let (Some(created), Some(closed)) = (created[row], closes[row])
            && closed < created
        {
            sheet.fault(row, "closed", DataProblem::ClosedBeforeCreated { created, closed });
        }
        let (Some(id), Some(account), Some(outcome), Some(amount)) = (id, accounts[row], outcomes[row], amounts[row]) else {
            continue;
        };
        let gone = |owner: &usize| others.reps.as_ref().is_some_and(|(reps, _)| reps[*owner].left.is_some());
        rows.push(Opportunity {
            key: key_of(&id),
            id,
            account,
            owner: owners[row].filter(|owner| !matches!(outcome, Outcome::Open(_)) || !gone(owner)),
            stage: sheet.word("stage", row).unwrap_or_default(),
            outcome,
            amount,
            created: created[row],
            closes: closes[row],
            source: sheet.text("source", row).and_then(|name| sources.get(&normal(name)).copied()),
            product: sheet.word("product", row),
        });
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

/// Like [`Sheet::each`]; a blank is a fault.
fn required<T>(
    sheet: &mut Sheet,
    column: &str,
    allowed: &'static str,
    find: impl Fn(&str) -> Result<T, DataProblem>,
) -> Vec<Option<T>> {
    let values = sheet.each(column, find);
    for row in 0..sheet.len() {
        if sheet.text(column, row).is_none() {
            sheet.fault(row, column, DataProblem::Blank { allowed });
        }
    }
    values
}

/// Amounts, the blank ones filled in.
fn amounts(sheet: &mut Sheet, outcomes: &[Option<Outcome>], segments: &[usize], count: usize) -> Vec<Option<f64>> {
    let mut amounts = sheet.amounts("amount");
    let mut won: Vec<Vec<f64>> = vec![Vec::new(); count + 1];
    for (row, amount) in amounts.iter().enumerate() {
        if let (Some(amount), Some(Outcome::Won)) = (amount, outcomes[row]) {
            won[segments[row]].push(*amount);
            won[count].push(*amount);
        }
    }
    let medians: Vec<Option<f64>> = won.into_iter().map(median).collect();
    for (row, amount) in amounts.iter_mut().enumerate() {
        if sheet.text("amount", row).is_some() {
            continue;
        }
        if outcomes[row] != Some(Outcome::Won) {
            *amount = medians[segments[row]].or(medians[count]);
        }
        if amount.is_none() {
            sheet.fault(row, "amount", DataProblem::Blank { allowed: "an amount; only what was not won may leave it out" });
        }
    }
    amounts
}

/// The middle amount, the lower of two.
fn median(mut amounts: Vec<f64>) -> Option<f64> {
    amounts.sort_by(f64::total_cmp);
    amounts.get(amounts.len().saturating_sub(1) / 2).copied()
}

struct Stages {
    names: Lookup,
    outcomes: Vec<Outcome>,
}

impl Stages {
    /// A stage that is both won and open is won.
    fn new(choice: &Opportunities) -> Self {
        let won = choice.won.iter().map(|name| (name.clone(), Outcome::Won));
        let lost = choice.lost.iter().map(|name| (name.clone(), Outcome::Lost));
        let open = choice.stages.iter().map(|(name, chance)| (name.clone(), Outcome::Open(chance.get())));
        let (names, outcomes) = won.chain(lost).chain(open).unzip();
        Self { names: Lookup::defined(Known::Stage, names), outcomes }
    }

    fn find(&self, stage: &str) -> Result<Outcome, DataProblem> {
        self.names.find(stage).map(|place| self.outcomes[place])
    }
}
