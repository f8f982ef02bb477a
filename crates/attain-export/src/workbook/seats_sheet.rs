//! The sheet `Seats`: one row a seat, with a chart of the books.

use super::chart::{ChartAxisUnit, ChartSeriesRange, SheetChart};
use super::sheet::{SheetCell, SheetColumn, SheetModel};
use crate::plan_export::{PlanExport, label};
use attain_data::workbook_format;
use attain_report::explanations::AssignmentExplainer;

/// Most seats that a chart shows legibly.
const CHARTED: usize = 60;

/// One row a seat: team, quota, books before and after, chance of quota before and after.
pub(super) fn seats(export: &PlanExport<'_>) -> SheetModel {
    let (book, plan) = (export.book, export.plan);
    let explainer = AssignmentExplainer::new(book, plan);
    let name = |names: &[String], at: Option<usize>| SheetCell::text(at.and_then(|at| names.get(at)).map_or("", String::as_str));
    let rows: Vec<Vec<SheetCell>> = plan
        .seats
        .iter()
        .enumerate()
        .map(|(at, seat)| {
            let (today, after) = (explainer.book_figures(at, true), explainer.book_figures(at, false));
            let (chance_before, chance) = export.chances(seat);
            let quota_before = seat.incumbent.and_then(|rep| book.reps[rep].quota);
            let of_mean = |potential: f64| if explainer.mean(at) > 0.0 { potential / explainer.mean(at) - 1.0 } else { f64::NAN };
            let attainment = export.simulated.and_then(|years| years.of_seat(&plan.name, &seat.id, "attainment", "p50"));
            vec![
                SheetCell::text(label(&seat.name, &seat.id)),
                SheetCell::text(&seat.id),
                name(&book.teams, Some(seat.team)),
                name(&book.regions, seat.region),
                SheetCell::text(&seat.manager),
                SheetCell::Whole(f64::from(seat.start_month) + 1.0),
                SheetCell::number(SheetCell::Money, quota_before),
                SheetCell::number(SheetCell::Money, seat.quota),
                SheetCell::Whole(today.accounts as f64),
                SheetCell::Whole(after.accounts as f64),
                SheetCell::number(SheetCell::Money, today.potential),
                SheetCell::number(SheetCell::Money, after.potential),
                SheetCell::number(SheetCell::Share, of_mean(after.potential)),
                SheetCell::number(SheetCell::Money, today.revenue),
                SheetCell::number(SheetCell::Money, after.revenue),
                SheetCell::number(SheetCell::Money, today.pipeline),
                SheetCell::number(SheetCell::Money, after.pipeline),
                SheetCell::number(SheetCell::Share, today.load),
                SheetCell::number(SheetCell::Share, after.load),
                SheetCell::number(SheetCell::Share, chance_before),
                SheetCell::number(SheetCell::Share, chance),
                SheetCell::number(SheetCell::Share, attainment),
            ]
        })
        .collect();
    let titles = [
        ("Seat", 26.0),
        ("Seat id", 12.0),
        ("Team", 16.0),
        ("Region", 14.0),
        ("Manager", 18.0),
        ("First month", 8.0),
        ("Quota today", 14.0),
        ("Quota", 14.0),
        ("Accounts today", 10.0),
        ("Accounts", 10.0),
        ("Potential today", 15.0),
        ("Potential", 15.0),
        ("Potential off the mean of peers", 12.0),
        ("Revenue today", 14.0),
        ("Revenue", 14.0),
        ("Open pipeline today", 14.0),
        ("Open pipeline", 14.0),
        ("Load today", 9.0),
        ("Load", 9.0),
        ("Chance of quota, today's books", 11.0),
        ("Chance of quota", 11.0),
        ("Median attainment", 11.0),
    ];
    let charts = if rows.is_empty() || rows.len() > CHARTED { Vec::new() } else { vec![potentials(rows.len() as u32)] };
    SheetModel {
        name: workbook_format::SEATS,
        columns: titles.iter().map(|(title, width)| SheetColumn::new(title, *width)).collect(),
        rows,
        frozen: 1,
        filter: true,
        charts,
    }
}

/// Potential of each book today and in the plan.
fn potentials(seats: u32) -> SheetChart {
    let column = |column: u16| (1, column, seats, column);
    let series = |name: &str, at: u16| ChartSeriesRange { name: name.to_owned(), values: column(at) };
    SheetChart {
        title: "Potential of the books".to_owned(),
        categories: column(0),
        series: vec![series("today", 10), series("plan", 11)],
        lies: true,
        at: (seats + 2, 0),
        size: (900, 120 + 22 * seats),
        axis: ChartAxisUnit::Money,
    }
}
