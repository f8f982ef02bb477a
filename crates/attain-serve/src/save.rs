//! Saves a state as a scenario file beside the plan it starts from.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::error::LiveError;
use crate::shell_word::shell_word;
use crate::state::LiveState;
use crate::study::LiveStudy;
use attain_core::diagnostics::Faults;
use attain_core::scenario::choices::Scenario;
use attain_core::scenario::load;
use attain_report::export::scenario::text;

/// Largest number of characters of a name.
const MOST: usize = 60;
/// Names that some systems reserve for devices.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "base", "schema"];

/// A saved state.
#[derive(Debug, Serialize)]
pub struct SavedState {
    /// Path of the scenario file.
    pub file: String,
    /// A command that compares it with the plan it starts from.
    pub command: String,
    /// A difference between the page and `compare`; empty if there is none.
    pub note: String,
}

/// Writes a state as a scenario file that extends its plan. No existing file is overwritten, and
/// nothing is written outside the folder of the plan.
///
/// # Errors
/// If the name is not allowed, a file of that name exists, the state is not a valid scenario, or
/// the file cannot be written.
pub fn save(study: &LiveStudy, name: &str, state: &LiveState) -> Result<SavedState, LiveError> {
    check_name(study, name)?;
    let base = state.base(study)?;
    let altered = state.alter(study)?;
    let mut changed = altered.realised.scenario.clone();
    name.clone_into(&mut changed.name);
    changed.description = format!("Saved from the live page; starts from {}.", base.scenario.name);
    let folder = LiveStudy::folder_of(base);
    let text = text(folder, base, &changed, &["Saved by `attain serve`.".to_owned()]);
    let path = folder.join(format!("{name}.toml"));
    let shown = path.display().to_string();
    let fault = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AlreadyExists => LiveError::Exists(shown.clone()),
        _ => LiveError::File { file: shown.clone(), source },
    };
    let mut draft = tempfile::Builder::new().prefix(".attain-").suffix(".tmp").tempfile_in(folder).map_err(fault)?;
    draft.write_all(text.as_bytes()).and_then(|()| draft.as_file().sync_all()).map_err(fault)?;
    verify(draft.path(), &changed)?;
    if let Ok(like) = std::fs::metadata(&base.file) {
        draft.as_file().set_permissions(like.permissions()).map_err(fault)?;
    }
    // Fails if there is a file or a link of that name.
    draft.persist_noclobber(&path).map_err(|error| fault(error.error))?;
    let note = if altered.planned.hash == altered.realised.hash {
        String::new()
    } else {
        "`compare` designs books and quotas for the assumptions in the file. To see its figures here, \
         choose “Made for these assumptions”."
            .to_owned()
    };
    let seed = study.seed;
    let command = format!(
        "attain compare {} {} --reference {} --seed {seed}",
        shell_word(&base.file),
        shell_word(&shown),
        shell_word(&base.scenario.name)
    );
    Ok(SavedState { file: shown, command, note })
}

/// Checks that a name makes a plain file name that the study does not use yet.
fn check_name(study: &LiveStudy, name: &str) -> Result<(), LiveError> {
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let starts = name.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    if !(plain && starts && name.len() <= MOST) {
        let allowed = format!("at most {MOST} small letters, digits and hyphens, beginning with a letter or digit");
        return Err(LiveError::Request(format!("the name is not allowed; expected {allowed}")));
    }
    let device = name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt"));
    if RESERVED.contains(&name) || device || name.starts_with("study") {
        return Err(LiveError::Request(format!("the name `{name}` is reserved; choose another")));
    }
    match study.find(name) {
        Some(plan) => Err(LiveError::Exists(format!("the plan {}", plan.scenario.name))),
        None => Ok(()),
    }
}

/// Reads the file as `compare` would, and checks that it says what the state says.
fn verify(file: &Path, changed: &Scenario) -> Result<(), LiveError> {
    let mut faults = Faults::default();
    let read = load(file, &mut faults).map(|resolved| resolved.scenario);
    let same = read.is_some_and(|read| Scenario { extends: changed.extends.clone(), format: changed.format, ..read } == *changed);
    match (faults.into_result(()), same) {
        (Err(faults), _) => Err(faults.into()),
        (Ok(()), true) => Ok(()),
        (Ok(()), false) => Err(LiveError::Request("this state cannot be written as a scenario file".to_owned())),
    }
}
