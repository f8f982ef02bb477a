//! Choices about the market: everything that chance decides, and how certain its parameters are.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices;
use crate::units::{Days, Evidence, Factor, LogOdds, Money, Months, Persistence, Rate, Share, Sigma};

choices! {
    /// Win rates, deal sizes, sales cycles and everything else that chance decides. All
    /// plans of a comparison should share one market, because each world is drawn once
    /// for all plans with the same market.
    pub struct Market {
        /// Segments by name.
        segments: BTreeMap<String, Segment> = BTreeMap::new(), from "none";
        /// Industries by name. An industry that is not named here has average odds of winning.
        industries: BTreeMap<String, Industry> = BTreeMap::new(), from "A: average odds";
        /// Sources of opportunities by name, with their shares. Defaults to one average source.
        sources: BTreeMap<String, OpportunitySource> = BTreeMap::new(), from "A: one average source";
        /// Regions by name. A region that is not named here has average odds of winning.
        regions: BTreeMap<String, Region> = BTreeMap::new(), from "A: average odds";
        /// Monthly shock to the log odds of winning in every segment.
        shock: Autoregression = Autoregression { sd: Sigma::literal(0.12), ..Autoregression::default() }, from "A: the year-to-year shift of -18 % in 2023 (S: Ebsta) is a fall of two deviations";
        /// Monthly shock to the log odds of winning in one segment, drawn for each segment.
        segment_shock: Autoregression = Autoregression { sd: Sigma::literal(0.08), ..Autoregression::default() }, from "A: two thirds of the market's";
        /// Random changes of potential over time.
        potential_drift: PotentialDrift = PotentialDrift::default(), from "none";
        /// Seasonal patterns of creating, closing and winning opportunities.
        season: Season = Season::default(), from "none";
        /// Delays of opportunities that close later than planned.
        slippage: Slippage = Slippage::default(), from "none";
        /// Effect of selling time on the creation of opportunities. A selling time of 1 is what
        /// the commercial coverage model gives an account of the tier.
        response: Response = Response::default(), from "P: selling elasticity 0.31 corrected mean (Albers, Mantrala & Sridhar 2010); inbound share A";
        /// Highest possible rate of creation of opportunities, as a multiple of the normal rate.
        rate_cap: Factor = Factor::literal(3.0), from "A: three times normal";
        /// Change of the log odds of winning for a deal of e (2.718) times the segment's median size.
        size_log_odds: LogOdds = LogOdds::literal(-0.35), from "A: one real CRM falls from 70-76 % to 10 % over the deciles of size (P), steeper than this";
        /// Change of the log odds of winning for a rep at the start of the ramp. It shrinks to
        /// zero as the rep ramps.
        unramped_log_odds: LogOdds = LogOdds::literal(-0.3), from "A: no published figure";
        /// How relationships between reps and accounts grow, and what they are worth.
        relationship: Relationship = Relationship::default(), from "none";
        /// Cost of a change of owner.
        hand_over: HandOver = HandOver::default(), from "none";
        /// Differences in skill between reps.
        skill: Skill = Skill::default(), from "none";
        /// Churn and expansion of existing revenue.
        renewal: RenewalRates = RenewalRates::default(), from "none";
        /// Uncertainty of the figures above.
        uncertainty: Uncertainty = Uncertainty::default(), from "none";
    }
}

choices! {
    /// One segment of the market.
    pub struct Segment {
        /// Lowest potential of the segment. An account without a segment belongs to the segment
        /// with the highest `potential-from` that its potential reaches.
        potential_from: Money = Money::literal(0.0), from "A: the lowest segment takes all other accounts";
        /// Mean potential per year to which the rates below refer.
        mean_potential: Money = Money::literal(100_000.0), from "A: no published figure";
        /// New opportunities per year of an account of mean potential at full coverage.
        opportunities_per_year: Factor = Factor::literal(1.0), from "A: no published figure";
        /// Exponent with which the number of opportunities grows with potential.
        potential_on_count: Share = Share::literal(0.4), from "A: larger accounts buy more often and in larger amounts";
        /// Exponent with which the size of deals grows with potential.
        potential_on_size: Share = Share::literal(0.6), from "A: larger accounts buy more often and in larger amounts";
        /// Share of closed opportunities that are won, for a deal of the segment's median size in an average industry.
        win_rate: Share = Share::literal(0.25), from "S: SMB 25-40, mid-market 15-25, enterprise 10-20 %, conflicting";
        /// Number of closed opportunities from which the win rate was estimated. Fewer mean more
        /// uncertainty; from 10 million on, the win rate is certain.
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
        days_to_loss: CloseTime = CloseTime { median_days: Days::literal(70.0), sigma: Sigma::literal(0.8), uncertainty: Sigma::literal(0.0) }, from "A: losses are decided sooner and vary more";
        /// Chances of closing by the age of an opportunity. If given, they replace `days-to-win`
        /// and `days-to-loss`, whose medians are then used only for lead times.
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
        /// Share of potential that is already sold to generated accounts. Used only without a
        /// table of accounts.
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
        uncertainty: Sigma = Sigma::literal(0.0), from "A: small compared with the spread, unless a calibration says otherwise";
    }
}

choices! {
    /// Chances of closing and of winning by the age of an opportunity: competing risks as a
    /// life table. Use it where lognormal times do not fit, such as in a company where
    /// young opportunities close in every month and old ones only at the end of a quarter.
    /// With it, `month-end-pull` and `quarter-end-pull` do not apply, except to opportunities
    /// that are open in the data and have an expected closing date.
    pub struct ClosingLifeTable {
        /// Last days of the bands of age, in ascending order. The last band has no end.
        until_days: Vec<Days> = Vec::new(), from "none";
        /// Chance that an open opportunity closes within a week, by band of age. Give one row for
        /// all months, or three rows for the first, second and third month of a quarter.
        a_week: Vec<Vec<Share>> = Vec::new(), from "none";
        /// Change of the log odds of winning of an opportunity that closes at that age, by band.
        /// An empty list means that age has no effect.
        win_log_odds: Vec<LogOdds> = Vec::new(), from "A: age has no effect";
        /// Factor on all times: with 1.2, everything takes a fifth longer.
        stretch: Factor = Factor::literal(1.0), from "times as in the table";
        /// Relative standard error of all times together, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.0), from "A: small compared with the spread, unless a calibration says otherwise";
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

impl Default for DealSize {
    fn default() -> Self {
        Self::Lognormal(LognormalAmount { median: Money::literal(30_000.0), sigma: Sigma::literal(0.7) })
    }
}

choices! {
    /// An industry.
    pub struct Industry {
        /// Change of the log odds of winning, relative to the average industry.
        win_log_odds: LogOdds = LogOdds::literal(0.0), from "A: average odds";
        /// Standard error of the change of log odds, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.0), from "A: taken as certain, unless a calibration says otherwise";
    }
}

choices! {
    /// A region.
    pub struct Region {
        /// Change of the log odds of winning, relative to the average region.
        win_log_odds: LogOdds = LogOdds::literal(0.0), from "A: average odds";
        /// Standard error of the change of log odds, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.0), from "A: taken as certain, unless a calibration says otherwise";
    }
}

choices! {
    /// A source of opportunities.
    pub struct OpportunitySource {
        /// Share of opportunities that come from this source. Shares are scaled to add up to 1.
        share: Share = Share::literal(1.0), from "A: no published figure";
        /// Change of the log odds of winning, relative to the average source.
        win_log_odds: LogOdds = LogOdds::literal(0.0), from "A: average odds";
        /// Standard error of the change of log odds, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.0), from "A: taken as certain, unless a calibration says otherwise";
    }
}

choices! {
    /// A monthly first-order autoregression of log odds, plus a trend.
    pub struct Autoregression {
        /// Standard deviation of the series in the long run.
        sd: Sigma = Sigma::literal(0.1), from "A: no published figure";
        /// Correlation with the previous month.
        persistence: Persistence = Persistence::literal(0.85), from "A: shocks halve in about four months";
        /// Change of the log odds per year.
        trend_per_year: LogOdds = LogOdds::literal(0.0), from "A: no trend";
    }
}

choices! {
    /// Random changes of potential: a quarterly random walk of its logarithm.
    pub struct PotentialDrift {
        /// Standard deviation per quarter of the change of a single account.
        account_sd: Sigma = Sigma::literal(0.06), from "A: no published figure";
        /// Standard deviation per quarter of the change that all accounts of a segment share.
        segment_sd: Sigma = Sigma::literal(0.02), from "A: no published figure";
        /// Growth of potential per year.
        trend_per_year: Rate = Rate::literal(0.0), from "A: no trend";
        /// Rise of an account's potential for each deal won, as a share of it.
        won_gain: Share = Share::literal(0.03), from "A: a won deal leads to more; together with `lost-loss`, potential is stable at a win rate of one in four";
        /// Fall of an account's potential for each deal lost, as a share of it.
        lost_loss: Share = Share::literal(0.01), from "A: a lost deal makes the next less likely";
    }
}

choices! {
    /// Seasonal patterns of creating, closing and winning opportunities.
    pub struct Season {
        /// Relative rate of creation by calendar month, starting with January. Scaled to a mean of 1.
        #[schemars(length(min = 12, max = 12))]
        creation_by_month: Vec<Factor> = vec![Factor::literal(1.0); 12], from "A: no season";
        /// Change of the log odds of winning in the first, second and third month of a quarter.
        /// Quarters are counted from the start of the horizon.
        #[schemars(length(min = 3, max = 3))]
        win_log_odds_by_quarter_month: Vec<LogOdds> = vec![LogOdds::literal(0.0); 3], from "A: none; one public CRM shows 49, 55, 81 % (P)";
        /// Strength with which closing dates move toward the end of the month: 1 is none, 2 is strong.
        #[schemars(range(min = 1.0, max = 10.0))]
        month_end_pull: f64 = 1.3, from "A: month end brings 3 x wins, 11.4 x losses (S: InsideSales / HBR)";
        /// Strength with which closing dates move toward the end of the quarter: 1 is none, 2 is strong.
        #[schemars(range(min = 1.0, max = 10.0))]
        quarter_end_pull: f64 = 1.15, from "A: no published figure";
    }
}

choices! {
    /// Delays of opportunities that close later than planned.
    pub struct Slippage {
        /// Share of opportunities that slip.
        share: Share = Share::literal(0.3), from "A: no published share";
        /// Mean slip of the opportunities that slip, in days.
        mean_days: Days = Days::literal(30.0), from "A: no published figure";
        /// Length of a slip from which the odds of winning fall, in days.
        long_days: Days = Days::literal(56.0), from "S: Ebsta (8 weeks)";
        /// Change of the log odds of winning after a long slip.
        long_log_odds: LogOdds = LogOdds::literal(-1.3), from "S: Ebsta (cuts wins by 67 %; at a win rate of 25 % that is -1.3)";
    }
}

/// Effect of coverage on the creation of opportunities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Response {
    /// f(k) = inbound + (1 - inbound) k^elasticity.
    Power {
        /// Share of opportunities that arise without any coverage.
        inbound: Share,
        /// Elasticity of opportunities with respect to coverage.
        elasticity: Share,
    },
    /// ADBUDG: f(k) = inbound + (1 - inbound) k^shape (1 + half^shape) / (k^shape + half^shape), so that f(1) = 1.
    Adbudg {
        /// Share of opportunities that arise without any coverage.
        inbound: Share,
        /// Coverage at which half of the effect is reached, before scaling.
        half: Share,
        /// Steepness of the curve. Above 1 the curve is S-shaped.
        shape: Factor,
    },
}

impl Relationship {
    /// Share of full strength that is still missing after a number of months under one owner, 0 to 1.
    #[must_use]
    pub fn missing_strength(&self, months: f64) -> f64 {
        let grow = self.months_to_grow.get();
        if grow > 0.0 { libm::exp(-months / grow) } else { 0.0 }
    }
}

impl Default for Response {
    fn default() -> Self {
        Self::Power { inbound: Share::literal(0.35), elasticity: Share::literal(0.31) }
    }
}

choices! {
    /// How relationships between reps and accounts grow, and what they are worth. Strength
    /// is a number from 0 to 1.
    pub struct Relationship {
        /// Months under one owner until the strength reaches 63 % of full strength.
        months_to_grow: Months = Months::literal(12.0), from "A: no published figure";
        /// Change of the log odds of winning at full strength, relative to no relationship.
        win_log_odds: LogOdds = LogOdds::literal(0.25), from "A: no published figure";
        /// Change of the log odds of churn at full strength, relative to no relationship.
        churn_log_odds: LogOdds = LogOdds::literal(-0.3), from "A: no published figure";
    }
}

choices! {
    /// Cost of a change of owner. The published loss refers to all sales of the account. Part
    /// of it is caused by the lost relationship and the disturbed open deals, which are
    /// simulated; the rest falls on new opportunities. The mean loss is drawn per world
    /// between its bounds, and each account's loss around it. A loss may be negative, which
    /// is a gain.
    pub struct HandOver {
        /// Lowest mean loss in the new owner's first year, as a share of the account's sales.
        loss_low: Share = Share::literal(0.132), from "P: Shi, Sridhar, Grewal & Lilien 2017";
        /// Highest mean loss in the new owner's first year, as a share of the account's sales.
        loss_high: Share = Share::literal(0.176), from "P: Shi, Sridhar, Grewal & Lilien 2017";
        /// Standard deviation of the loss between accounts.
        loss_sd: Share = Share::literal(0.15), from "P: gains can exceed 29 % (Schmitz et al. 2020), about three deviations up";
        /// Share of the loss that is avoided when the new owner knows the industry or a planned
        /// transition is long enough.
        avoidable: Share = Share::literal(0.4), from "P: Shi et al. 2017, AMA summary";
        /// Factor on the loss when the new owner is a new hire.
        new_hire_factor: Factor = Factor::literal(1.2), from "P: new hires do worse (Shi et al. 2017); the size is A";
        /// Months in which the loss decays to 37 % of its initial size.
        decay_months: Months = Months::literal(9.0), from "A: published for the first year only";
        /// Delay of the account's open opportunities, in days.
        delay_days: Days = Days::literal(21.0), from "A: no published figure";
        /// Change of the log odds of winning the account's open opportunities.
        win_log_odds: LogOdds = LogOdds::literal(-0.35), from "A: no published figure";
        /// Share of relationship strength that is kept when the new owner knows the industry or
        /// the segment.
        kept_known: Share = Share::literal(0.5), from "A: no published figure";
        /// Share of relationship strength that is kept otherwise.
        kept_unknown: Share = Share::literal(0.25), from "A: no published figure";
        /// Change of the log odds of churn at a renewal within a year after the change of owner.
        churn_log_odds: LogOdds = LogOdds::literal(0.3), from "A: no published figure";
    }
}

choices! {
    /// Differences in skill between reps, as a random effect on the log odds of winning.
    pub struct Skill {
        /// Standard deviation of skill between reps.
        sd: Sigma = Sigma::literal(0.3), from "A: one real CRM shows a spread of win rate of 0.22 between owners (P), part of it chance";
        /// Expected skill of a new hire, relative to the present reps.
        hire_log_odds: LogOdds = LogOdds::literal(0.0), from "A: hires are like the present reps";
        /// Known skills of reps, by id. The skills of other reps are estimated from their closed
        /// opportunities.
        reps: BTreeMap<String, RepSkill> = BTreeMap::new(), from "none: estimated from closed opportunities";
    }
}

choices! {
    /// Known skill of one rep.
    pub struct RepSkill {
        /// Expected change of the log odds of winning, relative to the average rep.
        win_log_odds: LogOdds = LogOdds::literal(0.0), from "A: average odds";
        /// Standard error of the change of log odds, drawn once per world.
        uncertainty: Sigma = Sigma::literal(0.3), from "A: nothing is known";
    }
}

choices! {
    /// Churn and expansion of existing revenue, decided at each account's yearly renewal.
    pub struct RenewalRates {
        /// Change of the log odds of churn without any coverage, relative to full coverage.
        uncovered_churn_log_odds: LogOdds = LogOdds::literal(0.6), from "A: no published figure";
        /// Share of expansion that needs coverage. The rest arises without it.
        expansion_needs_coverage: Share = Share::literal(0.5), from "A: no published figure";
        /// Share of new business that recurs every year.
        recurring: Share = Share::literal(0.8), from "A: no published figure";
        /// Standard deviation of the logarithm of expansion between renewals.
        expansion_sigma: Sigma = Sigma::literal(0.6), from "A: no published figure";
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
        ramp: Sigma = Sigma::literal(0.15), from "A: sources say 3 to 9 months (S)";
        /// Relative standard error of the time to fill a seat.
        time_to_fill: Sigma = Sigma::literal(0.1), from "S: 47 to 62 days by source";
        /// Relative standard error of the odds of churn.
        churn: Sigma = Sigma::literal(0.15), from "A: no published figure";
        /// Standard error of `size-log-odds`. Unlike the others, it is not relative.
        size_log_odds: Sigma = Sigma::literal(0.0), from "A: taken as certain, unless a calibration says otherwise";
    }
}
