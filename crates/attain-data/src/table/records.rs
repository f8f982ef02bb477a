//! Where the rows of a CSV file are: their lines, their fields counted, and
//! whether their quotes are sound. Runs before the table is parsed, so that the
//! parser only sees sound rows and every fault has its line.

use std::ops::Range;

/// What is wrong with a row as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A quote within a field that is not enclosed, or after the closing one.
    StrayQuote,
    /// The file ends within a quoted field.
    OpenQuote,
}

/// One row of a CSV file, the header included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// Bytes of the row, without its line end.
    pub bytes: Range<usize>,
    /// First line, from 1.
    pub line: usize,
    /// Number of fields.
    pub fields: usize,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    Closed,
}

/// The separator of a header: the one of comma, semicolon and tab that stands
/// most often outside quotes; comma when there is none.
pub(super) fn sniff(text: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    let mut content = false;
    for &byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && content => break,
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

/// All rows that hold anything, the header first; rows of nothing but
/// separators and blanks are left out.
pub(super) fn scan(text: &[u8], separator: u8) -> Vec<Record> {
    let mut records = Vec::new();
    let mut line = 1;
    let mut begin = (0, 1);
    let mut fields = 1;
    let mut flaw = None;
    let mut state = State::Start;
    for (at, &byte) in text.iter().enumerate() {
        state = match (state, byte) {
            (State::Quoted, b'"') => State::Closed,
            (State::Quoted, _) => State::Quoted,
            (_, b'\n') => {
                keep(&mut records, text, separator, Record { bytes: begin.0..at, line: begin.1, fields, flaw });
                begin = (at + 1, line + 1);
                (fields, flaw) = (1, None);
                State::Start
            }
            (_, other) if other == separator => {
                fields += 1;
                State::Start
            }
            (State::Start | State::Closed, b'"') => State::Quoted,
            (State::Closed, b'\r') => State::Closed,
            (State::Plain, b'"') | (State::Closed, _) => {
                flaw = flaw.or(Some(Flaw::StrayQuote));
                State::Plain
            }
            (State::Start | State::Plain, _) => State::Plain,
        };
        line += usize::from(byte == b'\n');
    }
    if state == State::Quoted {
        flaw = Some(Flaw::OpenQuote);
    }
    keep(&mut records, text, separator, Record { bytes: begin.0..text.len(), line: begin.1, fields, flaw });
    records
}

fn keep(records: &mut Vec<Record>, text: &[u8], separator: u8, record: Record) {
    let blank = |byte: &u8| *byte == separator || byte.is_ascii_whitespace();
    if !text[record.bytes.clone()].iter().all(blank) {
        records.push(record);
    }
}

/// The fields of a sound row, quotes removed.
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
        let seen: Vec<(usize, usize, Option<Flaw>)> = rows.iter().map(|row| (row.line, row.fields, row.flaw)).collect();
        assert_eq!(seen, [(1, 2, None), (2, 2, None), (6, 2, None)]);
    }

    #[test]
    fn flaws_of_quotes() {
        let flaw = |text: &str| scan(text.as_bytes(), b',').pop().and_then(|row| row.flaw);
        assert_eq!(flaw("a,5\" pipe"), Some(Flaw::StrayQuote));
        assert_eq!(flaw("a,\"b\" c"), Some(Flaw::StrayQuote));
        assert_eq!(flaw("a,\"b"), Some(Flaw::OpenQuote));
        assert_eq!(flaw("a,\"b\"\"\""), None);
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
