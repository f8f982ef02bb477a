//! The simulated year beside the last twelve months.

use comfy_table::Cell;

use super::layout::{clean, paragraph, table};
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{Results, TrackRecordRow};

/// Renders the comparison with the last twelve months, or says that the data does not cover them.
pub(super) fn track_record(results: &Results, width: usize, colour: bool) -> String {
    let Some(record) = &results.track_record else {
        return paragraph("Not compared with the past: the data does not contain twelve months of closed opportunities.", width);
    };
    let n = NumberFormat::in_currency(&results.currency);
    let row = |row: &TrackRecordRow| {
        let (name, unit) = (row.figure.name(), row.figure.unit());
        let name = if row.segment.is_empty() { name.to_owned() } else { format!("  {}: {name}", clean(&row.segment)) };
        vec![
            Cell::new(name),
            Cell::new(n.plain(unit, row.past)),
            Cell::new(n.plain(unit, row.simulated)),
            Cell::new(if row.differs { "differs" } else { "" }),
        ]
    };
    // Segments are named only where they differ.
    let shown = record.rows.iter().filter(|row| row.segment.is_empty() || row.differs);
    let header = ["the model against the past", "last 12\nmonths", "simulated\nyear", ""].map(str::to_owned);
    table(&header, shown.map(row).collect(), width, colour)
        + "\n"
        + &paragraph(
            &format!(
                "Last 12 months: {} to {}, all closed opportunities in the data; simulated: {}.",
                record.from,
                record.until,
                clean(&results.reference)
            ),
            width,
        )
}
