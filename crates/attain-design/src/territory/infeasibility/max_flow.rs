//! Feasibility of distributing accounts among seats within limits, as a maximum flow from
//! kinds of accounts through eligible seats to the seats' places.

use std::collections::VecDeque;

/// Accounts with the same eligible seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccountKind {
    pub(crate) accounts: u64,
    /// The eligible seats, in ascending order.
    pub(crate) seats: Vec<usize>,
}

/// A maximum flow from kinds of accounts to seats.
#[derive(Debug, Clone)]
pub(crate) struct MaxFlow<'a> {
    kinds: &'a [AccountKind],
    /// Accounts that each kind sends to each of its seats.
    sent: Vec<Vec<u64>>,
    /// Number of unplaced accounts of each kind.
    left: Vec<u64>,
    /// Number of free places of each seat.
    free: Vec<u64>,
}

/// The bottleneck of a flow: kinds of accounts that only these full seats may take, or
/// seats that require more accounts with all kinds that may go to them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FlowCut {
    pub(crate) kinds: Vec<usize>,
    pub(crate) seats: Vec<usize>,
}

/// Nodes reachable by a search from some kinds.
struct FlowReach {
    /// For each kind, the seat that it gives up and the seat's index in the kind's list.
    kinds: Vec<Option<(usize, usize)>>,
    /// For each seat, the kind that can enter and the seat's index in the kind's list.
    seats: Vec<Option<(usize, usize)>>,
    /// The first seat with a free place.
    target: Option<usize>,
}

impl<'a> MaxFlow<'a> {
    /// Finds the largest flow into seats with the given numbers of places.
    pub(crate) fn largest(kinds: &'a [AccountKind], places: &[u64]) -> Self {
        let mut flow = Self {
            kinds,
            sent: kinds.iter().map(|kind| vec![0; kind.seats.len()]).collect(),
            left: kinds.iter().map(|kind| kind.accounts).collect(),
            free: places.to_vec(),
        };
        for (kind, of_kind) in kinds.iter().enumerate() {
            for (slot, &seat) in of_kind.seats.iter().enumerate() {
                let more = flow.left[kind].min(flow.free[seat]);
                flow.push(kind, slot, more);
                flow.left[kind] -= more;
                flow.free[seat] -= more;
            }
        }
        for kind in 0..kinds.len() {
            while flow.left[kind] > 0 && flow.augment(kind) {}
        }
        flow
    }

    fn push(&mut self, kind: usize, slot: usize, more: u64) {
        self.sent[kind][slot] += more;
    }

    /// Sends more of a kind along a path that shifts other accounts, if there is one.
    fn augment(&mut self, from: usize) -> bool {
        let FlowReach { kinds: reached, seats: by, target } = self.reach_from(&[from]);
        let Some(mut seat) = target else { return false };
        // Walk back along the path: each seat was reached by a kind, and each kind but the first by a seat it sends to.
        let mut path = Vec::new();
        let mut most = self.free[seat].min(self.left[from]);
        loop {
            let Some((kind, slot)) = by[seat] else { return false };
            path.push((kind, slot));
            match reached[kind] {
                Some((before, back)) => {
                    most = most.min(self.sent[kind][back]);
                    seat = before;
                }
                None => break,
            }
        }
        let last = self.kinds[path[0].0].seats[path[0].1];
        for &(kind, slot) in &path {
            self.sent[kind][slot] += most;
            if let Some((_, back)) = reached[kind] {
                self.sent[kind][back] -= most;
            }
        }
        self.free[last] -= most;
        self.left[from] -= most;
        true
    }

    /// Finds the nodes reachable from some kinds by shifting accounts.
    fn reach_from(&self, from: &[usize]) -> FlowReach {
        let mut reached = vec![None; self.kinds.len()];
        let mut seen = vec![false; self.kinds.len()];
        let mut by: Vec<Option<(usize, usize)>> = vec![None; self.free.len()];
        let mut queue: VecDeque<usize> = from.iter().copied().collect();
        for &kind in from {
            seen[kind] = true;
        }
        while let Some(kind) = queue.pop_front() {
            for (slot, &seat) in self.kinds[kind].seats.iter().enumerate() {
                if by[seat].is_some() {
                    continue;
                }
                by[seat] = Some((kind, slot));
                if self.free[seat] > 0 {
                    return FlowReach { kinds: reached, seats: by, target: Some(seat) };
                }
                for other in 0..self.kinds.len() {
                    if !seen[other]
                        && let Ok(back) = self.kinds[other].seats.binary_search(&seat)
                        && self.sent[other][back] > 0
                    {
                        seen[other] = true;
                        reached[other] = Some((seat, back));
                        queue.push_back(other);
                    }
                }
            }
        }
        FlowReach { kinds: reached, seats: by, target: None }
    }

    /// Kinds with unplaced accounts, and the full seats for which they compete; `None` if all
    /// accounts have a place.
    pub(crate) fn without_place(&self) -> Option<FlowCut> {
        let from: Vec<usize> = (0..self.kinds.len()).filter(|&kind| self.left[kind] > 0).collect();
        if from.is_empty() {
            return None;
        }
        let FlowReach { kinds: reached, seats: by, .. } = self.reach_from(&from);
        let kinds = (0..self.kinds.len()).filter(|&kind| reached[kind].is_some() || from.contains(&kind)).collect();
        Some(FlowCut { kinds, seats: (0..by.len()).filter(|&seat| by[seat].is_some()).collect() })
    }

    /// Seats that could not be filled, with all seats that would have to give up
    /// accounts to fill them; `None` if all seats are full.
    pub(crate) fn not_filled(&self) -> Option<FlowCut> {
        let mut want: Vec<bool> = self.free.iter().map(|&free| free > 0).collect();
        if !want.contains(&true) {
            return None;
        }
        let mut kinds = vec![false; self.kinds.len()];
        loop {
            let before = (want.iter().filter(|w| **w).count(), kinds.iter().filter(|k| **k).count());
            for (kind, row) in self.kinds.iter().enumerate() {
                kinds[kind] |= row.seats.iter().any(|&seat| want[seat]);
                if kinds[kind] {
                    for (slot, &seat) in row.seats.iter().enumerate() {
                        want[seat] |= self.sent[kind][slot] > 0;
                    }
                }
            }
            if before == (want.iter().filter(|w| **w).count(), kinds.iter().filter(|k| **k).count()) {
                break;
            }
        }
        let of = |list: &[bool]| (0..list.len()).filter(|&at| list[at]).collect();
        Some(FlowCut { kinds: of(&kinds), seats: of(&want) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::random::SplitMix64;

    fn placed(flow: &MaxFlow<'_>) -> u64 {
        flow.sent.iter().flatten().sum()
    }

    /// The maximum number of accounts that can be placed, from the minimum cut over all sets of seats.
    fn by_cuts(kinds: &[AccountKind], places: &[u64]) -> u64 {
        (0..1_usize << places.len())
            .map(|set| {
                let cut: u64 = (0..places.len()).filter(|seat| set & (1 << seat) != 0).map(|seat| places[seat]).sum();
                let open = |kind: &&AccountKind| kind.seats.iter().any(|seat| set & (1 << seat) == 0);
                cut + kinds.iter().filter(open).map(|kind| kind.accounts).sum::<u64>()
            })
            .min()
            .unwrap()
    }

    #[test]
    fn the_largest_flow_is_the_least_cut() {
        for seed in 0..500 {
            let random = &mut SplitMix64::new(seed);
            let seats = 1 + random.below(5);
            let places: Vec<u64> = (0..seats).map(|_| random.below(6) as u64).collect();
            let kinds: Vec<AccountKind> = (0..=random.below(5))
                .map(|_| AccountKind {
                    accounts: random.below(7) as u64,
                    seats: (0..seats).filter(|_| random.below(2) == 0).collect(),
                })
                .collect();
            let flow = MaxFlow::largest(&kinds, &places);
            assert_eq!(placed(&flow), by_cuts(&kinds, &places), "seed {seed}: {kinds:?} {places:?}");
            let accounts: u64 = kinds.iter().map(|kind| kind.accounts).sum();
            assert_eq!(flow.without_place().is_some(), placed(&flow) < accounts);
            if let Some(stopped) = flow.without_place() {
                // Hall's condition fails: these accounts have no other seats, and there are more of them than places.
                let theirs: u64 = stopped.kinds.iter().map(|&kind| kinds[kind].accounts).sum();
                assert!(stopped.kinds.iter().all(|&kind| kinds[kind].seats.iter().all(|seat| stopped.seats.contains(seat))));
                assert!(theirs > stopped.seats.iter().map(|&seat| places[seat]).sum(), "seed {seed}");
            }
            if let Some(stopped) = flow.not_filled() {
                // These seats require more accounts than may go to any of them.
                let may = |kind: &&AccountKind| kind.seats.iter().any(|seat| stopped.seats.contains(seat));
                let theirs: u64 = kinds.iter().filter(may).map(|kind| kind.accounts).sum();
                assert!(theirs < stopped.seats.iter().map(|&seat| places[seat]).sum(), "seed {seed}");
            } else {
                assert_eq!(placed(&flow), places.iter().sum::<u64>());
            }
        }
    }
}
