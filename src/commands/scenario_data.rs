//! Loading of a scenario with its data.

use std::path::Path;

use attain_core::diagnostics::Faults;
use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Loads a scenario file and the data that it names. Only the history counts: reps who leave in the
/// horizon are present.
///
/// # Errors
/// All faults in the scenario and its data.
pub fn load_history(path: &Path) -> Result<(ResolvedScenario, Book), Faults> {
    let mut faults = Faults::default();
    let Some(resolved) = scenario::load(path, &mut faults) else { return Err(faults) };
    let Some(book) = attain_data::load_history(&resolved, &mut faults) else { return Err(faults) };
    faults.into_result((resolved, book))
}
