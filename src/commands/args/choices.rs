//! Values of options that name a choice of the library.

use attain_analysis::explore::lever::By;
use attain_report::export::Format;

/// What `solve` changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LeverChoice {
    /// The fewest seats that must be added.
    Reps,
    /// The latest month in which the scenario's added seats may start.
    StartMonth,
    /// The largest attrition that can be borne.
    Attrition,
    /// The largest quota.
    Quota,
    /// The largest over-assignment.
    OverAssignment,
    /// The largest growth buffer.
    GrowthBuffer,
}

impl From<LeverChoice> for By {
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

/// Format of the tables with one row a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum FormatChoice {
    /// Parquet, compressed with zstd.
    #[default]
    Parquet,
    /// Comma-separated text.
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
