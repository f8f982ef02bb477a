//! Identity of the study that a block belongs to, and the sidecar file that stores it.

use serde::{Deserialize, Serialize};

use crate::run::ScenarioHash;

/// Version of the format of blocks and sidecars.
pub const BLOCK_FORMAT: u32 = 1;

/// Study and seed of simulated years. Blocks can be joined only if all fields are equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Version of the block format.
    pub format: u32,
    /// Version of attain.
    pub version: String,
    /// Seed of all random draws.
    pub seed: u64,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Name of the reference plan, whose street quota is the target of plans without their own
    /// target.
    pub reference: String,
    /// Plans and the hashes of their scenarios, in order.
    pub scenarios: Vec<ScenarioHash>,
    /// Number of years per block.
    pub block_years: u32,
}

impl Identity {
    /// Names of the plans.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.scenarios.iter().map(|scenario| scenario.plan.clone()).collect()
    }

    /// Describes the differences from another identity: this identity's value, then the other's.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        let mut compare = |what: &str, ours: String, theirs: String| {
            if ours != theirs {
                found.push(format!("{what} {ours} instead of {theirs}"));
            }
        };
        compare("format", self.format.to_string(), other.format.to_string());
        compare("version", self.version.clone(), other.version.clone());
        compare("seed", self.seed.to_string(), other.seed.to_string());
        compare("data", short(&self.data_hash), short(&other.data_hash));
        compare("reference plan", self.reference.clone(), other.reference.clone());
        let names = |identity: &Self| identity.names().join(", ");
        compare("plans", names(self), names(other));
        for ours in &self.scenarios {
            if let Some(theirs) = other.scenarios.iter().find(|theirs| theirs.plan == ours.plan) {
                compare(&format!("scenario of {}", ours.plan), short(&ours.scenario_hash), short(&theirs.scenario_hash));
            }
        }
        if found.is_empty() {
            let mut compare = |what: &str, ours: u32, theirs: u32| {
                if ours != theirs {
                    found.push(format!("{what} {ours} instead of {theirs}"));
                }
            };
            compare("years of a block", self.block_years, other.block_years);
        }
        found
    }
}

/// Abbreviates a hash.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// The sidecar file of a block. It is written after the block, so a block without a sidecar is not
/// finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sidecar {
    pub study: Identity,
    /// Number of years of the run that the block is part of.
    pub run_years: u32,
    /// First year of the block.
    pub from: u32,
    /// Year after the last year of the block.
    pub until: u32,
    /// Names of the plans in the block, in order.
    pub plans: Vec<String>,
    /// Number of latent opportunities drawn in the block's worlds.
    pub latent_opportunities: u64,
    /// Length of the block's file in bytes.
    pub bytes: u64,
    /// SHA-256 of the block's file in lower-case hex.
    pub sha256: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> Identity {
        Identity {
            format: BLOCK_FORMAT,
            version: "1".into(),
            seed: 7,
            data_hash: "da7a".repeat(16),
            reference: "a".into(),
            scenarios: ["a", "b"].map(|plan| ScenarioHash { plan: plan.into(), scenario_hash: plan.repeat(64) }).to_vec(),
            block_years: 512,
        }
    }

    #[test]
    fn every_difference_is_told_and_none_where_there_is_none() {
        let ours = identity();
        assert_eq!(ours.differences(&identity()), Vec::<String>::new());
        let mut other = identity();
        other.seed = 8;
        other.scenarios[1].scenario_hash = "c".repeat(64);
        assert_eq!(other.differences(&ours), ["seed 8 instead of 7", "scenario of b cccccccccccc instead of bbbbbbbbbbbb"]);
        let change: [fn(&mut Identity); 6] = [
            |i| i.format += 1,
            |i| i.version.push('1'),
            |i| i.data_hash.insert(0, 'x'),
            |i| i.reference.push('x'),
            |i| i.scenarios.reverse(),
            |i| i.block_years /= 2,
        ];
        for change in change {
            let mut other = identity();
            change(&mut other);
            assert_eq!(other.differences(&ours).len(), 1, "{other:?}");
        }
    }
}
