//! Choices about one segment of the market.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table_macro::choices;
use crate::units::{Days, Evidence, Factor, LogOdds, Money, Share, Sigma};

choices! {
    /// One segment of the market.
    pub struct Segment {
        /// Minimum potential of the segment. An account without a segment is assigned to the
        /// segment with the highest `potential-from` that its potential reaches.
        potential_from: Money = Money::literal(0.0), from "A: the lowest segment takes all other accounts";
        /// Mean potential per year to which the rates below refer.
        mean_potential: Money = Money::literal(100_000.0), from "A: no published figure";
        /// New opportunities per year for an account of mean potential at full coverage.
        opportunities_per_year: Factor = Factor::literal(1.0), from "A: no published figure";
        /// Exponent of potential in the number of opportunities.
        potential_on_count: Share = Share::literal(0.4), from "A: larger accounts buy more often and in larger amounts";
        /// Exponent of potential in the size of deals.
        potential_on_size: Share = Share::literal(0.6), from "A: larger accounts buy more often and in larger amounts";
        /// Share of closed opportunities that are won, for a deal of the segment's median size in an average industry.
        win_rate: Share = Share::literal(0.25), from "S: SMB 25-40, mid-market 15-25, enterprise 10-20 %, conflicting";
        /// Number of closed opportunities on which the win rate is based. Smaller numbers mean more
        /// uncertainty. From 10 million on, the win rate is certain.
        win_rate_evidence: Evidence = Evidence::literal(200.0), from "A: a wide prior, because the sources conflict";
        /// Size of the opportunities of an account of mean potential.
        size: DealSize = DealSize::default(), from "A: no published figure";
        /// Relative standard error of the rate of opportunities. Defaults to
        /// `market.uncertainty.opportunity-rate`.
        rate_uncertainty: Option<Sigma> = None, from "as `market.uncertainty.opportunity-rate`";
        /// Relative standard error of the median size. Defaults to `market.uncertainty.size`.
        size_uncertainty: Option<Sigma> = None, from "as `market.uncertainty.size`";
        /// Time from creation to a win.
        days_to_win: CloseTime = CloseTime { median_days: Days::literal(84.0), sigma: Sigma::literal(0.6), uncertainty: Sigma::literal(0.0) }, from "S: median 84 days overall";
        /// Time from creation to a loss.
        days_to_loss: CloseTime = CloseTime { median_days: Days::literal(70.0), sigma: Sigma::literal(0.8), uncertainty: Sigma::literal(0.0) }, from "A: losses occur sooner and vary more";
        /// Probabilities of closing by the age of an opportunity. If set, they replace
        /// `days-to-win` and `days-to-loss`, whose medians are then used only for lead times.
        closing: Option<ClosingLifeTable> = None, from "none: lognormal times";
        /// Share of revenue that churns at a yearly renewal at full coverage, by risk class.
        churn: ClassShares = ClassShares { low: Share::literal(0.05), medium: Share::literal(0.12), high: Share::literal(0.25) }, from "A: no published figure by class";
        /// Expansion at a yearly renewal at full coverage, as a share of revenue, by growth class.
        expansion: ClassShares = ClassShares { low: Share::literal(0.02), medium: Share::literal(0.06), high: Share::literal(0.14) }, from "A: no published figure by class";
        /// Number of accounts to generate. Used only without a table of accounts.
        #[schemars(range(min = 0, max = 1_000_000))]
        accounts: u32 = 0, from "none";
        /// Distribution of potential of generated accounts. Used only without a table of accounts.
        potential: LognormalAmount = LognormalAmount::default(), from "A: lognormal with a wide spread";
        /// Share of potential that is already sold to generated accounts. Used only without a table
        /// of accounts.
        sold: Share = Share::literal(0.3), from "A: no published figure";
        /// Number of reps to generate. Used only without a table of reps.
        #[schemars(range(min = 0, max = 100_000))]
        reps: u32 = 0, from "none";
        /// Quota per year of each generated rep. Used only without a table of reps.
        quota: Money = Money::literal(900_000.0), from "A: no published figure";
    }
}

choices! {
    /// A lognormal amount.
    pub struct LognormalAmount {
        /// Median amount.
        median: Money = Money::literal(60_000.0), from "A: no published figure";
        /// Standard deviation of the logarithm.
        sigma: Sigma = Sigma::literal(1.0), from "P: deal size and potential are strongly skewed";
    }
}

choices! {
    /// A lognormal time.
    pub struct CloseTime {
        /// Median, in days.
        median_days: Days = Days::literal(84.0), from "S: median 84 days overall";
        /// Standard deviation of the logarithm.
        sigma: Sigma = Sigma::literal(0.6), from "A: no published figure";
        /// Relative standard error of the median, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.0), from "A: assumed small compared with the spread unless calibrated";
    }
}

choices! {
    /// Probabilities of closing and of winning by the age of an opportunity: competing risks in
    /// the form of a life table. Use it if lognormal times do not fit, for example if young
    /// opportunities close in every month and old ones only at the end of a quarter. If it is set,
    /// `month-end-pull` and `quarter-end-pull` apply only to opportunities that are open in the
    /// data and have an expected closing date.
    pub struct ClosingLifeTable {
        /// Last day of each age band, in ascending order. The last band has no end.
        until_days: Vec<Days> = Vec::new(), from "none";
        /// Chance that an open opportunity closes within a week, by age band. Set one row for
        /// all months, or three rows for the first, second and third month of a quarter.
        a_week: Vec<Vec<Share>> = Vec::new(), from "none";
        /// Change in the log odds of winning for an opportunity that closes in each age band. An
        /// empty list means that age has no effect.
        win_log_odds: Vec<LogOdds> = Vec::new(), from "A: age has no effect";
        /// Factor on all times: with 1.2, opportunities take 20 % longer to close.
        stretch: Factor = Factor::literal(1.0), from "times as in the table";
        /// Relative standard error of the common factor on all times, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.0), from "A: assumed small compared with the spread unless calibrated";
    }
}

choices! {
    /// Shares by class.
    pub struct ClassShares {
        /// Share of the low class.
        low: Share = Share::literal(0.0), from "none";
        /// Share of the medium class.
        medium: Share = Share::literal(0.0), from "none";
        /// Share of the high class.
        high: Share = Share::literal(0.0), from "none";
    }
}

/// Distribution of the size of opportunities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum DealSize {
    /// A lognormal distribution with the given median and spread.
    Lognormal(LognormalAmount),
    /// An empirical distribution, given by at least two quantiles at equal steps from the
    /// smallest to the largest size.
    Quantiles(Vec<Money>),
}

impl DealSize {
    /// Median size of the opportunities of an account of mean potential.
    #[must_use]
    pub fn median(&self) -> f64 {
        match self {
            Self::Lognormal(spread) => spread.median.get(),
            Self::Quantiles(at) => match at.len() {
                0 => 0.0,
                n => 0.5 * (at[(n - 1) / 2].get() + at[n / 2].get()),
            },
        }
    }
}

impl Default for DealSize {
    fn default() -> Self {
        Self::Lognormal(LognormalAmount { median: Money::literal(30_000.0), sigma: Sigma::literal(0.7) })
    }
}
