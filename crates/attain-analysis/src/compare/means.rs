//! Mean company metrics by plan.

use super::chunks::for_each_chunk;
use attain_core::metric::{ALL, MetricId};
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::{RunningMean, counts};

/// Means of selected company metrics by plan.
pub(super) struct MetricMeans {
    metrics: Vec<usize>,
    totals: Vec<Vec<RunningMean>>,
}

impl MetricMeans {
    /// Reads the means of `metrics` over all years of each plan.
    pub(super) fn read(years: &dyn YearSource, metrics: &[MetricId]) -> Result<Self, ReadError> {
        let metrics: Vec<usize> = metrics.iter().map(|&id| id as usize).collect();
        let mut totals = vec![vec![RunningMean::default(); metrics.len()]; years.plans()];
        for_each_chunk(years, &metrics, |chunk| {
            for (totals, columns) in totals.iter_mut().zip(chunk) {
                for (total, column) in totals.iter_mut().zip(columns) {
                    column.iter().filter(|value| counts(**value)).for_each(|value| total.add(*value));
                }
            }
        })?;
        Ok(Self { metrics, totals })
    }

    /// Returns the mean of a metric; `None` if it has no value in any year.
    pub(super) fn mean(&self, plan: usize, id: MetricId) -> Option<f64> {
        let at = self.metrics.iter().position(|metric| *metric == id as usize)?;
        self.totals.get(plan).map(|totals| totals[at]).filter(|total| total.count > 0).map(|total| total.mean())
    }

    /// Returns the mean of a metric, signed so that more is better; 0 if it has no value.
    pub(super) fn signed_mean(&self, plan: usize, id: MetricId) -> f64 {
        let mean = self.mean(plan, id).unwrap_or(0.0);
        if ALL[id as usize].direction == attain_core::metric::Direction::Lower { -mean } else { mean }
    }
}
