//! A grid: axes with their values, and its cells.

use super::axis::{self, Axis};
use super::cell::{Point, name};

/// Most cells of a grid: more is a slip, or a study for a cluster.
pub const MOST_CELLS: usize = 4_000;
/// Most years of all cells together: their figures are kept in memory.
pub const MOST_YEARS: u64 = 20_000_000;

/// An axis with its values, in the order given.
#[derive(Debug, Clone)]
pub struct Line {
    /// The axis.
    pub axis: &'static Axis,
    /// The team or segment it is narrowed to.
    pub of: Option<String>,
    /// Its values.
    pub values: Vec<f64>,
}

impl Line {
    /// The axis as files name it.
    #[must_use]
    pub fn name(&self) -> String {
        name(self.axis, self.of.as_deref())
    }

    /// The axis at one of its values.
    #[must_use]
    pub fn point(&self, value: usize) -> Point {
        Point { axis: self.axis, of: self.of.clone(), value: self.values[value] }
    }

    /// Whether it counts seats that are added.
    #[must_use]
    pub fn is_headcount(&self) -> bool {
        self.axis.name == "adds"
    }
}

/// Axes with their values. The cells are all combinations, the last axis turning fastest.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// The axes.
    pub lines: Vec<Line>,
}

impl Grid {
    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.iter().fold(1, |cells: usize, line| cells.saturating_mul(line.values.len()))
    }

    /// Whether it has no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Position of the value of each axis in a cell.
    #[must_use]
    pub fn at(&self, cell: usize) -> Vec<usize> {
        let mut rest = cell;
        let mut at = vec![0; self.lines.len()];
        for (position, line) in at.iter_mut().zip(&self.lines).rev() {
            *position = rest % line.values.len().max(1);
            rest /= line.values.len().max(1);
        }
        at
    }

    /// The cell at these positions.
    #[must_use]
    pub fn cell(&self, at: &[usize]) -> usize {
        self.lines.iter().zip(at).fold(0, |cell, (line, at)| cell * line.values.len() + at)
    }

    /// The points of a cell.
    #[must_use]
    pub fn points(&self, cell: usize) -> Vec<Point> {
        self.lines.iter().zip(self.at(cell)).map(|(line, at)| line.point(at)).collect()
    }

    /// The first axis that counts added seats.
    #[must_use]
    pub fn headcount(&self) -> Option<usize> {
        self.lines.iter().position(Line::is_headcount)
    }

    /// The cell in which an axis has its value at another position.
    #[must_use]
    pub fn moved(&self, cell: usize, line: usize, to: usize) -> usize {
        let mut at = self.at(cell);
        at[line] = to;
        self.cell(&at)
    }
}

/// How many values a range has: `from`, `from + step` … up to `to`.
#[must_use]
pub fn count(from: f64, to: f64, step: f64) -> f64 {
    ((to - from) / step + 1e-9).floor() + 1.0
}

/// The values of a range, each reckoned from its beginning so that errors do not add up.
#[must_use]
pub fn range(from: f64, to: f64, step: f64) -> Vec<f64> {
    (0..count(from, to, step).clamp(0.0, MOST_CELLS as f64) as usize).map(|i| rounded(from + step * i as f64)).collect()
}

/// Twelve significant digits: 0.1 + 0.2 is 0.3.
fn rounded(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// The grid where none is given: up to five more seats in a team × attrition.
#[must_use]
pub fn usual(team: &str, own: f64, attrition: &[f64]) -> Grid {
    let line = |name: &str, of: Option<&str>, values: Vec<f64>| {
        axis::find(name).map(|axis| Line { axis, of: of.map(str::to_owned), values })
    };
    let lines = [
        line("adds", Some(team), (0..=5).map(|more| own + f64::from(more)).collect()),
        line("attrition", None, attrition.to_vec()),
    ];
    Grid { lines: lines.into_iter().flatten().filter(|line| !line.values.is_empty()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_all_combinations_the_last_axis_fastest() {
        let grid = usual("smb", 1.0, &[0.5, 1.0]);
        assert_eq!(grid.len(), 12);
        assert_eq!(grid.headcount(), Some(0));
        let values = |cell| grid.points(cell).iter().map(|point| point.value).collect::<Vec<_>>();
        assert_eq!((values(0), values(1), values(11)), (vec![1.0, 0.5], vec![1.0, 1.0], vec![6.0, 1.0]));
        for cell in 0..12 {
            assert_eq!(grid.cell(&grid.at(cell)), cell);
        }
        assert_eq!(grid.moved(11, 0, 0), 1);
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
