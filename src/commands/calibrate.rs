//! `attain calibrate`: the market and the people, from history.

use std::path::{Component, Path, PathBuf};

use super::args::CalibrateArgs;
use super::{Exit, Failure, Screen};
use attain_analysis::calibrate::calibrate;
use attain_core::diagnostics::Faults;
use attain_core::output::OutputFile;
use attain_core::scenario;
use attain_core::scenario::ResolvedScenario;
use attain_report::terminal;

/// Calibrates a scenario's book, prints every figure with its number,
/// interval and method, and writes the file that scenarios extend.
///
/// # Errors
/// Every fault of the scenario and its data; a file that cannot be written.
pub fn run(args: &CalibrateArgs, screen: &Screen) -> Result<Exit, Failure> {
    let mut faults = Faults::default();
    let resolved = scenario::load(&args.path, &mut faults);
    let Some(resolved) = resolved else { return Err(faults.into()) };
    let book = attain_data::load(&resolved, &mut faults);
    let Some(book) = book else { return Err(faults.into()) };
    faults.into_result(())?;

    let path = args.out.clone().unwrap_or_else(|| args.path.with_file_name("market.toml"));
    let out = OutputFile::open(&path, resolved.inputs()).map_err(|fault| Faults(vec![fault]))?;
    let found = calibrate(&book, &resolved.scenario, args.as_of);
    screen.say(&terminal::calibration::calibration(&found, &resolved.scenario.money.currency, screen.width, screen.colour));
    out.put(found.write_toml(base(&resolved, &args.path, &path).as_deref()).as_bytes())?;
    screen.say(&format!("{}", path.display()));
    let own = if resolved.scenario.extends.is_none() { " What they give themselves stands above it." } else { "" };
    screen.remark(&format!("Scenarios use it with `extends = \"{}\"`.{own}", file_name(&path)));
    Ok(Exit::Done)
}

/// What the scenario extends, as the new file has to name it.
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

/// The way to a file from a folder, both in full; `None` where they share no root.
fn relative(file: &Path, folder: &Path) -> Option<PathBuf> {
    let shared = file.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    (shared > 0).then(|| up.chain(file.components().skip(shared)).collect())
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
