//! Axis values and names of narrowed axes.

use super::axis::Axis;

/// An axis at a value, optionally narrowed to a team or segment.
#[derive(Debug, Clone)]
pub struct AxisValue {
    pub axis: &'static Axis,
    /// The team or segment; `None` for all of them.
    pub narrowed_to: Option<String>,
    pub value: f64,
}

impl AxisValue {
    /// Returns the axis name as written in files.
    #[must_use]
    pub fn name(&self) -> String {
        axis_name(self.axis, self.narrowed_to.as_deref())
    }
}

/// Returns an axis name as written in files: `attrition`, or `adds.mid-market` if narrowed.
#[must_use]
pub fn axis_name(axis: &Axis, narrowed_to: Option<&str>) -> String {
    narrowed_to.map_or_else(|| axis.name.to_owned(), |part| format!("{}.{part}", axis.name))
}
