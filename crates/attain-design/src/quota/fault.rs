//! Faults of quota policies.

use miette::Diagnostic;

/// A quota policy that cannot be applied.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(super) enum QuotaFault {
    #[error("quota policy `current` needs reps with a quota, and no present rep has one")]
    #[diagnostic(code("quota::nobody-has-one"), help("add a `quota` column to the rep data, or choose another policy"))]
    NobodyHasAQuota,
    #[error("quota policy `top-down` needs a target to divide, and there is none")]
    #[diagnostic(code("quota::no-target"), help("set `target.bookings`, or choose another policy"))]
    NoTarget,
}
