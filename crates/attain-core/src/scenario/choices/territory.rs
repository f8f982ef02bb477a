//! Score, tiers, coverage, the carve and moves during the year.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices;
use crate::units::{Factor, Hours, Money, Share, Weight};

choices! {
    /// What an account's score is made of: each part is a number from 0 to 1,
    /// the score their weighted mean.
    pub struct Weighting {
        /// Potential, on a log scale within the segment.
        potential: Weight = Weight::of(3.0), from "P: tiers by potential and strategic value, not revenue";
        /// Past conversion of the account's segment, industry and own opportunities.
        conversion: Weight = Weight::of(2.0), from "A: no published weights";
        /// Growth class.
        growth: Weight = Weight::of(1.0), from "A: no published weights";
        /// Strategic flag.
        strategic: Weight = Weight::of(1.0), from "A: no published weights";
        /// Fit with the ideal customer.
        fit: Weight = Weight::of(0.5), from "A: no published weights";
        /// Engagement: how lately the account was touched.
        engagement: Weight = Weight::of(0.5), from "A: no published weights";
        /// Churn risk: revenue worth defending.
        risk: Weight = Weight::of(0.5), from "A: no published weights";
    }
}

choices! {
    /// A tier: accounts with at least this potential. A strategic account goes one tier up.
    pub struct Tier {
        /// Name of the tier.
        name: String = String::new(), from "none";
        /// Lowest yearly potential of the tier.
        potential_from: Money = Money::of(0.0), from "none";
    }
}

pub(super) fn default_tiers() -> Vec<Tier> {
    [("a", 500_000.0), ("b", 100_000.0), ("c", 0.0)]
        .into_iter()
        .map(|(name, from)| Tier { name: name.to_owned(), potential_from: Money::of(from) })
        .collect()
}

/// A published coverage model. The first tier gets the enterprise row, the second the mid-market row, all others the SMB row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoveragePreset {
    /// Few accounts a rep: 4, 18 and 75 accounts; 8, 6 and 3 touches a year.
    Deep,
    /// Many accounts a rep: 40, 100 and 175 accounts; 7, 5 and 2 touches a year.
    Commercial,
}

/// What limits the time that reps have for their books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoverageLimit {
    /// The hours (or accounts) of the team, less absence.
    Hours,
    /// Nothing: a ramped rep has just the time that the book asks for, a ramping
    /// one the productive part of it. What is left when capacity is taken out of
    /// the question.
    Book,
}

choices! {
    /// How much time an account of each tier gets.
    pub struct Coverage {
        /// The published model to start from.
        preset: CoveragePreset = CoveragePreset::Commercial, from "P: two guides that differ: deep (3-5, 15-20, 50-100) and commercial (30-50, 150-200)";
        /// Changes to the model by tier name.
        tiers: BTreeMap<String, TierCoverage> = BTreeMap::new(), from "the preset";
        /// Time an open opportunity asks for, hours a month.
        hours_per_open_opportunity: Hours = Hours::of(3.0), from "A: no published figure";
        /// What limits the time that reps have.
        limit: CoverageLimit = CoverageLimit::Hours, from "A: a rep's month has an end";
    }
}

choices! {
    /// Coverage of one tier.
    pub struct TierCoverage {
        /// Touches a year.
        touches_per_year: Option<Factor> = None, from "the preset";
        /// Hours a touch, travel not included.
        hours_per_touch: Option<Hours> = None, from "the preset: one rep's year divided by its accounts and touches";
    }
}

/// What place means for the carve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Geography {
    /// Place does not matter; travel still takes time.
    Ignore,
    /// Travel costs time and money, nothing more.
    Cost,
    /// Accounts stay with seats of their region.
    Regions,
}

/// Where the assignment starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Carve {
    /// Present owners stay; only accounts without a seat are assigned.
    Keep,
    /// Present owners stay, but seats that are added peel their books from
    /// theirs: no account moves between present seats.
    Peel,
    /// Assign anew, weighing disruption.
    Redesign,
    /// A file names the owners of some accounts; the others are kept.
    Table {
        /// CSV, Parquet or Excel file with the columns `account` and `rep` (a
        /// rep's or an added seat's id; blank: the house) and perhaps `reason`,
        /// relative to this scenario file. The accounts that `plan` writes are one.
        file: String,
    },
}

impl Carve {
    /// Whether present owners stay unless something names another one.
    #[must_use]
    pub fn keeps(&self) -> bool {
        matches!(self, Self::Keep | Self::Table { .. })
    }
}

/// What the assignment is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// Balance of value among the seats of a team, at the least cost of travel,
    /// disruption, misfit and overload.
    Balance,
    /// Expected contribution: from the balanced carve, accounts go on to where
    /// the response to coverage makes them bring more.
    Contribution,
}

choices! {
    /// How accounts are assigned to seats.
    pub struct Territory {
        /// Keep present owners, let added seats peel books from them, assign anew, or read the owners from a file.
        carve: Carve = Carve::Redesign, from "A: a plan is a redesign";
        /// What a carve is after, where accounts are free to move.
        objective: Objective = Objective::Balance, from "P: practitioner guides balance potential; contribution: Skiera & Albers (1998)";
        /// Allowed deviation of a seat's potential from its group's mean before it costs.
        balance_tolerance: Share = Share::of(0.15), from "P: practitioner guides (10-15 %)";
        /// Part of capacity kept free for growth.
        growth_buffer: Share = Share::of(0.125), from "P: practitioner guide (10-15 %)";
        /// What place means.
        geography: Geography = Geography::Regions, from "A: most organisations begin with regions";
        /// Travel, hours for 100 km there and back.
        travel_hours_per_100_km: Hours = Hours::of(2.2), from "A: 90 km/h on the road";
        /// Importance of breaking relationships.
        disruption_weight: Weight = Weight::of(1.0), from "A: priced as the expected hand-over loss";
        /// Importance of balance.
        balance_weight: Weight = Weight::of(1.0), from "A: no published weights";
        /// Accounts stay in a team that serves their segment, tier and growth class.
        containment: bool = true, from "P: contain changes in the segment";
        /// A needed skill is a must, not a wish.
        skills_required: bool = true, from "P: segment-specific needs (industry, language, technical)";
        /// Accounts of one parent stay together.
        family_lock: bool = true, from "A: one buyer, one seller";
        /// Fewest accounts of a seat.
        #[schemars(range(min = 0, max = 100_000))]
        min_accounts: u32 = 0, from "none";
        /// Most accounts of a seat; 0: no limit but capacity.
        #[schemars(range(min = 0, max = 100_000))]
        max_accounts: u32 = 0, from "none";
        /// Accounts that no seat may take, or has a place for, stay with the house; switched off, that is a fault.
        house: bool = true, from "A: better an account without a rep than no plan";
        /// Accounts that stay with a rep whatever happens.
        locks: Vec<Lock> = Vec::new(), from "none";
        /// A team of its own for the top strategic accounts.
        dedicated: Option<Dedicated> = None, from "none";
        /// How long the search goes on: 60 is normal, 120 tries twice as much.
        #[schemars(range(min = 0, max = 10_000))]
        search_rounds: u32 = 60, from "A: enough for the demo to settle";
    }
}

choices! {
    /// An account that stays with a rep.
    pub struct Lock {
        /// The account's id.
        account: String = String::new(), from "none";
        /// The rep's id.
        rep: String = String::new(), from "none";
    }
}

choices! {
    /// A team of its own for the top strategic accounts.
    pub struct Dedicated {
        /// How many accounts, by score among the strategic ones.
        #[schemars(range(min = 1, max = 100_000))]
        top: u32 = 50, from "P: the planner's question";
        /// The team they go to; its seats come from the reps below.
        team: String = String::new(), from "none";
        /// How many seats of the team named in `seats-from` join it, by tenure.
        #[schemars(range(min = 0, max = 10_000))]
        seats: u32 = 5, from "A: ten accounts a seat";
        /// The team that gives the seats.
        seats_from: Option<String> = None, from "A: the team's own seats only";
    }
}

/// Which relationships no move may break.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Protection {
    /// None.
    #[default]
    None,
    /// Accounts with an open opportunity at or beyond a stage.
    ActivePipeline {
        /// Chance to win of the stage from which an opportunity protects.
        from_chance: Share,
    },
    /// Every account that has an owner.
    All,
    /// These accounts.
    Named {
        /// Account ids.
        accounts: Vec<String>,
    },
    /// None is sacred, every one has a price that the carve weighs.
    Priced {
        /// Price of breaking a relationship, as a share of the account's revenue for each year of it.
        revenue_share_per_year: Share,
    },
}

choices! {
    /// How a planned move is handed over.
    pub struct Transition {
        /// Weeks in which old and new owner are both on the account.
        #[schemars(range(min = 0.0, max = 26.0))]
        weeks: f64 = 3.0, from "P: practitioner guide (two to four weeks)";
        /// Share of the avoidable loss that a transition of four weeks or more saves.
        saves: Share = Share::of(0.6), from "A: no published figure";
    }
}

/// When the plan is reviewed and accounts may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// No moves in the year.
    Never,
    /// Every quarter end.
    Quarterly,
    /// Every second quarter end.
    HalfYearly,
    /// At year ends.
    Yearly,
    /// At the quarter ends that find the trigger reached.
    OnTrigger,
}

choices! {
    /// Moves during the year.
    pub struct Rebalance {
        /// When.
        cadence: Cadence = Cadence::Never, from "P: measure quarterly, redesign yearly";
        /// What calls for a review.
        trigger: Trigger = Trigger::default(), from "none";
        /// Most accounts moved at one review.
        #[schemars(range(min = 0, max = 1_000_000))]
        max_moves: u32 = 40, from "A: what a quarter can bear";
    }
}

choices! {
    /// What calls for a review of equity.
    pub struct Trigger {
        /// Highest over lowest potential in a group of like seats, less one.
        high_over_low: Factor = Factor::of(0.2), from "P: practitioner guide (20 %)";
        /// Potential of a seat under this share of its group's mean.
        under_share: Share = Share::of(0.7), from "P: practitioner guide (70 % of mean capacity)";
    }
}
