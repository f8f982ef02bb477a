//! Life tables of times to close, by age and, where it matters, by month of the quarter. A table is
//! used for a segment if it fits the closings better than lognormal times.
//!
//! Only closings are counted. In a steady state, deals that will close are created at the rate at
//! which deals close, and are open until then. The number of such deals open at an age therefore
//! follows from the creation rate and the hazards at younger ages, and the hazard at that age is
//! the number of closings divided by this number (occurrence over exposure: Keiding 1990,
//! "Statistical inference in the Lexis diagram"). The creation rate in a month of the quarter is
//! estimated from the closings of deals created in it, each weighted by the inverse of the number
//! of days on which such a closing is observed. Abandoned deals need not be identified.

mod fit;
mod lognormal_times;
mod table;
#[cfg(test)]
mod tests;
mod win_odds_by_age;
mod window;

use libm::log;

use super::cycle::LognormalTimes;
use super::history::CalibrationHistory;
use super::minimum;
use super::output::CalibrationOutput;
use super::season::ClosingPulls;
use super::setting::CalibratedSetting;
use attain_core::scenario::choices::Scenario;
use lognormal_times::PulledTimes;
pub use table::ClosingTable;
pub use window::{ClosedDeal, ObservationWindow};

/// Estimates a table for each segment where it fits the closings better than the lognormal times of
/// `cycles` (BIC: Schwarz 1978), or where the scenario already has a table.
#[must_use]
pub(super) fn estimate_closings(
    history: &CalibrationHistory,
    scenario: &Scenario,
    cycles: &[Option<LognormalTimes>],
    pulls: ClosingPulls,
) -> CalibrationOutput {
    let mut output = CalibrationOutput::default();
    let window = ObservationWindow::new(history.date(history.from), history.as_of, scenario.horizon.start);
    let pulled = PulledTimes::new(&window, pulls);
    for (segment, name) in history.book.segments.iter().enumerate() {
        let Some(lognormals) = &cycles[segment] else { continue };
        let of = history.closed().filter(|(deal, _)| deal.segment == segment);
        let dated = of.filter_map(|(deal, won)| Some(ClosedDeal { created: deal.created?, closed: deal.closed?, won }));
        let closed: Vec<ClosedDeal> = dated.filter(|one| one.created <= one.closed && one.closed >= history.from).collect();
        let Some(table) = ClosingTable::estimate(&closed, &window).filter(|table| table.closed >= minimum::CLOSED_FOR_TABLE)
        else {
            continue;
        };
        let lognormal: f64 = closed.iter().map(|one| pulled.log_probability(one, lognormals)).sum();
        let gain = table.log_likelihood - lognormal;
        let penalty = 0.5 * (table.parameters() as f64 - 4.0) * log(table.closed as f64);
        let given = scenario.market.segments.get(name).is_some_and(|segment| segment.closing.is_some());
        if gain <= penalty && !given {
            continue;
        }
        let months = if table.by_month() { "age and month of the quarter" } else { "age" };
        output.notes.push(format!(
            "Times to close in `{name}` follow a life table by {months}: on {} closings, its log likelihood exceeds that of lognormal times by {gain:.0} ({penalty:.0} needed).",
            table.closed
        ));
        let note =
            format!("n {}; closings over open deals, by {months}; log likelihood {gain:.0} above lognormal times", table.closed);
        let value = serde_json::to_value(table.choice()).unwrap_or_default();
        output.settings.push(CalibratedSetting::value(&["market", "segments", name, "closing"], value, note));
    }
    output
}
