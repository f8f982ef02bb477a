//! A table under our column names, read column by column into values; what
//! cannot be read becomes a fault of its cell.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::book::Place;
use super::columns::{self, Field};
use super::findings::{Findings, Row};
use super::parse::{self, DayOrder, Decimal};
use super::problem::DataProblem;
use super::table::Table;
use crate::fault::Faults;
use crate::scenario::Resolved;

/// A table under our column names.
#[derive(Debug)]
pub(super) struct Sheet {
    table: Table,
    columns: BTreeMap<&'static str, usize>,
    /// What is wrong with it.
    pub findings: Findings,
}

impl Sheet {
    /// Opens the file that the scenario's table (such as `data.accounts`) names.
    pub fn open(
        resolved: &Resolved,
        (table, file, mapping): (&str, &str, &BTreeMap<String, String>),
        fields: &'static [Field],
        faults: &mut Faults,
    ) -> Option<Self> {
        let pointer = format!("{table}.file");
        if file.trim().is_empty() {
            faults.push(resolved.place(&pointer), DataProblem::NoFileName);
            return None;
        }
        let path = resolved.path_of(&pointer, file);
        let mut findings = Findings::new(path.display().to_string());
        let Some(content) = Table::read(&path, &mut findings) else {
            findings.tell(faults);
            return None;
        };
        let before = faults.0.len();
        let columns = columns::find(&content.headers, fields, (table, mapping), resolved, &mut findings, faults);
        for place in columns.values() {
            if let Some(found) = content.foreign_type(*place) {
                let column = content.headers[*place].clone();
                findings.file(DataProblem::ColumnType { column, found: found.to_owned() });
            }
        }
        let whole = fields.iter().all(|field| !field.required || columns.contains_key(field.name));
        if !whole || faults.0.len() > before {
            findings.tell(faults);
            return None;
        }
        Some(Self { table: content, columns, findings })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.table.rows.len()
    }

    /// Whether the file has this column of ours.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
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

    /// A fault of a cell, under the file's own name of the column.
    pub fn fault(&mut self, row: usize, column: &str, problem: DataProblem) {
        let row = self.table.rows[row];
        if !row.broken {
            let header = self.columns.get(column).map_or(column, |place| self.table.headers[*place].as_str());
            self.findings.cell(row, header, problem);
        }
    }

    /// The place of a cell, for faults that are found later.
    pub fn place(&self, row: usize, column: &str) -> crate::fault::Place {
        let header = self.columns.get(column).map_or(column, |place| self.table.headers[*place].as_str());
        self.findings.place(self.table.rows[row], header)
    }

    /// A fault of the file: a column that is needed after all.
    pub fn missing(&mut self, column: &'static str) {
        let available = self.table.headers.join(", ");
        self.findings.file(DataProblem::MissingColumn { column, available, help: None });
    }

    /// The ids: none blank, none twice. Blank and repeated ones are `None`.
    pub fn ids(&mut self) -> Vec<Option<String>> {
        let mut first: HashMap<String, usize> = HashMap::with_capacity(self.len());
        let mut ids = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            let id = self.word("id", row);
            match &id {
                None => self.fault(row, "id", DataProblem::BlankId),
                Some(id) => {
                    if let Some(before) = first.get(id) {
                        let first = self.row(*before).words();
                        self.fault(row, "id", DataProblem::DuplicateId { id: parse::shorten(id), first });
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
    pub fn each<T>(&mut self, column: &str, read: impl Fn(&str) -> Result<T, DataProblem>) -> Vec<Option<T>> {
        let mut values = Vec::with_capacity(self.len());
        for row in 0..self.len() {
            values.push(match self.text(column, row).map(&read) {
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

    /// Amounts of zero or more.
    pub fn amounts(&mut self, column: &str) -> Vec<Option<f64>> {
        let decimal = self.decimal(column);
        self.each(column, |cell| parse::amount(cell, decimal))
    }

    /// Numbers of either sign.
    pub fn numbers(&mut self, column: &str) -> Vec<Option<f64>> {
        let decimal = self.decimal(column);
        self.each(column, |cell| parse::number(cell, decimal))
    }

    /// Shares.
    pub fn shares(&mut self, column: &str) -> Vec<Option<f64>> {
        let decimal = self.decimal(column);
        self.each(column, |cell| parse::share(cell, decimal))
    }

    /// Days.
    pub fn dates(&mut self, column: &str) -> Vec<Option<Date>> {
        let order = self.order(column);
        self.each(column, |cell| parse::date(cell, order))
    }

    /// First days of months.
    pub fn months(&mut self, column: &str) -> Vec<Option<Date>> {
        let order = self.order(column);
        self.each(column, |cell| parse::month(cell, order))
    }

    /// Places, from latitude and longitude.
    pub fn places(&mut self) -> Vec<Option<Place>> {
        let [latitudes, longitudes] = [("latitude", 90.0), ("longitude", 180.0)]
            .map(|(column, limit)| self.each(column, |cell| parse::degrees(cell, column, limit)));
        if self.has("latitude") != self.has("longitude") {
            self.findings.file(DataProblem::HalfPlace);
            return vec![None; self.len()];
        }
        let mut places = Vec::with_capacity(self.len());
        for (row, pair) in latitudes.into_iter().zip(longitudes).enumerate() {
            places.push(match pair {
                (Some(latitude), Some(longitude)) => Some(Place { latitude, longitude }),
                _ => None,
            });
            if self.text("latitude", row).is_some() != self.text("longitude", row).is_some() {
                let given = if self.text("latitude", row).is_some() { "latitude" } else { "longitude" };
                self.fault(row, given, DataProblem::HalfPlace);
            }
        }
        places
    }

    fn decimal(&self, column: &str) -> Decimal {
        Decimal::of((0..self.len()).filter_map(|row| self.text(column, row)))
    }

    fn order(&self, column: &str) -> DayOrder {
        DayOrder::of((0..self.len()).filter_map(|row| self.text(column, row)))
    }
}
