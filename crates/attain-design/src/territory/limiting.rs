//! Finds the constraints that keep books outside the tolerance around their mean.

use super::equity::{group_means, is_outside};
use super::inputs::CarveInputs;
use super::reasons::Evidence;

/// The constraint that keeps a book outside the tolerance, hardest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LimitingConstraint {
    /// The accounts that may not move already exceed the tolerance.
    BoundAccounts,
    /// A single account or family exceeds the tolerance.
    SingleUnit,
    /// All eligible accounts together are too little.
    EligibleAccounts,
    /// The seats that can exchange accounts with this one have too much or too little potential in
    /// total.
    ConnectedSeats,
    /// The limits on accounts.
    AccountLimits,
    /// The weights: the value that is balanced is within the tolerance, and potential is not.
    Weights,
    /// Moves would cost more than balance is worth.
    Cost,
}

impl LimitingConstraint {
    const ALL: [Self; 7] = [
        Self::BoundAccounts,
        Self::SingleUnit,
        Self::EligibleAccounts,
        Self::ConnectedSeats,
        Self::AccountLimits,
        Self::Weights,
        Self::Cost,
    ];

    fn words(self) -> &'static str {
        match self {
            Self::BoundAccounts => "accounts that are locked, protected or kept",
            Self::SingleUnit => "a single account or family that is too large",
            Self::EligibleAccounts => "too few eligible accounts by segment, skill and region",
            Self::ConnectedSeats => "segments, skills and regions, which divide seats into groups with unequal means",
            Self::AccountLimits => "the limits on accounts",
            Self::Weights => "the weights, which balance potential adjusted for past conversion",
            Self::Cost => "workload, travel or disruption, which outweigh the gain in balance",
        }
    }
}

/// A sentence for each team that has books outside the tolerance, naming the constraints.
pub(crate) fn limiting_notes(evidence: &Evidence<'_>, potential: &[f64], like: &[usize]) -> Vec<String> {
    let Evidence { inputs, carve, ledger, .. } = *evidence;
    let CarveInputs { book, scenario, roster, .. } = inputs;
    let tolerance = scenario.territory.balance_tolerance.get();
    let assignment = &carve.assignment;
    let weight = |unit: usize| carve.members[unit].iter().map(|&account| book.accounts[account].potential).sum::<f64>();
    let (mut bound, mut largest) = (vec![0.0; potential.len()], vec![0.0_f64; potential.len()]);
    let mut reach = vec![0.0; potential.len()];
    for (unit, row) in assignment.units.iter().enumerate() {
        let weight = weight(unit);
        for option in &assignment.options[assignment.allowed_options(unit)] {
            reach[option.seat as usize] += weight;
        }
        if let Some(seat) = ledger.seat(unit).map(|seat| seat as usize) {
            largest[seat] = largest[seat].max(weight);
            if row.fixed.is_some() || row.options.len() == 1 {
                bound[seat] += weight;
            }
        }
    }
    let connected = attain_solver::connected_seats(assignment);
    let means = group_means(potential, like);
    let mut notes = Vec::new();
    for (team, name) in book.teams.iter().enumerate() {
        let seats: Vec<usize> = (0..potential.len()).filter(|&seat| roster.seats[seat].team == team).collect();
        let mut counts = [0_usize; LimitingConstraint::ALL.len()];
        for &seat in seats.iter().filter(|&&seat| is_outside(potential[seat], means[seat], tolerance)) {
            let (low, high) = ((1.0 - tolerance) * means[seat], (1.0 + tolerance) * means[seat]);
            let over = potential[seat] > high;
            let near: Vec<f64> = seats
                .iter()
                .filter(|&&other| like[other] == like[seat] && connected[other] == connected[seat])
                .map(|&other| potential[other])
                .collect();
            let of_group = near.iter().sum::<f64>() / near.len().max(1) as f64;
            let terms = &assignment.seats[seat];
            let value = ledger.totals[seat].value;
            let accounts = ledger.totals[seat].count;
            let limiting = if over && bound[seat] > high {
                LimitingConstraint::BoundAccounts
            } else if over && largest[seat] > high {
                LimitingConstraint::SingleUnit
            } else if !over && reach[seat] < low {
                LimitingConstraint::EligibleAccounts
            } else if (over && of_group > high) || (!over && of_group < low) {
                LimitingConstraint::ConnectedSeats
            } else if accounts >= terms.max_count || (over && accounts <= terms.min_count) {
                LimitingConstraint::AccountLimits
            } else if value >= terms.low.edge && value <= terms.high.edge {
                LimitingConstraint::Weights
            } else {
                LimitingConstraint::Cost
            };
            counts[limiting as usize] += 1;
        }
        let reasons: Vec<String> = LimitingConstraint::ALL
            .into_iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|(limiting, count)| format!("{count} due to {}", limiting.words()))
            .collect();
        if !reasons.is_empty() {
            notes.push(format!("Team {name}: books outside the tolerance: {}.", reasons.join(", ")));
        }
    }
    notes
}
