//! Files of a backtest: all results as JSON and the forecasts as a table.

use super::error::ExportError;
use super::format::Format;
use super::json::pretty;
use super::table::{ColumnValues, TableBlock, write as write_table};
use attain_analysis::backtest::{Backtest, CellScore};
use attain_core::output::OutputFolder;

/// Names of all files of a backtest.
pub const NAMES: [&str; 3] = ["backtest.json", "backtest.csv", "backtest.html"];

/// Writes all files except the page.
///
/// # Errors
/// If a file cannot be written.
pub fn write(folder: &mut OutputFolder, backtest: &Backtest) -> Result<(), ExportError> {
    folder.put(NAMES[0], &pretty(NAMES[0], backtest)?)?;
    Ok(folder.put(NAMES[1], &csv(backtest)?)?)
}

/// Returns one row per forecast figure: quantiles, actual value, its probability integral
/// transform and scores. Text that a spreadsheet would interpret as a formula is prefixed
/// with an apostrophe.
///
/// # Errors
/// If the table cannot be encoded.
pub fn csv(backtest: &Backtest) -> Result<Vec<u8>, ExportError> {
    let cells: Vec<&CellScore> = backtest.cuts.iter().flat_map(|cut| &cut.cells).collect();
    let mut bytes = Vec::new();
    let written = write_table(&mut bytes, Format::Csv, std::iter::once(Ok(block(&cells))));
    written.map_err(|error| error.in_file(NAMES[1]))?;
    Ok(bytes)
}

fn block(cells: &[&CellScore]) -> TableBlock {
    let text = |name: &str, of: &dyn Fn(&CellScore) -> String| {
        (name.to_owned(), ColumnValues::Text(cells.iter().map(|cell| of(cell)).collect()))
    };
    let real = |name: &str, of: fn(&CellScore) -> f64| {
        (name.to_owned(), ColumnValues::Long(cells.iter().map(|cell| of(cell)).collect()))
    };
    vec![
        text("cut", &|cell| cell.cut.to_string()),
        text("series", &|cell| cell.series.name().to_owned()),
        text("of", &|cell| cell.subject.clone()),
        text("month", &|cell| cell.month.strftime("%Y-%m").to_string()),
        real("actual", |cell| cell.actual),
        real("mean", |cell| cell.forecast.mean),
        real("p05", |cell| cell.forecast.p05),
        real("p10", |cell| cell.forecast.p10),
        real("p25", |cell| cell.forecast.p25),
        real("p50", |cell| cell.forecast.p50),
        real("p75", |cell| cell.forecast.p75),
        real("p90", |cell| cell.forecast.p90),
        real("p95", |cell| cell.forecast.p95),
        real("pit_low", |cell| cell.transform.low),
        real("pit_high", |cell| cell.transform.high),
        real("pit", |cell| cell.transform.point),
        real("crps", |cell| cell.loss.crps),
        real("crps_last", |cell| cell.loss.crps_last),
        real("crps_mean", |cell| cell.loss.crps_mean),
        real("pinball", |cell| cell.loss.pinball),
        real("pinball_last", |cell| cell.loss.pinball_last),
        real("pinball_mean", |cell| cell.loss.pinball_mean),
    ]
}
