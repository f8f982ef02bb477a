//! The rules by which a plan is chosen.

use serde::Serialize;

/// A rule by which a plan is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionRule {
    /// The best chance of reaching the target.
    #[default]
    Target,
    /// The highest contribution.
    Contribution,
    /// The highest bookings.
    Bookings,
    /// The smallest range of potential among like seats.
    Fairness,
    /// The lowest cost of pay, hiring and travel.
    Cost,
}

impl DecisionRule {
    /// All rules.
    pub const ALL: [Self; 5] = [Self::Target, Self::Contribution, Self::Bookings, Self::Fairness, Self::Cost];

    /// Name of the rule, as `--decide` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Contribution => "contribution",
            Self::Bookings => "bookings",
            Self::Fairness => "fairness",
            Self::Cost => "cost",
        }
    }

    /// The compared metrics that decide, in their order: each one decides among the plans that the
    /// ones before it leave tied.
    #[must_use]
    pub fn criteria(self) -> &'static [&'static str] {
        match self {
            Self::Target => &["p_target", "contribution", "equity_range", "disruption"],
            Self::Contribution => &["contribution", "p_target", "equity_range", "disruption"],
            Self::Bookings => &["bookings", "contribution", "equity_range", "disruption"],
            Self::Fairness => &["equity_range", "contribution", "disruption"],
            Self::Cost => &["cost", "contribution", "equity_range", "disruption"],
        }
    }
}
