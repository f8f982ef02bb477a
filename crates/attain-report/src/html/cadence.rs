//! The page of `attain cadence`.

use maud::{Markup, html};

use super::html_table::HtmlTable;
use super::static_page::{Section, StaticPage, TornadoBar, tornado};
use crate::cadence::{answer, notes};
use attain_analysis::experiment::cadence::{CadenceCell, CadenceTable as Found};
use attain_analysis::experiment::interval_estimate::IntervalEstimate;
use attain_core::metric::MetricUnit;
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Renders the page; `made_from` lists scenario, data, seed and options.
#[must_use]
pub fn cadence_sheet(found: &Found, currency: &str, made_from: &[(String, String)]) -> String {
    let mut horizons: Vec<u32> = found.cells.iter().map(|cell| cell.months).collect();
    horizons.dedup();
    let mut sections: Vec<Section> = horizons
        .iter()
        .zip(["months-1", "months-2", "months-3", "months-4", "months-5", "months-6"])
        .map(|(&months, id)| Section {
            id,
            short: "Cadences",
            title: format!("{months} months"),
            lead: "Change in contribution (upper bar) and bookings (lower bar) compared with frozen books (“never”) under the same protection, in the same worlds; pale bars are not significant. Bookings include what counts toward quota; contribution also includes renewals, churn and pay. The table below shows every cell.".to_owned(),
            body: horizon_section_body(found, months, currency),
        })
        .collect();
    sections.push(Section {
        id: "notes",
        short: "Notes",
        title: "Notes".to_owned(),
        lead: String::new(),
        body: html! { @for note in notes(found) { p { (note) } } },
    });
    StaticPage {
        title: "How often to rebalance, and what to protect?".to_owned(),
        meta: format!("{} · {} per cell", found.plan, number_format::plural(found.years as usize, "year")),
        answer: answer(found, currency),
        sections,
        made_from: made_from.to_vec(),
    }
    .render()
}

fn horizon_section_body(found: &Found, months: u32, currency: &str) -> Markup {
    let n = NumberFormat::in_currency(currency);
    let cells: Vec<&CadenceCell> = found.cells.iter().filter(|cell| cell.months == months).collect();
    let spans: Vec<TornadoBar> = cells.iter().filter(|cell| cell.cadence != "never").map(|cell| span(cell)).collect();
    let head = [
        "Protection, reviews",
        "Reach target",
        "Bookings over target",
        "At quota",
        "Equity range",
        "Moves in reviews",
        "Accounts moved",
        "Hand-over cost",
        "Months to first trigger",
        "Bookings vs never",
        "Contribution vs never",
    ];
    let mut table = HtmlTable::new("Means ± one standard error", &head);
    for cell in &cells {
        let shown = |unit: MetricUnit, estimate: &IntervalEstimate| n.with_error(unit, estimate.value, estimate.se);
        let against = |estimate: &IntervalEstimate| {
            if cell.cadence == "never" {
                number_format::MISSING.to_owned()
            } else {
                n.signed_span(MetricUnit::Money, estimate.low, estimate.high)
            }
        };
        table.row(
            &format!("{}, {}", cell.protection, cell.cadence),
            &[shown(MetricUnit::Ratio, &cell.p_target), shown(MetricUnit::Share, &cell.bookings_over_target)],
        );
        table.extend([
            shown(MetricUnit::Share, &cell.participation),
            shown(MetricUnit::Ratio, &cell.equity_range),
            shown(MetricUnit::Count, &cell.moves),
        ]);
        table.extend([
            shown(MetricUnit::Share, &cell.disruption),
            shown(MetricUnit::Money, &cell.hand_over_cost),
            shown(MetricUnit::Months, &cell.months_to_trigger),
        ]);
        table.extend([against(&cell.against_never), against(&cell.contribution_against_never)]);
    }
    html! { (tornado(&spans, |value| n.signed(MetricUnit::Money, value))) (table.markup()) }
}

/// Bars of the change in contribution (upper) and in bookings (lower).
fn span(cell: &CadenceCell) -> TornadoBar {
    let significant = |estimate: &IntervalEstimate| estimate.low > 0.0 || estimate.high < 0.0;
    TornadoBar {
        name: format!("{}, {}", cell.protection, cell.cadence),
        sub: String::new(),
        low: (cell.contribution_against_never.value, "contribution".to_owned()),
        high: (cell.against_never.value, "bookings".to_owned()),
        significant: (significant(&cell.contribution_against_never), significant(&cell.against_never)),
    }
}
