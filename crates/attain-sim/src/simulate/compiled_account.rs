//! Constant attributes of an account in a plan.

/// Attributes of an account that do not change during a year.
#[derive(Debug, Clone, Copy)]
pub struct CompiledAccount {
    /// Hours per month that the first owner needs, including travel.
    pub need: f64,
    /// Hours of travel per month.
    pub travel: f64,
    /// Hours per month without travel.
    pub hours: f64,
    /// Value of an hour spent on the account; determines the order in which a book is worked.
    pub priority: f64,
    /// Effort at full coverage, relative to the reference coverage model.
    pub effort: f64,
    /// Rate of creation at full coverage, relative to the normal rate.
    pub full: f64,
    /// Touches per month.
    pub touches: f64,
    /// Months without a touch after which the account is orphaned: three, or one and a half times
    /// the interval between touches in its coverage model if that is longer.
    pub patience: f64,
    /// Planned owner.
    pub owner: u32,
    /// Today's owner among the plan's seats.
    pub before: u32,
    /// Owner on the first day.
    pub first: u32,
    /// Month at whose start the planned owner takes it over; 0 for the first day.
    pub from_month: u32,
    /// One minus the strength of the relationship with today's owner.
    pub gap: f64,
    /// Months since the last touch at the start of the horizon.
    pub untouched: f64,
    /// Whether reviews must not move the account.
    pub locked: bool,
}
