//! Choices about the time that open opportunities need and what happens without it.

use super::table_macro::choices;
use crate::units::{Factor, Share};

choices! {
    /// What happens to an open opportunity that gets less selling time than it needs.
    pub struct Selling {
        /// Elasticity of the odds of winning with respect to the share of its hours that an
        /// opportunity received while it was open. With 1, half of the hours leave half of the
        /// odds; with 0, hours do not matter.
        odds_elasticity: Factor = Factor::literal(1.0), from "A: a rep's hours win the same number of deals, however many deals share them";
        /// Share of the odds of winning that is left without any selling time.
        unworked_odds: Share = Share::literal(0.05), from "A: few buyers close without a seller";
        /// Share of a month without selling time by which an opportunity closes later.
        wait: Share = Share::literal(0.5), from "A: half of the steps are taken by the buyer";
    }
}
