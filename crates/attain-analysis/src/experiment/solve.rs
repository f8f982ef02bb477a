//! Search for the change that reaches a goal: the fewest reps, the latest start or the largest
//! attrition, for example. All candidates are simulated in the same worlds.
//!
//! Candidates are ordered with the most ambitious one first (fewest reps, latest month, largest
//! attrition …). The answer is the first candidate that meets the goal, found by bisection. Because
//! all candidates are simulated in the same worlds, their results can be checked for order. If they
//! are out of order by more than three standard errors, every candidate is simulated.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cell_columns::CellColumns;
use super::figures::{CellDifference, CellEstimate};
use super::goal::SolveGoal;
use attain_core::metric::MetricId;
use attain_sim::summarise::Z95;

/// Number of standard errors beyond which candidates count as out of order.
const ORDER_ERRORS: f64 = 3.0;

/// Required margin in standard errors if the goal may be met (95 %), is met as estimated, or is
/// certainly met (95 %).
const MARGINS: [f64; 3] = [-Z95, 0.0, Z95];

/// A simulated candidate.
#[derive(Debug, Clone, Serialize)]
pub struct SolveTrial {
    /// Value of the lever.
    pub value: f64,
    /// Description of the change; empty if the value is self-explanatory.
    #[serde(rename = "what")]
    pub description: String,
    /// The goal's metric.
    pub figure: Option<CellEstimate>,
    /// Whether the estimate meets the goal.
    pub meets: bool,
    /// Cost minus that of the most ambitious candidate.
    pub extra_cost: Option<CellDifference>,
}

/// Method by which a search found its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchMethod {
    /// Bisection of the remaining candidates; all simulated candidates are in order.
    Bisection,
    /// Simulation of every candidate, because some were out of order.
    Scan,
    /// Simulation of every candidate, because none of the first cells met the goal.
    Exhaustion,
    /// Adding seats one at a time, each where it helps most.
    Greedy,
}

/// The result of a search. Answers are values of the lever.
#[derive(Debug, Clone, Serialize)]
pub struct Solution {
    pub method: SearchMethod,
    /// The first candidate that meets the goal as estimated.
    pub answer: Option<f64>,
    /// The first candidate that may meet the goal: its 95 % interval reaches the goal.
    pub perhaps: Option<f64>,
    /// The first candidate that certainly meets the goal: its whole interval is beyond the goal.
    pub surely: Option<f64>,
    /// The last candidate within the budget, if the answer exceeds it.
    pub within_budget: Option<f64>,
    /// Whether the answer is within the budget; true if there is no budget.
    pub affordable: bool,
    /// Number of candidates.
    pub candidates: usize,
    /// The simulated candidates, in order.
    pub tried: Vec<SolveTrial>,
}

/// A search over ordered candidates. `simulate` returns their years, all in the same worlds.
pub struct GoalSearch<'a, E> {
    /// Values of the candidates, most ambitious first.
    pub values: Vec<f64>,
    /// Description of each candidate's change; may be empty.
    pub descriptions: Vec<String>,
    pub goal: &'a SolveGoal,
    /// Largest cost beyond that of the first candidate.
    pub budget: Option<f64>,
    /// Returns the years of candidates, given by position.
    #[expect(clippy::type_complexity, reason = "the callback is written out once")]
    pub simulate: &'a mut dyn FnMut(&[usize]) -> Result<Vec<CellColumns>, E>,
}

impl<E> GoalSearch<'_, E> {
    /// Finds the first candidate that meets the goal.
    ///
    /// # Errors
    /// Returns an error if candidates cannot be simulated.
    pub fn run(mut self) -> Result<Solution, E> {
        let mut known: BTreeMap<usize, CellColumns> = BTreeMap::new();
        let last = self.values.len().saturating_sub(1);
        // Probe quarters as well as halves, so that candidates out of order are noticed.
        self.probe(&mut known, &[0, last / 4, last / 2, last / 2 + last / 4, last])?;
        loop {
            let mut next: Vec<usize> = MARGINS
                .iter()
                .filter_map(|&margin| middle(&known, self.values.len(), &|columns| self.is_met(columns, margin)))
                .collect();
            next.extend(
                middle(&known, self.values.len(), &|columns| self.is_over_budget(&known, columns))
                    .filter(|_| self.budget.is_some()),
            );
            if next.is_empty() {
                break;
            }
            self.probe(&mut known, &next)?;
        }
        let reached = known.values().any(|columns| self.is_met(columns, 0.0));
        // Nothing is more ambitious than the first candidate, so order cannot change that answer.
        let at_once = known.get(&0).is_some_and(|columns| self.is_met(columns, 0.0));
        let method = match (at_once || self.is_in_order(&known), reached) {
            (true, true) => SearchMethod::Bisection,
            (false, _) => SearchMethod::Scan,
            // A goal is reported as unreachable only after every candidate was simulated.
            (true, false) => SearchMethod::Exhaustion,
        };
        if method != SearchMethod::Bisection {
            let all: Vec<usize> = (0..self.values.len()).collect();
            self.probe(&mut known, &all)?;
        }
        Ok(self.solution(method, &known))
    }

    /// Computes the answer from the candidates simulated so far.
    #[must_use]
    pub fn solution(&self, method: SearchMethod, known: &BTreeMap<usize, CellColumns>) -> Solution {
        let first = |margin: f64| known.iter().find(|(_, columns)| self.is_met(columns, margin)).map(|(&at, _)| at);
        let [perhaps, answer, surely] = MARGINS.map(first);
        let beyond = |at: &usize| known.get(at).is_some_and(|columns| self.is_over_budget(known, columns));
        let affordable = self.budget.is_none() || answer.is_none_or(|at| !beyond(&at));
        let within = known.keys().filter(|at| !beyond(at)).max();
        let tried = known
            .iter()
            .map(|(&at, columns)| {
                let figure = self.goal.estimate(columns);
                SolveTrial {
                    value: self.values[at],
                    description: self.descriptions.get(at).cloned().unwrap_or_default(),
                    figure,
                    meets: self.is_met(columns, 0.0),
                    extra_cost: known.get(&0).filter(|_| at > 0).and_then(|first| {
                        CellDifference::between(columns.metric(MetricId::Cost), first.metric(MetricId::Cost), 1.0)
                    }),
                }
            })
            .collect();
        let value = |at: Option<usize>| at.map(|at| self.values[at]);
        Solution {
            method,
            answer: value(answer),
            perhaps: value(perhaps),
            surely: value(surely),
            within_budget: value(within.copied().filter(|_| !affordable)),
            affordable,
            candidates: self.values.len(),
            tried,
        }
    }

    fn is_met(&self, columns: &CellColumns, margin: f64) -> bool {
        self.goal.estimate(columns).is_some_and(|found| self.goal.is_met(found, margin))
    }

    fn is_over_budget(&self, known: &BTreeMap<usize, CellColumns>, columns: &CellColumns) -> bool {
        let (Some(budget), Some(first)) = (self.budget, known.get(&0)) else { return false };
        CellDifference::between(columns.metric(MetricId::Cost), first.metric(MetricId::Cost), 1.0)
            .is_some_and(|extra| extra.difference > budget)
    }

    fn probe(&mut self, known: &mut BTreeMap<usize, CellColumns>, at: &[usize]) -> Result<(), E> {
        let mut new: Vec<usize> = at.iter().copied().filter(|at| *at < self.values.len() && !known.contains_key(at)).collect();
        new.sort_unstable();
        new.dedup();
        if !new.is_empty() {
            known.extend(new.iter().copied().zip((self.simulate)(&new)?));
        }
        Ok(())
    }

    /// Returns whether no simulated candidate is significantly worse than a more ambitious one.
    fn is_in_order(&self, known: &BTreeMap<usize, CellColumns>) -> bool {
        let simulated: Vec<&CellColumns> = known.values().collect();
        simulated.windows(2).all(|pair| !self.goal.is_worse(pair[0], pair[1], ORDER_ERRORS))
    }
}

/// Returns the candidate to simulate next: halfway between the last one known to fail and the first
/// one known to pass. Returns `None` if they are adjacent.
fn middle(known: &BTreeMap<usize, CellColumns>, count: usize, passes: &dyn Fn(&CellColumns) -> bool) -> Option<usize> {
    let first = known.iter().find(|(_, columns)| passes(columns)).map_or(count, |(&at, _)| at);
    let failed = known.range(..first).next_back().map_or(0, |(&at, _)| at + 1);
    (failed < first).then(|| failed + (first - failed) / 2).filter(|at| *at < count && !known.contains_key(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::cell_columns::CACHED_METRICS;
    use std::convert::Infallible;

    /// 1,000 years, a share of which reach the target; the same years always come first.
    fn years(share: f64) -> CellColumns {
        let hit: Vec<f64> = (0..1000).map(|year| f64::from(u8::from(f64::from(year) < 1000.0 * share))).collect();
        CellColumns(CACHED_METRICS.iter().map(|_| hit.clone()).collect())
    }

    fn search(chance: &dyn Fn(usize) -> f64, count: usize) -> (Solution, usize) {
        let goal = SolveGoal::parse("p_target >= 80%").unwrap();
        let mut simulated = 0;
        let mut simulate = |at: &[usize]| {
            simulated += at.len();
            Ok::<_, Infallible>(at.iter().map(|&at| years(chance(at))).collect())
        };
        let values = (0..count).map(|at| at as f64).collect();
        let Ok(found) = GoalSearch { values, descriptions: Vec::new(), goal: &goal, budget: None, simulate: &mut simulate }.run();
        (found, simulated)
    }

    #[test]
    fn bisection_finds_what_a_scan_finds_with_fewer_cells() {
        for cross in 0..40 {
            let chance = |at: usize| 0.8 + 0.01 * (at as f64 - f64::from(cross));
            let (found, simulated) = search(&chance, 40);
            assert_eq!(found.answer, Some(f64::from(cross)));
            assert_eq!(found.method, SearchMethod::Bisection);
            assert!(simulated <= 20, "{simulated} cells for {cross}");
            let (perhaps, surely) = (found.perhaps.unwrap(), found.surely.unwrap_or(40.0));
            assert!(perhaps <= f64::from(cross) && f64::from(cross) <= surely);
        }
    }

    #[test]
    fn what_is_out_of_order_is_scanned() {
        let chance = |at: usize| if at % 2 == 1 { 0.85 } else { 0.6 };
        let (found, simulated) = search(&chance, 30);
        assert_eq!((found.method, found.answer, simulated), (SearchMethod::Scan, Some(1.0), 30));
    }

    #[test]
    fn what_cannot_be_reached_has_no_answer() {
        let (found, simulated) = search(&|at| 0.01 * at as f64, 20);
        assert_eq!((found.answer, found.surely, found.perhaps), (None, None, None));
        assert_eq!((found.method, simulated), (SearchMethod::Exhaustion, 20));
        let (one, _) = search(&|_| 0.9, 1);
        assert_eq!(one.answer, Some(0.0));
    }
}
