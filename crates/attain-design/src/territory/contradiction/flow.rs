//! Whether accounts can be shared out among seats within limits: a flow from
//! kinds of accounts, through the seats that may take them, to the seats' places.

use std::collections::VecDeque;

/// Accounts with the same seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) accounts: u64,
    /// Seats that may take them, rising.
    pub(crate) seats: Vec<usize>,
}

/// A flow from kinds to seats that is as large as can be.
#[derive(Debug, Clone)]
pub(crate) struct Flow<'a> {
    kinds: &'a [Kind],
    /// What each kind sends to each of its seats.
    sent: Vec<Vec<u64>>,
    /// What each kind has left, and what each seat could still take.
    left: Vec<u64>,
    free: Vec<u64>,
}

/// What stops a flow: accounts that go only to these seats, and seats that have
/// no place left; or seats that want more, and all accounts that may go there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Stopped {
    pub(crate) kinds: Vec<usize>,
    pub(crate) seats: Vec<usize>,
}

impl<'a> Flow<'a> {
    /// The largest flow into seats with so many places each.
    pub(crate) fn largest(kinds: &'a [Kind], places: &[u64]) -> Self {
        let mut flow = Self {
            kinds,
            sent: kinds.iter().map(|kind| vec![0; kind.seats.len()]).collect(),
            left: kinds.iter().map(|kind| kind.accounts).collect(),
            free: places.to_vec(),
        };
        for (kind, of_kind) in kinds.iter().enumerate() {
            for (way, &seat) in of_kind.seats.iter().enumerate() {
                let more = flow.left[kind].min(flow.free[seat]);
                flow.push(kind, way, more);
                flow.left[kind] -= more;
                flow.free[seat] -= more;
            }
        }
        for kind in 0..kinds.len() {
            while flow.left[kind] > 0 && flow.augment(kind) {}
        }
        flow
    }

    fn push(&mut self, kind: usize, way: usize, more: u64) {
        self.sent[kind][way] += more;
    }

    /// Sends more of a kind along a path that shifts others, if there is one.
    fn augment(&mut self, from: usize) -> bool {
        let (reached, by, target) = self.reach_from(&[from]);
        let Some(mut seat) = target else { return false };
        // Back along the path: each seat was reached by a kind, each kind but the first by a seat it sends to.
        let mut path = Vec::new();
        let mut most = self.free[seat].min(self.left[from]);
        loop {
            let Some((kind, way)) = by[seat] else { return false };
            path.push((kind, way));
            match reached[kind] {
                Some((before, back)) => {
                    most = most.min(self.sent[kind][back]);
                    seat = before;
                }
                None => break,
            }
        }
        let last = self.kinds[path[0].0].seats[path[0].1];
        for &(kind, way) in &path {
            self.sent[kind][way] += most;
            if let Some((_, back)) = reached[kind] {
                self.sent[kind][back] -= most;
            }
        }
        self.free[last] -= most;
        self.left[from] -= most;
        true
    }

    /// What can be reached from kinds by shifting: for each kind the seat (and
    /// its way there) it gives up, for each seat who could come; the first seat with a free place.
    #[expect(clippy::type_complexity, reason = "three lists of one search")]
    fn reach_from(&self, from: &[usize]) -> (Vec<Option<(usize, usize)>>, Vec<Option<(usize, usize)>>, Option<usize>) {
        let mut reached = vec![None; self.kinds.len()];
        let mut seen = vec![false; self.kinds.len()];
        let mut by: Vec<Option<(usize, usize)>> = vec![None; self.free.len()];
        let mut queue: VecDeque<usize> = from.iter().copied().collect();
        for &kind in from {
            seen[kind] = true;
        }
        while let Some(kind) = queue.pop_front() {
            for (way, &seat) in self.kinds[kind].seats.iter().enumerate() {
                if by[seat].is_some() {
                    continue;
                }
                by[seat] = Some((kind, way));
                if self.free[seat] > 0 {
                    return (reached, by, Some(seat));
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
        (reached, by, None)
    }

    /// Kinds with accounts that found no place, and the full seats they compete
    /// for; `None` when all accounts have one.
    pub(crate) fn without_place(&self) -> Option<Stopped> {
        let from: Vec<usize> = (0..self.kinds.len()).filter(|&kind| self.left[kind] > 0).collect();
        if from.is_empty() {
            return None;
        }
        let (reached, by, _) = self.reach_from(&from);
        let kinds = (0..self.kinds.len()).filter(|&kind| reached[kind].is_some() || from.contains(&kind)).collect();
        Some(Stopped { kinds, seats: (0..by.len()).filter(|&seat| by[seat].is_some()).collect() })
    }

    /// Seats that could not be filled, with all seats that would have to give up
    /// accounts to fill them; `None` when all are full.
    pub(crate) fn not_filled(&self) -> Option<Stopped> {
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
                    for (way, &seat) in row.seats.iter().enumerate() {
                        want[seat] |= self.sent[kind][way] > 0;
                    }
                }
            }
            if before == (want.iter().filter(|w| **w).count(), kinds.iter().filter(|k| **k).count()) {
                break;
            }
        }
        let of = |list: &[bool]| (0..list.len()).filter(|&at| list[at]).collect();
        Some(Stopped { kinds: of(&kinds), seats: of(&want) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::random::SplitMix64;

    fn placed(flow: &Flow<'_>) -> u64 {
        flow.sent.iter().flatten().sum()
    }

    /// The most accounts that can be placed, by the least cut over all sets of seats.
    fn by_cuts(kinds: &[Kind], places: &[u64]) -> u64 {
        (0..1_usize << places.len())
            .map(|set| {
                let cut: u64 = (0..places.len()).filter(|seat| set & (1 << seat) != 0).map(|seat| places[seat]).sum();
                let open = |kind: &&Kind| kind.seats.iter().any(|seat| set & (1 << seat) == 0);
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
            let kinds: Vec<Kind> = (0..=random.below(5))
                .map(|_| Kind { accounts: random.below(7) as u64, seats: (0..seats).filter(|_| random.below(2) == 0).collect() })
                .collect();
            let flow = Flow::largest(&kinds, &places);
            assert_eq!(placed(&flow), by_cuts(&kinds, &places), "seed {seed}: {kinds:?} {places:?}");
            let accounts: u64 = kinds.iter().map(|kind| kind.accounts).sum();
            assert_eq!(flow.without_place().is_some(), placed(&flow) < accounts);
            if let Some(stopped) = flow.without_place() {
                // Hall: these accounts may go nowhere else, and there are more of them than places.
                let theirs: u64 = stopped.kinds.iter().map(|&kind| kinds[kind].accounts).sum();
                assert!(stopped.kinds.iter().all(|&kind| kinds[kind].seats.iter().all(|seat| stopped.seats.contains(seat))));
                assert!(theirs > stopped.seats.iter().map(|&seat| places[seat]).sum(), "seed {seed}");
            }
            if let Some(stopped) = flow.not_filled() {
                // These seats want more than all accounts that may go to any of them.
                let may = |kind: &&Kind| kind.seats.iter().any(|seat| stopped.seats.contains(seat));
                let theirs: u64 = kinds.iter().filter(may).map(|kind| kind.accounts).sum();
                assert!(theirs < stopped.seats.iter().map(|&seat| places[seat]).sum(), "seed {seed}");
            } else {
                assert_eq!(placed(&flow), places.iter().sum::<u64>());
            }
        }
    }
}
