//! `stress.json` and `stress.parquet`: every cell of a stress test.

use super::error::ExportError;
use super::format::Format;
use super::json::pretty;
use super::table::{ColumnValues, TableBlock, write as write_table};
use attain_analysis::experiment::figures::{CellDifference, CellEstimate};
use attain_analysis::experiment::stress::{CellResult, StressResult};
use attain_core::output::OutputFolder;

/// Names of the files, in the order in which they are written.
pub const NAMES: [&str; 3] = ["stress.json", "stress.parquet", "stress.html"];

/// Column name and accessor of a figure of a cell.
type Figure = (&'static str, fn(&CellResult) -> Option<CellEstimate>);

/// Figures that are written with their standard errors.
const FIGURES: [Figure; 10] = [
    ("p_target", |cell| cell.p_target),
    ("bookings_over_target", |cell| cell.bookings_over_target),
    ("bookings", |cell| cell.bookings),
    ("p10_bookings", |cell| cell.p10_bookings),
    ("participation", |cell| cell.participation),
    ("cost", |cell| cell.cost),
    ("contribution", |cell| cell.contribution),
    ("coverage", |cell| cell.coverage),
    ("vacancy_months", |cell| cell.vacancy_months),
    ("cost_per_extra_booking", |cell| cell.cost_per_extra_booking),
];

/// Column name and accessor of a difference between cells.
type Difference = (&'static str, fn(&CellResult) -> Option<CellDifference>);

/// Differences from the cell with the fewest added seats.
const PAIRS: [Difference; 2] = [("extra_bookings", |cell| cell.extra_bookings), ("extra_cost", |cell| cell.extra_cost)];

/// Writes all files except the page.
///
/// # Errors
/// If the file cannot be written.
pub fn write(folder: &mut OutputFolder, stress: &StressResult) -> Result<(), ExportError> {
    folder.put(NAMES[0], &pretty(NAMES[0], stress)?)?;
    let long = |of: &dyn Fn(&CellResult) -> Option<f64>| {
        ColumnValues::Long(stress.cells.iter().map(|cell| of(cell).unwrap_or(f64::NAN)).collect())
    };
    let mut block: TableBlock = Vec::new();
    for (i, axis) in stress.axes.iter().enumerate() {
        block.push((axis.name.clone(), long(&|cell| cell.values.get(i).copied())));
    }
    for (name, of) in FIGURES {
        block.push((name.to_owned(), long(&|cell| of(cell).map(|estimate| estimate.value))));
        block.push((format!("{name}_se"), long(&|cell| of(cell).map(|estimate| estimate.se))));
    }
    for (name, of) in PAIRS {
        block.push((name.to_owned(), long(&|cell| of(cell).map(|pair| pair.difference))));
        block.push((format!("{name}_se"), long(&|cell| of(cell).map(|pair| pair.se))));
    }
    block.push(("years".to_owned(), ColumnValues::Whole(vec![stress.years; stress.cells.len()])));
    block.push(("seed".to_owned(), ColumnValues::Text(vec![stress.seed.to_string(); stress.cells.len()])));
    block.push(("scenario_hash".to_owned(), ColumnValues::Text(vec![stress.scenario_hash.clone(); stress.cells.len()])));
    block.push(("data_hash".to_owned(), ColumnValues::Text(vec![stress.data_hash.clone(); stress.cells.len()])));
    block.push(("version".to_owned(), ColumnValues::Text(vec![stress.version.clone(); stress.cells.len()])));
    let file = folder.file(NAMES[1])?;
    write_table(file, Format::Parquet, std::iter::once(Ok(block))).map_err(|error| error.in_file(NAMES[1]))
}
