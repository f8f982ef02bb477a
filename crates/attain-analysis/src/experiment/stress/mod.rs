//! The stress test: the results of every cell, the value of each added rep, and the last month in
//! which a hire pays for itself.

mod evaluate;
mod notes;
mod order;
mod result;

pub use result::{AddedRepValue, AxisResult, CellResult, HireMonth, HireResult, StressResult};

pub(super) use evaluate::{added_rep_values, axes, cells, hire_result};
pub(super) use notes::notes;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::cell_columns::{CACHED_METRICS, CellColumns};
    use crate::experiment::grid::default_grid;

    /// Years in which every figure has the same value.
    fn constant(value: f64) -> CellColumns {
        CellColumns(vec![vec![value, value + 1.0, value - 1.0]; CACHED_METRICS.len()])
    }

    #[test]
    fn the_last_month_that_pays_has_an_interval() {
        let none = constant(0.0);
        let months: Vec<CellColumns> = [3.0, 1.0, -1.0].map(constant).to_vec();
        let found = hire_result("smb", &none, &months);
        assert_eq!((found.pays_until, found.surely_until, found.perhaps_until), (Some(2), Some(2), Some(2)));
        assert_eq!(hire_result("smb", &constant(9.0), &months).perhaps_until, None);
    }

    #[test]
    fn falls_along_headcount_are_noted() {
        let grid = default_grid("smb", 0.0, &[1.0]);
        let rising: Vec<CellColumns> = (0..6).map(|i| constant(f64::from(i))).collect();
        assert!(notes(&grid, &rising).is_empty());
        let falling: Vec<CellColumns> = (0..6).map(|i| constant(f64::from(-i))).collect();
        assert_eq!(notes(&grid, &falling).len(), 2);
        let steps = added_rep_values(&grid, &rising);
        assert_eq!(steps.len(), 5);
        assert!(steps.iter().all(|step| step.bookings.unwrap().difference == 1.0 && step.pairing_gain.is_none()));
        assert_eq!(cells(&grid, &rising)[3].extra_cost.unwrap().difference, 3.0);
        assert_eq!(cells(&grid, &rising)[0].extra_cost, None);
    }
}
