//! Numeric columns of a table, with their decimal signs and currencies.

use std::collections::BTreeMap;

use super::currency::CurrencyRates;
use super::fault::DataFault;
use super::parse::{self, shown_decimal_sign};
use super::quality::{FindingKind, FindingTreatment};
use super::sheet::DataSheet;
use attain_core::scenario::choices::DecimalSign;

impl DataSheet {
    /// The amounts of a column, zero or more, in `money.currency`.
    pub fn amounts(&mut self, column: &'static str, rates: &CurrencyRates) -> Vec<Option<f64>> {
        let (decimal, rates) = (self.decimal_of(column), self.rates(column, rates));
        self.each_row(column, |row, cell| {
            let amount = parse::amount(cell, decimal)?;
            exchanged(amount, rates.get(row), cell)
        })
    }

    /// The amounts of a column, of either sign, in `money.currency`.
    pub fn signed_amounts(&mut self, column: &'static str, rates: &CurrencyRates) -> Vec<Option<f64>> {
        let (decimal, rates) = (self.decimal_of(column), self.rates(column, rates));
        self.each_row(column, |row, cell| {
            let amount = parse::number(cell, decimal)?;
            exchanged(amount, rates.get(row), cell)
        })
    }

    /// The shares of a column.
    pub fn shares(&mut self, column: &'static str) -> Vec<Option<f64>> {
        // A share is at most one, so separators cannot group thousands.
        let comma =
            shown_decimal_sign(self.texts(column)) == Some(DecimalSign::Comma) || self.decimal == Some(DecimalSign::Comma);
        self.each(column, |cell| parse::share(cell, if comma { DecimalSign::Comma } else { DecimalSign::Point }))
    }

    fn texts<'a>(&'a self, column: &'a str) -> impl Iterator<Item = &'a str> {
        (0..self.len()).filter_map(move |row| self.text(column, row))
    }

    /// The decimal sign of a column, from the file format, the scenario or the cells. If it
    /// cannot be determined, a single comma is read as a thousands separator and reported as a
    /// finding, and a single point is a fault.
    fn decimal_of(&mut self, column: &'static str) -> DecimalSign {
        if self.holds_numbers(column) {
            return DecimalSign::Point;
        }
        let decimal = self.decimal.or_else(|| shown_decimal_sign(self.texts(column)));
        let table = self.reading.table;
        if decimal.is_none() {
            let open = |sign: char| -> Vec<String> {
                self.texts(column).filter(|cell| parse::two_ways(cell) == Some(sign)).map(parse::shorten).collect()
            };
            let (points, commas) = (open('.'), open(','));
            if let Some(found) = points.first().cloned() {
                let row = (0..self.len()).find(|row| self.text(column, *row).and_then(parse::two_ways) == Some('.'));
                self.fault(row.unwrap_or(0), column, DataFault::AmbiguousDecimal { found, count: points.len(), table });
            }
            self.finding(FindingKind::CommaGroups, column, commas, FindingTreatment::Read("read as a thousands separator"));
        }
        let sign = decimal.unwrap_or(DecimalSign::Point);
        if let (Some(reading), true) = (self.reading.column(column), decimal.is_some()) {
            reading.written = Some(if sign == DecimalSign::Comma { "decimal comma" } else { "decimal point" });
        }
        sign
    }

    /// Exchange rates, indexed by row; empty if all amounts are in `money.currency`. Currencies
    /// without a rate are faults.
    fn rates(&mut self, column: &'static str, rates: &CurrencyRates) -> Vec<f64> {
        let named = |row: usize| {
            let cell = self.text(column, row)?;
            parse::currency(cell).or_else(|| self.text("currency", row))
        };
        if !(0..self.len()).any(|row| named(row).is_some()) {
            return Vec::new();
        }
        let mut factors = vec![1.0; self.len()];
        // Per currency: number of rows, first row, and whether a rate exists.
        let mut others: BTreeMap<String, (usize, usize, Option<f64>)> = BTreeMap::new();
        let (mut wrong, mut home) = (Vec::new(), 0);
        for (row, factor) in factors.iter_mut().enumerate() {
            let Some(name) = named(row) else {
                home += usize::from(self.text(column, row).is_some());
                continue;
            };
            match rates.code(name) {
                Ok(code) if code == rates.home => home += 1,
                Ok(code) => {
                    let rate = rates.rate(&code);
                    *factor = rate.unwrap_or(1.0);
                    others.entry(code).or_insert((0, row, rate)).0 += 1;
                }
                Err(problem) => wrong.push((row, problem)),
            }
        }
        for (row, problem) in wrong {
            let column = if self.has("currency") { "currency" } else { column };
            self.fault(row, column, problem);
        }
        let mut converted = Vec::new();
        let alone = others.len() == 1 && home == 0 && !rates.given;
        for (code, (count, row, rate)) in others {
            if let Some(rate) = rate {
                converted.extend((0..count).map(|_| format!("{code} at {rate}")));
            } else {
                let (first, home) = (self.row(row).words(), rates.home.clone());
                self.fault(row, column, DataFault::NoRate { found: code, count, first, home, alone });
            }
        }
        self.finding(FindingKind::OtherCurrency, column, converted, FindingTreatment::Read("converted at the scenario's rates"));
        factors
    }
}

/// Converts an amount at a rate; `None` if the result is out of range.
fn exchanged(amount: f64, rate: Option<&f64>, cell: &str) -> Result<f64, DataFault> {
    let value = amount * rate.copied().unwrap_or(1.0);
    if value.abs() <= attain_core::units::Money::HIGH {
        Ok(value)
    } else {
        Err(DataFault::TooLarge { found: parse::shorten(cell) })
    }
}
