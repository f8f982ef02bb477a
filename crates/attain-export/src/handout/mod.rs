//! Hand-outs: one page for each rep and one for each manager.
//!
//! A rep's page shows the rep's own book, quota and chance, and what comes and goes with the reason.
//! It shows nobody else's quota or pay.

mod manager_page;
mod names;
mod rep_page;
mod sentences;

pub use names::file_names;

use crate::plan_export::PlanExport;
use attain_core::plan::Seat;

/// Who gets a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoutReader {
    /// The rep of a seat, by index.
    Rep(usize),
    /// A manager, by name.
    Manager(String),
}

/// All reps, and all managers by name.
#[must_use]
pub fn everyone(seats: &[Seat]) -> Vec<HandoutReader> {
    let managers: std::collections::BTreeSet<&String> =
        seats.iter().map(|seat| &seat.manager).filter(|name| !name.is_empty()).collect();
    let reps = (0..seats.len()).map(HandoutReader::Rep);
    reps.chain(managers.into_iter().map(|name| HandoutReader::Manager(name.clone()))).collect()
}

/// Renders the page of a reader.
#[must_use]
pub fn handout(export: &PlanExport<'_>, reader: &HandoutReader) -> String {
    match reader {
        HandoutReader::Rep(seat) => rep_page::rep(export, *seat),
        HandoutReader::Manager(name) => manager_page::manager(export, name),
    }
}

#[cfg(test)]
mod tests;
