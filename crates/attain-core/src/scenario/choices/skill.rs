//! Choices about the skill of reps.

use std::collections::BTreeMap;

use super::table_macro::choices;
use crate::units::{LogOdds, Sigma};

choices! {
    /// Differences in skill between reps, as a random effect on the log odds of winning.
    pub struct Skill {
        /// Standard deviation of skill between reps.
        sd: Sigma = Sigma::literal(0.3), from "A: one real CRM shows a spread in win rate of 0.22 between owners (P), part of which is chance";
        /// Expected skill of new hires, relative to the present reps.
        hire_log_odds: LogOdds = LogOdds::literal(0.0), from "A: hires are like current reps";
        /// Known skills of reps, by id. The skills of other reps are estimated from their closed
        /// opportunities.
        reps: BTreeMap<String, RepSkill> = BTreeMap::new(), from "none: estimated from closed opportunities";
    }
}

choices! {
    /// Known skill of a rep.
    pub struct RepSkill {
        /// Expected change in the log odds of winning, relative to the average rep.
        win_log_odds: LogOdds = LogOdds::literal(0.0), from "A: average odds";
        /// Standard error of the change in log odds, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.3), from "A: nothing is known";
    }
}
