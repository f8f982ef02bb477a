//! Locates the rows of a CSV file: their bytes, lines, numbers of fields and quoting errors.
//! This runs before the table is parsed, so that the parser receives only valid rows and
//! every fault has a line number.

use std::ops::Range;

/// A quoting error in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteFlaw {
    /// A quote within an unquoted field or after the closing quote.
    StrayQuote,
    /// The file ends within a quoted field.
    OpenQuote,
}

/// One row of a CSV file, which may be the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CsvRecord {
    /// Byte range of the row, without its line ending.
    pub bytes: Range<usize>,
    /// First line of the row, starting at 1.
    pub line: usize,
    /// Number of fields.
    pub fields: usize,
    /// The quoting error, if there is one.
    pub flaw: Option<QuoteFlaw>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ScanState {
    Start,
    Plain,
    Quoted,
    Closed,
}

/// The separator that a first line such as `sep=;` names, which spreadsheets write and read, and the
/// length of that line.
pub(super) fn declared_separator(text: &str) -> Option<(u8, usize)> {
    let line = text.lines().next()?;
    let rest = line.trim().trim_matches('"').to_lowercase();
    let sign = rest.strip_prefix("sep=")?.trim_end_matches([',', ';']);
    let sign = if sign.is_empty() { rest.strip_prefix("sep=")?.get(..1)? } else { sign };
    match sign {
        "\\t" => Some((b'\t', line.len())),
        _ => sign.bytes().next().filter(|_| sign.len() == 1).map(|sign| (sign, line.len())),
    }
}

/// Detects the separator of a header: comma, semicolon or tab, whichever occurs most often outside
/// quotes, or comma if none occurs.
pub(super) fn sniff(text: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    let mut content = false;
    for &byte in text {
        match byte {
            b'"' => quoted = !quoted,
            // A title above the header has no separators.
            b'\n' if !quoted && content && counts.iter().any(|(_, count)| *count > 0) => break,
            _ if !quoted => {
                for (separator, count) in &mut counts {
                    *count += usize::from(*separator == byte);
                }
            }
            _ => {}
        }
        content |= !byte.is_ascii_whitespace();
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

/// Returns all non-empty rows, starting with the header. Rows that consist only of separators and
/// blanks are skipped.
pub(super) fn scan(text: &[u8], separator: u8) -> Vec<CsvRecord> {
    let mut records = Vec::new();
    let mut line = 1;
    let mut begin = (0, 1);
    let mut fields = 1;
    let mut flaw = None;
    let mut state = ScanState::Start;
    for (at, &byte) in text.iter().enumerate() {
        state = match (state, byte) {
            (ScanState::Quoted, b'"') => ScanState::Closed,
            (ScanState::Quoted, _) => ScanState::Quoted,
            (_, b'\n') => {
                keep(&mut records, text, separator, CsvRecord { bytes: begin.0..at, line: begin.1, fields, flaw });
                begin = (at + 1, line + 1);
                (fields, flaw) = (1, None);
                ScanState::Start
            }
            (_, other) if other == separator => {
                fields += 1;
                ScanState::Start
            }
            (ScanState::Start | ScanState::Closed, b'"') => ScanState::Quoted,
            (ScanState::Closed, b'\r') => ScanState::Closed,
            (ScanState::Plain, b'"') | (ScanState::Closed, _) => {
                flaw = flaw.or(Some(QuoteFlaw::StrayQuote));
                ScanState::Plain
            }
            (ScanState::Start | ScanState::Plain, _) => ScanState::Plain,
        };
        line += usize::from(byte == b'\n');
    }
    if state == ScanState::Quoted {
        flaw = Some(QuoteFlaw::OpenQuote);
    }
    keep(&mut records, text, separator, CsvRecord { bytes: begin.0..text.len(), line: begin.1, fields, flaw });
    records
}

fn keep(records: &mut Vec<CsvRecord>, text: &[u8], separator: u8, record: CsvRecord) {
    let blank = |byte: &u8| *byte == separator || byte.is_ascii_whitespace();
    if !text[record.bytes.clone()].iter().all(blank) {
        records.push(record);
    }
}

/// The unquoted fields of a valid row.
pub(super) fn fields(row: &str, separator: u8) -> Vec<String> {
    let separator = char::from(separator);
    let mut all = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    for letter in row.trim_end_matches('\r').chars() {
        match letter {
            '"' => {
                if !quoted && !field.is_empty() {
                    field.push('"');
                }
                quoted = !quoted;
            }
            _ if letter == separator && !quoted => all.push(std::mem::take(&mut field)),
            _ => field.push(letter),
        }
    }
    all.push(field);
    all.iter().map(|name| name.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_through_quoted_newlines() {
        let text = b"id,name\n1,\"a\nb\"\r\n\n,,\n2,\"c \"\"d\"\"\"";
        let rows = scan(text, b',');
        let seen: Vec<(usize, usize, Option<QuoteFlaw>)> = rows.iter().map(|row| (row.line, row.fields, row.flaw)).collect();
        assert_eq!(seen, [(1, 2, None), (2, 2, None), (6, 2, None)]);
    }

    #[test]
    fn flaws_of_quotes() {
        let flaw = |text: &str| scan(text.as_bytes(), b',').pop().and_then(|row| row.flaw);
        assert_eq!(flaw("a,5\" pipe"), Some(QuoteFlaw::StrayQuote));
        assert_eq!(flaw("a,\"b\" c"), Some(QuoteFlaw::StrayQuote));
        assert_eq!(flaw("a,\"b"), Some(QuoteFlaw::OpenQuote));
        assert_eq!(flaw("a,\"b\"\"\""), None);
    }

    #[test]
    fn declared_separators() {
        assert_eq!(declared_separator("sep=;\na;b").map(|(sign, _)| sign), Some(b';'));
        assert_eq!(declared_separator("\"sep=,\"\r\na,b").map(|(sign, _)| sign), Some(b','));
        assert_eq!(declared_separator("separate;b\n"), None);
    }

    #[test]
    fn separators() {
        assert_eq!(sniff(b"a;b,c;d\n1,2,3,4,5"), b';');
        assert_eq!(sniff(b"\"a;b;c\",d\n"), b',');
        assert_eq!(sniff(b"a\tb\n"), b'\t');
        assert_eq!(sniff(b"alone"), b',');
    }

    #[test]
    fn header_fields() {
        assert_eq!(fields("\"a,\"\"b\"\"\", c ,\r", b','), ["a,\"b\"", "c", ""]);
    }
}
