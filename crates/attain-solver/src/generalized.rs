//! The generalized assignment problem: every job goes to one agent at minimum cost, and no agent
//! exceeds its capacity.

use crate::certificate::Certificate;
use crate::model::{AssignmentModel, AssignmentOption, AssignmentUnit};
use crate::seat_terms::{ConvexPenalty, SeatTerms};

/// A generalized assignment problem: costs and weights indexed by agent and job, and capacities of
/// agents.
#[derive(Debug, Clone)]
pub struct GeneralizedAssignment {
    jobs: usize,
    costs: Vec<f64>,
    weights: Vec<u32>,
    pub(crate) capacities: Vec<u32>,
}

/// An assignment of jobs to agents within all capacities, and its certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentAssignment {
    /// The agent of each job; `None` if no assignment within the capacities was found or if there
    /// are more than 127 agents.
    pub agents: Option<Vec<u32>>,
    /// Cost of the assignment and the proven lower bound.
    pub certificate: Certificate,
}

impl GeneralizedAssignment {
    /// Creates a problem from costs and weights, with one row per agent. Returns `None` if the
    /// lengths do not match or a cost is not finite.
    #[must_use]
    pub fn new(agents: usize, costs: Vec<f64>, weights: Vec<u32>, capacities: Vec<u32>) -> Option<Self> {
        let jobs = costs.len().checked_div(agents)?;
        let fits = costs.len() == agents * jobs && weights.len() == costs.len() && capacities.len() == agents;
        (fits && costs.iter().all(|cost| cost.is_finite())).then_some(Self { jobs, costs, weights, capacities })
    }

    pub(crate) fn costs_of(&self, agent: usize) -> &[f64] {
        &self.costs[agent * self.jobs..(agent + 1) * self.jobs]
    }

    pub(crate) fn weights_of(&self, agent: usize) -> &[u32] {
        &self.weights[agent * self.jobs..(agent + 1) * self.jobs]
    }

    /// Returns the cost of an assignment, given as the agent of each job; `None` if it exceeds a
    /// capacity.
    #[must_use]
    pub fn cost(&self, agents: &[u32]) -> Option<f64> {
        let mut filled = vec![0_u64; self.capacities.len()];
        let mut cost = 0.0;
        for (job, &agent) in agents.iter().enumerate() {
            filled[agent as usize] += u64::from(self.weights_of(agent as usize)[job]);
            cost += self.costs_of(agent as usize)[job];
        }
        filled.iter().zip(&self.capacities).all(|(filled, room)| *filled <= u64::from(*room)).then_some(cost)
    }

    pub(crate) fn has_integer_costs(&self) -> bool {
        self.costs.iter().all(|cost| cost.fract() == 0.0)
    }

    /// Returns the model with a penalty on overload in place of hard capacities.
    pub(crate) fn relaxed(&self) -> AssignmentModel {
        let agents = self.capacities.len();
        let most = self.costs.iter().fold(0.0_f64, |most, cost| most.max(cost.abs()));
        let load = |room: &u32| ConvexPenalty { edge: f64::from(*room), slope: 1.0 + most, curvature: 0.0 };
        let terms = |room| SeatTerms { load: load(room), max_count: u32::MAX, ..SeatTerms::default() };
        let mut options = Vec::with_capacity(self.costs.len());
        let mut units = Vec::with_capacity(self.jobs);
        for job in 0..self.jobs {
            let start = options.len();
            for agent in (0..agents).filter(|&agent| self.weights_of(agent)[job] <= self.capacities[agent]) {
                let (load, cost) = (self.weights_of(agent)[job] as f32, self.costs_of(agent)[job]);
                options.push(AssignmentOption { seat: agent as u32, load, cost });
            }
            units.push(AssignmentUnit { value: 0.0, count: 1, fixed: None, options: start..options.len() });
        }
        let seats = self.capacities.iter().map(terms).collect();
        AssignmentModel { seats, units, options, unassigned_cost: f64::INFINITY, ..AssignmentModel::default() }
    }
}
