//! Sensitivity of the median: the median of bookings and the probability of reaching the target
//! with one axis at a time at either end of its range, in the same worlds.
//!
//! For axes that the planner controls, the plan is redesigned at each end. For axes that the market
//! controls, the designed plan is unchanged. Standard errors of medians come from a bootstrap over
//! years, with the same years on both sides.

use serde::Serialize;

use crate::experiment::axis_kind::{AxisEffect, AxisUnit, DecidedBy};
use crate::experiment::axis_ranges::{AxisRange, all_ranges};
use crate::experiment::axis_value::AxisValue;
use crate::experiment::cell::{CellError, ExperimentCells};
use crate::experiment::interval_estimate::IntervalEstimate;
use attain_core::metric::MetricId;
use attain_core::random::philox;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;
use attain_sim::summarise::quantile;

/// Number of bootstrap samples.
const RESAMPLES: u32 = 200;

/// Results at one end of a range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TornadoEnd {
    pub value: f64,
    /// Median bookings minus that of the unaltered plan.
    pub median: IntervalEstimate,
    /// Probability of reaching the target minus that of the unaltered plan.
    pub p_target: IntervalEstimate,
}

/// Results of one axis.
#[derive(Debug, Clone, Serialize)]
pub struct TornadoAxis {
    /// The axis name as written in files.
    pub axis: String,
    /// Description of the axis, in one sentence.
    pub meaning: &'static str,
    #[serde(rename = "by")]
    pub decided_by: DecidedBy,
    pub unit: AxisUnit,
    #[serde(rename = "act")]
    pub effect: AxisEffect,
    /// The value that changes nothing.
    pub base: f64,
    /// Source of the range.
    pub reason: String,
    /// Results at the low end; `None` if the range begins at the base.
    pub low: Option<TornadoEnd>,
    /// Results at the high end; `None` if the range ends at the base.
    pub high: Option<TornadoEnd>,
}

impl TornadoAxis {
    /// Returns the larger change in the median at the two ends.
    #[must_use]
    pub fn swing(&self) -> f64 {
        self.ends().map(|end| end.median.value.abs()).fold(0.0, f64::max)
    }

    /// Returns the ends that exist.
    pub fn ends(&self) -> impl Iterator<Item = &TornadoEnd> {
        self.low.iter().chain(&self.high)
    }
}

/// Results of all axes, ordered by their effect on the median, largest first.
#[derive(Debug, Clone, Serialize)]
pub struct Tornado {
    /// Name of the plan.
    pub plan: String,
    /// Number of years simulated at each end.
    pub years: u32,
    /// Median bookings of the unaltered plan.
    pub median: IntervalEstimate,
    /// Probability of reaching the target with the unaltered plan.
    pub p_target: IntervalEstimate,
    pub bars: Vec<TornadoAxis>,
    /// Ends for which no plan can be designed, one phrase each.
    pub left_out: Vec<String>,
}

/// Simulates both ends of every axis. `progress` is called after each year with the number of years
/// done over all cells.
///
/// # Errors
/// Returns the faults of the unaltered plan.
pub fn tornado(
    book: &Book,
    base: &ResolvedScenario,
    seed: u64,
    years: u32,
    progress: &(dyn Fn(u32) + Sync),
) -> Result<Tornado, CellError> {
    let mut left_out = Vec::new();
    let ranges = all_ranges(&base.scenario, &staffed_teams(book));
    let mut ends: Vec<Vec<AxisValue>> = ranges
        .iter()
        .map(|range| {
            [range.low, range.high].into_iter().filter(|value| *value != range.base).map(|value| range.at(value)).collect()
        })
        .collect();
    let cells_of = |ends: &[Vec<AxisValue>]| -> Vec<Vec<AxisValue>> {
        std::iter::once(Vec::new()).chain(ends.iter().flatten().map(|point| vec![point.clone()])).collect()
    };
    let cells = if let Ok(cells) = ExperimentCells::design(book, base, &cells_of(&ends), &|_| ()) {
        cells
    } else {
        // Report and omit an end without a plan, but simulate the others.
        for range_ends in &mut ends {
            range_ends.retain(|point| {
                let designed = ExperimentCells::design(book, base, &[vec![point.clone()]], &|_| ()).is_ok();
                if !designed {
                    left_out.push(format!("no plan can be designed for {} at {}", point.name(), point.value));
                }
                designed
            });
        }
        ExperimentCells::design(book, base, &cells_of(&ends), &|_| ())?
    };
    let firsts = ends.iter().scan(1, |first, ends| {
        *first += ends.len();
        Some(*first - ends.len())
    });
    let ranges: Vec<(AxisRange, Vec<AxisValue>, usize)> =
        ranges.into_iter().zip(ends.iter().cloned()).zip(firsts).map(|((range, ends), first)| (range, ends, first)).collect();
    let all: Vec<usize> = (0..cells.cells.len()).collect();
    let columns = cells.simulate(&all, seed, 0..years, &[MetricId::Bookings, MetricId::TargetHit], progress);
    let [bookings, hits] = &columns[0][..] else { return Ok(empty(base, years, left_out)) };
    let mut bars: Vec<TornadoAxis> = ranges
        .into_iter()
        .map(|(range, designed, first)| {
            let end = |value: f64| {
                let at = designed.iter().position(|point| point.value == value)?;
                let cell = &columns[first + at];
                Some(TornadoEnd {
                    value,
                    median: median_difference(&cell[0], bookings, seed),
                    p_target: mean_difference(&cell[1], hits),
                })
            };
            bar(&range, end(range.low), end(range.high))
        })
        .collect();
    bars.sort_by(|a, b| b.swing().total_cmp(&a.swing()).then(a.axis.cmp(&b.axis)));
    let zeros = vec![0.0; bookings.len()];
    Ok(Tornado {
        plan: base.scenario.name.clone(),
        years,
        median: median_difference(bookings, &zeros, seed),
        p_target: IntervalEstimate::mean(hits.iter().copied()),
        bars,
        left_out,
    })
}

fn empty(base: &ResolvedScenario, years: u32, left_out: Vec<String>) -> Tornado {
    let none = IntervalEstimate::new(f64::NAN, f64::NAN);
    Tornado { plan: base.scenario.name.clone(), years, median: none, p_target: none, bars: Vec::new(), left_out }
}

/// Returns the teams that have reps today.
fn staffed_teams(book: &Book) -> Vec<String> {
    let has = |team: usize| book.reps.iter().any(|rep| rep.left.is_none() && rep.team == team);
    book.teams.iter().enumerate().filter(|(team, _)| has(*team)).map(|(_, name)| name.clone()).collect()
}

fn bar(range: &AxisRange, low: Option<TornadoEnd>, high: Option<TornadoEnd>) -> TornadoAxis {
    TornadoAxis {
        axis: range.name(),
        meaning: range.axis.meaning,
        decided_by: range.axis.decided_by,
        unit: range.axis.unit,
        effect: range.axis.effect,
        base: range.base,
        reason: range.reason.clone(),
        low,
        high,
    }
}

fn mean_difference(a: &[f64], b: &[f64]) -> IntervalEstimate {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    IntervalEstimate::mean(differences.into_iter())
}

/// Median of one column minus that of another, with a bootstrap standard error: years are resampled
/// with their values on both sides (Efron & Tibshirani 1993, "An Introduction to the Bootstrap",
/// ch. 6).
fn median_difference(a: &[f64], b: &[f64], seed: u64) -> IntervalEstimate {
    let n = a.len().min(b.len());
    if n < 2 {
        return IntervalEstimate::new(f64::NAN, f64::NAN);
    }
    let median = |values: &mut [f64]| {
        values.sort_unstable_by(f64::total_cmp);
        quantile(values, 0.5)
    };
    let value = median(&mut a[..n].to_vec()) - median(&mut b[..n].to_vec());
    let (mut sample_a, mut sample_b) = (vec![0.0; n], vec![0.0; n]);
    let drawn: Vec<f64> = (0..RESAMPLES)
        .map(|sample| {
            for i in 0..n {
                // An address that no world uses: the last word of the counter is all ones.
                let block = philox([sample, i as u32, 0x746F_726E, u32::MAX], [seed as u32, (seed >> 32) as u32]);
                let year = ((u64::from(block[0]) * n as u64) >> 32) as usize;
                (sample_a[i], sample_b[i]) = (a[year], b[year]);
            }
            median(&mut sample_a) - median(&mut sample_b)
        })
        .collect();
    let mean = drawn.iter().sum::<f64>() / f64::from(RESAMPLES);
    let squares: f64 = drawn.iter().map(|value| (value - mean) * (value - mean)).sum();
    IntervalEstimate::new(value, (squares / f64::from(RESAMPLES - 1)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::quantile::normal;
    use attain_fixtures::studies::{SMALL, plans};

    /// The standard error of the median of n normal values is √(π / 2n); that of a shift by a
    /// constant is 0.
    #[test]
    fn errors_of_medians() {
        let n = 4_000;
        let values: Vec<f64> =
            (0..n).map(|i| normal((f64::from(philox([i, 0, 0, 7], [1, 2])[0]) + 0.5) / 4_294_967_296.0)).collect();
        let known = (std::f64::consts::PI / (2.0 * f64::from(n))).sqrt();
        let found = median_difference(&values, &vec![0.0; values.len()], 5);
        assert!((found.se / known - 1.0).abs() < 0.2 && found.value.abs() < 4.0 * known, "{found:?} for {known}");
        let shifted: Vec<f64> = values.iter().map(|value| value + 2.0).collect();
        let found = median_difference(&shifted, &values, 5);
        assert!((found.value - 2.0).abs() < 1e-9 && found.se < 1e-9, "{found:?}");
    }

    /// Better odds increase bookings and worse odds decrease them; the target hardly affects
    /// bookings.
    #[test]
    fn ends_lie_on_the_side_they_should() {
        let (study, _) = plans(&[SMALL]);
        let found = tornado(&study.book, &study.scenarios[0], 3, 200, &|_| ()).unwrap_or_else(|error| panic!("{error}"));
        let bar = |name: &str| found.bars.iter().find(|bar| bar.axis == name).unwrap_or_else(|| panic!("{name}"));
        for name in ["win-odds", "deal-size", "opportunity-rate"] {
            let (low, high) = (bar(name).low.as_ref().unwrap(), bar(name).high.as_ref().unwrap());
            assert!(low.median.value < 0.0 && high.median.value > 0.0, "{name}: {:?}", bar(name));
        }
        // With faster deals, more close early but fewer are open at the start: the effects nearly
        // cancel.
        assert!(bar("cycle").swing() < 0.5 * bar("win-odds").swing(), "{:?}", bar("cycle"));
        let target = bar("target");
        // The target affects only the probability of reaching it.
        assert!(
            target.swing() < 0.1 * bar("win-odds").swing() && target.low.as_ref().unwrap().p_target.value >= 0.0,
            "{target:?}"
        );
        assert!(found.bars.windows(2).all(|pair| pair[0].swing() >= pair[1].swing()));
        assert!(found.left_out.is_empty(), "{:?}", found.left_out);
    }
}
