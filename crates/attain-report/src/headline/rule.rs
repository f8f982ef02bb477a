//! The rule of a decision in words.

use super::comparative::subject;
use attain_analysis::compare::{Decision, DecisionRule};

/// One sentence on the rule, such as "Decided by the chance of reaching the target; ties broken by contribution,
/// then fairness, then disruption (`--decide target`)."
#[must_use]
pub fn rule(decision: &Decision) -> String {
    let subjects: Vec<&str> = decision.rule.criteria().iter().map(|metric| subject(metric)).collect();
    let (first, rest) = (subjects.first().copied().unwrap_or_default(), subjects.get(1..).unwrap_or_default());
    format!("Decided by {first}; ties broken by {} (--decide {}).", rest.join(", then "), decision.rule.name())
}

/// The question that the rule answers.
#[must_use]
pub fn question(rule: DecisionRule) -> &'static str {
    match rule {
        DecisionRule::Target => "Which plan has the best chance of reaching the target?",
        DecisionRule::Contribution => "Which plan contributes most?",
        DecisionRule::Bookings => "Which plan books most?",
        DecisionRule::Fairness => "Which plan is fairest?",
        DecisionRule::Cost => "Which plan costs least?",
    }
}
