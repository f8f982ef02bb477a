//! Protection against panics in readers of binary formats.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

use super::text_table::TextTable;
use crate::fault::DataFault;

/// Runs a reader of a binary format. A damaged file can make a library panic. The panic is
/// caught, because no input may crash the program, and its message is suppressed, because a
/// fault is reported instead.
pub(super) fn guarded(read: impl FnOnce() -> Result<TextTable, DataFault>, damaged: DataFault) -> Result<TextTable, DataFault> {
    static HOOK: Mutex<()> = Mutex::new(());
    let alone = HOOK.lock();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(read));
    panic::set_hook(hook);
    drop(alone);
    let table = result.unwrap_or(Err(damaged))?;
    if table.rows.is_empty() { Err(DataFault::NoRows) } else { Ok(table) }
}
