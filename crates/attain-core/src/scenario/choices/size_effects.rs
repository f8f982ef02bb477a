//! Choices about differences in deal size between accounts, territories and reps.

use super::table_macro::choices;
use crate::units::Sigma;

choices! {
    /// Differences in deal size between accounts, territories and the reps who own them, as random
    /// effects on the logarithm of the size. The effects themselves are estimated from the
    /// opportunities in the data and belong to the account: a change of owner does not change them.
    pub struct SizeEffects {
        /// Standard deviation between reps.
        rep_sd: Sigma = Sigma::literal(0.0), from "A: no difference, unless a calibration says otherwise";
        /// Standard deviation between regions.
        territory_sd: Sigma = Sigma::literal(0.0), from "A: no difference, unless a calibration says otherwise";
        /// Standard deviation between accounts.
        account_sd: Sigma = Sigma::literal(0.0), from "A: no difference, unless a calibration says otherwise";
        /// Standard deviation of the deals of one account and rep. It determines how much a few
        /// deals say about an effect.
        deal_sd: Sigma = Sigma::literal(0.7), from "A: as the spread of deal sizes";
    }
}
