//! Sums of the hazards to which reps were exposed.

use super::truth::HazardTruth;
use super::window::TEAMS;

/// Sums of hazards and of months served, whose ratio is a mean hazard.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct HazardSum {
    pub(super) hazard: f64,
    pub(super) months: f64,
}

impl HazardSum {
    fn mean(self) -> f64 {
        if self.months > 0.0 { self.hazard / self.months } else { 0.0 }
    }

    /// Returns the mean divided by the overall mean; NaN if no months were served.
    fn relative_to(self, overall: f64) -> f64 {
        if self.months > 0.0 { self.mean() / overall } else { f64::NAN }
    }
}

/// Hazards of the months served: overall, by tenure band and by team.
#[derive(Debug)]
pub struct HazardSums {
    pub(super) all: HazardSum,
    pub(super) bands: Vec<HazardSum>,
    pub(super) teams: Vec<HazardSum>,
}

impl HazardSums {
    pub(super) fn new(bands: usize) -> Self {
        Self {
            all: HazardSum::default(),
            bands: vec![HazardSum::default(); bands],
            teams: vec![HazardSum::default(); TEAMS.len()],
        }
    }

    /// Returns the overall monthly mean, and the means by band and by team relative to it.
    pub(super) fn means(&self) -> HazardTruth {
        let monthly = self.all.mean();
        let relative = |sums: &[HazardSum]| sums.iter().map(|sum| sum.relative_to(monthly)).collect();
        HazardTruth { monthly, bands: relative(&self.bands), teams: relative(&self.teams) }
    }
}
