//! Options with a fixed list of values.

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
