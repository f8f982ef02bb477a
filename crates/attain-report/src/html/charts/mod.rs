//! The charts of the report, one file each; a new one is a file and a line in [`ALL`].

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

/// Draws one figure; `None` where the results have nothing to draw it from.
type Draw = fn(&ReportInputs) -> Option<ReportFigure>;

/// All figures, in the order of the report.
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

/// The figures of a comparison.
#[must_use]
pub fn figures(input: &ReportInputs) -> Vec<ReportFigure> {
    ALL.iter().filter_map(|draw| draw(input)).collect()
}
