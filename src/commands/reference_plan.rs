//! The plan that others are compared with.

use super::fault::UnknownComparedPlan;
use attain_core::diagnostics::{Faults, Place};

/// Index of the reference plan in `names`: the plan given by the user, otherwise
/// the `usual` one, otherwise `status-quo`, otherwise the first.
pub fn position(asked: Option<&str>, usual: Option<&str>, names: &[&str], faults: &mut Faults) -> usize {
    let position = |name: &str| names.iter().position(|known| *known == name);
    match asked {
        None => usual.and_then(position).or_else(|| position("status-quo")).unwrap_or(0),
        Some(name) => position(name).unwrap_or_else(|| {
            let plans = names.iter().map(ToString::to_string).collect();
            faults.push(Place::Option("--reference"), UnknownComparedPlan { found: name.to_owned(), plans });
            0
        }),
    }
}
