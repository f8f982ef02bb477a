//! Progress of simulations whose number of years is not known in advance.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts simulated years of plans and reports them.
pub struct WorkProgress<'a> {
    done: AtomicU64,
    expected: AtomicU64,
    report: &'a (dyn Fn(u64, u64) + Sync),
}

impl<'a> WorkProgress<'a> {
    /// Progress that calls `report` with the years of plans that are simulated and those that are expected.
    #[must_use]
    pub fn new(report: &'a (dyn Fn(u64, u64) + Sync)) -> Self {
        Self { done: AtomicU64::new(0), expected: AtomicU64::new(0), report }
    }

    /// Adds years of plans to those that are expected.
    pub fn expect(&self, years: u64) {
        self.expected.fetch_add(years, Ordering::Relaxed);
    }

    /// Adds simulated years of plans, and reports.
    pub fn done(&self, years: u64) {
        let done = self.done.fetch_add(years, Ordering::Relaxed) + years;
        (self.report)(done, self.expected.load(Ordering::Relaxed));
    }
}
