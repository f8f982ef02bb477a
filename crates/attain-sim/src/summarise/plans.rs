//! The results of each plan.

use serde_json::{Map, Value};

use super::columns::stats;
use crate::run::{OutputPart, ReadError, YearSource};
use crate::simulate::rollup::rollup_groups;
use crate::summarise::results::{CarveQuality, GroupResult, PlanResult, QuotaChance, SeatResult, SeriesResult, Stat};
use crate::summarise::wilson;
use attain_core::metric::{ALL, Metric, MetricId, SERIES, SHARED, SeriesStep};
use attain_core::plan::Plan;
use attain_data::Book;

/// Summarises every plan's years. `hashes` are the hashes of the scenarios, in the order of the
/// plans.
///
/// # Errors
/// Returns an error if the years cannot be read.
pub fn summarise(book: &Book, plans: &[Plan], hashes: &[String], years: &dyn YearSource) -> Result<Vec<PlanResult>, ReadError> {
    let of = |(i, plan)| one(book, plan, i, hashes.get(i).cloned().unwrap_or_default(), years);
    plans.iter().enumerate().map(of).collect()
}

fn one(book: &Book, plan: &Plan, at: usize, scenario_hash: String, years: &dyn YearSource) -> Result<PlanResult, ReadError> {
    let every = |part: OutputPart, members| stats(years, at, part, members, &(0..part.figures()).collect::<Vec<usize>>());
    let company = every(OutputPart::Company, 1)?.pop().unwrap_or_default();
    let target = company.get(MetricId::TargetHit as usize).copied().flatten();
    let p_target = target.map_or(0.0, |stat| stat.mean.clamp(0.0, 1.0));
    let judged = years.company(at, MetricId::TargetHit as usize)?.iter().filter(|hit| hit.is_finite()).count();
    let (p_target_low, p_target_high) = wilson(p_target, judged);
    let periods = if plan.scenario.horizon.months > 12 { plan.scenario.horizon.months.div_ceil(12) as usize } else { 0 };
    Ok(PlanResult {
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
        company: by_metric(&ALL, &company),
        groups: by_group(book, plan, &|members| every(OutputPart::Group, members))?,
        seats: by_seat(book, plan, &every(OutputPart::Seat, plan.seats.len())?),
        series: by_series(plan, at, years)?,
        periods: every(OutputPart::Period, periods)?.iter().map(|period| by_metric(&ALL, period)).collect(),
        participation_histogram: histogram(&years.company(at, MetricId::Participation as usize)?),
        equity: plan.equity,
        disruption: plan.disruption,
        carve: plan.certificate.map(CarveQuality::from_certificate),
        notes: plan.notes.clone(),
    })
}

/// Distributions by metric name, in the order of the metrics.
fn by_metric(metrics: &[Metric], stats: &[Option<Stat>]) -> Map<String, Value> {
    let named = metrics.iter().zip(stats);
    named.filter_map(|(metric, stat)| Some((metric.name.to_owned(), serde_json::to_value((*stat)?).ok()?))).collect()
}

type ByMember = Vec<Vec<Option<Stat>>>;

fn by_group(
    book: &Book,
    plan: &Plan,
    stats: &dyn Fn(usize) -> Result<ByMember, ReadError>,
) -> Result<Vec<GroupResult>, ReadError> {
    let groups = rollup_groups(book, plan);
    let stats = stats(groups.len())?;
    let of = |(group, stats): (crate::simulate::rollup::RollupGroup, &Vec<Option<Stat>>)| GroupResult {
        level: group.level,
        seats: group.seats.len(),
        quota: group.seats.iter().filter_map(|&seat| plan.seats.get(seat)).map(|seat| seat.quota).sum(),
        name: group.name,
        metrics: by_metric(&ALL[..SHARED], stats),
    };
    Ok(groups.into_iter().zip(&stats).map(of).collect())
}

fn by_seat(book: &Book, plan: &Plan, stats: &ByMember) -> Vec<SeatResult> {
    let mut accounts = vec![0; plan.seats.len()];
    for seat in plan.accounts.iter().filter_map(|account| account.seat) {
        if let Some(count) = accounts.get_mut(seat) {
            *count += 1;
        }
    }
    let of = |((seat, stats), accounts): ((&attain_core::plan::Seat, &Vec<Option<Stat>>), usize)| SeatResult {
        id: seat.id.clone(),
        name: seat.name.clone(),
        team: book.teams.get(seat.team).cloned().unwrap_or_default(),
        region: seat.region.and_then(|region| book.regions.get(region)).cloned().unwrap_or_default(),
        manager: seat.manager.clone(),
        accounts,
        potential: seat.potential,
        load: seat.load(),
        quota: seat.quota,
        realistic: seat.realistic,
        quota_chance: stats.get(MetricId::TargetHit as usize).copied().flatten().map(|hit| QuotaChance {
            quota: seat.quota,
            chance: hit.mean.clamp(0.0, 1.0),
            se: hit.se,
        }),
        reference_quota_chance: None,
        metrics: by_metric(&ALL[..SHARED], stats),
    };
    plan.seats.iter().zip(stats).zip(accounts).map(of).collect()
}

fn by_series(plan: &Plan, at: usize, years: &dyn YearSource) -> Result<Vec<SeriesResult>, ReadError> {
    let months = plan.scenario.horizon.months as usize;
    let of = |(figure, series): (usize, attain_core::metric::MetricSeries)| {
        let steps = if series.step == SeriesStep::Month { months } else { months / 3 };
        let bands = stats(years, at, OutputPart::Step, steps, &[figure])?;
        Ok(SeriesResult { series, steps: bands.into_iter().flatten().flatten().collect() })
    };
    SERIES.into_iter().enumerate().map(of).collect()
}

/// Shares of years by participation rate, in bins of 5 points. Years without a participation rate
/// are excluded. The last of the 21 bins is exactly 100 %.
fn histogram(rates: &[f64]) -> Vec<f64> {
    let mut bins = vec![0.0; 21];
    let kept = || rates.iter().filter(|rate| rate.is_finite());
    let share = 1.0 / kept().count() as f64;
    for rate in kept() {
        // 0.15 × 20 is slightly below 3 because of rounding; a rate on a boundary belongs to the
        // higher bin.
        let bin = (rate * 20.0 + 1e-9).floor().clamp(0.0, 20.0) as usize;
        bins[bin] += share;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn names_metrics_as_the_design_does() {
        let (book, plans, output) = fixture::study(&["a", "b"], 40);
        let results = summarise(&book, &plans, &["x".into(), "y".into()], &output).unwrap();
        assert_eq!(results.len(), 2);
        assert_eq!(results[0].scenario_hash, "x");
        assert_eq!(results[0].company.len(), ALL.len());
        assert_eq!(results[0].seats.len(), 2);
        assert_eq!(results[0].seats[0].metrics.len(), SHARED - 1, "the metric without a value is left out");
        assert_eq!(results[0].series.len(), SERIES.len());
        let teams = results[0].groups.iter().filter(|group| group.level == crate::simulate::rollup::RollupLevel::Team);
        assert_eq!(teams.count(), 1);
        let managers = results[0].groups.iter().filter(|group| group.level == crate::simulate::rollup::RollupLevel::Manager);
        let quotas: f64 = results[0].seats.iter().map(|seat| seat.quota).sum();
        assert!(quotas > 0.0 && managers.map(|group| group.quota).sum::<f64>() == quotas, "quotas roll up to managers");
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
        let (book, mut plans, mut output) = fixture::study(&["a"], 4);
        output.plans[0].company[MetricId::TargetHit as usize] = vec![1.0, 0.0, 1.0, 1.0];
        plans[0].target = 5.0;
        let result = &summarise(&book, &plans, &[], &output).unwrap()[0];
        assert_eq!((result.p_target, result.p_target_se, result.target), (0.75, 0.25, 5.0));
        assert!(result.p_target_low < 0.75 && result.p_target_high > 0.75);
    }
}
