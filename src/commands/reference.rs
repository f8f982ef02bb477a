//! The plan that others are compared with.

use attain_core::diagnostics::{Faults, Place, Problem};

/// A `--reference` that is no plan.
#[derive(Debug, thiserror::Error)]
#[error("`{found}` is no plan of this comparison")]
struct NoSuchPlan {
    found: String,
    plans: Vec<String>,
}

impl Problem for NoSuchPlan {
    fn code(&self) -> &'static str {
        "compare::unknown-plan"
    }
    fn allowed(&self) -> String {
        self.plans.join(", ")
    }
}

/// Position of the reference plan among the names: the one asked for, or else
/// the `usual` one, or else `status-quo`, or else the first.
pub fn position(asked: Option<&str>, usual: Option<&str>, names: &[&str], faults: &mut Faults) -> usize {
    let position = |name: &str| names.iter().position(|known| *known == name);
    match asked {
        None => usual.and_then(position).or_else(|| position("status-quo")).unwrap_or(0),
        Some(name) => position(name).unwrap_or_else(|| {
            let plans = names.iter().map(ToString::to_string).collect();
            faults.push(Place::Option("--reference"), NoSuchPlan { found: name.to_owned(), plans });
            0
        }),
    }
}
