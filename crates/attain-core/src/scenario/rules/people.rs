//! Rules about teams, seats, ramp and leavers.

use std::collections::BTreeMap;

use super::checker::RuleChecker;
use crate::scenario::choices::RampShape;
use crate::scenario::path::join;
use crate::scenario::rule_fault::ScenarioRuleFault;

pub(super) fn teams(rules: &mut RuleChecker<'_>) {
    let scenario = rules.scenario;
    if scenario.teams.is_empty() {
        rules.fault("teams", ScenarioRuleFault::NoTeams);
    }
    for (name, team) in &scenario.teams {
        let path = join("teams", name);
        for (at, segment) in team.segments.iter().enumerate() {
            rules.known(&format!("{path}.segments[{at}]"), "segment", segment, scenario.market.segments.keys());
        }
        for (at, tier) in team.tiers.iter().enumerate() {
            rules.known(&format!("{path}.tiers[{at}]"), "tier", tier, scenario.tiers.iter().map(|tier| &tier.name));
        }
        rules.above_zero(&format!("{path}.hours-per-month"), team.hours_per_month.get());
        if let Some(capacity) = &team.accounts {
            rules.above_zero(&format!("{path}.accounts.ramped"), capacity.ramped.get());
        }
    }
}

/// Warns about tiers of a segment that no team serves.
pub(super) fn served(rules: &mut RuleChecker<'_>) {
    let scenario = rules.scenario;
    if !scenario.territory.containment || scenario.teams.is_empty() {
        return;
    }
    for segment in scenario.market.segments.keys() {
        let served = |tier: &String| {
            let has = |list: &Vec<String>, name: &String| list.is_empty() || list.contains(name);
            scenario.teams.values().any(|team| has(&team.segments, segment) && has(&team.tiers, tier))
        };
        let left: Vec<&str> =
            scenario.tiers.iter().map(|tier| &tier.name).filter(|tier| !served(tier)).map(String::as_str).collect();
        if !left.is_empty() {
            rules.warnings.push(format!("no team serves segment `{segment}` in tier {}", left.join(", ")));
        }
    }
}

pub(super) fn headcount(rules: &mut RuleChecker<'_>) {
    let scenario = rules.scenario;
    let months = scenario.horizon.months;
    for (at, add) in scenario.headcount.adds.iter().enumerate() {
        let path = format!("headcount.adds[{at}]");
        rules.known(&format!("{path}.team"), "team", &add.team, scenario.teams.keys());
        if add.start_month > months {
            rules.fault(&format!("{path}.start-month"), ScenarioRuleFault::BeyondHorizon { month: add.start_month, months });
        }
    }
    for (at, cut) in scenario.headcount.cuts.iter().enumerate() {
        let path = format!("headcount.cuts[{at}]");
        if cut.month > months {
            rules.fault(&format!("{path}.month"), ScenarioRuleFault::BeyondHorizon { month: cut.month, months });
        }
        match (&cut.team, &cut.rep) {
            (Some(team), None) => rules.known(&format!("{path}.team"), "team", team, scenario.teams.keys()),
            (None, Some(rep)) => rules.present(&format!("{path}.rep"), rep),
            (None, None) => rules.fault(&path, ScenarioRuleFault::CutNothing),
            (Some(_), Some(_)) => rules.fault(&path, ScenarioRuleFault::CutTwoWays),
        }
    }
}

pub(super) fn ramp(rules: &mut RuleChecker<'_>) {
    let scenario = rules.scenario;
    for team in scenario.ramp.teams.keys() {
        rules.known(&join("ramp.teams", team), "team", team, scenario.teams.keys());
    }
    let named = scenario.ramp.teams.iter().map(|(team, shape)| (join("ramp.teams", team), shape));
    let shapes: Vec<_> = std::iter::once(("ramp.shape".to_owned(), &scenario.ramp.shape)).chain(named).collect();
    for (path, shape) in shapes {
        match shape {
            RampShape::None => {}
            RampShape::Linear { months } => rules.above_zero(&format!("{path}.linear.months"), months.get()),
            RampShape::SCurve { months } => rules.above_zero(&format!("{path}.s-curve.months"), months.get()),
            RampShape::Stepped { shares, months_per_step } => {
                if shares.is_empty() {
                    rules.fault(&format!("{path}.stepped.shares"), ScenarioRuleFault::NoSteps);
                }
                rules.above_zero(&format!("{path}.stepped.months-per-step"), months_per_step.get());
            }
        }
    }
}

/// Warns about a ramp that is shorter than the sales cycle: a rep cannot be fully productive
/// before the first deals can have closed.
pub(super) fn ramp_against_cycle(rules: &mut RuleChecker<'_>) {
    let scenario = rules.scenario;
    for (name, team) in &scenario.teams {
        let months = match scenario.ramp.teams.get(name).unwrap_or(&scenario.ramp.shape) {
            RampShape::None => 0.0,
            RampShape::Linear { months } | RampShape::SCurve { months } => months.get(),
            RampShape::Stepped { shares, months_per_step } => shares.len() as f64 * months_per_step.get(),
        };
        let segments =
            scenario.market.segments.iter().filter(|(segment, _)| team.segments.is_empty() || team.segments.contains(segment));
        let cycle = segments.map(|(_, segment)| segment.days_to_win.median_days.get() / (365.25 / 12.0)).fold(0.0, f64::max);
        if months < cycle {
            let warning =
                format!("team `{name}` ramps in {months:.1} months, which is shorter than its sales cycle of {cycle:.1} months");
            rules.warnings.push(warning);
        }
    }
}

pub(super) fn bands(rules: &mut RuleChecker<'_>) {
    let attrition = &rules.scenario.attrition;
    if attrition.annual.get() >= 1.0 {
        rules.fault("attrition.annual", ScenarioRuleFault::EveryoneLeaves);
    }
    match attrition.bands.first() {
        Some(first) if first.from_month.get() == 0.0 => {}
        _ => rules.fault("attrition.bands", ScenarioRuleFault::BandsStart),
    }
    if let Some(at) = attrition.bands.windows(2).position(|pair| pair[0].from_month >= pair[1].from_month) {
        rules.fault(&format!("attrition.bands[{}]", at + 1), ScenarioRuleFault::BandsFall);
    }
}

pub(super) fn leavers(rules: &mut RuleChecker<'_>) {
    let scenario = rules.scenario;
    let months = scenario.horizon.months;
    let mut seen = BTreeMap::new();
    for (at, leaver) in scenario.attrition.leavers.iter().enumerate() {
        let path = format!("attrition.leavers[{at}]");
        rules.present(&format!("{path}.rep"), &leaver.rep);
        if leaver.month > months {
            rules.fault(&format!("{path}.month"), ScenarioRuleFault::BeyondHorizon { month: leaver.month, months });
        }
        if let Some(first) = seen.insert(&leaver.rep, format!("{path}.rep")) {
            let fault = ScenarioRuleFault::LeaverTwice { rep: leaver.rep.clone(), first: rules.line(&first) };
            rules.fault(&format!("{path}.rep"), fault);
        }
    }
}
