//! A stress test as sheets: rows and columns of cells, values of axes as texts.

use attain_analysis::explore::axis::{Act, Unit as AxisUnit};
use attain_analysis::explore::figures::Estimate;
use attain_analysis::explore::stress::{AxisResult, CellResult, Stress};
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;

/// A figure that a sheet shows.
#[derive(Clone, Copy)]
pub struct Measure {
    /// What it is.
    pub title: &'static str,
    /// How to read it, one sentence.
    pub note: &'static str,
    /// Its unit; a chance is a number from 0 to 1.
    pub unit: MetricUnit,
    /// Whether more is better; neither for what only costs.
    pub higher: bool,
    /// Where it stands.
    pub of: fn(&CellResult) -> Option<Estimate>,
}

/// The figures of the heat maps.
pub const MEASURES: [Measure; 4] = [
    Measure {
        title: "Probability of target",
        note: "Share of years in which bookings reach the target.",
        unit: MetricUnit::Ratio,
        higher: true,
        of: |cell| cell.p_target,
    },
    Measure {
        title: "Expected attainment",
        note: "Bookings over the target, mean of the years.",
        unit: MetricUnit::Share,
        higher: true,
        of: |cell| cell.attainment,
    },
    Measure {
        title: "P10 of bookings",
        note: "Nine of ten years book more.",
        unit: MetricUnit::Money,
        higher: true,
        of: |cell| cell.p10_bookings,
    },
    Measure {
        title: "Cost per extra booking",
        note: "What one more of bookings costs in pay, hiring and travel, against the fewest added seats, all else equal; none where bookings do not surely grow.",
        unit: MetricUnit::Ratio,
        higher: false,
        of: |cell| cell.cost_per_extra_booking,
    },
];

/// Rows and columns of a grid, the other axes held where they change least.
pub struct Sheet<'a> {
    stress: &'a Stress,
    at: Vec<usize>,
    columns: Option<usize>,
}

impl<'a> Sheet<'a> {
    /// The first axis down, the second one across.
    #[must_use]
    pub fn of(stress: &'a Stress) -> Self {
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

    /// Number of columns, one at least.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns().map_or(1, |axis| axis.values.len())
    }

    /// A cell by row and column.
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

    /// The axes that are held, with the value they are held at.
    pub fn held(&self) -> impl Iterator<Item = (&'a AxisResult, f64)> {
        let used = 1 + usize::from(self.columns.is_some());
        self.stress.axes.iter().skip(used).map(|axis| (axis, axis.values[axis.nearest]))
    }

    /// All values of a figure on the sheet.
    pub fn values(&self, measure: Measure) -> impl Iterator<Item = f64> {
        let rows = self.rows().map_or(1, |axis| axis.values.len());
        let cells = (0..rows).flat_map(|row| (0..self.width()).map(move |column| (row, column)));
        let all: Vec<f64> = cells
            .filter_map(|(row, column)| self.cell(row, column).and_then(measure.of).map(|estimate| estimate.value))
            .collect();
        all.into_iter()
    }
}

/// A value of an axis as a reader says it.
#[must_use]
pub fn value(axis: &AxisResult, value: f64, n: NumberFormat) -> String {
    let plain = plain(value);
    let signed = if axis.act == Act::Shift && value > 0.0 { "+" } else { "" };
    match axis.unit {
        AxisUnit::Factor if axis.act == Act::Times => format!("×{plain}"),
        AxisUnit::Money => n.plain(MetricUnit::Money, value),
        AxisUnit::Share if axis.act == Act::Shift => format!("{signed}{} pts", self::plain(100.0 * value)),
        AxisUnit::Share => format!("{} %", self::plain(100.0 * value)),
        AxisUnit::Days => format!("{plain} days"),
        AxisUnit::Weeks => format!("{plain} weeks"),
        AxisUnit::Hours => format!("{plain} h"),
        AxisUnit::Months => format!("{plain} months"),
        AxisUnit::Count | AxisUnit::Month | AxisUnit::Factor | AxisUnit::LogOdds | AxisUnit::Number => format!("{signed}{plain}"),
    }
}

/// A number without needless digits.
#[must_use]
pub fn plain(value: f64) -> String {
    let rounded: f64 = format!("{value:.6e}").parse().unwrap_or(value);
    rounded.to_string().replace('-', "−")
}

/// Name of an axis and what it is held at: `attrition ×1`.
#[must_use]
pub fn held(axis: &AxisResult, at: f64, n: NumberFormat) -> String {
    format!("{} {}", axis.name, value(axis, at, n))
}
