//! Fairness of a plan's books among peer seats, by group.

use super::equity;
use super::measures::{MeasuredBooks, measured_books};
use attain_core::plan::Plan;
use attain_data::Book;

/// Share of a group's accounts, ranked by potential, that counts as its largest. A: no published
/// figure.
const LARGEST: f64 = 0.1;

/// The largest accounts are concentrated if one seat has this multiple of an even share of
/// them. A: no published figure.
const CONCENTRATED_SHARE: f64 = 2.0;

/// Minimum number of largest accounts that count as concentrated. A: no published figure.
const CONCENTRATED_COUNT: usize = 3;

/// Dispersion of a quantity over the seats of a group.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct SeatSpread {
    pub low: f64,
    pub high: f64,
    pub mean: f64,
    /// Largest deviation from the mean, as a share of the mean.
    pub largest_deviation: f64,
    /// Coefficient of variation.
    pub cv: f64,
    /// Gini coefficient.
    pub gini: f64,
}

/// A group of peer seats: one team, and one region if accounts stay in their region.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SeatGroup {
    /// Name of the team, and of the region if accounts stay in their region.
    pub name: String,
    /// Indices into [`Plan::seats`].
    pub seats: Vec<usize>,
    /// Potential of the books in money per year.
    pub potential: SeatSpread,
    /// Ratio of workload to capacity.
    pub workload: SeatSpread,
    /// Quota in money per year.
    pub quota: SeatSpread,
    /// Seats that are outside a tolerance of the plan around the mean, by any measure that is balanced.
    pub outside: Vec<usize>,
    /// Whether the books would trigger a review on the first day according to `rebalance.trigger`.
    pub triggered: bool,
    /// If the largest accounts are concentrated: the seat with most of them, its number and their total.
    pub concentrated: Option<(usize, usize, usize)>,
}

/// The groups of peer seats of a plan, ordered by their first seats.
#[must_use]
pub fn seat_groups(book: &Book, plan: &Plan) -> Vec<SeatGroup> {
    let group_of = equity::peer_groups(plan);
    let count = group_of.iter().map(|group| group + 1).max().unwrap_or(0);
    let mut accounts: Vec<Vec<(f64, usize)>> = vec![Vec::new(); count];
    for (row, made) in book.accounts.iter().zip(&plan.accounts) {
        if let Some(seat) = made.seat {
            accounts[group_of[seat]].push((row.potential, seat));
        }
    }
    let measured = measured_books(book, plan);
    let members = |group: usize| (0..plan.seats.len()).filter(|&seat| group_of[seat] == group).collect::<Vec<_>>();
    accounts
        .into_iter()
        .enumerate()
        .map(|(group, accounts)| measure_group(book, plan, &measured, members(group), accounts))
        .collect()
}

fn measure_group(
    book: &Book,
    plan: &Plan,
    measured: &[MeasuredBooks],
    seats: Vec<usize>,
    accounts: Vec<(f64, usize)>,
) -> SeatGroup {
    let column =
        |value: &dyn Fn(&attain_core::plan::Seat) -> f64| spread(seats.iter().map(|&seat| value(&plan.seats[seat])).collect());
    let potential = column(&|seat| seat.potential);
    let trigger = &plan.scenario.rebalance.trigger;
    let off = |seat: &usize| measured.iter().any(|books| books.is_outside(*seat));
    let first = &plan.seats[seats[0]];
    let bound = plan.scenario.territory.geography == attain_core::scenario::choices::Geography::Regions;
    let region = first.region.filter(|_| bound).map(|region| format!(", {}", book.regions[region]));
    SeatGroup {
        name: format!("{}{}", book.teams[first.team], region.unwrap_or_default()),
        triggered: seats.len() > 1
            && (potential.high > (1.0 + trigger.high_over_low.get()) * potential.low
                || potential.low < trigger.under_share.get() * potential.mean),
        outside: seats.iter().copied().filter(off).collect(),
        concentrated: find_concentration(seats.len(), accounts),
        workload: column(&|seat| seat.load()),
        quota: column(&|seat| seat.quota),
        potential,
        seats,
    }
}

/// Finds the seat that has far more than an even share of the largest accounts.
fn find_concentration(seats: usize, mut accounts: Vec<(f64, usize)>) -> Option<(usize, usize, usize)> {
    accounts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let largest = ((LARGEST * accounts.len() as f64).ceil() as usize).max(seats).min(accounts.len());
    let mut counts = std::collections::BTreeMap::new();
    for (_, seat) in accounts.iter().take(largest) {
        *counts.entry(*seat).or_insert(0_usize) += 1;
    }
    let (seat, most) = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let even = largest as f64 / seats as f64;
    (seats > 1 && most >= CONCENTRATED_COUNT && most as f64 > CONCENTRATED_SHARE * even).then_some((seat, most, largest))
}

fn spread(mut values: Vec<f64>) -> SeatSpread {
    values.sort_by(f64::total_cmp);
    let (Some(&low), Some(&high)) = (values.first(), values.last()) else { return SeatSpread::default() };
    let measured = equity::measure_equity(&values, &vec![0; values.len()], &[], &mut equity::EquityScratch::default());
    SeatSpread {
        low,
        high,
        mean: values.iter().sum::<f64>() / values.len() as f64,
        largest_deviation: measured.largest_deviation,
        cv: measured.cv,
        gini: measured.gini,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::design;
    use attain_core::scenario::choices::Geography;
    use attain_fixtures::books as fixture;

    #[test]
    fn groups_are_like_seats_and_measures_are_theirs() {
        let book = fixture::book(4, 400, 24);
        for geography in [Geography::Regions, Geography::Cost] {
            let mut scenario = fixture::scenario();
            scenario.territory.geography = geography;
            let plan = design(&book, &fixture::resolved(scenario)).unwrap();
            let groups = seat_groups(&book, &plan);
            assert_eq!(groups.iter().map(|group| group.seats.len()).sum::<usize>(), plan.seats.len());
            for group in &groups {
                let first = &plan.seats[group.seats[0]];
                let like = |seat: &attain_core::plan::Seat| {
                    seat.team == first.team && (geography != Geography::Regions || seat.region == first.region)
                };
                assert_eq!(group.seats.len(), plan.seats.iter().filter(|seat| like(seat)).count(), "{}", group.name);
                let potential: Vec<f64> = group.seats.iter().map(|&seat| plan.seats[seat].potential).collect();
                let mean = potential.iter().sum::<f64>() / potential.len() as f64;
                let far = potential.iter().map(|p| (p / mean - 1.0).abs()).fold(0.0, f64::max);
                assert!((group.potential.largest_deviation - far).abs() < 1e-9, "{}", group.name);
                let out = potential.iter().filter(|p| (*p / mean - 1.0).abs() > 0.15 + 1e-9).count();
                assert_eq!(group.outside.len(), out);
                let (low, high) = (group.potential.low, group.potential.high);
                assert_eq!(group.triggered, group.seats.len() > 1 && (high > 1.2 * low || low < 0.7 * mean), "{}", group.name);
            }
        }
    }

    #[test]
    fn the_largest_accounts_in_one_hand_are_found() {
        let accounts = |hands: &[usize]| hands.iter().enumerate().map(|(i, &seat)| (100.0 - i as f64, seat)).collect::<Vec<_>>();
        assert_eq!(find_concentration(4, accounts(&[2, 2, 2, 1, 0, 3, 1, 0])), Some((2, 3, 4)));
        assert_eq!(find_concentration(4, accounts(&[2, 1, 2, 0, 2, 2, 2, 2])), None);
        assert_eq!(find_concentration(1, accounts(&[0, 0, 0])), None);
    }
}
