//! Changes of owners of CRM records.

use attain_data::CrmRecordKind;
use jiff::civil::Date;

/// A record that changes owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrmOwnerChange {
    pub kind: CrmRecordKind,
    /// Id in the CRM's form.
    pub id: String,
    /// The present owner in the CRM's form; `None` if the CRM's owner is unknown.
    pub before: Option<String>,
    /// The new owner in the CRM's form.
    pub after: String,
    /// Day from which the new owner is responsible.
    pub on: Date,
}

/// The changes of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrmWave {
    /// Day from which the new owners are responsible.
    pub on: Date,
    /// Last day on which both owners work on the accounts.
    pub transition_until: Date,
    pub accounts: usize,
    pub opportunities: usize,
    pub contacts: usize,
}

/// An open opportunity of a moved account that keeps its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDeal {
    pub id: String,
    pub account: String,
    /// Owner as written in the data.
    pub owner: String,
    pub stage: String,
    /// Expected closing date.
    pub closes: Option<Date>,
    pub reason: &'static str,
}

/// An account whose new owner is no user of the CRM yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingAccount {
    pub id: String,
    pub name: String,
    /// Id of the seat.
    pub seat: String,
    /// Name of the seat.
    pub seat_name: String,
    pub on: Date,
}
