//! A table of owners: which rep an account goes to, where a scenario says so
//! account by account.

use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::columns;
use super::parse;
use super::problem::DataProblem;
use super::sheet::Sheet;
use crate::fault::{Faults, Place};
use crate::plan::Reason;
use crate::scenario::Resolved;
use crate::scenario::choices::Carve;

/// The owner that a table names for an account.
#[derive(Debug, Clone)]
pub struct Owner {
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
pub struct Owners {
    /// One row an account, by id.
    pub rows: Vec<Owner>,
}

impl Owners {
    /// Rows in the order of the accounts' ids, however they come.
    #[must_use]
    pub fn of(mut rows: Vec<Owner>) -> Self {
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

/// Reads the table that a scenario's `territory.carve` names; `None` where it
/// names none, or where the table cannot be read.
pub fn read(resolved: &Resolved, faults: &mut Faults) -> Option<Owners> {
    let Carve::Table { file, columns } = &resolved.scenario.territory.carve else { return None };
    let mut sheet = Sheet::open(resolved, ("territory.carve.table", file, columns), columns::OWNERS, faults)?;
    let mut first: HashMap<String, usize> = HashMap::with_capacity(sheet.len());
    let mut rows = Vec::with_capacity(sheet.len());
    for row in 0..sheet.len() {
        let Some(account) = sheet.text("account", row).map(plain) else {
            sheet.fault(row, "account", DataProblem::BlankId);
            continue;
        };
        if let Some(&before) = first.get(&account) {
            let first = sheet.row(before).words();
            sheet.fault(row, "account", DataProblem::DuplicateId { id: parse::shorten(&account), first });
            continue;
        }
        first.insert(account.clone(), row);
        let (account_at, seat_at) = (sheet.place(row, "account"), sheet.place(row, "rep"));
        let reason = sheet.text("reason", row).and_then(Reason::of);
        rows.push(Owner { account, seat: sheet.text("rep", row).map(plain), reason, account_at, seat_at });
    }
    sheet.findings.tell(faults);
    Some(Owners::of(rows))
}

/// An id without the apostrophe that keeps spreadsheets from taking it for a formula.
fn plain(id: &str) -> String {
    let bare = id.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    bare.unwrap_or(id).to_owned()
}
