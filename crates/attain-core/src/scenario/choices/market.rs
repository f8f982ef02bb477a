//! The odds of the market: everything that chance decides, with how sure we are.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices;
use crate::units::{Days, Evidence, Factor, LogOdds, Money, Months, Persistence, Rate, Share, Sigma};

choices! {
    /// The odds of the market. All plans of one comparison should share them:
    /// the same worlds are drawn once for all plans with the same market.
    pub struct Market {
        /// Segments by name.
        segments: BTreeMap<String, Segment> = BTreeMap::new(), from "none";
        /// Industries by name; an industry that is not named here has average odds.
        industries: BTreeMap<String, Industry> = BTreeMap::new(), from "A: average odds";
        /// Sources of opportunities by name, with their shares; none: one average source.
        sources: BTreeMap<String, Source> = BTreeMap::new(), from "A: one average source";
        /// Regions by name; a region that is not named here has average odds.
        regions: BTreeMap<String, Region> = BTreeMap::new(), from "A: average odds";
        /// Shock to every win rate, on the logit, month by month.
        shock: Autoregression = Autoregression { sd: Sigma::of(0.12), ..Autoregression::default() }, from "A: the year-to-year shift of -18 % in 2023 (S: Ebsta) is a fall of two deviations";
        /// Shock to one segment's win rate, on the logit, month by month.
        segment_shock: Autoregression = Autoregression { sd: Sigma::of(0.08), ..Autoregression::default() }, from "A: two thirds of the market's";
        /// How accounts' potential moves.
        potential_drift: PotentialDrift = PotentialDrift::default(), from "none";
        /// Seasons of creating, closing and winning.
        season: Season = Season::default(), from "none";
        /// Opportunities that close later than planned.
        slippage: Slippage = Slippage::default(), from "none";
        /// What effort does to the creation of opportunities: 1 is the time that the
        /// commercial coverage model gives an account of its tier.
        response: Response = Response::default(), from "P: selling elasticity 0.31 corrected mean (Albers, Mantrala & Sridhar 2010); inbound share A";
        /// Highest rate of creation, as a multiple of the normal one.
        rate_cap: Factor = Factor::of(3.0), from "A: three times normal";
        /// Change of log odds when the deal is e times the segment's median size.
        size_log_odds: LogOdds = LogOdds::of(-0.35), from "A: one real CRM falls from 70-76 % to 10 % over the deciles of size (P), steeper than this";
        /// Change of log odds for a rep who has not begun to ramp; nothing once ramped.
        unramped_log_odds: LogOdds = LogOdds::of(-0.3), from "A: no published figure";
        /// Growth and worth of a relationship.
        relationship: Relationship = Relationship::default(), from "none";
        /// What a change of owner costs.
        hand_over: HandOver = HandOver::default(), from "none";
        /// Differences between reps.
        skill: Skill = Skill::default(), from "none";
        /// Churn and expansion of existing revenue.
        renewal: Renewal = Renewal::default(), from "none";
        /// How sure we are of the figures above.
        uncertainty: Uncertainty = Uncertainty::default(), from "none";
    }
}

choices! {
    /// One segment of the market.
    pub struct Segment {
        /// An account without a segment belongs to the segment with the highest
        /// `potential-from` that its potential reaches.
        potential_from: Money = Money::of(0.0), from "A: the lowest segment takes what is left";
        /// Mean potential the rates below refer to, a year.
        mean_potential: Money = Money::of(100_000.0), from "A: no published figure";
        /// New opportunities a year of an account of mean potential, fully covered.
        opportunities_per_year: Factor = Factor::of(1.0), from "A: no published figure";
        /// How the number of opportunities grows with potential: exponent.
        potential_on_count: Share = Share::of(0.4), from "A: larger accounts buy more often and larger";
        /// How the size of deals grows with potential: exponent.
        potential_on_size: Share = Share::of(0.6), from "A: larger accounts buy more often and larger";
        /// Share of closed opportunities that are won, for a deal of the segment's median size in an average industry.
        win_rate: Share = Share::of(0.25), from "S: SMB 25-40, mid-market 15-25, enterprise 10-20 %, conflicting";
        /// Closed opportunities the win rate was learned from; fewer: less sure. From 10 million on it counts as certain.
        win_rate_evidence: Evidence = Evidence::of(200.0), from "A: a wide prior, because the sources conflict";
        /// Size of an opportunity of an account of mean potential.
        size: Size = Size::default(), from "A: no published figure";
        /// Relative standard error of the rate of opportunities.
        rate_uncertainty: Option<Sigma> = None, from "as `market.uncertainty.opportunity-rate`";
        /// Relative standard error of the median size.
        size_uncertainty: Option<Sigma> = None, from "as `market.uncertainty.size`";
        /// Days from creation to a win.
        days_to_win: CloseTime = CloseTime { median_days: Days::of(84.0), sigma: Sigma::of(0.6), uncertainty: Sigma::of(0.0) }, from "S: median 84 days overall";
        /// Days from creation to a loss.
        days_to_loss: CloseTime = CloseTime { median_days: Days::of(70.0), sigma: Sigma::of(0.8), uncertainty: Sigma::of(0.0) }, from "A: losses are decided sooner and spread wider";
        /// When opportunities close, by their age; given, it decides in the place of `days-to-win` and `days-to-loss`,
        /// whose medians are then no more than what lead times are told from.
        closing: Option<Closing> = None, from "none: lognormal times";
        /// Share of revenue that churns at a yearly renewal, by risk class, at full coverage.
        churn: ByClass = ByClass { low: Share::of(0.05), medium: Share::of(0.12), high: Share::of(0.25) }, from "A: no published figure by class";
        /// Expansion at a yearly renewal as a share of revenue, by growth class, at full coverage.
        expansion: ByClass = ByClass { low: Share::of(0.02), medium: Share::of(0.06), high: Share::of(0.14) }, from "A: no published figure by class";
        /// Without account files: how many accounts to generate.
        #[schemars(range(min = 0, max = 1_000_000))]
        accounts: u32 = 0, from "none";
        /// Without account files: distribution of potential.
        potential: Spread = Spread::default(), from "A: lognormal, lumpy";
        /// Without account files: share of potential already sold.
        sold: Share = Share::of(0.3), from "A: no published figure";
        /// Without rep files: how many reps serve the segment.
        #[schemars(range(min = 0, max = 100_000))]
        reps: u32 = 0, from "none";
        /// Without rep files: yearly quota of each rep.
        quota: Money = Money::of(900_000.0), from "A: no published figure";
    }
}

choices! {
    /// A lognormal amount.
    pub struct Spread {
        /// Median.
        median: Money = Money::of(60_000.0), from "A: no published figure";
        /// Standard deviation of the logarithm.
        sigma: Sigma = Sigma::of(1.0), from "P: deal size and potential are strongly skewed";
    }
}

choices! {
    /// A lognormal time.
    pub struct CloseTime {
        /// Median, days.
        median_days: Days = Days::of(84.0), from "S: median 84 days overall";
        /// Standard deviation of the logarithm.
        sigma: Sigma = Sigma::of(0.6), from "A: no published figure";
        /// Relative standard error of the median, drawn once per world.
        uncertainty: Sigma = Sigma::of(0.0), from "A: little beside the spread, unless a calibration says so";
    }
}

choices! {
    /// When opportunities close and how they end, by their age: competing risks
    /// as a life table. For times that no lognormal tells, such as those of a
    /// company where young opportunities close in every month, old ones only at
    /// the quarter's end. Dates are not pulled to the ends of months beside it, but
    /// for what is open in the data and has an expected day: it closes about that.
    pub struct Closing {
        /// Last days of the bands of age, rising; the last band goes on for whatever grows older.
        until_days: Vec<Days> = Vec::new(), from "none";
        /// By band: chance of an opportunity of that age that is open to close within a week. One row
        /// for all months, or three: the first month of the quarter, the second, the third.
        a_week: Vec<Vec<Share>> = Vec::new(), from "none";
        /// By band: change of log odds of winning of what closes at that age; none: age does not matter.
        win_log_odds: Vec<LogOdds> = Vec::new(), from "A: age does not matter";
        /// Factor on all times: 1.2, and everything takes a fifth longer.
        stretch: Factor = Factor::of(1.0), from "as in the table";
        /// Relative standard error of all times together, drawn once per world.
        uncertainty: Sigma = Sigma::of(0.0), from "A: little beside the spread, unless a calibration says so";
    }
}

choices! {
    /// Shares by class.
    pub struct ByClass {
        /// The low class.
        low: Share = Share::of(0.0), from "none";
        /// The medium class.
        medium: Share = Share::of(0.0), from "none";
        /// The high class.
        high: Share = Share::of(0.0), from "none";
    }
}

/// Distribution of an opportunity's size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Size {
    /// Lognormal with this median and spread.
    Lognormal(Spread),
    /// Empirical quantiles at equal steps from the smallest to the largest, at least two, rising.
    Quantiles(Vec<Money>),
}

impl Default for Size {
    fn default() -> Self {
        Self::Lognormal(Spread { median: Money::of(30_000.0), sigma: Sigma::of(0.7) })
    }
}

choices! {
    /// An industry.
    pub struct Industry {
        /// Change of log odds of winning against the average industry.
        win_log_odds: LogOdds = LogOdds::of(0.0), from "A: average odds";
        /// Standard error of it, drawn once per world.
        uncertainty: Sigma = Sigma::of(0.0), from "A: as given, unless a calibration says so";
    }
}

choices! {
    /// A region.
    pub struct Region {
        /// Change of log odds of winning against the average region.
        win_log_odds: LogOdds = LogOdds::of(0.0), from "A: average odds";
        /// Standard error of it, drawn once per world.
        uncertainty: Sigma = Sigma::of(0.0), from "A: as given, unless a calibration says so";
    }
}

choices! {
    /// A source of opportunities.
    pub struct Source {
        /// Share of opportunities; shares are scaled to add up to one.
        share: Share = Share::of(1.0), from "A: no published figure";
        /// Change of log odds of winning against the average source.
        win_log_odds: LogOdds = LogOdds::of(0.0), from "A: average odds";
        /// Standard error of it, drawn once per world.
        uncertainty: Sigma = Sigma::of(0.0), from "A: as given, unless a calibration says so";
    }
}

choices! {
    /// A monthly first-order autoregression on the logit, plus a trend.
    pub struct Autoregression {
        /// Standard deviation of the series in the long run.
        sd: Sigma = Sigma::of(0.1), from "A: no published figure";
        /// Correlation with the month before.
        persistence: Persistence = Persistence::of(0.85), from "A: shocks halve in about four months";
        /// Change of log odds a year.
        trend_per_year: LogOdds = LogOdds::of(0.0), from "A: no trend";
    }
}

choices! {
    /// How accounts' potential moves: a quarterly random walk of its logarithm.
    pub struct PotentialDrift {
        /// Standard deviation a quarter of one account's own move.
        account_sd: Sigma = Sigma::of(0.06), from "A: no published figure";
        /// Standard deviation a quarter of a segment's common move.
        segment_sd: Sigma = Sigma::of(0.02), from "A: no published figure";
        /// Growth of potential a year.
        trend_per_year: Rate = Rate::of(0.0), from "A: no trend";
        /// Rise of an account's potential for each deal won.
        won_gain: Share = Share::of(0.03), from "A: a won deal opens doors; with the fall below, level at a win rate of one in four";
        /// Fall of an account's potential for each deal lost.
        lost_loss: Share = Share::of(0.01), from "A: a lost deal closes one";
    }
}

choices! {
    /// Seasons of creating, closing and winning.
    pub struct Season {
        /// Relative rate of creation by calendar month, January first; scaled to a mean of one.
        #[schemars(length(min = 12, max = 12))]
        creation_by_month: Vec<Factor> = vec![Factor::of(1.0); 12], from "A: no season";
        /// Change of log odds by month of the quarter, first month first; quarters count from the horizon's start.
        #[schemars(length(min = 3, max = 3))]
        win_log_odds_by_quarter_month: Vec<LogOdds> = vec![LogOdds::of(0.0); 3], from "A: none; one public CRM shows 49, 55, 81 % (P)";
        /// Pull of closing dates toward the end of the month: 1 none, 2 strong.
        #[schemars(range(min = 1.0, max = 10.0))]
        month_end_pull: f64 = 1.3, from "A: month end brings 3 x wins, 11.4 x losses (S: InsideSales / HBR)";
        /// Pull of closing dates toward the end of the quarter: 1 none, 2 strong.
        #[schemars(range(min = 1.0, max = 10.0))]
        quarter_end_pull: f64 = 1.15, from "A: no published figure";
    }
}

choices! {
    /// Opportunities that close later than planned.
    pub struct Slippage {
        /// Share of opportunities that slip.
        share: Share = Share::of(0.3), from "A: no published share";
        /// Mean slip of those that slip, days.
        mean_days: Days = Days::of(30.0), from "A: no published figure";
        /// A slip beyond this hurts the odds, days.
        long_days: Days = Days::of(56.0), from "S: Ebsta (8 weeks)";
        /// Change of log odds after a long slip.
        long_log_odds: LogOdds = LogOdds::of(-1.3), from "S: Ebsta (cuts wins by 67 %; at a win rate of 25 % that is -1.3)";
    }
}

/// What coverage does to the creation of opportunities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Response {
    /// f(k) = inbound + (1 - inbound) k^elasticity.
    Power {
        /// Share of opportunities that come without any coverage.
        inbound: Share,
        /// Selling elasticity.
        elasticity: Share,
    },
    /// ADBUDG: f(k) = inbound + (1 - inbound) k^shape (1 + half^shape) / (k^shape + half^shape), so that f(1) = 1.
    Adbudg {
        /// Share of opportunities that come without any coverage.
        inbound: Share,
        /// Coverage at half of the effect, before scaling.
        half: Share,
        /// Steepness; over 1 gives an S.
        shape: Factor,
    },
}

impl Relationship {
    /// What is lacking of full strength after some months under one owner, 0 to 1.
    #[must_use]
    pub fn lacking(&self, months: f64) -> f64 {
        let grow = self.months_to_grow.get();
        if grow > 0.0 { libm::exp(-months / grow) } else { 0.0 }
    }
}

impl Default for Response {
    fn default() -> Self {
        Self::Power { inbound: Share::of(0.35), elasticity: Share::of(0.31) }
    }
}

choices! {
    /// Growth and worth of a relationship. Strength runs from 0 to 1.
    pub struct Relationship {
        /// Months under one owner until the strength is 63 % of full.
        months_to_grow: Months = Months::of(12.0), from "A: no published figure";
        /// Change of log odds of winning at full strength, against none.
        win_log_odds: LogOdds = LogOdds::of(0.25), from "A: no published figure";
        /// Change of log odds of churn at full strength, against none.
        churn_log_odds: LogOdds = LogOdds::of(-0.3), from "A: no published figure";
    }
}

choices! {
    /// What a change of owner costs. The published loss is that of the account's
    /// whole sales: it is split into what the lost relationship and the disturbed
    /// open deals already cost, and the rest, which falls on new opportunities.
    /// It is drawn per world between its bounds and per account around it, and
    /// may be a gain.
    pub struct HandOver {
        /// Lowest mean loss of the account's sales in the new owner's first year.
        loss_low: Share = Share::of(0.132), from "P: Shi, Sridhar, Grewal & Lilien 2017";
        /// Highest mean loss of the account's sales in the new owner's first year.
        loss_high: Share = Share::of(0.176), from "P: Shi, Sridhar, Grewal & Lilien 2017";
        /// Standard deviation of the loss between accounts; keeps the effect signed.
        loss_sd: Share = Share::of(0.15), from "P: gains can exceed 29 % (Schmitz et al. 2020), about three deviations up";
        /// Share of the loss avoided when the new owner knows the industry or a planned transition is long enough.
        avoidable: Share = Share::of(0.4), from "P: Shi et al. 2017, AMA summary";
        /// Factor on the loss when the new owner is a new hire.
        new_hire_factor: Factor = Factor::of(1.2), from "P: new hires do worse (Shi et al. 2017); the size is A";
        /// Months in which the loss decays to 37 %.
        decay_months: Months = Months::of(9.0), from "A: published for the first year only";
        /// Delay of the account's open opportunities, days.
        delay_days: Days = Days::of(21.0), from "A: none published";
        /// Change of log odds of the account's open opportunities.
        win_log_odds: LogOdds = LogOdds::of(-0.35), from "A: none published";
        /// Share of relationship strength kept when the new owner knows the industry or the segment.
        kept_known: Share = Share::of(0.5), from "A: none published";
        /// Share of relationship strength kept otherwise.
        kept_unknown: Share = Share::of(0.25), from "A: none published";
        /// Change of log odds of churn at a renewal within a year after the change.
        churn_log_odds: LogOdds = LogOdds::of(0.3), from "A: none published";
    }
}

choices! {
    /// Differences between reps, as a random effect on the log odds of winning.
    pub struct Skill {
        /// Standard deviation between reps.
        sd: Sigma = Sigma::of(0.3), from "A: one real CRM shows a spread of win rate of 0.22 between owners (P), part of it luck";
        /// Expected difference of a hire to the present reps.
        hire_log_odds: LogOdds = LogOdds::of(0.0), from "A: hires are like the present reps";
        /// What is known of reps, by id; of others it is learned from their closed opportunities.
        reps: BTreeMap<String, RepSkill> = BTreeMap::new(), from "none: learned from closed opportunities";
    }
}

choices! {
    /// What is known of one rep's skill.
    pub struct RepSkill {
        /// Expected difference to the average rep.
        win_log_odds: LogOdds = LogOdds::of(0.0), from "A: average odds";
        /// Standard error of it, drawn once per world.
        uncertainty: Sigma = Sigma::of(0.3), from "A: nothing is known";
    }
}

choices! {
    /// Churn and expansion of existing revenue, decided at each account's yearly renewal.
    pub struct Renewal {
        /// Change of log odds of churn without any coverage, against full coverage.
        uncovered_churn_log_odds: LogOdds = LogOdds::of(0.6), from "A: no published figure";
        /// Part of expansion that needs coverage; the rest comes by itself.
        expansion_needs_coverage: Share = Share::of(0.5), from "A: no published figure";
        /// Part of new business that comes again every year.
        recurring: Share = Share::of(0.8), from "A: no published figure";
        /// Spread of expansion between renewals, of its logarithm.
        expansion_sigma: Sigma = Sigma::of(0.6), from "A: no published figure";
    }
}

choices! {
    /// How sure we are: relative standard errors, drawn once per world.
    pub struct Uncertainty {
        /// Of the rate of new opportunities, by segment.
        opportunity_rate: Sigma = Sigma::of(0.06), from "A: 300 opportunities a segment";
        /// Of the median size, by segment.
        size: Sigma = Sigma::of(0.05), from "A: 200 won deals a segment";
        /// Of the attrition hazard.
        attrition: Sigma = Sigma::of(0.2), from "A: 25 leavers seen";
        /// Of the length of the ramp.
        ramp: Sigma = Sigma::of(0.15), from "A: sources say 3 to 9 months (S)";
        /// Of the time to fill a seat.
        time_to_fill: Sigma = Sigma::of(0.1), from "S: 47 to 62 days by source";
        /// Of the odds of churn.
        churn: Sigma = Sigma::of(0.15), from "A: no published figure";
        /// Of the change of log odds with size: an error, not a relative one.
        size_log_odds: Sigma = Sigma::of(0.0), from "A: as given, unless a calibration says so";
    }
}
