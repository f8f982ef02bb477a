//! Coverage totals of an account, a book or the company.

/// Account-months and hours of coverage.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CoverageCounts {
    /// Account-months.
    pub months: f64,
    /// Account-months in which an account was orphaned.
    pub orphans: f64,
    /// Hours needed, including travel.
    pub needed: f64,
    /// Hours given, including travel.
    pub given: f64,
    /// Hours of travel given.
    pub travel: f64,
    /// New business that is expected to be lost because of changes of owner.
    pub handover_loss: f64,
}

impl CoverageCounts {
    /// Adds other counts to these counts.
    pub(crate) fn add(&mut self, other: &Self) {
        self.months += other.months;
        self.orphans += other.orphans;
        self.needed += other.needed;
        self.given += other.given;
        self.travel += other.travel;
        self.handover_loss += other.handover_loss;
    }
}
