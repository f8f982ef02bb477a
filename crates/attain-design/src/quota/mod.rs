//! Quotas: expected bookings of each seat per year at full ramp.

mod fault;
mod seat_yield;

use self::fault::QuotaFault;
use self::seat_yield::{YieldInputs, seat_yields};
use crate::score::{AccountScores, score_accounts};
use crate::territory::roster::Roster;
use crate::territory::territory_design::TerritoryDesign;
use attain_core::diagnostics::Faults;
use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_core::plan::{Plan, Seat};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::QuotaPolicy;
use attain_data::Book;

/// The quotas of a plan, in money per year.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SeatQuotas {
    /// Quota of each seat at full ramp.
    pub(crate) seats: Vec<f64>,
    /// Street quota: the sum of the quotas.
    pub(crate) street: f64,
    /// Target of the company: the scenario's target, or the street quota if there is none.
    pub(crate) target: f64,
    /// Notes for planners, in short sentences.
    pub(crate) notes: Vec<String>,
}

/// Sets quotas according to the scenario's policy.
pub(crate) fn set_quotas(
    book: &Book,
    resolved: &ResolvedScenario,
    scores: &AccountScores,
    roster: &Roster,
    territories: &TerritoryDesign,
    faults: &mut Faults,
) -> SeatQuotas {
    let scenario = &resolved.scenario;
    let realistic = seat_yields(&YieldInputs {
        book,
        scenario,
        worth: &scores.worth,
        seats: &roster.seats,
        workload: &territories.workload,
        accounts: &territories.accounts,
    });
    let target = scenario.target.bookings.map(attain_core::units::Money::get);
    let mut notes = Vec::new();
    let seats = match &scenario.quota.policy {
        QuotaPolicy::Current => current_quotas(book, &roster.seats).unwrap_or_else(|| {
            faults.push(resolved.place("quota.policy"), QuotaFault::NobodyHasAQuota);
            vec![0.0; roster.seats.len()]
        }),
        QuotaPolicy::Flat { quota } => vec![quota.get(); roster.seats.len()],
        QuotaPolicy::PotentialShare { share } => realistic.iter().map(|bookings| share.get() * bookings).collect(),
        // Equal chances start from expected bookings; simulated years adjust them later.
        QuotaPolicy::TopDown { over_assignment } | QuotaPolicy::EqualChance { over_assignment } => {
            if target.is_none() {
                faults.push(resolved.place("quota.policy"), QuotaFault::NoTarget);
            }
            split_amount(target.unwrap_or(0.0) * (1.0 + over_assignment.get()), &realistic)
        }
    };
    let n = NumberFormat::in_currency(&scenario.money.currency);
    let money = |amount| n.plain(MetricUnit::Money, amount);
    let street: f64 = seats.iter().sum();
    let expected: f64 = realistic.iter().sum();
    if street > expected {
        notes.push(format!(
            "The street quota of {} exceeds the {} that ramped reps in all seats can be expected to book.",
            money(street),
            money(expected)
        ));
    }
    if target.is_none() {
        notes.push(format!("No target is set: the street quota of {} is used instead.", money(street)));
    }
    SeatQuotas { seats, street, target: target.unwrap_or(street), notes }
}

/// Bookings credited to quota that each seat of a plan can be expected to make per year at full
/// ramp, given its book, its hours and its open pipeline.
#[must_use]
pub fn expected_bookings(book: &Book, plan: &Plan) -> Vec<f64> {
    let workload: Vec<f64> = plan.seats.iter().map(|seat| seat.workload).collect();
    seat_yields(&YieldInputs {
        book,
        scenario: &plan.scenario,
        worth: &score_accounts(book, &plan.scenario).worth,
        seats: &plan.seats,
        workload: &workload,
        accounts: &plan.accounts,
    })
}

/// The quotas in the rep data. A seat without a quota gets the mean of its team, or of all
/// seats if its team has none; `None` if no rep has a quota.
fn current_quotas(book: &Book, seats: &[Seat]) -> Option<Vec<f64>> {
    let given: Vec<Option<f64>> = seats.iter().map(|seat| seat.incumbent.and_then(|rep| book.reps[rep].quota)).collect();
    let mean = |test: &dyn Fn(&Seat) -> bool| {
        let known: Vec<f64> = seats.iter().zip(&given).filter(|(seat, _)| test(seat)).filter_map(|(_, quota)| *quota).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    let overall = mean(&|_| true)?;
    let of_team: Vec<f64> = (0..book.teams.len()).map(|team| mean(&|seat| seat.team == team).unwrap_or(overall)).collect();
    Some(seats.iter().zip(given).map(|(seat, quota)| quota.unwrap_or(of_team[seat.team])).collect())
}

/// Splits an amount in proportion to `by`, or equally if all weights are zero.
fn split_amount(amount: f64, by: &[f64]) -> Vec<f64> {
    let sum: f64 = by.iter().sum();
    by.iter().map(|part| if sum > 0.0 { amount * part / sum } else { amount / by.len() as f64 }).collect()
}

#[cfg(test)]
mod tests {
    use crate::design::design;
    use attain_core::scenario::choices::{QuotaPolicy, Scenario};
    use attain_core::units::{Money, Share};
    use attain_fixtures::books as fixture;

    fn quotas(change: impl Fn(&mut Scenario)) -> attain_core::plan::Plan {
        let mut scenario = fixture::scenario();
        change(&mut scenario);
        design(&fixture::book(5, 150, 9), &fixture::resolved(scenario)).unwrap()
    }

    #[test]
    fn top_down_divides_target_and_over_assignment() {
        let plan = quotas(|scenario| {
            scenario.target.bookings = Some(Money::literal(1e7));
            scenario.quota.policy = QuotaPolicy::TopDown { over_assignment: Share::literal(0.15) };
        });
        assert!((plan.street_quota - 1.15e7).abs() < 1.0);
        assert_eq!(plan.target, 1e7);
    }

    #[test]
    fn flat_is_flat_and_current_is_what_the_data_says() {
        let flat = quotas(|scenario| scenario.quota.policy = QuotaPolicy::Flat { quota: Money::literal(5e5) });
        assert!(flat.seats.iter().all(|seat| seat.quota == 5e5));
        let current = quotas(|scenario| scenario.quota.policy = QuotaPolicy::Current);
        assert!(current.seats.iter().all(|seat| seat.quota > 0.0));
    }

    #[test]
    fn a_share_of_potential_follows_the_share() {
        let at = |share| quotas(|scenario| scenario.quota.policy = QuotaPolicy::PotentialShare { share: Share::literal(share) });
        let (half, whole) = (at(0.5), at(1.0));
        assert!(whole.street_quota > 0.0);
        assert!((2.0 * half.street_quota - whole.street_quota).abs() < 1e-6 * whole.street_quota);
    }

    #[test]
    fn top_down_without_a_target_is_a_fault() {
        let mut scenario = fixture::scenario();
        scenario.quota.policy = QuotaPolicy::TopDown { over_assignment: Share::literal(0.1) };
        let faults = design(&fixture::book(5, 50, 9), &fixture::resolved(scenario)).unwrap_err();
        assert!(faults.to_string().contains("quota::no-target"), "{faults}");
    }
}
