//! The hours of a seat and their distribution over its book.

use attain_core::plan::Seat;
use attain_core::ramp::productivity;
use attain_core::scenario::choices::Team;

/// Number of months over which a seat's capacity is averaged.
pub(crate) const MONTHS: u32 = 12;

/// The time that an account requires from its seat.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeNeed {
    /// Hours per month, or 1 if the team counts accounts.
    pub(crate) hours: f64,
    /// Whether the account has open deals.
    pub(crate) open: bool,
    /// Whether the account is an existing customer.
    pub(crate) existing: bool,
}

/// Distributes hours over an ordered book: accounts with open deals first, then existing
/// customers and prospects according to the team's split. Either group may use hours that
/// the other does not need. Returns the covered share of each account's required time.
pub(crate) fn distribute_hours(needs: &[TimeNeed], hours: f64, prospecting: f64) -> Vec<f64> {
    let mut covered = vec![0.0; needs.len()];
    let mut left = hours;
    let mut wanted = [0.0, 0.0];
    for (need, covered) in needs.iter().zip(&mut covered) {
        if need.open {
            let spent = need.hours.min(left);
            left -= spent;
            *covered = covered_share(spent, need.hours);
        } else {
            wanted[usize::from(!need.existing)] += need.hours;
        }
    }
    let existing = f64::min(wanted[0], f64::max((1.0 - prospecting) * left, left - wanted[1])).max(0.0);
    let mut pools = [existing, f64::min(wanted[1], left - existing)];
    for (need, covered) in needs.iter().zip(&mut covered).filter(|(need, _)| !need.open) {
        let pool = &mut pools[usize::from(!need.existing)];
        let spent = need.hours.min(*pool);
        *pool -= spent;
        *covered = covered_share(spent, need.hours);
    }
    covered
}

fn covered_share(given: f64, needed: f64) -> f64 {
    if given >= needed { 1.0 } else { given / needed }
}

/// Average monthly hours (or accounts) of a seat over a year, including absence, ramp and
/// start month.
pub(crate) fn mean_capacity(team: &Team, seat: &Seat) -> f64 {
    let months = (0..MONTHS).map(|month| {
        let tenure = if seat.incumbent.is_some() {
            Some(seat.tenure_months + f64::from(month))
        } else {
            (month >= seat.start_month).then(|| f64::from(month - seat.start_month))
        };
        tenure.map_or(0.0, |tenure| if team.accounts.is_some() { 1.0 } else { productivity(&seat.ramp, tenure, 1.0) })
    });
    let ramped = months.sum::<f64>() / f64::from(MONTHS);
    seat.capacity * ramped * (1.0 - team.absence.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(hours: f64, prospecting: f64, needs: &[TimeNeed]) -> Vec<f64> {
        distribute_hours(needs, hours, prospecting)
    }

    #[test]
    fn open_deals_come_first_and_the_split_gives_way() {
        let need = |open, existing| TimeNeed { hours: 10.0, open, existing };
        let needs = [need(false, true), need(true, false), need(false, false), need(false, false)];
        assert_eq!(covered(40.0, 0.5, &needs), [1.0; 4]);
        assert_eq!(covered(8.0, 0.5, &needs), [0.0, 0.8, 0.0, 0.0]);
        assert_eq!(covered(20.0, 0.5, &needs), [0.5, 1.0, 0.5, 0.0]);
        // Prospects may use the hours that the customer does not need.
        assert_eq!(covered(35.0, 0.1, &needs), [1.0, 1.0, 1.0, 0.5]);
    }
}
