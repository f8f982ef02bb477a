//! Who may serve whom: teams by segment, tier and growth class, the dedicated
//! team, needed skills and regions.

use std::collections::BTreeMap;

use super::seats::Roster;
use crate::score::AccountTiers;
use attain_core::plan::Seat;
use attain_core::scenario::choices::{Carve, Geography, GrowthClass, Scenario, Team};
use attain_data::{Account, Book};

/// The teams of the book, in its order; one the scenario does not name has the defaults.
pub fn teams(book: &Book, scenario: &Scenario) -> Vec<Team> {
    book.teams.iter().map(|name| scenario.teams.get(name).cloned().unwrap_or_default()).collect()
}

const GROWTH: [GrowthClass; 3] = [GrowthClass::Low, GrowthClass::Medium, GrowthClass::High];

/// Which team serves which accounts, by the tier matrix alone.
#[derive(Debug, Clone)]
pub struct Serving {
    tiers: usize,
    segments: usize,
    table: Vec<bool>,
}

impl Serving {
    pub fn new(book: &Book, scenario: &Scenario) -> Self {
        let tiers = scenario.tiers.len().max(1);
        let none_or = |list: &[String], name: &str| list.is_empty() || list.iter().any(|item| item == name);
        let mut table = Vec::new();
        for team in teams(book, scenario) {
            for segment in &book.segments {
                for tier in 0..tiers {
                    let tier = scenario.tiers.get(tier).map_or("", |tier| tier.name.as_str());
                    for growth in GROWTH {
                        let grows = team.growth.is_empty() || team.growth.contains(&growth);
                        table.push(none_or(&team.segments, segment) && none_or(&team.tiers, tier) && grows);
                    }
                }
            }
        }
        Self { tiers, segments: book.segments.len(), table }
    }

    pub fn serves(&self, team: usize, account: &Account, tier: usize) -> bool {
        let growth = account.growth as usize;
        let row = (team * self.segments + account.segment) * self.tiers + tier;
        self.table.get(row * GROWTH.len() + growth).copied().unwrap_or(false)
    }
}

/// The seats that may take each account. Accounts of the same kind share a list.
#[derive(Debug, Clone)]
pub(crate) struct Eligible {
    kind: Vec<usize>,
    seats: Vec<Vec<usize>>,
    /// Accounts whose needed skill no seat of the right team has.
    pub(crate) skill_unmet: usize,
    /// Accounts that no seat of the right team in their region may take, and so left it.
    pub(crate) out_of_region: usize,
    serving: Serving,
    tiers: Vec<usize>,
    containment: bool,
}

/// What narrows an account's seats beside the rules.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Present<'a> {
    /// The seats of today's owners.
    pub(crate) before: &'a [Option<usize>],
    /// Whether the scenario's table leaves an account with the house.
    pub(crate) house: &'a [bool],
}

impl Eligible {
    pub(crate) fn new(book: &Book, scenario: &Scenario, tiers: &AccountTiers, roster: &Roster, present: Present<'_>) -> Self {
        let peels = scenario.territory.carve == Carve::Peel;
        let mut kinds = BTreeMap::new();
        let mut found = Self {
            kind: Vec::with_capacity(book.accounts.len()),
            seats: Vec::new(),
            skill_unmet: 0,
            out_of_region: 0,
            serving: Serving::new(book, scenario),
            tiers: tiers.0.clone(),
            containment: scenario.territory.containment,
        };
        let mut missed: Vec<(bool, bool)> = Vec::new();
        for (i, account) in book.accounts.iter().enumerate() {
            let (tier, dedicated) = (tiers.0[i], roster.is_dedicated(i));
            let (house, owner) = (present.house[i], present.before[i].filter(|_| peels));
            let key = (account.segment, tier, account.growth, dedicated, account.region, account.skill, house, owner);
            let kind = *kinds.entry(key).or_insert_with(|| {
                let of_team = |seat: &Seat| found.team_may(book, roster, i, seat.team);
                let (mut seats, skill, region) = narrowed(account, scenario, &roster.seats, of_team);
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
                missed.push((skill && !house, region && !house));
                found.seats.len() - 1
            });
            found.kind.push(kind);
            found.skill_unmet += usize::from(missed[kind].0);
            found.out_of_region += usize::from(missed[kind].1);
        }
        found
    }

    /// The seats that may take an account, rising.
    pub(crate) fn of(&self, account: usize) -> &[usize] {
        &self.seats[self.kind[account]]
    }

    /// A number that accounts with the same seats share.
    pub(crate) fn kind(&self, account: usize) -> usize {
        self.kind[account]
    }

    /// Whether a team may take an account, whatever skills and regions say.
    pub(crate) fn team_may(&self, book: &Book, roster: &Roster, account: usize, team: usize) -> bool {
        roster.may_serve(team, roster.is_dedicated(account), || !self.containment || self.serves(book, account, team))
    }

    /// Whether a team serves the account's segment, tier and growth class.
    pub(crate) fn serves(&self, book: &Book, account: usize, team: usize) -> bool {
        self.serving.serves(team, &book.accounts[account], self.tiers[account])
    }

    pub(crate) fn may(&self, account: usize, seat: usize) -> bool {
        self.of(account).binary_search(&seat).is_ok()
    }
}

/// Narrows the seats of the right team by skill, then by region: a skill
/// outranks a region, and either gives way when it would leave nobody.
fn narrowed(account: &Account, scenario: &Scenario, seats: &[Seat], team: impl Fn(&Seat) -> bool) -> (Vec<usize>, bool, bool) {
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
    (local, skill_unmet, out_of_region)
}

fn or_all(narrow: Vec<usize>, all: Vec<usize>) -> (Vec<usize>, bool) {
    let missed = narrow.is_empty() && !all.is_empty();
    if missed { (all, true) } else { (narrow, false) }
}
