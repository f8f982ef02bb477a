//! Text encodings of CSV files: UTF-8, UTF-16 and Windows-1252.

use std::borrow::Cow;

/// Characters of Windows-1252 from 0x80 to 0x9F; `\0` where none is defined.
const WINDOWS: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•', '–', '—',
    '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text of a file, with a remark if it is not UTF-8. The error is the number of the first line
/// that is no text.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<&'static str>), usize> {
    if let Some(units) = utf16(bytes) {
        return String::from_utf16(&units).map(|text| (Cow::Owned(text), Some("read as UTF-16"))).map_err(|_| 1);
    }
    match str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)), None)),
        Err(error) => match windows(bytes) {
            Some(text) => Ok((Cow::Owned(text), Some("read as Windows-1252, because it is not UTF-8"))),
            None => Err(bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count()),
        },
    }
}

/// The units of UTF-16, recognised by its byte order mark or by a zero in every other byte at the start.
fn utf16(bytes: &[u8]) -> Option<Vec<u16>> {
    let start = &bytes[..bytes.len().min(64)];
    let zeros = |first: usize| {
        let every = start.iter().skip(first).step_by(2);
        start.len() >= 8 && every.clone().all(|byte| *byte == 0) && start.iter().skip(1 - first).step_by(2).all(|byte| *byte != 0)
    };
    let (body, big) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (rest, false),
        [0xFE, 0xFF, rest @ ..] => (rest, true),
        _ if zeros(1) => (bytes, false),
        _ if zeros(0) => (bytes, true),
        _ => return None,
    };
    let unit = |pair: &[u8]| if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) };
    // Half a unit at the end is no text: an unpaired surrogate stands for it.
    let half = (!body.len().is_multiple_of(2)).then_some(0xD800);
    Some(body.chunks_exact(2).map(unit).chain(half).collect())
}

/// Decodes Windows-1252; `None` if the bytes are no text.
fn windows(bytes: &[u8]) -> Option<String> {
    let letter = |byte: &u8| match byte {
        0x80..=0x9F => Some(WINDOWS[usize::from(byte - 0x80)]).filter(|letter| *letter != '\0'),
        b'\t' | b'\n' | b'\r' | 0x20..=0x7E | 0xA0.. => Some(char::from(*byte)),
        _ => None,
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let of = |bytes: &[u8]| decode(bytes).ok().map(|(text, remark)| (text.into_owned(), remark.is_some()));
        assert_eq!(of("\u{feff}a,é".as_bytes()), Some(("a,é".to_owned(), false)));
        assert_eq!(of(b"a,\xE9,\x80"), Some(("a,é,€".to_owned(), true)));
        let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain("a\té".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(of(&wide), Some(("a\té".to_owned(), true)));
        let bare: Vec<u8> = "id,name\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(of(&bare), Some(("id,name\n".to_owned(), true)));
        assert_eq!(decode(b"a\n\x81b").err(), Some(2));
        assert_eq!(decode(b"a\x00\xFFb").err(), Some(1), "no text");
    }
}
