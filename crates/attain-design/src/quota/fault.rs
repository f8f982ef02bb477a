//! Faults of quota policies.

use miette::Diagnostic;

/// A quota policy that cannot be applied.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(super) enum QuotaFault {
    #[error("quota policy `current` requires reps with a quota, but no current rep has one")]
    #[diagnostic(code("quota::nobody-has-one"), help("add a `quota` column to the rep data, or choose another policy"))]
    NobodyHasAQuota,
    #[error("quota policy `top-down` requires a target, but none is set")]
    #[diagnostic(code("quota::no-target"), help("set `target.bookings`, or choose another policy"))]
    NoTarget,
}
