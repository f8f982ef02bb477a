//! Small CSV files of text.

use attain_core::output::guard_formula;

/// Encodes a table with its header. Cells that a spreadsheet could take for formulas are guarded.
#[must_use]
pub fn csv_text(header: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = line(header.iter().map(ToString::to_string));
    for row in rows {
        text += &line(row.iter().map(|cell| guard_formula(cell.clone())));
    }
    let ascii = text.is_ascii();
    let mut bytes = if ascii { Vec::new() } else { "\u{feff}".as_bytes().to_vec() };
    bytes.extend(text.into_bytes());
    bytes
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells
        .map(|cell| if cell.contains(['"', ',', ';', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell })
        .collect();
    cells.join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_guarded() {
        let bytes = csv_text(&["a", "b"], &[vec!["=1".to_owned(), "x, \"y\"".to_owned()]]);
        assert_eq!(String::from_utf8(bytes).unwrap(), "a,b\n'=1,\"x, \"\"y\"\"\"\n");
    }
}
