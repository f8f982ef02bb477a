//! Which constraints keep books from the tolerance around their mean.

use super::reasons::Evidence;
use attain_core::scenario::choices::Scenario;

/// What keeps a book outside the tolerance, the hardest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binds {
    /// What may not move is too much already.
    Held,
    /// One account, or family, is too much alone.
    Lump,
    /// All that may go there is too little.
    Reach,
    /// The seats that can share its accounts are all together too rich or too poor.
    Group,
    /// Limits on accounts.
    Limits,
    /// Moving would cost more than it balances.
    Price,
}

impl Binds {
    const ALL: [Self; 6] = [Self::Held, Self::Lump, Self::Reach, Self::Group, Self::Limits, Self::Price];

    fn words(self) -> &'static str {
        match self {
            Self::Held => "accounts that are locked, protected or kept",
            Self::Lump => "one account or family that is too large by itself",
            Self::Reach => "too few accounts that segment, skill and region let go there",
            Self::Group => "segments, skills and regions, which part seats into groups of unequal means",
            Self::Limits => "the limits on accounts",
            Self::Price => "workload, travel or disruption, which cost more than balance is worth",
        }
    }
}

/// A sentence on what binds, for each team that has books outside the tolerance.
pub(crate) fn binding(scenario: &Scenario, evidence: &Evidence<'_>, potential: &[f64]) -> Vec<String> {
    let Evidence { book, roster, problem, ledger, .. } = *evidence;
    let tolerance = scenario.territory.balance_tolerance.get();
    let assign = &problem.assign;
    let weight = |unit: usize| problem.members[unit].iter().map(|&account| book.accounts[account].potential).sum::<f64>();
    let (mut held, mut largest) = (vec![0.0; potential.len()], vec![0.0_f64; potential.len()]);
    let mut reach = vec![0.0; potential.len()];
    for (unit, row) in assign.units.iter().enumerate() {
        let weight = weight(unit);
        for option in &assign.options[assign.open(unit)] {
            reach[option.seat as usize] += weight;
        }
        if let Some(seat) = ledger.seat(unit).map(|seat| seat as usize) {
            largest[seat] = largest[seat].max(weight);
            if row.fixed.is_some() || row.options.len() == 1 {
                held[seat] += weight;
            }
        }
    }
    let group = attain_solver::connected_seats(assign);
    let mut notes = Vec::new();
    for (team, name) in book.teams.iter().enumerate() {
        let seats: Vec<usize> = (0..potential.len()).filter(|&seat| roster.seats[seat].team == team).collect();
        let mean = seats.iter().map(|&seat| potential[seat]).sum::<f64>() / seats.len().max(1) as f64;
        let (low, high) = ((1.0 - tolerance) * mean, (1.0 + tolerance) * mean);
        let mut counts = [0_usize; Binds::ALL.len()];
        for &seat in seats.iter().filter(|&&seat| potential[seat] < low - 1e-9 * mean || potential[seat] > high + 1e-9 * mean) {
            let over = potential[seat] > high;
            let like: Vec<f64> =
                seats.iter().filter(|&&other| group[other] == group[seat]).map(|&other| potential[other]).collect();
            let of_group = like.iter().sum::<f64>() / like.len().max(1) as f64;
            let accounts = ledger.sums[seat].accounts;
            let binds = if over && held[seat] > high {
                Binds::Held
            } else if over && largest[seat] > high {
                Binds::Lump
            } else if !over && reach[seat] < low {
                Binds::Reach
            } else if (over && of_group > high) || (!over && of_group < low) {
                Binds::Group
            } else if accounts >= assign.terms[seat].most || (over && accounts <= assign.terms[seat].fewest) {
                Binds::Limits
            } else {
                Binds::Price
            };
            counts[binds as usize] += 1;
        }
        let told: Vec<String> = Binds::ALL
            .into_iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|(binds, count)| format!("{count} by {}", binds.words()))
            .collect();
        if !told.is_empty() {
            notes.push(format!("Team {name}: out of the tolerance {}.", told.join(", ")));
        }
    }
    notes
}
