//! `results.json`: the results of a run and the choice between its plans.

use attain_analysis::compare::Decision;
use attain_sim::summarise::results::Results;
use serde::Serialize;

/// Content of `results.json`.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct DecidedResults<'a> {
    #[serde(flatten)]
    pub results: &'a Results,
    /// The choice between the plans.
    pub decision: &'a Decision,
}
