//! `attain migrate`: upgrades files to the current format.

use std::path::{Path, PathBuf};

use super::args::MigrateArgs;
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::fault::MigrationFault;
use attain_core::diagnostics::{Faults, Place};
use attain_core::output::OutputFile;
use attain_core::scenario;

/// A file, with its text in the current format if that differs.
struct Migration {
    path: PathBuf,
    text: Option<String>,
}

/// Rewrites scenario and market files of earlier formats. With `--check`,
/// writes nothing.
///
/// # Errors
/// All files that cannot be read or are not valid TOML, before anything is written,
/// or a file that cannot be written.
pub fn run(args: &MigrateArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let migrations = read(&args.paths)?;
    let mut status = ExitStatus::Done;
    for Migration { path, text } in migrations {
        let file = path.display();
        match text {
            None => console.print(&format!("{file}: up to date")),
            Some(_) if args.check => {
                console.print(&format!("{file}: needs migration to format {}", scenario::FORMAT));
                status = ExitStatus::ConditionNotMet;
            }
            Some(text) => {
                OutputFile::open(&path, std::iter::empty())?.put(text.as_bytes())?;
                console.print(&format!("{file}: migrated to format {}", scenario::FORMAT));
            }
        }
    }
    Ok(status)
}

/// Reads all files. Folders are searched, but not their subfolders.
fn read(paths: &[PathBuf]) -> Result<Vec<Migration>, Faults> {
    let mut faults = Faults::default();
    let mut found = Vec::new();
    for path in paths {
        let files = match files(path) {
            Ok(files) => files,
            Err(error) => {
                faults.push(Place::File(path.display().to_string()), MigrationFault::Unreadable(error));
                continue;
            }
        };
        for path in files {
            match migrated(&path) {
                Ok(text) => found.push(Migration { path, text }),
                Err(fault) => faults.push(Place::File(path.display().to_string()), fault),
            }
        }
    }
    faults.into_result(found)
}

/// The given file, or the TOML files of a folder sorted by name.
fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_file() && path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn migrated(path: &Path) -> Result<Option<String>, MigrationFault> {
    let text = attain_core::input::read_text(path).map_err(MigrationFault::Unreadable)?;
    scenario::migrate(&text).map_err(|error| MigrationFault::NotToml { message: error.message().to_owned() })
}
