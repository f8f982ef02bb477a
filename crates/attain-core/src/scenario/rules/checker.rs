//! State of a check, and checks that several rules share.

use crate::diagnostics::{Faults, Place};
use crate::scenario::choices::Scenario;
use crate::scenario::resolved::ResolvedScenario;
use crate::scenario::rule_fault::ScenarioRuleFault;

/// Checks the consistency of choices and collects faults and warnings.
pub(super) struct RuleChecker<'r> {
    pub resolved: &'r ResolvedScenario,
    pub scenario: &'r Scenario,
    pub faults: &'r mut Faults,
    pub warnings: Vec<String>,
}

impl RuleChecker<'_> {
    /// Adds a fault at a path.
    pub fn fault(&mut self, path: &str, fault: ScenarioRuleFault) {
        self.faults.push(self.resolved.place(path), fault);
    }

    /// Adds a fault if a value is not above zero.
    pub fn above_zero(&mut self, path: &str, value: f64) {
        if value <= 0.0 {
            self.fault(path, ScenarioRuleFault::NotAboveZero { path: path.to_owned() });
        }
    }

    /// Adds a fault if a share is 0 or 1.
    pub fn strictly_between(&mut self, path: &str, share: f64) {
        if share <= 0.0 || share >= 1.0 {
            self.fault(path, ScenarioRuleFault::Certain { path: path.to_owned(), found: share });
        }
    }

    /// Adds a fault if a name is not defined in the scenario.
    pub fn known<'n>(&mut self, path: &str, kind: &'static str, name: &str, known: impl Iterator<Item = &'n String>) {
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

    /// Adds a fault if a text is blank.
    pub fn present(&mut self, path: &str, text: &str) {
        if text.trim().is_empty() {
            self.fault(path, ScenarioRuleFault::Missing { path: path.to_owned() });
        }
    }

    /// Place of a value, formatted as `file:line`.
    pub fn line(&self, path: &str) -> String {
        match self.resolved.place(path) {
            Place::Span(source, span) => format!("{}:{}", source.name, source.line_column(span.start).0),
            _ => self.resolved.file.clone(),
        }
    }
}
