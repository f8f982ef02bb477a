//! Choices about the market: its random processes and the uncertainty of their parameters.

use std::collections::BTreeMap;

use super::market_effects::{Autoregression, Industry, OpportunitySource, PotentialDrift, Region, Season, Slippage};
use super::relationship::{HandOver, Relationship, RenewalRates};
use super::response::Response;
use super::segment::Segment;
use super::selling::Selling;
use super::skill::Skill;
use super::table_macro::choices;
use crate::units::{Factor, LogOdds, Sigma};

choices! {
    /// Win rates, deal sizes, sales cycles and all other random processes. Plans that are compared
    /// should share one market, because plans with the same market are simulated in the same
    /// worlds.
    pub struct Market {
        /// Segments by name.
        segments: BTreeMap<String, Segment> = BTreeMap::new(), from "none";
        /// Industries by name. An industry that is not listed has average odds of winning.
        industries: BTreeMap<String, Industry> = BTreeMap::new(), from "A: average odds";
        /// Sources of opportunities by name, with their shares. Defaults to one average source.
        sources: BTreeMap<String, OpportunitySource> = BTreeMap::new(), from "A: one average source";
        /// Regions by name. A region that is not listed has average odds of winning.
        regions: BTreeMap<String, Region> = BTreeMap::new(), from "A: average odds";
        /// Monthly shock to the log odds of winning in every segment.
        shock: Autoregression = Autoregression { sd: Sigma::literal(0.12), ..Autoregression::default() }, from "A: the -18 % shift of 2023 (S: Ebsta) is two standard deviations";
        /// Monthly shock to the log odds of winning in one segment, drawn separately for each
        /// segment.
        segment_shock: Autoregression = Autoregression { sd: Sigma::literal(0.08), ..Autoregression::default() }, from "A: two thirds of the market's";
        /// Random changes of potential over time.
        potential_drift: PotentialDrift = PotentialDrift::default(), from "none";
        /// Seasonal patterns in the creation, closing and winning of opportunities.
        season: Season = Season::default(), from "none";
        /// Delays of opportunities that close later than planned.
        slippage: Slippage = Slippage::default(), from "none";
        /// Effect of selling time on the creation of opportunities. A selling time of 1 is the time
        /// that the commercial coverage model gives an account of the tier.
        response: Response = Response::default(), from "P: corrected mean selling elasticity 0.31 (Albers, Mantrala & Sridhar 2010); A: inbound share";
        /// What an open opportunity loses when it gets too little selling time.
        selling: Selling = Selling::default(), from "none";
        /// Highest possible rate of creation of opportunities, as a multiple of the normal rate.
        rate_cap: Factor = Factor::literal(3.0), from "A: three times normal";
        /// Change in the log odds of winning for a deal whose size is e (2.718) times the segment's
        /// median.
        size_log_odds: LogOdds = LogOdds::literal(-0.35), from "A: less steep than one real CRM, where win rates fall from 70-76 % to 10 % over size deciles (P)";
        /// Change in the log odds of winning for a rep at the start of the ramp. It decreases to
        /// zero during the ramp.
        unramped_log_odds: LogOdds = LogOdds::literal(-0.3), from "A: no published figure";
        /// Growth of relationships between reps and accounts, and their effects.
        relationship: Relationship = Relationship::default(), from "none";
        /// Cost of a change of owner.
        hand_over: HandOver = HandOver::default(), from "none";
        /// Differences in skill between reps.
        skill: Skill = Skill::default(), from "none";
        /// Churn and expansion of existing revenue.
        renewal: RenewalRates = RenewalRates::default(), from "none";
        /// Uncertainty of the parameters above.
        uncertainty: Uncertainty = Uncertainty::default(), from "none";
    }
}

choices! {
    /// Uncertainty of market parameters: relative standard errors, drawn once per world.
    pub struct Uncertainty {
        /// Relative standard error of each segment's rate of new opportunities.
        opportunity_rate: Sigma = Sigma::literal(0.06), from "A: based on 300 opportunities per segment";
        /// Relative standard error of each segment's median deal size.
        size: Sigma = Sigma::literal(0.05), from "A: based on 200 won deals per segment";
        /// Relative standard error of the hazard of leaving.
        attrition: Sigma = Sigma::literal(0.2), from "A: based on 25 leavers";
        /// Relative standard error of the length of the ramp.
        ramp: Sigma = Sigma::literal(0.15), from "A: sources range from 3 to 9 months (S)";
        /// Relative standard error of the time to fill a seat.
        time_to_fill: Sigma = Sigma::literal(0.1), from "S: 47 to 62 days by source";
        /// Relative standard error of the odds of churn.
        churn: Sigma = Sigma::literal(0.15), from "A: no published figure";
        /// Standard error of `size-log-odds`. Unlike the others, it is not relative.
        size_log_odds: Sigma = Sigma::literal(0.0), from "A: assumed certain unless calibrated";
    }
}
