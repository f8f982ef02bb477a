//! Cuts: the seats that a scenario removes.

use super::fault::TerritoryFault;
use super::lookup::{find_present_rep, find_team};
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// For each rep of the book whose seat is cut, the month of the cut, counted from 1: the seat of a
/// named rep, or the seats of a team with the least potential.
pub(crate) fn choose_cuts(book: &Book, resolved: &ResolvedScenario, faults: &mut Faults) -> Vec<Option<u32>> {
    let mut cut = vec![None; book.reps.len()];
    let cuts = &resolved.scenario.headcount.cuts;
    for (i, entry) in cuts.iter().enumerate() {
        if let Some(id) = &entry.rep {
            match find_present_rep(book, id) {
                Ok(rep) => cut[rep] = Some(entry.month),
                Err(problem) => faults.push(resolved.place(&format!("headcount.cuts[{i}].rep")), problem),
            }
        }
    }
    let potential = potential_by_rep(book);
    for (i, entry) in cuts.iter().enumerate().filter(|(_, entry)| entry.rep.is_none()) {
        let pointer = format!("headcount.cuts[{i}]");
        let Some(name) = &entry.team else {
            faults.push(resolved.place(&pointer), TerritoryFault::CutsNobody);
            continue;
        };
        let team = match find_team(book, name) {
            Ok(team) => team,
            Err(problem) => {
                faults.push(resolved.place(&format!("{pointer}.team")), problem);
                continue;
            }
        };
        let in_team = |&rep: &usize| book.reps[rep].team == team && book.reps[rep].left.is_none() && cut[rep].is_none();
        let mut left: Vec<usize> = (0..book.reps.len()).filter(in_team).collect();
        left.sort_by(|&a, &b| potential[a].total_cmp(&potential[b]).then(a.cmp(&b)));
        let asked = entry.seats as usize;
        if asked > left.len() {
            let problem = TerritoryFault::TooManyCuts { team: name.clone(), asked, has: left.len() };
            faults.push(resolved.place(&format!("{pointer}.seats")), problem);
        }
        for &rep in left.iter().take(asked) {
            cut[rep] = Some(entry.month);
        }
    }
    cut
}

/// Whether the seat of a rep, cut in a month counted from 1, exists at the start of the horizon:
/// because the cut comes later, or because the rep is known to leave by then, which the simulation
/// counts as a departure.
pub(crate) fn exists_at_start(resolved: &ResolvedScenario, rep: &str, month: u32) -> bool {
    month > 1 || resolved.scenario.attrition.leavers.iter().any(|leaver| leaver.rep == rep && leaver.month <= month)
}

/// Potential of the accounts that each rep owns today.
pub(crate) fn potential_by_rep(book: &Book) -> Vec<f64> {
    let mut potential = vec![0.0; book.reps.len()];
    for account in &book.accounts {
        if let Some(owner) = account.owner {
            potential[owner] += account.potential;
        }
    }
    potential
}
