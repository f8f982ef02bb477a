//! Heat maps as tables, which work without scripts, in print and with screen readers.

use maud::{Markup, html};

use crate::heat_map;
use crate::heat_map::{GridSlice, HeatMeasure};
use crate::html::html_table::{HtmlTable, boxed};
use attain_analysis::experiment::stress::StressResult;
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat};

/// Styles of the maps, which extend the stylesheet of the report.
pub(super) const STYLE: &str = ".maps{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,470px),1fr));gap:8px 28px}\
.maps h3{margin-top:8px}.maps table{font-size:.84rem}.maps th,.maps td{padding:6px 5px}.maps tbody th{min-width:0;max-width:7rem}\
.maps thead th{min-width:0}.maps td{background:color-mix(in srgb,var(--tint) var(--share),transparent)}";

/// Strongest tint in percent.
const STRONGEST: f64 = 55.0;

/// Renders the heat map of one measure, tinted from the worst to the best value.
pub(super) fn map(slice: &GridSlice, measure: HeatMeasure, n: NumberFormat) -> Markup {
    let Some(rows) = slice.rows() else { return html! {} };
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in slice.values(measure) {
        (low, high) = (low.min(value), high.max(value));
    }
    if low > high {
        return html! {};
    }
    let tint = |value: f64| {
        // Probabilities are centred at one half; other figures at the middle of the map.
        let share = if measure.unit == MetricUnit::Ratio && measure.higher {
            value
        } else if high > low {
            (value - low) / (high - low)
        } else {
            0.5
        };
        let better = if measure.higher { 2.0 * share - 1.0 } else { 1.0 - 2.0 * share };
        let colour = if better >= 0.0 { "var(--over)" } else { "var(--under)" };
        format!("--tint:{colour};--share:{:.0}%", STRONGEST * better.abs())
    };
    let corner = slice.columns().map_or_else(|| rows.name.clone(), |axis| format!("{} ↓ {} →", rows.name, axis.name));
    let table = html! {
        thead { tr {
            th scope="col" { (corner) }
            @match slice.columns() {
                Some(axis) => { @for &value in &axis.values { th scope="col" { (heat_map::value(axis, value, n)) } } }
                None => { th scope="col" {} }
            }
        } }
        tbody { @for (r, &value) in rows.values.iter().enumerate() { tr {
            th scope="row" { (heat_map::value(rows, value, n)) }
            @for c in 0..slice.width() {
                @match slice.cell(r, c).and_then(measure.of) {
                    Some(found) => { td style=(tint(found.value)) { (n.with_error(measure.unit, found.value, found.se)) } }
                    None => { td { (MISSING) } }
                }
            }
        } } }
    };
    html! { div { h3 { (measure.title) } (boxed(measure.note, &table)) } }
}

/// Renders all measures of all cells.
pub(super) fn all(stress: &StressResult, n: NumberFormat) -> Markup {
    let axes: Vec<&str> = stress.axes.iter().map(|axis| axis.name.as_str()).collect();
    let figures = [
        "Probability of target",
        "Bookings over target",
        "Bookings",
        "P10 of bookings",
        "Participation",
        "Coverage",
        "Cost",
        "Contribution",
        "Vacant months",
        "Cost per extra booking",
    ];
    let head: Vec<&str> = axes.iter().copied().chain(figures).collect();
    let mut table = HtmlTable::new("Means over the years with their standard errors", &head);
    for cell in &stress.cells {
        let at: Vec<String> = stress.axes.iter().zip(&cell.values).map(|(axis, &at)| heat_map::value(axis, at, n)).collect();
        let Some((first, rest)) = at.split_first() else { continue };
        table.row(first, rest);
        let shown = [
            (MetricUnit::Ratio, cell.p_target),
            (MetricUnit::Share, cell.bookings_over_target),
            (MetricUnit::Money, cell.bookings),
            (MetricUnit::Money, cell.p10_bookings),
            (MetricUnit::Share, cell.participation),
            (MetricUnit::Share, cell.coverage),
            (MetricUnit::Money, cell.cost),
            (MetricUnit::Money, cell.contribution),
            (MetricUnit::Months, cell.vacancy_months),
            (MetricUnit::Ratio, cell.cost_per_extra_booking),
        ];
        table
            .extend(shown.map(|(unit, found)| {
                found.map_or_else(|| MISSING.to_owned(), |found| n.with_error(unit, found.value, found.se))
            }));
    }
    table.markup()
}
