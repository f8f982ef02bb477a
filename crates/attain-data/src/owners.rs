//! A table of owners, which assigns accounts to reps for a scenario.

use std::collections::{BTreeMap, HashMap};

use super::crm_id;
use super::fault::DataFault;
use super::file_faults::FileFaults;
use super::parse;
use super::table::{TextTable, has_sheet, read_file};
use super::{column_match, column_specs, workbook_format};
use attain_core::diagnostics::Faults;
use attain_core::output::unguard_formula;
use attain_core::plan::Reason;
use attain_core::scenario::choices::{Carve, DataSource};
use attain_core::scenario::{AccountOwner, OwnerTable, ResolvedScenario};

/// Reads the table named by a scenario's `territory.carve`. Returns `None` if it does not name
/// a table or the table cannot be read.
pub fn read_owners(resolved: &ResolvedScenario, faults: &mut Faults) -> Option<OwnerTable> {
    let Carve::Table { file } = &resolved.scenario.territory.carve else { return None };
    let pointer = "territory.carve.table.file";
    if file.trim().is_empty() {
        faults.push(resolved.place(pointer), DataFault::NoFileName);
        return None;
    }
    let path = resolved.path_of(pointer, file);
    let mut findings = FileFaults::new(path.display().to_string());
    // In the workbook of a plan, the books are on a sheet of their own.
    let sheet = has_sheet(&path, workbook_format::BOOKS).then_some(workbook_format::BOOKS);
    let rows = read_file(&path, sheet, &mut findings).and_then(|table| rows(&table, resolved, &mut findings, faults));
    findings.report_to(faults);
    rows.map(OwnerTable::from_rows)
}

/// The rows of the table; `None` if required columns are missing.
fn rows(
    table: &TextTable,
    resolved: &ResolvedScenario,
    findings: &mut FileFaults,
    faults: &mut Faults,
) -> Option<Vec<AccountOwner>> {
    let none = BTreeMap::new();
    let source = DataSource { table: "owners", file: "", columns: &none, sheet: None, decimal: None, date_order: None };
    let places = column_match::find(&table.headers, column_specs::OWNERS, &source, resolved, findings, faults).places;
    let (account, rep) = (*places.get("account")?, *places.get("rep")?);
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(table.rows.len());
    let mut owners = Vec::with_capacity(table.rows.len());
    for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| !row.broken) {
        let Some(id) = table.cell(account, at) else {
            findings.cell(*row, &table.headers[account], DataFault::BlankId);
            continue;
        };
        if let Some(&before) = first.get(id) {
            let first = table.rows[before].words();
            findings.cell(*row, &table.headers[account], DataFault::DuplicateId { id: parse::shorten(id), first });
            continue;
        }
        first.insert(id, at);
        let cell = |column: &str| places.get(column).and_then(|&place| table.cell(place, at));
        // A reason belongs to the owner that the plan chose, not to one that was edited.
        let edited = places.contains_key("planned") && cell("planned") != table.cell(rep, at);
        let reason = cell("reason").filter(|_| !edited).and_then(Reason::from_words);
        let month = places.get("from-month").copied();
        let from_month = month.and_then(|place| {
            let found = table.cell(place, at)?;
            let read = month_of(found, resolved.scenario.horizon.months);
            read.or_else(|| {
                let problem = DataFault::NotAMonth { found: parse::shorten(found), months: resolved.scenario.horizon.months };
                findings.cell(*row, &table.headers[place], problem);
                None
            })
        });
        owners.push(AccountOwner {
            account: plain(id),
            seat: table.cell(rep, at).map(plain),
            reason,
            from_month,
            account_at: findings.place(*row, &table.headers[account]),
            seat_at: findings.place(*row, &table.headers[rep]),
            month_at: findings.place(*row, &table.headers[month.unwrap_or(rep)]),
        });
    }
    Some(owners)
}

/// Reads a month of the horizon: a whole number, which spreadsheets may write as `4.0`.
fn month_of(text: &str, months: u32) -> Option<u32> {
    let digits = text.trim().strip_suffix(".0").unwrap_or(text.trim());
    digits.parse().ok().filter(|month| (1..=months).contains(month))
}

/// An id without the apostrophe that keeps spreadsheets from interpreting it as a formula; Salesforce
/// ids in the form that all tables have.
fn plain(id: &str) -> String {
    crm_id::long_form(unguard_formula(id))
}
