//! Reader and writer for the subset of Thrift's compact protocol used in the footers of
//! Parquet files.

/// Type codes of Thrift's compact protocol.
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
pub(super) const I64: u8 = 6;
const DOUBLE: u8 = 7;
const TEXT: u8 = 8;
pub(super) const LIST: u8 = 9;
const SET: u8 = 10;
pub(super) const STRUCT: u8 = 12;

/// A reader of encoded values.
pub(super) struct ThriftReader<'a>(pub(super) &'a [u8]);

impl<'a> ThriftReader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
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

    fn advance(&mut self, bytes: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    /// Reads the number and type of a struct's next field; `Some(None)` at the end of the struct.
    #[expect(clippy::option_option, reason = "the end of a struct is not the end of the bytes")]
    pub(super) fn field(&mut self, last: &mut u64) -> Option<Option<(u64, u8)>> {
        let head = self.byte()?;
        if head == 0 {
            return Some(None);
        }
        *last = if head >> 4 == 0 { unzigzag(self.number()?) } else { *last + u64::from(head >> 4) };
        Some(Some((*last, head & 0x0f)))
    }

    /// Reads the length of a list and the type of its values.
    pub(super) fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let length = if head >> 4 == 15 { self.number()? } else { u64::from(head >> 4) };
        Some((length, head & 0x0f))
    }

    pub(super) fn skip(&mut self, kind: u8) -> Option<()> {
        match kind {
            TRUE | FALSE => Some(()),
            BYTE => self.advance(1),
            I16 | I32 | I64 => self.number().map(|_| ()),
            DOUBLE => self.advance(8),
            TEXT => {
                let length = self.number()?;
                self.advance(length)
            }
            LIST | SET => {
                let (length, of) = self.list()?;
                // A boolean within a list takes one byte.
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

    /// Returns the bytes that `read` consumes.
    pub(super) fn taken(&mut self, read: impl FnOnce(&mut Self) -> Option<()>) -> Option<&'a [u8]> {
        let before = self.0;
        read(self)?;
        before.get(..before.len() - self.0.len())
    }
}

pub(super) fn field(into: &mut Vec<u8>, last: &mut u64, number: u64, kind: u8) {
    let step = number.wrapping_sub(*last);
    if (1..16).contains(&step) {
        into.push((step as u8) << 4 | kind);
    } else {
        into.push(kind);
        put(into, zigzag(number));
    }
    *last = number;
}

/// Encodes the header of a list of structs.
pub(super) fn list(into: &mut Vec<u8>, length: u64) {
    if length < 15 {
        into.push((length as u8) << 4 | STRUCT);
    } else {
        into.push(0xf0 | STRUCT);
        put(into, length);
    }
}

pub(super) fn put(into: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

/// Encodes a number. Numbers in a footer are never negative.
pub(super) fn zigzag(value: u64) -> u64 {
    value << 1
}

pub(super) fn unzigzag(value: u64) -> u64 {
    value >> 1
}
