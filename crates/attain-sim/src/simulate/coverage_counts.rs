//! What coverage adds up to, for an account, a book or a company.

/// Account-months and hours of coverage.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CoverageCounts {
    /// Account-months.
    pub months: f64,
    /// Account-months without a touch for too long.
    pub orphans: f64,
    /// Hours needed, travel included.
    pub needed: f64,
    /// Hours given, travel included.
    pub given: f64,
    /// Hours of travel given.
    pub travel: f64,
    /// New business that is expected to be lost to changes of owner.
    pub handover_loss: f64,
}

impl CoverageCounts {
    /// Adds other counts to these.
    pub(crate) fn add(&mut self, other: &Self) {
        self.months += other.months;
        self.orphans += other.orphans;
        self.needed += other.needed;
        self.given += other.given;
        self.travel += other.travel;
        self.handover_loss += other.handover_loss;
    }
}
