//! Rules about tiers, scores, the assignment and quotas.

use std::collections::{BTreeMap, BTreeSet};

use super::checker::RuleChecker;
use crate::scenario::choices::{QuotaPolicy, Scenario};
use crate::scenario::path::join;
use crate::scenario::rule_fault::ScenarioRuleFault;

pub(super) fn tiers(rules: &mut RuleChecker<'_>) {
    let tiers = &rules.scenario.tiers;
    if tiers.is_empty() {
        rules.fault("tiers", ScenarioRuleFault::NoTiers);
    }
    let mut seen = BTreeSet::new();
    for (at, tier) in tiers.iter().enumerate() {
        let path = format!("tiers[{at}]");
        if tier.name.trim().is_empty() {
            rules.fault(&path, ScenarioRuleFault::BlankName { of: "a tier" });
        } else if !seen.insert(&tier.name) {
            rules.fault(&format!("{path}.name"), ScenarioRuleFault::TierTwice { name: tier.name.clone() });
        }
        if at > 0 && tier.potential_from >= tiers[at - 1].potential_from {
            let (above, found) = (tiers[at - 1].potential_from.get(), tier.potential_from.get());
            rules.fault(&format!("{path}.potential-from"), ScenarioRuleFault::TiersRise { above, found });
        }
    }
}

pub(super) fn weights(rules: &mut RuleChecker<'_>) {
    let w = &rules.scenario.weighting;
    let all = [w.potential, w.conversion, w.growth, w.strategic, w.fit, w.engagement, w.risk];
    if all.iter().all(|weight| weight.get() == 0.0) {
        rules.fault("weighting", ScenarioRuleFault::WeightsAllZero);
    }
}

pub(super) fn coverage(rules: &mut RuleChecker<'_>) {
    let scenario = rules.scenario;
    for tier in scenario.coverage.tiers.keys() {
        rules.known(&join("coverage.tiers", tier), "tier", tier, scenario.tiers.iter().map(|tier| &tier.name));
    }
}

pub(super) fn locks(rules: &mut RuleChecker<'_>) {
    let mut seen: BTreeMap<&String, (&String, String)> = BTreeMap::new();
    for (at, lock) in rules.scenario.territory.locks.iter().enumerate() {
        let path = format!("territory.locks[{at}]");
        rules.present(&format!("{path}.account"), &lock.account);
        rules.present(&format!("{path}.rep"), &lock.rep);
        let Some((rep, first)) = seen.get(&lock.account) else {
            seen.insert(&lock.account, (&lock.rep, format!("{path}.rep")));
            continue;
        };
        let (account, first) = (lock.account.clone(), rules.line(first));
        let fault = if **rep == lock.rep {
            ScenarioRuleFault::LockTwice { account, first }
        } else {
            ScenarioRuleFault::LocksContradict { account, rep: lock.rep.clone(), other: (*rep).clone(), first }
        };
        rules.fault(&format!("{path}.rep"), fault);
    }
}

pub(super) fn territory(rules: &mut RuleChecker<'_>) {
    let Scenario { territory, teams, horizon, .. } = rules.scenario;
    if territory.from_month > horizon.months {
        let fault = ScenarioRuleFault::BeyondHorizon { month: territory.from_month, months: horizon.months };
        rules.fault("territory.from-month", fault);
    }
    let (fewest, most) = (territory.min_accounts, territory.max_accounts);
    if most > 0 && fewest > most {
        rules.fault("territory.min-accounts", ScenarioRuleFault::AccountBounds { fewest, most });
    }
    for (name, team) in teams {
        let (fewest, most) = (team.min_accounts.unwrap_or(fewest), team.max_accounts.unwrap_or(most));
        if most > 0 && fewest > most && (team.min_accounts.is_some() || team.max_accounts.is_some()) {
            let key = if team.min_accounts.is_some() { "min-accounts" } else { "max-accounts" };
            rules.fault(&join(&join("teams", name), key), ScenarioRuleFault::AccountBounds { fewest, most });
        }
    }
    let Some(dedicated) = &territory.dedicated else { return };
    rules.known("territory.dedicated.team", "team", &dedicated.team, teams.keys());
    if let Some(from) = &dedicated.seats_from {
        rules.known("territory.dedicated.seats-from", "team", from, teams.keys());
        if *from == dedicated.team {
            rules.fault("territory.dedicated.seats-from", ScenarioRuleFault::SeatsFromItself { team: from.clone() });
        }
    }
}

pub(super) fn quota(rules: &mut RuleChecker<'_>) {
    let Scenario { quota, target, .. } = rules.scenario;
    match &quota.policy {
        QuotaPolicy::Flat { quota } => rules.above_zero("quota.policy.flat.quota", quota.get()),
        QuotaPolicy::PotentialShare { share } => rules.above_zero("quota.policy.potential-share.share", share.get()),
        QuotaPolicy::TopDown { .. } | QuotaPolicy::EqualChance { .. } if target.bookings.is_none() => {
            let name = if matches!(quota.policy, QuotaPolicy::TopDown { .. }) { "top-down" } else { "equal-chance" };
            rules.warnings.push(format!(
                "`quota.policy` is `{name}` without `target.bookings`: the street quota of the reference plan is used as the target"
            ));
        }
        QuotaPolicy::Current | QuotaPolicy::TopDown { .. } | QuotaPolicy::EqualChance { .. } => {}
    }
    if let Some(bookings) = target.bookings {
        rules.above_zero("target.bookings", bookings.get());
    }
}
