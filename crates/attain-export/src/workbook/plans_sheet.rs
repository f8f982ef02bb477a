//! The sheet `Plans`: the plans side by side, with charts.

use super::chart::{CellRange, ChartAxisUnit, ChartSeriesRange, SheetChart};
use super::sheet::{SheetCell, SheetColumn, SheetModel};
use crate::plan_export::PlanExport;
use crate::simulated_years::SimulatedYears;
use attain_core::plan::Plan;

type Kind = fn(f64) -> SheetCell;

/// Figures of the simulated years: label, metric, statistic, kind.
const SIMULATED: [(&str, &str, &str, Kind); 12] = [
    ("Bookings, one year in ten is below", "bookings", "p10", SheetCell::Money),
    ("Bookings, mean", "bookings", "mean", SheetCell::Money),
    ("Bookings, one year in ten is above", "bookings", "p90", SheetCell::Money),
    ("Seats that make quota", "participation", "mean", SheetCell::Share),
    ("Seats below 70 % of quota", "under_70", "mean", SheetCell::Share),
    ("Win rate", "win_rate", "mean", SheetCell::Share),
    ("Accounts touched in time", "engaged", "mean", SheetCell::Share),
    ("Leavers", "leavers", "mean", SheetCell::Decimal),
    ("Vacant seat-months", "vacancy_months", "mean", SheetCell::Decimal),
    ("New business lost because of changes of owner", "hand_over_cost", "mean", SheetCell::Money),
    ("Cost of pay, hiring and travel", "cost", "mean", SheetCell::Money),
    ("Contribution", "contribution", "mean", SheetCell::Money),
];

/// One column a plan, one row a figure.
pub(super) fn plans(export: &PlanExport<'_>, plans: &[Plan]) -> SheetModel {
    let mut columns = vec![SheetColumn::wrapped("Figure", 46.0)];
    columns.extend(plans.iter().map(|plan| SheetColumn::new(&plan.name, 20.0)));
    let mut rows: Vec<Vec<SheetCell>> = Vec::new();
    let mut add = |name: &str, kind: Kind, value: &dyn Fn(&Plan) -> Option<f64>| {
        let mut row = vec![SheetCell::text(name)];
        row.extend(plans.iter().map(|plan| SheetCell::number(kind, value(plan))));
        rows.push(row);
    };
    let chance_row = 1;
    if let Some(years) = export.simulated {
        add("Chance of the target", SheetCell::Share, &|plan| years.of_plan(&plan.name, "p_target"));
        for (name, metric, stat, kind) in SIMULATED {
            add(name, kind, &|plan| years.of_company(&plan.name, metric, stat));
        }
    }
    add("Target", SheetCell::Money, &|plan| Some(plan.target));
    add("Street quota", SheetCell::Money, &|plan| Some(plan.street_quota));
    add("Seats", SheetCell::Whole, &|plan| Some(plan.seats.len() as f64));
    add("Accounts that change owner", SheetCell::Whole, &|plan| Some(plan.disruption.moved as f64));
    add("… as a share of revenue", SheetCell::Share, &|plan| Some(plan.disruption.revenue));
    add("… as a share of open pipeline", SheetCell::Share, &|plan| Some(plan.disruption.pipeline));
    add("Largest deviation of a book from its peers", SheetCell::Share, &|plan| Some(plan.equity.after.largest_deviation));
    add("Highest over lowest book, minus one", SheetCell::Share, &|plan| Some(plan.equity.after.range));
    add("Highest workload over capacity", SheetCell::Share, &|plan| Some(plan.equity.after.peak_load));
    let last = rows.len() as u32;
    let charts = export.simulated.map_or_else(Vec::new, |years| charts(years, plans, chance_row, last + 2));
    SheetModel { name: "Plans", columns, rows, frozen: 1, filter: false, charts }
}

fn charts(years: &SimulatedYears, plans: &[Plan], chance: u32, below: u32) -> Vec<SheetChart> {
    let last = u16::try_from(plans.len()).unwrap_or(u16::MAX);
    let row = |row: u32| -> CellRange { (row, 1, row, last) };
    let series = |name: &str, at: u32| ChartSeriesRange { name: name.to_owned(), values: row(at) };
    let chart = |title: String, series, at, axis| SheetChart {
        title,
        categories: row(0),
        series,
        lies: false,
        at,
        size: (520, 320),
        axis,
    };
    let bookings = (1..).zip(["one year in ten is below", "mean", "one year in ten is above"]);
    let bookings = bookings.map(|(at, name)| series(name, chance + at)).collect();
    let years = years.years();
    vec![
        chart(
            format!("Chance of the target ({years} simulated years)"),
            vec![series("Chance", chance)],
            (below, 0),
            ChartAxisUnit::Share,
        ),
        chart("Bookings".to_owned(), bookings, (below, 2), ChartAxisUnit::Money),
    ]
}
