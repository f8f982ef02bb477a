//! What a history says about the new accounts of a segment.

/// New accounts of a segment in the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NewAccountEvidence {
    /// Number of new accounts, or the number that carries as much information.
    pub count: f64,
    /// Account-years, or the number that carries as much information.
    pub years: f64,
    /// Account-years of the history.
    pub observed: f64,
    pub method: &'static str,
}
