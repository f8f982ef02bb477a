//! The sheets `Summary` and `Assumptions`.

use std::path::Path;

use super::sheet::{SheetCell, SheetColumn, SheetModel};
use crate::plan_export::PlanExport;
use attain_core::scenario::ResolvedScenario;
use attain_data::workbook_format;
use attain_report::export::scenario::relative_path;

/// The answer, the key figures, and what the workbook was made from.
pub(super) fn summary(export: &PlanExport<'_>, folder: &Path) -> SheetModel {
    let mut rows = Rows::default();
    rows.text("Plan", &export.plan.name, "");
    rows.text("Description", &export.plan.scenario.description, "");
    match export.simulated {
        Some(years) => rows.text("Answer", &years.answer, ""),
        None => rows.text("Answer", "Not simulated.", "Export with --years to see the chances of target and quota."),
    }
    figures(export, &mut rows);
    for note in &export.plan.notes {
        rows.text("Note", note, "");
    }
    for warning in export.simulated.iter().flat_map(|years| years.warnings()) {
        rows.text("Warning", warning, "");
    }
    rows.text(
        "How to change owners",
        "Choose another seat in the column Owner after of the sheet Books, or clear the cell for the house account, and save. \
         The file is then a plan: attain compare SCENARIO THIS-FILE.",
        "",
    );
    let scenario = relative_path(folder, Path::new(&export.resolved.file));
    rows.text(workbook_format::SCENARIO, &scenario, "Relative to the folder of this file.");
    rows.text(workbook_format::SCENARIO_HASH, &export.resolved.hash, "");
    rows.text(workbook_format::DATA_HASH, &export.book.hash, "");
    rows.text("Version", &format!("attain {}", env!("CARGO_PKG_VERSION")), "");
    SheetModel {
        name: workbook_format::SUMMARY,
        columns: vec![SheetColumn::new("Item", 34.0), SheetColumn::wrapped("Value", 70.0), SheetColumn::wrapped("Remark", 60.0)],
        rows: rows.0,
        frozen: 1,
        filter: false,
        charts: Vec::new(),
    }
}

fn figures(export: &PlanExport<'_>, rows: &mut Rows) {
    let (plan, years) = (export.plan, export.simulated);
    let of_plan = |key: &str| years.and_then(|years| years.of_plan(&plan.name, key));
    let company = |metric: &str, stat: &'static str| years.and_then(|years| years.of_company(&plan.name, metric, stat));
    rows.push("First day", SheetCell::Date(plan.scenario.horizon.start), "");
    rows.push("Months", SheetCell::Whole(f64::from(plan.scenario.horizon.months)), "");
    rows.push("Target", SheetCell::number(SheetCell::Money, plan.target), "Bookings that count, a year");
    rows.push("Street quota", SheetCell::number(SheetCell::Money, plan.street_quota), "Sum of the yearly quotas of all seats");
    rows.push("Seats", SheetCell::Whole(plan.seats.len() as f64), "");
    if years.is_some() {
        let range = of_plan("p_target_low").zip(of_plan("p_target_high"));
        let range = range.map_or_else(String::new, |(low, high)| {
            format!("95 % interval of the simulation: {:.1} % to {:.1} %", 100.0 * low, 100.0 * high)
        });
        rows.push("Chance of the target", SheetCell::number(SheetCell::Share, of_plan("p_target")), &range);
        for (name, metric, stat, kind) in [
            ("Bookings, mean", "bookings", "mean", SheetCell::Money as fn(f64) -> SheetCell),
            ("Bookings, one year in ten is below", "bookings", "p10", SheetCell::Money),
            ("Bookings, one year in ten is above", "bookings", "p90", SheetCell::Money),
            ("Seats that make quota, mean share", "participation", "mean", SheetCell::Share),
            ("Cost of pay, hiring and travel, mean", "cost", "mean", SheetCell::Money),
            ("New business lost because of changes of owner, mean", "hand_over_cost", "mean", SheetCell::Money),
        ] {
            rows.push(name, SheetCell::number(kind, company(metric, stat)), "");
        }
        let years = years.map_or(0, super::super::simulated_years::SimulatedYears::years);
        rows.push(
            "Simulated years",
            SheetCell::Whole(years as f64),
            &format!("Seed {}", export.simulated.map_or(0, super::super::simulated_years::SimulatedYears::seed)),
        );
    }
    rows.push("Accounts that change owner", SheetCell::Whole(plan.disruption.moved as f64), "");
    for (name, share) in [
        ("… as a share of accounts", plan.disruption.accounts),
        ("… as a share of revenue", plan.disruption.revenue),
        ("… as a share of open pipeline", plan.disruption.pipeline),
    ] {
        rows.push(name, SheetCell::number(SheetCell::Share, share), "");
    }
    let (before, after) = (plan.equity.before, plan.equity.after);
    for (name, today, value) in [
        ("Largest deviation of a book from its peers", before.largest_deviation, after.largest_deviation),
        ("Highest workload over capacity", before.peak_load, after.peak_load),
    ] {
        rows.push(name, SheetCell::number(SheetCell::Share, value), &format!("Today {:.1} %", 100.0 * today));
    }
}

/// Rows of item, value and remark.
#[derive(Default)]
struct Rows(Vec<Vec<SheetCell>>);

impl Rows {
    fn push(&mut self, item: &str, value: SheetCell, remark: &str) {
        self.0.push(vec![SheetCell::text(item), value, SheetCell::text(remark)]);
    }

    fn text(&mut self, item: &str, value: &str, remark: &str) {
        self.push(item, SheetCell::text(value), remark);
    }
}

/// Every assumption with its origin and source.
pub(super) fn assumptions(scenarios: &[ResolvedScenario]) -> SheetModel {
    let rows = attain_report::assumptions(scenarios).into_iter().map(|row| {
        let plans = if row.plans.is_empty() { "all".to_owned() } else { row.plans.join(", ") };
        [row.path, row.value, row.origin, row.source, row.meaning, plans].iter().map(SheetCell::text).collect()
    });
    SheetModel {
        name: "Assumptions",
        columns: vec![
            SheetColumn::new("Key", 38.0),
            SheetColumn::wrapped("Value", 28.0),
            SheetColumn::wrapped("Set by", 24.0),
            SheetColumn::wrapped("Source", 44.0),
            SheetColumn::wrapped("Meaning", 70.0),
            SheetColumn::wrapped("Plans", 24.0),
        ],
        rows: rows.collect(),
        frozen: 1,
        filter: true,
        charts: Vec::new(),
    }
}
