//! The worlds that tell groups of chance apart.
//!
//! A pair of years gives two worlds that share nothing, A and B. For each group
//! of draws two more: A with the group from B, and B with the group from A. What
//! differs between A and the first is that group's doing; what A and the second
//! have in common is that group alone.

use attain_core::random::{GROUPS, PurposeGroup, WorldStreams};

/// The groups, in the order in which results are told.
pub const ALL: [PurposeGroup; GROUPS] = [
    PurposeGroup::Market,
    PurposeGroup::Accounts,
    PurposeGroup::Deals,
    PurposeGroup::Skills,
    PurposeGroup::Attrition,
    PurposeGroup::Parameters,
];

/// Worlds of a pair of years: A, B, then A with each group from B, then B with each group from A.
pub const WORLDS: usize = 2 + 2 * GROUPS;

/// What a group is called.
#[must_use]
pub fn words(group: PurposeGroup) -> &'static str {
    match group {
        PurposeGroup::Market => "market",
        PurposeGroup::Accounts => "luck of accounts",
        PurposeGroup::Deals => "luck of deals",
        PurposeGroup::Skills => "rep skill",
        PurposeGroup::Attrition => "attrition",
        PurposeGroup::Parameters => "parameters not known",
    }
}

/// What is in a group.
#[must_use]
pub fn meaning(group: PurposeGroup) -> &'static str {
    match group {
        PurposeGroup::Market => "shocks to win rates, common drift of segments",
        PurposeGroup::Accounts => "each account's own drift, renewals, hand-overs",
        PurposeGroup::Deals => "which opportunities come, when, how large, won or lost",
        PurposeGroup::Skills => "what is not known about present reps, and who is hired",
        PurposeGroup::Attrition => "who leaves when, time to fill, late starts, absence",
        PurposeGroup::Parameters => "win rates, rates, sizes, churn, hazard and ramp as posterior draws",
    }
}

/// The streams of the `at`-th world. Pair i has the years 2i and 2i + 1, so that
/// fewer pairs are the first of more.
#[must_use]
pub fn streams(seed: u64, at: u32) -> WorldStreams {
    let (pair, which) = (at / WORLDS as u32, at as usize % WORLDS);
    let (a, b) = (2 * pair, 2 * pair + 1);
    match which {
        0 => WorldStreams::new(seed, a),
        1 => WorldStreams::new(seed, b),
        _ if which < 2 + GROUPS => WorldStreams::new(seed, a).with_group_from(ALL[which - 2], b),
        _ => WorldStreams::new(seed, b).with_group_from(ALL[which - 2 - GROUPS], a),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::random::Purpose;

    /// In the mixed worlds every purpose is that of the year it should be.
    #[test]
    fn groups_are_swapped_one_at_a_time() {
        let draw = |at: u32, purpose: Purpose| streams(9, at).block(purpose, 77, 3);
        let first = 5 * WORLDS as u32;
        for &purpose in Purpose::ALL {
            let (a, b) = (draw(first, purpose), draw(first + 1, purpose));
            assert_ne!(a, b);
            for (g, group) in ALL.into_iter().enumerate() {
                let ours = purpose.group() == group;
                assert_eq!(draw(first + 2 + g as u32, purpose), if ours { b } else { a });
                assert_eq!(draw(first + (2 + GROUPS + g) as u32, purpose), if ours { a } else { b });
            }
        }
    }
}
