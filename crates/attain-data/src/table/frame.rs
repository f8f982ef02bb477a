//! Lines around a table: titles above the header, and totals and notices below the last row, as
//! reports are exported.

/// Most lines above a header and below a table.
const MOST_ABOVE: usize = 25;
const MOST_BELOW: usize = 12;
/// Narrowest table that can have lines around it.
const NARROWEST: usize = 4;

/// Position of the header among rows, given the filled cells of each: the first row that fills at
/// least half as many cells as the rows usually do. A few rows that are too long do not count.
pub(super) fn header_row(filled: &[usize]) -> usize {
    let mut sorted = filled.to_vec();
    sorted.sort_unstable();
    let widest = sorted.get(3 * sorted.len() / 4).copied().unwrap_or(0);
    if widest < NARROWEST {
        return 0;
    }
    filled.iter().take(MOST_ABOVE).position(|cells| 2 * cells >= widest && *cells > 2).unwrap_or(0)
}

/// Number of rows below a table that are no records. `last` holds the filled cells of the last
/// rows, from the last one up, and `width` the number of columns.
pub(super) fn rows_below<'a>(last: impl Iterator<Item = Vec<&'a str>>, width: usize) -> usize {
    if width < NARROWEST {
        return 0;
    }
    last.take(MOST_BELOW).take_while(|cells| is_notice(cells, width)).count()
}

/// Whether a row is a total or a notice: a sentence in one cell, or a total with few cells.
fn is_notice(cells: &[&str], width: usize) -> bool {
    let Some(first) = cells.first().map(|cell| cell.trim().to_lowercase()) else { return true };
    let total = ["total", "grand total", "sum", "count", "subtotal", "average"].iter().any(|word| first.starts_with(word));
    (cells.len() == 1 && first.contains(' ')) || (total && 2 * cells.len() <= width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_totals_are_no_records() {
        assert_eq!(header_row(&[1, 2, 13, 12, 13]), 2);
        assert_eq!(header_row(&[13, 12, 13]), 0);
        assert_eq!(header_row(&[13, 12, 13, 12, 500_000]), 0, "a row that is too long is a fault of the table");
        assert_eq!(header_row(&[2, 2, 2]), 0, "a narrow table");
        let below = |rows: &[&[&str]], width| rows_below(rows.iter().rev().map(|row| row.to_vec()), width);
        assert_eq!(below(&[&["a", "b", "c", "d"], &["Grand Totals (2 records)"], &["Confidential Information"]], 4), 2);
        assert_eq!(below(&[&["a", "b", "c", "d"], &["Total", "5"]], 4), 1);
        assert_eq!(below(&[&["a", "b", "c", "d"], &["a2"]], 4), 0, "a short record is a fault, not a notice");
        assert_eq!(below(&[&["a", "b"], &["Grand total of all"]], 2), 0);
    }
}
