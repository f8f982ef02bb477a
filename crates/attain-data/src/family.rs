//! Families of accounts: every account belongs to the family of its topmost parent.

use std::collections::HashMap;

use super::accounts::AccountDraft;
use super::fault::DataFault;
use super::sheet::DataSheet;

/// Sets each account's family to the id of its topmost parent. A parent that is not in the
/// file is the top of its family, as is an account that is its own parent. A cycle of parents
/// is a fault, reported at the smallest id in the cycle.
pub(super) fn assign_families(drafts: &mut [AccountDraft], sheet: &mut DataSheet) {
    let places: HashMap<String, usize> =
        drafts.iter().enumerate().map(|(place, draft)| (draft.account.id.clone(), place)).collect();
    let parent = |place: usize| drafts[place].parent.as_ref().and_then(|id| places.get(id)).copied().filter(|up| *up != place);
    let mut tops: Vec<Option<usize>> = vec![None; drafts.len()];
    let mut circles = Vec::new();
    let mut walked_in = vec![usize::MAX; drafts.len()];
    for from in 0..drafts.len() {
        let mut path = Vec::new();
        let mut at = from;
        let top = loop {
            if let Some(top) = tops[at] {
                break top;
            }
            if walked_in[at] == from {
                let circle = path.iter().position(|place| *place == at).map_or(&path[..], |start| &path[start..]);
                let least = circle.iter().copied().min().unwrap_or(at);
                circles.push(least);
                break least;
            }
            walked_in[at] = from;
            path.push(at);
            match parent(at) {
                Some(up) => at = up,
                None => break at,
            }
        };
        for place in path {
            tops[place] = Some(top);
        }
    }
    let families: Vec<String> = tops
        .iter()
        .enumerate()
        .map(|(place, top)| {
            let top = &drafts[top.unwrap_or(place)];
            top.parent.clone().filter(|id| !places.contains_key(id)).unwrap_or_else(|| top.account.id.clone())
        })
        .collect();
    for (draft, family) in drafts.iter_mut().zip(families) {
        draft.account.family = family;
    }
    for place in circles {
        let draft = &drafts[place];
        sheet.fault(draft.row, "parent", DataFault::ParentCycle { id: draft.account.id.clone() });
    }
}
