//! Grids: axes with their values, and the resulting cells.

use super::axis::{self, Axis};
use super::axis_value::{AxisValue, axis_name};

/// Largest number of cells of a grid. More cells are probably a mistake, or a study for a cluster.
pub const MOST_CELLS: usize = 4_000;
/// Largest total number of years of all cells, whose figures are kept in memory.
pub const MOST_YEARS: u64 = 20_000_000;

/// An axis with its values, in the order given.
#[derive(Debug, Clone)]
pub struct GridAxis {
    pub axis: &'static Axis,
    /// The team or segment to which the axis is narrowed.
    pub narrowed_to: Option<String>,
    pub values: Vec<f64>,
}

impl GridAxis {
    /// Returns the axis name as written in files.
    #[must_use]
    pub fn name(&self) -> String {
        axis_name(self.axis, self.narrowed_to.as_deref())
    }

    /// Returns the axis at one of its values.
    #[must_use]
    pub fn value(&self, position: usize) -> AxisValue {
        AxisValue { axis: self.axis, narrowed_to: self.narrowed_to.clone(), value: self.values[position] }
    }

    /// Returns whether the axis counts added seats.
    #[must_use]
    pub fn is_headcount(&self) -> bool {
        self.axis.name == "adds"
    }
}

/// Axes with their values. The cells are all combinations of values, with the last axis varying
/// fastest.
#[derive(Debug, Clone, Default)]
pub struct AxisGrid {
    pub axes: Vec<GridAxis>,
}

impl AxisGrid {
    /// Returns the number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.axes.iter().fold(1, |cells: usize, axis| cells.saturating_mul(axis.values.len()))
    }

    /// Returns whether the grid has no cells.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the position of each axis's value in a cell.
    #[must_use]
    pub fn positions(&self, cell: usize) -> Vec<usize> {
        let mut rest = cell;
        let mut positions = vec![0; self.axes.len()];
        for (position, axis) in positions.iter_mut().zip(&self.axes).rev() {
            *position = rest % axis.values.len().max(1);
            rest /= axis.values.len().max(1);
        }
        positions
    }

    /// Returns the cell in which the axes have the values at these positions.
    #[must_use]
    pub fn cell(&self, positions: &[usize]) -> usize {
        self.axes.iter().zip(positions).fold(0, |cell, (axis, position)| cell * axis.values.len() + position)
    }

    /// Returns the values of all axes in a cell.
    #[must_use]
    pub fn values(&self, cell: usize) -> Vec<AxisValue> {
        self.axes.iter().zip(self.positions(cell)).map(|(axis, position)| axis.value(position)).collect()
    }

    /// Returns the first axis that counts added seats.
    #[must_use]
    pub fn headcount(&self) -> Option<usize> {
        self.axes.iter().position(GridAxis::is_headcount)
    }

    /// Returns the cell that differs in one axis, whose value is at another position.
    #[must_use]
    pub fn neighbour(&self, cell: usize, axis: usize, position: usize) -> usize {
        let mut positions = self.positions(cell);
        positions[axis] = position;
        self.cell(&positions)
    }
}

/// Returns the number of values of a range: `from`, `from + step` … up to `to`.
#[must_use]
pub fn count(from: f64, to: f64, step: f64) -> f64 {
    ((to - from) / step + 1e-9).floor() + 1.0
}

/// Returns the values of a range, each computed from its start so that rounding errors do not
/// accumulate.
#[must_use]
pub fn range(from: f64, to: f64, step: f64) -> Vec<f64> {
    (0..count(from, to, step).clamp(0.0, MOST_CELLS as f64) as usize).map(|i| rounded(from + step * i as f64)).collect()
}

/// Rounds to twelve significant digits, so that 0.1 + 0.2 is 0.3.
fn rounded(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// Returns the default grid of a study without one: up to five more seats in a team, by attrition.
#[must_use]
pub fn default_grid(team: &str, own_seats: f64, attrition: &[f64]) -> AxisGrid {
    let grid_axis = |name: &str, narrowed_to: Option<&str>, values: Vec<f64>| {
        axis::find(name).map(|axis| GridAxis { axis, narrowed_to: narrowed_to.map(str::to_owned), values })
    };
    let axes = [
        grid_axis("adds", Some(team), (0..=5).map(|more| own_seats + f64::from(more)).collect()),
        grid_axis("attrition", None, attrition.to_vec()),
    ];
    AxisGrid { axes: axes.into_iter().flatten().filter(|axis| !axis.values.is_empty()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_all_combinations_the_last_axis_fastest() {
        let grid = default_grid("smb", 1.0, &[0.5, 1.0]);
        assert_eq!(grid.len(), 12);
        assert_eq!(grid.headcount(), Some(0));
        let values = |cell| grid.values(cell).iter().map(|value| value.value).collect::<Vec<_>>();
        assert_eq!((values(0), values(1), values(11)), (vec![1.0, 0.5], vec![1.0, 1.0], vec![6.0, 1.0]));
        for cell in 0..12 {
            assert_eq!(grid.cell(&grid.positions(cell)), cell);
        }
        assert_eq!(grid.neighbour(11, 0, 0), 1);
    }

    #[test]
    fn ranges_end_where_they_say() {
        assert_eq!(range(0.5, 2.0, 0.5), [0.5, 1.0, 1.5, 2.0]);
        assert_eq!(range(0.0, 0.3, 0.1), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(range(0.0, 0.95, 0.5), [0.0, 0.5]);
        assert_eq!(count(0.0, 1e9, 1.0), 1_000_000_001.0);
        assert!(range(1.0, 0.0, 1.0).is_empty());
    }
}
