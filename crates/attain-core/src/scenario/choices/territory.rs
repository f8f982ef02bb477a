//! Choices about the assignment of accounts to seats.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table_macro::choices;
use crate::units::{Hours, Share, Weight};

/// Effect of locations on the assignment of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Geography {
    /// Locations do not affect the assignment. Travel still takes time.
    Ignore,
    /// Travel costs time and money, which the assignment takes into account.
    Cost,
    /// Accounts are assigned to seats in their region.
    Regions,
}

/// Starting point of the assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Carve {
    /// Keep present owners and assign only accounts without a seat.
    Keep,
    /// Keep present owners, except that added seats take accounts from them. No account moves
    /// between present seats.
    Peel,
    /// Reassign all accounts, taking the cost of disruption into account.
    Redesign,
    /// Read the owners of some accounts from a file and keep the owners of the others.
    Table {
        /// CSV, Parquet or Excel file with the columns `account` and `rep`, and optionally
        /// `reason`, as a path relative to this scenario file. `rep` is the id of a rep or of an
        /// added seat, or blank for the house account. Account files written by `attain plan` can
        /// be used here.
        file: String,
    },
}

impl Carve {
    /// Whether accounts keep their present owners unless another rule assigns a new owner.
    #[must_use]
    pub fn keeps(&self) -> bool {
        matches!(self, Self::Keep | Self::Table { .. })
    }
}

/// Objective of the assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// Balance the value of books among the seats of a team, at the lowest cost of travel,
    /// disruption, poor fit and overload.
    Balance,
    /// Maximise expected contribution: after balancing, accounts move to seats whose additional
    /// coverage generates more business.
    Contribution,
}

choices! {
    /// How accounts are assigned to seats.
    pub struct Territory {
        /// Starting point of the assignment: keep present owners, let added seats take accounts
        /// from them, reassign all accounts, or read the owners from a file.
        carve: Carve = Carve::Redesign, from "A: a plan is a redesign";
        /// Objective of the assignment for accounts that are free to move.
        objective: Objective = Objective::Balance, from "P: practitioner guides balance potential; contribution: Skiera & Albers (1998)";
        /// Largest deviation of a seat's potential from the mean of like seats that incurs no cost.
        balance_tolerance: Share = Share::literal(0.15), from "P: practitioner guides (10-15 %)";
        /// Share of capacity that is reserved for growth.
        growth_buffer: Share = Share::literal(0.125), from "P: practitioner guide (10-15 %)";
        /// Effect of locations on the assignment of accounts.
        geography: Geography = Geography::Regions, from "A: most organisations begin with regions";
        /// Travel time for a return trip to a location 100 km away, in hours.
        travel_hours_per_100_km: Hours = Hours::literal(2.2), from "A: 90 km/h on the road";
        /// Weight of the cost of breaking relationships.
        disruption_weight: Weight = Weight::literal(1.0), from "A: priced at the expected hand-over loss";
        /// Time that a change of owner takes, both reps together, in hours. Priced at the pay of the
        /// new owner's team, it is the least that a move has to be worth.
        move_hours: Hours = Hours::literal(8.0), from "A: half a day for each rep";
        /// Weight of the cost of imbalance.
        balance_weight: Weight = Weight::literal(1.0), from "A: no published weights";
        /// Whether accounts stay in a team that serves their segment, tier and growth class.
        containment: bool = true, from "P: contain changes in the segment";
        /// Whether an account may only be assigned to a seat with the skill that it needs.
        skills_required: bool = true, from "P: segment-specific needs (industry, language, technical)";
        /// Whether accounts with the same parent stay together.
        family_lock: bool = true, from "A: one buyer deals with one seller";
        /// Smallest number of accounts of a seat, where its team does not say otherwise.
        #[schemars(range(min = 0, max = 100_000))]
        min_accounts: u32 = 0, from "none";
        /// Largest number of accounts of a seat, where its team does not say otherwise; 0 means no limit other than capacity.
        #[schemars(range(min = 0, max = 100_000))]
        max_accounts: u32 = 0, from "none";
        /// Whether accounts that no seat can take become house accounts. If false, such an account
        /// is an error.
        house: bool = true, from "A: an account without a rep is better than no plan";
        /// Accounts that stay with a given rep in every assignment and review.
        locks: Vec<AccountLock> = Vec::new(), from "none";
        /// A dedicated team for the top strategic accounts.
        dedicated: Option<StrategicTeam> = None, from "none";
        /// Effort of the search: 60 is normal, and 120 takes twice as long.
        #[schemars(range(min = 0, max = 10_000))]
        search_rounds: u32 = 60, from "A: sufficient for the demo to converge";
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
        /// Team that receives the accounts.
        team: String = String::new(), from "none";
        /// Number of seats that move from the team in `seats-from` to this team, starting with the
        /// longest tenure.
        #[schemars(range(min = 0, max = 10_000))]
        seats: u32 = 5, from "A: ten accounts per seat";
        /// Team from which the seats are taken.
        seats_from: Option<String> = None, from "A: the team's own seats only";
    }
}
