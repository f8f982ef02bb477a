//! Terminal output of `attain cadence`.

use comfy_table::{Cell, Color};

use super::layout::{AmountScale, clean, hyphened, paragraph, percent, plain_spaces, table};
use crate::cadence::{answer, notes};
use crate::drivers::rounded;
use attain_analysis::experiment::cadence::{CadenceCell as Found, CadenceTable};
use attain_core::number_format;
use attain_core::number_format::NumberFormat;

/// Renders the output of `attain cadence`, `width` columns wide.
#[must_use]
pub fn cadence_page(found: &CadenceTable, currency: &str, start: &str, seed: u64, width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let lines = |lines: &[String]| lines.iter().map(|line| paragraph(&clean(line), width)).collect::<Vec<_>>().join("\n");
    let mut parts = vec![lines(&answer(found, currency))];
    let mut horizons: Vec<u32> = found.cells.iter().map(|cell| cell.months).collect();
    horizons.dedup();
    for months in horizons {
        let cells: Vec<&Found> = found.cells.iter().filter(|cell| cell.months == months).collect();
        parts.push(format!("{months} months\n{}", cells_table(&cells, currency, width, colour)));
    }
    let mut last = notes(found);
    let se = found.cells.iter().map(|cell| cell.p_target.se).fold(0.0, f64::max);
    last.push(format!("The standard error of the chance of reaching the target is at most {}.", rounded(se, 3)));
    last.push(format!(
        "{} of {} from {start}, seed {seed}, in the same worlds in every row. ± is one standard error.",
        number_format::plural(found.years as usize, "year"),
        found.plan
    ));
    parts.push(lines(&last));
    plain_spaces(&parts.join("\n\n")) + "\n"
}

fn cells_table(cells: &[&Found], currency: &str, width: usize, colour: bool) -> String {
    let numbers = NumberFormat::in_currency(currency);
    let changes = AmountScale::for_amounts(cells.iter().flat_map(|cell| [cell.against_never.value, cell.against_never.se]));
    let costs = AmountScale::for_amounts(cells.iter().map(|cell| cell.hand_over_cost.value));
    let header = [
        "protection, reviews".to_owned(),
        "reach\ntarget".to_owned(),
        "of\ntarget".to_owned(),
        "equity\nrange".to_owned(),
        "moves".to_owned(),
        "moved".to_owned(),
        costs.heading("lost to\nmoves ", numbers),
        changes.heading("bookings\nvs never ", numbers),
    ];
    let row = |cell: &&Found| {
        let change = &cell.against_never;
        let text = if cell.cadence == "never" {
            number_format::MISSING.to_owned()
        } else {
            format!("{} ±{}", changes.signed(change.value), changes.plain(change.se)).replace('-', "−")
        };
        let change = match (change.low > 0.0, change.high < 0.0) {
            (true, _) => Cell::new(text).fg(Color::Green),
            (_, true) => Cell::new(text).fg(Color::Red),
            _ => Cell::new(text),
        };
        vec![
            Cell::new(hyphened(&format!("{}, {}", cell.protection, cell.cadence), 22)),
            Cell::new(rounded(cell.p_target.value, 2)),
            Cell::new(percent(cell.bookings_over_target.value)),
            Cell::new(rounded(cell.equity_range.value, 2)),
            Cell::new(rounded(cell.moves.value, 1)),
            Cell::new(percent(cell.disruption.value)),
            Cell::new(costs.plain(cell.hand_over_cost.value)),
            change,
        ]
    };
    table(&header, cells.iter().map(row).collect(), width, colour)
}
