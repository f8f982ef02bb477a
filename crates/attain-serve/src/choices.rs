//! Territories, quota policies and protections to choose from, with usual parameters.

use attain_core::scenario::choices::{Carve, Protection, QuotaPolicy};
use attain_core::units::{Money, Share};

/// Stable names and labels of the ways to draw territories.
pub const CARVES: [(&str, &str); 4] = [
    ("keep", "Owners stay"),
    ("peel", "Owners stay; new seats take accounts from them"),
    ("redesign", "Redesigned: balance against disruption"),
    ("table", "As in the table of owners"),
];

/// Stable names and labels of the quota policies.
pub const QUOTA_POLICIES: [(&str, &str); 5] = [
    ("current", "As today"),
    ("flat", "The same for everyone"),
    ("potential-share", "Share of expected bookings"),
    ("top-down", "Target divided top-down"),
    ("equal-chance", "Equal chance for everyone"),
];

/// Stable names and labels of the protections.
pub const PROTECTIONS: [(&str, &str); 5] = [
    ("none", "None"),
    ("active-pipeline", "Accounts with a likely open deal (50 % or more)"),
    ("priced", "Priced: 10 % of revenue per year of the relationship"),
    ("named", "The accounts named in the scenario"),
    ("all", "Every relationship"),
];

/// Stable name of a way to draw territories.
#[must_use]
pub fn carve_name(carve: &Carve) -> &'static str {
    match carve {
        Carve::Keep => "keep",
        Carve::Peel => "peel",
        Carve::Redesign => "redesign",
        Carve::Table { .. } => "table",
    }
}

/// A way to draw territories. `None` for an unknown name, and for a table that only a scenario can
/// name.
#[must_use]
pub fn carve(name: &str) -> Option<Carve> {
    Some(match name {
        "keep" => Carve::Keep,
        "peel" => Carve::Peel,
        "redesign" => Carve::Redesign,
        _ => return None,
    })
}

/// Stable name of a quota policy.
#[must_use]
pub fn quota_name(policy: &QuotaPolicy) -> &'static str {
    match policy {
        QuotaPolicy::Current => "current",
        QuotaPolicy::Flat { .. } => "flat",
        QuotaPolicy::PotentialShare { .. } => "potential-share",
        QuotaPolicy::TopDown { .. } => "top-down",
        QuotaPolicy::EqualChance { .. } => "equal-chance",
    }
}

/// Stable name of a protection.
#[must_use]
pub fn protection_name(protection: &Protection) -> &'static str {
    match protection {
        Protection::None => "none",
        Protection::ActivePipeline { .. } => "active-pipeline",
        Protection::All => "all",
        Protection::Named { .. } => "named",
        Protection::Priced { .. } => "priced",
    }
}

/// A quota policy with its usual parameter; the flat quota is that of the mean seat. `None` for an
/// unknown name.
#[must_use]
pub fn quota_policy(name: &str, mean_quota: f64) -> Option<QuotaPolicy> {
    Some(match name {
        "current" => QuotaPolicy::Current,
        "flat" => QuotaPolicy::Flat { quota: Money::new(mean_quota.round()).ok()? },
        "potential-share" => QuotaPolicy::PotentialShare { share: Share::literal(0.75) },
        "top-down" => QuotaPolicy::TopDown { over_assignment: Share::literal(0.1) },
        "equal-chance" => QuotaPolicy::EqualChance { over_assignment: Share::literal(0.1) },
        _ => return None,
    })
}

/// A protection with its usual parameter. `None` for an unknown name, and for accounts that only a
/// scenario can name.
#[must_use]
pub fn protection(name: &str) -> Option<Protection> {
    Some(match name {
        "none" => Protection::None,
        "active-pipeline" => Protection::ActivePipeline { from_chance: Share::literal(0.5) },
        "all" => Protection::All,
        "priced" => Protection::Priced { revenue_share_per_year: Share::literal(0.1) },
        _ => return None,
    })
}
