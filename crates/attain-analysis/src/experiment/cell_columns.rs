//! The simulated years of a cell: selected metrics with one value per year.

use attain_core::metric::MetricId;

/// The metrics stored for a cell, one column each.
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

/// The simulated years of a cell, indexed by metric (in the order of [`CACHED_METRICS`]) and year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CellColumns(pub Vec<Vec<f64>>);

impl CellColumns {
    /// Creates columns without years.
    #[must_use]
    pub fn empty() -> Self {
        Self(vec![Vec::new(); CACHED_METRICS.len()])
    }

    /// Returns the number of years.
    #[must_use]
    pub fn years(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    /// Returns the yearly values of a metric; empty if the metric is not stored.
    #[must_use]
    pub fn metric(&self, id: MetricId) -> &[f64] {
        CACHED_METRICS.iter().position(|&cached| cached == id).and_then(|at| self.0.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Drops all but the first `years` years.
    pub fn truncate(&mut self, years: usize) {
        self.0.iter_mut().for_each(|column| column.truncate(years));
    }

    /// Appends the years of `more`.
    pub fn extend(&mut self, more: &Self) {
        self.0.iter_mut().zip(&more.0).for_each(|(column, more)| column.extend(more));
    }
}
