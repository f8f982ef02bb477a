//! A seat as an alternating renewal process in months of service and vacancy
//! (Feller, "An Introduction to Probability Theory", vol. I, ch. XIII).
//!
//! In the model's calendar, a rep whose service would end after t months leaves at the month start
//! nearest to t, but serves at least one month. Let h₁, h₂ … be the hazards of the months of
//! service, and let the hazard of the half month ahead be that of the previous month. Then
//! P(service of more than k months) = exp(−(h₁ + … + hₖ) − ½ hₖ) for k ≥ 1.

/// Probability of serving more than 0, 1, 2 … `months` months, given the hazard of each month of
/// service.
pub fn survival(hazard: impl Fn(usize) -> f64, months: usize) -> Vec<f64> {
    let mut survival = vec![1.0_f64];
    let mut cumulative = 0.0;
    for k in 0..months {
        cumulative += hazard(k);
        // Survival never rises, even if the next month has a smaller hazard.
        let more = libm::exp(-cumulative - 0.5 * hazard(k)).min(survival[k]);
        survival.push(more);
    }
    survival
}

/// Probabilities of a seat's states by month of the horizon.
pub struct SeatRenewal {
    /// Probability that the seat has a rep.
    pub staffed: Vec<f64>,
    /// Probability that a rep starts; the initial rep starts in month 0.
    pub starts: Vec<f64>,
    /// Probability that a rep leaves at the month start.
    pub leaves: Vec<f64>,
    survival: Vec<f64>,
}

impl SeatRenewal {
    /// Creates a seat whose rep starts in month 0 and whose successors have the same survival.
    /// `filled` returns the month in which a seat vacated in a given month is filled.
    pub fn new(survival: Vec<f64>, months: usize, filled: impl Fn(usize) -> usize) -> Self {
        let (mut starts, mut leaves, mut staffed) = (vec![0.0; months], vec![0.0; months], vec![0.0; months]);
        starts[0] = 1.0;
        for month in 0..months {
            let ends = |k: usize| survival[k - 1] - survival[k];
            leaves[month] = (0..month).map(|from| starts[from] * ends(month - from)).sum();
            let to = filled(month);
            if to < months {
                starts[to] += leaves[month];
            }
            staffed[month] = (0..=month).map(|from| starts[from] * survival[month - from]).sum();
        }
        Self { staffed, starts, leaves, survival }
    }

    /// Expected productivity in a month, where `productivity` depends on months of service. The rep
    /// of month 0 is fully productive.
    pub fn ramped(&self, month: usize, productivity: impl Fn(usize) -> f64) -> f64 {
        let of = |from: usize| {
            let served = month - from;
            self.starts[from] * self.survival[served] * if from == 0 { 1.0 } else { productivity(served) }
        };
        (0..=month).map(of).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a constant hazard and a vacancy of one month, the long-run share of staffed months is
    /// the mean service divided by the mean service plus the vacancy (the elementary renewal
    /// theorem).
    #[test]
    fn the_long_run_is_that_of_the_renewal_theorem() {
        let survival = survival(|_| 0.2, 400);
        let service: f64 = survival.iter().sum();
        let seat = SeatRenewal::new(survival, 400, |month| month + 1);
        assert!((seat.staffed[399] - service / (service + 1.0)).abs() < 1e-9);
        assert!((seat.staffed[7] + seat.leaves[7] - 1.0).abs() < 1e-12, "vacant only in the month after a leave");
    }
}
