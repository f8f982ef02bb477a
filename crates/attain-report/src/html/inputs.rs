//! Inputs of the comparison report.

use super::density_curves::DensityCurves;
use super::target_chances::TargetChances;
use crate::assumptions::AssumptionRow;
use attain_analysis::compare::Decision;
use attain_core::plan::Plan;
use attain_data::Book;
use attain_sim::summarise::results::Results;

/// The inputs of the comparison report. Plans are in the same order everywhere.
#[derive(Debug, Clone, Copy)]
pub struct ReportInputs<'a> {
    pub results: &'a Results,
    /// The choice between the plans.
    pub decision: &'a Decision,
    /// Densities of the simulated years.
    pub densities: &'a DensityCurves,
    /// Chances of higher and lower targets.
    pub targets: &'a TargetChances,
    pub book: &'a Book,
    pub plans: &'a [Plan],
    /// The assumptions behind the figures.
    pub assumptions: &'a [AssumptionRow],
}
