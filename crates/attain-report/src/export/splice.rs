//! One Parquet file out of many: each block of rows is encoded as a file of its
//! own, and its row group is put behind the last one.
//!
//! A writer of row groups that keeps what the footer will say of them in
//! memory takes some hundred kilobytes a group, so that a long run's tables grow
//! with its years. Here only the footer's own bytes are kept, a few kilobytes a
//! group.

use std::io::Write;

const MAGIC: &[u8; 4] = b"PAR1";

/// What is done to a field of a struct when its row group moves within the file.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// A place in the file, which moves along; 0 stands for none.
    Moves,
    /// Left out: it speaks of what is not taken over.
    Goes,
    /// A struct with fields of its own.
    Within(Rules),
    /// A list of such structs.
    Each(Rules),
}

/// Rules by number of the field; other fields stay as they are.
type Rules = &'static [(u64, Rule)];

/// `ColumnMetaData` of the format: data, index and dictionary pages; Bloom filters.
const COLUMN: Rules = &[(9, Rule::Moves), (10, Rule::Moves), (11, Rule::Moves), (14, Rule::Goes), (15, Rule::Goes)];
/// `ColumnChunk`: page indexes are not taken over.
const CHUNK: Rules =
    &[(2, Rule::Moves), (3, Rule::Within(COLUMN)), (4, Rule::Goes), (5, Rule::Goes), (6, Rule::Goes), (7, Rule::Goes)];
/// `RowGroup`: its number within the file may be left out.
const GROUP: Rules = &[(1, Rule::Each(CHUNK)), (5, Rule::Moves), (7, Rule::Goes)];

/// Kinds of values in Thrift's compact protocol.
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const TEXT: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const STRUCT: u8 = 12;

/// A Parquet file that is being put together.
pub(super) struct Splice<W> {
    out: W,
    /// Bytes written.
    at: u64,
    /// Fields of the first file's footer: number, kind, bytes.
    first: Vec<(u64, u8, Vec<u8>)>,
    rows: u64,
    groups: u64,
    /// The row groups as the footer will tell them.
    told: Vec<u8>,
}

/// A file that does not have the form it should.
#[derive(Debug, thiserror::Error)]
#[error("the footer of an encoded block cannot be read")]
pub(super) struct Malformed;

impl<W: Write> Splice<W> {
    /// Begins a file.
    pub(super) fn new(mut out: W) -> std::io::Result<Self> {
        out.write_all(MAGIC)?;
        Ok(Self { out, at: MAGIC.len() as u64, first: Vec::new(), rows: 0, groups: 0, told: Vec::new() })
    }

    /// Adds the row groups of a whole Parquet file.
    pub(super) fn push(&mut self, file: &[u8]) -> std::io::Result<()> {
        let malformed = || std::io::Error::other(Malformed);
        let (data, footer) = parts(file).ok_or_else(malformed)?;
        let fields = fields(footer).ok_or_else(malformed)?;
        // Places count from the first byte of the file, its magic with it.
        let by = self.at - MAGIC.len() as u64;
        for (number, kind, bytes) in &fields {
            let mut from = Reader(bytes);
            match (*number, *kind) {
                (3, I64) => self.rows += unzigzag(from.number().ok_or_else(malformed)?),
                (4, LIST) => {
                    let (count, of) = from.list().ok_or_else(malformed)?;
                    for _ in 0..count {
                        if of != STRUCT {
                            return Err(malformed());
                        }
                        moved(&mut from, &mut self.told, GROUP, by).ok_or_else(malformed)?;
                    }
                    self.groups += count;
                }
                _ => {}
            }
        }
        if self.first.is_empty() {
            self.first = fields;
        }
        self.out.write_all(data)?;
        self.at += data.len() as u64;
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> std::io::Result<()> {
        let (mut head, mut tail) = (Vec::new(), Vec::new());
        let mut last = 0;
        for (number, kind, bytes) in &self.first {
            // What all files tell alike comes before their row groups, or behind.
            let into = if *number <= 4 { &mut head } else { &mut tail };
            field(into, &mut last, *number, *kind);
            match number {
                3 => put(into, zigzag(self.rows)),
                4 => list(into, self.groups),
                _ => into.extend(bytes),
            }
        }
        tail.push(0);
        let length = head.len() + self.told.len() + tail.len();
        for bytes in [head.as_slice(), &self.told, &tail, &(length as u32).to_le_bytes(), MAGIC] {
            self.out.write_all(bytes)?;
        }
        self.out.flush()
    }
}

/// The bytes of a file between its magic and its footer, and the footer.
fn parts(file: &[u8]) -> Option<(&[u8], &[u8])> {
    let body = file.strip_prefix(MAGIC)?.strip_suffix(MAGIC)?;
    let (body, length) = body.split_last_chunk::<4>()?;
    body.split_at_checked(body.len().checked_sub(u32::from_le_bytes(*length) as usize)?)
}

/// The fields of a struct, each as it stands.
fn fields(bytes: &[u8]) -> Option<Vec<(u64, u8, Vec<u8>)>> {
    let (mut from, mut last, mut found) = (Reader(bytes), 0, Vec::new());
    while let Some((number, kind)) = from.field(&mut last)? {
        found.push((number, kind, from.taken(|from| from.skip(kind))?.to_vec()));
    }
    Some(found)
}

/// Copies a struct whose places in the file move by so many bytes.
fn moved(from: &mut Reader, into: &mut Vec<u8>, rules: Rules, by: u64) -> Option<()> {
    let (mut read, mut written) = (0, 0);
    while let Some((number, kind)) = from.field(&mut read)? {
        let rule = rules.iter().find(|(of, _)| *of == number).map(|(_, rule)| *rule);
        if let Some(Rule::Goes) = rule {
            from.skip(kind)?;
            continue;
        }
        field(into, &mut written, number, kind);
        match (rule, kind) {
            (Some(Rule::Moves), I64) => {
                let place = unzigzag(from.number()?);
                put(into, zigzag(if place == 0 { 0 } else { place + by }));
            }
            (Some(Rule::Within(rules)), STRUCT) => moved(from, into, rules, by)?,
            (Some(Rule::Each(rules)), LIST) => {
                let (count, of) = from.list()?;
                if of != STRUCT {
                    return None;
                }
                list(into, count);
                (0..count).try_for_each(|_| moved(from, into, rules, by))?;
            }
            _ => into.extend(from.taken(|from| from.skip(kind))?),
        }
    }
    into.push(0);
    Some(())
}

/// Values of Thrift's compact protocol, one after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    /// The number and the kind of a struct's next field; `None` within at its end.
    #[expect(clippy::option_option, reason = "the end of a struct is not the end of the bytes")]
    fn field(&mut self, last: &mut u64) -> Option<Option<(u64, u8)>> {
        let head = self.byte()?;
        if head == 0 {
            return Some(None);
        }
        *last = if head >> 4 == 0 { unzigzag(self.number()?) } else { *last + u64::from(head >> 4) };
        Some(Some((*last, head & 0x0f)))
    }

    /// Length of a list, and the kind of its values.
    fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let length = if head >> 4 == 15 { self.number()? } else { u64::from(head >> 4) };
        Some((length, head & 0x0f))
    }

    fn skip(&mut self, kind: u8) -> Option<()> {
        match kind {
            TRUE | FALSE => Some(()),
            BYTE => self.pass(1),
            I16 | I32 | I64 => self.number().map(|_| ()),
            DOUBLE => self.pass(8),
            TEXT => {
                let length = self.number()?;
                self.pass(length)
            }
            LIST | SET => {
                let (length, of) = self.list()?;
                // Within a list a truth takes a byte.
                let of = if matches!(of, TRUE | FALSE) { BYTE } else { of };
                (0..length).try_for_each(|_| self.skip(of))
            }
            STRUCT => {
                let mut last = 0;
                while let Some((_, kind)) = self.field(&mut last)? {
                    self.skip(kind)?;
                }
                Some(())
            }
            _ => None,
        }
    }

    /// The bytes that `read` goes over.
    fn taken(&mut self, read: impl FnOnce(&mut Self) -> Option<()>) -> Option<&'a [u8]> {
        let before = self.0;
        read(self)?;
        before.get(..before.len() - self.0.len())
    }
}

fn field(into: &mut Vec<u8>, last: &mut u64, number: u64, kind: u8) {
    let step = number.wrapping_sub(*last);
    if (1..16).contains(&step) {
        into.push((step as u8) << 4 | kind);
    } else {
        into.push(kind);
        put(into, zigzag(number));
    }
    *last = number;
}

/// The head of a list of structs.
fn list(into: &mut Vec<u8>, length: u64) {
    if length < 15 {
        into.push((length as u8) << 4 | STRUCT);
    } else {
        into.push(0xf0 | STRUCT);
        put(into, length);
    }
}

fn put(into: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

/// Numbers of a footer are never negative.
fn zigzag(value: u64) -> u64 {
    value << 1
}

fn unzigzag(value: u64) -> u64 {
    value >> 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::*;

    fn frame(from: u32, rows: u32) -> DataFrame {
        let name = |i: u32| format!("seat {}", i % 7);
        let values = (from..from + rows).map(|i| (i % 5 != 0).then_some(f64::from(i) * 0.5));
        df!("year" => (from..from + rows).collect::<Vec<_>>(), "seat" => (from..from + rows).map(name).collect::<Vec<_>>(),
            "bookings" => values.collect::<Vec<_>>())
        .unwrap()
    }

    fn file(frame: &mut DataFrame) -> Vec<u8> {
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(frame).unwrap();
        bytes
    }

    /// Blocks of unequal length, more of them than a short list holds, are read as one table.
    #[test]
    fn blocks_make_one_table() {
        let (mut bytes, mut from, mut all) = (Vec::new(), 0, frame(0, 0));
        let mut splice = Splice::new(&mut bytes).unwrap();
        for rows in [40, 1, 0, 300].into_iter().cycle().take(40) {
            let mut block = frame(from, rows);
            splice.push(&file(&mut block)).unwrap();
            all.vstack_mut(&block).unwrap();
            from += rows;
        }
        splice.finish().unwrap();
        let read = ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap();
        assert_eq!(read.height(), from as usize);
        assert!(read.equals_missing(&all));
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let whole = file(&mut frame(0, 3));
        for length in [0, 3, 8, whole.len() - 1] {
            assert!(Splice::new(Vec::new()).unwrap().push(&whole[..length]).is_err(), "{length}");
        }
        let mut long = whole.clone();
        let at = long.len() - 8;
        long[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(Splice::new(Vec::new()).unwrap().push(&long).is_err());
        assert!(Splice::new(Vec::new()).unwrap().push(&whole).is_ok());
    }
}
