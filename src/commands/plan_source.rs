//! The plan that a command names: a scenario file, an edited workbook, or a plan of a comparison.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::failure::CommandError;
use super::fault::PlanSourceFault;
use attain_analysis::planning::design;
use attain_core::diagnostics::{Fault, Faults, Place};
use attain_core::plan::Plan;
use attain_core::scenario::ResolvedScenario;
use attain_design::study;
use attain_design::study::Study;
use attain_export::freeze;

/// A plan with its study, and with the results of a comparison if it was named as one of its plans.
pub struct NamedPlan {
    pub study: Study,
    pub plan: Plan,
    /// Content of `results.json`.
    pub results: Option<Value>,
}

impl NamedPlan {
    /// The scenario of the plan.
    pub fn resolved(&self) -> &ResolvedScenario {
        &self.study.scenarios[0]
    }
}

/// Loads and designs the plan that an argument names.
///
/// # Errors
/// All faults in the files, or a comparison whose files have changed since.
pub fn load(given: &str) -> Result<NamedPlan, CommandError> {
    if Path::new(given).is_file() {
        return designed(Path::new(given), None);
    }
    if freeze::is_frozen(Path::new(given)) {
        return frozen(Path::new(given));
    }
    let fault = |problem: PlanSourceFault| CommandError::from(Fault::new(Place::Argument("PLAN".to_owned()), problem));
    let found = || given.to_owned();
    let Some((folder, name)) = given.rsplit_once(':').filter(|(folder, _)| Path::new(folder).is_dir()) else {
        return Err(fault(PlanSourceFault::Missing { found: found() }));
    };
    let folder = Path::new(folder);
    let read = |file: &str| -> Result<Value, CommandError> {
        let path = folder.join(file);
        let at = |problem| CommandError::from(Fault::new(Place::File(path.display().to_string()), problem));
        let text = std::fs::read(&path).map_err(|error| at(PlanSourceFault::Unreadable(error)))?;
        serde_json::from_slice(&text).map_err(|error| at(PlanSourceFault::Json(error)))
    };
    let (manifest, results) = (read("manifest.json")?, read("results.json")?);
    let plans: Vec<&str> =
        manifest["scenarios"].as_array().into_iter().flatten().filter_map(|one| one["plan"].as_str()).collect();
    let Some(at) = plans.iter().position(|plan| *plan == name) else {
        let known = plans.iter().map(ToString::to_string).collect();
        return Err(fault(PlanSourceFault::UnknownPlan { found: name.to_owned(), known }));
    };
    let Some(file) = manifest["scenario_files"][at].as_str() else {
        return Err(fault(PlanSourceFault::OldResults));
    };
    let path: PathBuf = folder.join(file);
    let loaded = designed(&path, Some(results))?;
    let same = |hash: &Value, now: &str| hash.as_str() == Some(now);
    let unchanged = same(&manifest["scenarios"][at]["scenario_hash"], &loaded.resolved().hash)
        && same(&manifest["data_hash"], &loaded.study.book.hash);
    if unchanged { Ok(loaded) } else { Err(fault(PlanSourceFault::Changed { file: path.display().to_string() })) }
}

/// The plan of a frozen folder, designed again from the scenario and the data, which must be as they
/// were.
fn frozen(folder: &Path) -> Result<NamedPlan, CommandError> {
    let mut faults = Faults::default();
    let Some(kept) = freeze::read(folder, &mut faults) else { return Err(faults.into()) };
    let path = folder.join(&kept.scenario_file);
    let loaded = designed(&path, None)?;
    if kept.scenario_hash == loaded.resolved().hash && kept.data_hash == loaded.study.book.hash {
        return Ok(loaded);
    }
    let place = Place::File(folder.display().to_string());
    Err(Fault::new(place, PlanSourceFault::ChangedSinceFrozen { file: path.display().to_string() }).into())
}

fn designed(path: &Path, results: Option<Value>) -> Result<NamedPlan, CommandError> {
    let study = study::load(&[path.to_owned()])?;
    let plan = design(&study.book, &study.scenarios[0])?;
    Ok(NamedPlan { study, plan, results })
}
