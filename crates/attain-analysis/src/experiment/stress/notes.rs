//! Notes on stress test results that need careful interpretation.

use super::order::ascending;
use crate::experiment::axis_kind::DecidedBy;
use crate::experiment::cell_columns::CellColumns;
use crate::experiment::figures::CellDifference;
use crate::experiment::grid::AxisGrid;
use attain_core::metric::MetricId;

/// Number of standard errors from which a rise or fall is significant.
const SIGNIFICANT: f64 = 3.0;

/// Returns notes on axes along which results rise and then fall, or fall with added reps, by more
/// than chance explains.
#[must_use]
pub fn notes(grid: &AxisGrid, columns: &[CellColumns]) -> Vec<String> {
    let mut notes = Vec::new();
    for (l, line) in grid.axes.iter().enumerate() {
        let order = ascending(&line.values);
        for (id, falling) in
            [(MetricId::TargetHit, "the probability of reaching the target falls"), (MetricId::Bookings, "bookings fall")]
        {
            let (mut rises, mut falls) = (0, Vec::new());
            for start in (0..grid.len()).filter(|&cell| grid.positions(cell)[l] == 0) {
                for pair in order.windows(2) {
                    let (before, after) =
                        (&columns[grid.neighbour(start, l, pair[0])], &columns[grid.neighbour(start, l, pair[1])]);
                    let Some(step) = CellDifference::between(after.metric(id), before.metric(id), 1.0) else { continue };
                    rises += usize::from(step.is_beyond(SIGNIFICANT));
                    let span = (line.values[pair[0]], line.values[pair[1]]);
                    if step.is_beyond(-SIGNIFICANT) && !falls.contains(&span) {
                        falls.push(span);
                    }
                }
            }
            if (line.is_headcount() || rises > 0) && !falls.is_empty() {
                let steps: Vec<String> = falls.iter().take(4).map(|(from, to)| format!("{from} to {to}")).collect();
                let because =
                    if line.axis.decided_by == DecidedBy::Plan { "; territories are redesigned for every value" } else { "" };
                notes.push(format!(
                    "Along {}, {falling} by more than {SIGNIFICANT} standard errors from {}{because}.",
                    line.name(),
                    steps.join(", ")
                ));
            }
        }
    }
    notes
}
