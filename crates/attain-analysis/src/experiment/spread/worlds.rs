//! The worlds that separate the effects of groups of random draws.
//!
//! A pair of years gives two worlds, A and B, that share no draws. Each group of draws gives two
//! more: A with the group from B, and B with the group from A. The difference between A and the
//! former is the effect of the group; A and the latter have only that group in common.

use attain_core::random::{GROUPS, PurposeGroup, WorldStreams};

/// The groups, in the order of results.
pub const ALL: [PurposeGroup; GROUPS] = [
    PurposeGroup::Market,
    PurposeGroup::Accounts,
    PurposeGroup::Deals,
    PurposeGroup::Skills,
    PurposeGroup::Attrition,
    PurposeGroup::Parameters,
];

/// Number of worlds of a pair of years: A, B, then A with each group from B, then B with each group
/// from A.
pub const WORLDS: usize = 2 + 2 * GROUPS;

/// Returns the name of a group in reports.
#[must_use]
pub fn group_name(group: PurposeGroup) -> &'static str {
    match group {
        PurposeGroup::Market => "market",
        PurposeGroup::Accounts => "chance in accounts",
        PurposeGroup::Deals => "chance in deals",
        PurposeGroup::Skills => "rep skill",
        PurposeGroup::Attrition => "attrition",
        PurposeGroup::Parameters => "uncertain parameters",
    }
}

/// Describes the draws of a group.
#[must_use]
pub fn group_meaning(group: PurposeGroup) -> &'static str {
    match group {
        PurposeGroup::Market => "shocks to win rates, common drift of segments",
        PurposeGroup::Accounts => "drift of individual accounts, renewals, hand-overs",
        PurposeGroup::Deals => "arrival, size and outcome of opportunities",
        PurposeGroup::Skills => "uncertainty about the skill of current reps, and the skill of new hires",
        PurposeGroup::Attrition => "departures, time to fill, late starts, absence",
        PurposeGroup::Parameters => "posterior draws of win rates, opportunity rates, deal sizes, churn, attrition and ramp",
    }
}

/// Returns the random streams of a world, given by its position. Pair i uses the years 2i and 2i +
/// 1, so that the pairs of a smaller study are a prefix of those of a larger one.
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

    /// In the mixed worlds, every purpose draws from the correct year.
    #[test]
    fn groups_are_exchanged_one_at_a_time() {
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
