//! A seat as a renewal process in months: reps serve, seats wait, reps serve
//! (Feller, "An Introduction to Probability Theory", vol. I, ch. XIII).
//!
//! The model's calendar: a rep whose time would be over after t months leaves at
//! the month's start nearest to t, but serves one month at least. With hazards
//! h₁, h₂ … of the months of service, all that is known of the half month ahead is
//! the hazard of the month behind, so that
//! P(serves more than k months) = exp(−(h₁ + … + hₖ) − ½ hₖ) for k ≥ 1.

/// Chance to serve more than 0, 1, 2 … `months` months under a hazard by month of service.
pub fn survival(hazard: impl Fn(usize) -> f64, months: usize) -> Vec<f64> {
    let mut survival = vec![1.0_f64];
    let mut gathered = 0.0;
    for k in 0..months {
        gathered += hazard(k);
        // Hazard once reached is not lost again when the next months are milder.
        let more = libm::exp(-gathered - 0.5 * hazard(k)).min(survival[k]);
        survival.push(more);
    }
    survival
}

/// What is expected of a seat, month by month of the horizon.
pub struct SeatRenewal {
    /// Chance that a rep holds it.
    pub held: Vec<f64>,
    /// Chance that a rep starts; in month 0 the present one.
    pub starts: Vec<f64>,
    /// Chance that a rep leaves at the month's start.
    pub leaves: Vec<f64>,
    survival: Vec<f64>,
}

impl SeatRenewal {
    /// A seat whose rep begins in month 0 and whose successors serve alike;
    /// `filled` gives the month in which a seat left in a month is filled again.
    pub fn new(survival: Vec<f64>, months: usize, filled: impl Fn(usize) -> usize) -> Self {
        let (mut starts, mut leaves, mut held) = (vec![0.0; months], vec![0.0; months], vec![0.0; months]);
        starts[0] = 1.0;
        for month in 0..months {
            let ends = |k: usize| survival[k - 1] - survival[k];
            leaves[month] = (0..month).map(|from| starts[from] * ends(month - from)).sum();
            let to = filled(month);
            if to < months {
                starts[to] += leaves[month];
            }
            held[month] = (0..=month).map(|from| starts[from] * survival[month - from]).sum();
        }
        Self { held, starts, leaves, survival }
    }

    /// Expected productivity in a month, where a rep who starts has it by month
    /// of service and who was there from month 0 has all.
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

    /// With a constant hazard and a seat that is filled after one month, the
    /// long-run share held is mean service over mean service and wait (the
    /// elementary renewal theorem).
    #[test]
    fn the_long_run_is_that_of_the_renewal_theorem() {
        let survival = survival(|_| 0.2, 400);
        let service: f64 = survival.iter().sum();
        let seat = SeatRenewal::new(survival, 400, |month| month + 1);
        assert!((seat.held[399] - service / (service + 1.0)).abs() < 1e-9);
        assert!((seat.held[7] + seat.leaves[7] - 1.0).abs() < 1e-12, "empty for the month of leaving only");
    }
}
