//! The production table: bookings of each rep in each month. Bookings may be
//! negative because of claw-backs.

use std::collections::HashSet;

use super::book::Production;
use super::currency::CurrencyRates;
use super::fault::DataFault;
use super::names::NameLookup;
use super::sheet::DataSheet;

/// Reads the production, sorted by rep and month. `reps` is `None` if the file of reps cannot
/// be used.
pub(super) fn read(sheet: &mut DataSheet, reps: Option<&NameLookup>, rates: &CurrencyRates) -> Vec<Production> {
    let months = sheet.months("month");
    let bookings = sheet.signed_amounts("bookings", rates);
    let mut seen = HashSet::with_capacity(sheet.len());
    let mut rows = Vec::with_capacity(sheet.len());
    for row in 0..sheet.len() {
        for (column, allowed) in [("rep", "the rep's id"), ("month", "a month"), ("bookings", "an amount")] {
            if sheet.text(column, row).is_none() {
                sheet.fault(row, column, DataFault::Blank { allowed });
            }
        }
        let (Some(id), Some(ids)) = (sheet.word("rep", row), reps) else { continue };
        let rep = match ids.find(&id) {
            Ok(rep) => rep,
            Err(problem) => {
                sheet.fault(row, "rep", problem);
                continue;
            }
        };
        let (Some(month), Some(bookings)) = (months[row], bookings[row]) else { continue };
        if !seen.insert((rep, month)) {
            sheet.fault(row, "month", DataFault::DuplicateMonth { rep: id, month: month.strftime("%Y-%m").to_string() });
        }
        rows.push(Production { rep, month, bookings });
    }
    rows.sort_by_key(|row| (row.rep, row.month));
    rows
}
