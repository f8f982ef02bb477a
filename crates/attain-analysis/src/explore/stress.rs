//! A stress test: every cell's figures, what each added rep is worth, and the
//! month by which a hire no longer pays.

use serde::Serialize;

use super::axis::{Act, By, Unit};
use super::figures::{Estimate, Paired, price};
use super::grid::Grid;
use super::kept::Columns;
use attain_core::metric::MetricId;
use attain_core::scenario::choices::Scenario;

/// Standard errors from which a rise or fall counts as one.
const SURE: f64 = 3.0;

/// The result of a stress test, and the shape of `stress.json`.
#[derive(Debug, Clone, Serialize)]
pub struct Stress {
    /// Version of attain.
    pub version: String,
    /// Name of the study.
    pub study: String,
    /// What it is about.
    pub description: String,
    /// Name of the scenario.
    pub scenario: String,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
    /// SHA-256 of the book of business.
    pub data_hash: String,
    /// Seed of all chance.
    pub seed: u64,
    /// Years of each cell.
    pub years: u32,
    /// Symbol or code shown with amounts.
    pub currency: String,
    /// Yearly target of the unaltered scenario.
    pub target: f64,
    /// Months that are simulated.
    pub horizon_months: u32,
    /// The axes.
    pub axes: Vec<AxisResult>,
    /// All cells, the last axis turning fastest.
    pub cells: Vec<CellResult>,
    /// What each added rep is worth, along the first axis of added seats.
    pub marginal: Vec<Marginal>,
    /// A hire in each month against none.
    pub hire: Option<HireResult>,
    /// What to read with care.
    pub notes: Vec<String>,
}

/// An axis of the grid.
#[derive(Debug, Clone, Serialize)]
pub struct AxisResult {
    /// Its name, with the team or segment.
    pub name: String,
    /// Unit of the values.
    pub unit: Unit,
    /// How a value acts.
    pub act: Act,
    /// Whether plan or world is changed.
    pub by: By,
    /// What it says.
    pub meaning: &'static str,
    /// Its values, in the order of the cells.
    pub values: Vec<f64>,
    /// The value at which nothing changes.
    pub base: Option<f64>,
    /// Position of the value nearest to that.
    pub nearest: usize,
}

/// One cell.
#[derive(Debug, Clone, Serialize)]
pub struct CellResult {
    /// Value of each axis.
    pub at: Vec<f64>,
    /// Probability to reach the target.
    pub p_target: Option<Estimate>,
    /// Attainment of the company, expected.
    pub attainment: Option<Estimate>,
    /// Bookings, expected.
    pub bookings: Option<Estimate>,
    /// Bookings that nine of ten years exceed.
    pub p10_bookings: Option<Estimate>,
    /// Share of seats at quota, expected.
    pub participation: Option<Estimate>,
    /// Pay, hiring and travel, expected.
    pub cost: Option<Estimate>,
    /// Contribution, expected.
    pub contribution: Option<Estimate>,
    /// Coverage, expected.
    pub coverage: Option<Estimate>,
    /// Seat-months without a rep, expected.
    pub vacancy_months: Option<Estimate>,
    /// Against the cell with the fewest added seats, all else equal: bookings.
    pub extra_bookings: Option<Paired>,
    /// The same: cost.
    pub extra_cost: Option<Paired>,
    /// What one more of bookings costs against that cell; none where bookings do not surely grow.
    pub cost_per_extra_booking: Option<Estimate>,
}

/// What added reps are worth, from one value of the axis to the next: a rep.
#[derive(Debug, Clone, Serialize)]
pub struct Marginal {
    /// Added seats before.
    pub from: f64,
    /// Added seats after.
    pub to: f64,
    /// Values of the other axes, by name.
    pub others: Vec<(String, f64)>,
    /// Position of the cell after.
    pub cell: usize,
    /// Bookings a rep.
    pub bookings: Option<Paired>,
    /// Contribution a rep.
    pub contribution: Option<Paired>,
    /// Probability to reach the target, a rep.
    pub p_target: Option<Paired>,
    /// How many times the years separate worlds would need for the same precision of bookings.
    pub pairing_gain: Option<f64>,
}

/// A hire in each month against none.
#[derive(Debug, Clone, Serialize)]
pub struct HireResult {
    /// The team.
    pub team: String,
    /// By planned month of start.
    pub months: Vec<HireMonth>,
    /// Last month in which a hire is expected to pay within the horizon.
    pub pays_until: Option<u32>,
    /// Last month in which it surely does: its whole 95 % interval is over 0.
    pub surely_until: Option<u32>,
    /// Last month in which it perhaps does: the interval reaches over 0.
    pub perhaps_until: Option<u32>,
}

/// A hire in one month.
#[derive(Debug, Clone, Serialize)]
pub struct HireMonth {
    /// The planned month of start, 1 the first.
    pub month: u32,
    /// Contribution within the horizon, against no hire.
    pub contribution: Option<Paired>,
    /// Bookings within the horizon, against no hire.
    pub bookings: Option<Paired>,
}

/// The axes of a grid, as results tell them.
#[must_use]
pub fn axes(grid: &Grid, scenario: &Scenario) -> Vec<AxisResult> {
    let one = |line: &super::grid::Line| {
        let base = line.axis.base(scenario, line.of.as_deref());
        let away = |&i: &usize| base.map_or(0.0, |base| (line.values[i] - base).abs());
        let nearest = (0..line.values.len()).min_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(0);
        AxisResult {
            name: line.name(),
            unit: line.axis.unit,
            act: line.axis.act,
            by: line.axis.by,
            meaning: line.axis.meaning,
            values: line.values.clone(),
            base,
            nearest,
        }
    };
    grid.lines.iter().map(one).collect()
}

/// The figures of every cell.
#[must_use]
pub fn cells(grid: &Grid, columns: &[Columns]) -> Vec<CellResult> {
    let least = grid.headcount().map(|line| (line, ascending(&grid.lines[line].values)[0]));
    let one = |(cell, own): (usize, &Columns)| {
        let mean = |id| Estimate::mean(own.of(id));
        let from =
            least.map(|(line, fewest)| grid.moved(cell, line, fewest)).filter(|&from| from != cell).map(|from| &columns[from]);
        let pair = |id| from.and_then(|from| Paired::of(own.of(id), from.of(id), 1.0));
        CellResult {
            at: grid.points(cell).iter().map(|point| point.value).collect(),
            p_target: mean(MetricId::TargetHit),
            attainment: mean(MetricId::Attainment),
            bookings: mean(MetricId::Bookings),
            p10_bookings: Estimate::quantile(own.of(MetricId::Bookings), 0.1),
            participation: mean(MetricId::Participation),
            cost: mean(MetricId::Cost),
            contribution: mean(MetricId::Contribution),
            coverage: mean(MetricId::Coverage),
            vacancy_months: mean(MetricId::VacancyMonths),
            extra_bookings: pair(MetricId::Bookings),
            extra_cost: pair(MetricId::Cost),
            cost_per_extra_booking: from.and_then(|from| {
                price(
                    (own.of(MetricId::Cost), from.of(MetricId::Cost)),
                    (own.of(MetricId::Bookings), from.of(MetricId::Bookings)),
                )
            }),
        }
    };
    columns.iter().enumerate().map(one).collect()
}

/// What each added rep is worth, along the first axis of added seats.
#[must_use]
pub fn marginal(grid: &Grid, columns: &[Columns]) -> Vec<Marginal> {
    let Some(line) = grid.headcount() else { return Vec::new() };
    let values = &grid.lines[line].values;
    let order = ascending(values);
    let mut found = Vec::new();
    for cell in 0..grid.len() {
        let Some(place) = order.iter().position(|&at| at == grid.at(cell)[line]).filter(|&place| place > 0) else { continue };
        let (from, to) = (order[place - 1], order[place]);
        let before = &columns[grid.moved(cell, line, from)];
        let by = values[to] - values[from];
        let pair = |id| Paired::of(columns[cell].of(id), before.of(id), by);
        let others = grid.points(cell).into_iter().enumerate().filter(|(i, _)| *i != line);
        found.push(Marginal {
            from: values[from],
            to: values[to],
            others: others.map(|(_, point)| (point.name(), point.value)).collect(),
            cell,
            bookings: pair(MetricId::Bookings),
            contribution: pair(MetricId::Contribution),
            p_target: pair(MetricId::TargetHit),
            pairing_gain: super::figures::pairing_gain(columns[cell].of(MetricId::Bookings), before.of(MetricId::Bookings)),
        });
    }
    found
}

/// A hire of a team: `none` without it, `months` with it from each month on.
#[must_use]
pub fn hire(team: &str, none: &Columns, months: &[Columns]) -> HireResult {
    let months: Vec<HireMonth> = months
        .iter()
        .zip(1..)
        .map(|(with, month)| {
            let pair = |id| Paired::of(with.of(id), none.of(id), 1.0);
            HireMonth { month, contribution: pair(MetricId::Contribution), bookings: pair(MetricId::Bookings) }
        })
        .collect();
    let last = |test: &dyn Fn(&Paired) -> bool| {
        // From the first month on without a gap: a hire so late that it hardly starts costs and brings nothing.
        months.iter().take_while(|month| month.contribution.as_ref().is_some_and(test)).last().map(|month| month.month)
    };
    let (pays_until, surely_until) = (last(&|pair| pair.difference > 0.0), last(&|pair| pair.low > 0.0));
    HireResult { team: team.to_owned(), pays_until, surely_until, perhaps_until: last(&|pair| pair.high > 0.0), months }
}

/// Curves that rise and fall again, or fall with every rep, by more than chance allows.
#[must_use]
pub fn notes(grid: &Grid, columns: &[Columns]) -> Vec<String> {
    let mut notes = Vec::new();
    for (l, line) in grid.lines.iter().enumerate() {
        let order = ascending(&line.values);
        for (id, what) in [(MetricId::TargetHit, "the probability of target"), (MetricId::Bookings, "bookings")] {
            let (mut rises, mut falls) = (0, Vec::new());
            for start in (0..grid.len()).filter(|&cell| grid.at(cell)[l] == 0) {
                for pair in order.windows(2) {
                    let (before, after) = (&columns[grid.moved(start, l, pair[0])], &columns[grid.moved(start, l, pair[1])]);
                    let Some(step) = Paired::of(after.of(id), before.of(id), 1.0) else { continue };
                    rises += usize::from(step.beyond(SURE));
                    let span = (line.values[pair[0]], line.values[pair[1]]);
                    if step.beyond(-SURE) && !falls.contains(&span) {
                        falls.push(span);
                    }
                }
            }
            if (line.is_headcount() || rises > 0) && !falls.is_empty() {
                let steps: Vec<String> = falls.iter().take(4).map(|(from, to)| format!("{from} to {to}")).collect();
                let because = if line.axis.by == By::Plan { ": books are carved anew for every value" } else { "" };
                notes.push(format!(
                    "Along {} {what} falls by more than {SURE} standard errors from {}{because}.",
                    line.name(),
                    steps.join(", ")
                ));
            }
        }
    }
    notes
}

/// Positions of values, smallest first.
fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::grid::usual;
    use crate::explore::kept::KEPT;

    /// Years in which every figure is the same.
    fn constant(value: f64) -> Columns {
        Columns(vec![vec![value, value + 1.0, value - 1.0]; KEPT.len()])
    }

    #[test]
    fn the_last_month_that_pays_is_told_with_its_doubt() {
        let none = constant(0.0);
        let months: Vec<Columns> = [3.0, 1.0, -1.0].map(constant).to_vec();
        let found = hire("smb", &none, &months);
        assert_eq!((found.pays_until, found.surely_until, found.perhaps_until), (Some(2), Some(2), Some(2)));
        assert_eq!(hire("smb", &constant(9.0), &months).perhaps_until, None);
    }

    #[test]
    fn falls_along_headcount_are_noted() {
        let grid = usual("smb", 0.0, &[1.0]);
        let rising: Vec<Columns> = (0..6).map(|i| constant(f64::from(i))).collect();
        assert!(notes(&grid, &rising).is_empty());
        let falling: Vec<Columns> = (0..6).map(|i| constant(f64::from(-i))).collect();
        assert_eq!(notes(&grid, &falling).len(), 2);
        let steps = marginal(&grid, &rising);
        assert_eq!(steps.len(), 5);
        assert!(steps.iter().all(|step| step.bookings.unwrap().difference == 1.0 && step.pairing_gain.is_none()));
        assert_eq!(cells(&grid, &rising)[3].extra_cost.unwrap().difference, 3.0);
        assert_eq!(cells(&grid, &rising)[0].extra_cost, None);
    }
}
