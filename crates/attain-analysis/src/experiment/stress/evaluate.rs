//! Evaluation of cells from their simulated years: figures, the value of added reps, and the last
//! month in which a hire pays for itself.

use super::order::ascending;
use super::result::{AddedRepValue, AxisResult, CellResult, HireMonth, HireResult};
use crate::experiment::cell_columns::CellColumns;
use crate::experiment::figures::{CellDifference, CellEstimate, PairedColumns, cost_per_unit, pairing_gain};
use crate::experiment::grid::{AxisGrid, GridAxis};
use attain_core::metric::MetricId;
use attain_core::scenario::choices::Scenario;

/// Returns the axes of a grid as listed in results.
#[must_use]
pub fn axes(grid: &AxisGrid, scenario: &Scenario) -> Vec<AxisResult> {
    let one = |line: &GridAxis| {
        let base = line.axis.base(scenario, line.narrowed_to.as_deref());
        let away = |&i: &usize| base.map_or(0.0, |base| (line.values[i] - base).abs());
        let nearest = (0..line.values.len()).min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(0);
        AxisResult {
            name: line.name(),
            unit: line.axis.unit,
            effect: line.axis.effect,
            decided_by: line.axis.decided_by,
            meaning: line.axis.meaning,
            values: line.values.clone(),
            base,
            nearest,
        }
    };
    grid.axes.iter().map(one).collect()
}

/// Computes the results of every cell.
#[must_use]
pub fn cells(grid: &AxisGrid, columns: &[CellColumns]) -> Vec<CellResult> {
    let least = grid.headcount().map(|line| (line, ascending(&grid.axes[line].values)[0]));
    let one = |(cell, own): (usize, &CellColumns)| {
        let mean = |id| CellEstimate::mean(own.metric(id));
        let from = least
            .map(|(line, fewest)| grid.neighbour(cell, line, fewest))
            .filter(|&from| from != cell)
            .map(|from| &columns[from]);
        let pair = |id| from.and_then(|from| CellDifference::between(own.metric(id), from.metric(id), 1.0));
        CellResult {
            values: grid.values(cell).iter().map(|value| value.value).collect(),
            p_target: mean(MetricId::TargetHit),
            bookings_over_target: mean(MetricId::Attainment),
            bookings: mean(MetricId::Bookings),
            p10_bookings: CellEstimate::quantile(own.metric(MetricId::Bookings), 0.1),
            participation: mean(MetricId::Participation),
            cost: mean(MetricId::Cost),
            contribution: mean(MetricId::Contribution),
            coverage: mean(MetricId::Coverage),
            vacancy_months: mean(MetricId::VacancyMonths),
            extra_bookings: pair(MetricId::Bookings),
            extra_cost: pair(MetricId::Cost),
            cost_per_extra_booking: from
                .and_then(|from| cost_per_unit(columns_of(own, from, MetricId::Cost), columns_of(own, from, MetricId::Bookings))),
        }
    };
    columns.iter().enumerate().map(one).collect()
}

/// Computes the value of each added rep along the first axis of added seats.
#[must_use]
pub fn added_rep_values(grid: &AxisGrid, columns: &[CellColumns]) -> Vec<AddedRepValue> {
    let Some(line) = grid.headcount() else { return Vec::new() };
    let values = &grid.axes[line].values;
    let order = ascending(values);
    let mut found = Vec::new();
    for cell in 0..grid.len() {
        let Some(place) = order.iter().position(|&at| at == grid.positions(cell)[line]).filter(|&place| place > 0) else {
            continue;
        };
        let (from, to) = (order[place - 1], order[place]);
        let before = &columns[grid.neighbour(cell, line, from)];
        let reps = values[to] - values[from];
        let pair = |id| CellDifference::between(columns[cell].metric(id), before.metric(id), reps);
        let others = grid.values(cell).into_iter().enumerate().filter(|(i, _)| *i != line);
        found.push(AddedRepValue {
            from: values[from],
            to: values[to],
            others: others.map(|(_, value)| (value.name(), value.value)).collect(),
            cell,
            bookings: pair(MetricId::Bookings),
            contribution: pair(MetricId::Contribution),
            p_target: pair(MetricId::TargetHit),
            pairing_gain: pairing_gain(columns[cell].metric(MetricId::Bookings), before.metric(MetricId::Bookings)),
        });
    }
    found
}

/// Computes the value of a hire in a team. `none` holds the years without the hire, `months` those
/// with it, by start month.
#[must_use]
pub fn hire_result(team: &str, none: &CellColumns, months: &[CellColumns]) -> HireResult {
    let months: Vec<HireMonth> = months
        .iter()
        .zip(1..)
        .map(|(with, month)| {
            let pair = |id| CellDifference::between(with.metric(id), none.metric(id), 1.0);
            HireMonth { month, contribution: pair(MetricId::Contribution), bookings: pair(MetricId::Bookings) }
        })
        .collect();
    let last = |test: &dyn Fn(&CellDifference) -> bool| {
        // Count consecutive months from the first one: a hire that hardly starts within the horizon
        // has almost no cost or gain.
        months.iter().take_while(|month| month.contribution.as_ref().is_some_and(test)).last().map(|month| month.month)
    };
    let (pays_until, surely_until) = (last(&|pair| pair.difference > 0.0), last(&|pair| pair.low > 0.0));
    HireResult { team: team.to_owned(), pays_until, surely_until, perhaps_until: last(&|pair| pair.high > 0.0), months }
}

fn columns_of<'a>(with: &'a CellColumns, without: &'a CellColumns, id: MetricId) -> PairedColumns<'a> {
    PairedColumns { with: with.metric(id), without: without.metric(id) }
}
