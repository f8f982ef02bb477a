//! Properties of the opportunity history that limit the available estimates.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::finding::{DataFinding, FindingKind, FindingPlace, FindingTreatment};
use crate::book::{Outcome, Rep};

/// The fields of an opportunity that affect the quality of the history.
#[derive(Debug, Clone, Copy)]
pub struct PastOpportunity<'a> {
    pub id: &'a str,
    pub owner: Option<usize>,
    pub outcome: Outcome,
    pub amount: f64,
    /// Creation date.
    pub created: Option<Date>,
    /// Actual or expected closing date.
    pub closes: Option<Date>,
}

impl PastOpportunity<'_> {
    fn closed(&self) -> bool {
        !matches!(self.outcome, Outcome::Open(_))
    }
}

/// Finds problems of the opportunities as a whole. `reps` is `None` if no file lists reps.
pub fn history(past: &[PastOpportunity<'_>], reps: Option<&[Rep]>) -> Vec<DataFinding> {
    let table = "opportunities";
    let mut found = Vec::new();
    if past.is_empty() {
        return found;
    }
    let mut whole = |kind: FindingKind, count: usize| {
        found.push(DataFinding::counted(
            kind,
            FindingPlace::rows(table),
            count,
            Vec::new(),
            past.len(),
            FindingTreatment::Nothing,
        ));
    };
    let closed = past.iter().filter(|one| one.closed()).count();
    let won = past.iter().filter(|one| one.outcome == Outcome::Won).count();
    match (closed, won) {
        (0, _) => whole(FindingKind::AllOpen, past.len()),
        (closed, 0) => whole(FindingKind::NoneWon, closed),
        (closed, won) if closed == won => whole(FindingKind::NoneLost, closed),
        _ => {}
    }
    let owners: BTreeSet<usize> = past.iter().filter_map(|one| one.owner).collect();
    if owners.len() == 1 && past.len() > 1 {
        whole(FindingKind::OneOwner, past.len());
    }
    let ids =
        |keep: &dyn Fn(&PastOpportunity<'_>) -> bool| past.iter().filter(|one| keep(one)).map(|one| one.id.to_owned()).collect();
    let mut some = |kind: FindingKind, ids: Vec<String>, of: usize| {
        if !ids.is_empty() {
            found.push(DataFinding::new(kind, FindingPlace::rows(table), ids, of, FindingTreatment::Nothing));
        }
    };
    some(FindingKind::WonForNothing, ids(&|one| one.outcome == Outcome::Won && one.amount == 0.0), won);
    some(FindingKind::ClosedWithoutDay, ids(&|one| one.closed() && one.closes.is_none()), closed);
    if let Some((longest, last)) = reach(past) {
        let days = |from: Date| (last - from).get_days();
        let beyond = |one: &PastOpportunity<'_>| !one.closed() && one.created.is_some_and(|created| days(created) > longest);
        some(FindingKind::OpenBeyondCycles, ids(&beyond), past.len() - closed);
    }
    if let Some(reps) = reps {
        let idle = |rep: usize| reps[rep].left.is_none() && !owners.contains(&rep);
        let names: Vec<String> = (0..reps.len()).filter(|rep| idle(*rep)).map(|rep| reps[rep].name.clone()).collect();
        if !names.is_empty() {
            let of = reps.iter().filter(|rep| rep.left.is_none()).count();
            found.push(DataFinding::new(
                FindingKind::NoOpportunities,
                FindingPlace::rows("reps"),
                names,
                of,
                FindingTreatment::Nothing,
            ));
        }
    }
    found
}

/// The longest time from creation to closing in days, and the last day with any activity,
/// which is assumed to be the day of the export.
fn reach(past: &[PastOpportunity<'_>]) -> Option<(i32, Date)> {
    let cycle = |one: &PastOpportunity<'_>| Some((one.closes? - one.created?).get_days());
    let longest = past.iter().filter(|one| one.closed()).filter_map(cycle).max()?;
    let closed = past.iter().filter(|one| one.closed()).filter_map(|one| one.closes).max()?;
    let created = past.iter().filter_map(|one| one.created).max()?;
    Some((longest, closed.max(created)))
}
