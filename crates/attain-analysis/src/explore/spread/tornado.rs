//! What moves the middle: the median of bookings and the chance of the target
//! with one axis at a time at either end of its range, in the same worlds.
//!
//! What the planner decides is designed anew at each end; what the market
//! decides comes true under the plan as it was designed. Errors of medians are
//! those of a bootstrap over years, the same years on both sides.

use serde::Serialize;

use super::estimate::Estimate;
use super::ranges::{Range, all};
use crate::explore::axis::By;
use crate::explore::cell::{CellError, Cells, Point};
use attain_core::metric::MetricId;
use attain_core::random::philox;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_sim::summarise::quantile;

/// Resamples behind an error.
const RESAMPLES: u32 = 200;

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct End {
    /// The value.
    pub value: f64,
    /// Median of bookings less that of the plan as it is.
    pub median: Estimate,
    /// Chance of the target less that of the plan as it is.
    pub p_target: Estimate,
}

/// One axis.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// The axis as files name it.
    pub axis: String,
    /// What it says.
    pub meaning: &'static str,
    /// Who decides: the planner or the world.
    pub by: By,
    /// Unit of its values.
    pub unit: crate::explore::axis::Unit,
    /// How a value acts.
    pub act: crate::explore::axis::Act,
    /// The value that changes nothing.
    pub base: f64,
    /// Where the range is from.
    pub reason: String,
    /// The low end; none where the range begins at the base.
    pub low: Option<End>,
    /// The high end; none where the range ends at the base.
    pub high: Option<End>,
}

impl Bar {
    /// The larger change of the median of the two ends.
    #[must_use]
    pub fn swing(&self) -> f64 {
        self.ends().map(|end| end.median.value.abs()).fold(0.0, f64::max)
    }

    /// The ends there are.
    pub fn ends(&self) -> impl Iterator<Item = &End> {
        self.low.iter().chain(&self.high)
    }
}

/// All axes, the one that moves the median most first.
#[derive(Debug, Clone, Serialize)]
pub struct Tornado {
    /// The plan.
    pub plan: String,
    /// Years lived at each end.
    pub years: u32,
    /// Median of bookings as the plan is.
    pub median: Estimate,
    /// Chance of the target as the plan is.
    pub p_target: Estimate,
    /// The axes.
    pub bars: Vec<Bar>,
    /// Ends that have no plan, with the reason.
    pub left_out: Vec<String>,
}

/// Lives both ends of every axis. `progress` is called once a year of all cells.
///
/// # Errors
/// The faults of the plan as it is.
pub fn tornado(
    book: &Book,
    base: &ResolvedScenario,
    (seed, years): (u64, u32),
    progress: &(dyn Fn(u32) + Sync),
) -> Result<Tornado, CellError> {
    let mut left_out = Vec::new();
    let ranges = all(&base.scenario, &staffed(book));
    let mut ends: Vec<Vec<Point>> = ranges
        .iter()
        .map(|range| {
            [range.low, range.high].into_iter().filter(|value| *value != range.base).map(|value| range.at(value)).collect()
        })
        .collect();
    let of = |ends: &[Vec<Point>]| -> Vec<Vec<Point>> {
        std::iter::once(Vec::new()).chain(ends.iter().flatten().map(|point| vec![point.clone()])).collect()
    };
    let cells = if let Ok(cells) = Cells::design(book, base, &of(&ends), &|_| ()) {
        cells
    } else {
        // An end without a plan is told and left out; the others go on.
        for of_range in &mut ends {
            of_range.retain(|point| {
                let designed = Cells::design(book, base, &[vec![point.clone()]], &|_| ()).is_ok();
                if !designed {
                    left_out.push(format!("{} at {} has no plan", point.name(), point.value));
                }
                designed
            });
        }
        Cells::design(book, base, &of(&ends), &|_| ())?
    };
    let firsts = ends.iter().scan(1, |first, ends| {
        *first += ends.len();
        Some(*first - ends.len())
    });
    let ranges: Vec<(Range, Vec<Point>, usize)> =
        ranges.into_iter().zip(ends.iter().cloned()).zip(firsts).map(|((range, ends), first)| (range, ends, first)).collect();
    let of_all: Vec<usize> = (0..cells.cells.len()).collect();
    let columns = cells.live(&of_all, seed, 0..years, &[MetricId::Bookings, MetricId::TargetHit], progress);
    let [bookings, hits] = &columns[0][..] else { return Ok(empty(base, years, left_out)) };
    let mut bars: Vec<Bar> = ranges
        .into_iter()
        .map(|(range, sound, first)| {
            let end = |value: f64| {
                let at = sound.iter().position(|point| point.value == value)?;
                let cell = &columns[first + at];
                Some(End { value, median: median_less(&cell[0], bookings, seed), p_target: less(&cell[1], hits) })
            };
            bar(&range, end(range.low), end(range.high))
        })
        .collect();
    bars.sort_by(|a, b| b.swing().total_cmp(&a.swing()).then(a.axis.cmp(&b.axis)));
    let still = vec![0.0; bookings.len()];
    Ok(Tornado {
        plan: base.scenario.name.clone(),
        years,
        median: median_less(bookings, &still, seed),
        p_target: Estimate::mean(hits.iter().copied()),
        bars,
        left_out,
    })
}

fn empty(base: &ResolvedScenario, years: u32, left_out: Vec<String>) -> Tornado {
    let none = Estimate::new(f64::NAN, f64::NAN);
    Tornado { plan: base.scenario.name.clone(), years, median: none, p_target: none, bars: Vec::new(), left_out }
}

/// Teams that have reps today.
fn staffed(book: &Book) -> Vec<String> {
    let has = |team: usize| book.reps.iter().any(|rep| rep.left.is_none() && rep.team == team);
    book.teams.iter().enumerate().filter(|(team, _)| has(*team)).map(|(_, name)| name.clone()).collect()
}

fn bar(range: &Range, low: Option<End>, high: Option<End>) -> Bar {
    Bar {
        axis: range.name(),
        meaning: range.axis.meaning,
        by: range.axis.by,
        unit: range.axis.unit,
        act: range.axis.act,
        base: range.base,
        reason: range.reason.clone(),
        low,
        high,
    }
}

fn less(a: &[f64], b: &[f64]) -> Estimate {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    Estimate::mean(differences.into_iter())
}

/// The median of one column less that of another, with its error by the
/// bootstrap: years are drawn with their values on both sides (Efron &
/// Tibshirani 1993, "An Introduction to the Bootstrap", ch. 6).
fn median_less(a: &[f64], b: &[f64], seed: u64) -> Estimate {
    let n = a.len().min(b.len());
    if n < 2 {
        return Estimate::new(f64::NAN, f64::NAN);
    }
    let median = |values: &mut [f64]| {
        values.sort_unstable_by(f64::total_cmp);
        quantile(values, 0.5)
    };
    let value = median(&mut a[..n].to_vec()) - median(&mut b[..n].to_vec());
    let (mut of_a, mut of_b) = (vec![0.0; n], vec![0.0; n]);
    let drawn: Vec<f64> = (0..RESAMPLES)
        .map(|sample| {
            for i in 0..n {
                // Draws that no world uses: the counter's last word is all ones.
                let block = philox([sample, i as u32, 0x746F_726E, u32::MAX], [seed as u32, (seed >> 32) as u32]);
                let year = ((u64::from(block[0]) * n as u64) >> 32) as usize;
                (of_a[i], of_b[i]) = (a[year], b[year]);
            }
            median(&mut of_a) - median(&mut of_b)
        })
        .collect();
    let mean = drawn.iter().sum::<f64>() / f64::from(RESAMPLES);
    let squares: f64 = drawn.iter().map(|value| (value - mean) * (value - mean)).sum();
    Estimate::new(value, (squares / f64::from(RESAMPLES - 1)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::quantile::normal;
    use attain_fixtures::studies::{SMALL, plans};

    /// The error of a median of n normals is √(π / 2n); that of a shift by a constant is none.
    #[test]
    fn errors_of_medians() {
        let n = 4_000;
        let values: Vec<f64> =
            (0..n).map(|i| normal((f64::from(philox([i, 0, 0, 7], [1, 2])[0]) + 0.5) / 4_294_967_296.0)).collect();
        let known = (std::f64::consts::PI / (2.0 * f64::from(n))).sqrt();
        let found = median_less(&values, &vec![0.0; values.len()], 5);
        assert!((found.se / known - 1.0).abs() < 0.2 && found.value.abs() < 4.0 * known, "{found:?} for {known}");
        let shifted: Vec<f64> = values.iter().map(|value| value + 2.0).collect();
        let found = median_less(&shifted, &values, 5);
        assert!((found.value - 2.0).abs() < 1e-9 && found.se < 1e-9, "{found:?}");
    }

    /// Better odds book more and worse ones less; what decides nothing moves nothing.
    #[test]
    fn ends_lie_on_the_side_they_should() {
        let (study, _) = plans(&[SMALL]);
        let found = tornado(&study.book, &study.scenarios[0], (3, 200), &|_| ()).unwrap_or_else(|error| panic!("{error}"));
        let bar = |name: &str| found.bars.iter().find(|bar| bar.axis == name).unwrap_or_else(|| panic!("{name}"));
        for name in ["win-odds", "deal-size", "opportunity-rate"] {
            let (low, high) = (bar(name).low.as_ref().unwrap(), bar(name).high.as_ref().unwrap());
            assert!(low.median.value < 0.0 && high.median.value > 0.0, "{name}: {:?}", bar(name));
        }
        // Quicker deals close sooner, and fewer are open at the start: the two about cancel.
        assert!(bar("cycle").swing() < 0.5 * bar("win-odds").swing(), "{:?}", bar("cycle"));
        let target = bar("target");
        // A target moves nobody but those who are measured by it.
        assert!(
            target.swing() < 0.1 * bar("win-odds").swing() && target.low.as_ref().unwrap().p_target.value >= 0.0,
            "{target:?}"
        );
        assert!(found.bars.windows(2).all(|pair| pair[0].swing() >= pair[1].swing()));
        assert!(found.left_out.is_empty(), "{:?}", found.left_out);
    }
}
