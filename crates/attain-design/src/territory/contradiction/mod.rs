//! Constraints that cannot hold together: found by a flow, narrowed to a
//! smallest set by leaving out one after the other, told each at its line.
//!
//! What must hold: locks; protection and the carve's own rule; containment,
//! skills and regions as far as they leave an account any seat; limits on
//! accounts; and, without a house, a seat for every account. Families are not
//! part of it, so that what is told is never a false alarm.

mod flow;
mod locks;
mod member;
#[cfg(test)]
mod tests;

pub(crate) use locks::locks;

use std::collections::BTreeMap;

use self::flow::{Flow, Kind, Stopped};
use self::member::Member;
use super::fault::TerritoryFault;
use super::holds::{self, Hold, Why};
use super::rules::{Eligible, Present};
use super::seats::Roster;
use crate::score::AccountTiers;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Geography, Protection, Scenario};
use attain_data::Book;

/// What constraints are checked on.
pub(crate) struct Ground<'a> {
    pub(crate) book: &'a Book,
    pub(crate) resolved: &'a ResolvedScenario,
    pub(crate) roster: &'a Roster,
    pub(crate) tiers: &'a AccountTiers,
    pub(crate) present: Present<'a>,
}

/// How constraints fail together.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Failure {
    /// Seats that must have more accounts than may go there.
    TooFew { seats: Vec<usize>, accounts: u64 },
    /// Accounts that must have a seat, and the places of those that may take them.
    NoPlace { seats: Vec<usize>, accounts: u64, places: u64 },
}

/// Adds a fault for the limits on accounts, and for the lack of a house, where
/// the other constraints leave no way to keep them.
pub(crate) fn limits(ground: &Ground<'_>, faults: &mut Faults) {
    let territory = &ground.resolved.scenario.territory;
    // Present owners, or a table, decide alone where they are kept.
    if territory.carve.keeps() || ground.roster.seats.is_empty() || (territory.min_accounts == 0 && territory.house) {
        return;
    }
    let all = members(ground);
    if let Some(failure) = ground.fails(&all) {
        let least = smallest(ground, all);
        let failure = ground.fails(&least).unwrap_or(failure);
        let words = ground.words(&failure);
        faults.push(least[0].place(ground.resolved), TerritoryFault::Contradiction(member::told(ground.resolved, &least, words)));
    }
}

/// Everything that could be relaxed, what is most likely meant first.
fn members(ground: &Ground<'_>) -> Vec<Member> {
    let scenario = &ground.resolved.scenario;
    let territory = &scenario.territory;
    let switches = [
        (territory.min_accounts > 0, Member::Fewest),
        (!territory.house, Member::NoHouse),
        (territory.max_accounts > 0, Member::Most),
        (territory.containment, Member::Containment),
        (territory.skills_required, Member::Skills),
        (territory.geography == Geography::Regions, Member::Regions),
        (territory.carve == Carve::Peel, Member::Peel),
        (matches!(scenario.protection, Protection::All | Protection::ActivePipeline { .. }), Member::Protection),
    ];
    let mut all: Vec<Member> = switches.into_iter().filter(|(on, _)| *on).map(|(_, member)| member).collect();
    if let Protection::Named { accounts } = &scenario.protection {
        all.extend((0..accounts.len()).map(Member::Named));
    }
    all.extend((0..territory.locks.len()).map(Member::Lock));
    all
}

/// A set that still fails and of which nothing can be left out.
fn smallest(ground: &Ground<'_>, mut members: Vec<Member>) -> Vec<Member> {
    let mut untried = vec![members.clone()];
    // Many at a time first: of a thousand locks most have nothing to do with it.
    while let Some(part) = untried.pop() {
        let without: Vec<Member> = members.iter().filter(|member| !part.contains(member)).copied().collect();
        if ground.fails(&without).is_some() {
            members = without;
        } else if part.len() > 1 {
            let (first, second) = part.split_at(part.len() / 2);
            untried.extend([first.to_vec(), second.to_vec()]);
        }
    }
    members
}

impl Ground<'_> {
    /// Whether these constraints fail together, and how.
    fn fails(&self, members: &[Member]) -> Option<Failure> {
        let on = |member: Member| members.contains(&member);
        let resolved = self.resolved.with_choices(|scenario| relax(scenario, members));
        let scenario = &resolved.scenario;
        let eligible = Eligible::new(self.book, scenario, self.tiers, self.roster, self.present);
        let mut ignored = Faults::default();
        let holds = holds::holds(self.book, &resolved, self.roster, &eligible, self.present.before, &mut ignored);
        let mut fixed = vec![0_u64; self.roster.seats.len()];
        let mut kinds: BTreeMap<&[usize], u64> = BTreeMap::new();
        for (account, hold) in holds.iter().enumerate() {
            match hold {
                Some(Hold { seat, why: Why::Locked | Why::Protected | Why::Listed }) => fixed[*seat] += 1,
                _ if self.present.house[account] => {}
                _ => *kinds.entry(eligible.of(account)).or_default() += 1,
            }
        }
        let kinds: Vec<Kind> = kinds.into_iter().map(|(seats, accounts)| Kind { accounts, seats: seats.to_vec() }).collect();
        let (fewest, most) = (u64::from(scenario.territory.min_accounts), u64::from(scenario.territory.max_accounts));
        if on(Member::Fewest) {
            let wanted: Vec<u64> = fixed.iter().map(|&fixed| fewest.saturating_sub(fixed)).collect();
            if let Some(Stopped { seats, kinds: able }) = Flow::largest(&kinds, &wanted).not_filled() {
                let there: u64 = able.iter().map(|&kind| kinds[kind].accounts).sum();
                let accounts = there + seats.iter().map(|&seat| fixed[seat]).sum::<u64>();
                return Some(Failure::TooFew { seats, accounts });
            }
        }
        if on(Member::NoHouse) {
            let all: u64 = kinds.iter().map(|kind| kind.accounts).sum();
            let places: Vec<u64> =
                fixed.iter().map(|&fixed| if on(Member::Most) { most.saturating_sub(fixed) } else { all }).collect();
            if let Some(Stopped { seats, kinds: left }) = Flow::largest(&kinds, &places).without_place() {
                let accounts = left.iter().map(|&kind| kinds[kind].accounts).sum();
                let places = seats.iter().map(|&seat| places[seat]).sum();
                return Some(Failure::NoPlace { seats, accounts, places });
            }
        }
        None
    }

    /// The failure in a sentence.
    fn words(&self, failure: &Failure) -> String {
        let fewest = u64::from(self.resolved.scenario.territory.min_accounts);
        match failure {
            Failure::TooFew { seats, accounts } => {
                let wanted = fewest * seats.len() as u64;
                match seats.len() {
                    1 => format!("{} must have {wanted} accounts, and {accounts} may go there", self.named(seats)),
                    count => format!(
                        "{count} seats ({}) must have {wanted} accounts together, and {accounts} may go there",
                        self.named(seats)
                    ),
                }
            }
            Failure::NoPlace { seats, accounts, .. } if seats.is_empty() => {
                format!("{accounts} accounts must have a seat, and no seat may take them")
            }
            Failure::NoPlace { seats, accounts, places } => {
                format!(
                    "{accounts} accounts must have a seat, and those that may take them ({}) have {places} places",
                    self.named(seats)
                )
            }
        }
    }

    /// Seats by id, the first few.
    fn named(&self, seats: &[usize]) -> String {
        const NAMED: usize = 6;
        let ids: Vec<&str> = seats.iter().take(NAMED).map(|&seat| self.roster.seats[seat].id.as_str()).collect();
        let more = if seats.len() > NAMED { format!(" and {} more", seats.len() - NAMED) } else { String::new() };
        ids.join(", ") + &more
    }
}

/// Leaves out every constraint that is not a member.
fn relax(scenario: &mut Scenario, members: &[Member]) {
    let on = |member: Member| members.contains(&member);
    let territory = &mut scenario.territory;
    territory.containment &= on(Member::Containment);
    territory.skills_required &= on(Member::Skills);
    if territory.geography == Geography::Regions && !on(Member::Regions) {
        territory.geography = Geography::Cost;
    }
    if territory.carve == Carve::Peel && !on(Member::Peel) {
        territory.carve = Carve::Redesign;
    }
    let mut place = 0..;
    territory.locks.retain(|_| place.next().is_some_and(|at| on(Member::Lock(at))));
    match &mut scenario.protection {
        Protection::Named { accounts } => {
            let mut place = 0..;
            accounts.retain(|_| place.next().is_some_and(|at| on(Member::Named(at))));
        }
        Protection::All | Protection::ActivePipeline { .. } if !on(Member::Protection) => scenario.protection = Protection::None,
        _ => {}
    }
}
