//! Checks of a workbook before a library unpacks it: what it unpacks to, and what it announces.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::fault::DataFault;

/// Maximum unpacked size of a workbook in bytes.
const LARGEST: u64 = 512 << 20;
/// Maximum number of files in a workbook.
const MOST_FILES: usize = 10_000;
/// The shortest shared text, `<si/>`, in bytes.
const SHORTEST: u64 = 5;
/// Bytes at the start of the shared texts in which their number is announced.
const HEAD: u64 = 1 << 20;

/// Unpacks a workbook without keeping it. Sizes that its directory announces are not trusted.
///
/// # Errors
/// If it is damaged, unpacks to more than 512 MiB, or announces more texts than it can hold, for
/// which a reader would reserve memory.
pub(super) fn check(bytes: &[u8]) -> Result<(), DataFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DataFault::DamagedExcel)?;
    if archive.len() > MOST_FILES {
        return Err(DataFault::LargeWorkbook);
    }
    let mut left = LARGEST;
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(|_| DataFault::DamagedExcel)?;
        let shared = entry.name().is_ok_and(|name| name.ends_with("sharedStrings.xml"));
        let mut entry = entry.take(left + 1);
        let mut head = Vec::new();
        if shared {
            entry.by_ref().take(HEAD).read_to_end(&mut head).map_err(|_| DataFault::DamagedExcel)?;
        }
        let rest = std::io::copy(&mut entry, &mut std::io::sink()).map_err(|_| DataFault::DamagedExcel)?;
        let size = rest + head.len() as u64;
        left = left.checked_sub(size).ok_or(DataFault::LargeWorkbook)?;
        if announced(&String::from_utf8_lossy(&head)) > size / SHORTEST {
            return Err(DataFault::DamagedExcel);
        }
    }
    Ok(())
}

/// The number of texts that the start of the shared texts announces; 0 if it announces none.
/// `count` counts uses of the texts, so only the number of different ones is bounded by the size.
fn announced(head: &str) -> u64 {
    let value = head.split("uniqueCount").nth(1).unwrap_or_default().trim_start_matches(['=', ' ', '"', '\'']);
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    // More digits than a number has are more texts than any file holds.
    digits.parse().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn workbook(files: &[(&str, &[u8], usize)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content, times) in files {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a file");
            for _ in 0..*times {
                writer.write_all(content).expect("content");
            }
        }
        writer.finish().expect("an archive").into_inner()
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let mebibyte = vec![b' '; 1 << 20];
        let bomb = workbook(&[("xl/worksheets/sheet1.xml", &mebibyte, 513)]);
        assert!(bomb.len() < 1 << 20, "{}", bomb.len());
        assert!(matches!(check(&bomb), Err(DataFault::LargeWorkbook)));
        assert!(check(&workbook(&[("xl/worksheets/sheet1.xml", &mebibyte, 3)])).is_ok());
    }

    #[test]
    fn more_texts_than_fit_are_refused() {
        let texts = |count: &str| {
            workbook(&[("xl/sharedStrings.xml", format!("<sst uniqueCount=\"{count}\"><si/><si/></sst>").as_bytes(), 1)])
        };
        assert!(check(&texts("2")).is_ok());
        for count in ["4294967295", "99999999999999999999999"] {
            assert!(matches!(check(&texts(count)), Err(DataFault::DamagedExcel)), "{count}");
        }
        assert!(matches!(check(b"PK\x03\x04 and nothing else"), Err(DataFault::DamagedExcel)));
    }
}
