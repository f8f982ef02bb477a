//! The owners that a scenario names account by account.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::diagnostics::Place;
use crate::plan::Reason;

/// The owner that a table names for an account.
#[derive(Debug, Clone)]
pub struct AccountOwner {
    /// The account's id.
    pub account: String,
    /// Id of a rep or an added seat; `None`: the house.
    pub seat: Option<String>,
    /// Why, where the table tells one of our reasons; they are not part of the choice.
    pub reason: Option<Reason>,
    /// Where the account stands, for faults.
    pub account_at: Place,
    /// Where the rep stands, for faults.
    pub seat_at: Place,
}

/// The owners that a scenario's table names, by account.
#[derive(Debug, Clone, Default)]
pub struct OwnerTable {
    /// One row an account, by id.
    pub rows: Vec<AccountOwner>,
}

impl OwnerTable {
    /// Rows in the order of the accounts' ids, however they come.
    #[must_use]
    pub fn from_rows(mut rows: Vec<AccountOwner>) -> Self {
        rows.sort_by(|a, b| a.account.cmp(&b.account));
        Self { rows }
    }

    /// SHA-256 of the content, the same for any order of rows; lower-case hex.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut digest = Sha256::new();
        for row in &self.rows {
            for text in [Some(&row.account), row.seat.as_ref()] {
                digest.update(text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
                digest.update(text.map_or("", String::as_str));
            }
        }
        digest.finalize().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}
