//! What is put right in a table before it is read. Every change has its rule
//! and is kept for the log; nothing else in a table is ever touched.

use std::collections::{BTreeMap, BTreeSet};

use super::crm_id::{CrmId, canonical};
use super::parse;
use super::quality::{self, DataFinding, FindingKind, FindingTreatment, KnownNames};
use super::table::Table;

/// Columns that hold ids.
const IDS: &[&str] = &["id", "account", "owner", "parent", "opportunity", "rep", "manager"];
/// Columns whose names are compared with each other.
const NAMES: &[&str] = &["industry", "region", "source", "product"];
/// Tables in which a row is one thing, so that the same row twice is one too many.
const ONCE: &[&str] = &["accounts", "reps", "opportunities", "products", "history", "links", "stages"];

/// One change of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// Row, in words.
    pub row: String,
    /// The file's column; empty for a whole row.
    pub column: String,
    /// What was there.
    pub before: String,
    /// What is there now.
    pub after: String,
    /// Why.
    pub rule: &'static str,
}

/// What may be done, and what names are compared with.
#[derive(Debug, Default)]
pub(super) struct Means<'a> {
    /// Whether slips are put right, or only told.
    pub repair: bool,
    /// Whether deleted rows stay.
    pub keep_deleted: bool,
    /// Names by our column.
    pub known: BTreeMap<&'static str, KnownNames>,
    /// Our columns and where the file has them.
    pub places: Option<&'a BTreeMap<&'static str, usize>>,
}

/// What was found and changed.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// For the report.
    pub findings: Vec<DataFinding>,
    /// For the log.
    pub changes: Vec<Change>,
}

/// Puts a table right.
pub(super) fn mend(table: &mut Table, name: &'static str, means: &Means<'_>) -> Mended {
    let mut mended = Mended::default();
    let places = means.places.cloned().unwrap_or_default();
    deleted(table, name, &places, means, &mut mended);
    for ours in IDS {
        if let Some(&column) = places.get(ours) {
            ids(table, (name, column), &mut mended);
            if *ours == "account" {
                first_company(table, (name, column), &mut mended);
            }
        }
    }
    for ours in NAMES.iter().filter(|_| name != "products") {
        if let Some(&column) = places.get(ours) {
            let known = means.known.get(ours).cloned().unwrap_or_default();
            names(table, (name, ours, column), &known, means.repair, &mut mended);
        }
    }
    if ONCE.contains(&name) {
        let repeated = quality::repeated_rows(table);
        let (rule, done) = (
            "left out: another row says the same",
            if means.repair { FindingTreatment::LeftOut } else { FindingTreatment::Nothing },
        );
        leave_out(table, name, (FindingKind::RepeatedRow, rule, done), repeated, &places, &mut mended);
    }
    mended
}

fn deleted(
    table: &mut Table,
    name: &'static str,
    places: &BTreeMap<&'static str, usize>,
    means: &Means<'_>,
    mended: &mut Mended,
) {
    let says = |column: &str, row: usize, wanted: bool| {
        let cell = places.get(column).and_then(|column| table.cell(*column, row));
        cell.is_some_and(|cell| parse::flag(cell).is_ok_and(|flag| flag == wanted))
    };
    let rows = (0..table.rows.len()).filter(|row| says("deleted", *row, true) || says("current", *row, false)).collect();
    let done =
        if means.keep_deleted { FindingTreatment::Read("kept, as `keep-deleted` says") } else { FindingTreatment::LeftOut };
    leave_out(table, name, (FindingKind::Deleted, "left out: marked as deleted or not current", done), rows, places, mended);
}

/// Tells about rows and, where that is what is done, leaves them out.
fn leave_out(
    table: &mut Table,
    name: &'static str,
    (kind, rule, done): (FindingKind, &'static str, FindingTreatment),
    rows: Vec<usize>,
    places: &BTreeMap<&'static str, usize>,
    mended: &mut Mended,
) {
    if rows.is_empty() {
        return;
    }
    let key = ["id", "opportunity", "product"].iter().find_map(|ours| places.get(ours)).copied();
    let id = |row: usize| key.and_then(|column| table.cell(column, row)).unwrap_or_default().to_owned();
    let examples = rows.iter().take(5).map(|row| format!("{} {}", table.rows[*row].words(), id(*row)));
    let found = DataFinding::counted(kind, (name, ""), rows.len(), examples.collect(), table.rows.len(), done);
    mended.findings.push(found);
    if done == FindingTreatment::LeftOut {
        for row in &rows {
            let place = table.rows[*row].place();
            mended.changes.push(Change { row: place, column: String::new(), before: id(*row), after: String::new(), rule });
        }
        table.leave_out(&rows.into_iter().collect::<BTreeSet<_>>());
    }
}

fn ids(table: &mut Table, (name, column): (&'static str, usize), mended: &mut Mended) {
    let (mut short, mut recased) = (Vec::new(), Vec::new());
    for row in 0..table.rows.len() {
        let Some(before) = table.cell(column, row).map(str::to_owned) else { continue };
        let (list, after, rule) = match canonical(&before) {
            Some(CrmId::Lengthened(id)) => (&mut short, id, "Salesforce id in its 18-character form"),
            Some(CrmId::Recased(id)) => (&mut recased, id, "Salesforce id in the case its last three letters tell"),
            None => continue,
        };
        list.push(format!("{before} is {after}"));
        change(table, (row, column), before, after, rule, mended);
    }
    let header = table.headers[column].clone();
    for (kind, examples, rule) in [
        (FindingKind::ShortId, short, "written in the 18-character form"),
        (FindingKind::IdCase, recased, "case restored from the check letters"),
    ] {
        if !examples.is_empty() {
            mended.findings.push(DataFinding::new(
                kind,
                (name, &header),
                examples,
                table.rows.len(),
                FindingTreatment::Repaired(rule),
            ));
        }
    }
}

/// Of several companies the first one counts, which `HubSpot` writes first.
fn first_company(table: &mut Table, (name, column): (&'static str, usize), mended: &mut Mended) {
    let mut examples = Vec::new();
    for row in 0..table.rows.len() {
        let Some(before) = table.cell(column, row).map(str::to_owned) else { continue };
        let ids: Vec<&str> = before.split(';').map(str::trim).collect();
        if ids.len() > 1 && ids.iter().all(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())) {
            let after = ids[0].to_owned();
            examples.push(before.clone());
            change(table, (row, column), before, after, "the first of several companies", mended);
        }
    }
    if !examples.is_empty() {
        let done = FindingTreatment::Repaired("belongs to the first of them");
        let header = table.headers[column].clone();
        mended.findings.push(DataFinding::new(FindingKind::SeveralCompanies, (name, &header), examples, table.rows.len(), done));
    }
}

fn names(
    table: &mut Table,
    (name, ours, column): (&'static str, &str, usize),
    known: &KnownNames,
    repair: bool,
    mended: &mut Mended,
) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in 0..table.rows.len() {
        if let Some(cell) = table.cell(column, row) {
            match counts.get_mut(cell) {
                Some(count) => *count += 1,
                None => _ = counts.insert(cell.to_owned(), 1),
            }
        }
    }
    let repairs = quality::repairs(ours, &counts, known);
    let mut told: BTreeMap<(FindingKind, &'static str), (usize, Vec<String>)> = BTreeMap::new();
    for (from, repair) in &repairs {
        let (count, examples) = told.entry((repair.kind, repair.rule)).or_default();
        *count += counts[from];
        examples.push(format!("{from} for {} ({} cells)", repair.to, counts[from]));
    }
    let header = table.headers[column].clone();
    for ((kind, rule), (count, examples)) in told {
        let done = if repair { FindingTreatment::Repaired(rule) } else { FindingTreatment::Nothing };
        mended.findings.push(DataFinding::counted(kind, (name, &header), count, examples, table.rows.len(), done));
    }
    if !repair || repairs.is_empty() {
        return;
    }
    for row in 0..table.rows.len() {
        let Some((from, right)) = table.cell(column, row).and_then(|cell| repairs.get_key_value(cell)) else { continue };
        change(table, (row, column), from.clone(), right.to.clone(), right.rule, mended);
    }
}

fn change(
    table: &mut Table,
    (row, column): (usize, usize),
    before: String,
    after: String,
    rule: &'static str,
    mended: &mut Mended,
) {
    table.set(column, row, after.clone());
    let (row, column) = (table.rows[row].place(), table.headers[column].clone());
    mended.changes.push(Change { row, column, before, after, rule });
}
