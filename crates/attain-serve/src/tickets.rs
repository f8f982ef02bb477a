//! Sequence numbers of the tabs: a newer change of a tab makes its older work obsolete.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::bounded_cache::BoundedCache;

/// Largest number of tabs whose sequence numbers are kept.
const TABS: usize = 64;

/// The newest sequence number of every tab.
#[derive(Debug)]
pub struct TabTickets {
    newest: Mutex<BoundedCache<u64>>,
}

/// The right of a request to be worked on, until the tab sends a newer one or goes away.
#[derive(Debug, Clone)]
pub struct TabTicket {
    tickets: Arc<TabTickets>,
    tab: String,
    number: u64,
    gone: Arc<AtomicBool>,
}

/// Cancels the work of a request when it is dropped: the client has closed the connection, or has
/// its answer.
#[derive(Debug)]
pub struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Default for TabTickets {
    fn default() -> Self {
        Self { newest: Mutex::new(BoundedCache::new(TABS)) }
    }
}

impl TabTickets {
    /// Registers a request of a tab. Older requests of the same tab become obsolete; a request that
    /// is itself older than a known one is obsolete from the start.
    #[must_use]
    pub fn begin(self: &Arc<Self>, tab: &str, number: u64) -> TabTicket {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.get(tab).is_none_or(|known| number > known) {
            newest.put(tab, number);
        }
        drop(newest);
        TabTicket { tickets: Arc::clone(self), tab: tab.to_owned(), number, gone: Arc::default() }
    }
}

impl TabTicket {
    /// Whether the answer is still wanted.
    #[must_use]
    pub fn is_current(&self) -> bool {
        if self.gone.load(Ordering::Relaxed) {
            return false;
        }
        let mut newest = self.tickets.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest.get(&self.tab).is_none_or(|known| known <= self.number)
    }

    /// Returns a guard that makes the ticket obsolete when it is dropped.
    #[must_use]
    pub fn cancel_on_drop(&self) -> CancelOnDrop {
        CancelOnDrop(Arc::clone(&self.gone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_change_replaces_an_older_one_of_the_same_tab_only() {
        let tickets = Arc::new(TabTickets::default());
        let (first, other) = (tickets.begin("a", 1), tickets.begin("b", 1));
        let second = tickets.begin("a", 2);
        assert!(!first.is_current() && second.is_current() && other.is_current());
        assert!(!tickets.begin("a", 1).is_current(), "a late old request does not come back");
        assert!(second.is_current());
        drop(other.cancel_on_drop());
        assert!(!other.is_current(), "the client went away");
    }

    #[test]
    fn the_number_of_tabs_is_bounded() {
        let tickets = Arc::new(TabTickets::default());
        for tab in 0..10_000 {
            let _ = tickets.begin(&tab.to_string(), 1);
        }
        assert_eq!(tickets.newest.lock().unwrap().count(), TABS);
    }
}
