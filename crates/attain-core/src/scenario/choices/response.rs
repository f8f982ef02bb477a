//! The response of opportunities to coverage.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::{Factor, Share};

/// Effect of coverage on the creation of opportunities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Response {
    /// f(k) = inbound + (1 - inbound) k^elasticity.
    Power {
        /// Share of opportunities that are created without any coverage.
        inbound: Share,
        /// Elasticity of opportunities with respect to coverage.
        elasticity: Share,
    },
    /// ADBUDG: f(k) = inbound + (1 - inbound) k^shape (1 + half^shape) / (k^shape + half^shape), so that f(1) = 1.
    Adbudg {
        /// Share of opportunities that are created without any coverage.
        inbound: Share,
        /// Coverage at which half of the effect is reached, before scaling.
        half: Share,
        /// Steepness of the curve. If it is greater than 1, the curve is S-shaped.
        shape: Factor,
    },
}

impl Default for Response {
    fn default() -> Self {
        Self::Power { inbound: Share::literal(0.35), elasticity: Share::literal(0.31) }
    }
}
