//! Owners that a scenario specifies for individual accounts.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::diagnostics::Place;
use crate::plan::Reason;

/// Owner that a table specifies for an account.
#[derive(Debug, Clone)]
pub struct AccountOwner {
    /// Id of the account.
    pub account: String,
    /// Id of a rep or an added seat; `None` for the house account.
    pub seat: Option<String>,
    /// Reason for the assignment, if the table gives a known reason. It does not affect the
    /// assignment.
    pub reason: Option<Reason>,
    /// Month of the horizon from which the row applies, counted from 1; `None` for that of the
    /// scenario.
    pub from_month: Option<u32>,
    /// Place of the account in faults.
    pub account_at: Place,
    /// Place of the rep in faults.
    pub seat_at: Place,
    /// Place of the month in faults.
    pub month_at: Place,
}

/// Owners specified by a scenario's table, by account.
#[derive(Debug, Clone, Default)]
pub struct OwnerTable {
    /// One row per account, sorted by id.
    pub rows: Vec<AccountOwner>,
}

impl OwnerTable {
    /// Creates the table from rows in any order.
    #[must_use]
    pub fn from_rows(mut rows: Vec<AccountOwner>) -> Self {
        rows.sort_by(|a, b| a.account.cmp(&b.account));
        Self { rows }
    }

    /// SHA-256 of the content in lower-case hex, independent of the order of rows.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut digest = Sha256::new();
        for row in &self.rows {
            for text in [Some(&row.account), row.seat.as_ref()] {
                digest.update(text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
                digest.update(text.map_or("", String::as_str));
            }
            if let Some(month) = row.from_month {
                digest.update(b"from-month");
                digest.update(month.to_le_bytes());
            }
        }
        digest.finalize().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}
