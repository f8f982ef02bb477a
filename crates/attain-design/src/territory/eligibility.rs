//! Eligible seats of each account, according to the tier matrix, the dedicated team,
//! required skills and regions.

use std::collections::BTreeMap;

use super::inputs::CurrentOwners;
use super::roster::Roster;
use super::tier_matrix::TierMatrix;
use crate::score::AccountTiers;
use attain_core::plan::Seat;
use attain_core::scenario::choices::{Carve, Geography, Scenario};
use attain_data::{Account, Book};

/// The seats that may take each account. Accounts of the same kind share a list of seats.
#[derive(Debug, Clone)]
pub(crate) struct EligibleSeats {
    /// For each account, the index of its list of seats.
    kind: Vec<usize>,
    seats: Vec<Vec<usize>>,
    /// Number of accounts whose required skill no seat of an eligible team has.
    pub(crate) skill_unmet: usize,
    /// Number of accounts that leave their region because no seat of an eligible team is there.
    pub(crate) out_of_region: usize,
    matrix: TierMatrix,
    tiers: Vec<usize>,
    containment: bool,
}

impl EligibleSeats {
    pub(crate) fn new(
        book: &Book,
        scenario: &Scenario,
        tiers: &AccountTiers,
        roster: &Roster,
        owners: CurrentOwners<'_>,
    ) -> Self {
        let peels = scenario.territory.carve == Carve::Peel;
        let mut kinds = BTreeMap::new();
        let mut found = Self {
            kind: Vec::with_capacity(book.accounts.len()),
            seats: Vec::new(),
            skill_unmet: 0,
            out_of_region: 0,
            matrix: TierMatrix::new(book, scenario),
            tiers: tiers.0.clone(),
            containment: scenario.territory.containment,
        };
        let mut missed: Vec<(bool, bool)> = Vec::new();
        for (i, account) in book.accounts.iter().enumerate() {
            let (tier, dedicated) = (tiers.0[i], roster.is_dedicated(i));
            let (house, owner) = (owners.house[i], owners.seats[i].filter(|_| peels));
            let key = (account.segment, tier, account.growth, dedicated, account.region, account.skill, house, owner);
            let kind = *kinds.entry(key).or_insert_with(|| {
                let of_team = |seat: &Seat| found.team_may(book, roster, i, seat.team);
                let NarrowedSeats { mut seats, skill_unmet, out_of_region } = narrow(account, scenario, &roster.seats, of_team);
                if house {
                    seats.clear();
                }
                if let Some(owner) = owner {
                    seats.retain(|&seat| seat == owner || roster.seats[seat].incumbent.is_none());
                    if let Err(at) = seats.binary_search(&owner) {
                        seats.insert(at, owner);
                    }
                }
                found.seats.push(seats);
                missed.push((skill_unmet && !house, out_of_region && !house));
                found.seats.len() - 1
            });
            found.kind.push(kind);
            found.skill_unmet += usize::from(missed[kind].0);
            found.out_of_region += usize::from(missed[kind].1);
        }
        found
    }

    /// The eligible seats of an account, in ascending order.
    pub(crate) fn seats(&self, account: usize) -> &[usize] {
        &self.seats[self.kind[account]]
    }

    /// The kind of an account; accounts with the same eligible seats share it.
    pub(crate) fn kind(&self, account: usize) -> usize {
        self.kind[account]
    }

    /// Whether a team may take an account, ignoring skills and regions.
    pub(crate) fn team_may(&self, book: &Book, roster: &Roster, account: usize, team: usize) -> bool {
        roster.may_serve(team, roster.is_dedicated(account), || !self.containment || self.serves(book, account, team))
    }

    /// Whether a team serves the account's segment, tier and growth class.
    pub(crate) fn serves(&self, book: &Book, account: usize, team: usize) -> bool {
        self.matrix.serves(team, &book.accounts[account], self.tiers[account])
    }

    /// Whether a seat may take an account.
    pub(crate) fn may_take(&self, account: usize, seat: usize) -> bool {
        self.seats(account).binary_search(&seat).is_ok()
    }

    /// The seats that may take all of the given accounts, and the seat to which they are bound.
    pub(crate) fn common_seats(&self, accounts: &[usize], bound_to: Option<usize>) -> Vec<usize> {
        let Some((&first, rest)) = accounts.split_first() else { return Vec::new() };
        let mut seats: Vec<usize> = self.seats(first).to_vec();
        seats.retain(|&seat| rest.iter().all(|&account| self.may_take(account, seat)));
        if let Some(bound_to) = bound_to
            && let Err(at) = seats.binary_search(&bound_to)
        {
            seats.insert(at, bound_to);
        }
        seats
    }
}

/// The eligible seats of an account, with the requirements that were dropped to find them.
struct NarrowedSeats {
    seats: Vec<usize>,
    skill_unmet: bool,
    out_of_region: bool,
}

/// Narrows the seats of eligible teams by skill, then by region. Skill outranks region,
/// and either is dropped if it would leave no seat.
fn narrow(account: &Account, scenario: &Scenario, seats: &[Seat], team: impl Fn(&Seat) -> bool) -> NarrowedSeats {
    let of_team: Vec<usize> = (0..seats.len()).filter(|&s| team(&seats[s])).collect();
    let keep = |from: &[usize], test: &dyn Fn(&Seat) -> bool| -> Vec<usize> {
        from.iter().copied().filter(|&s| test(&seats[s])).collect()
    };
    let (skilled, skill_unmet) = match account.skill.filter(|_| scenario.territory.skills_required) {
        Some(skill) => or_all(keep(&of_team, &|seat| seat.skills.contains(&skill)), of_team),
        None => (of_team, false),
    };
    let (local, out_of_region) = match account.region.filter(|_| scenario.territory.geography == Geography::Regions) {
        Some(region) => or_all(keep(&skilled, &|seat| seat.region.is_none_or(|home| home == region)), skilled),
        None => (skilled, false),
    };
    NarrowedSeats { seats: local, skill_unmet, out_of_region }
}

fn or_all(narrow: Vec<usize>, all: Vec<usize>) -> (Vec<usize>, bool) {
    let missed = narrow.is_empty() && !all.is_empty();
    if missed { (all, true) } else { (narrow, false) }
}
