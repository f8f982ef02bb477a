//! Choices about scores, tiers, coverage, the assignment of accounts and later moves.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices;
use crate::units::{Factor, Hours, Money, Share, Weight};

choices! {
    /// Weights of the parts of an account's score. Each part is a number from 0 to 1, and
    /// the score is their weighted mean.
    pub struct Weighting {
        /// Weight of potential, measured on a log scale within the segment.
        potential: Weight = Weight::literal(3.0), from "P: tiers by potential and strategic value, not revenue";
        /// Weight of past conversion, from the account's segment, industry and own opportunities.
        conversion: Weight = Weight::literal(2.0), from "A: no published weights";
        /// Weight of the growth class.
        growth: Weight = Weight::literal(1.0), from "A: no published weights";
        /// Weight of the strategic flag.
        strategic: Weight = Weight::literal(1.0), from "A: no published weights";
        /// Weight of the fit with the ideal customer.
        fit: Weight = Weight::literal(0.5), from "A: no published weights";
        /// Weight of engagement, by how recently the account was touched.
        engagement: Weight = Weight::literal(0.5), from "A: no published weights";
        /// Weight of churn risk, because revenue at risk is worth defending.
        risk: Weight = Weight::literal(0.5), from "A: no published weights";
    }
}

choices! {
    /// A tier of accounts with at least a given potential. A strategic account moves up one tier.
    pub struct Tier {
        /// Name of the tier.
        name: String = String::new(), from "none";
        /// Lowest potential per year of the tier's accounts.
        potential_from: Money = Money::literal(0.0), from "none";
    }
}

pub(super) fn default_tiers() -> Vec<Tier> {
    [("a", 500_000.0), ("b", 100_000.0), ("c", 0.0)]
        .into_iter()
        .map(|(name, from)| Tier { name: name.to_owned(), potential_from: Money::literal(from) })
        .collect()
}

/// A published coverage model. The first tier gets its enterprise row, the second its
/// mid-market row and all others its SMB row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoveragePreset {
    /// Few accounts per rep: 4, 18 and 75 accounts, with 8, 6 and 3 touches per year.
    Deep,
    /// Many accounts per rep: 40, 100 and 175 accounts, with 7, 5 and 2 touches per year.
    Commercial,
}

/// Limit on the time that reps have for their books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoverageLimit {
    /// The hours (or accounts) of the team, minus absence.
    Hours,
    /// No limit: a ramped rep has the time that the book needs, and a ramping rep the
    /// productive part of it. Use this to see the results without the effect of capacity.
    Book,
}

choices! {
    /// Selling time that an account of each tier receives.
    pub struct Coverage {
        /// Published coverage model to start from.
        preset: CoveragePreset = CoveragePreset::Commercial, from "P: two guides that differ: deep (3-5, 15-20, 50-100) and commercial (30-50, 150-200)";
        /// Changes to the coverage model, by name of the tier.
        tiers: BTreeMap<String, TierCoverage> = BTreeMap::new(), from "the preset";
        /// Time that an open opportunity needs, in hours per month.
        hours_per_open_opportunity: Hours = Hours::literal(3.0), from "A: no published figure";
        /// Limit on the time that reps have for their books.
        limit: CoverageLimit = CoverageLimit::Hours, from "A: a rep's time is limited";
    }
}

choices! {
    /// Coverage of the accounts of one tier.
    pub struct TierCoverage {
        /// Touches per year.
        touches_per_year: Option<Factor> = None, from "the preset";
        /// Hours per touch, without travel.
        hours_per_touch: Option<Hours> = None, from "the preset: one rep's year divided by its accounts and touches";
    }
}

/// Effect of places on the assignment of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Geography {
    /// Places do not affect the assignment. Travel still takes time.
    Ignore,
    /// Travel costs time and money, and the assignment weighs them.
    Cost,
    /// Accounts are assigned to seats of their own region.
    Regions,
}

/// Starting point of the assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Carve {
    /// Keep present owners and assign only accounts without a seat.
    Keep,
    /// Keep present owners, except that added seats take their books from them. No
    /// account moves between present seats.
    Peel,
    /// Assign all accounts anew and weigh the disruption.
    Redesign,
    /// Read the owners of some accounts from a file and keep the owners of the others.
    Table {
        /// CSV, Parquet or Excel file with the columns `account` and `rep`, and optionally
        /// `reason`, as a path relative to this scenario file. `rep` is the id of a rep or
        /// of an added seat, or blank for the house account. The account files that
        /// `attain plan` writes can be used here.
        file: String,
    },
}

impl Carve {
    /// Whether present owners stay unless something else names a new owner.
    #[must_use]
    pub fn keeps(&self) -> bool {
        matches!(self, Self::Keep | Self::Table { .. })
    }
}

/// Objective of the assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// Balance the value of books among the seats of a team, at the least cost of travel,
    /// disruption, poor fit and overload.
    Balance,
    /// Maximise expected contribution: after balancing, accounts move on to the seats where
    /// more coverage makes them bring more business.
    Contribution,
}

choices! {
    /// How accounts are assigned to seats.
    pub struct Territory {
        /// Starting point of the assignment: keep present owners, let added seats take accounts
        /// from them, assign all accounts anew, or read the owners from a file.
        carve: Carve = Carve::Redesign, from "A: a plan is a redesign";
        /// Objective of the assignment, where accounts are free to move.
        objective: Objective = Objective::Balance, from "P: practitioner guides balance potential; contribution: Skiera & Albers (1998)";
        /// Deviation of a seat's potential from the mean of like seats that costs nothing.
        balance_tolerance: Share = Share::literal(0.15), from "P: practitioner guides (10-15 %)";
        /// Share of capacity that is kept free for growth.
        growth_buffer: Share = Share::literal(0.125), from "P: practitioner guide (10-15 %)";
        /// Effect of places on the assignment of accounts.
        geography: Geography = Geography::Regions, from "A: most organisations begin with regions";
        /// Travel time for 100 km there and back, in hours.
        travel_hours_per_100_km: Hours = Hours::literal(2.2), from "A: 90 km/h on the road";
        /// Weight of the cost of breaking relationships.
        disruption_weight: Weight = Weight::literal(1.0), from "A: priced as the expected hand-over loss";
        /// Weight of the cost of imbalance.
        balance_weight: Weight = Weight::literal(1.0), from "A: no published weights";
        /// Whether accounts stay in a team that serves their segment, tier and growth class.
        containment: bool = true, from "P: contain changes in the segment";
        /// Whether an account may only go to a seat with the skill that it needs.
        skills_required: bool = true, from "P: segment-specific needs (industry, language, technical)";
        /// Whether accounts with the same parent stay together.
        family_lock: bool = true, from "A: one buyer deals with one seller";
        /// Smallest number of accounts of a seat.
        #[schemars(range(min = 0, max = 100_000))]
        min_accounts: u32 = 0, from "none";
        /// Largest number of accounts of a seat; 0 means no limit other than capacity.
        #[schemars(range(min = 0, max = 100_000))]
        max_accounts: u32 = 0, from "none";
        /// Whether accounts that no seat can take go to the house account. If false, such an
        /// account is an error.
        house: bool = true, from "A: better an account without a rep than no plan";
        /// Accounts that stay with a given rep in every assignment and review.
        locks: Vec<AccountLock> = Vec::new(), from "none";
        /// A dedicated team for the top strategic accounts.
        dedicated: Option<StrategicTeam> = None, from "none";
        /// Effort of the search: 60 is normal, 120 searches twice as long.
        #[schemars(range(min = 0, max = 10_000))]
        search_rounds: u32 = 60, from "A: enough for the demo to settle";
    }
}

choices! {
    /// An account that stays with a rep.
    pub struct AccountLock {
        /// The account's id.
        account: String = String::new(), from "none";
        /// The rep's id.
        rep: String = String::new(), from "none";
    }
}

choices! {
    /// A dedicated team for the top strategic accounts.
    pub struct StrategicTeam {
        /// Number of accounts: the strategic accounts with the highest scores.
        #[schemars(range(min = 1, max = 100_000))]
        top: u32 = 50, from "P: the planner's question";
        /// Team to which the accounts go.
        team: String = String::new(), from "none";
        /// Number of seats of the team in `seats-from` that join it, those with the longest tenure first.
        #[schemars(range(min = 0, max = 10_000))]
        seats: u32 = 5, from "A: ten accounts a seat";
        /// Team that gives the seats.
        seats_from: Option<String> = None, from "A: the team's own seats only";
    }
}

/// Relationships between accounts and reps that no move may break.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Protection {
    /// No relationship is protected.
    #[default]
    None,
    /// Accounts with an open opportunity at or beyond a stage are protected.
    ActivePipeline {
        /// Chance of winning from which an open opportunity protects its account.
        from_chance: Share,
    },
    /// Every account that has an owner is protected.
    All,
    /// The named accounts are protected.
    Named {
        /// Ids of the accounts.
        accounts: Vec<String>,
    },
    /// No relationship is protected, but breaking one has a price that the assignment weighs.
    Priced {
        /// Price of breaking a relationship, as a share of the account's revenue for each year
        /// that the relationship has lasted.
        revenue_share_per_year: Share,
    },
}

choices! {
    /// How an account is handed over when a plan moves it.
    pub struct Transition {
        /// Weeks in which the old and the new owner both work on the account.
        #[schemars(range(min = 0.0, max = 26.0))]
        weeks: f64 = 3.0, from "P: practitioner guide (two to four weeks)";
        /// Share of the avoidable hand-over loss that a transition of four weeks or more saves.
        saves: Share = Share::literal(0.6), from "A: no published figure";
    }
}

/// When a plan is reviewed and accounts may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// Never: no account moves during the simulated period.
    Never,
    /// At every quarter end.
    Quarterly,
    /// At every second quarter end.
    HalfYearly,
    /// At every year end.
    Yearly,
    /// At quarter ends at which the trigger is reached.
    OnTrigger,
}

choices! {
    /// Reviews that move accounts during the simulated period.
    pub struct Rebalance {
        /// When the plan is reviewed.
        cadence: Cadence = Cadence::Never, from "P: measure quarterly, redesign yearly";
        /// Imbalance that calls for a review.
        trigger: RebalanceTrigger = RebalanceTrigger::default(), from "none";
        /// Largest number of accounts that one review may move.
        #[schemars(range(min = 0, max = 1_000_000))]
        max_moves: u32 = 40, from "A: what a quarter can bear";
    }
}

choices! {
    /// Imbalance of potential that calls for a review.
    pub struct RebalanceTrigger {
        /// Highest divided by lowest potential in a group of like seats, minus one.
        high_over_low: Factor = Factor::literal(0.2), from "P: practitioner guide (20 %)";
        /// Share of the mean potential of like seats below which a seat's potential calls for a review.
        under_share: Share = Share::literal(0.7), from "P: practitioner guide (70 % of mean capacity)";
    }
}
