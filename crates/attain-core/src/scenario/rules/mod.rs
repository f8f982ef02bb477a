//! Checks that the schema cannot express, such as contradictory choices. To add a rule, add a
//! function and a line to `RULES`.

mod book;
mod checker;
mod market;
mod people;
mod plausible;
mod territory;

use super::check::ValuePath;
use super::resolved::ResolvedScenario;
use crate::diagnostics::Faults;
use checker::RuleChecker;

/// A rule and the tables that it reads. If an invalid value was removed from one of these tables,
/// the rule is skipped, because the remaining choices are incomplete.
struct ScenarioRule {
    reads: &'static [&'static str],
    check: fn(&mut RuleChecker<'_>),
}

const RULES: &[ScenarioRule] = &[
    ScenarioRule { reads: &["name", "market", "teams", "tiers"], check: market::names },
    ScenarioRule { reads: &["horizon"], check: market::month_start },
    ScenarioRule { reads: &["data"], check: book::data_files },
    ScenarioRule { reads: &["data"], check: book::rates },
    ScenarioRule { reads: &["data"], check: book::stages },
    ScenarioRule { reads: &["data", "market"], check: book::book_from_aggregates },
    ScenarioRule { reads: &["market"], check: market::segments },
    ScenarioRule { reads: &["market"], check: market::sizes },
    ScenarioRule { reads: &["market"], check: market::closings },
    ScenarioRule { reads: &["market"], check: market::shares_and_seasons },
    ScenarioRule { reads: &["market"], check: market::response },
    ScenarioRule { reads: &["market"], check: market::hand_over },
    ScenarioRule { reads: &["tiers"], check: territory::tiers },
    ScenarioRule { reads: &["teams", "market", "tiers"], check: people::teams },
    ScenarioRule { reads: &["teams", "market", "tiers", "territory"], check: people::served },
    ScenarioRule { reads: &["weighting"], check: territory::weights },
    ScenarioRule { reads: &["coverage", "tiers"], check: territory::coverage },
    ScenarioRule { reads: &["headcount", "teams", "horizon"], check: people::headcount },
    ScenarioRule { reads: &["ramp", "teams"], check: people::ramp },
    ScenarioRule { reads: &["ramp", "teams", "market"], check: people::ramp_against_cycle },
    ScenarioRule { reads: &["attrition"], check: people::bands },
    ScenarioRule { reads: &["attrition", "horizon"], check: people::leavers },
    ScenarioRule { reads: &["territory"], check: territory::locks },
    ScenarioRule { reads: &["territory", "teams", "horizon"], check: territory::territory },
    ScenarioRule { reads: &["quota", "target"], check: territory::quota },
    ScenarioRule { reads: &["target", "teams", "market", "money"], check: plausible::units },
];

/// Applies all rules and returns the warnings.
pub(super) fn check(resolved: &ResolvedScenario, removed: &[ValuePath], faults: &mut Faults) -> Vec<String> {
    let mut checker = RuleChecker { resolved, scenario: &resolved.scenario, faults, warnings: Vec::new() };
    for rule in RULES {
        let complete = !removed.iter().any(|path| path.first().is_none_or(|top| rule.reads.contains(&top.as_str())));
        if complete {
            (rule.check)(&mut checker);
        }
    }
    checker.warnings
}
