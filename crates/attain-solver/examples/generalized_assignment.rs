//! Assigns 60 jobs to 5 agents with hard capacities, and prints the largest possible gap between
//! the result and the optimum.
//!
//! ```sh
//! cargo run --example generalized_assignment
//! ```

use attain_solver::{Effort, GeneralizedAssignment, solve_generalized};

const AGENTS: usize = 5;
const JOBS: usize = 60;

fn main() {
    // Weights of 5 to 25. Costs fall as weights rise, which makes such problems hard.
    let weight = |agent: usize, job: usize| 5 + (agent * 31 + job * 17 + agent * job * 7) % 21;
    let pairs = || (0..AGENTS).flat_map(|agent| (0..JOBS).map(move |job| (agent, job)));
    let weights: Vec<u32> = pairs().map(|(agent, job)| weight(agent, job) as u32).collect();
    let costs: Vec<f64> = pairs().map(|(agent, job)| (61 - 2 * weight(agent, job) + (agent * 5 + job * 3) % 11) as f64).collect();
    // Each agent has the capacity for about four fifths of an equal share of the weights.
    let capacity = weights.iter().sum::<u32>() * 4 / 5 / (AGENTS * AGENTS) as u32;
    let problem = GeneralizedAssignment::new(AGENTS, costs, weights.clone(), vec![capacity; AGENTS])
        .expect("the rows have the same length");

    let solution = solve_generalized(&problem, &Effort::for_jobs(JOBS));
    let Some(agents) = solution.agents else {
        println!("no assignment within the capacities was found");
        return;
    };
    let certificate = solution.certificate;
    println!("cost {}, no assignment costs less than {}", certificate.value, certificate.bound);
    println!("gap: at most {:.2} %", 100.0 * certificate.gap());
    for agent in 0..AGENTS {
        let jobs: Vec<usize> = (0..JOBS).filter(|&job| agents[job] as usize == agent).collect();
        let filled: u32 = jobs.iter().map(|&job| weights[agent * JOBS + job]).sum();
        println!("agent {agent}: {} jobs, {filled} of {capacity}", jobs.len());
    }
    assert_eq!(problem.cost(&agents), Some(certificate.value));
}
