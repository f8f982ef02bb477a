//! A sheet as a table: columns, rows of typed cells, charts.

use jiff::civil::Date;

use super::chart::SheetChart;

/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// A typed cell.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetCell {
    Empty,
    Text(String),
    /// An amount in the currency of the study.
    Money(f64),
    /// A share, shown in percent.
    Share(f64),
    /// A number with decimals.
    Decimal(f64),
    /// A whole number.
    Whole(f64),
    Date(Date),
}

impl SheetCell {
    /// Text that a cell can hold: without control characters, and cut at the longest length.
    #[must_use]
    pub fn text(text: impl AsRef<str>) -> Self {
        let mut length = 0;
        let clean = text
            .as_ref()
            .chars()
            .map(|c| if c.is_control() && c != '\n' || ('\u{fffe}'..='\u{ffff}').contains(&c) { ' ' } else { c });
        let clean: String = clean
            .take_while(|c| {
                length += c.len_utf16();
                length <= LONGEST
            })
            .collect();
        if clean.is_empty() { Self::Empty } else { Self::Text(clean) }
    }

    /// The cell, or an empty one if the number is missing or not finite.
    #[must_use]
    pub fn number(kind: fn(f64) -> Self, value: impl Into<Option<f64>>) -> Self {
        value.into().filter(|value| value.is_finite()).map_or(Self::Empty, kind)
    }

    /// The number in the cell.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Money(value) | Self::Share(value) | Self::Decimal(value) | Self::Whole(value) => Some(*value),
            Self::Empty | Self::Text(_) | Self::Date(_) => None,
        }
    }
}

/// A column of a sheet.
#[derive(Debug, Clone)]
pub struct SheetColumn {
    pub title: String,
    /// Width in characters.
    pub width: f64,
    /// Whether long text breaks into lines.
    pub wraps: bool,
    /// For columns that people edit: the sheet and the number of rows of its first column, from
    /// which values are chosen.
    pub choices: Option<(&'static str, u32)>,
}

impl SheetColumn {
    #[must_use]
    pub fn new(title: &str, width: f64) -> Self {
        Self { title: title.to_owned(), width, wraps: false, choices: None }
    }

    /// A column whose long text breaks into lines.
    #[must_use]
    pub fn wrapped(title: &str, width: f64) -> Self {
        Self { wraps: true, ..Self::new(title, width) }
    }
}

/// A sheet: a table with its header in the first row, and charts beside or below it.
#[derive(Debug, Clone)]
pub struct SheetModel {
    pub name: &'static str,
    pub columns: Vec<SheetColumn>,
    pub rows: Vec<Vec<SheetCell>>,
    /// Number of columns that stay in view.
    pub frozen: u16,
    /// Whether the header filters the table.
    pub filter: bool,
    pub charts: Vec<SheetChart>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_fits_into_a_cell() {
        assert_eq!(SheetCell::text(""), SheetCell::Empty);
        assert_eq!(SheetCell::text("a\u{0}b\nc"), SheetCell::Text("a b\nc".to_owned()));
        let SheetCell::Text(long) = SheetCell::text("😀".repeat(20_000)) else { panic!("no text") };
        assert!(long.encode_utf16().count() <= LONGEST && long.chars().all(|c| c == '😀'));
    }

    #[test]
    fn numbers_that_are_not_finite_are_empty() {
        assert_eq!(SheetCell::number(SheetCell::Money, f64::NAN), SheetCell::Empty);
        assert_eq!(SheetCell::number(SheetCell::Money, None), SheetCell::Empty);
        assert_eq!(SheetCell::number(SheetCell::Share, 0.5), SheetCell::Share(0.5));
    }
}
