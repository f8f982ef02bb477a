//! Progress reporting for simulations whose number of years is not known in advance.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts the simulated years of plans and reports progress.
pub struct WorkProgress<'a> {
    done: AtomicU64,
    expected: AtomicU64,
    report: &'a (dyn Fn(u64, u64) + Sync),
}

impl<'a> WorkProgress<'a> {
    /// Creates a counter that calls `report` with the numbers of simulated and expected years.
    #[must_use]
    pub fn new(report: &'a (dyn Fn(u64, u64) + Sync)) -> Self {
        Self { done: AtomicU64::new(0), expected: AtomicU64::new(0), report }
    }

    /// Increases the expected number of years.
    pub fn expect(&self, years: u64) {
        self.expected.fetch_add(years, Ordering::Relaxed);
    }

    /// Adds simulated years and reports progress.
    pub fn done(&self, years: u64) {
        let done = self.done.fetch_add(years, Ordering::Relaxed) + years;
        (self.report)(done, self.expected.load(Ordering::Relaxed));
    }
}
