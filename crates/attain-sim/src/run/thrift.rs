//! The subset of Thrift's compact protocol that Parquet headers need.

/// Types of fields.
#[derive(Debug, Clone, Copy)]
enum ThriftType {
    I32 = 5,
    I64 = 6,
    Text = 8,
    List = 9,
    Struct = 12,
}

/// Writer of a struct. Fields must be written in ascending order of their numbers.
#[derive(Debug, Default)]
pub(super) struct ThriftStruct {
    bytes: Vec<u8>,
    last: u8,
}

impl ThriftStruct {
    /// Writes a 32-bit integer or an enum value.
    pub(super) fn i32(mut self, field: u8, value: i32) -> Self {
        self.head(field, ThriftType::I32);
        number(&mut self.bytes, zigzag(value.into()));
        self
    }

    /// Writes a 64-bit integer.
    pub(super) fn i64(mut self, field: u8, value: u64) -> Self {
        self.head(field, ThriftType::I64);
        number(&mut self.bytes, zigzag(value as i64));
        self
    }

    /// Writes a string.
    pub(super) fn text(mut self, field: u8, value: &str) -> Self {
        self.head(field, ThriftType::Text);
        text(&mut self.bytes, value);
        self
    }

    /// Writes a nested struct.
    pub(super) fn within(mut self, field: u8, value: Self) -> Self {
        self.head(field, ThriftType::Struct);
        self.bytes.extend(value.end());
        self
    }

    /// Writes a list of enum values.
    pub(super) fn choices(mut self, field: u8, values: &[i32]) -> Self {
        self.list(field, ThriftType::I32, values.len());
        for &value in values {
            number(&mut self.bytes, zigzag(value.into()));
        }
        self
    }

    /// Writes a list of one string.
    pub(super) fn one_text(mut self, field: u8, value: &str) -> Self {
        self.list(field, ThriftType::Text, 1);
        text(&mut self.bytes, value);
        self
    }

    /// Writes a list of structs.
    pub(super) fn structs(mut self, field: u8, values: Vec<Self>) -> Self {
        self.list(field, ThriftType::Struct, values.len());
        for value in values {
            self.bytes.extend(value.end());
        }
        self
    }

    /// Returns the bytes of the struct.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }

    fn head(&mut self, field: u8, kind: ThriftType) {
        // In Parquet, the gap between field numbers is always below 15.
        self.bytes.push((field - self.last) << 4 | kind as u8);
        self.last = field;
    }

    fn list(&mut self, field: u8, of: ThriftType, length: usize) {
        self.head(field, ThriftType::List);
        if length < 15 {
            self.bytes.push((length as u8) << 4 | of as u8);
        } else {
            self.bytes.push(0xf0 | of as u8);
            number(&mut self.bytes, length as u64);
        }
    }
}

fn text(into: &mut Vec<u8>, value: &str) {
    number(into, value.len() as u64);
    into.extend_from_slice(value.as_bytes());
}

fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63) as u64
}

/// Writes an integer in groups of seven bits, starting with the lowest.
pub(super) fn number(into: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_specification_says() {
        let bytes = |value| {
            let mut bytes = Vec::new();
            number(&mut bytes, value);
            bytes
        };
        assert_eq!((bytes(0), bytes(127), bytes(300)), (vec![0], vec![0x7f], vec![0xac, 0x02]));
        assert_eq!([0, -1, 1, -2].map(zigzag), [0, 1, 2, 3]);
        let inner = ThriftStruct::default().text(1, "ab");
        let found = ThriftStruct::default().i32(1, 1).i64(3, 300).within(4, inner).choices(5, &[0, 3]).end();
        assert_eq!(found, [0x15, 2, 0x26, 0xd8, 0x04, 0x1c, 0x18, 2, b'a', b'b', 0, 0x19, 0x25, 0, 6, 0]);
        let long = ThriftStruct::default().choices(1, &[0; 20]).end();
        assert_eq!(long[..3], [0x19, 0xf5, 20]);
    }
}
