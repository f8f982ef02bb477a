//! Writes the demo study to a folder atomically.

use std::path::{Path, PathBuf};

use super::error::DemoError;
use super::study_files::{DemoFile, files};

/// Writes the demo study for a seed to a folder, which is created if it is missing.
/// Returns the paths of the files.
///
/// # Errors
/// [`DemoError::Exists`] if any of the files already exists; nothing is written in this case.
/// [`DemoError::Unwritable`] if a file or folder cannot be written; files and folders created
/// by the call are removed in this case.
pub fn write(dir: &Path, seed: u64) -> Result<Vec<PathBuf>, DemoError> {
    let files = files(seed);
    let targets: Vec<PathBuf> = files.iter().map(|file| dir.join(file.path)).collect();
    let there: Vec<PathBuf> = targets.iter().filter(|path| path.symlink_metadata().is_ok()).cloned().collect();
    if !there.is_empty() {
        return Err(DemoError::Exists(there));
    }
    let parts: Vec<PathBuf> = targets.iter().map(|path| part(path)).collect();
    let mut made = Vec::new();
    let result = stage(&files, &parts, &mut made).and_then(|()| publish(&parts, &targets));
    if result.is_err() {
        // Only the first error is reported; files that do not exist need no removal.
        for part in &parts {
            let _ = std::fs::remove_file(part);
        }
        for folder in made.iter().rev() {
            let _ = std::fs::remove_dir(folder);
        }
    }
    result.map(|()| targets)
}

/// The temporary name of a file until all files are written.
fn part(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    path.with_file_name(name)
}

/// Writes all files under their temporary names. `made` collects the created folders,
/// outermost first.
fn stage(files: &[DemoFile], parts: &[PathBuf], made: &mut Vec<PathBuf>) -> Result<(), DemoError> {
    for (file, part) in files.iter().zip(parts) {
        if let Some(folder) = part.parent() {
            let missing = folder.ancestors().filter(|path| !path.as_os_str().is_empty()).take_while(|path| !path.exists());
            let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
            made.extend(missing.into_iter().rev());
            std::fs::create_dir_all(folder).map_err(|source| DemoError::Unwritable { path: folder.to_path_buf(), source })?;
        }
        std::fs::write(part, &file.bytes).map_err(|source| DemoError::Unwritable { path: part.clone(), source })?;
    }
    Ok(())
}

fn publish(parts: &[PathBuf], targets: &[PathBuf]) -> Result<(), DemoError> {
    for (done, (part, target)) in parts.iter().zip(targets).enumerate() {
        if let Err(source) = std::fs::rename(part, target) {
            for written in &targets[..done] {
                // All these files were written by this call; none existed before.
                let _ = std::fs::remove_file(written);
            }
            return Err(DemoError::Unwritable { path: target.clone(), source });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_all_and_overwrites_nothing() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let study = dir.path().join("study");
        let written = write(&study, 1)?;
        assert_eq!(written.len(), files(1).len());
        for (path, file) in written.iter().zip(files(1)) {
            assert_eq!(std::fs::read(path)?, file.bytes, "{}", file.path);
        }
        assert_eq!(std::fs::read_dir(study.join("data"))?.count(), 5, "no part is left");

        std::fs::remove_file(study.join("base.toml"))?;
        let Err(DemoError::Exists(there)) = write(&study, 2) else { return Err("overwritten".into()) };
        assert_eq!(there.len(), written.len() - 1);
        assert!(!study.join("base.toml").exists(), "nothing is written half-way");
        Ok(())
    }

    #[test]
    fn names_the_folder_that_cannot_be_made() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let file = dir.path().join("file");
        std::fs::write(&file, "")?;
        assert!(matches!(write(&file, 1), Err(DemoError::Unwritable { .. })));

        let study = dir.path().join("study");
        std::fs::create_dir(&study)?;
        std::fs::write(study.join("data"), "a file where a folder must be")?;
        assert!(matches!(write(&study, 1), Err(DemoError::Unwritable { .. })));
        assert_eq!(std::fs::read_dir(&study)?.count(), 1, "nothing else is left");
        Ok(())
    }
}
