//! Times to close as a life table: by age and, where it matters, by the month
//! of the quarter. It stands where a lognormal law says less of what closed.
//!
//! What is counted is what closes. In a steady state as much comes up as
//! closes, and what will be closed is open until then; so what is open of an
//! age on a day, abandoned ones aside, follows from what comes up and from the
//! hazards before that age, and the hazard of the age is its closings over
//! that (occurrence over exposure: Keiding 1990, "Statistical inference in the
//! Lexis diagram"). What comes up in a month of the quarter is what closed of
//! what was created in it, each closing weighed against the days on which its
//! like is seen. Nothing has to be known of what is abandoned without a word.

mod fit;
mod odds;
mod pulled;
mod table;
#[cfg(test)]
mod tests;
mod window;

use libm::log;

use super::cycle::LognormalTimes;
use super::estimate::{CalibratedSetting, CalibrationOutput};
use super::history::CalibrationHistory;
use attain_core::scenario::choices::Scenario;
use pulled::PulledTimes;
pub use table::ClosingTable;
pub use window::{ClosedDeal, ObservationWindow};

/// Closings for a segment's own table, and for months of the quarter apart.
pub const ENOUGH: usize = 100;

/// Gives each segment a table where the lognormal laws of `cycles` say less of
/// what closed (BIC: Schwarz 1978), or where it has one already.
#[must_use]
pub fn closings(
    history: &CalibrationHistory,
    scenario: &Scenario,
    cycles: &[Option<LognormalTimes>],
    pulls: (f64, f64),
) -> CalibrationOutput {
    let mut part = CalibrationOutput::default();
    let window = ObservationWindow::new(history.date(history.from), history.as_of, scenario.horizon.start);
    let pulled = PulledTimes::new(&window, pulls);
    for (segment, name) in history.book.segments.iter().enumerate() {
        let Some(lognormals) = &cycles[segment] else { continue };
        let of = history.closed().filter(|(deal, _)| deal.segment == segment);
        let dated = of.filter_map(|(deal, won)| Some(ClosedDeal { created: deal.created?, closed: deal.closed?, won }));
        let closed: Vec<ClosedDeal> = dated.filter(|one| one.created <= one.closed && one.closed >= history.from).collect();
        let Some(table) = ClosingTable::of(&closed, &window).filter(|table| table.closed >= ENOUGH) else { continue };
        let other: f64 = closed.iter().map(|one| pulled.log_chance(one, lognormals)).sum();
        let gain = table.log_likelihood - other;
        let price = 0.5 * (table.figures() as f64 - 4.0) * log(table.closed as f64);
        let given = scenario.market.segments.get(name).is_some_and(|segment| segment.closing.is_some());
        if gain <= price && !given {
            continue;
        }
        let months = if table.by_month() { "age and month of the quarter" } else { "age" };
        part.notes.push(format!(
            "Times to close of `{name}` are a table by {months}: of {} closings it says {gain:.0} more (natural logarithm of the likelihood) than lognormal times, {price:.0} are asked.",
            table.closed
        ));
        let note =
            format!("n {}; closings over what is open, by {months}; says {gain:.0} more than lognormal times", table.closed);
        let value = serde_json::to_value(table.choice()).unwrap_or_default();
        part.settings.push(CalibratedSetting::value(&["market", "segments", name, "closing"], value, note));
    }
    part
}
