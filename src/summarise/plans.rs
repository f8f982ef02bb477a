//! The results of each plan.

use rayon::prelude::*;
use serde_json::{Map, Value};

use crate::data::Book;
use crate::metric::{ALL, Id, Metric, SERIES, SHARED};
use crate::plan::Plan;
use crate::simulate::lived::{Group, Lived, LivedPlan, groups};
use crate::summarise::results::{GroupResult, PlanResult, SeatResult, SeriesResult};
use crate::summarise::{stat, wilson};

/// Summarises every plan's years. `hashes` are the scenarios' hashes, in the
/// order of the plans.
#[must_use]
pub fn summarise(book: &Book, plans: &[Plan], hashes: &[String], lived: &Lived) -> Vec<PlanResult> {
    let of = |(i, (plan, years))| one(book, plan, hashes.get(i).cloned().unwrap_or_default(), years);
    plans.iter().zip(&lived.plans).enumerate().map(of).collect()
}

fn one(book: &Book, plan: &Plan, scenario_hash: String, years: &LivedPlan) -> PlanResult {
    let hits = years.company.get(Id::TargetHit as usize).map_or(&[][..], Vec::as_slice);
    let target = stat(hits);
    let p_target = target.map_or(0.0, |stat| stat.mean.clamp(0.0, 1.0));
    let (p_target_low, p_target_high) = wilson(p_target, hits.iter().filter(|hit| hit.is_finite()).count());
    PlanResult {
        name: plan.name.clone(),
        description: plan.scenario.description.clone(),
        scenario_hash,
        target: plan.target,
        street_quota: plan.street_quota,
        seats_planned: plan.seats.len(),
        p_target,
        p_target_se: target.map_or(0.0, |stat| stat.se),
        p_target_low,
        p_target_high,
        company: by_metric(&ALL, &years.company),
        groups: by_group(&groups(book, plan), years),
        seats: by_seat(book, plan, years),
        series: by_series(years),
        periods: years.periods.iter().map(|period| by_metric(&ALL, period)).collect(),
        participation_histogram: histogram(years.company.get(Id::Participation as usize).map_or(&[][..], Vec::as_slice)),
        equity: plan.equity,
        disruption: plan.disruption,
        notes: plan.notes.clone(),
    }
}

/// Distributions by metric name, in the order of the metrics.
fn by_metric<T: Copy + Into<f64> + Sync>(metrics: &[Metric], columns: &[Vec<T>]) -> Map<String, Value> {
    let stats: Vec<_> = metrics.par_iter().zip(columns).map(|(metric, values)| (metric.name, stat(values))).collect();
    let values = stats.into_iter().filter_map(|(name, stat)| Some((name.to_owned(), serde_json::to_value(stat?).ok()?)));
    values.collect()
}

fn by_group(groups: &[Group], years: &LivedPlan) -> Vec<GroupResult> {
    let of = |(group, columns): (&Group, &Vec<Vec<f32>>)| GroupResult {
        level: group.level,
        name: group.name.clone(),
        seats: group.seats.len(),
        metrics: by_metric(&ALL[..SHARED], columns),
    };
    groups.iter().zip(&years.groups).map(of).collect()
}

fn by_seat(book: &Book, plan: &Plan, years: &LivedPlan) -> Vec<SeatResult> {
    let mut accounts = vec![0; plan.seats.len()];
    for seat in plan.accounts.iter().filter_map(|account| account.seat) {
        if let Some(count) = accounts.get_mut(seat) {
            *count += 1;
        }
    }
    let of = |((seat, columns), accounts): ((&crate::plan::Seat, &Vec<Vec<f32>>), usize)| SeatResult {
        id: seat.id.clone(),
        name: seat.name.clone(),
        team: book.teams.get(seat.team).cloned().unwrap_or_default(),
        region: seat.region.and_then(|region| book.regions.get(region)).cloned().unwrap_or_default(),
        manager: seat.manager.clone(),
        accounts,
        potential: seat.potential,
        load: if seat.capacity > 0.0 { seat.workload / seat.capacity } else { 0.0 },
        quota: seat.quota,
        metrics: by_metric(&ALL[..SHARED], columns),
    };
    plan.seats.iter().zip(&years.seats).zip(accounts).map(of).collect()
}

fn by_series(years: &LivedPlan) -> Vec<SeriesResult> {
    let bands = |steps: &Vec<Vec<f32>>| steps.par_iter().map(|values| stat(values)).collect::<Vec<_>>();
    let of = |(series, steps)| SeriesResult { series, steps: bands(steps).into_iter().flatten().collect() };
    SERIES.into_iter().zip(&years.series).map(of).collect()
}

/// Shares of the years that have a participation rate, by bins of 5 points;
/// the last of the 21 bins is exactly 100 %.
fn histogram(rates: &[f64]) -> Vec<f64> {
    let mut bins = vec![0.0; 21];
    let kept: Vec<f64> = rates.iter().copied().filter(|rate| rate.is_finite()).collect();
    for rate in &kept {
        // 0.15 × 20 is 3 but for rounding: a rate on an edge belongs to the bin above.
        let bin = (rate * 20.0 + 1e-9).floor().clamp(0.0, 20.0) as usize;
        bins[bin] += 1.0 / kept.len() as f64;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summarise::fixture;

    #[test]
    fn names_metrics_as_the_design_does() {
        let (book, plans, lived) = fixture::study(&["a", "b"], 40);
        let results = summarise(&book, &plans, &["x".into(), "y".into()], &lived);
        assert_eq!(results.len(), 2);
        assert_eq!(results[0].scenario_hash, "x");
        assert_eq!(results[0].company.len(), ALL.len());
        assert_eq!(results[0].seats.len(), 2);
        assert_eq!(results[0].seats[0].metrics.len(), SHARED - 1, "the metric without a value is left out");
        assert_eq!(results[0].series.len(), SERIES.len());
        let teams = results[0].groups.iter().filter(|group| group.level == crate::simulate::lived::Level::Team);
        assert_eq!(teams.count(), 1);
        assert!((results[0].participation_histogram.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn bins_participation_by_its_edges() {
        let bins = histogram(&[0.0, 0.05, 0.15, 0.999, 1.0, f64::NAN, 1.0, 0.149, 0.6, 0.35]);
        let share = 1.0 / 9.0;
        for (bin, count) in [(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0), (7, 1.0), (12, 1.0), (19, 1.0), (20, 2.0)] {
            assert!((bins[bin] - share * count).abs() < 1e-12, "{bin}: {}", bins[bin]);
        }
        assert_eq!(bins.len(), 21);
    }

    #[test]
    fn p_target_is_the_share_of_years_that_hit() {
        let (book, mut plans, mut lived) = fixture::study(&["a"], 4);
        lived.plans[0].company[Id::TargetHit as usize] = vec![1.0, 0.0, 1.0, 1.0];
        plans[0].target = 5.0;
        let result = &summarise(&book, &plans, &[], &lived)[0];
        assert_eq!((result.p_target, result.p_target_se, result.target), (0.75, 0.25, 5.0));
        assert!(result.p_target_low < 0.75 && result.p_target_high > 0.75);
    }
}
