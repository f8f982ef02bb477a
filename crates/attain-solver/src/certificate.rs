//! Costs of assignments and proven lower bounds.

/// The cost of an assignment with a proven lower bound on the cost of every assignment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Certificate {
    /// Cost of the assignment.
    pub value: f64,
    /// Proven lower bound: no assignment costs less.
    pub bound: f64,
}

impl Certificate {
    /// Returns the largest possible excess of the assignment's cost over the optimum, as a share of
    /// its own cost; zero if the assignment costs nothing.
    #[must_use]
    pub fn gap(&self) -> f64 {
        if self.value.abs() > 0.0 { ((self.value - self.bound) / self.value.abs()).max(0.0) } else { 0.0 }
    }
}

/// An assignment and its certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct AssignmentSolution {
    /// Index of the option that each unit takes; `None` for a unit that stays unassigned.
    pub assignment: Vec<Option<usize>>,
    /// Cost of the assignment and the proven lower bound.
    pub certificate: Certificate,
}

/// An assignment and its cost.
#[derive(Debug, Clone)]
pub(crate) struct PricedAssignment {
    pub(crate) cost: f64,
    /// Index of the option that each unit takes; `None` for a unit that stays unassigned.
    pub(crate) assignment: Vec<Option<usize>>,
}
