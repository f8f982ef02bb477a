//! A table under our column names, read column by column into values; what
//! cannot be read becomes a fault of its cell, what is noteworthy a finding.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::columns::{self, Field};
use super::desk::{Desk, Record};
use super::dialect;
use super::fault::DataFault;
use super::findings::{Findings, Row};
use super::mend::{self, Change};
use super::names::Lookup;
use super::parse::{self, DayOrder};
use super::quality::{self, DataFinding, FindingKind, FindingTreatment};
use super::reading::{ColumnReport, FileReport};
use super::table::Table;
use attain_core::diagnostics::Faults;
use attain_core::geography::GeoPoint;
use attain_core::scenario::choices::DecimalSign;

/// A table under our column names.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) table: Table,
    columns: BTreeMap<&'static str, usize>,
    pub(super) decimal: Option<DecimalSign>,
    /// What is wrong with it.
    pub findings: Findings,
    /// What was read of it.
    pub reading: FileReport,
    /// What else was found.
    pub found: Vec<DataFinding>,
    /// What was changed.
    pub changes: Vec<Change>,
}

impl Sheet {
    /// Opens the file that the scenario's table names and puts right what is
    /// plainly a slip. `None` when it cannot be read; the record has what was read anyway.
    pub fn open(
        desk: &Desk<'_>,
        table: &'static str,
        fields: &'static [Field],
        record: &mut Record,
        faults: &mut Faults,
    ) -> Option<Self> {
        let source = desk.resolved.scenario.data.source(table)?;
        let pointer = format!("data.{table}.file");
        if source.file.trim().is_empty() {
            faults.push(desk.resolved.place(&pointer), DataFault::NoFileName);
            return None;
        }
        let path = desk.resolved.path_of(&pointer, source.file);
        let mut findings = Findings::new(path.display().to_string());
        let Some(content) = Table::read(&path, source.sheet, &mut findings) else {
            findings.tell(faults);
            return None;
        };
        let before = faults.0.len();
        let found = columns::find(&content.headers, fields, &source, desk.resolved, &mut findings, faults);
        for place in found.places.values() {
            if let Some(kind) = content.foreign_type(*place) {
                let column = content.headers[*place].clone();
                findings.file(DataFault::ColumnType { column, found: kind.to_owned() });
            }
        }
        let whole = fields.iter().all(|field| !field.required || found.places.contains_key(field.name));
        let mut sheet = Self {
            reading: FileReport {
                table,
                file: path.display().to_string(),
                dialect: dialect::recognise(&content.headers),
                ..FileReport::default()
            },
            table: content,
            columns: found.places,
            decimal: source.decimal,
            findings,
            found: Vec::new(),
            changes: Vec::new(),
        };
        let rows = sheet.len();
        if whole {
            let mended = mend::mend(&mut sheet.table, table, &desk.means(&sheet.columns));
            sheet.found = mended.findings;
            sheet.changes = mended.changes;
        }
        sheet.read_columns(fields, &found.mapped, rows);
        if rows > 0 && sheet.len() == 0 {
            sheet.findings.file(DataFault::AllDeleted);
        }
        if !whole || faults.0.len() > before || sheet.len() == 0 {
            record.close(sheet, faults);
            return None;
        }
        Some(sheet)
    }

    fn read_columns(&mut self, fields: &[Field], mapped: &std::collections::BTreeSet<&str>, rows: usize) {
        let read = fields.iter().filter_map(|field| {
            let place = *self.columns.get(field.name)?;
            Some(ColumnReport {
                ours: field.name,
                theirs: self.table.headers[place].clone(),
                mapped: mapped.contains(field.name),
                blank: (0..self.len()).filter(|row| self.text(field.name, *row).is_none()).count(),
                ..ColumnReport::default()
            })
        });
        let columns = read.collect();
        let ignored = (0..self.table.headers.len()).filter(|place| !self.columns.values().any(|taken| taken == place));
        self.reading.ignored = ignored.map(|place| self.table.headers[place].clone()).collect();
        self.reading.columns = columns;
        self.reading.rows = self.len();
        self.reading.left_out = rows - self.len();
    }

    /// Whether the file holds a column's cells as numbers.
    pub fn holds_numbers(&self, column: &str) -> bool {
        self.columns.get(column).is_some_and(|place| self.table.holds_numbers(*place))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.table.rows.len()
    }

    /// Whether the file has this column of ours.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Whether the file has a header that means nothing to us, compared as names are.
    pub fn ignores(&self, header: &str) -> Option<&str> {
        self.reading.ignored.iter().find(|ignored| columns::bare(ignored) == header).map(String::as_str)
    }

    /// A row.
    pub fn row(&self, row: usize) -> Row {
        self.table.rows[row]
    }

    /// Text of a cell; `None` when missing: empty, `None`, `null`, `n/a` or
    /// `NA`. In a region, `NA` is North America.
    pub fn text(&self, column: &str, row: usize) -> Option<&str> {
        let text = self.table.cell(*self.columns.get(column)?, row)?;
        let nothing = ["none", "null", "n/a", "#n/a"].iter().any(|word| text.eq_ignore_ascii_case(word))
            || (text.eq_ignore_ascii_case("na") && column != "region");
        (!nothing).then_some(text)
    }

    /// Text of a cell, owned.
    pub fn word(&self, column: &str, row: usize) -> Option<String> {
        self.text(column, row).map(str::to_owned)
    }

    /// The file's own name of a column; ours where it has none.
    pub fn header<'a>(&'a self, column: &'a str) -> &'a str {
        self.columns.get(column).map_or(column, |place| self.table.headers[*place].as_str())
    }

    /// A fault of a cell, under the file's own name of the column.
    pub fn fault(&mut self, row: usize, column: &str, problem: DataFault) {
        let row = self.table.rows[row];
        if !row.broken {
            let header = self.header(column).to_owned();
            self.findings.cell(row, &header, problem);
        }
    }

    /// A finding about cells of a column, or about rows where it is empty; nothing where there are no examples.
    pub fn finding(&mut self, kind: FindingKind, column: &str, examples: Vec<String>, done: FindingTreatment) {
        if !examples.is_empty() {
            let header = if column.is_empty() { String::new() } else { self.header(column).to_owned() };
            let of = self.len();
            self.found.push(DataFinding::new(kind, (self.reading.table, &header), examples, of, done));
        }
    }

    /// Cells of a column that were filled in by a rule.
    pub fn filled(&mut self, column: &'static str, count: usize, rule: &'static str) {
        if count == 0 {
            return;
        }
        if self.reading.column(column).is_none() {
            self.reading.columns.push(ColumnReport { ours: column, blank: self.len(), ..ColumnReport::default() });
        }
        if let Some(reading) = self.reading.column(column) {
            reading.filled.push((count, rule));
        }
    }

    /// Puts a cell right.
    pub fn change(&mut self, row: usize, column: &str, after: &str, rule: &'static str) {
        let Some(&place) = self.columns.get(column) else { return };
        let before = self.table.cell(place, row).unwrap_or_default().to_owned();
        self.table.set(place, row, after.to_owned());
        let (row, column) = (self.table.rows[row].place(), self.table.headers[place].clone());
        self.changes.push(Change { row, column, before, after: after.to_owned(), rule });
    }

    /// A fault of the file: a column that is needed after all.
    pub fn missing(&mut self, fields: &'static [Field], column: &str) {
        if let Some(field) = fields.iter().find(|field| field.name == column) {
            self.findings.file(columns::missing(field, &self.table.headers));
        }
    }

    /// The ids: none blank, none twice. Blank and repeated ones are `None`.
    pub fn ids(&mut self) -> Vec<Option<String>> {
        let mut first: HashMap<String, usize> = HashMap::with_capacity(self.len());
        let mut ids = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            let id = self.word("id", row);
            match &id {
                None => self.fault(row, "id", DataFault::BlankId),
                Some(id) => {
                    if let Some(before) = first.get(id) {
                        let first = self.row(*before).words();
                        self.fault(row, "id", DataFault::DuplicateId { id: parse::shorten(id), first });
                        ids.push(None);
                        continue;
                    }
                    first.insert(id.clone(), row);
                }
            }
            ids.push(id);
        }
        ids
    }

    /// A column read by a function of the cell.
    pub fn each<T>(&mut self, column: &str, read: impl Fn(&str) -> Result<T, DataFault>) -> Vec<Option<T>> {
        self.each_row(column, |_, cell| read(cell))
    }

    /// A column read by a function of the row and the cell.
    pub fn each_row<T>(&mut self, column: &str, mut read: impl FnMut(usize, &str) -> Result<T, DataFault>) -> Vec<Option<T>> {
        let mut values = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            values.push(match self.text(column, row).map(|cell| read(row, cell)) {
                Some(Ok(value)) => Some(value),
                Some(Err(problem)) => {
                    self.fault(row, column, problem);
                    None
                }
                None => None,
            });
        }
        values
    }

    /// A column of references, by id or, where only one has it, by name.
    pub fn refer(&mut self, column: &str, known: &Lookup) -> Vec<Option<usize>> {
        let places = self.each(column, |cell| known.find(cell));
        self.tell_names(column, known, &places);
        places
    }

    /// Tells which references were by name.
    pub fn tell_names(&mut self, column: &str, known: &Lookup, places: &[Option<usize>]) {
        let named = |(row, place): (usize, &Option<usize>)| {
            let (cell, id) = (self.text(column, row)?, &known.names()[(*place)?]);
            (cell != id).then(|| format!("{cell} is {id}"))
        };
        let examples: Vec<String> = places.iter().enumerate().filter_map(named).collect();
        self.finding(FindingKind::ByName, column, examples, FindingTreatment::Read("found by the name, which only one has"));
    }

    /// Reads something ahead of its time: what is found and wrong is told when it is read again.
    pub fn quietly<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let (found, reading) = (self.found.len(), self.reading.clone());
        let faults = self.findings.mark();
        let value = read(self);
        self.findings.back_to(faults);
        self.found.truncate(found);
        self.reading = reading;
        value
    }

    /// Days.
    pub fn dates(&mut self, column: &str) -> Vec<Option<Date>> {
        let shown = DayOrder::shown((0..self.len()).filter_map(|row| self.text(column, row)));
        if let (Some(order), Some(reading)) = (shown, self.reading.column(column)) {
            reading.written = Some(if order == DayOrder::DayFirst { "day first" } else { "month first" });
        }
        let mut serial = Vec::new();
        let dates = self.each(column, |cell| {
            let day = parse::date(cell, shown.unwrap_or(DayOrder::MonthFirst));
            day.or_else(|problem| parse::serial(cell).ok_or(problem))
        });
        for (row, day) in dates.iter().enumerate().filter_map(|(row, day)| Some((row, (*day)?))) {
            let cell = self.text(column, row).unwrap_or_default();
            if cell.len() != 8 && parse::serial(cell).is_some() {
                serial.push(format!("{cell} is {day}"));
            }
        }
        self.finding(FindingKind::SerialDates, column, serial, FindingTreatment::Read("read as days since 1899-12-30"));
        let examples: Vec<(Date, usize)> = quality::bulk(&dates);
        let count = examples.iter().map(|(_, count)| count).sum();
        if count > 0 {
            let examples = examples.iter().map(|(day, count)| format!("{day} ({count} cells)")).collect();
            let (header, of) = (self.header(column).to_owned(), dates.iter().flatten().count());
            let at = (self.reading.table, header.as_str());
            self.found.push(DataFinding::counted(FindingKind::BulkDate, at, count, examples, of, FindingTreatment::Nothing));
        }
        dates
    }

    /// First days of months.
    pub fn months(&mut self, column: &str) -> Vec<Option<Date>> {
        let order = DayOrder::of((0..self.len()).filter_map(|row| self.text(column, row)));
        self.each(column, |cell| parse::month(cell, order))
    }

    /// Places, from latitude and longitude.
    pub fn places(&mut self) -> Vec<Option<GeoPoint>> {
        let [latitudes, longitudes] = [("latitude", 90.0), ("longitude", 180.0)]
            .map(|(column, limit)| self.each(column, |cell| parse::degrees(cell, column, limit)));
        if self.has("latitude") != self.has("longitude") {
            self.findings.file(DataFault::HalfPlace);
            return vec![None; self.len()];
        }
        let mut places = Vec::with_capacity(self.len());
        for (row, pair) in latitudes.into_iter().zip(longitudes).enumerate() {
            places.push(match pair {
                (Some(latitude), Some(longitude)) => Some(GeoPoint { latitude, longitude }),
                _ => None,
            });
            if self.text("latitude", row).is_some() != self.text("longitude", row).is_some() {
                let given = if self.text("latitude", row).is_some() { "latitude" } else { "longitude" };
                self.fault(row, given, DataFault::HalfPlace);
            }
        }
        places
    }
}
