//! Every lived year as rows, ordered by plan, then year (then period or seat).

use super::table::{Block, Values, write};
use super::{ExportError, Format, OutFolder};
use crate::metric::{ALL, SHARED};
use crate::plan::Plan;
use crate::simulate::lived::{Lived, LivedPlan};

/// Rows encoded at once; memory stays at some ten megabytes however many years were lived.
const BLOCK_ROWS: usize = 50_000;

/// `years.parquet` or `.csv`: one row for each plan and year with all metrics
/// of the company. Horizons over 12 months have one more column, `period`:
/// 0 is the whole horizon, 1 its first year.
///
/// # Errors
/// What cannot be written.
pub fn years(folder: &mut OutFolder, format: Format, plans: &[Plan], lived: &Lived) -> Result<(), ExportError> {
    let periods = lived.plans.iter().map(|plan| plan.periods.len()).max().unwrap_or(0);
    let blocks = spans(plans, lived, periods + 1).map(|(plan, years, first, count)| {
        let parts: Vec<&[Vec<f64>]> = std::iter::once(&years.company).chain(&years.periods).map(Vec::as_slice).collect();
        let rows = || (first..first + count).flat_map(|year| (0..parts.len()).map(move |part| (year, part)));
        let mut block: Block = keys(plan, rows().map(|(year, _)| year));
        if periods > 0 {
            block.push(("period".into(), Values::Whole(rows().map(|(_, part)| part as u32).collect())));
        }
        block.extend(ALL.iter().enumerate().map(|(m, metric)| {
            let value = |(year, part): (usize, usize)| parts[part].get(m).and_then(|column| column.get(year)).copied();
            (metric.name.to_owned(), Values::Long(rows().map(|at| value(at).unwrap_or(f64::NAN)).collect()))
        }));
        block
    });
    put(folder, "years", format, blocks)
}

/// `seats.parquet` or `.csv`: one row for each plan, year and seat with the
/// metrics that seats have.
///
/// # Errors
/// What cannot be written.
pub fn seats(folder: &mut OutFolder, format: Format, plans: &[Plan], lived: &Lived) -> Result<(), ExportError> {
    let most = plans.iter().map(|plan| plan.seats.len()).max().unwrap_or(0);
    let blocks = spans(plans, lived, most.max(1)).map(|(plan, years, first, count)| {
        let seats = plan.seats.len().min(years.seats.len());
        let rows = || (first..first + count).flat_map(|year| (0..seats).map(move |seat| (year, seat)));
        let mut block: Block = keys(plan, rows().map(|(year, _)| year));
        block.push(("seat".into(), Values::Text(rows().map(|(_, seat)| plan.seats[seat].id.clone()).collect())));
        block.extend(ALL[..SHARED].iter().enumerate().map(|(m, metric)| {
            let value = |(year, seat): (usize, usize)| years.seats[seat].get(m).and_then(|column| column.get(year)).copied();
            (metric.name.to_owned(), Values::Short(rows().map(|at| value(at).unwrap_or(f32::NAN)).collect()))
        }));
        block
    });
    put(folder, "seats", format, blocks)
}

/// The plans cut into spans of years (first, count) of at most [`BLOCK_ROWS`] rows.
fn spans<'a>(
    plans: &'a [Plan],
    lived: &'a Lived,
    rows_a_year: usize,
) -> impl Iterator<Item = (&'a Plan, &'a LivedPlan, usize, usize)> {
    let step = (BLOCK_ROWS / rows_a_year).max(1);
    let starts = (0..lived.years.max(1)).step_by(step);
    let spans = move |(plan, years)| starts.clone().map(move |first| (plan, years, first, step.min(lived.years - first)));
    plans.iter().zip(&lived.plans).flat_map(spans)
}

fn keys(plan: &Plan, years: impl Iterator<Item = usize>) -> Block {
    let years: Vec<u32> = years.map(|year| year as u32).collect();
    vec![("plan".into(), Values::Text(vec![plan.name.clone(); years.len()])), ("year".into(), Values::Whole(years))]
}

fn put(folder: &mut OutFolder, stem: &str, format: Format, blocks: impl Iterator<Item = Block>) -> Result<(), ExportError> {
    let name = format!("{stem}.{}", format.ending());
    let file = folder.file(&name)?;
    write(file, format, blocks).map_err(|source| ExportError::Table { file: name, source })
}
