//! A block as a Parquet file: the only place of this room that knows the
//! library that encodes it.
//!
//! One row for each plan, part, member and year, in this order, and one row
//! group for each plan and part. Columns: `plan`, `part`, `of` (the member's
//! position), `year`; then `company.<metric>` for the parts company and period,
//! `seat.<metric>` for groups and seats, `step.<series>` for steps. A column of
//! another part is empty; what is no number stays NaN.

use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use polars::io::mmap::MmapBytesReader;
use polars::prelude::{
    Column, DataFrame, DataType, Field, Float32Chunked, Float64Chunked, IntoColumn, NamedFrom, NewChunkedArray, ParallelStrategy,
    ParquetCompression, ParquetReader, ParquetWriter, PlSmallStr, PolarsError, PolarsResult, Schema, SerReader, Series,
    StatisticsOptions, UInt32Chunked,
};

use super::years::{Part, ReadError};
use crate::metric::{ALL, SERIES, SHARED};
use crate::simulate::lived::{Lived, LivedPlan};

/// Columns before the figures.
const KEYS: usize = 4;

/// Writes the years of `lived`, the first of which is `from`.
///
/// # Errors
/// What the encoder or the writer refuses.
pub(super) fn write(into: impl Write, names: &[String], lived: &Lived, from: u32) -> PolarsResult<()> {
    let writer =
        ParquetWriter::new(into).with_compression(ParquetCompression::Lz4Raw).with_statistics(StatisticsOptions::empty());
    let mut writer = writer.batched(&schema())?;
    for (name, plan) in names.iter().zip(&lived.plans) {
        let years = plan.company.first().map_or(0, Vec::len);
        for part in Part::ALL {
            let members = members(plan, part);
            if members > 0 && years > 0 {
                writer.write_batch(&rows(name, plan, part, members, from..from + years as u32)?)?;
            }
        }
    }
    writer.finish().map(|_| ())
}

fn members(plan: &LivedPlan, part: Part) -> usize {
    match part {
        Part::Company => 1,
        Part::Period => plan.periods.len(),
        Part::Group => plan.groups.len(),
        Part::Seat => plan.seats.len(),
        Part::Step => plan.series.iter().map(Vec::len).max().unwrap_or(0),
    }
}

/// Names and kinds of the figures' columns, in order.
fn figures() -> impl Iterator<Item = (String, DataType)> {
    let named = |part: &'static str, kind: DataType| move |name: &str| (format!("{part}.{name}"), kind.clone());
    let company = ALL.iter().map(|metric| metric.name).map(named("company", DataType::Float64));
    let seat = ALL[..SHARED].iter().map(|metric| metric.name).map(named("seat", DataType::Float32));
    company.chain(seat).chain(SERIES.iter().map(|series| series.name).map(named("step", DataType::Float32)))
}

/// Position of the first figure's column of a part.
fn first_figure(part: Part) -> usize {
    KEYS + match part {
        Part::Company | Part::Period => 0,
        Part::Group | Part::Seat => ALL.len(),
        Part::Step => ALL.len() + SHARED,
    }
}

fn schema() -> Schema {
    let keys = [("plan", DataType::String), ("part", DataType::String), ("of", DataType::UInt32), ("year", DataType::UInt32)];
    let keys = keys.map(|(name, kind)| (name.to_owned(), kind));
    keys.into_iter().chain(figures()).map(|(name, kind)| Field::new(name.into(), kind)).collect()
}

fn rows(name: &str, plan: &LivedPlan, part: Part, members: usize, years: Range<u32>) -> PolarsResult<DataFrame> {
    let count = members * years.len();
    let whole = |name: &str, values: Vec<u32>| UInt32Chunked::from_vec(name.into(), values).into_column();
    let text = |name: &str, value: &str| Series::new(name.into(), vec![value; count]).into_column();
    let mut columns = vec![
        text("plan", name),
        text("part", part.name()),
        whole("of", (0..members as u32).flat_map(|of| vec![of; years.len()]).collect()),
        whole("year", (0..members).flat_map(|_| years.clone()).collect()),
    ];
    let first = first_figure(part);
    for (at, (name, kind)) in figures().enumerate() {
        let figure = (at + KEYS).checked_sub(first).filter(|figure| *figure < part.figures());
        columns.push(match figure {
            None => Column::full_null(name.into(), count, &kind),
            Some(figure) => values(name.into(), plan, part, members, figure, years.len()),
        });
    }
    DataFrame::new(count, columns)
}

fn values(name: PlSmallStr, plan: &LivedPlan, part: Part, members: usize, figure: usize, years: usize) -> Column {
    let short = |columns: &mut dyn Iterator<Item = Option<&Vec<f32>>>| {
        let mut all = Vec::with_capacity(members * years);
        for column in columns {
            match column {
                Some(column) => all.extend_from_slice(column),
                // A quarterly series has fewer steps than the months.
                None => all.resize(all.len() + years, f32::NAN),
            }
        }
        Float32Chunked::from_vec(name.clone(), all).into_column()
    };
    match part {
        Part::Company => Float64Chunked::from_slice(name.clone(), &plan.company[figure]).into_column(),
        Part::Period => {
            let all = plan.periods.iter().flat_map(|period| period[figure].iter().copied()).collect();
            Float64Chunked::from_vec(name.clone(), all).into_column()
        }
        Part::Group => short(&mut plan.groups.iter().map(|group| group.get(figure))),
        Part::Seat => short(&mut plan.seats.iter().map(|seat| seat.get(figure))),
        Part::Step => short(&mut (0..members).map(|step| plan.series[figure].get(step))),
    }
}

/// Rows of one row group that are wanted.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'a> {
    /// Position of the row group.
    pub group: usize,
    /// What its rows are.
    pub part: Part,
    /// Positions of the figures in the part.
    pub figures: &'a [usize],
    /// Rows of the row group.
    pub rows: Range<usize>,
    /// Rows the row group must have.
    pub of_rows: usize,
}

/// Reads rows of a block, one list for each figure.
///
/// # Errors
/// What cannot be read, or is not as it should be.
pub(super) fn read(path: &Path, wanted: &Wanted) -> Result<Vec<Vec<f64>>, ReadError> {
    let file = || path.display().to_string();
    let open = File::open(path).map_err(|source| ReadError::File { file: file(), source })?;
    let found = slice(open, wanted).map_err(|source| ReadError::Table { file: file(), source })?;
    found.ok_or_else(|| ReadError::Shape { file: file() })
}

fn slice(open: impl MmapBytesReader, wanted: &Wanted) -> PolarsResult<Option<Vec<Vec<f64>>>> {
    let mut reader = ParquetReader::new(open);
    let whole = Arc::clone(reader.get_metadata()?);
    // The reader goes through all row groups before the slice: it is shown the one that is wanted.
    let Some(group) = whole.row_groups.get(wanted.group).filter(|group| group.num_rows() == wanted.of_rows) else {
        return Ok(None);
    };
    let group = group.clone();
    let mut one = (*whole).clone();
    one.num_rows = wanted.of_rows;
    one.row_groups = vec![group];
    reader.set_metadata(Arc::new(one));
    // The reader wants ascending positions; the figures' own order is restored below.
    let first = first_figure(wanted.part);
    let mut sorted: Vec<usize> = wanted.figures.iter().map(|figure| first + figure).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let frame = reader
        .with_projection(Some(sorted.clone()))
        .with_slice(Some((wanted.rows.start, wanted.rows.len())))
        .read_parallel(ParallelStrategy::None)
        .finish()?;
    let column = |figure: &usize| {
        let at = sorted.binary_search(&(first + figure)).map_err(|_| PolarsError::NoData("no such figure".into()))?;
        numbers(&frame.columns()[at])
    };
    let columns: Vec<Vec<f64>> = wanted.figures.iter().map(column).collect::<PolarsResult<_>>()?;
    Ok(columns.iter().all(|column| column.len() == wanted.rows.len()).then_some(columns))
}

fn numbers(column: &Column) -> PolarsResult<Vec<f64>> {
    Ok(match column.dtype() {
        DataType::Float32 => column.f32()?.rechunk().cont_slice()?.iter().map(|&value| f64::from(value)).collect(),
        _ => column.f64()?.rechunk().cont_slice()?.to_vec(),
    })
}
