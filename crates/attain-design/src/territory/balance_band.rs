//! What imbalance costs: little inside the tolerance around a mean, and much beyond it.

use attain_core::scenario::choices::Scenario;
use attain_solver::{ConvexPenalty, SeatTerms, TargetPull};

/// Share of the tolerance without a penalty. The carve aims slightly inside the tolerance,
/// because the last step to its edge saves almost nothing and would not be made.
const AIM: f64 = 0.97;

/// Cost of imbalance inside the tolerance, of a book that is off its mean by as much as the mean,
/// as a share of the mean. A: a hundredth of what the same distance costs outside; coverage with
/// falling returns loses about this much (elasticity 0.31; Albers, Mantrala & Sridhar 2010) of
/// the fifth of potential that is won in a year.
const UNEVENNESS: f64 = 0.02;

/// Sets the penalties of lying away from a mean, for some seats that count as one.
pub(super) fn set_band(terms: &mut SeatTerms, scenario: &Scenario, tolerance: f64, mean: f64, seats: f64) {
    let target = mean * seats;
    if target <= 0.0 {
        terms.high = ConvexPenalty { edge: f64::MAX, ..ConvexPenalty::default() };
        return;
    }
    let (weight, free) = (scenario.territory.balance_weight.get(), AIM * tolerance * target);
    let penalty = |edge: f64| ConvexPenalty { edge, slope: 0.5 * weight, curvature: 2.0 * weight / target };
    (terms.low, terms.high) = (penalty(target - free), penalty(target + free));
    terms.pull = TargetPull { target, strength: UNEVENNESS * weight / target };
}
