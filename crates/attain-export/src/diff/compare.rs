//! Accounts that were added, lost or moved, and seats whose figures differ.

use std::collections::BTreeSet;

use crate::snapshot::{BookSums, PlanSnapshot};
use serde::Serialize;

/// How an account differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountChange {
    /// Only the second state has the account.
    Added,
    /// Only the first state has the account.
    Lost,
    /// The owners differ.
    Moved,
}

impl AccountChange {
    /// Name in texts and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Lost => "lost",
            Self::Moved => "moved",
        }
    }
}

/// An account that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountDifference {
    pub id: String,
    pub name: String,
    pub change: AccountChange,
    /// Id of the owner in the first state.
    pub from: Option<String>,
    /// Id of the owner in the second state.
    pub to: Option<String>,
    pub potential: Option<f64>,
    pub revenue: Option<f64>,
    pub pipeline: Option<f64>,
}

/// A seat that differs, with its figures in both states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeatDifference {
    pub id: String,
    pub name: String,
    /// Yearly quota.
    pub quota: [Option<f64>; 2],
    pub accounts: [usize; 2],
    pub potential: [f64; 2],
    pub revenue: [f64; 2],
    /// Amount of the open opportunities.
    pub pipeline: [f64; 2],
    /// Chance of making the quota, if years were simulated.
    pub chance: [Option<f64>; 2],
}

/// All differences between two states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanDiff {
    /// Name of the first state.
    pub from: String,
    /// Name of the second state.
    pub to: String,
    pub currency: String,
    /// Accounts that differ, in the order of their ids.
    pub accounts: Vec<AccountDifference>,
    /// Seats that differ, in the order of their ids.
    pub seats: Vec<SeatDifference>,
}

impl PlanDiff {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.seats.is_empty()
    }

    /// Number of accounts with a change.
    #[must_use]
    pub fn count(&self, change: AccountChange) -> usize {
        self.accounts.iter().filter(|account| account.change == change).count()
    }
}

/// Compares two states.
#[must_use]
pub fn diff(a: &PlanSnapshot, b: &PlanSnapshot) -> PlanDiff {
    let ids: BTreeSet<&String> = a.accounts.keys().chain(b.accounts.keys()).collect();
    let accounts = ids.into_iter().filter_map(|id| {
        let (before, after) = (a.accounts.get(id), b.accounts.get(id));
        let change = match (before, after) {
            (None, _) => AccountChange::Added,
            (_, None) => AccountChange::Lost,
            (Some(before), Some(after)) if before.owner != after.owner => AccountChange::Moved,
            _ => return None,
        };
        let known = after.or(before)?;
        let other = before.or(after)?;
        Some(AccountDifference {
            id: id.clone(),
            name: if known.name.is_empty() { other.name.clone() } else { known.name.clone() },
            change,
            from: before.and_then(|account| account.owner.clone()),
            to: after.and_then(|account| account.owner.clone()),
            potential: known.potential.or(other.potential),
            revenue: known.revenue.or(other.revenue),
            pipeline: known.pipeline.or(other.pipeline),
        })
    });
    let accounts = accounts.collect();
    let (books_a, books_b) = (a.books(), b.books());
    let ids: BTreeSet<&str> = a.seats.keys().chain(b.seats.keys()).map(String::as_str).collect();
    let seats = ids.into_iter().filter_map(|id| {
        let (before, after) = (a.seats.get(id), b.seats.get(id));
        let [x, y]: [BookSums; 2] = [&books_a, &books_b].map(|books| books.get(id).copied().unwrap_or_default());
        let figure = |of: fn(&crate::snapshot::SnapshotSeat) -> Option<f64>| [before.and_then(of), after.and_then(of)];
        let (quota, chance) = (figure(|seat| seat.quota), figure(|seat| seat.chance));
        let same = x == y && quota[0] == quota[1] && chance[0] == chance[1] && before.is_some() == after.is_some();
        // A rep without accounts has no seat in a CRM export.
        let idle = x == y && x.accounts == 0 && (before.is_none() || after.is_none());
        (!same && !idle).then(|| SeatDifference {
            id: id.to_owned(),
            name: after.or(before).map_or_else(String::new, |seat| seat.name.clone()),
            quota,
            accounts: [x.accounts, y.accounts],
            potential: [x.potential, y.potential],
            revenue: [x.revenue, y.revenue],
            pipeline: [x.pipeline, y.pipeline],
            chance,
        })
    });
    let seats = seats.collect();
    PlanDiff { from: a.name.clone(), to: b.name.clone(), currency: b.currency.clone(), accounts, seats }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{SnapshotAccount, SnapshotSeat};

    fn state(owners: &[(&str, Option<&str>)], quota: f64) -> PlanSnapshot {
        let account = |owner: Option<&str>| SnapshotAccount {
            owner: owner.map(str::to_owned),
            potential: Some(10.0),
            revenue: Some(1.0),
            pipeline: Some(2.0),
            ..SnapshotAccount::default()
        };
        let seat = SnapshotSeat { quota: Some(quota), ..SnapshotSeat::default() };
        PlanSnapshot {
            accounts: owners.iter().map(|(id, owner)| ((*id).to_owned(), account(*owner))).collect(),
            seats: ["r1", "r2"].iter().map(|id| ((*id).to_owned(), seat.clone())).collect(),
            ..PlanSnapshot::default()
        }
    }

    #[test]
    fn a_state_does_not_differ_from_itself() {
        let one = state(&[("a", Some("r1")), ("b", None)], 5.0);
        assert!(diff(&one, &one).is_empty());
    }

    #[test]
    fn added_lost_and_moved_accounts_and_their_seats() {
        let before = state(&[("a", Some("r1")), ("b", Some("r1")), ("c", None)], 5.0);
        let after = state(&[("b", Some("r2")), ("c", None), ("d", Some("r2"))], 5.0);
        let found = diff(&before, &after);
        let changes: Vec<(&str, AccountChange)> = found.accounts.iter().map(|one| (one.id.as_str(), one.change)).collect();
        assert_eq!(changes, [("a", AccountChange::Lost), ("b", AccountChange::Moved), ("d", AccountChange::Added)]);
        let books: Vec<[usize; 2]> = found.seats.iter().map(|seat| seat.accounts).collect();
        assert_eq!(books, [[2, 0], [0, 2]]);
        assert_eq!(found.seats[1].pipeline, [0.0, 4.0]);
    }

    #[test]
    fn quotas_alone_are_a_difference() {
        let owners = [("a", Some("r1"))];
        let found = diff(&state(&owners, 5.0), &state(&owners, 6.0));
        assert!(found.accounts.is_empty());
        assert_eq!(found.seats.len(), 2);
    }
}
