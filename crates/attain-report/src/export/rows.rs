//! Every lived year as rows, ordered by plan, then year (then period or seat).

use std::ops::Range;

use super::table::{Block, Values, write};
use super::{ExportError, Format};
use attain_core::metric::{ALL, SHARED};
use attain_core::output::OutputFolder;
use attain_core::plan::Plan;
use attain_sim::run::{ColumnSelection, OutputPart, ReadError, YearSource};

/// Rows of seats that are encoded at once, as a row group: some ten megabytes however many years were lived.
const SEAT_ROWS: usize = 16_384;
/// Rows of the company that are encoded at once.
const YEAR_ROWS: usize = 8_192;

/// `years.parquet` or `.csv`: one row for each plan and year with all metrics
/// of the company. Horizons over 12 months have one more column, `period`:
/// 0 is the whole horizon, 1 its first year.
///
/// # Errors
/// What cannot be read or written.
pub fn years(folder: &mut OutputFolder, format: Format, plans: &[Plan], lived: &dyn YearSource) -> Result<(), ExportError> {
    let periods = plans.iter().map(periods).max().unwrap_or(0);
    let figures: Vec<usize> = (0..ALL.len()).collect();
    let blocks = spans(plans, lived, YEAR_ROWS / (periods + 1)).map(|(plan, span)| {
        let read = |part, members| lived.read(ColumnSelection { plan, part, of: (0, members), figures: &figures }, span.clone());
        let (whole, parts) = (read(OutputPart::Company, 1)?, read(OutputPart::Period, periods)?);
        let rows = || span.clone().flat_map(|_| 0..=periods);
        let mut block: Block = keys(&plans[plan], span.clone().flat_map(|year| vec![year; periods + 1]));
        if periods > 0 {
            block.push(("period".into(), Values::Whole(rows().map(|part| part as u32).collect())));
        }
        block.extend(ALL.iter().enumerate().map(|(m, metric)| {
            let of = std::iter::once(&whole[m]).chain(&parts[m * periods..(m + 1) * periods]);
            (metric.name.to_owned(), Values::Long(by_year(&of.collect::<Vec<_>>(), span.len()).collect()))
        }));
        Ok(block)
    });
    put(folder, "years", format, blocks)
}

/// `seats.parquet` or `.csv`: one row for each plan, year and seat with the
/// metrics that seats have.
///
/// # Errors
/// What cannot be read or written.
pub fn seats(folder: &mut OutputFolder, format: Format, plans: &[Plan], lived: &dyn YearSource) -> Result<(), ExportError> {
    let most = plans.iter().map(|plan| plan.seats.len()).max().unwrap_or(0);
    let figures: Vec<usize> = (0..SHARED).collect();
    let blocks = spans(plans, lived, SEAT_ROWS / most.max(1)).map(|(plan, span)| {
        let seats = plans[plan].seats.len();
        let columns =
            lived.read(ColumnSelection { plan, part: OutputPart::Seat, of: (0, seats), figures: &figures }, span.clone())?;
        let mut block: Block = keys(&plans[plan], span.clone().flat_map(|year| vec![year; seats]));
        let ids = span.clone().flat_map(|_| plans[plan].seats.iter().map(|seat| seat.id.clone()));
        block.push(("seat".into(), Values::Text(ids.collect())));
        block.extend(ALL[..SHARED].iter().enumerate().map(|(m, metric)| {
            let of: Vec<&Vec<f64>> = columns.iter().skip(m * seats).take(seats).collect();
            (metric.name.to_owned(), Values::Short(by_year(&of, span.len()).map(|value| value as f32).collect()))
        }));
        Ok(block)
    });
    put(folder, "seats", format, blocks)
}

/// Years of the horizon that a plan is told by.
fn periods(plan: &Plan) -> usize {
    let months = plan.scenario.horizon.months;
    if months > 12 { months.div_ceil(12) as usize } else { 0 }
}

/// The values of some columns year by year.
fn by_year<'a>(columns: &'a [&Vec<f64>], years: usize) -> impl Iterator<Item = f64> + 'a {
    (0..years).flat_map(move |year| columns.iter().map(move |column| column[year]))
}

/// The plans cut into spans of years.
fn spans<'a>(
    plans: &'a [Plan],
    lived: &'a dyn YearSource,
    years_at_once: usize,
) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
    let step = years_at_once.max(1);
    let spans = move |plan| {
        let years = lived.years_of(plan);
        (0..years.max(1)).step_by(step).map(move |first| (plan, first..years.min(first + step)))
    };
    (0..plans.len()).flat_map(spans)
}

fn keys(plan: &Plan, years: impl Iterator<Item = usize>) -> Block {
    let years: Vec<u32> = years.map(|year| year as u32).collect();
    vec![("plan".into(), Values::Text(vec![plan.name.clone(); years.len()])), ("year".into(), Values::Whole(years))]
}

fn put(
    folder: &mut OutputFolder,
    stem: &str,
    format: Format,
    blocks: impl Iterator<Item = Result<Block, ReadError>>,
) -> Result<(), ExportError> {
    let name = format!("{stem}.{}", format.ending());
    let file = folder.file(&name)?;
    write(file, format, blocks).map_err(|error| error.told(&name))
}
