//! Tables of CRM records with their owners: fresh exports, contacts, and the scenario's own files.

use std::collections::BTreeMap;
use std::path::Path;

use super::column_match;
use super::column_specs::{ACCOUNTS, CRM_IDS, CRM_RECORDS, ColumnSpec, OPPORTUNITIES};
use super::comparable_name::bare;
use super::crm_id;
use super::fault::DataFault;
use super::file_faults::FileFaults;
use super::table::{TextTable, read_file};
use attain_core::diagnostics::{Faults, Place};
use attain_core::output::unguard_formula;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::DataSource;

/// One record of a CRM export.
#[derive(Debug, Clone)]
pub struct CrmRecord {
    /// Id as written, with Salesforce ids in their 18-character form.
    pub id: String,
    /// Id of the account that the record belongs to, if the table has such a column.
    pub account: Option<String>,
    /// Owner as written: an id, a name or an e-mail address.
    pub owner: Option<String>,
    /// Place of the id, for faults.
    pub at: Place,
}

/// What the rows of a CRM export are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CrmRecordKind {
    Account,
    Opportunity,
    Contact,
}

/// A table of CRM records.
#[derive(Debug, Clone)]
pub struct CrmTable {
    /// Kind of the records, as far as the columns tell.
    pub kind: CrmRecordKind,
    pub records: Vec<CrmRecord>,
    /// Whether the table has a column of owners.
    pub has_owners: bool,
}

/// Reads a CRM export with ids and owners. Returns `None` and adds faults if it cannot be read.
pub fn read_crm_table(path: &Path, faults: &mut Faults) -> Option<CrmTable> {
    let (table, places, mut findings) = open(path, CRM_RECORDS, faults)?;
    let id = *places.get("id")?;
    let mut records = Vec::with_capacity(table.rows.len());
    for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| !row.broken) {
        let cell = |column: &str| places.get(column).and_then(|&place| table.cell(place, at));
        let Some(text) = table.cell(id, at) else {
            findings.cell(*row, &table.headers[id], DataFault::BlankId);
            continue;
        };
        records.push(CrmRecord {
            id: long_form(text),
            account: cell("account").map(long_form),
            owner: cell("owner").map(long_form),
            at: findings.place(*row, &table.headers[id]),
        });
    }
    findings.report_to(faults);
    let kind = kind_of(&table.headers);
    Some(CrmTable { kind, records, has_owners: places.contains_key("owner") })
}

/// Reads a table that gives the CRM's id for ids of the scenario's data.
pub fn read_crm_ids(path: &Path, faults: &mut Faults) -> Option<BTreeMap<String, String>> {
    let (table, places, findings) = open(path, CRM_IDS, faults)?;
    findings.report_to(faults);
    let (id, crm) = (*places.get("id")?, *places.get("crm-id")?);
    let pair = |row: usize| Some((long_form(table.cell(id, row)?), long_form(table.cell(crm, row)?)));
    Some((0..table.rows.len()).filter_map(pair).collect())
}

/// The owner of every record of the scenario's accounts or opportunities, as written in the file:
/// owners who have left are included. Empty if the scenario has no such file.
#[must_use]
pub fn written_owners(resolved: &ResolvedScenario, table: &str) -> BTreeMap<String, String> {
    let Some(source) = resolved.scenario.data.source(table) else { return BTreeMap::new() };
    let path = resolved.path_of(&format!("data.{table}.file"), source.file);
    // The file was read before, so its faults are known.
    let (mut findings, mut ignored) = (FileFaults::new(String::new()), Faults::default());
    let Some(content) = read_file(&path, source.sheet, &mut findings) else { return BTreeMap::new() };
    let specs = if table == "accounts" { ACCOUNTS } else { OPPORTUNITIES };
    let places = column_match::find(&content.headers, specs, &source, resolved, &mut findings, &mut ignored).places;
    let (Some(&id), Some(&owner)) = (places.get("id"), places.get("owner")) else { return BTreeMap::new() };
    let pair = |row: usize| Some((long_form(content.cell(id, row)?), long_form(content.cell(owner, row)?)));
    (0..content.rows.len()).filter_map(pair).collect()
}

/// A table with the places of its columns and its faults so far.
type OpenTable = (TextTable, BTreeMap<&'static str, usize>, FileFaults);

fn open(path: &Path, specs: &'static [ColumnSpec], faults: &mut Faults) -> Option<OpenTable> {
    let mut findings = FileFaults::new(path.display().to_string());
    let Some(table) = read_file(path, None, &mut findings) else {
        findings.report_to(faults);
        return None;
    };
    let none = BTreeMap::new();
    let source = DataSource { table: "crm", file: "", columns: &none, sheet: None, decimal: None, date_order: None };
    let scenario = ResolvedScenario::in_memory(attain_core::scenario::choices::Scenario::default(), "", Path::new(""));
    let places = column_match::find(&table.headers, specs, &source, &scenario, &mut findings, faults).places;
    if specs.iter().any(|spec| spec.required && !places.contains_key(spec.name)) {
        findings.report_to(faults);
        return None;
    }
    Some((table, places, findings))
}

fn long_form(text: &str) -> String {
    crm_id::long_form(text)
}

fn kind_of(headers: &[String]) -> CrmRecordKind {
    let bared: Vec<String> = headers.iter().map(|header| bare(header)).collect();
    let has = |names: &[&str]| bared.iter().any(|header| names.contains(&header.as_str()));
    if has(&["dealname", "dealstage", "dealowner", "stagename", "stage", "opportunityid", "opportunityowner"]) {
        CrmRecordKind::Opportunity
    } else if has(&["firstname", "lastname", "contactowner", "contactid", "contactname"]) {
        CrmRecordKind::Contact
    } else {
        CrmRecordKind::Account
    }
}

/// All rows of a table that attain wrote, as text without the apostrophes that guard formulas.
/// Returns `None` and adds faults if the file cannot be read.
pub fn read_text_rows(path: &Path, faults: &mut Faults) -> Option<Vec<Vec<String>>> {
    let mut findings = FileFaults::new(path.display().to_string());
    let table = read_file(path, None, &mut findings);
    findings.report_to(faults);
    let table = table?;
    let cell = |column: usize, row: usize| unguard_formula(table.cell(column, row).unwrap_or("")).to_owned();
    let row = |row: usize| (0..table.headers.len()).map(|column| cell(column, row)).collect();
    Some((0..table.rows.len()).map(row).collect())
}
