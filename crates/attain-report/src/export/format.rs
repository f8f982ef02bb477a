//! Format of the per-year tables.

/// Format of the per-year tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Parquet, compressed with zstd.
    #[default]
    Parquet,
    /// Comma-separated values.
    Csv,
}

impl Format {
    /// File extension, without a dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}
