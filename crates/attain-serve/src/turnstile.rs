//! Lets jobs work one at a time, in the order in which they came.

use std::sync::{Condvar, Mutex, PoisonError};

/// A lock that serves waiting jobs in order of arrival, so that a long refinement in one tab lets
/// the quick answer of another tab in between two steps.
#[derive(Debug, Default)]
pub struct Turnstile {
    /// Number of the next arrival, and the number that is being served.
    numbers: Mutex<(u64, u64)>,
    served: Condvar,
}

/// The turn of a job; it ends when this value is dropped.
#[derive(Debug)]
pub struct TurnGuard<'a>(&'a Turnstile);

impl Turnstile {
    /// Waits for the turn of this job.
    pub fn enter(&self) -> TurnGuard<'_> {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = numbers.0;
        numbers.0 += 1;
        while numbers.1 != ours {
            numbers = self.served.wait(numbers).unwrap_or_else(PoisonError::into_inner);
        }
        TurnGuard(self)
    }

    /// Number of jobs that work or wait.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        let numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        numbers.0 - numbers.1
    }
}

impl Drop for TurnGuard<'_> {
    fn drop(&mut self) {
        self.0.numbers.lock().unwrap_or_else(PoisonError::into_inner).1 += 1;
        self.0.served.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn one_job_works_at_a_time_and_none_is_lost() {
        let (turnstile, inside, done) = (Turnstile::default(), AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _turn = turnstile.enter();
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!((done.load(Ordering::SeqCst), turnstile.waiting()), (400, 0));
    }
}
