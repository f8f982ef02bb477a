//! Checks the page headers of a Parquet column before the library reads them. A damaged
//! header can request more memory than is available, which aborts the program and, unlike a
//! panic, cannot be caught. Headers are structs in Thrift's compact protocol, of which only the
//! integers are relevant here.

use std::ops::Range;

/// Uncompressed size in bytes up to which every page is plausible.
const LEAST_PAGE: u64 = 1 << 20;
/// Maximum plausible ratio of uncompressed to compressed size.
const DENSEST: u64 = 1 << 15;
/// Maximum depth of nested structs in a header.
const DEEPEST: usize = 8;

/// Whether the page headers of a column are plausible: sizes within the column and at most
/// `most` values.
pub(super) fn sound(file: &[u8], column: Range<u64>, values: usize, most: usize) -> bool {
    let range = usize::try_from(column.start).ok().zip(usize::try_from(column.end).ok());
    let Some(bytes) = range.and_then(|(start, end)| file.get(start..end)) else { return false };
    let mut rest = bytes;
    let mut seen = 0_u64;
    while seen < values as u64 && !rest.is_empty() {
        let mut thrift = ThriftWalker { rest };
        let mut page = PageHeader::default();
        if thrift.fields(&mut |path, number| page.note(path, number), &mut Vec::new()).is_none() {
            return false;
        }
        let Some(next) = page.checked(thrift.rest, most) else { return false };
        rest = next;
        // A dictionary page comes only once, and empty data pages would never end.
        seen += page.values;
        if page.values == 0 && page.dictionary.is_none() {
            return false;
        }
    }
    true
}

/// The relevant numbers of a page header.
#[derive(Default)]
struct PageHeader {
    uncompressed: Option<i64>,
    compressed: Option<i64>,
    /// Number of values in a data page.
    values: u64,
    dictionary: Option<i64>,
    wrong: bool,
}

impl PageHeader {
    /// Records a number at a path of field ids of the Parquet page header.
    fn note(&mut self, path: &[i64], number: i64) {
        match path {
            [2] => self.uncompressed = Some(number),
            [3] => self.compressed = Some(number),
            [5 | 8, 1] => match u64::try_from(number) {
                Ok(values) => self.values = values,
                Err(_) => self.wrong = true,
            },
            [7, 1] => self.dictionary = Some(number),
            // Nulls, rows and level lengths in a data page of version 2.
            [8, 2 | 3 | 5 | 6] => self.wrong |= number < 0,
            _ => {}
        }
    }

    /// The bytes after the page, if its header is plausible.
    fn checked<'a>(&self, body: &'a [u8], most: usize) -> Option<&'a [u8]> {
        let (compressed, uncompressed) = (usize::try_from(self.compressed?).ok()?, u64::try_from(self.uncompressed?).ok()?);
        let counts = self.values <= most as u64 && self.dictionary.is_none_or(|count| (0..=most as i64).contains(&count));
        let dense = uncompressed <= LEAST_PAGE.max(DENSEST * compressed as u64);
        (counts && dense && !self.wrong).then(|| body.get(compressed..)).flatten()
    }
}

struct ThriftWalker<'a> {
    rest: &'a [u8],
}

impl ThriftWalker<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, count: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(count).ok()?..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn whole(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// Walks a struct and reports every integer with the field ids that lead to it.
    fn fields(&mut self, report: &mut dyn FnMut(&[i64], i64), path: &mut Vec<i64>) -> Option<()> {
        if path.len() > DEEPEST {
            return None;
        }
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = if head >> 4 == 0 { self.whole()? } else { id + i64::from(head >> 4) };
            path.push(id);
            self.value(head & 0x0f, report, path, false)?;
            path.pop();
        }
    }

    fn value(&mut self, kind: u8, report: &mut dyn FnMut(&[i64], i64), path: &mut Vec<i64>, listed: bool) -> Option<()> {
        match kind {
            // A boolean is part of the field header; in a list it takes one byte.
            1 | 2 => {
                if listed {
                    self.skip(1)
                } else {
                    Some(())
                }
            }
            3 => self.skip(1),
            4..=6 => {
                let number = self.whole()?;
                report(path, number);
                Some(())
            }
            7 => self.skip(8),
            8 => {
                let length = self.varint()?;
                self.skip(length)
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                path.push(-1);
                for _ in 0..count {
                    self.value(head & 0x0f, report, path, true)?;
                }
                path.pop();
                (path.len() <= DEEPEST).then_some(())
            }
            12 => self.fields(report, path),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A data page: type 0, sizes, and one struct with values and encodings.
    fn page(values: u8, compressed: u8) -> Vec<u8> {
        let zigzag = |number: u8| number << 1;
        let mut bytes = vec![
            0x15,
            0,
            0x15,
            zigzag(compressed),
            0x15,
            zigzag(compressed),
            0x2c,
            0x15,
            zigzag(values),
            0x15,
            0,
            0x15,
            6,
            0x15,
            6,
            0,
            0,
        ];
        bytes.extend(vec![7; usize::from(compressed)]);
        bytes
    }

    #[test]
    fn pages_are_walked_to_the_end() {
        let file = [page(3, 10), page(2, 4)].concat();
        let all = 0..file.len() as u64;
        assert!(sound(&file, all.clone(), 5, 100));
        assert!(!sound(&file, all.clone(), 5, 2), "more values than there can be");
        assert!(!sound(&file, 0..99, 5, 100), "beyond the file");
        assert!(!sound(&file[..20], 0..20, 5, 100), "a page longer than its column");
        let mut damaged = file.clone();
        damaged[8] = 0xff;
        assert!(!sound(&damaged, all.clone(), 5, 100));
        let mut negative = file;
        negative[8] = 1;
        assert!(!sound(&negative, all, 5, 100));
    }
}
