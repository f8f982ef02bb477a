//! Problems that share no seat: each can be solved alone.

use super::problem::{Problem, Unit};

/// A part of a problem.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Its units and seats, numbered anew.
    pub(super) problem: Problem,
    /// The units in the whole problem.
    pub(super) units: Vec<usize>,
}

/// The parts, by their first seat. Units that nobody may take are in none.
pub(super) fn parts(problem: &Problem) -> Vec<Part> {
    let root = roots(problem);
    let mut number = vec![usize::MAX; root.len()];
    let mut local = vec![0_u32; root.len()];
    let mut parts: Vec<Part> = Vec::new();
    for (seat, terms) in problem.terms.iter().enumerate() {
        let part = &mut number[root[seat]];
        if *part == usize::MAX {
            *part = parts.len();
            parts.push(Part { problem: Problem { house: problem.house, ..Problem::default() }, units: Vec::new() });
        }
        let part = &mut parts[number[root[seat]]].problem;
        local[seat] = part.terms.len() as u32;
        part.terms.push(*terms);
    }
    for (unit, row) in problem.units.iter().enumerate() {
        let open = problem.open(unit);
        let Some(first) = problem.options.get(open.start).filter(|_| !open.is_empty()) else { continue };
        let part = &mut parts[number[root[first.seat as usize]]];
        let start = part.problem.options.len();
        let renamed = problem.options[open].iter().map(|&option| {
            let mut option = option;
            option.seat = local[option.seat as usize];
            option
        });
        part.problem.options.extend(renamed);
        let options = start..part.problem.options.len();
        part.problem.units.push(Unit { fixed: row.fixed.map(|_| start), options, ..row.clone() });
        part.units.push(unit);
    }
    parts
}

/// For each seat, the first seat that it is tied to by units that both may take.
#[must_use]
pub fn roots(problem: &Problem) -> Vec<usize> {
    let mut root: Vec<usize> = (0..problem.terms.len()).collect();
    for unit in 0..problem.units.len() {
        let mut seats = problem.options[problem.open(unit)].iter().map(|option| option.seat as usize);
        let Some(first) = seats.next() else { continue };
        let mut least = find(&mut root, first);
        for seat in seats {
            let other = find(&mut root, seat);
            let (low, high) = (least.min(other), least.max(other));
            root[high] = low;
            least = low;
        }
    }
    (0..root.len()).map(|seat| find(&mut root, seat)).collect()
}

fn find(root: &mut [usize], mut seat: usize) -> usize {
    while root[seat] != seat {
        root[seat] = root[root[seat]];
        seat = root[seat];
    }
    seat
}
