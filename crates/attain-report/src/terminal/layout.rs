//! Formatting of amounts, paragraphs and tables for the width of the terminal.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

use crate::names;
use attain_core::number_format::{MISSING, NumberFormat};
use attain_design::territory::equity::RANGE_CAP;

/// Minimum width for tables with their most important columns; narrower terminals get sentences.
pub(super) const MIDDLE: usize = 56;

/// A common unit for a set of amounts: thousands, millions or billions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AmountScale {
    divisor: f64,
    letter: &'static str,
    decimals: usize,
}

const STEPS: [(f64, &str); 5] = [(1e12, "T"), (1e9, "bn"), (1e6, "M"), (1e3, "k"), (1.0, "")];

impl AmountScale {
    /// Creates the scale that shows the largest of these amounts with about three digits.
    #[must_use]
    pub fn for_amounts(amounts: impl IntoIterator<Item = f64>) -> Self {
        let largest = amounts.into_iter().map(f64::abs).filter(|a| a.is_finite()).fold(0.0, f64::max);
        let (divisor, letter) = STEPS.into_iter().find(|(divisor, _)| largest >= *divisor).unwrap_or((1.0, ""));
        let shown = largest / divisor;
        let decimals = if shown < 10.0 { 2 } else { usize::from(shown < 100.0) };
        Self { divisor, letter, decimals }
    }

    /// Returns this scale with one more decimal, for steps that are small compared with their levels.
    pub(super) fn finer(self) -> Self {
        Self { decimals: self.decimals + 1, ..self }
    }

    /// Formats a number without the unit.
    #[must_use]
    pub fn plain(&self, amount: f64) -> String {
        shown(amount, format!("{:.*}", self.decimals, amount / self.divisor))
    }

    /// Formats a number with a sign and without the unit.
    #[must_use]
    pub fn signed(&self, amount: f64) -> String {
        shown(amount, format!("{:+.*}", self.decimals, amount / self.divisor))
    }

    /// The suffix for the unit.
    #[must_use]
    pub fn unit(&self) -> String {
        if self.letter.is_empty() { String::new() } else { format!(" {}", self.letter) }
    }

    /// Formats a heading: `before`, then currency and unit.
    #[must_use]
    pub fn heading(&self, before: &str, numbers: NumberFormat) -> String {
        format!("{before}{}{}", numbers.currency_prefix(), self.letter)
    }
}

/// Formats the two ends of an interval.
pub(super) fn amount_range(scale: &AmountScale, low: f64, high: f64) -> String {
    format!("{}…{}", scale.signed(low), scale.signed(high))
}

/// Formats a ratio with two decimals.
pub(super) fn ratio(value: f64) -> String {
    shown(value, format!("{value:.2}"))
}

/// Formats a value, or a dash if there is none.
fn shown(value: f64, text: String) -> String {
    if value.is_finite() { text } else { MISSING.to_owned() }
}

/// Formats a share as a whole percentage.
pub(super) fn percent(share: f64) -> String {
    shown(share, format!("{:.0} %", 100.0 * share))
}

/// Removes control characters from a text.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Breaks a name to fit a column, after hyphens, spaces and underscores where possible.
pub(super) fn hyphened(name: &str, width: usize) -> String {
    names::lines(&clean(name), width).join("\n")
}

/// Replaces non-breaking spaces with plain ones, so that the text can be searched.
pub(super) fn plain_spaces(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// Wraps text to a width.
pub(super) fn paragraph(text: &str, width: usize) -> String {
    let mut table = plain(width, false);
    table.add_row([text]);
    table.column_iter_mut().for_each(|column| _ = column.set_padding((0, 0)));
    table.trim_fmt()
}

/// Renders a table without borders: the first column is left-aligned, all others are
/// right-aligned. Names are not broken within words if there is room for whole words.
pub(super) fn table(header: &[String], rows: Vec<Vec<Cell>>, width: usize, colour: bool) -> String {
    let mut table = plain(width, colour);
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─')));
    table.set_header(header.iter().map(Cell::new).collect::<Vec<Cell>>());
    table.add_rows(rows);
    let lines_fit = width >= MIDDLE;
    let last = table.column_iter().count().saturating_sub(1);
    for (i, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if i == last { 0 } else { 2 }));
        if i == 0 && lines_fit {
            column.set_constraint(ColumnConstraint::ContentWidth);
        } else if i > 0 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

fn plain(width: usize, colour: bool) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::try_from(width).unwrap_or(u16::MAX));
    if colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table
}

/// "3.37 : 1".
pub(super) fn highest_to_lowest(range: f64) -> String {
    match range {
        r if r >= RANGE_CAP => format!("over {RANGE_CAP:.0} : 1"),
        r if r.is_finite() => format!("{:.2} : 1", 1.0 + r),
        _ => MISSING.to_owned(),
    }
}
