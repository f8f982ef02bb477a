//! Every key of a scenario file, as Rust types. The parser, the JSON Schema, the
//! defaults and the sources of the defaults are all derived from these types.
//!
//! To add a key, add one line to its table.

mod balance;
mod coverage;
mod data;
mod data_policy;
mod deal_size;
mod market;
mod market_effects;
mod money;
mod new_accounts;
mod people;
mod rebalance;
mod relationship;
mod response;
mod scenario;
mod scoring;
mod segment;
mod selling;
mod size_effects;
mod skill;
mod table_macro;
mod team;
mod territory;

pub use balance::{Balance, BalanceMeasure, BalanceRule};
pub use coverage::{Coverage, CoverageLimit, CoveragePreset, TierCoverage};
pub use data::{AccountsTable, Data, DataSource, DataTable, FieldTable, OpportunitiesTable, RepsTable};
pub use data_policy::{DateOrder, DecimalSign, MissingPotentialPolicy, ReversedDatesPolicy, UnknownOwnerPolicy, UnmatchedPolicy};
pub use deal_size::{DealSize, LognormalAmount, ParetoTail, TailedSize};
pub use market::{Market, Uncertainty};
pub use market_effects::{Autoregression, Industry, OpportunitySource, PotentialDrift, Region, Season, Slippage};
pub use money::{Credit, Finance, Pay, Quota, QuotaPolicy, Target};
pub use new_accounts::{Inflow, NewAccounts};
pub use people::{
    Attrition, Headcount, HireSlip, KnownLeaver, Ramp, RampShape, SeatAddition, SeatCut, TenureBand, TimeToFill, VacancyCover,
};
pub use rebalance::{Cadence, Protection, Rebalance, RebalanceTrigger, Transition};
pub use relationship::{HandOver, Relationship, RenewalRates};
pub use response::Response;
pub use scenario::{Horizon, Scenario};
pub use scoring::{Tier, Weighting};
pub use segment::{ClassShares, CloseTime, ClosingLifeTable, Segment};
pub use selling::Selling;
pub use size_effects::SizeEffects;
pub use skill::{RepSkill, Skill};
pub use team::{AccountCapacity, Channel, GrowthClass, RiskClass, Team};
pub use territory::{AccountLock, Carve, Geography, Objective, StrategicTeam, Territory};
