//! Departures of reps.

use libm::exp;

use super::history::{CompanyHistory, SyntheticSeat};
use super::window::{SEATS, date_of, month_start};
use attain_data::demo::DemoStream;

impl CompanyHistory<'_> {
    /// Draws the departures of a month. A rep who leaves does so on a random day of the month.
    pub(super) fn simulate_departures(&mut self, month: usize, offset: f64, days: f64) {
        let attrition = &self.scenario.attrition;
        let last = month_start(month as i32 + 1);
        for seat in 0..SEATS {
            let Some(rep) = self.seats[seat].rep else { continue };
            let mut s = DemoStream::new(self.seed, &format!("seat {seat} month {month}"), "leaving");
            let trail = &mut self.seats[seat];
            trail.trailing_bookings = trail.trailing_bookings * (11.0 / 12.0) + self.booked[rep][month];
            trail.trailing_quota = trail.trailing_quota * (11.0 / 12.0) + self.quota;
            let attainment = (trail.trailing_bookings + 3.0 * self.quota) / (trail.trailing_quota + 3.0 * self.quota);
            let tenure = self.tenure(rep, last) - 0.5;
            let band = attrition.bands.iter().rposition(|band| tenure >= band.from_month.get()).unwrap_or(0);
            let team = self.people[rep].team;
            let hazard = self.truth.hazard.monthly
                * self.truth.hazard.bands[band]
                * attrition.bands[band].factor.get()
                * self.truth.hazard.teams[team]
                * exp(self.truth.low_attainment * (1.0 - attainment).clamp(-1.0, 1.0));
            let hired = self.people[rep].hired.map_or(0.0, |hired| f64::from((hired - month_start(0)).get_days()));
            let seen = (offset + days - hired.max(offset)) / 30.437_5;
            let leaves = s.chance(1.0 - exp(-hazard * seen));
            let day = hired.max(offset) + (offset + days - hired.max(offset)) * s.uniform();
            let served = if leaves { (day - hired.max(offset)) / 30.437_5 } else { seen };
            for sum in [&mut self.hazards.all, &mut self.hazards.bands[band], &mut self.hazards.teams[team]] {
                sum.hazard += hazard * served;
                sum.months += served;
            }
            if leaves && day > hired + 1.0 {
                self.people[rep].left = Some(date_of(day.floor()));
                let wait = self.truth.fill.median * s.lognormal(self.truth.fill.sigma);
                self.seats[seat] = SyntheticSeat { rep: None, next: day + wait, trailing_bookings: 0.0, trailing_quota: 0.0 };
            }
        }
    }
}
