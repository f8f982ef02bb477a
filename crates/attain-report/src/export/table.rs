//! Writers of Parquet and CSV tables, block by block. Only this module uses the encoding
//! library.

use std::io::{BufWriter, Write};

use polars::prelude::{
    BooleanChunked, Column, CsvWriter, DataFrame, DataType, Field, Float32Chunked, Float64Chunked, IntoColumn, NamedFrom,
    NewChunkedArray, ParquetCompression, ParquetWriter, PolarsError, PolarsResult, Schema, SerWriter, Series, UInt32Chunked,
};

use super::error::ExportError;
use super::format::Format;
use super::parquet_splicer::ParquetSplicer;
use attain_core::output::guard_formula;
use attain_sim::run::ReadError;

type Csv<W> = polars::io::csv::write::BatchedWriter<BufWriter<W>>;

/// The values of one column of a block. Values that are not finite become empty cells.
#[derive(Debug, Clone)]
pub(super) enum ColumnValues {
    Text(Vec<String>),
    Flag(Vec<bool>),
    Whole(Vec<u32>),
    Short(Vec<f32>),
    Long(Vec<f64>),
}

impl ColumnValues {
    fn kind(&self) -> DataType {
        match self {
            Self::Text(_) => DataType::String,
            Self::Flag(_) => DataType::Boolean,
            Self::Whole(_) => DataType::UInt32,
            Self::Short(_) => DataType::Float32,
            Self::Long(_) => DataType::Float64,
        }
    }

    fn column(self, name: &str) -> Column {
        let name = name.into();
        match self {
            Self::Text(values) => Series::new(name, values).into_column(),
            Self::Flag(values) => BooleanChunked::from_slice(name, &values).into_column(),
            Self::Whole(values) => UInt32Chunked::from_vec(name, values).into_column(),
            Self::Short(values) => {
                Float32Chunked::from_iter_options(name, values.into_iter().map(|v| v.is_finite().then_some(v))).into_column()
            }
            Self::Long(values) => {
                Float64Chunked::from_iter_options(name, values.into_iter().map(|v| v.is_finite().then_some(v))).into_column()
            }
        }
    }
}

/// A block of rows: named columns of equal length.
pub(super) type TableBlock = Vec<(String, ColumnValues)>;

enum TableEncoder<W: Write> {
    Parquet(ParquetSplicer<BufWriter<W>>),
    Csv(Csv<W>),
}

/// The error of a table that could not be written.
pub(super) enum TableError {
    /// The encoder or the file system failed.
    Table(PolarsError),
    /// The rows could not be read.
    Read(ReadError),
}

impl TableError {
    /// Adds the name of the file to the error.
    pub(super) fn in_file(self, file: &str) -> ExportError {
        match self {
            Self::Table(source) => ExportError::Table { file: file.to_owned(), source },
            Self::Read(source) => ExportError::Read(source),
        }
    }
}

impl From<std::io::Error> for TableError {
    fn from(error: std::io::Error) -> Self {
        Self::Table(error.into())
    }
}

impl From<PolarsError> for TableError {
    fn from(error: PolarsError) -> Self {
        Self::Table(error)
    }
}

/// Writes blocks with the same columns. At least one block is required; a single block without
/// rows produces only a header.
///
/// # Errors
/// If the encoder or the file system fails, or a block is an error.
pub(super) fn write(
    out: impl Write + Send,
    format: Format,
    blocks: impl Iterator<Item = Result<TableBlock, ReadError>>,
) -> Result<(), TableError> {
    let (mut out, mut encoder) = (Some(out), None);
    for block in blocks {
        let block = block.map_err(TableError::Read)?;
        if let Some(out) = out.take() {
            encoder = Some(TableEncoder::open(out, format, &block)?);
        }
        let safe = |values| if format == Format::Csv { without_formulas(values) } else { values };
        let columns: Vec<Column> = block.into_iter().map(|(name, values)| safe(values).column(&name)).collect();
        let frame = DataFrame::new_infer_height(columns)?;
        match &mut encoder {
            Some(TableEncoder::Parquet(splice)) => splice.push(&encoded(frame)?)?,
            Some(TableEncoder::Csv(writer)) => writer.write_batch(&frame)?,
            None => {}
        }
    }
    match encoder {
        Some(TableEncoder::Parquet(splice)) => splice.finish()?,
        Some(TableEncoder::Csv(mut writer)) => writer.finish()?,
        None => return Err(PolarsError::NoData("no columns".into()).into()),
    }
    Ok(())
}

/// Text as cells of a CSV file that no spreadsheet takes for formulas.
fn without_formulas(values: ColumnValues) -> ColumnValues {
    match values {
        ColumnValues::Text(cells) => ColumnValues::Text(cells.into_iter().map(guard_formula).collect()),
        other => other,
    }
}

/// Encodes a block as a Parquet file with one row group.
fn encoded(mut frame: DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let rows = Some(frame.height().max(1));
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_row_group_size(rows)
        .finish(&mut frame)?;
    Ok(bytes)
}

fn plain(block: &TableBlock) -> bool {
    block.iter().all(|(_, values)| !matches!(values, ColumnValues::Text(cells) if cells.iter().any(|cell| !cell.is_ascii())))
}

impl<W: Write + Send> TableEncoder<W> {
    fn open(out: W, format: Format, block: &TableBlock) -> PolarsResult<Self> {
        let schema: Schema = block.iter().map(|(name, values)| Field::new(name.as_str().into(), values.kind())).collect();
        let writer = BufWriter::with_capacity(1 << 20, out);
        Ok(match format {
            Format::Parquet => Self::Parquet(ParquetSplicer::new(writer)?),
            // Without a byte order mark, Excel reads UTF-8 in the local code page. ASCII does not need one.
            Format::Csv => Self::Csv(CsvWriter::new(writer).include_bom(!plain(block)).batched(&schema)?),
        })
    }
}
