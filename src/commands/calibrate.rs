//! `attain calibrate`: estimates of market and team parameters from history.

use std::path::{Component, Path, PathBuf};

use super::args::CalibrateArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::scenario_data;
use attain_analysis::backtest::BacktestFault;
use attain_analysis::calibrate::ApplySettingsError;
use attain_analysis::hindcast::{CorrectedCalibration, calibrate_to_history, in_one_sentence, unlike_the_past};
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFile;
use attain_core::scenario::ResolvedScenario;
use attain_report::terminal;

/// Estimates every parameter, prints each with its sample size, interval and method,
/// and writes the base scenario.
///
/// # Errors
/// All faults in the scenario and its data, or a file that cannot be written.
pub fn run(args: &CalibrateArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let (resolved, book) = scenario_data::load_history(&args.path)?;
    let path = args.out.clone().unwrap_or_else(|| args.path.with_file_name("market.toml"));
    let out = OutputFile::open(&path, resolved.inputs())?;
    let corrected = calibrate_to_history(&book, &resolved.scenario, args.as_of);
    let CorrectedCalibration { calibration: found, record } = corrected.map_err(|why| misfit(&resolved, &why))?;
    let currency = &resolved.scenario.money.currency;
    console.print(&terminal::calibration::calibration(&found, currency, console.width, console.colour));
    console.print(&terminal::track_record::track_record(record.as_ref(), currency, console.width, console.colour));
    let warning = record.as_ref().and_then(|record| unlike_the_past(record, currency));
    if let Some(warning) = &warning {
        console.note(&format!("warning: {warning}"));
    }
    let hindcast = record.as_ref().map(|record| in_one_sentence(record, currency));
    let text = found.write_toml(base(&resolved, &args.path, &path).as_deref(), hindcast.as_deref());
    out.put(text.as_bytes())?;
    console.print(&format!("Base scenario: {}", path.display()));
    let extends = format!("extends = \"{}\"", file_name(&path));
    console.note(&format!("To use it, add `{extends}` to a scenario. Values in the scenario override it."));
    Ok(ExitStatus::Done)
}

/// The fault of a calibrated value that a scenario cannot hold.
fn misfit(resolved: &ResolvedScenario, why: &ApplySettingsError) -> Faults {
    let mut faults = Faults::default();
    faults.push(resolved.place("market"), BacktestFault::Misfit { why: why.to_string() });
    faults
}

/// Path of the file that the scenario extends, relative to the new file.
fn base(resolved: &ResolvedScenario, scenario: &Path, out: &Path) -> Option<String> {
    let base = resolved.scenario.extends.as_ref()?;
    let folder = |path: &Path| path.parent().map_or_else(PathBuf::new, Path::to_owned).join(".").canonicalize().ok();
    if folder(scenario) == folder(out) {
        return Some(base.clone());
    }
    let full = scenario.parent().unwrap_or(Path::new("")).join(base);
    let full = full.canonicalize().unwrap_or(full);
    let from = folder(out).unwrap_or_default();
    Some(relative(&full, &from).unwrap_or(full).display().to_string())
}

/// Relative path from an absolute folder to an absolute file; `None` if they share no root.
fn relative(file: &Path, folder: &Path) -> Option<PathBuf> {
    let shared = file.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    (shared > 0).then(|| up.chain(file.components().skip(shared)).collect())
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
