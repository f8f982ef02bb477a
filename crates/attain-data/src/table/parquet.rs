//! Parquet files.

use std::io::Cursor;

use polars::prelude::{ArrowDataType, ArrowSchema, ParquetReader, PolarsError, SerReader};

use super::pages;
use super::text_table::{ColumnText, TextTable, text_of};
use crate::fault::DataFault;
use crate::file_faults::FileRow;

/// Reads a Parquet file.
pub(super) fn read(bytes: &[u8]) -> Result<TextTable, DataFault> {
    table(bytes).map_err(|_| DataFault::DamagedParquet)
}

/// Upper bound on the number of rows in a file of the given length. Every table has a column of
/// distinct ids, so larger counts indicate a damaged file and would require too much memory.
fn most_values(length: usize) -> usize {
    length.saturating_mul(64)
}

fn table(bytes: &[u8]) -> Result<TextTable, PolarsError> {
    let most = most_values(bytes.len());
    let damaged = |what: &'static str| PolarsError::ComputeError(what.into());
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let metadata = reader.get_metadata()?;
    let mut rows = metadata.num_rows;
    for group in &metadata.row_groups {
        rows = rows.max(group.num_rows());
        for chunk in group.parquet_columns() {
            let values = usize::try_from(chunk.num_values()).unwrap_or(usize::MAX);
            rows = rows.max(values);
            if !pages::sound(bytes, chunk.byte_range(), values, most) {
                return Err(damaged("a page declares more values than it can contain"));
            }
        }
    }
    if rows > most {
        return Err(damaged("the file declares more rows than it can contain"));
    }
    let schema = reader.schema()?;
    let wanted = readable(&schema);
    let frame = reader.with_projection(Some(wanted.clone())).set_rechunk(true).finish()?;
    let mut columns: Vec<ColumnText> =
        schema.iter_values().map(|field| ColumnText::Other(format!("{:?}", field.dtype))).collect();
    for (column, place) in frame.columns().iter().zip(wanted) {
        // A damaged file may declare more rows than a column contains.
        if column.len() != frame.height() {
            return Err(damaged("a column is shorter than the table"));
        }
        columns[place] = text_of(column)?;
    }
    let headers = schema.iter_names().map(ToString::to_string).collect();
    let rows = (0..frame.height()).map(|at| FileRow { number: at + 1, at, line: None, broken: false }).collect();
    Ok(TextTable::new(headers, rows, columns))
}

/// Positions of the columns whose types can be read as text.
fn readable(schema: &ArrowSchema) -> Vec<usize> {
    let plain = |kind: &ArrowDataType| match kind {
        ArrowDataType::Timestamp(_, zone) => zone.as_ref().is_none_or(|name| matches!(name.as_str(), "UTC" | "+00:00" | "Z")),
        other => matches!(
            other,
            ArrowDataType::Null
                | ArrowDataType::Boolean
                | ArrowDataType::Int32
                | ArrowDataType::Int64
                | ArrowDataType::UInt32
                | ArrowDataType::UInt64
                | ArrowDataType::Float32
                | ArrowDataType::Float64
                | ArrowDataType::Date32
                | ArrowDataType::Utf8
                | ArrowDataType::LargeUtf8
                | ArrowDataType::Utf8View
        ),
    };
    schema.iter_values().enumerate().filter(|(_, field)| plain(&field.dtype)).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use polars::prelude::{Column, DataFrame, ParquetCompression, ParquetWriter};

    use super::super::guarded::guarded;
    use super::*;

    /// A few rows with words, numbers, flags and blanks.
    fn file(compression: ParquetCompression) -> Vec<u8> {
        let words: Vec<Option<&str>> = (0..40).map(|n| [Some("alpha"), None, Some("beta")][n % 3]).collect();
        let numbers: Vec<f64> = (0..40).map(f64::from).collect();
        let flags: Vec<bool> = (0..40).map(|n| n % 7 == 0).collect();
        let ids: Vec<i64> = (0..40).collect();
        let columns = vec![
            Column::new("word".into(), words),
            Column::new("number".into(), numbers),
            Column::new("flag".into(), flags),
            Column::new("id".into(), ids),
        ];
        let mut frame = DataFrame::new(40, columns).expect("a frame");
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).with_compression(compression).finish(&mut frame).expect("written");
        bytes
    }

    #[test]
    fn no_damaged_byte_ends_the_program() {
        let (mut read_, mut refused) = (0, 0);
        for compression in [ParquetCompression::Uncompressed, ParquetCompression::Snappy] {
            let sound = file(compression);
            for at in 0..sound.len() {
                for damage in [1, 2, 4, 8, 16, 32, 64, 128, 0xff] {
                    let mut bytes = sound.clone();
                    bytes[at] ^= damage;
                    match guarded(|| read(&bytes), DataFault::DamagedParquet) {
                        Ok(_) => read_ += 1,
                        Err(_) => refused += 1,
                    }
                }
            }
        }
        assert!(read_ > 100 && refused > 100, "{read_} {refused}");
    }
}
