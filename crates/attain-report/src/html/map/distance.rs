//! Distances from reps to their accounts, as a table.

use crate::html::html_table::HtmlTable;
use crate::html::inputs::ReportInputs;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat};

/// Distances and travel cost of every plan.
pub(super) fn table(input: &ReportInputs) -> HtmlTable {
    let n = NumberFormat::in_currency(&input.results.currency);
    let head = ["Plan", "Mean distance, km", "P90 of distance, km", "Travel cost a year"];
    let mut table =
        HtmlTable::new("Distance from the home of the rep to the accounts, and travel cost at the planned coverage", &head);
    for plan in input.plans {
        let distance = |(account, made): (&attain_data::Account, &attain_core::plan::Assignment)| {
            Some(plan.seats[made.seat?].place?.km_to(account.place?))
        };
        let mut all: Vec<f64> = input.book.accounts.iter().zip(&plan.accounts).filter_map(distance).collect();
        all.sort_by(f64::total_cmp);
        let km = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), |km| n.plain(MetricUnit::Count, km));
        let mean = (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64);
        let far = all.get(all.len() * 9 / 10).copied();
        table.row(&plan.name, &[km(mean), km(far), n.plain(MetricUnit::Money, plan.expected.travel)]);
    }
    table
}
