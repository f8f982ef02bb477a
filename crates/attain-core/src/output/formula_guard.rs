//! Text cells that a spreadsheet would run as formulas (OWASP, CSV injection).

/// First characters of text that spreadsheets take for a formula, with their full-width forms,
/// which some of them convert.
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Whether a spreadsheet could take the text for a formula. A negative number is one that it reads
/// as it is.
#[must_use]
pub fn is_formula_like(text: &str) -> bool {
    let is_number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.parse::<f64>().is_ok();
    text.starts_with(FORMULA_STARTS) && !text.strip_prefix('-').is_some_and(is_number)
}

/// The text for a cell of a CSV file: text that a spreadsheet could take for a formula is
/// prefixed with an apostrophe.
#[must_use]
pub fn guard_formula(text: String) -> String {
    if is_formula_like(&text) { format!("'{text}") } else { text }
}

/// The text of a cell without the apostrophe that [`guard_formula`] adds.
#[must_use]
pub fn unguard_formula(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula_like(rest)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guarded_text_is_no_formula_and_comes_back() {
        for text in ["=1+1", "+49", "-x", "@SUM(A1)", "\tx", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"] {
            let cell = guard_formula(text.to_owned());
            assert!(cell.starts_with('\''), "{text:?}");
            assert_eq!(unguard_formula(&cell), text);
        }
        for text in ["", "Acme = Sons", "'quoted'", "a-b", "'", "-0", "-12.5", "-1e-9"] {
            assert_eq!(guard_formula(text.to_owned()), text);
            assert_eq!(unguard_formula(text), text);
        }
    }
}
