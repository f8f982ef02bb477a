//! Uniformity and independence of the addressed random draws.
//!
//! Uniformity is tested by Pearson's chi-square over 256 cells, for every purpose and each of the
//! four words of a block. Independence of neighbouring years, entities, purposes, indices, words
//! and seeds is tested by the serial test on pairs with 32 × 32 cells and by the serial correlation
//! (Knuth, "The Art of Computer Programming", vol. 2, §3.3.2). A counter-based generator would fail
//! first at neighbouring addresses.

use rayon::prelude::*;

use crate::verify::case::{VerificationCase, VerificationRun};
use crate::verify::check::VerificationCheck;
use attain_core::diagnostics::Faults;
use attain_core::random::{Purpose, WorldStreams};

/// Uniformity and independence of random draws.
pub const CASE: VerificationCase =
    VerificationCase { name: "draws", about: "addressed random draws: uniform, and independent of their neighbours", check };

/// Number of cells in the uniformity test.
const CELLS: usize = 256;
/// Number of cells on each side of the pair test.
const SIDE: usize = 32;

/// Address of a random draw.
#[derive(Clone, Copy)]
struct DrawAddress {
    seed: u64,
    year: u32,
    entity: u64,
    /// Index into [`Purpose::ALL`].
    purpose: usize,
    index: u32,
}

/// Maps an address to its neighbour.
type NeighbourStep = fn(DrawAddress) -> DrawAddress;

fn draw(address: DrawAddress) -> f64 {
    let DrawAddress { seed, year, entity, purpose, index } = address;
    WorldStreams::new(seed, year).uniform(Purpose::ALL[purpose % Purpose::ALL.len()], entity, index)
}

/// Returns the n-th address of a walk through every second purpose, year and entity, so that no two
/// pairs of neighbours share a draw.
fn walk(seed: u64, n: u32) -> DrawAddress {
    let purposes = Purpose::ALL.len() as u32 / 2;
    let (purpose, rest) = (n % purposes, n / purposes);
    DrawAddress { seed, year: 2 * (rest % 512), entity: 2 * u64::from(rest / 512), purpose: 2 * purpose as usize, index: 4 }
}

#[expect(clippy::unnecessary_wraps, reason = "cases share a signature")]
fn check(run: &VerificationRun) -> Result<Vec<VerificationCheck>, Faults> {
    let seed = run.seed_of("draws");
    let size = run.size(400_000, 2_000_000);
    let mut lines = vec![uniform(seed, size)];
    lines.extend((0..4).map(|word| words(seed, size / 4, word)));
    let neighbours: [(&str, NeighbourStep); 6] = [
        ("years", |at| DrawAddress { year: at.year + 1, ..at }),
        ("entities", |at| DrawAddress { entity: at.entity + 1, ..at }),
        ("purposes", |at| DrawAddress { purpose: at.purpose + 1, ..at }),
        ("indices", |at| DrawAddress { index: at.index + 4, ..at }),
        ("words of a block", |at| DrawAddress { index: at.index + 1, ..at }),
        ("seeds", |at| DrawAddress { seed: at.seed + 1, ..at }),
    ];
    for (name, next) in neighbours {
        lines.extend(pairs(seed & !1, size, name, next));
    }
    Ok(lines)
}

fn uniform(seed: u64, n: u32) -> VerificationCheck {
    let purposes = Purpose::ALL.len() as u32;
    let of_all = |i: u32| {
        draw(DrawAddress {
            seed,
            year: i / purposes % 1024,
            entity: u64::from(i / purposes / 1024),
            purpose: (i % purposes) as usize,
            index: i % 7,
        })
    };
    cells("all purposes, cells", &(0..n).into_par_iter().map(of_all).collect::<Vec<f64>>())
}

fn words(seed: u64, n: u32, word: u32) -> VerificationCheck {
    let drawn: Vec<f64> = (0..n)
        .into_par_iter()
        .map(|i| {
            let at = walk(seed, i);
            draw(DrawAddress { index: 25 * at.index + word, ..at })
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
