use serde::{Deserialize, Serialize};

/// A plan and the hash of its scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioHash {
    /// Name of the plan.
    pub plan: String,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
}
