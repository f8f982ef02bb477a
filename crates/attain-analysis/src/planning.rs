//! Designs a plan, with quotas that need simulated years.
//!
//! Most quotas are closed forms, and `attain-design` sets them. The policy `equal-chance` simulates
//! years of the designed plan first ([`crate::equal_chance`]). Added seats that would lower bookings in
//! simulated years are left empty.

use crate::equal_chance::with_equal_chances;
use crate::unneeded_seats::leave_unneeded_empty;
use attain_core::diagnostics::Faults;
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_data::Book;

/// Designs the plan of a scenario, including quotas that need simulated years.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book.
pub fn design(book: &Book, resolved: &ResolvedScenario) -> Result<Plan, Faults> {
    let plan = attain_design::design::design(book, resolved)?;
    Ok(with_equal_chances(book, leave_unneeded_empty(book, resolved, plan)))
}

/// The same with a provably optimal carve.
///
/// # Errors
/// Returns all contradictions between the scenario's choices and the book, or a fault if the
/// problem is too large to be solved to optimality.
pub fn design_exact(book: &Book, resolved: &ResolvedScenario) -> Result<Plan, Faults> {
    Ok(with_equal_chances(book, attain_design::design::design_exact(book, resolved)?))
}
