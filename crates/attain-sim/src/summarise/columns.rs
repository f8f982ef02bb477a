//! Distributions of columns that are read in batches.

use rayon::prelude::*;

use crate::run::{ColumnSelection, OutputPart, ReadError, YearSource};
use crate::summarise::results::Stat;
use crate::summarise::stat_of;

/// Maximum size in bytes of the columns that a thread holds in memory. A single column is read as a
/// whole, regardless of its length.
const BUDGET: usize = 1 << 20;

/// Computes the distributions of some figures for the members `0..members` of a part, ordered by
/// member and figure.
pub(super) fn stats(
    years: &dyn YearSource,
    plan: usize,
    part: OutputPart,
    members: usize,
    figures: &[usize],
) -> Result<Vec<Vec<Option<Stat>>>, ReadError> {
    let output = years.years_of(plan);
    let batches = batches(members, figures, (BUDGET / (size_of::<f64>() * output.max(1))).max(1));
    let found: Vec<Vec<Option<Stat>>> = batches
        .par_iter()
        .map(|(of, figures)| {
            let columns = years.read(ColumnSelection { plan, part, of: *of, figures }, 0..output)?;
            Ok(columns.into_iter().map(stat_of).collect())
        })
        .collect::<Result<_, ReadError>>()?;
    let mut stats = vec![vec![None; figures.len()]; members];
    for ((of, batch), found) in batches.iter().zip(found) {
        // Batches are contiguous parts of `figures`, which has no duplicates.
        let first = figures.iter().position(|figure| Some(figure) == batch.first()).unwrap_or(0);
        for (at, stat) in found.into_iter().enumerate() {
            let width = of.1 - of.0;
            stats[of.0 + at % width][first + at / width] = stat;
        }
    }
    Ok(stats)
}

/// Divides members and figures into batches of at most `most` columns: several whole figures if all
/// members fit, and otherwise members of one figure.
fn batches(members: usize, figures: &[usize], most: usize) -> Vec<((usize, usize), &[usize])> {
    if members == 0 {
        return Vec::new();
    }
    if members <= most {
        return figures.chunks(most / members).map(|figures| ((0, members), figures)).collect();
    }
    let of = |figure| (0..members).step_by(most).map(move |from| ((from, members.min(from + most)), figure));
    figures.chunks(1).flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_each_column_once() {
        let figures: Vec<usize> = (0..9).collect();
        for members in [0, 1, 4, 5, 23] {
            for most in [1, 3, 5, 8, 1_000] {
                let batches = batches(members, &figures, most);
                let held = |&((from, to), figures): &((usize, usize), &[usize])| {
                    let of = move |figure: &usize| (from..to).map(move |of| (*figure, of)).collect::<Vec<_>>();
                    figures.iter().flat_map(of).collect::<Vec<_>>()
                };
                let mut all: Vec<(usize, usize)> = batches.iter().flat_map(held).collect();
                assert!(batches.iter().all(|batch| held(batch).len() <= most));
                all.sort_unstable();
                let every = figures.iter().flat_map(|figure| (0..members).map(move |of| (*figure, of)));
                assert!(every.eq(all), "{members} members, at most {most}");
            }
        }
    }
}
