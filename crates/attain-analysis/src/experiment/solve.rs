//! The search for what it takes to reach a goal: the fewest reps, the latest
//! start, the largest attrition, in common worlds.
//!
//! Candidates are ordered, the most ambitious one first (fewest reps, latest
//! month, largest attrition …), and the answer is the first one that meets the
//! goal. It is found by bisection. Since all candidates are simulated in the same
//! worlds, the results can be checked for order; where they are out of order
//! by more than three standard errors, every candidate is simulated.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cell_columns::CellColumns;
use super::figures::{CellDifference, CellEstimate};
use super::goal::SolveGoal;
use attain_core::metric::MetricId;
use attain_sim::summarise::Z95;

/// Standard errors beyond which candidates are out of order.
const ORDER_ERRORS: f64 = 3.0;

/// Standard errors to spare when the goal may hold (95 %), holds as estimated, and certainly holds (95 %).
const MARGINS: [f64; 3] = [-Z95, 0.0, Z95];

/// A candidate that was simulated.
#[derive(Debug, Clone, Serialize)]
pub struct SolveTrial {
    /// Value of the lever.
    pub value: f64,
    /// What the candidate changes, in words; empty where the value says all.
    #[serde(rename = "what")]
    pub description: String,
    /// The metric of the goal.
    pub figure: Option<CellEstimate>,
    /// Whether the estimate meets the goal.
    pub meets: bool,
    /// Cost less that of the most ambitious candidate.
    pub extra_cost: Option<CellDifference>,
}

/// How a search found its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchMethod {
    /// By halving the candidates that are left; all that were simulated are in order.
    Bisection,
    /// By simulating every candidate, because some were out of order.
    Scan,
    /// By simulating every candidate, because none of the first ones met the goal.
    Exhaustion,
    /// By adding one seat after the other, each where it helps most.
    Greedy,
}

/// What a search found. Answers are values of the lever.
#[derive(Debug, Clone, Serialize)]
pub struct Solution {
    pub method: SearchMethod,
    /// The first candidate that meets the goal as estimated.
    pub answer: Option<f64>,
    /// The first candidate that may meet the goal: its 95 % interval reaches it.
    pub perhaps: Option<f64>,
    /// The first candidate that certainly meets the goal: its whole interval is beyond it.
    pub surely: Option<f64>,
    /// The last candidate within the budget, where the answer is beyond it.
    pub within_budget: Option<f64>,
    /// Whether the answer is within the budget; true where there is no budget.
    pub affordable: bool,
    /// Number of candidates.
    pub candidates: usize,
    /// The candidates that were simulated, in order.
    pub tried: Vec<SolveTrial>,
}

/// A search over ordered candidates; `simulate` gives their years, all in the same worlds.
pub struct GoalSearch<'a, E> {
    /// Values of the candidates, the most ambitious one first.
    pub values: Vec<f64>,
    /// What each candidate changes, in words; may be empty.
    pub descriptions: Vec<String>,
    pub goal: &'a SolveGoal,
    /// Largest cost beyond that of the first candidate.
    pub budget: Option<f64>,
    /// Gives the years of candidates by their positions.
    #[expect(clippy::type_complexity, reason = "the callback is written out once")]
    pub simulate: &'a mut dyn FnMut(&[usize]) -> Result<Vec<CellColumns>, E>,
}

impl<E> GoalSearch<'_, E> {
    /// Finds the first candidate that meets the goal.
    ///
    /// # Errors
    /// When candidates cannot be simulated.
    pub fn run(mut self) -> Result<Solution, E> {
        let mut known: BTreeMap<usize, CellColumns> = BTreeMap::new();
        let last = self.values.len().saturating_sub(1);
        // Quarters, and not only halves, so that candidates out of order are noticed.
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
        // Nothing is more ambitious than the first candidate: order cannot change that answer.
        let at_once = known.get(&0).is_some_and(|columns| self.is_met(columns, 0.0));
        let method = match (at_once || self.is_in_order(&known), reached) {
            (true, true) => SearchMethod::Bisection,
            (false, _) => SearchMethod::Scan,
            // A goal counts as out of reach only after every candidate was simulated.
            (true, false) => SearchMethod::Exhaustion,
        };
        if method != SearchMethod::Bisection {
            let all: Vec<usize> = (0..self.values.len()).collect();
            self.probe(&mut known, &all)?;
        }
        Ok(self.solution(method, &known))
    }

    /// The answer from candidates that were simulated already.
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

    /// Whether no simulated candidate is significantly worse than a more ambitious one.
    fn is_in_order(&self, known: &BTreeMap<usize, CellColumns>) -> bool {
        let simulated: Vec<&CellColumns> = known.values().collect();
        simulated.windows(2).all(|pair| !self.goal.is_worse(pair[0], pair[1], ORDER_ERRORS))
    }
}

/// The candidate to simulate next: halfway between the last one known to fail and
/// the first one known to pass; `None` where they are neighbours.
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

    /// 1,000 years of which a share reaches the target, the same years first.
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
