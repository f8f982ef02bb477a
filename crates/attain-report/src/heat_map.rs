//! Heat maps of a stress test: slices of its grid and formatted axis values.

use attain_analysis::experiment::axis_kind::{AxisEffect, AxisUnit};
use attain_analysis::experiment::figures::CellEstimate;
use attain_analysis::experiment::stress::{AxisResult, CellResult, StressResult};
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;

/// A measure that a heat map shows.
#[derive(Clone, Copy)]
pub struct HeatMeasure {
    pub title: &'static str,
    /// One sentence on how to read the map.
    pub note: &'static str,
    /// Unit of the measure; chances are numbers from 0 to 1.
    pub unit: MetricUnit,
    /// Whether higher values are better.
    pub higher: bool,
    /// Reads the measure from a cell.
    pub of: fn(&CellResult) -> Option<CellEstimate>,
}

/// All measures, in display order.
pub const MEASURES: [HeatMeasure; 4] = [
    HeatMeasure {
        title: "Probability of target",
        note: "Share of years in which bookings reach the target.",
        unit: MetricUnit::Ratio,
        higher: true,
        of: |cell| cell.p_target,
    },
    HeatMeasure {
        title: "Bookings over target",
        note: "Bookings divided by the target, mean over the years.",
        unit: MetricUnit::Share,
        higher: true,
        of: |cell| cell.bookings_over_target,
    },
    HeatMeasure {
        title: "P10 of bookings",
        note: "Bookings are higher in nine of ten years.",
        unit: MetricUnit::Money,
        higher: true,
        of: |cell| cell.p10_bookings,
    },
    HeatMeasure {
        title: "Cost per extra booking",
        note: "Pay, hiring and travel per additional unit of bookings, compared with the fewest added seats, all else equal; empty where bookings do not grow significantly.",
        unit: MetricUnit::Ratio,
        higher: false,
        of: |cell| cell.cost_per_extra_booking,
    },
];

/// A slice along the first two axes of a grid. The other axes are held at the value closest to
/// the base scenario.
pub struct GridSlice<'a> {
    stress: &'a StressResult,
    at: Vec<usize>,
    columns: Option<usize>,
}

impl<'a> GridSlice<'a> {
    /// Creates a slice with the first axis as rows and the second as columns.
    #[must_use]
    pub fn new(stress: &'a StressResult) -> Self {
        let at = stress.axes.iter().map(|axis| axis.nearest).collect();
        Self { stress, at, columns: (stress.axes.len() > 1).then_some(1) }
    }

    /// The axis of the rows.
    #[must_use]
    pub fn rows(&self) -> Option<&'a AxisResult> {
        self.stress.axes.first()
    }

    /// The axis of the columns.
    #[must_use]
    pub fn columns(&self) -> Option<&'a AxisResult> {
        self.stress.axes.get(self.columns?)
    }

    /// Number of columns; at least one.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns().map_or(1, |axis| axis.values.len())
    }

    /// The cell at a row and column.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<&'a CellResult> {
        let mut at = self.at.clone();
        if let Some(first) = at.first_mut() {
            *first = row;
        }
        if let Some(across) = self.columns {
            at[across] = column;
        }
        let place = self.stress.axes.iter().zip(&at).fold(0, |place, (axis, at)| place * axis.values.len() + at);
        self.stress.cells.get(place)
    }

    /// The held axes, with their values.
    pub fn held(&self) -> impl Iterator<Item = (&'a AxisResult, f64)> {
        let used = 1 + usize::from(self.columns.is_some());
        self.stress.axes.iter().skip(used).map(|axis| (axis, axis.values[axis.nearest]))
    }

    /// All values of a measure in the slice.
    pub fn values(&self, measure: HeatMeasure) -> impl Iterator<Item = f64> {
        let rows = self.rows().map_or(1, |axis| axis.values.len());
        let cells = (0..rows).flat_map(|row| (0..self.width()).map(move |column| (row, column)));
        let all: Vec<f64> = cells
            .filter_map(|(row, column)| self.cell(row, column).and_then(measure.of).map(|estimate| estimate.value))
            .collect();
        all.into_iter()
    }
}

/// Formats a value of an axis in its unit.
#[must_use]
pub fn value(axis: &AxisResult, value: f64, n: NumberFormat) -> String {
    let plain = plain(value);
    let signed = if axis.effect == AxisEffect::Shift && value > 0.0 { "+" } else { "" };
    match axis.unit {
        AxisUnit::Factor if axis.effect == AxisEffect::Times => format!("×{plain}"),
        AxisUnit::Money => n.plain(MetricUnit::Money, value),
        AxisUnit::Share if axis.effect == AxisEffect::Shift => format!("{signed}{} pts", self::plain(100.0 * value)),
        AxisUnit::Share => format!("{} %", self::plain(100.0 * value)),
        AxisUnit::Days => format!("{plain} days"),
        AxisUnit::Weeks => format!("{plain} weeks"),
        AxisUnit::Hours => format!("{plain} h"),
        AxisUnit::Months => format!("{plain} months"),
        AxisUnit::Count | AxisUnit::Month | AxisUnit::Factor | AxisUnit::LogOdds | AxisUnit::Number => format!("{signed}{plain}"),
    }
}

/// Formats a number without trailing rounding noise.
#[must_use]
pub fn plain(value: f64) -> String {
    let rounded: f64 = format!("{value:.6e}").parse().unwrap_or(value);
    rounded.to_string().replace('-', "−")
}

/// Formats an axis with its value, such as `attrition ×1`.
#[must_use]
pub fn held(axis: &AxisResult, at: f64, n: NumberFormat) -> String {
    format!("{} {}", axis.name, value(axis, at, n))
}
