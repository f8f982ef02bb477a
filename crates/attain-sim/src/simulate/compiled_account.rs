//! What is fixed about an account in a plan, whatever happens in a year.

/// An account's fixed part.
#[derive(Debug, Clone, Copy)]
pub struct CompiledAccount {
    /// Hours a month its first owner needs, travel included.
    pub need: f64,
    /// Hours of travel a month.
    pub travel: f64,
    /// Hours a month without travel.
    pub hours: f64,
    /// Touches a month that cost travel.
    pub field_touches: f64,
    /// Value of an hour: the order in which a book is worked.
    pub priority: f64,
    /// Effort of full coverage against that of the reference coverage model.
    pub effort: f64,
    /// Rate of creation at full coverage.
    pub full: f64,
    /// Touches a month.
    pub touches: f64,
    /// Months without a touch from which it is orphaned: three, or half as
    /// long again as its coverage model leaves between touches.
    pub patience: f64,
    /// Planned owner.
    pub owner: u32,
    /// Today's owner among the plan's seats.
    pub before: u32,
    /// Owner on the first day.
    pub first: u32,
    /// One less the relationship's strength with today's owner.
    pub gap: f64,
    /// Months since the last touch at the start.
    pub untouched: f64,
    /// Whether no review may move it.
    pub locked: bool,
}
