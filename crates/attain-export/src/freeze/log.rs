//! The log of a frozen plan: approvals and exceptions, each with the hash of the entry before.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::fault::FreezeFault;

/// What an entry records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum LogAction {
    /// Somebody approved the plan.
    Approval,
    /// An account is treated differently until a day.
    Exception {
        /// Id of the account.
        account: String,
        /// Last day of the exception.
        until: Date,
    },
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// When the entry was made, in UTC.
    pub at: String,
    /// Who approved or granted it.
    pub by: String,
    pub action: LogAction,
    /// Reason or remark.
    pub note: String,
    /// SHA-256 of the line before; of `plan.json` for the first entry.
    pub previous: String,
}

/// The hash that the first entry holds: that of `plan.json`.
#[must_use]
pub fn log_start(plan_json: &[u8]) -> String {
    sha256(plan_json)
}

/// The entries of a log. Every entry must hold the hash of the one before.
///
/// # Errors
/// The first entry that is damaged or does not follow.
pub fn entries(log: &str, start: &str) -> Result<Vec<LogEntry>, FreezeFault> {
    let mut previous = start.to_owned();
    let mut entries = Vec::new();
    for (at, line) in log.lines().enumerate() {
        let entry: LogEntry =
            serde_json::from_str(line).map_err(|error| FreezeFault::LogDamaged { entry: at + 1, problem: error.to_string() })?;
        if entry.previous != previous {
            return Err(FreezeFault::LogEdited { entry: at + 1 });
        }
        previous = sha256(line.as_bytes());
        entries.push(entry);
    }
    Ok(entries)
}

/// Adds an entry to a log and returns the new log; `entry.previous` is filled in.
#[must_use]
pub fn append(log: &str, start: &str, mut entry: LogEntry) -> String {
    entry.previous = log.lines().last().map_or_else(|| start.to_owned(), |line| sha256(line.as_bytes()));
    let mut log = log.to_owned();
    let _ = writeln!(log, "{}", line_of(&entry));
    log
}

/// The line of an entry.
#[must_use]
pub fn line_of(entry: &LogEntry) -> String {
    serde_json::to_string(entry).unwrap_or_default()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(by: &str) -> LogEntry {
        LogEntry {
            at: "2027-01-01T00:00:00Z".to_owned(),
            by: by.to_owned(),
            action: LogAction::Approval,
            note: "fine\nwith \"quotes\"".to_owned(),
            previous: String::new(),
        }
    }

    #[test]
    fn entries_are_only_added() {
        let start = log_start(b"plan");
        let log = append(&append("", &start, entry("Mo")), &start, entry("Flo"));
        let found = entries(&log, &start).unwrap();
        assert_eq!(found.iter().map(|entry| entry.by.as_str()).collect::<Vec<_>>(), ["Mo", "Flo"]);
        let lines: Vec<&str> = log.lines().collect();
        let edited = log.replace("Mo", "Ma");
        assert!(matches!(entries(&edited, &start), Err(FreezeFault::LogEdited { entry: 2 })));
        assert!(matches!(entries(lines[1], &start), Err(FreezeFault::LogEdited { entry: 1 })));
        let swapped = format!("{}\n{}\n", lines[1], lines[0]);
        assert!(entries(&swapped, &start).is_err());
        assert!(matches!(entries(&log, &log_start(b"other")), Err(FreezeFault::LogEdited { entry: 1 })));
        assert!(matches!(entries("x\n", &start), Err(FreezeFault::LogDamaged { entry: 1, .. })));
    }
}
