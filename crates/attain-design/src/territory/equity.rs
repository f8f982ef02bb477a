//! Like seats and how fair their books are: the one definition that the carve, the revisions and
//! the reports of plans use.

use attain_core::plan::{Equity, Plan, Seat};
use attain_core::scenario::choices::{Geography, Scenario};

/// Maximum reported [`Equity::range`]. A seat without potential would make it infinite and
/// averages impossible.
pub const RANGE_CAP: f64 = 99.0;

/// The group of like seats of each seat of a plan; see [`like_seats`].
#[must_use]
pub fn peer_groups(plan: &Plan) -> Vec<usize> {
    like_seats(&plan.scenario, &plan.seats)
}

/// The group of like seats of each seat: seats that can exchange accounts, which are those of
/// the same team, and of the same region when accounts stay in theirs. A seat that closes has no
/// planned book and is like no other. Groups are numbered from 0 by their first seats.
#[must_use]
pub fn like_seats(scenario: &Scenario, seats: &[Seat]) -> Vec<usize> {
    grouped(scenario, seats, true)
}

/// The same while no seat has closed yet.
#[must_use]
pub fn like_seats_while_open(scenario: &Scenario, seats: &[Seat]) -> Vec<usize> {
    grouped(scenario, seats, false)
}

fn grouped(scenario: &Scenario, seats: &[Seat], closed: bool) -> Vec<usize> {
    let bound = scenario.territory.geography == Geography::Regions;
    let mut known = Vec::new();
    seats
        .iter()
        .enumerate()
        .map(|(at, seat)| {
            let alone = seat.end_month.filter(|_| closed).map(|_| at);
            let key = (seat.team, seat.region.filter(|_| bound), alone);
            known.iter().position(|other| *other == key).unwrap_or_else(|| {
                known.push(key);
                known.len() - 1
            })
        })
        .collect()
}

/// The mean potential of the like seats of each seat.
#[must_use]
pub fn group_means(potential: &[f64], group: &[usize]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); group.iter().map(|group| group + 1).max().unwrap_or(0)];
    for (potential, &group) in potential.iter().zip(group) {
        sums[group] = (sums[group].0 + potential, sums[group].1 + 1.0);
    }
    group.iter().map(|&group| sums[group].0 / sums[group].1).collect()
}

/// Whether a potential is outside the tolerance around the mean of like seats.
#[must_use]
pub fn is_outside(potential: f64, mean: f64, tolerance: f64) -> bool {
    (potential - mean).abs() > tolerance * mean * (1.0 + 1e-9)
}

/// Memory for sorting, kept between calls so that measuring allocates nothing.
#[derive(Debug, Clone, Default)]
pub struct EquityScratch {
    order: Vec<u32>,
}

/// Measures the equity of seats from the potential, the group and the ratio
/// of workload to capacity (`load`) of each. A group of one seat counts as perfectly fair.
pub fn measure_equity(potential: &[f64], groups: &[usize], load: &[f64], scratch: &mut EquityScratch) -> Equity {
    let order = &mut scratch.order;
    order.clear();
    order.extend(0..potential.len().min(groups.len()) as u32);
    let key = |i: u32| (groups[i as usize], potential[i as usize]);
    order.sort_unstable_by(|&a, &b| key(a).0.cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)).then(a.cmp(&b)));
    let mut equity = Equity { peak_load: load.iter().copied().fold(0.0, f64::max), ..Equity::default() };
    for group in order.chunk_by(|&a, &b| key(a).0 == key(b).0) {
        let seats = group.len() as f64;
        let rising = || group.iter().map(|&i| key(i).1);
        let mean = rising().sum::<f64>() / seats;
        if group.len() < 2 || mean <= 0.0 {
            continue;
        }
        let (low, high) = (key(group[0]).1, key(group[group.len() - 1]).1);
        equity.range = equity.range.max((high / low.max(high / (1.0 + RANGE_CAP)) - 1.0).min(RANGE_CAP));
        equity.largest_deviation = equity.largest_deviation.max((high - mean).max(mean - low) / mean);
        let variance = rising().map(|p| (p - mean) * (p - mean)).sum::<f64>() / seats;
        let ranked: f64 = rising().enumerate().map(|(rank, p)| (2.0 * rank as f64 + 1.0 - seats) * p).sum();
        equity.cv += seats * variance.sqrt() / mean;
        equity.gini += ranked / (seats * mean);
    }
    if !potential.is_empty() {
        equity.cv /= potential.len() as f64;
        equity.gini /= potential.len() as f64;
    }
    equity
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(potential: &[f64], team: &[usize]) -> Equity {
        measure_equity(potential, team, &vec![0.5; potential.len()], &mut EquityScratch::default())
    }

    #[test]
    fn equal_books_are_fair() {
        let equity = measured(&[5.0; 4], &[0, 0, 1, 1]);
        assert_eq!((equity.range, equity.cv, equity.gini, equity.largest_deviation), (0.0, 0.0, 0.0, 0.0));
        assert_eq!(equity.peak_load, 0.5);
    }

    #[test]
    fn known_figures() {
        let equity = measured(&[3.0, 1.0], &[7, 7]);
        assert!((equity.range - 2.0).abs() < 1e-12);
        assert!((equity.largest_deviation - 0.5).abs() < 1e-12);
        assert!((equity.cv - 0.5).abs() < 1e-12);
        assert!((equity.gini - 0.25).abs() < 1e-12);
    }

    #[test]
    fn groups_are_compared_within_and_order_does_not_matter() {
        let a = measured(&[1.0, 10.0, 1.0, 10.0], &[0, 1, 0, 1]);
        assert_eq!(a.range, 0.0);
        let b = measured(&[1.0, 2.0, 4.0], &[0, 0, 0]);
        let c = measured(&[4.0, 1.0, 2.0], &[0, 0, 0]);
        assert_eq!(b, c);
    }

    #[test]
    fn an_empty_book_is_capped() {
        assert_eq!(measured(&[0.0, 5.0], &[0, 0]).range, RANGE_CAP);
        assert_eq!(measured(&[], &[]), Equity::default());
    }
}
