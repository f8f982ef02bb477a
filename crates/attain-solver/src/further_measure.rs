//! Measures that are balanced beside value: each has a value for every unit and a band for every
//! seat.

use crate::seat_terms::{ConvexPenalty, SeatTerms, TargetPull};

/// The band of a further measure at one seat.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MeasureBand {
    /// Cost of a total away from the middle of the band.
    pub pull: TargetPull,
    /// Penalty of a total below the lower edge of the band.
    pub low: ConvexPenalty,
    /// Penalty of a total above the upper edge of the band.
    pub high: ConvexPenalty,
}

impl MeasureBand {
    /// The band as that of value.
    #[inline]
    pub(crate) fn as_terms(&self) -> SeatTerms {
        SeatTerms { pull: self.pull, low: self.low, high: self.high, ..SeatTerms::default() }
    }

    /// The penalty of a total.
    #[inline]
    #[must_use]
    pub fn cost(&self, total: f64) -> f64 {
        self.as_terms().balance_cost(total)
    }
}

/// A measure that is balanced beside value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FurtherMeasure {
    /// What each unit contributes.
    pub units: Vec<f64>,
    /// The band of each seat.
    pub seats: Vec<MeasureBand>,
}
