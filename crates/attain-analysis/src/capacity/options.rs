//! Inputs and options of a capacity plan.

use super::work_progress::WorkProgress;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Options of a capacity plan: the simulation and the required probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CapacityOptions {
    /// Seed of all random draws.
    pub seed: u64,
    /// Number of years to simulate.
    pub years: u32,
    /// Required probability of reaching the target.
    pub wanted: f64,
}

/// A designed plan with the inputs from which its variants are designed.
#[derive(Clone, Copy)]
pub(super) struct CapacityInputs<'a> {
    pub(super) book: &'a Book,
    pub(super) resolved: &'a ResolvedScenario,
    pub(super) plan: &'a Plan,
    pub(super) options: CapacityOptions,
    pub(super) work: &'a WorkProgress<'a>,
}
