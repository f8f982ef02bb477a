//! Reads files of any supported format.

use std::io::ErrorKind;
use std::path::Path;

use super::guarded::guarded;
use super::text_table::TextTable;
use super::{archive, csv, excel, parquet};
use crate::fault::DataFault;
use crate::file_faults::FileFaults;
use attain_core::input;

/// Largest data file that is read, in bytes.
const LARGEST: u64 = 4 << 30;

/// A supported file format.
enum FileFormat {
    Csv,
    Parquet,
    Excel,
}

/// Reads a CSV, Parquet or Excel file. Returns `None` if it cannot be read; the reason is added to
/// `findings`.
pub(crate) fn read_file(path: &Path, sheet: Option<&str>, findings: &mut FileFaults) -> Option<TextTable> {
    let read = bytes_of(path).and_then(|bytes| format_of(path, &bytes).map(|format| (bytes, format)));
    let table = match read {
        Ok((bytes, FileFormat::Csv)) => return csv::read(&bytes, findings),
        Ok((bytes, FileFormat::Parquet)) => guarded(|| parquet::read(&bytes), DataFault::DamagedParquet),
        Ok((bytes, FileFormat::Excel)) => {
            archive::check(&bytes).and_then(|()| guarded(|| excel::read(&bytes, sheet), DataFault::DamagedExcel))
        }
        Err(problem) => Err(problem),
    };
    table.map_err(|problem| findings.file(problem)).ok()
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, DataFault> {
    let bytes = input::read(path, LARGEST).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => DataFault::NotFound,
        ErrorKind::IsADirectory => DataFault::Folder,
        ErrorKind::FileTooLarge => DataFault::LargeFile { mebibytes: LARGEST >> 20 },
        ErrorKind::InvalidInput => DataFault::NotRegular,
        kind => DataFault::Unreadable { kind },
    })?;
    if bytes.iter().all(u8::is_ascii_whitespace) || bytes == b"\xEF\xBB\xBF" {
        return Err(DataFault::Empty);
    }
    Ok(bytes)
}

fn format_of(path: &Path, bytes: &[u8]) -> Result<FileFormat, DataFault> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    if bytes.starts_with(b"PAR1") {
        Ok(FileFormat::Parquet)
    } else if matches!(ending.as_deref(), Some("parquet" | "pq")) {
        Err(DataFault::NotParquet)
    } else if bytes.starts_with(b"PK\x03\x04") {
        Ok(FileFormat::Excel)
    } else if matches!(ending.as_deref(), Some("xlsx" | "xlsm")) {
        Err(DataFault::NotExcel)
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        Err(DataFault::OldExcel)
    } else {
        Ok(FileFormat::Csv)
    }
}
