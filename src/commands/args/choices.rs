//! Options with a fixed list of values.

use attain_analysis::compare::DecisionRule;
use attain_analysis::experiment::lever::Lever;
use attain_report::export::Format;

/// Quantity that `solve` varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LeverChoice {
    /// Fewest added seats
    Reps,
    /// Latest start month of the scenario's added seats
    StartMonth,
    /// Largest attrition
    Attrition,
    /// Largest quota
    Quota,
    /// Largest over-assignment
    OverAssignment,
    /// Largest growth buffer
    GrowthBuffer,
}

impl From<LeverChoice> for Lever {
    fn from(choice: LeverChoice) -> Self {
        match choice {
            LeverChoice::Reps => Self::Reps,
            LeverChoice::StartMonth => Self::StartMonth,
            LeverChoice::Attrition => Self::Attrition,
            LeverChoice::Quota => Self::Quota,
            LeverChoice::OverAssignment => Self::OverAssignment,
            LeverChoice::GrowthBuffer => Self::GrowthBuffer,
        }
    }
}

/// Rule by which `compare` and `merge` choose a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum DecisionChoice {
    /// Best chance of reaching the target; ties broken by contribution, then fairness, then disruption
    #[default]
    Target,
    /// Highest contribution; ties broken by the chance of reaching the target
    Contribution,
    /// Highest bookings; ties broken by contribution
    Bookings,
    /// Smallest range of potential among like seats; ties broken by contribution
    Fairness,
    /// Lowest cost of pay, hiring and travel; ties broken by contribution
    Cost,
}

impl From<DecisionChoice> for DecisionRule {
    fn from(choice: DecisionChoice) -> Self {
        match choice {
            DecisionChoice::Target => Self::Target,
            DecisionChoice::Contribution => Self::Contribution,
            DecisionChoice::Bookings => Self::Bookings,
            DecisionChoice::Fairness => Self::Fairness,
            DecisionChoice::Cost => Self::Cost,
        }
    }
}

/// Format of the per-year tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum FormatChoice {
    /// Parquet, compressed with zstd
    #[default]
    Parquet,
    /// Comma-separated values
    Csv,
}

impl From<FormatChoice> for Format {
    fn from(choice: FormatChoice) -> Self {
        match choice {
            FormatChoice::Parquet => Self::Parquet,
            FormatChoice::Csv => Self::Csv,
        }
    }
}
