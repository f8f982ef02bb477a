//! Assignment of units to seats at least cost, with a proof of how far from
//! the least it can be.
//!
//! A unit (an account, a family, a job) goes to one of the seats that may take
//! it. Each pair has a cost and takes a load; each seat's sums of value, load
//! and accounts are penalised where they leave a band, convexly. With hard
//! capacities and no bands this is the generalized assignment problem.
//!
//! ```text
//! problem ─ parts ─► problems that share no seat
//! each: dual ─► prices of what seats hold
//!       books (shelves, book, overrule) ─► prices of units, bound, books ─ mend ─► carve
//!       where a gap is left: lists ─► starts ─ anneal ─ descend ─ polish ─► carve
//!                                        bound, carve ─► Certificate
//! knapsack                     the bound where capacities are hard
//! exact                        the best possible, for small problems
//! ```
//!
//! Effort is counted in steps, never in seconds, chance comes from the place of
//! a start in the list of starts, and sums are added in the order of units, so
//! a carve is the same on any number of threads.

mod anneal;
mod book;
mod books;
mod capacitated;
mod chain;
mod descend;
mod dice;
mod dual;
mod exact;
mod held;
mod knapsack;
mod ledger;
mod lists;
mod mend;
mod overrule;
mod parts;
mod polish;
mod problem;
mod shelves;
mod solve;
mod terms;
#[cfg(test)]
mod tests;

pub use capacitated::{AgentAssignment, GeneralizedAssignment, solve_generalized};
pub use dual::{Dual, Prices};
pub use exact::{EXACT_TOLERANCE, Unproven, exact};
pub use ledger::{Ledger, Sum};
pub use parts::roots as connected_seats;
pub use problem::{Choice, Problem, Unit};
pub use solve::{Certificate, Effort, Solved, solve};
pub use terms::{Bend, Terms};
