//! Simulated years as rows, sorted by plan, then year, then period or seat.

use std::ops::Range;

use super::error::ExportError;
use super::format::Format;
use super::table::{ColumnValues, TableBlock, write};
use attain_core::metric::{ALL, SHARED, of_company};
use attain_core::output::OutputFolder;
use attain_core::plan::Plan;
use attain_sim::run::{ColumnSelection, OutputPart, ReadError, YearSource};

/// Rows per row group of the seats table. A group takes about ten megabytes in memory, regardless
/// of the number of years.
const SEAT_ROWS: usize = 16_384;
/// Rows per row group of the company table.
const YEAR_ROWS: usize = 8_192;

/// Writes `years.parquet` or `years.csv`: one row per plan and year with all company
/// metrics. Horizons of more than 12 months have an additional column `period`:
/// 0 is the whole horizon, 1 its first year.
///
/// # Errors
/// If years cannot be read or the file cannot be written.
pub fn years(folder: &mut OutputFolder, format: Format, plans: &[Plan], source: &dyn YearSource) -> Result<(), ExportError> {
    let periods = plans.iter().map(periods).max().unwrap_or(0);
    let figures: Vec<usize> = (0..ALL.len()).collect();
    let blocks = spans(plans, source, YEAR_ROWS / (periods + 1)).map(|(plan, span)| {
        let read = |part, members| source.read(ColumnSelection { plan, part, of: (0, members), figures: &figures }, span.clone());
        let (whole, parts) = (read(OutputPart::Company, 1)?, read(OutputPart::Period, periods)?);
        let rows = || span.clone().flat_map(|_| 0..=periods);
        let mut block: TableBlock = keys(&plans[plan], span.clone().flat_map(|year| vec![year; periods + 1]));
        if periods > 0 {
            block.push(("period".into(), ColumnValues::Whole(rows().map(|part| part as u32).collect())));
        }
        block.extend((0..ALL.len()).map(|m| {
            let of = std::iter::once(&whole[m]).chain(&parts[m * periods..(m + 1) * periods]);
            (of_company(m).name.to_owned(), ColumnValues::Long(by_year(&of.collect::<Vec<_>>(), span.len()).collect()))
        }));
        Ok(block)
    });
    put(folder, "years", format, blocks)
}

/// Writes `seats.parquet` or `seats.csv`: one row per plan, year and seat with all seat
/// metrics.
///
/// # Errors
/// If years cannot be read or the file cannot be written.
pub fn seats(folder: &mut OutputFolder, format: Format, plans: &[Plan], source: &dyn YearSource) -> Result<(), ExportError> {
    let most = plans.iter().map(|plan| plan.seats.len()).max().unwrap_or(0);
    let figures: Vec<usize> = (0..SHARED).collect();
    let blocks = spans(plans, source, SEAT_ROWS / most.max(1)).map(|(plan, span)| {
        let seats = plans[plan].seats.len();
        let columns =
            source.read(ColumnSelection { plan, part: OutputPart::Seat, of: (0, seats), figures: &figures }, span.clone())?;
        let mut block: TableBlock = keys(&plans[plan], span.clone().flat_map(|year| vec![year; seats]));
        let ids = span.clone().flat_map(|_| plans[plan].seats.iter().map(|seat| seat.id.clone()));
        block.push(("seat".into(), ColumnValues::Text(ids.collect())));
        block.extend(ALL[..SHARED].iter().enumerate().map(|(m, metric)| {
            let of: Vec<&Vec<f64>> = columns.iter().skip(m * seats).take(seats).collect();
            (metric.name.to_owned(), ColumnValues::Short(by_year(&of, span.len()).map(|value| value as f32).collect()))
        }));
        Ok(block)
    });
    put(folder, "seats", format, blocks)
}

/// Number of years of the horizon that are reported separately.
fn periods(plan: &Plan) -> usize {
    let months = plan.scenario.horizon.months;
    if months > 12 { months.div_ceil(12) as usize } else { 0 }
}

/// Column values, year by year.
fn by_year<'a>(columns: &'a [&Vec<f64>], years: usize) -> impl Iterator<Item = f64> + 'a {
    (0..years).flat_map(move |year| columns.iter().map(move |column| column[year]))
}

/// Reads the years of every plan in spans.
fn spans<'a>(
    plans: &'a [Plan],
    source: &'a dyn YearSource,
    years_at_once: usize,
) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
    let step = years_at_once.max(1);
    let spans = move |plan| {
        let years = source.years_of(plan);
        (0..years.max(1)).step_by(step).map(move |first| (plan, first..years.min(first + step)))
    };
    (0..plans.len()).flat_map(spans)
}

fn keys(plan: &Plan, years: impl Iterator<Item = usize>) -> TableBlock {
    let years: Vec<u32> = years.map(|year| year as u32).collect();
    vec![("plan".into(), ColumnValues::Text(vec![plan.name.clone(); years.len()])), ("year".into(), ColumnValues::Whole(years))]
}

fn put(
    folder: &mut OutputFolder,
    stem: &str,
    format: Format,
    blocks: impl Iterator<Item = Result<TableBlock, ReadError>>,
) -> Result<(), ExportError> {
    let name = format!("{stem}.{}", format.ending());
    let file = folder.file(&name)?;
    write(file, format, blocks).map_err(|error| error.in_file(&name))
}
