//! The charts of the report. To add one, add a module and a line in [`ALL`].

mod attainment;
mod coverage;
mod differences;
mod equity;
mod fan;
mod intervals;
mod map;
mod money;
mod participation;
mod people;
mod seats;
mod steps;
pub(super) mod style;
mod tradeoff;

use super::figure::ReportFigure;
use crate::html::inputs::ReportInputs;

/// Builds one figure; `None` if the results have no data for it.
type Draw = fn(&ReportInputs) -> Option<ReportFigure>;

/// All figures, in display order.
const ALL: [Draw; 11] = [
    attainment::figure,
    fan::figure,
    participation::figure,
    differences::figure,
    tradeoff::figure,
    equity::figure,
    map::figure,
    coverage::figure,
    people::figure,
    money::figure,
    seats::figure,
];

/// Builds the figures of a comparison.
#[must_use]
pub fn figures(input: &ReportInputs) -> Vec<ReportFigure> {
    ALL.iter().filter_map(|draw| draw(input)).collect()
}
