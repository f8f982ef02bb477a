//! Assignment of units to seats at minimum cost, with a proven lower bound.
//!
//! A *unit* (an account, a family of accounts, a job) goes to one of the *seats* (a rep, an agent, a
//! machine) that may take it. Each pair has a cost and a load. Each seat pays a convex penalty if
//! the value, a further measure, the load or the number of items it holds leaves a band. With hard capacities and
//! without bands, this is the generalized assignment problem.
//!
//! Three entry points each return an assignment with a [`Certificate`], which holds the cost of the
//! assignment and a lower bound on the cost of any assignment:
//! - [`solve`] handles an [`AssignmentModel`] of any size, heuristically.
//! - [`solve_exact`] finds the optimal assignment of a small [`AssignmentModel`] and proves it.
//! - [`solve_generalized`] handles a [`GeneralizedAssignment`] with hard capacities.
//!
//! A [`Ledger`] computes the cost of an assignment and of changes to it.
//!
//! ```text
//! AssignmentModel ─ components ─► models that share no seat, each solved separately:
//!   large_units, measure_prices ─► the model that bounds are taken of
//!   dual (single_unit), smooth_dual ─► prices of seats, first lower bound
//!   column_bound (column_pool, seat_pricing, knapsack) ─► prices of units, stronger lower bound,
//!                                                         sets of units ─ repair ─► assignment
//!   where a gap remains: candidates ─► starts ─ anneal ─ local_search ─ polish ─► assignment
//!   lower bound, assignment ─► AssignmentSolution
//! AssignmentModel ─ exact ─► the optimal assignment of a small model
//! GeneralizedAssignment ─ generalized_search, packing_bound ─► AgentAssignment
//! ```
//!
//! Effort is counted in steps rather than seconds, random numbers depend only on the number of a
//! start, and sums are added in the order of units. The same model therefore gives the same
//! assignment, bit for bit, on any number of threads.
//!
//! # Example
//! ```
//! use attain_solver::{Effort, GeneralizedAssignment, solve_generalized};
//!
//! // Two agents and three jobs: one row of costs and weights per agent.
//! let costs = vec![4.0, 2.0, 7.0, 3.0, 5.0, 1.0];
//! let weights = vec![2, 3, 2, 2, 3, 2];
//! let problem = GeneralizedAssignment::new(2, costs, weights, vec![5, 4]).unwrap();
//!
//! let solution = solve_generalized(&problem, &Effort::for_jobs(3));
//! assert_eq!(solution.agents, Some(vec![1, 0, 1]));
//! assert_eq!((solution.certificate.value, solution.certificate.bound), (6.0, 6.0));
//! ```

mod anneal;
mod candidates;
mod certificate;
mod column_bound;
mod column_pool;
mod components;
mod dual;
mod effort;
mod ejection_chain;
mod exact;
mod further_measure;
mod generalized;
mod generalized_search;
mod knapsack;
mod large_units;
mod ledger;
mod local_search;
mod measure_prices;
mod model;
mod packing_bound;
mod polish;
mod repair;
mod search_rng;
mod seat_pricing;
mod seat_terms;
mod single_unit;
mod smooth_dual;
mod solve;
#[cfg(test)]
mod tests;
mod units_by_seat;

pub use certificate::{AssignmentSolution, Certificate};
pub use components::connected_seats;
pub use effort::Effort;
pub use exact::{EXACT_TOLERANCE, Unproven, solve_exact};
pub use further_measure::{FurtherMeasure, MeasureBand};
pub use generalized::{AgentAssignment, GeneralizedAssignment};
pub use generalized_search::solve_generalized;
pub use ledger::{Ledger, SeatTotals};
pub use model::{AssignmentModel, AssignmentOption, AssignmentUnit};
pub use seat_terms::{ConvexPenalty, SeatTerms, TargetPull};
pub use solve::{lower_bound, solve};
