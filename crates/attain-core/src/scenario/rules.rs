//! What the schema cannot say: choices that contradict each other. A new rule
//! is one function and one line in `RULES`.

mod book;
mod market;
mod people;
mod territory;

use super::ResolvedScenario;
use super::check::Path;
use super::choices::Scenario;
use super::rule_fault::ScenarioRuleFault;
use crate::diagnostics::{Faults, Place};

/// A rule, after the tables it reads: where one of these has lost a faulty
/// value, the rule would judge what nobody wrote, and waits.
type Rule = (&'static [&'static str], fn(&mut Rules<'_>));

const RULES: &[Rule] = &[
    (&["name", "market", "teams", "tiers"], market::names),
    (&["horizon"], market::month_start),
    (&["data"], book::data_files),
    (&["data"], book::rates),
    (&["data"], book::stages),
    (&["data", "market"], book::book_from_aggregates),
    (&["market"], market::segments),
    (&["market"], market::sizes),
    (&["market"], market::closings),
    (&["market"], market::shares_and_seasons),
    (&["market"], market::response),
    (&["market"], market::hand_over),
    (&["tiers"], territory::tiers),
    (&["teams", "market", "tiers"], people::teams),
    (&["teams", "market", "tiers", "territory"], people::served),
    (&["weighting"], territory::weights),
    (&["coverage", "tiers"], territory::coverage),
    (&["headcount", "teams", "horizon"], people::headcount),
    (&["ramp", "teams"], people::ramp),
    (&["ramp", "teams", "market"], people::ramp_against_cycle),
    (&["attrition"], people::bands),
    (&["attrition", "horizon"], people::leavers),
    (&["territory"], territory::locks),
    (&["territory", "teams"], territory::territory),
    (&["quota", "target"], territory::quota),
];

/// Applies every rule; returns the warnings.
pub(super) fn check(resolved: &ResolvedScenario, taken: &[Path], faults: &mut Faults) -> Vec<String> {
    let mut rules = Rules { resolved, scenario: &resolved.scenario, faults, warnings: Vec::new() };
    for (reads, rule) in RULES {
        let whole = !taken.iter().any(|path| path.first().is_none_or(|top| reads.contains(&top.as_str())));
        if whole {
            rule(&mut rules);
        }
    }
    rules.warnings
}

struct Rules<'r> {
    resolved: &'r ResolvedScenario,
    scenario: &'r Scenario,
    faults: &'r mut Faults,
    warnings: Vec<String>,
}

impl Rules<'_> {
    fn fault(&mut self, path: &str, fault: ScenarioRuleFault) {
        self.faults.push(self.resolved.place(path), fault);
    }

    fn above_zero(&mut self, path: &str, value: f64) {
        if value <= 0.0 {
            self.fault(path, ScenarioRuleFault::NotAboveZero { path: path.to_owned() });
        }
    }

    fn strictly_between(&mut self, path: &str, share: f64) {
        if share <= 0.0 || share >= 1.0 {
            self.fault(path, ScenarioRuleFault::Certain { path: path.to_owned(), found: share });
        }
    }

    /// A name that must be one of the scenario's own.
    fn known<'n>(&mut self, path: &str, kind: &'static str, name: &str, known: impl Iterator<Item = &'n String>) {
        let known: Vec<String> = known.cloned().collect();
        if name.trim().is_empty() {
            self.fault(path, ScenarioRuleFault::Missing { path: path.to_owned() });
        } else if !known.iter().any(|known| known == name) {
            let name = name.to_owned();
            let fault = match kind {
                "segment" => ScenarioRuleFault::UnknownSegment { name, known },
                "tier" => ScenarioRuleFault::UnknownTier { name, known },
                _ => ScenarioRuleFault::UnknownTeam { name, known },
            };
            self.fault(path, fault);
        }
    }

    fn present(&mut self, path: &str, text: &str) {
        if text.trim().is_empty() {
            self.fault(path, ScenarioRuleFault::Missing { path: path.to_owned() });
        }
    }

    /// Where a path was given, as `file:line`.
    fn line(&self, path: &str) -> String {
        match self.resolved.place(path) {
            Place::Span(source, span) => format!("{}:{}", source.name, source.line_column(span.start).0),
            _ => self.resolved.file.clone(),
        }
    }
}
