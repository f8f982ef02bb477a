//! A cache with a fixed number of entries, of which the least recently used one goes first.

use std::collections::BTreeMap;

/// A cache of at most `capacity` entries.
#[derive(Debug)]
pub struct BoundedCache<T> {
    capacity: usize,
    /// Number of uses so far, which orders the entries.
    clock: u64,
    entries: BTreeMap<String, (u64, T)>,
}

impl<T: Clone> BoundedCache<T> {
    /// Creates an empty cache. It keeps at least one entry.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { capacity: capacity.max(1), clock: 0, entries: BTreeMap::new() }
    }

    /// Returns an entry, which counts as used.
    pub fn get(&mut self, key: &str) -> Option<T> {
        self.clock += 1;
        let entry = self.entries.get_mut(key)?;
        entry.0 = self.clock;
        Some(entry.1.clone())
    }

    /// Adds or replaces an entry, and drops the least recently used one if there are too many.
    pub fn put(&mut self, key: &str, value: T) {
        self.clock += 1;
        self.entries.insert(key.to_owned(), (self.clock, value));
        while self.entries.len() > self.capacity {
            let oldest = self.entries.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            self.entries.remove(&oldest);
        }
    }

    /// Number of entries.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_entry_goes_first() {
        let mut cache = BoundedCache::new(2);
        cache.put("a", 1);
        cache.put("b", 2);
        assert_eq!(cache.get("a"), Some(1));
        cache.put("c", 3);
        assert_eq!((cache.get("a"), cache.get("b"), cache.get("c"), cache.count()), (Some(1), None, Some(3), 2));
    }
}
