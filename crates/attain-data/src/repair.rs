//! Repairs of a table before it is read. Every repair follows a rule and is logged;
//! everything else in the table is unchanged.

use std::collections::{BTreeMap, BTreeSet};

use super::crm_id::{CrmId, canonical};
use super::parse;
use super::quality::{self, DataFinding, FindingKind, FindingPlace, FindingTreatment, KnownNames};
use super::table::TextTable;

/// Columns that contain ids.
const IDS: &[&str] = &["id", "account", "owner", "parent", "opportunity", "rep", "manager"];
/// Columns whose names are compared with each other.
const NAMES: &[&str] = &["industry", "region", "source", "product"];
/// Tables in which each row describes one record, so that a repeated row is redundant.
const ONCE: &[&str] = &["accounts", "reps", "opportunities", "products", "history", "links", "stages"];

/// One logged change to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellChange {
    /// Line of the file, or row number for files without lines.
    pub row: String,
    /// The file's column; empty for a whole row.
    pub column: String,
    pub before: String,
    pub after: String,
    /// The rule that made the change.
    pub rule: &'static str,
}

/// The allowed repairs, and the names with which cells are compared.
#[derive(Debug, Default)]
pub(super) struct RepairRules<'a> {
    /// Whether names and repeated rows are repaired instead of only reported.
    pub repair: bool,
    /// Whether deleted rows stay in the table.
    pub keep_deleted: bool,
    /// Known names, keyed by attain's column name.
    pub known: BTreeMap<&'static str, KnownNames>,
    /// Positions of columns in the file, keyed by attain's column name.
    pub places: Option<&'a BTreeMap<&'static str, usize>>,
}

/// The findings in a table and the changes made to it.
#[derive(Debug, Default)]
pub(super) struct RepairOutcome {
    pub findings: Vec<DataFinding>,
    pub changes: Vec<CellChange>,
}

/// Repairs a table in place.
pub(super) fn repair_table(table: &mut TextTable, name: &'static str, rules: &RepairRules<'_>) -> RepairOutcome {
    let places = rules.places.cloned().unwrap_or_default();
    let mut repair = TableRepair { table, name, places, outcome: RepairOutcome::default() };
    repair.deleted_rows(rules.keep_deleted);
    for ours in IDS {
        if let Some(&column) = repair.places.get(ours) {
            repair.ids(column);
            if *ours == "account" {
                repair.first_company(column);
            }
        }
    }
    for ours in NAMES.iter().filter(|_| name != "products") {
        if let Some(&column) = repair.places.get(ours) {
            let known = rules.known.get(ours).cloned().unwrap_or_default();
            repair.names(ours, column, &known, rules.repair);
        }
    }
    if ONCE.contains(&name) {
        repair.repeated_rows(rules.repair);
    }
    repair.outcome
}

/// The repair of one table.
struct TableRepair<'t> {
    table: &'t mut TextTable,
    name: &'static str,
    places: BTreeMap<&'static str, usize>,
    outcome: RepairOutcome,
}

impl TableRepair<'_> {
    fn deleted_rows(&mut self, keep: bool) {
        let says = |column: &str, row: usize, wanted: bool| {
            let cell = self.places.get(column).and_then(|column| self.table.cell(*column, row));
            cell.is_some_and(|cell| parse::flag(cell).is_ok_and(|flag| flag == wanted))
        };
        let rows = (0..self.table.rows.len()).filter(|row| says("deleted", *row, true) || says("current", *row, false)).collect();
        let treatment = if keep { FindingTreatment::Read("kept because of `keep-deleted`") } else { FindingTreatment::LeftOut };
        self.rows(FindingKind::Deleted, rows, treatment, "left out: marked as deleted or no longer current");
    }

    fn repeated_rows(&mut self, repair: bool) {
        let repeated = quality::repeated_rows(self.table);
        let treatment = if repair { FindingTreatment::LeftOut } else { FindingTreatment::Nothing };
        self.rows(FindingKind::RepeatedRow, repeated, treatment, "left out: duplicates another row");
    }

    /// Reports rows and, if their treatment requires it, leaves them out.
    fn rows(&mut self, kind: FindingKind, rows: Vec<usize>, treatment: FindingTreatment, rule: &'static str) {
        if rows.is_empty() {
            return;
        }
        let key = ["id", "opportunity", "product"].iter().find_map(|ours| self.places.get(ours)).copied();
        let id = |table: &TextTable, row: usize| key.and_then(|column| table.cell(column, row)).unwrap_or_default().to_owned();
        let examples = rows.iter().take(5).map(|row| format!("{} {}", self.table.rows[*row].words(), id(self.table, *row)));
        let (place, total) = (FindingPlace::rows(self.name), self.table.rows.len());
        let finding = DataFinding::counted(kind, place, rows.len(), examples.collect(), total, treatment);
        self.outcome.findings.push(finding);
        if treatment == FindingTreatment::LeftOut {
            for row in &rows {
                let (place, before) = (self.table.rows[*row].place(), id(self.table, *row));
                self.outcome.changes.push(CellChange { row: place, column: String::new(), before, after: String::new(), rule });
            }
            self.table.leave_out(&rows.into_iter().collect::<BTreeSet<_>>());
        }
    }

    /// Writes Salesforce ids in their 18-character form.
    fn ids(&mut self, column: usize) {
        let (mut short, mut recased) = (Vec::new(), Vec::new());
        for row in 0..self.table.rows.len() {
            let Some(before) = self.table.cell(column, row).map(str::to_owned) else { continue };
            let (list, after, rule) = match canonical(&before) {
                Some(CrmId::Lengthened(id)) => (&mut short, id, "Salesforce id in its 18-character form"),
                Some(CrmId::Recased(id)) => (&mut recased, id, "Salesforce id with its case restored"),
                None => continue,
            };
            list.push(format!("{before} is {after}"));
            self.change(row, column, before, after, rule);
        }
        self.repaired(FindingKind::ShortId, column, short, "written in the 18-character form");
        self.repaired(FindingKind::IdCase, column, recased, "case restored from the last three letters");
    }

    /// Keeps the first of several companies, which `HubSpot` writes first.
    fn first_company(&mut self, column: usize) {
        let mut examples = Vec::new();
        for row in 0..self.table.rows.len() {
            let Some(before) = self.table.cell(column, row).map(str::to_owned) else { continue };
            let ids: Vec<&str> = before.split(';').map(str::trim).collect();
            if ids.len() > 1 && ids.iter().all(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())) {
                let after = ids[0].to_owned();
                examples.push(before.clone());
                self.change(row, column, before, after, "the first of several companies");
            }
        }
        self.repaired(FindingKind::SeveralCompanies, column, examples, "the first company is used");
    }

    /// Unifies the spellings of names.
    fn names(&mut self, ours: &str, column: usize, known: &KnownNames, repair: bool) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in 0..self.table.rows.len() {
            if let Some(cell) = self.table.cell(column, row) {
                match counts.get_mut(cell) {
                    Some(count) => *count += 1,
                    None => _ = counts.insert(cell.to_owned(), 1),
                }
            }
        }
        let repairs = quality::repairs(ours, &counts, known);
        let mut found: BTreeMap<(FindingKind, &'static str), (usize, Vec<String>)> = BTreeMap::new();
        for (from, repair) in &repairs {
            let (count, examples) = found.entry((repair.kind, repair.rule)).or_default();
            *count += counts[from];
            examples.push(format!("{from} for {} ({} cells)", repair.to, counts[from]));
        }
        let header = self.table.headers[column].clone();
        let (place, total) = (FindingPlace { table: self.name, column: &header }, self.table.rows.len());
        for ((kind, rule), (count, examples)) in found {
            let treatment = if repair { FindingTreatment::Repaired(rule) } else { FindingTreatment::Nothing };
            self.outcome.findings.push(DataFinding::counted(kind, place, count, examples, total, treatment));
        }
        if !repair || repairs.is_empty() {
            return;
        }
        for row in 0..self.table.rows.len() {
            let cell = self.table.cell(column, row);
            let Some((from, right)) = cell.and_then(|cell| repairs.get_key_value(cell)) else { continue };
            self.change(row, column, from.clone(), right.to.clone(), right.rule);
        }
    }

    /// Reports repaired cells of a column. Does nothing without examples.
    fn repaired(&mut self, kind: FindingKind, column: usize, examples: Vec<String>, rule: &'static str) {
        if !examples.is_empty() {
            let place = FindingPlace { table: self.name, column: &self.table.headers[column] };
            let total = self.table.rows.len();
            let finding = DataFinding::new(kind, place, examples, total, FindingTreatment::Repaired(rule));
            self.outcome.findings.push(finding);
        }
    }

    fn change(&mut self, row: usize, column: usize, before: String, after: String, rule: &'static str) {
        self.table.set(column, row, after.clone());
        let (row, column) = (self.table.rows[row].place(), self.table.headers[column].clone());
        self.outcome.changes.push(CellChange { row, column, before, after, rule });
    }
}
