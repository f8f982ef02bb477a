//! The changes that a plan makes at the start of a later month.

/// Accounts that change owner and seats that close at the start of a month.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedChange {
    /// Month of the horizon, counted from 0.
    pub month: u32,
    /// Accounts that their planned owners take over.
    pub accounts: Vec<u32>,
    /// Seats that close.
    pub closes: Vec<usize>,
    /// Seats that lose a tenth or more of their potential.
    pub cuts: Vec<usize>,
    /// Planned quota and potential of each seat until then.
    pub before: Vec<PlannedBook>,
}

/// Planned quota and potential of a seat's book.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlannedBook {
    /// Yearly quota at full ramp.
    pub quota: f64,
    /// Potential per year.
    pub potential: f64,
}
