//! The score of assignments in points.

/// Points that the potential of all accounts is worth.
const POINTS: f64 = 100_000.0;

/// Converts the objective of the assignment to points. The objective adds expected losses, travel
/// and penalties for imbalance and overload, so its sum is not an amount of money. One point is
/// 1/100,000 of the potential of all accounts; fewer points are better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointScale {
    potential: f64,
}

impl PointScale {
    /// Definition of a point, for pages that show points.
    pub const MEANING: &str = "Points are a score, not money; fewer are better. \
                               1 point is 1/100,000 of the potential of all accounts.";

    /// Creates the scale of a book, from the potential of each account.
    #[must_use]
    pub fn from_potentials(potentials: impl IntoIterator<Item = f64>) -> Self {
        Self { potential: potentials.into_iter().filter(|potential| potential.is_finite()).sum() }
    }

    /// Converts a cost of the assignment to points; 0 if no account has potential.
    #[must_use]
    pub fn points(&self, cost: f64) -> f64 {
        if self.potential > 0.0 { POINTS * cost / self.potential } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_share_of_all_potential() {
        let scale = PointScale::from_potentials([60e6, 40e6]);
        assert_eq!((scale.points(1_000.0), scale.points(-2_500.0)), (1.0, -2.5));
        assert_eq!(PointScale::from_potentials([0.0, f64::NAN]).points(5.0), 0.0);
    }
}
