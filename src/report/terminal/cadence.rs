//! What `attain cadence` shows.

use comfy_table::{Cell, Color};

use super::layout::{Scale, clean, hyphened, paragraph, percent, table, unbound};
use crate::explore::cadence::{Cell as Found, Table};
use crate::report::cadence::{answer, notes};
use crate::report::drivers::rounded;
use crate::report::number::{self, Numbers};

/// The page, `width` columns wide.
#[must_use]
pub fn cadence_page(found: &Table, currency: &str, (start, seed): (&str, u64), width: usize, colour: bool) -> String {
    let width = width.clamp(20, 200);
    let lines = |lines: &[String]| lines.iter().map(|line| paragraph(&clean(line), width)).collect::<Vec<_>>().join("\n");
    let mut parts = vec![lines(&answer(found, currency))];
    let mut horizons: Vec<u32> = found.cells.iter().map(|cell| cell.months).collect();
    horizons.dedup();
    for months in horizons {
        let cells: Vec<&Found> = found.cells.iter().filter(|cell| cell.months == months).collect();
        parts.push(format!("{months} months\n{}", cells_of(&cells, currency, width, colour)));
    }
    let mut last = notes(found);
    last.push(format!(
        "{} of {} from {start}, seed {seed}, the same worlds in every row. ± is one standard error.",
        number::counted(found.years as usize, "year"),
        found.plan
    ));
    parts.push(lines(&last));
    unbound(&parts.join("\n\n")) + "\n"
}

fn cells_of(cells: &[&Found], currency: &str, width: usize, colour: bool) -> String {
    let numbers = Numbers::in_currency(currency);
    let changes = Scale::of(cells.iter().flat_map(|cell| [cell.against_never.value, cell.against_never.se]));
    let costs = Scale::of(cells.iter().map(|cell| cell.hand_over_cost.value));
    let header = [
        "protect".to_owned(),
        "reviews".to_owned(),
        "reach\ntarget".to_owned(),
        "attain-\nment".to_owned(),
        "equity\nrange".to_owned(),
        "moves".to_owned(),
        "moved".to_owned(),
        costs.heading("lost to\nmoves ", numbers),
        changes.heading("bookings\nvs never ", numbers),
    ];
    let row = |(i, cell): (usize, &&Found)| {
        let first = i == 0 || cells[i - 1].protection != cell.protection;
        let change = &cell.against_never;
        let text = if cell.cadence == "never" {
            "–".to_owned()
        } else {
            format!("{}\n±{}", changes.signed(change.value), changes.plain(change.se))
        };
        let change = match (change.low > 0.0, change.high < 0.0) {
            (true, _) => Cell::new(text).fg(Color::Green),
            (_, true) => Cell::new(text).fg(Color::Red),
            _ => Cell::new(text),
        };
        vec![
            Cell::new(if first { cell.protection } else { "" }),
            Cell::new(hyphened(cell.cadence, 11)),
            Cell::new(format!("{} ±{}", rounded(cell.p_target.value, 2), rounded(cell.p_target.se, 2))),
            Cell::new(percent(cell.attainment.value)),
            Cell::new(rounded(cell.equity_range.value, 2)),
            Cell::new(rounded(cell.moves.value, 0)),
            Cell::new(percent(cell.disruption.value)),
            Cell::new(costs.plain(cell.hand_over_cost.value)),
            change,
        ]
    };
    table(&header, cells.iter().enumerate().map(row).collect(), width, colour)
}
