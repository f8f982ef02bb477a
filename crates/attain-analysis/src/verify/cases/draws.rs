//! The keyed draws: uniform, and independent of their neighbours.
//!
//! Uniformity by Pearson's chi-square over 256 cells, for every purpose and each
//! of the four words of a block. Independence of neighbouring years, entities,
//! purposes, indices, words and seeds by the serial test on pairs, 32 × 32 cells,
//! and by the serial correlation (Knuth, "The Art of Computer Programming", vol. 2,
//! §3.3.2). Neighbours are where a counter-based generator would fail first.

use rayon::prelude::*;

use crate::verify::{VerificationCase, VerificationCheck, VerificationRun};
use attain_core::diagnostics::Faults;
use attain_core::random::{Purpose, WorldStreams};

/// Uniformity and independence of draws.
pub const CASE: VerificationCase =
    VerificationCase { name: "draws", about: "the keyed draws: uniform, and independent of their neighbours", check };

/// Cells of the test of uniformity, and of one side of the test of pairs.
const CELLS: usize = 256;
const SIDE: usize = 32;

/// An address: seed, year, entity, place of the purpose, index.
type DrawAddress = (u64, u32, u64, usize, u32);

/// From an address to its neighbour.
type NeighbourStep = fn(DrawAddress) -> DrawAddress;

fn draw((seed, year, entity, purpose, index): DrawAddress) -> f64 {
    WorldStreams::new(seed, year).uniform(Purpose::ALL[purpose % Purpose::ALL.len()], entity, index)
}

/// The n-th address of a walk through every second purpose, year and entity, so
/// that no two pairs of neighbours share a draw.
fn walk(seed: u64, n: u32) -> DrawAddress {
    let purposes = Purpose::ALL.len() as u32 / 2;
    let (purpose, rest) = (n % purposes, n / purposes);
    (seed, 2 * (rest % 512), 2 * u64::from(rest / 512), 2 * purpose as usize, 4)
}

#[expect(clippy::unnecessary_wraps, reason = "cases share a signature")]
fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let seed = run.seed_of("draws");
    let size = run.size(400_000, 2_000_000);
    let mut lines = vec![uniform(seed, size)];
    lines.extend((0..4).map(|word| words(seed, size / 4, word)));
    let neighbours: [(&str, NeighbourStep); 6] = [
        ("years", |(seed, year, entity, purpose, index)| (seed, year + 1, entity, purpose, index)),
        ("entities", |(seed, year, entity, purpose, index)| (seed, year, entity + 1, purpose, index)),
        ("purposes", |(seed, year, entity, purpose, index)| (seed, year, entity, purpose + 1, index)),
        ("indices", |(seed, year, entity, purpose, index)| (seed, year, entity, purpose, index + 4)),
        ("words of a block", |(seed, year, entity, purpose, index)| (seed, year, entity, purpose, index + 1)),
        ("seeds", |(seed, year, entity, purpose, index)| (seed + 1, year, entity, purpose, index)),
    ];
    for (name, next) in neighbours {
        lines.extend(pairs(seed & !1, size, name, next));
    }
    Ok(lines)
}

fn uniform(seed: u64, n: u32) -> VerificationCheck {
    let purposes = Purpose::ALL.len() as u32;
    let of_all = |i: u32| draw((seed, i / purposes % 1024, u64::from(i / purposes / 1024), (i % purposes) as usize, i % 7));
    cells("all purposes, cells", &(0..n).into_par_iter().map(of_all).collect::<Vec<f64>>())
}

fn words(seed: u64, n: u32, word: u32) -> VerificationCheck {
    let drawn: Vec<f64> = (0..n)
        .into_par_iter()
        .map(|i| {
            let (seed, year, entity, purpose, index) = walk(seed, i);
            draw((seed, year, entity, purpose, 25 * index + word))
        })
        .collect();
    cells(&format!("word {} of a block, cells", word + 1), &drawn)
}

fn cells(what: &str, drawn: &[f64]) -> VerificationCheck {
    let mut counts = vec![0.0; CELLS];
    for u in drawn {
        counts[((u * CELLS as f64) as usize).min(CELLS - 1)] += 1.0;
    }
    VerificationCheck::chi_square(what, &counts, &[1.0 / CELLS as f64; CELLS])
}

fn pairs(seed: u64, n: u32, name: &str, next: NeighbourStep) -> [VerificationCheck; 2] {
    let drawn: Vec<(f64, f64)> = (0..n)
        .into_par_iter()
        .map(|i| {
            let address = walk(seed, i);
            (draw(address), draw(next(address)))
        })
        .collect();
    let mut counts = vec![0.0; SIDE * SIDE];
    let cell = |u: f64| ((u * SIDE as f64) as usize).min(SIDE - 1);
    for &(a, b) in &drawn {
        counts[cell(a) * SIDE + cell(b)] += 1.0;
    }
    let (a, b): (Vec<f64>, Vec<f64>) = drawn.into_iter().unzip();
    [
        VerificationCheck::chi_square(
            &format!("neighbouring {name}, pairs"),
            &counts,
            &[1.0 / (SIDE * SIDE) as f64; SIDE * SIDE],
        ),
        VerificationCheck::correlation(&format!("neighbouring {name}, correlation"), 0.0, &a, &b),
    ]
}
