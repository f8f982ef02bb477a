//! A lower bound for hard capacities, with a separate knapsack for each agent.
//!
//! The constraint that every job goes to exactly one agent is replaced by a price for each job. The
//! remaining problem decomposes into one knapsack per agent, solved by dynamic programming over
//! integer weights. The best such bound is as good as that of the strongest known linear program of
//! the problem (Fisher, Jaikumar & Van Wassenhove 1986).

use rayon::prelude::*;

use crate::generalized::GeneralizedAssignment;

/// Number of rounds without a better bound after which the step is halved.
const PATIENCE: u32 = 15;

/// Allowance for rounding, as a share of the sums involved.
const GUARD: f64 = 1e-9;

/// Prices of jobs with the lower bound that they prove.
#[derive(Debug, Clone)]
pub(crate) struct PackingBound {
    pub(crate) prices: Vec<f64>,
    /// Proven lower bound: no assignment costs less.
    pub(crate) bound: f64,
}

/// Returns the profit and the jobs of the most profitable set of jobs for an agent at given prices.
fn best_knapsack(problem: &GeneralizedAssignment, agent: usize, prices: &[f64]) -> (f64, Vec<usize>) {
    let room = problem.capacities[agent] as usize;
    let (costs, weights) = (problem.costs_of(agent), problem.weights_of(agent));
    let worth: Vec<usize> = (0..prices.len()).filter(|&job| prices[job] > costs[job] && weights[job] as usize <= room).collect();
    let mut most = vec![0.0_f64; room + 1];
    let mut took = vec![false; worth.len() * (room + 1)];
    for (i, &job) in worth.iter().enumerate() {
        let (weight, profit) = (weights[job] as usize, prices[job] - costs[job]);
        for filled in (weight..=room).rev() {
            let with = most[filled - weight] + profit;
            if with > most[filled] {
                most[filled] = with;
                took[i * (room + 1) + filled] = true;
            }
        }
    }
    let (mut filled, mut jobs) = (room, Vec::new());
    for (i, &job) in worth.iter().enumerate().rev() {
        if took[i * (room + 1) + filled] {
            jobs.push(job);
            filled -= weights[job] as usize;
        }
    }
    (most[room], jobs)
}

/// Raises prices of jobs from `start` for a number of rounds. `upper` is the cost of a known
/// assignment.
pub(crate) fn packing_bound(problem: &GeneralizedAssignment, start: &[f64], upper: f64, rounds: u32) -> PackingBound {
    let mut prices = start.to_vec();
    let mut best = PackingBound { prices: prices.clone(), bound: f64::NEG_INFINITY };
    let mut direction = vec![0.0; prices.len()];
    let (mut pace, mut since) = (1.0, 0);
    for _ in 0..rounds {
        let packed: Vec<(f64, Vec<usize>)> =
            (0..problem.capacities.len()).into_par_iter().map(|agent| best_knapsack(problem, agent, &prices)).collect();
        let mut missing = vec![1.0; prices.len()];
        let paid: f64 = prices.iter().sum();
        let earned: f64 = packed.iter().map(|(most, _)| most).sum();
        packed.iter().flat_map(|(_, jobs)| jobs).for_each(|&job| missing[job] -= 1.0);
        let size: f64 = prices.iter().map(|price| price.abs()).sum::<f64>() + earned;
        let bound = paid - earned - GUARD * size;
        if bound > best.bound {
            since = if bound > best.bound + 1e-3 { 0 } else { since + 1 };
            best = PackingBound { prices: prices.clone(), bound };
        } else {
            since += 1;
        }
        if since >= PATIENCE {
            (pace, since) = (pace * 0.5, 0);
            prices.clone_from(&best.prices);
            direction.fill(0.0);
            if pace < 1e-3 {
                break;
            }
            continue;
        }
        direction.iter_mut().zip(&missing).for_each(|(kept, new)| *kept = 0.3 * *kept + new);
        let norm: f64 = direction.iter().map(|d| d * d).sum();
        if norm <= 0.0 || upper <= best.bound {
            break;
        }
        let length = pace * (upper - bound).max(0.5) / norm;
        prices.iter_mut().zip(&direction).for_each(|(price, d)| *price += length * d);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search_rng::SearchRng;

    #[test]
    fn a_knapsack_is_filled_as_well_as_by_trying_everything() {
        let mut random = SearchRng::new(5);
        for _ in 0..50 {
            let jobs = 10;
            let weights: Vec<u32> = (0..jobs).map(|_| 1 + random.below(12) as u32).collect();
            let costs: Vec<f64> = (0..jobs).map(|_| random.below(30) as f64).collect();
            let prices: Vec<f64> = (0..jobs).map(|_| 40.0 * random.uniform()).collect();
            let problem = GeneralizedAssignment::new(1, costs.clone(), weights.clone(), vec![25]).unwrap();
            let (most, chosen) = best_knapsack(&problem, 0, &prices);
            let all = (0_u32..1 << jobs).filter_map(|set| {
                let inside = |job: &usize| set >> job & 1 == 1;
                let weight: u32 = (0..jobs).filter(inside).map(|job| weights[job]).sum();
                let profit: f64 = (0..jobs).filter(inside).map(|job| prices[job] - costs[job]).sum();
                (weight <= 25).then_some(profit)
            });
            let best = all.fold(0.0, f64::max);
            assert!((most - best).abs() < 1e-9);
            assert!((chosen.iter().map(|&job| prices[job] - costs[job]).sum::<f64>() - most).abs() < 1e-9);
            assert!(chosen.iter().map(|&job| weights[job]).sum::<u32>() <= 25);
        }
    }
}
