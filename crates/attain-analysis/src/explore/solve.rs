//! What it takes to reach a goal: the fewest reps, the latest start, the
//! largest attrition that can be borne, on common worlds.
//!
//! Candidates stand in order, the most ambitious one first (fewest reps,
//! latest month, largest attrition …), and the first one that meets the goal is
//! the answer. It is found by bisection; since all candidates live in the same
//! worlds, what was lived can be checked for order, and where it is not in
//! order (by more than three standard errors) every candidate is lived.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figures::{Estimate, Paired};
use super::goal::Goal;
use super::kept::Columns;
use attain_core::metric::MetricId;
use attain_sim::summarise::Z95;

/// Standard errors beyond which candidates are out of order.
const SURE: f64 = 3.0;

/// Whether the goal may hold (95 %), holds as estimated, surely holds (95 %).
const GRADES: [f64; 3] = [-Z95, 0.0, Z95];

/// A candidate that was lived.
#[derive(Debug, Clone, Serialize)]
pub struct Tried {
    /// Its value.
    pub value: f64,
    /// What it is, where a number does not say all.
    pub what: String,
    /// The figure of the goal.
    pub figure: Option<Estimate>,
    /// Whether it meets the goal, as estimated.
    pub meets: bool,
    /// Cost against the candidate that the search began with.
    pub extra_cost: Option<Paired>,
}

/// How the answer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// By halving what is left, all that was lived being in order.
    Bisection,
    /// By living every candidate, because some were out of order.
    Scan,
    /// By living every candidate, because none of the first ones met the goal.
    Exhaustion,
    /// By adding, one after the other, the seat that helps most.
    Greedy,
}

/// What a search found. Positions are those of `tried`.
#[derive(Debug, Clone, Serialize)]
pub struct Solution {
    /// How.
    pub method: Method,
    /// The first candidate that meets the goal as estimated.
    pub answer: Option<f64>,
    /// The first that may meet it: its 95 % interval reaches the goal.
    pub perhaps: Option<f64>,
    /// The first that surely does: its whole interval is beyond the goal.
    pub surely: Option<f64>,
    /// The last candidate within the budget, where the answer is beyond it.
    pub within_budget: Option<f64>,
    /// Whether the answer is within the budget; so where there is none.
    pub affordable: bool,
    /// Number of candidates.
    pub candidates: usize,
    /// Those that were lived, in their order.
    pub tried: Vec<Tried>,
}

/// A search over candidates in order; years come from `live`, all of the same worlds.
pub struct Search<'a, E> {
    /// Values of the candidates, the most ambitious one first.
    pub values: Vec<f64>,
    /// What each of them is, in words; may be empty.
    pub words: Vec<String>,
    /// The goal.
    pub goal: &'a Goal,
    /// Most that may be spent more than with the first candidate.
    pub budget: Option<f64>,
    /// The years of candidates, by position.
    #[expect(clippy::type_complexity, reason = "a callback is told in full once")]
    pub live: &'a mut dyn FnMut(&[usize]) -> Result<Vec<Columns>, E>,
}

impl<E> Search<'_, E> {
    /// Finds the first candidate that meets the goal.
    ///
    /// # Errors
    /// When candidates cannot be lived.
    pub fn run(mut self) -> Result<Solution, E> {
        let mut known: BTreeMap<usize, Columns> = BTreeMap::new();
        let last = self.values.len().saturating_sub(1);
        // Quarters, and not only halves: what is out of order should be noticed.
        self.probe(&mut known, &[0, last / 4, last / 2, last / 2 + last / 4, last])?;
        loop {
            let mut next: Vec<usize> = GRADES
                .iter()
                .filter_map(|&grade| middle(&known, self.values.len(), &|columns| self.met(columns, grade)))
                .collect();
            next.extend(
                middle(&known, self.values.len(), &|columns| self.over_budget(&known, columns)).filter(|_| self.budget.is_some()),
            );
            if next.is_empty() {
                break;
            }
            self.probe(&mut known, &next)?;
        }
        let reached = known.values().any(|columns| self.met(columns, 0.0));
        // Nothing is more ambitious than the first: order cannot change that answer.
        let at_once = known.get(&0).is_some_and(|columns| self.met(columns, 0.0));
        let method = match (at_once || self.in_order(&known), reached) {
            (true, true) => Method::Bisection,
            (false, _) => Method::Scan,
            // That something is out of reach is said of what was lived, not inferred.
            (true, false) => Method::Exhaustion,
        };
        if method != Method::Bisection {
            let all: Vec<usize> = (0..self.values.len()).collect();
            self.probe(&mut known, &all)?;
        }
        Ok(self.told(method, &known))
    }

    /// The same for candidates that were all lived.
    #[must_use]
    pub fn told(&self, method: Method, known: &BTreeMap<usize, Columns>) -> Solution {
        let first = |grade: f64| known.iter().find(|(_, columns)| self.met(columns, grade)).map(|(&at, _)| at);
        let [perhaps, answer, surely] = GRADES.map(first);
        let beyond = |at: &usize| known.get(at).is_some_and(|columns| self.over_budget(known, columns));
        let affordable = self.budget.is_none() || answer.is_none_or(|at| !beyond(&at));
        let within = known.keys().filter(|at| !beyond(at)).max();
        let tried = known
            .iter()
            .map(|(&at, columns)| {
                let figure = self.goal.of(columns);
                Tried {
                    value: self.values[at],
                    what: self.words.get(at).cloned().unwrap_or_default(),
                    figure,
                    meets: self.met(columns, 0.0),
                    extra_cost: known
                        .get(&0)
                        .filter(|_| at > 0)
                        .and_then(|first| Paired::of(columns.of(MetricId::Cost), first.of(MetricId::Cost), 1.0)),
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

    fn met(&self, columns: &Columns, grade: f64) -> bool {
        self.goal.of(columns).is_some_and(|found| self.goal.met(found, grade))
    }

    fn over_budget(&self, known: &BTreeMap<usize, Columns>, columns: &Columns) -> bool {
        let (Some(budget), Some(first)) = (self.budget, known.get(&0)) else { return false };
        Paired::of(columns.of(MetricId::Cost), first.of(MetricId::Cost), 1.0).is_some_and(|extra| extra.difference > budget)
    }

    fn probe(&mut self, known: &mut BTreeMap<usize, Columns>, at: &[usize]) -> Result<(), E> {
        let mut new: Vec<usize> = at.iter().copied().filter(|at| *at < self.values.len() && !known.contains_key(at)).collect();
        new.sort_unstable();
        new.dedup();
        if !new.is_empty() {
            known.extend(new.iter().copied().zip((self.live)(&new)?));
        }
        Ok(())
    }

    /// Whether no candidate that was lived is surely worse than a more ambitious one.
    fn in_order(&self, known: &BTreeMap<usize, Columns>) -> bool {
        let lived: Vec<&Columns> = known.values().collect();
        lived.windows(2).all(|pair| !self.goal.worse(pair[0], pair[1], SURE))
    }
}

/// The candidate to live next: halfway between the last one known to fail and
/// the first one known to pass; none when they are neighbours.
fn middle(known: &BTreeMap<usize, Columns>, count: usize, passes: &dyn Fn(&Columns) -> bool) -> Option<usize> {
    let first = known.iter().find(|(_, columns)| passes(columns)).map_or(count, |(&at, _)| at);
    let failed = known.range(..first).next_back().map_or(0, |(&at, _)| at + 1);
    (failed < first).then(|| failed + (first - failed) / 2).filter(|at| *at < count && !known.contains_key(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::kept::KEPT;
    use std::convert::Infallible;

    /// 1,000 years of which a share reaches the target, the same years first.
    fn years(share: f64) -> Columns {
        let hit: Vec<f64> = (0..1000).map(|year| f64::from(u8::from(f64::from(year) < 1000.0 * share))).collect();
        Columns(KEPT.iter().map(|_| hit.clone()).collect())
    }

    fn search(chance: &dyn Fn(usize) -> f64, count: usize) -> (Solution, usize) {
        let goal = Goal::parse("p_target >= 80%").unwrap();
        let mut lived = 0;
        let mut live = |at: &[usize]| {
            lived += at.len();
            Ok::<_, Infallible>(at.iter().map(|&at| years(chance(at))).collect())
        };
        let values = (0..count).map(|at| at as f64).collect();
        let Ok(found) = Search { values, words: Vec::new(), goal: &goal, budget: None, live: &mut live }.run();
        (found, lived)
    }

    #[test]
    fn bisection_finds_what_a_scan_finds_with_fewer_cells() {
        for cross in 0..40 {
            let chance = |at: usize| 0.8 + 0.01 * (at as f64 - f64::from(cross));
            let (found, lived) = search(&chance, 40);
            assert_eq!(found.answer, Some(f64::from(cross)));
            assert_eq!(found.method, Method::Bisection);
            assert!(lived <= 20, "{lived} cells for {cross}");
            let (perhaps, surely) = (found.perhaps.unwrap(), found.surely.unwrap_or(40.0));
            assert!(perhaps <= f64::from(cross) && f64::from(cross) <= surely);
        }
    }

    #[test]
    fn what_is_out_of_order_is_scanned() {
        let chance = |at: usize| if at % 2 == 1 { 0.85 } else { 0.6 };
        let (found, lived) = search(&chance, 30);
        assert_eq!((found.method, found.answer, lived), (Method::Scan, Some(1.0), 30));
    }

    #[test]
    fn what_cannot_be_reached_has_no_answer() {
        let (found, lived) = search(&|at| 0.01 * at as f64, 20);
        assert_eq!((found.answer, found.surely, found.perhaps), (None, None, None));
        assert_eq!((found.method, lived), (Method::Exhaustion, 20));
        let (one, _) = search(&|_| 0.9, 1);
        assert_eq!(one.answer, Some(0.0));
    }
}
