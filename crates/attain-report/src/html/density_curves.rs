//! Density curves of the simulated years, drawn for each plan.

use super::density::density;
use super::metric_label;
use super::scale;
use super::scale::AxisScale;
use crate::stat;
use attain_core::metric;
use attain_sim::run::{ReadError, YearSource};
use attain_sim::summarise::results::{Results, Stat};

/// The metrics with density curves.
pub(super) const METRICS: [&str; 4] = ["bookings_over_target", "bookings", "participation", "contribution"];
/// Number of points of a curve.
const POINTS: usize = 101;

/// Density curves estimated from all simulated years, indexed by metric and plan.
#[derive(Debug, Clone, PartialEq)]
pub struct DensityCurves(pub(super) Vec<Vec<DensityCurve>>);

/// Points of a curve, as pairs of value and density.
pub(super) type DensityCurve = Vec<(f64, f64)>;

impl DensityCurves {
    /// Estimates the densities, one metric and plan at a time.
    ///
    /// # Errors
    /// If the years cannot be read.
    pub fn from_years(results: &Results, years: &dyn YearSource) -> Result<Self, ReadError> {
        let curves = |name: &&str| {
            let range = range(results, name);
            let curve =
                |plan| Ok(density(years.company(plan, metric::company_index(name).unwrap_or(0))?, range.low, range.high, POINTS));
            (0..results.plans.len()).map(curve).collect()
        };
        METRICS.iter().map(curves).collect::<Result<_, ReadError>>().map(Self)
    }
}

/// A range of values that contains nearly all years of every plan.
pub(super) fn range(results: &Results, name: &str) -> AxisScale {
    let reach = |s: Stat| [s.p05 - 0.9 * (s.p50 - s.p05), s.p95 + 0.9 * (s.p95 - s.p50)];
    let unit = metric_label::find(name).map(|m| m.unit);
    let ends = results.plans.iter().flat_map(|plan| reach(stat::company(plan, name)));
    let ends = ends.map(|v| if unit == Some(metric::MetricUnit::Share) { v.max(0.0) } else { v });
    scale::round(ends, 9.0)
}
