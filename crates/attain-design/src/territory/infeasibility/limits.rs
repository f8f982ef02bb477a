//! Limits on accounts that cannot be kept together with the other constraints. They are
//! found by a maximum flow and reduced to an irreducible set by removing one constraint at
//! a time.
//!
//! The constraints are locks; protection and the carve's own rule; containment, skills and
//! regions, as long as they leave an account at least one seat; limits on accounts; and,
//! without a house, a seat for every account. Families are ignored, so that feasible limits
//! are never reported.

use std::collections::BTreeMap;

use super::constraint::{Constraint, infeasible_set};
use super::max_flow::{AccountKind, FlowCut, MaxFlow};
use crate::score::AccountTiers;
use crate::territory::bindings::bind_accounts;
use crate::territory::bound_seat::{BindingReason, BoundSeat};
use crate::territory::capacity::account_limits;
use crate::territory::eligibility::EligibleSeats;
use crate::territory::fault::TerritoryFault;
use crate::territory::inputs::CurrentOwners;
use crate::territory::roster::Roster;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::{Carve, Geography, Protection, Scenario};
use attain_data::Book;

/// The plan whose constraints are checked.
pub(crate) struct InfeasibilityCheck<'a> {
    pub(crate) book: &'a Book,
    pub(crate) resolved: &'a ResolvedScenario,
    pub(crate) roster: &'a Roster,
    pub(crate) tiers: &'a AccountTiers,
    pub(crate) owners: CurrentOwners<'a>,
}

/// The kind of conflict between constraints.
#[derive(Debug, Clone, PartialEq, Eq)]
enum LimitFailure {
    /// The seats require more accounts than may go to them.
    TooFew { seats: Vec<usize>, accounts: u64 },
    /// The accounts require seats, but the eligible seats have too few places.
    NoPlace { seats: Vec<usize>, accounts: u64, places: u64 },
}

/// Adds a fault if the limits on accounts cannot be kept together with the other
/// constraints, or if not every account can have a seat when there is no house.
pub(crate) fn check_limits(check: &InfeasibilityCheck<'_>, faults: &mut Faults) {
    let territory = &check.resolved.scenario.territory;
    // Present owners, or a table, decide alone where they are kept.
    let limits = check.limits();
    if territory.carve.keeps() || (limits.iter().all(|(fewest, _)| *fewest == 0) && territory.house) || limits.is_empty() {
        return;
    }
    let all = active_constraints(check);
    if let Some(failure) = check.fails(&all) {
        let least = irreducible_subset(check, all);
        let failure = check.fails(&least).unwrap_or(failure);
        let reason = check.describe(&failure);
        faults
            .push(least[0].place(check.resolved), TerritoryFault::Contradiction(infeasible_set(check.resolved, &least, reason)));
    }
}

/// All constraints that could be relaxed, in descending order of how likely they are intended.
fn active_constraints(check: &InfeasibilityCheck<'_>) -> Vec<Constraint> {
    let scenario = &check.resolved.scenario;
    let territory = &scenario.territory;
    let limits = check.limits();
    let switches = [
        (limits.iter().any(|(fewest, _)| *fewest > 0), Constraint::Fewest),
        (!territory.house, Constraint::NoHouse),
        (limits.iter().any(|(_, most)| *most > 0), Constraint::MoveBudget),
        (territory.containment, Constraint::Containment),
        (territory.skills_required, Constraint::Skills),
        (territory.geography == Geography::Regions, Constraint::Regions),
        (territory.carve == Carve::Peel, Constraint::Peel),
        (matches!(scenario.protection, Protection::All | Protection::ActivePipeline { .. }), Constraint::Protection),
    ];
    let mut all: Vec<Constraint> = switches.into_iter().filter(|(on, _)| *on).map(|(_, member)| member).collect();
    if let Protection::Named { accounts } = &scenario.protection {
        all.extend((0..accounts.len()).map(Constraint::Named));
    }
    all.extend((0..territory.locks.len()).map(Constraint::Lock));
    all
}

/// An irreducible set of conflicting constraints: removing any one of them resolves the conflict.
fn irreducible_subset(check: &InfeasibilityCheck<'_>, mut members: Vec<Constraint>) -> Vec<Constraint> {
    let mut untried = vec![members.clone()];
    // Remove many at a time first, because most of a thousand locks are irrelevant.
    while let Some(part) = untried.pop() {
        let without: Vec<Constraint> = members.iter().filter(|member| !part.contains(member)).copied().collect();
        if check.fails(&without).is_some() {
            members = without;
        } else if part.len() > 1 {
            let (first, second) = part.split_at(part.len() / 2);
            untried.extend([first.to_vec(), second.to_vec()]);
        }
    }
    members
}

impl InfeasibilityCheck<'_> {
    /// Fewest and most accounts of each seat.
    fn limits(&self) -> Vec<(u32, u32)> {
        account_limits(self.book, &self.resolved.scenario, &self.roster.seats)
    }

    /// The way in which these constraints fail together, if they do.
    fn fails(&self, members: &[Constraint]) -> Option<LimitFailure> {
        let on = |member: Constraint| members.contains(&member);
        let resolved = self.resolved.with_choices(|scenario| relax(scenario, members));
        let scenario = &resolved.scenario;
        let eligible = EligibleSeats::new(self.book, scenario, self.tiers, self.roster, self.owners);
        let mut ignored = Faults::default();
        let bound = bind_accounts(self.book, &resolved, self.roster, &eligible, self.owners.seats, &mut ignored);
        let mut fixed = vec![0_u64; self.roster.seats.len()];
        let mut kinds: BTreeMap<&[usize], u64> = BTreeMap::new();
        for (account, binding) in bound.iter().enumerate() {
            match binding {
                Some(BoundSeat { seat, reason: BindingReason::Locked | BindingReason::Protected | BindingReason::Listed }) => {
                    fixed[*seat] += 1;
                }
                _ if self.owners.house[account] => {}
                _ => *kinds.entry(eligible.seats(account)).or_default() += 1,
            }
        }
        let kinds: Vec<AccountKind> =
            kinds.into_iter().map(|(seats, accounts)| AccountKind { accounts, seats: seats.to_vec() }).collect();
        let limits = self.limits();
        if on(Constraint::Fewest) {
            let wanted: Vec<u64> =
                fixed.iter().zip(&limits).map(|(fixed, limits)| u64::from(limits.0).saturating_sub(*fixed)).collect();
            if let Some(FlowCut { seats, kinds: able }) = MaxFlow::largest(&kinds, &wanted).not_filled() {
                let there: u64 = able.iter().map(|&kind| kinds[kind].accounts).sum();
                let accounts = there + seats.iter().map(|&seat| fixed[seat]).sum::<u64>();
                return Some(LimitFailure::TooFew { seats, accounts });
            }
        }
        if on(Constraint::NoHouse) {
            let all: u64 = kinds.iter().map(|kind| kind.accounts).sum();
            let limited = |most: u32| on(Constraint::MoveBudget) && most > 0;
            let free = |fixed: u64, most: u32| if limited(most) { u64::from(most).saturating_sub(fixed) } else { all };
            let places: Vec<u64> = fixed.iter().zip(&limits).map(|(&fixed, &(_, most))| free(fixed, most)).collect();
            if let Some(FlowCut { seats, kinds: left }) = MaxFlow::largest(&kinds, &places).without_place() {
                let accounts = left.iter().map(|&kind| kinds[kind].accounts).sum();
                let places = seats.iter().map(|&seat| places[seat]).sum();
                return Some(LimitFailure::NoPlace { seats, accounts, places });
            }
        }
        None
    }

    /// Describes the conflict.
    fn describe(&self, failure: &LimitFailure) -> String {
        let limits = self.limits();
        match failure {
            LimitFailure::TooFew { seats, accounts } => {
                let wanted: u64 = seats.iter().map(|&seat| u64::from(limits[seat].0)).sum();
                match seats.len() {
                    1 => format!(
                        "seat {} needs {wanted} accounts, but at most {accounts} can be assigned to it",
                        self.seat_ids(seats)
                    ),
                    count => format!(
                        "{count} seats ({}) need {wanted} accounts together, but at most {accounts} can be assigned to them",
                        self.seat_ids(seats)
                    ),
                }
            }
            LimitFailure::NoPlace { seats, accounts, .. } if seats.is_empty() => {
                format!("{accounts} accounts need a seat, and no seat can take them")
            }
            LimitFailure::NoPlace { seats, accounts, places } => {
                format!(
                    "{accounts} accounts need a seat, but the seats that can take them ({}) have only {places} places",
                    self.seat_ids(seats)
                )
            }
        }
    }

    /// The ids of the first few seats.
    fn seat_ids(&self, seats: &[usize]) -> String {
        const NAMED: usize = 6;
        let ids: Vec<&str> = seats.iter().take(NAMED).map(|&seat| self.roster.seats[seat].id.as_str()).collect();
        let more = if seats.len() > NAMED { format!(" and {} more", seats.len() - NAMED) } else { String::new() };
        ids.join(", ") + &more
    }
}

/// Relaxes all constraints that are not members.
fn relax(scenario: &mut Scenario, members: &[Constraint]) {
    let on = |member: Constraint| members.contains(&member);
    let territory = &mut scenario.territory;
    territory.containment &= on(Constraint::Containment);
    territory.skills_required &= on(Constraint::Skills);
    if territory.geography == Geography::Regions && !on(Constraint::Regions) {
        territory.geography = Geography::Cost;
    }
    if territory.carve == Carve::Peel && !on(Constraint::Peel) {
        territory.carve = Carve::Redesign;
    }
    let mut place = 0..;
    territory.locks.retain(|_| place.next().is_some_and(|at| on(Constraint::Lock(at))));
    match &mut scenario.protection {
        Protection::Named { accounts } => {
            let mut place = 0..;
            accounts.retain(|_| place.next().is_some_and(|at| on(Constraint::Named(at))));
        }
        Protection::All | Protection::ActivePipeline { .. } if !on(Constraint::Protection) => {
            scenario.protection = Protection::None;
        }
        _ => {}
    }
}
