//! The simulated years of a cell: a few metrics, a value a year.

use attain_core::metric::MetricId;

/// The metrics that are stored for a cell, a column each.
pub const CACHED_METRICS: [MetricId; 8] = [
    MetricId::Bookings,
    MetricId::Attainment,
    MetricId::TargetHit,
    MetricId::Participation,
    MetricId::Cost,
    MetricId::Contribution,
    MetricId::Coverage,
    MetricId::VacancyMonths,
];

/// The simulated years of a cell: by metric of [`CACHED_METRICS`], then by year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CellColumns(pub Vec<Vec<f64>>);

impl CellColumns {
    /// Columns without years.
    #[must_use]
    pub fn empty() -> Self {
        Self(vec![Vec::new(); CACHED_METRICS.len()])
    }

    /// Number of years.
    #[must_use]
    pub fn years(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    /// The values of one metric by year; empty for a metric that is not stored.
    #[must_use]
    pub fn metric(&self, id: MetricId) -> &[f64] {
        CACHED_METRICS.iter().position(|&cached| cached == id).and_then(|at| self.0.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Drops all but the first years.
    pub fn truncate(&mut self, years: usize) {
        self.0.iter_mut().for_each(|column| column.truncate(years));
    }

    /// Appends years.
    pub fn extend(&mut self, more: &Self) {
        self.0.iter_mut().zip(&more.0).for_each(|(column, more)| column.extend(more));
    }
}
