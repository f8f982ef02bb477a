//! Combines many Parquet files into one: each block of rows is encoded as a separate file,
//! and its row group is appended to the combined file.
//!
//! The writer of the Parquet library keeps about a hundred kilobytes of metadata
//! per row group in memory, which adds up in long runs. This module keeps only the
//! encoded footer, a few kilobytes per row group.

use std::io::Write;

use super::thrift::{I64, LIST, STRUCT, ThriftReader, field, list, put, unzigzag, zigzag};

const MAGIC: &[u8; 4] = b"PAR1";

/// How a field of a struct changes when its row group moves within the file.
#[derive(Debug, Clone, Copy)]
enum FieldRule {
    /// An offset within the file, which is shifted; 0 means none.
    Shift,
    /// Removed, because it refers to data that is not copied.
    Remove,
    /// A struct with rules for its fields.
    Struct(FieldRules),
    /// A list of structs with rules for their fields.
    List(FieldRules),
}

/// Rules by field number; other fields are copied unchanged.
type FieldRules = &'static [(u64, FieldRule)];

/// Rules for `ColumnMetaData`: data, index and dictionary pages, and Bloom filters.
const COLUMN: FieldRules =
    &[(9, FieldRule::Shift), (10, FieldRule::Shift), (11, FieldRule::Shift), (14, FieldRule::Remove), (15, FieldRule::Remove)];
/// Rules for `ColumnChunk`: page indexes are not copied.
const CHUNK: FieldRules = &[
    (2, FieldRule::Shift),
    (3, FieldRule::Struct(COLUMN)),
    (4, FieldRule::Remove),
    (5, FieldRule::Remove),
    (6, FieldRule::Remove),
    (7, FieldRule::Remove),
];
/// Rules for `RowGroup`: the optional ordinal is removed.
const GROUP: FieldRules = &[(1, FieldRule::List(CHUNK)), (5, FieldRule::Shift), (7, FieldRule::Remove)];

/// A Parquet file that is being written.
pub(super) struct ParquetSplicer<W> {
    out: W,
    /// Number of bytes written.
    at: u64,
    /// Fields of the first file's footer: number, type and bytes.
    first: Vec<(u64, u8, Vec<u8>)>,
    rows: u64,
    groups: u64,
    /// The encoded row groups of the footer.
    row_groups: Vec<u8>,
}

/// A block that is not a valid Parquet file.
#[derive(Debug, thiserror::Error)]
#[error("the footer of an encoded block cannot be read")]
pub(super) struct MalformedFooter;

impl<W: Write> ParquetSplicer<W> {
    /// Starts a file.
    pub(super) fn new(mut out: W) -> std::io::Result<Self> {
        out.write_all(MAGIC)?;
        Ok(Self { out, at: MAGIC.len() as u64, first: Vec::new(), rows: 0, groups: 0, row_groups: Vec::new() })
    }

    /// Appends the row groups of a complete Parquet file.
    pub(super) fn push(&mut self, file: &[u8]) -> std::io::Result<()> {
        let malformed = || std::io::Error::other(MalformedFooter);
        let (data, footer) = parts(file).ok_or_else(malformed)?;
        let fields = fields(footer).ok_or_else(malformed)?;
        // Offsets are relative to the first byte of the file, including the magic number.
        let by = self.at - MAGIC.len() as u64;
        for (number, kind, bytes) in &fields {
            let mut from = ThriftReader(bytes);
            match (*number, *kind) {
                (3, I64) => self.rows += unzigzag(from.number().ok_or_else(malformed)?),
                (4, LIST) => {
                    let (count, of) = from.list().ok_or_else(malformed)?;
                    for _ in 0..count {
                        if of != STRUCT {
                            return Err(malformed());
                        }
                        shifted(&mut from, &mut self.row_groups, GROUP, by).ok_or_else(malformed)?;
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

    /// Finishes the file.
    pub(super) fn finish(mut self) -> std::io::Result<()> {
        let (mut head, mut tail) = (Vec::new(), Vec::new());
        let mut last = 0;
        for (number, kind, bytes) in &self.first {
            // Fields shared by all files come before or after the row groups.
            let into = if *number <= 4 { &mut head } else { &mut tail };
            field(into, &mut last, *number, *kind);
            match number {
                3 => put(into, zigzag(self.rows)),
                4 => list(into, self.groups),
                _ => into.extend(bytes),
            }
        }
        tail.push(0);
        let length = head.len() + self.row_groups.len() + tail.len();
        for bytes in [head.as_slice(), &self.row_groups, &tail, &(length as u32).to_le_bytes(), MAGIC] {
            self.out.write_all(bytes)?;
        }
        self.out.flush()
    }
}

/// Splits a file into the bytes between magic number and footer, and the footer.
fn parts(file: &[u8]) -> Option<(&[u8], &[u8])> {
    let body = file.strip_prefix(MAGIC)?.strip_suffix(MAGIC)?;
    let (body, length) = body.split_last_chunk::<4>()?;
    body.split_at_checked(body.len().checked_sub(u32::from_le_bytes(*length) as usize)?)
}

/// Splits a struct into its encoded fields.
fn fields(bytes: &[u8]) -> Option<Vec<(u64, u8, Vec<u8>)>> {
    let (mut from, mut last, mut found) = (ThriftReader(bytes), 0, Vec::new());
    while let Some((number, kind)) = from.field(&mut last)? {
        found.push((number, kind, from.taken(|from| from.skip(kind))?.to_vec()));
    }
    Some(found)
}

/// Copies a struct and shifts its offsets by the given number of bytes.
fn shifted(from: &mut ThriftReader, into: &mut Vec<u8>, rules: FieldRules, by: u64) -> Option<()> {
    let (mut read, mut written) = (0, 0);
    while let Some((number, kind)) = from.field(&mut read)? {
        let rule = rules.iter().find(|(of, _)| *of == number).map(|(_, rule)| *rule);
        if let Some(FieldRule::Remove) = rule {
            from.skip(kind)?;
            continue;
        }
        field(into, &mut written, number, kind);
        match (rule, kind) {
            (Some(FieldRule::Shift), I64) => {
                let place = unzigzag(from.number()?);
                put(into, zigzag(if place == 0 { 0 } else { place + by }));
            }
            (Some(FieldRule::Struct(rules)), STRUCT) => shifted(from, into, rules, by)?,
            (Some(FieldRule::List(rules)), LIST) => {
                let (count, of) = from.list()?;
                if of != STRUCT {
                    return None;
                }
                list(into, count);
                (0..count).try_for_each(|_| shifted(from, into, rules, by))?;
            }
            _ => into.extend(from.taken(|from| from.skip(kind))?),
        }
    }
    into.push(0);
    Some(())
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

    /// Many blocks of unequal length, more than a short list can hold, are read back as one table.
    #[test]
    fn blocks_make_one_table() {
        let (mut bytes, mut from, mut all) = (Vec::new(), 0, frame(0, 0));
        let mut splice = ParquetSplicer::new(&mut bytes).unwrap();
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
    fn invalid_files_are_refused() {
        let whole = file(&mut frame(0, 3));
        for length in [0, 3, 8, whole.len() - 1] {
            assert!(ParquetSplicer::new(Vec::new()).unwrap().push(&whole[..length]).is_err(), "{length}");
        }
        let mut long = whole.clone();
        let at = long.len() - 8;
        long[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(ParquetSplicer::new(Vec::new()).unwrap().push(&long).is_err());
        assert!(ParquetSplicer::new(Vec::new()).unwrap().push(&whole).is_ok());
    }
}
