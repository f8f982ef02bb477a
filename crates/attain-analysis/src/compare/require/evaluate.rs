//! Evaluation of a requirement against results.

use super::expression::{Expression, Operator};
use super::fault::RequirementFault;
use super::functions::{Function, PairField};
use super::requirement::Requirement;
use crate::compare::lookup::find_pair;
use attain_core::diagnostics::Fault;
use attain_sim::summarise::results::Results;

/// The verdict on a requirement, with the outcome of each comparison in it.
#[derive(Debug, Clone, PartialEq)]
pub struct RequirementVerdict {
    pub met: bool,
    /// Outcomes of the comparisons, in the order in which they are written.
    pub findings: Vec<ConditionOutcome>,
}

/// Outcome of a comparison, with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionOutcome {
    /// Source text of the comparison.
    pub written: String,
    pub left: f64,
    pub right: f64,
    pub holds: bool,
}

impl std::fmt::Display for ConditionOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = if self.holds { "holds" } else { "does not hold" };
        write!(f, "{} {word}: {} against {}", self.written, short(self.left), short(self.right))
    }
}

/// Formats a number with enough digits to show why a comparison fails.
fn short(value: f64) -> String {
    if value != 0.0 && (value.abs() < 1.0) { format!("{value:.4}") } else { format!("{}", (value * 1000.0).round() / 1000.0) }
}

impl Requirement {
    /// Evaluates the requirement. Every part is evaluated, so a missing figure is reported even if
    /// the other parts already determine the result.
    ///
    /// # Errors
    /// Returns an error for a figure that the results do not contain, or for a division by zero.
    pub fn evaluate(&self, results: &Results) -> Result<RequirementVerdict, Fault> {
        let mut findings = Vec::new();
        match condition(&self.root, results, &mut findings) {
            Ok(met) => Ok(RequirementVerdict { met, findings }),
            Err(problem) => Err(Fault::new(Self::place(), problem)),
        }
    }
}

fn condition(node: &Expression, results: &Results, findings: &mut Vec<ConditionOutcome>) -> Result<bool, RequirementFault> {
    match node {
        Expression::Not(inner) => Ok(!condition(inner, results, findings)?),
        Expression::Binary(operator @ (Operator::And | Operator::Or), left, right, _) => {
            let (left, right) = (condition(left, results, findings)?, condition(right, results, findings)?);
            Ok(if *operator == Operator::And { left && right } else { left || right })
        }
        Expression::Binary(operator, left, right, written) => {
            let (left, right) = (number(left, results)?, number(right, results)?);
            let holds = match operator {
                Operator::AtLeast => left >= right,
                Operator::Above => left > right,
                Operator::AtMost => left <= right,
                Operator::Below => left < right,
                Operator::Unequal => left != right,
                _ => left == right,
            };
            findings.push(ConditionOutcome { written: written.clone(), left, right, holds });
            Ok(holds)
        }
        // The parser rejects numbers where a condition is expected.
        Expression::Number(_) | Expression::Call { .. } | Expression::Negative(_) => Ok(false),
    }
}

fn number(node: &Expression, results: &Results) -> Result<f64, RequirementFault> {
    match node {
        Expression::Number(value) => Ok(*value),
        Expression::Negative(inner) => Ok(-number(inner, results)?),
        Expression::Call { function, names, written } => {
            look_up(*function, names, results).ok_or_else(|| RequirementFault::NoValue { call: written.clone() })
        }
        Expression::Binary(operator, left, right, written) => {
            let (left, right) = (number(left, results)?, number(right, results)?);
            let value = match operator {
                Operator::Plus => left + right,
                Operator::Minus => left - right,
                Operator::Times => left * right,
                _ => left / right,
            };
            if value.is_finite() { Ok(value) } else { Err(RequirementFault::NotANumber { calculation: written.clone() }) }
        }
        Expression::Not(_) => Err(RequirementFault::NotANumber { calculation: "a condition".to_owned() }),
    }
}

fn look_up(function: Function, names: &[String], results: &Results) -> Option<f64> {
    let plan = |name: &String| results.plans.iter().find(|plan| plan.name == *name);
    match (function, names) {
        (Function::PTarget, [name]) => plan(name).map(|plan| plan.p_target),
        (Function::Company(field), [name, metric]) => plan(name)?.company.get(metric)?.get(field)?.as_f64(),
        (Function::Pair(field), [a, b, metric]) => pair(field, a, b, metric, results),
        _ => None,
    }
}

/// Returns a field of a paired difference.
fn pair(field: PairField, a: &str, b: &str, metric: &str, results: &Results) -> Option<f64> {
    find_pair(results, a, b, metric).map(|pair| match field {
        PairField::Difference => pair.difference,
        PairField::Low => pair.low,
        PairField::High => pair.high,
        PairField::Beats => pair.p_a_beats_b,
    })
}
