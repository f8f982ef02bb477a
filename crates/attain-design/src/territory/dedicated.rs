//! Selection of the accounts and reps of the dedicated team.

use super::fault::TerritoryFault;
use super::lookup::find_team;
use super::roster::DedicatedTeam;
use crate::score::AccountScores;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Selects the strategic accounts with the highest scores, and the joining reps in descending
/// order of tenure.
pub(crate) fn choose_dedicated_team(
    book: &Book,
    resolved: &ResolvedScenario,
    scores: &AccountScores,
    cut: &[bool],
    faults: &mut Faults,
) -> Option<DedicatedTeam> {
    let choice = resolved.scenario.territory.dedicated.as_ref()?;
    let to = find_team(book, &choice.team).map_err(|problem| faults.push(resolved.place("territory.dedicated.team"), problem));
    let mut joining = Vec::new();
    if let Some(name) = &choice.seats_from {
        match find_team(book, name) {
            Ok(from) => {
                let stays = |&rep: &usize| book.reps[rep].team == from && book.reps[rep].left.is_none() && !cut[rep];
                joining.extend((0..book.reps.len()).filter(stays));
                let asked = choice.seats as usize;
                if asked > joining.len() {
                    let problem = TerritoryFault::TooFewToDedicate { team: name.clone(), asked, has: joining.len() };
                    faults.push(resolved.place("territory.dedicated.seats"), problem);
                }
                joining.sort_by_key(|&rep| (book.reps[rep].hired.is_none(), book.reps[rep].hired, rep));
                joining.truncate(asked);
            }
            Err(problem) => faults.push(resolved.place("territory.dedicated.seats-from"), problem),
        }
    }
    let mut ranked: Vec<usize> = (0..book.accounts.len()).filter(|&i| book.accounts[i].strategic).collect();
    ranked.sort_by(|&a, &b| scores.total[b].total_cmp(&scores.total[a]).then(a.cmp(&b)));
    let mut accounts = vec![false; book.accounts.len()];
    for &account in ranked.iter().take(choice.top as usize) {
        accounts[account] = true;
    }
    Some(DedicatedTeam { team: to.ok()?, accounts, joining })
}
