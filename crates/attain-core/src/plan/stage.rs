//! The books and quotas of a plan before one of its dated changes.

/// Books and quotas of the seats up to a month in which accounts change owner or seats close.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanStage {
    /// Month, counted from 0, at whose start the stage ends.
    pub until: u32,
    /// Yearly quota of each seat at full ramp.
    pub quotas: Vec<f64>,
    /// Potential per year of each seat's book.
    pub potential: Vec<f64>,
}
