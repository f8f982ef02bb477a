//! Designs a plan, with quotas that need simulated years.
//!
//! Most quotas are closed forms, and `attain-design` sets them. The policy `equal-chance` simulates
//! years of the designed plan first: seats have a quota that they make with the same probability,
//! and the street quota is that of the policy.

use attain_core::diagnostics::Faults;
use attain_core::metric::MetricId;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::QuotaPolicy;
use attain_data::Book;
use attain_sim::simulate::simulate_years;
use attain_sim::summarise::quantile;

/// Number of simulated years behind quotas of equal chance: a standard error of at most 1.1 points.
const PILOT_YEARS: u32 = 2_000;
/// Seed of these years. It belongs to the plan, so that a plan has the same quotas in every study.
const PILOT_SEED: u64 = 0x0051_0EC4_A11C_E5ED;

/// Designs the plan of a scenario, including quotas that need simulated years.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book.
pub fn design(book: &Book, resolved: &ResolvedScenario) -> Result<Plan, Faults> {
    Ok(with_equal_chances(book, attain_design::design::design(book, resolved)?))
}

/// The same with a provably optimal carve.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book, or a fault if the
/// problem is too large to be solved to optimality.
pub fn design_exact(book: &Book, resolved: &ResolvedScenario) -> Result<Plan, Faults> {
    Ok(with_equal_chances(book, attain_design::design::design_exact(book, resolved)?))
}

/// Sets the quotas of a plan whose policy is `equal-chance`; leaves other plans as they are.
#[must_use]
pub fn with_equal_chances(book: &Book, mut plan: Plan) -> Plan {
    if !matches!(plan.scenario.quota.policy, QuotaPolicy::EqualChance { .. }) || plan.street_quota <= 0.0 {
        return plan;
    }
    let mut pilot = plan.clone();
    pilot.scenario.horizon.months = 12;
    let years = simulate_years(book, std::slice::from_ref(&pilot), PILOT_SEED, PILOT_YEARS, &|_| ());
    let attainment = |s: usize| sorted(&years.plans[0].seats[s][MetricId::Attainment as usize]);
    let seats: Vec<Vec<f64>> = (0..plan.seats.len()).map(attainment).collect();
    let quotas_at = |chance: f64| -> Vec<f64> {
        let quota = |(seat, years): (&attain_core::plan::Seat, &Vec<f64>)| seat.quota * upper_quantile(years, chance);
        plan.seats.iter().zip(&seats).map(quota).collect()
    };
    let Some(chance) = common_chance(plan.street_quota, |chance| quotas_at(chance).iter().sum()) else { return plan };
    let quotas = quotas_at(chance);
    let scale = plan.street_quota / quotas.iter().sum::<f64>();
    for (seat, quota) in plan.seats.iter_mut().zip(quotas) {
        seat.quota = quota * scale;
    }
    plan.notes.push(format!("Every seat makes its first-year quota with a probability of about {:.0} %.", 100.0 * chance));
    plan
}

/// The chance at which quotas add up to the street quota; `None` if no chance does.
fn common_chance(street: f64, sum_at: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut low, mut high) = (0.0, 1.0);
    if sum_at(high) > street || sum_at(low) < street {
        return None;
    }
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if sum_at(middle) > street { low = middle } else { high = middle }
    }
    Some(0.5 * (low + high))
}

/// Values in ascending order, without missing ones.
fn sorted(values: &[f32]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().map(f64::from).filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The value that is reached with a probability; 1 without any values.
fn upper_quantile(sorted: &[f64], chance: f64) -> f64 {
    if sorted.is_empty() { 1.0 } else { quantile(sorted, 1.0 - chance) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::units::{Money, Share};
    use attain_fixtures::books as fixture;

    /// 4,000 years of other worlds: the standard error of a chance is at most 0.8 points, that of
    /// the quota's own quantile 1.1 points, so three points are more than two standard errors; the
    /// seed is fixed.
    #[test]
    fn every_seat_has_the_same_chance_of_making_its_quota() {
        let book = fixture::book(5, 200, 8);
        let mut scenario = fixture::scenario();
        scenario.target.bookings = Some(Money::literal(4e6));
        scenario.quota.policy = QuotaPolicy::EqualChance { over_assignment: Share::literal(0.1) };
        let plan = design(&book, &fixture::resolved(scenario)).unwrap();
        assert!((plan.seats.iter().map(|seat| seat.quota).sum::<f64>() - 4.4e6).abs() < 1.0);
        let years = simulate_years(&book, std::slice::from_ref(&plan), 11, 4_000, &|_| ());
        let chances: Vec<f64> = (0..plan.seats.len())
            .map(|s| {
                let reached = &years.plans[0].seats[s][MetricId::TargetHit as usize];
                let known: Vec<f64> = reached.iter().copied().map(f64::from).filter(|hit| hit.is_finite()).collect();
                known.iter().sum::<f64>() / known.len() as f64
            })
            .collect();
        let mean = chances.iter().sum::<f64>() / chances.len() as f64;
        assert!(chances.iter().all(|chance| (chance - mean).abs() < 0.03), "{chances:?}");
        assert!(mean > 0.02 && mean < 0.98, "{mean}");
    }

    #[test]
    fn an_upper_quantile_is_reached_with_its_probability() {
        let values: Vec<f64> = (0..=100).map(f64::from).collect();
        assert_eq!(upper_quantile(&values, 0.25), 75.0);
        assert_eq!(upper_quantile(&[], 0.5), 1.0);
        assert_eq!(common_chance(5.0, |chance| 10.0 * (1.0 - chance)).map(|chance| (chance * 1e9).round()), Some(5e8));
        assert_eq!(common_chance(50.0, |chance| 10.0 * (1.0 - chance)), None);
    }
}
