//! The temporary files of this process, so that an interrupted run leaves none of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Exclusive access to the temporary files. Files get their final names only under it, so that an
/// interruption never falls between two of them.
pub(super) struct Publishing(MutexGuard<'static, BTreeSet<PathBuf>>);

/// Waits for access.
pub(super) fn publishing() -> Publishing {
    Publishing(OPEN.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Publishing {
    /// Gives a temporary file its final name.
    pub(super) fn publish(&mut self, partial: &Path, target: &Path) -> std::io::Result<()> {
        std::fs::rename(partial, target)?;
        self.0.remove(partial);
        Ok(())
    }

    /// Adds a temporary file.
    pub(super) fn add(&mut self, partial: &Path) {
        self.0.insert(partial.to_owned());
    }

    /// Removes a temporary file. Errors are ignored, because it may already have its final name.
    pub(super) fn remove(&mut self, partial: &Path) {
        if self.0.remove(partial) {
            let _ = std::fs::remove_file(partial);
        }
    }
}

/// Removes all temporary files of the process, after waiting for files that get their final names.
/// No file gets its final name afterwards: the process is about to end.
pub fn abandon() {
    let mut open = publishing();
    for partial in std::mem::take(&mut *open.0) {
        let _ = std::fs::remove_file(partial);
    }
    std::mem::forget(open);
}
