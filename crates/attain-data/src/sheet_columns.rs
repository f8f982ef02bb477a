//! Typed columns of a table: ids, references, dates and locations.

use std::collections::HashMap;

use jiff::civil::Date;

use super::fault::DataFault;
use super::names::NameLookup;
use super::parse::{self, DayOrder};
use super::quality::{self, DataFinding, FindingKind, FindingPlace, FindingTreatment};
use super::sheet::DataSheet;
use attain_core::geography::GeoPoint;
use attain_core::scenario::choices::DateOrder;

impl DataSheet {
    /// The ids. Blank and duplicate ids are faults and become `None`.
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

    /// The values of a column, parsed from each cell by a function. Invalid cells are faults.
    pub fn each<T>(&mut self, column: &str, read: impl Fn(&str) -> Result<T, DataFault>) -> Vec<Option<T>> {
        self.each_row(column, |_, cell| read(cell))
    }

    /// The values of a column, parsed from each row and cell by a function.
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

    /// The indices of the records to which a column refers, by id or by unique name.
    pub fn refer(&mut self, column: &str, known: &NameLookup) -> Vec<Option<usize>> {
        let places = self.each(column, |cell| known.find(cell));
        self.report_names(column, known, &places);
        places
    }

    /// Reports references by name.
    pub fn report_names(&mut self, column: &str, known: &NameLookup, places: &[Option<usize>]) {
        let named = |(row, place): (usize, &Option<usize>)| {
            let (cell, id) = (self.text(column, row)?, &known.names()[(*place)?]);
            (cell != id).then(|| format!("{cell} is {id}"))
        };
        let examples: Vec<String> = places.iter().enumerate().filter_map(named).collect();
        self.finding(FindingKind::ByName, column, examples, FindingTreatment::Read("found by name"));
    }

    /// The dates of a column.
    pub fn dates(&mut self, column: &str) -> Vec<Option<Date>> {
        let shown = self.day_order(column);
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
        let examples: Vec<(Date, usize)> = quality::bulk_days(&dates);
        let count = examples.iter().map(|(_, count)| count).sum();
        if count > 0 {
            let examples = examples.iter().map(|(day, count)| format!("{day} ({count} cells)")).collect();
            let (header, total) = (self.header(column).to_owned(), dates.iter().flatten().count());
            let place = FindingPlace { table: self.reading.table, column: &header };
            let finding = DataFinding::counted(FindingKind::BulkDate, place, count, examples, total, FindingTreatment::Nothing);
            self.findings.push(finding);
        }
        dates
    }

    /// The order of day and month in a column: the scenario's, or the one that the column shows, or
    /// the one that another column of the file shows, because one tool wrote them. If none does,
    /// dates with two readings are a fault.
    fn day_order(&mut self, column: &str) -> Option<DayOrder> {
        let of = |column: &str| DayOrder::shown(self.cells(column));
        let given = self.date_order.map(|order| match order {
            DateOrder::DayFirst => DayOrder::DayFirst,
            DateOrder::MonthFirst => DayOrder::MonthFirst,
        });
        if given.is_none() && !self.cells(column).any(parse::two_orders) {
            return of(column);
        }
        let shown = given.or_else(|| of(column)).or_else(|| self.columns.keys().find_map(|other| of(other)));
        if shown.is_none() {
            let open: Vec<String> = self.cells(column).filter(|cell| parse::two_orders(cell)).map(parse::shorten).collect();
            if let Some(found) = open.first().cloned() {
                let row = (0..self.len()).find(|row| self.text(column, *row).is_some_and(parse::two_orders));
                let table = self.reading.table;
                self.fault(row.unwrap_or(0), column, DataFault::AmbiguousDates { found, count: open.len(), table });
            }
        }
        shown
    }

    fn cells<'a>(&'a self, column: &'a str) -> impl Iterator<Item = &'a str> {
        (0..self.len()).filter_map(move |row| self.text(column, row))
    }

    /// The first days of the months of a column.
    pub fn months(&mut self, column: &str) -> Vec<Option<Date>> {
        let order = DayOrder::of_months(self.cells(column)).or_else(|| self.day_order(column)).unwrap_or(DayOrder::MonthFirst);
        self.each(column, |cell| parse::month(cell, order))
    }

    /// The locations of rows, from latitude and longitude.
    pub fn places(&mut self) -> Vec<Option<GeoPoint>> {
        let [latitudes, longitudes] = [("latitude", 90.0), ("longitude", 180.0)]
            .map(|(column, limit)| self.each(column, |cell| parse::degrees(cell, column, limit)));
        if self.has("latitude") != self.has("longitude") {
            self.faults.file(DataFault::HalfPlace);
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
