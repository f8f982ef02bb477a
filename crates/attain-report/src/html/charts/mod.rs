//! The charts of the report. To add one, add a module and a line in [`UNDERSTAND`] or [`VERIFY`].

mod attainment;
mod coverage;
mod differences;
mod equity;
mod fan;
mod intervals;
mod money;
mod participation;
mod people;
mod seats;
mod steps;
pub(super) mod style;
mod targets;
mod tradeoff;

use super::figure::ReportFigure;
use crate::html::inputs::ReportInputs;

/// Builds one figure; `None` if the results have no data for it.
type Draw = fn(&ReportInputs) -> Option<ReportFigure>;

/// The figures of the second layer, in display order.
const UNDERSTAND: [Draw; 7] =
    [attainment::figure, targets::figure, fan::figure, tradeoff::figure, equity::figure, people::figure, seats::figure];

/// Further figures, folded in the last layer.
const VERIFY: [Draw; 4] = [differences::figure, participation::figure, coverage::figure, money::figure];

/// Builds the figures of the second layer.
#[must_use]
pub fn figures(input: &ReportInputs) -> Vec<ReportFigure> {
    UNDERSTAND.iter().filter_map(|draw| draw(input)).collect()
}

/// Builds the further figures.
#[must_use]
pub fn more(input: &ReportInputs) -> Vec<ReportFigure> {
    VERIFY.iter().filter_map(|draw| draw(input)).collect()
}
