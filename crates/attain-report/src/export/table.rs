//! Tables as Parquet or CSV, block by block: the only place that knows the
//! library that encodes them.

use std::io::{BufWriter, Write};

use polars::prelude::{
    BooleanChunked, Column, CsvWriter, DataFrame, DataType, Field, Float32Chunked, Float64Chunked, IntoColumn, NamedFrom,
    NewChunkedArray, ParquetCompression, ParquetWriter, PolarsError, PolarsResult, Schema, SerWriter, Series, UInt32Chunked,
};

use super::splice::Splice;
use super::{ExportError, Format};
use attain_sim::run::ReadError;

type Csv<W> = polars::io::csv::write::BatchedWriter<BufWriter<W>>;

/// One column of a block. What is no number becomes an empty cell.
#[derive(Debug, Clone)]
pub(super) enum Values {
    Text(Vec<String>),
    Flag(Vec<bool>),
    Whole(Vec<u32>),
    Short(Vec<f32>),
    Long(Vec<f64>),
}

impl Values {
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

/// A block of rows: named columns of one length.
pub(super) type Block = Vec<(String, Values)>;

enum Encoder<W: Write> {
    Parquet(Splice<BufWriter<W>>),
    Csv(Csv<W>),
}

/// Why a table could not be written.
pub(super) enum WriteError {
    /// The encoder or the file system refuses.
    Table(PolarsError),
    /// Its rows cannot be read.
    Read(ReadError),
}

impl WriteError {
    /// The error of the run, which names the file.
    pub(super) fn told(self, file: &str) -> ExportError {
        match self {
            Self::Table(source) => ExportError::Table { file: file.to_owned(), source },
            Self::Read(source) => ExportError::Read(source),
        }
    }
}

impl From<std::io::Error> for WriteError {
    fn from(error: std::io::Error) -> Self {
        Self::Table(error.into())
    }
}

impl From<PolarsError> for WriteError {
    fn from(error: PolarsError) -> Self {
        Self::Table(error)
    }
}

/// Writes blocks of one shape, at least one (with no rows, the header alone).
///
/// # Errors
/// What the encoder or the file system refuses, and blocks that are errors.
pub(super) fn write(
    out: impl Write + Send,
    format: Format,
    blocks: impl Iterator<Item = Result<Block, ReadError>>,
) -> Result<(), WriteError> {
    let (mut out, mut encoder) = (Some(out), None);
    for block in blocks {
        let block = block.map_err(WriteError::Read)?;
        if let Some(out) = out.take() {
            encoder = Some(Encoder::open(out, format, &block)?);
        }
        let columns: Vec<Column> = block.into_iter().map(|(name, values)| values.column(&name)).collect();
        let frame = DataFrame::new_infer_height(columns)?;
        match &mut encoder {
            Some(Encoder::Parquet(splice)) => splice.push(&encoded(frame)?)?,
            Some(Encoder::Csv(writer)) => writer.write_batch(&frame)?,
            None => {}
        }
    }
    match encoder {
        Some(Encoder::Parquet(splice)) => splice.finish()?,
        Some(Encoder::Csv(mut writer)) => writer.finish()?,
        None => return Err(PolarsError::NoData("no columns".into()).into()),
    }
    Ok(())
}

/// A block as a Parquet file of one row group.
fn encoded(mut frame: DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let rows = Some(frame.height().max(1));
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_row_group_size(rows)
        .finish(&mut frame)?;
    Ok(bytes)
}

fn plain(block: &Block) -> bool {
    block.iter().all(|(_, values)| !matches!(values, Values::Text(cells) if cells.iter().any(|cell| !cell.is_ascii())))
}

impl<W: Write + Send> Encoder<W> {
    fn open(out: W, format: Format, block: &Block) -> PolarsResult<Self> {
        let schema: Schema = block.iter().map(|(name, values)| Field::new(name.as_str().into(), values.kind())).collect();
        let writer = BufWriter::with_capacity(1 << 20, out);
        Ok(match format {
            Format::Parquet => Self::Parquet(Splice::new(writer)?),
            // Excel takes UTF-8 for the local code page unless a mark says otherwise; plain ASCII needs none.
            Format::Csv => Self::Csv(CsvWriter::new(writer).include_bom(!plain(block)).batched(&schema)?),
        })
    }
}
