//! The hindcast: the past beside its simulation.

use comfy_table::Cell;

use super::layout::{clean, paragraph, table};
use attain_core::number_format::NumberFormat;
use attain_sim::summarise::results::{TrackRecord, TrackRecordRow};

/// Renders the comparison with the past, or says that the data does not cover it.
#[must_use]
pub fn track_record(record: Option<&TrackRecord>, currency: &str, width: usize, colour: bool) -> String {
    let Some(record) = record else {
        return paragraph("Not compared with the past: the data contains less than three months of closed opportunities.", width);
    };
    let n = NumberFormat::in_currency(currency);
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
    let header = ["the model against the past", "past", "simulated", ""].map(str::to_owned);
    table(&header, shown.map(row).collect(), width, colour)
        + "\n"
        + &paragraph(
            &format!(
                "Past: {} to {}, all closed opportunities in the data; simulated: the same months with the people of then.",
                record.from, record.until
            ),
            width,
        )
}
