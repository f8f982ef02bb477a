//! Choices about industries, regions and sources, and about changes of the market over time.

use super::table_macro::choices;
use crate::units::{Days, Factor, LogOdds, Persistence, Rate, Share, Sigma};

choices! {
    /// An industry.
    pub struct Industry {
        /// Change in the log odds of winning, relative to the average industry.
        win_log_odds: LogOdds = LogOdds::literal(0.0), from "A: average odds";
        /// Standard error of the change in log odds, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.0), from "A: assumed certain unless calibrated";
    }
}

choices! {
    /// A region.
    pub struct Region {
        /// Change in the log odds of winning, relative to the average region.
        win_log_odds: LogOdds = LogOdds::literal(0.0), from "A: average odds";
        /// Standard error of the change in log odds, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.0), from "A: assumed certain unless calibrated";
    }
}

choices! {
    /// A source of opportunities.
    pub struct OpportunitySource {
        /// Share of opportunities that come from this source. Shares are scaled to sum to 1.
        share: Share = Share::literal(1.0), from "A: no published figure";
        /// Change in the log odds of winning, relative to the average source.
        win_log_odds: LogOdds = LogOdds::literal(0.0), from "A: average odds";
        /// Standard error of the change in log odds, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.0), from "A: assumed certain unless calibrated";
    }
}

choices! {
    /// A monthly first-order autoregression of log odds, plus a trend.
    pub struct Autoregression {
        /// Long-run standard deviation of the series.
        sd: Sigma = Sigma::literal(0.1), from "A: no published figure";
        /// Correlation with the previous month.
        persistence: Persistence = Persistence::literal(0.85), from "A: shocks halve in about four months";
        /// Change in the log odds per year.
        trend_per_year: LogOdds = LogOdds::literal(0.0), from "A: no trend";
    }
}

choices! {
    /// Random changes of potential: a quarterly random walk of its logarithm.
    pub struct PotentialDrift {
        /// Standard deviation per quarter of the change of an individual account.
        account_sd: Sigma = Sigma::literal(0.06), from "A: no published figure";
        /// Standard deviation per quarter of the change that is common to all accounts of a
        /// segment.
        segment_sd: Sigma = Sigma::literal(0.02), from "A: no published figure";
        /// Growth of potential per year.
        trend_per_year: Rate = Rate::literal(0.0), from "A: no trend";
        /// Increase of an account's potential for each deal won, as a share of potential.
        won_gain: Share = Share::literal(0.03), from "A: a won deal leads to further deals; together with `lost-loss`, potential is stable at a win rate of one in four";
        /// Decrease of an account's potential for each deal lost, as a share of potential.
        lost_loss: Share = Share::literal(0.01), from "A: a lost deal makes the next less likely";
    }
}

choices! {
    /// Seasonal patterns in the creation, closing and winning of opportunities.
    pub struct Season {
        /// Relative rate of creation by calendar month, starting with January. Values are scaled to
        /// a mean of 1.
        #[schemars(length(min = 12, max = 12))]
        creation_by_month: Vec<Factor> = vec![Factor::literal(1.0); 12], from "A: no season";
        /// Change in the log odds of winning in the first, second and third month of a quarter.
        /// Quarters are counted from the start of the horizon.
        #[schemars(length(min = 3, max = 3))]
        win_log_odds_by_quarter_month: Vec<LogOdds> = vec![LogOdds::literal(0.0); 3], from "A: none; one public CRM shows 49, 55, 81 % (P)";
        /// Strength of the shift of closing dates toward the end of the month: 1 means no shift, 2
        /// a strong shift.
        #[schemars(range(min = 1.0, max = 10.0))]
        month_end_pull: f64 = 1.3, from "A: month end brings 3 x wins, 11.4 x losses (S: InsideSales / HBR)";
        /// Strength of the shift of closing dates toward the end of the quarter: 1 means no shift,
        /// 2 a strong shift.
        #[schemars(range(min = 1.0, max = 10.0))]
        quarter_end_pull: f64 = 1.15, from "A: no published figure";
    }
}

choices! {
    /// Delays of opportunities that close later than planned.
    pub struct Slippage {
        /// Share of opportunities that slip.
        share: Share = Share::literal(0.3), from "A: no published share";
        /// Mean delay of the opportunities that slip, in days.
        mean_days: Days = Days::literal(30.0), from "A: no published figure";
        /// Length in days above which a delay reduces the odds of winning.
        long_days: Days = Days::literal(56.0), from "S: Ebsta (8 weeks)";
        /// Change in the log odds of winning after a long delay.
        long_log_odds: LogOdds = LogOdds::literal(-1.3), from "S: Ebsta (cuts wins by 67 %; at a win rate of 25 % that is -1.3)";
    }
}
