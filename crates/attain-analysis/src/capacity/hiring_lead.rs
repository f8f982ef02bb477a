//! Time from a requisition until the hire is productive, by team.

use serde::Serialize;

use attain_core::ramp;
use attain_core::scenario::choices::{RampShape, Scenario, Team};

/// Mean length of a month in days.
pub const MONTH: f64 = 365.25 / 12.0;

/// Time from opening a requisition until the hire is productive, for one team.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HiringLead {
    /// Name of the team.
    pub team: String,
    /// Mean days from opening a requisition to the planned first day.
    pub fill_days: f64,
    /// Mean delay of a hire relative to the planned first day, in days.
    pub slip_days: f64,
    /// Months until a rep is fully productive.
    pub ramp_months: f64,
    /// Months from creating an opportunity to winning it: the longest median among the segments
    /// that the team serves.
    pub cycle_months: f64,
    /// Earliest planned start month if the requisition opens on the first day of the horizon. The
    /// first month is 1.
    pub earliest_start: u32,
    #[serde(skip)]
    shape: RampShape,
}

impl HiringLead {
    /// Computes the lead times of a team.
    #[must_use]
    pub fn new(scenario: &Scenario, team: &str) -> Self {
        let shape = scenario.ramp.teams.get(team).unwrap_or(&scenario.ramp.shape).clone();
        let fill = &scenario.attrition.time_to_fill;
        let fill_days = fill.median_days.get() * libm::exp(0.5 * fill.sigma.get() * fill.sigma.get());
        let all = Team::default();
        let serves = &scenario.teams.get(team).unwrap_or(&all).segments;
        let served = scenario.market.segments.iter().filter(|(name, _)| serves.is_empty() || serves.contains(name));
        Self {
            team: team.to_owned(),
            fill_days,
            slip_days: scenario.headcount.hire_slip.mean_days.get(),
            ramp_months: ramp::length(&shape),
            cycle_months: served.map(|(_, segment)| segment.days_to_win.median_days.get() / MONTH).fold(0.0, f64::max),
            earliest_start: (fill_days / MONTH).round() as u32 + 1,
            shape,
        }
    }

    /// Mean delay in months.
    fn slip(&self) -> f64 {
        self.slip_days / MONTH
    }

    /// First month in which a hire planned for month `start` is fully ramped.
    #[must_use]
    pub fn ramped(&self, start: u32) -> u32 {
        start + (self.slip() + self.ramp_months).ceil() as u32
    }

    /// Latest planned start month of a hire who must be ramped in `month`. Returns `None` if no
    /// requisition within the horizon is early enough.
    #[must_use]
    pub fn start_for(&self, month: u32) -> Option<u32> {
        let start = month.checked_sub((self.slip() + self.ramp_months).ceil() as u32)?;
        (start >= self.earliest_start).then_some(start)
    }

    /// Ramped months in which a hire planned for month `start` can create opportunities that are
    /// still won within a horizon of `months`.
    #[must_use]
    pub fn counting_months(&self, start: u32, months: u32) -> f64 {
        let begun = f64::from(start) - 1.0 + self.slip();
        let last = f64::from(months) - self.cycle_months;
        let month = |m: u32| {
            let (from, to) = (f64::from(m).max(begun), f64::from(m + 1).min(last));
            if to <= from { 0.0 } else { (to - from) * ramp::productivity(&self.shape, 0.5 * (from + to) - begun, 1.0) }
        };
        (0..months).map(month).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::units::{Days, Months, Sigma};
    use attain_fixtures::books as fixture;

    fn lead() -> HiringLead {
        let mut scenario = fixture::scenario();
        scenario.attrition.time_to_fill.median_days = Days::literal(61.0);
        scenario.attrition.time_to_fill.sigma = Sigma::literal(0.0);
        scenario.headcount.hire_slip.mean_days = Days::literal(0.0);
        scenario.ramp.shape = RampShape::Linear { months: Months::literal(6.0) };
        for segment in scenario.market.segments.values_mut() {
            segment.days_to_win.median_days = Days::literal(3.0 * MONTH);
        }
        HiringLead::new(&scenario, "smb")
    }

    #[test]
    fn a_requisition_of_the_first_day_starts_after_the_time_to_fill_and_counts_after_ramp_and_cycle() {
        let lead = lead();
        assert_eq!(lead.earliest_start, 3);
        assert_eq!(lead.ramped(3), 9);
        assert_eq!(lead.start_for(9), Some(3));
        assert_eq!(lead.start_for(8), None);
        assert_eq!(lead.start_for(2), None);
        // Months 3 to 9, the last month whose opportunities are won in time: 7 months, with a
        // linear ramp over 6: 3 + 1.
        assert!((lead.counting_months(3, 12) - 4.0).abs() < 1e-12);
        assert!(lead.counting_months(10, 12).abs() < 1e-12);
    }
}
