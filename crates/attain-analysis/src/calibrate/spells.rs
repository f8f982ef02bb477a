//! Employment spells of reps, as observed in the window.

use super::history::{CalibrationHistory, MONTH};

/// A rep's employment as observed in the window. Days count from the extract.
#[derive(Debug, Clone, Copy)]
pub struct EmploymentSpell {
    /// Index into the reps of the book.
    pub rep: usize,
    /// Day of hiring.
    pub hired: i32,
    /// First day on which the rep is observed.
    pub enters: i32,
    /// Last day on which the rep is observed.
    pub ends: i32,
    /// Whether the rep left on the last day.
    pub left: bool,
}

impl EmploymentSpell {
    /// Returns the observed months of tenure between two bounds, in months.
    pub fn exposure(&self, from: f64, to: f64) -> f64 {
        let tenure = |day: i32| f64::from(day - self.hired) / MONTH;
        (tenure(self.ends).min(to) - tenure(self.enters).max(from)).max(0.0)
    }
}

/// Returns the spells observed from a day on.
#[must_use]
pub fn observed_spells(history: &CalibrationHistory, from: i32) -> Vec<EmploymentSpell> {
    let each = history.book.reps.iter().enumerate().filter_map(|(rep, of)| {
        let hired = history.day(of.hired?);
        let left = of.left.map(|left| history.day(left)).filter(|left| *left <= 0);
        let ends = left.unwrap_or(0);
        // The table may not contain all reps who left before the window.
        let enters = hired.max(from);
        (hired <= 0 && ends > enters).then_some(EmploymentSpell { rep, hired, enters, ends, left: left.is_some() })
    });
    each.collect()
}
