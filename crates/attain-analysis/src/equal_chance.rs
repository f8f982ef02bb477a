//! The quota policy `equal-chance`: every seat makes its quota of the first year with the same
//! probability, and the quotas sum to the street quota of the policy.
//!
//! The chance is found by bisection: at a lower chance every quota is higher. Seats that cannot have
//! the common chance at any quota, because they book nothing in too many years or carry too little
//! quota in the first year to be judged, keep the quota in proportion to their expected bookings.

use attain_core::metric::MetricId;
use attain_core::number_format::plural;
use attain_core::plan::{Plan, Seat};
use attain_core::scenario::choices::QuotaPolicy;
use attain_data::Book;
use attain_sim::simulate::simulate_years;
use attain_sim::summarise::quantile;

/// Number of simulated years behind quotas of equal chance: a standard error of at most 0.8 points.
pub(crate) const PILOT_YEARS: u32 = 4_000;
/// Numbers of years of the rounds. Accounts that wait for a seat lend its quota to their present
/// owners, so quotas that change together change attainment by more than their own factor; later
/// rounds correct what earlier ones missed.
const ROUNDS: [u32; 3] = [500, 1_000, PILOT_YEARS];
/// Seed of these years. It belongs to the plan, so that a plan has the same quotas in every study.
const PILOT_SEED: u64 = 0x0051_0EC4_A11C_E5ED;
/// Smallest share of the years in which a seat must be judged.
const JUDGED_SHARE: f64 = 0.25;
/// Smallest quota, as a share of the one in proportion to expected bookings: a lower one would
/// have to be reached by years without a deal.
const SMALLEST_SHARE: f64 = 0.1;
/// Largest number of seats named in a note.
const NAMED: usize = 3;

/// A seat's quota and its attainment of it in the simulated years.
struct SeatAttainment {
    /// Quota in proportion to expected bookings.
    proportional: f64,
    quota: f64,
    /// In ascending order, without years in which the seat is not judged.
    years: Vec<f64>,
    /// Whether the seat can have the common chance.
    is_common: bool,
}

impl SeatAttainment {
    /// The quota that the seat makes with a probability, if it can have the common chance.
    fn quota_at(&self, chance: f64) -> f64 {
        if self.is_common { self.quota * upper_quantile(&self.years, chance) } else { self.proportional }
    }
}

/// Sets the quotas of a plan whose policy is `equal-chance`; leaves other plans as they are.
#[must_use]
pub fn with_equal_chances(book: &Book, mut plan: Plan) -> Plan {
    if !matches!(plan.scenario.quota.policy, QuotaPolicy::EqualChance { .. })
        || plan.street_quota.is_nan()
        || plan.street_quota <= 0.0
    {
        return plan;
    }
    let seat = |seat: &Seat| SeatAttainment {
        proportional: seat.quota,
        quota: seat.quota,
        years: Vec::new(),
        is_common: seat.quota > 0.0,
    };
    let mut seats: Vec<SeatAttainment> = plan.seats.iter().map(seat).collect();
    let mut pilot = plan.clone();
    pilot.scenario.horizon.months = 12;
    let mut chance = f64::NAN;
    for round in ROUNDS {
        let simulated = simulate_years(book, std::slice::from_ref(&pilot), PILOT_SEED, round, &|_| ());
        for (seat, columns) in seats.iter_mut().zip(&simulated.plans[0].seats) {
            seat.years = sorted(&columns[MetricId::Attainment as usize]);
            seat.is_common &= seat.years.len() as f64 >= JUDGED_SHARE * f64::from(round);
        }
        let Some(common) = common_chance_of(&mut seats, plan.street_quota) else {
            plan.notes.push(
                "No quotas give every seat the same chance and add up to the street quota: they stay in proportion to expected bookings."
                    .to_owned(),
            );
            return plan;
        };
        chance = common;
        let quotas: Vec<f64> = seats.iter().map(|seat| seat.quota_at(chance)).collect();
        let scale = plan.street_quota / quotas.iter().sum::<f64>();
        for ((of, seat), quota) in seats.iter_mut().zip(&mut pilot.seats).zip(quotas) {
            of.quota = quota * scale;
            seat.quota = of.quota;
        }
    }
    for (seat, of) in plan.seats.iter_mut().zip(&seats) {
        seat.quota = of.quota;
    }
    // Before a dated change, quotas keep the same proportions to expected bookings.
    for stage in &mut plan.stages {
        let street: f64 = stage.quotas.iter().sum();
        for (quota, of) in stage.quotas.iter_mut().zip(&seats) {
            *quota *= if of.proportional > 0.0 { of.quota / of.proportional } else { 1.0 };
        }
        let scale = street / stage.quotas.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        stage.quotas.iter_mut().for_each(|quota| *quota *= scale);
    }
    plan.notes.push(note(&plan, &seats, chance));
    plan
}

/// Finds the chance at which quotas add up to the street quota, and excludes the seats that cannot
/// have it. `None` if no chance does or no seat is left.
fn common_chance_of(seats: &mut [SeatAttainment], street: f64) -> Option<f64> {
    loop {
        let chance = common_chance(street, |chance| seats.iter().map(|seat| seat.quota_at(chance)).sum())?;
        let mut excluded = false;
        for seat in seats.iter_mut().filter(|seat| seat.is_common) {
            if seat.quota_at(chance) < SMALLEST_SHARE * seat.proportional {
                seat.is_common = false;
                excluded = true;
            }
        }
        if !excluded {
            return seats.iter().any(|seat| seat.is_common).then_some(chance);
        }
    }
}

/// The common chance, and the seats that do not have it.
fn note(plan: &Plan, seats: &[SeatAttainment], chance: f64) -> String {
    let others: Vec<&str> = plan
        .seats
        .iter()
        .zip(seats)
        .filter(|(seat, of)| !of.is_common && seat.quota > 0.0)
        .map(|(seat, _)| seat.name.as_str())
        .collect();
    let common = format!("makes its first-year quota with a probability of about {:.0} %", 100.0 * chance);
    if others.is_empty() {
        return format!("Every seat {common}.");
    }
    let more = if others.len() > NAMED { " …" } else { "" };
    format!(
        "Every seat {common}, except {}, which cannot have this chance in the first year at any sensible quota and {} a quota in proportion to expected bookings: {}{more}.",
        plural(others.len(), "seat"),
        if others.len() == 1 { "keeps" } else { "keep" },
        others[..others.len().min(NAMED)].join(", ")
    )
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
    /// the quota's own quantile as much, so three points are more than two standard errors; the
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

    fn design(book: &Book, resolved: &attain_core::scenario::ResolvedScenario) -> Result<Plan, attain_core::diagnostics::Faults> {
        Ok(with_equal_chances(book, attain_design::design::design(book, resolved)?))
    }

    /// The chance of quota of every seat in worlds other than the pilot's.
    fn chances(book: &Book, plan: &Plan) -> Vec<Option<f64>> {
        let years = simulate_years(book, std::slice::from_ref(plan), 11, 4_000, &|_| ());
        let chance = |s: usize| {
            let hits = sorted(&years.plans[0].seats[s][MetricId::TargetHit as usize]);
            (!hits.is_empty()).then(|| hits.iter().sum::<f64>() / hits.len() as f64)
        };
        (0..plan.seats.len()).map(chance).collect()
    }

    fn equal(book: &Book, target: f64, change: impl Fn(&mut attain_core::scenario::choices::Scenario)) -> Plan {
        let mut scenario = fixture::scenario();
        scenario.target.bookings = Some(Money::literal(target));
        scenario.quota.policy = QuotaPolicy::EqualChance { over_assignment: Share::literal(0.1) };
        change(&mut scenario);
        design(book, &fixture::resolved(scenario)).unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn sums_to(plan: &Plan, street: f64) {
        let sum: f64 = plan.seats.iter().map(|seat| seat.quota).sum();
        assert!((sum / street - 1.0).abs() < 1e-9, "{sum} {street}");
        assert!(plan.seats.iter().all(|seat| seat.quota.is_finite() && seat.quota >= 0.0));
    }

    #[test]
    fn a_target_that_no_year_reaches_leaves_proportions_and_says_so() {
        let book = fixture::book(5, 60, 4);
        let plan = equal(&book, 4e12, |_| ());
        sums_to(&plan, 4.4e12);
        assert!(plan.notes.iter().any(|note| note.contains("No quotas give every seat the same chance")), "{:?}", plan.notes);
    }

    /// A seat that starts in October has no years in which it could make a quota with the others'
    /// chance; the others have a common chance, and the sum is the street quota.
    #[test]
    fn late_hires_and_seats_without_accounts_leave_the_others_equal() {
        use attain_core::scenario::choices::SeatAddition;
        let mut book = fixture::book(5, 200, 8);
        let plan = equal(&book, 4e6, |_| ());
        let team = book.teams[plan.seats[0].team].clone();
        for account in &mut book.accounts {
            // The first rep has no accounts.
            if account.owner == Some(0) {
                account.owner = Some(1);
            }
        }
        let plan = equal(&book, 4e6, |scenario| {
            scenario.headcount.adds.push(SeatAddition { team: team.clone(), seats: 2, start_month: 10, region: None });
            scenario.territory.carve = attain_core::scenario::choices::Carve::Peel;
        });
        sums_to(&plan, 4.4e6);
        let late: Vec<usize> = (0..plan.seats.len()).filter(|&s| plan.seats[s].start_month >= 9).collect();
        assert_eq!(late.len(), 2);
        let mut owned = vec![0; plan.seats.len()];
        plan.accounts.iter().filter_map(|made| made.seat).for_each(|seat| owned[seat] += 1);
        let found = chances(&book, &plan);
        let common: Vec<f64> =
            (0..plan.seats.len()).filter(|s| !late.contains(s) && owned[*s] > 0).filter_map(|s| found[s]).collect();
        let mean = common.iter().sum::<f64>() / common.len() as f64;
        assert!(common.len() >= 5 && common.iter().all(|chance| (chance - mean).abs() < 0.03), "{found:?} {owned:?}");
        for s in (0..plan.seats.len()).filter(|&s| owned[s] == 0) {
            assert_eq!(plan.seats[s].quota, 0.0, "a seat without accounts has no quota");
        }
    }
}
