//! Reads and writes a block as a Parquet file, without a Parquet library.
//!
//! The file has one row for each plan, part, member and year, in this order, and one row group for
//! each plan and part. The columns are `plan`, `part`, `of` (position of the member) and `year`,
//! followed by `company.<metric>` for the parts company and period, `seat.<metric>` for groups and
//! seats, and `step.<series>` for steps. Columns of other parts are null. Missing values are NaN.
//!
//! Values are stored uncompressed, with one page per column, so that the position of every value
//! follows from the plans and the number of years. A column can be read for all years without
//! reading the rest of the file, and the memory needed does not depend on the size of the block.

use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;

use super::output_shape::OutputShape;
use super::thrift::{ThriftStruct, number};
use super::year_source::{ColumnSelection, OutputPart};
use crate::simulate::{PlanOutput, SimulationOutput};
use attain_core::metric::{ALL, SERIES, SHARED};

const MAGIC: &[u8; 4] = b"PAR1";

/// Parquet physical types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PhysicalType {
    Int32 = 1,
    Float = 4,
    Double = 5,
    Text = 6,
}

impl PhysicalType {
    fn width(self) -> usize {
        if self == Self::Double { 8 } else { 4 }
    }
}

/// Parquet encodings.
const PLAIN: i32 = 0;
const RUNS: i32 = 3;
const DICTIONARY: i32 = 8;
/// Parquet page types.
const DATA_PAGE: i32 = 0;
const DICTIONARY_PAGE: i32 = 2;

/// Positions of all columns in a block with given plans and years.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    years: usize,
    groups: Vec<RowGroup>,
    footer: Vec<u8>,
}

/// A row group of a plan and a part.
#[derive(Debug, PartialEq, Eq)]
struct RowGroup {
    plan: usize,
    part: OutputPart,
    members: usize,
    chunks: Vec<ColumnChunk>,
}

/// A column of a row group: page headers and levels, followed by values.
#[derive(Debug, PartialEq, Eq)]
struct ColumnChunk {
    head: Vec<u8>,
    /// Byte offset of the column's values in the file.
    at: u64,
    kind: PhysicalType,
}

/// Returns the columns of figures: their names, types and parts.
fn figures() -> impl Iterator<Item = (String, PhysicalType, &'static [OutputPart])> {
    let of =
        |prefix: &'static str, kind, parts: &'static [OutputPart]| move |name: &str| (format!("{prefix}.{name}"), kind, parts);
    let company = ALL.iter().map(|metric| metric.name);
    let seat = ALL[..SHARED].iter().map(|metric| metric.name);
    let company = company.map(of("company", PhysicalType::Double, &[OutputPart::Company, OutputPart::Period]));
    let seat = seat.map(of("seat", PhysicalType::Float, &[OutputPart::Group, OutputPart::Seat]));
    let step = SERIES.iter().map(|series| series.name).map(of("step", PhysicalType::Float, &[OutputPart::Step]));
    company.chain(seat).chain(step)
}

/// Index of a part's first column of figures, after the four key columns.
fn first_figure(part: OutputPart) -> usize {
    4 + match part {
        OutputPart::Company | OutputPart::Period => 0,
        OutputPart::Group | OutputPart::Seat => ALL.len(),
        OutputPart::Step => ALL.len() + SHARED,
    }
}

impl Layout {
    /// Computes the layout of a block of `years` years. `plans` are the positions of its plans, and
    /// `names` are the names of all plans.
    pub(super) fn new(shape: &OutputShape, names: &[String], plans: &[usize], years: usize) -> Self {
        let mut at = MAGIC.len() as u64;
        let parts = |plan: usize| OutputPart::ALL.map(|part| (plan, part, shape.members(plan, part)));
        let filled = plans.iter().flat_map(|&plan| parts(plan)).filter(|(_, _, members)| *members > 0 && years > 0);
        let (mut groups, mut described) = (Vec::new(), Vec::new());
        for (plan, part, members) in filled {
            let (group, row_group) = RowGroup::new(&names[plan], plan, part, members, years, &mut at);
            groups.push(group);
            described.push(row_group);
        }
        let rows: usize = groups.iter().map(|group| group.members * years).sum();
        let meta = ThriftStruct::default()
            .i32(1, 1)
            .structs(2, schema())
            .i64(3, rows as u64)
            .structs(4, described)
            .text(6, concat!("attain version ", env!("CARGO_PKG_VERSION")));
        let mut footer = meta.end();
        let length = footer.len() as u32;
        footer.extend(length.to_le_bytes());
        footer.extend(MAGIC);
        Self { years, groups, footer }
    }

    /// Writes the years of `output`, whose first year is `from`.
    pub(super) fn write(&self, mut into: impl Write, output: &SimulationOutput, from: u32) -> std::io::Result<()> {
        into.write_all(MAGIC)?;
        let mut values = Vec::new();
        for group in &self.groups {
            for (column, chunk) in group.chunks.iter().enumerate() {
                into.write_all(&chunk.head)?;
                values.clear();
                match column {
                    0..=2 => {}
                    3 => (0..group.members)
                        .for_each(|_| (0..self.years as u32).for_each(|y| values.extend((from + y).to_le_bytes()))),
                    _ => group.values(column, &output.plans[group.plan], self.years, &mut values),
                }
                into.write_all(&values)?;
            }
        }
        into.write_all(&self.footer)
    }

    /// Reads the selected figures for the given years of the block and appends them to `columns`,
    /// ordered by figure and member. Returns `None` if the block has no such part.
    pub(super) fn read(
        &self,
        mut from: impl Read + Seek,
        selection: ColumnSelection,
        years: &Range<usize>,
        columns: &mut [Vec<f64>],
    ) -> std::io::Result<Option<()>> {
        let ColumnSelection { plan, part, of, figures } = selection;
        let Some(group) = self.groups.iter().find(|group| (group.plan, group.part) == (plan, part)) else { return Ok(None) };
        let mut bytes = Vec::new();
        for (figure, columns) in figures.iter().zip(columns.chunks_mut(of.1 - of.0)) {
            let Some(chunk) = group.chunks.get(first_figure(part) + figure) else { return Ok(None) };
            let width = chunk.kind.width();
            let (first, last) = (of.0 * self.years + years.start, (of.1 - 1) * self.years + years.end);
            from.seek(SeekFrom::Start(chunk.at + (first * width) as u64))?;
            bytes.resize((last - first) * width, 0);
            from.read_exact(&mut bytes)?;
            for (member, column) in columns.iter_mut().enumerate() {
                let start = member * self.years * width;
                let member = &bytes[start..start + years.len() * width];
                if chunk.kind == PhysicalType::Double {
                    column.extend(member.as_chunks().0.iter().map(|bytes| f64::from_le_bytes(*bytes)));
                } else {
                    column.extend(member.as_chunks().0.iter().map(|bytes| f64::from(f32::from_le_bytes(*bytes))));
                }
            }
        }
        Ok(Some(()))
    }
}

impl RowGroup {
    /// Creates a row group that starts at byte `at`, and its description for the footer. `at` is
    /// advanced to the end of the row group.
    fn new(name: &str, plan: usize, part: OutputPart, members: usize, years: usize, at: &mut u64) -> (Self, ThriftStruct) {
        let rows = members * years;
        let start = *at;
        let (mut chunks, mut described) = (Vec::new(), Vec::new());
        let mut add = |column: &str, kind: PhysicalType, dictionary: Option<Vec<u8>>, head: Vec<u8>, values: usize| {
            let (offset, pages) = (*at, dictionary.as_ref().map_or(0, Vec::len));
            let head = [dictionary.unwrap_or_default(), head].concat();
            let length = (head.len() + values) as u64;
            let meta = ThriftStruct::default()
                .i32(1, kind as i32)
                .choices(2, if pages > 0 { &[PLAIN, RUNS, DICTIONARY] } else { &[PLAIN, RUNS] })
                .one_text(3, column)
                .i32(4, 0)
                .i64(5, rows as u64)
                .i64(6, length)
                .i64(7, length)
                .i64(9, offset + pages as u64);
            let meta = if pages > 0 { meta.i64(11, offset) } else { meta };
            described.push(ThriftStruct::default().i64(2, offset).within(3, meta));
            chunks.push(ColumnChunk { at: offset + head.len() as u64, head, kind });
            *at += length;
        };
        for (column, value) in [("plan", name), ("part", part.name())] {
            let value = [&(value.len() as u32).to_le_bytes(), value.as_bytes()].concat();
            add(column, PhysicalType::Text, Some(dictionary_page(1, &value)), runs_page(1, rows, rows), 0);
        }
        let positions: Vec<u8> = (0..members as u32).flat_map(u32::to_le_bytes).collect();
        add("of", PhysicalType::Int32, Some(dictionary_page(members, &positions)), runs_page(members, years, rows), 0);
        add("year", PhysicalType::Int32, None, page_head(rows, PLAIN, rows * 4), rows * 4);
        for (column, kind, parts) in figures() {
            let ours = parts.contains(&part);
            let levels = levels(rows, ours);
            let values = if ours { rows * kind.width() } else { 0 };
            let head = [page_head(rows, PLAIN, levels.len() + values), levels].concat();
            add(&column, kind, None, head, values);
        }
        let row_group = ThriftStruct::default().structs(1, described).i64(2, *at - start).i64(3, rows as u64);
        (Self { plan, part, members, chunks }, row_group)
    }

    /// Appends the values of a figure's column.
    fn values(&self, column: usize, plan: &PlanOutput, years: usize, into: &mut Vec<u8>) {
        let Some(figure) = column.checked_sub(first_figure(self.part)).filter(|figure| *figure < self.part.figures()) else {
            return;
        };
        let mut short = |column: Option<&Vec<f32>>| match column {
            Some(column) => column.iter().for_each(|value| into.extend(value.to_le_bytes())),
            // A quarterly series has fewer steps than there are months.
            None => (0..years).for_each(|_| into.extend(f32::NAN.to_le_bytes())),
        };
        match self.part {
            OutputPart::Company => plan.company[figure].iter().for_each(|value| into.extend(value.to_le_bytes())),
            OutputPart::Period => {
                let all = plan.periods.iter().flat_map(|period| &period[figure]);
                all.for_each(|value| into.extend(value.to_le_bytes()));
            }
            OutputPart::Group => plan.groups.iter().for_each(|group| short(group.get(figure))),
            OutputPart::Seat => plan.seats.iter().for_each(|seat| short(seat.get(figure))),
            OutputPart::Step => (0..self.members).for_each(|step| short(plan.series[figure].get(step))),
        }
    }
}

fn schema() -> Vec<ThriftStruct> {
    let keys =
        [("plan", PhysicalType::Text), ("part", PhysicalType::Text), ("of", PhysicalType::Int32), ("year", PhysicalType::Int32)];
    let key = |(name, kind): (&str, PhysicalType)| {
        let key = ThriftStruct::default().i32(1, kind as i32).i32(3, 0).text(4, name);
        if kind == PhysicalType::Text { key.i32(6, 0) } else { key }
    };
    let figure =
        |(name, kind, _): (String, PhysicalType, _)| ThriftStruct::default().i32(1, kind as i32).i32(3, 1).text(4, &name);
    let columns: Vec<ThriftStruct> = keys.into_iter().map(key).chain(figures().map(figure)).collect();
    let root = ThriftStruct::default().text(4, "block").i32(5, columns.len() as i32);
    std::iter::once(root).chain(columns).collect()
}

/// The header of a data page of `length` bytes.
fn page_head(rows: usize, encoding: i32, length: usize) -> Vec<u8> {
    let data = ThriftStruct::default().i32(1, rows as i32).i32(2, encoding).i32(3, RUNS).i32(4, RUNS);
    ThriftStruct::default().i32(1, DATA_PAGE).i32(2, length as i32).i32(3, length as i32).within(5, data).end()
}

/// Creates a dictionary page with `count` values in plain encoding.
fn dictionary_page(count: usize, values: &[u8]) -> Vec<u8> {
    let (length, of) = (values.len() as i32, ThriftStruct::default().i32(1, count as i32).i32(2, PLAIN));
    let head = ThriftStruct::default().i32(1, DICTIONARY_PAGE).i32(2, length).i32(3, length).within(7, of);
    [head.end(), values.to_vec()].concat()
}

/// Creates a data page with `times` repetitions of each of the `count` dictionary values.
fn runs_page(count: usize, times: usize, rows: usize) -> Vec<u8> {
    let bits = (usize::BITS - count.saturating_sub(1).leading_zeros()).max(1);
    let mut runs = vec![bits as u8];
    for value in 0..count as u32 {
        number(&mut runs, (times as u64) << 1);
        runs.extend(&value.to_le_bytes()[..bits.div_ceil(8) as usize]);
    }
    [page_head(rows, DICTIONARY, runs.len()), runs].concat()
}

/// Definition levels that mark all values as present, or all as null.
fn levels(rows: usize, there: bool) -> Vec<u8> {
    let mut run = Vec::new();
    number(&mut run, (rows as u64) << 1);
    run.push(u8::from(there));
    [&(run.len() as u32).to_le_bytes()[..], &run].concat()
}
