//! New accounts counted by creation date.

use std::collections::BTreeMap;

use super::evidence::NewAccountEvidence;
use crate::calibrate::history::CalibrationHistory;
use crate::calibrate::minimum;

/// Smallest number of accounts created on one day that counts as an import, and the smallest share
/// of all accounts.
const IMPORT: (usize, f64) = (10, 0.05);

/// Days on which many accounts were created together, with their numbers.
pub(super) fn imports(history: &CalibrationHistory) -> Vec<(i32, usize)> {
    let mut days: BTreeMap<i32, usize> = BTreeMap::new();
    for date in history.book.accounts.iter().filter_map(|account| account.created) {
        *days.entry(history.day(date)).or_default() += 1;
    }
    let least = IMPORT.0.max((IMPORT.1 * history.book.accounts.len() as f64) as usize);
    days.into_iter().filter(|&(day, n)| n >= least && day > history.from && day <= 0).collect()
}

/// Counts the accounts of a segment that were created in the window. `None` if too few accounts have
/// a creation date.
pub(super) fn count_created(
    history: &CalibrationHistory,
    segment: usize,
    imports: &[(i32, usize)],
) -> Option<NewAccountEvidence> {
    let accounts = || history.book.accounts.iter().filter(|account| account.segment == segment);
    let dated = accounts().filter(|account| account.created.is_some()).count() as f64;
    if dated < minimum::ACCOUNTS_DATED * accounts().count() as f64 || dated == 0.0 {
        return None;
    }
    let first = first_opportunities(history);
    let (mut count, mut years) = (0.0, 0.0);
    for (a, account) in history.book.accounts.iter().enumerate().filter(|(_, account)| account.segment == segment) {
        let Some(day) = account.created.map(|date| history.day(date)) else { continue };
        // An account cannot be newer than its first opportunity.
        let day = first[a].map_or(day, |first| day.min(first));
        if day > 0 {
            continue;
        }
        let imported = imports.iter().any(|(import, _)| *import == day);
        let new = day > history.from && !imported;
        count += f64::from(u8::from(new));
        years += f64::from(1 - if new { day } else { history.from }) / crate::calibrate::history::YEAR;
    }
    Some(NewAccountEvidence { count, years, observed: years, method: "creation dates of accounts" })
}

/// Day of each account's first opportunity, if it has one.
pub(super) fn first_opportunities(history: &CalibrationHistory) -> Vec<Option<i32>> {
    let mut first: Vec<Option<i32>> = vec![None; history.book.accounts.len()];
    for (account, day) in history.deals.iter().chain(&history.renewals).filter_map(|deal| Some((deal.account, deal.created?))) {
        first[account] = Some(first[account].map_or(day, |known| known.min(day)));
    }
    first
}
