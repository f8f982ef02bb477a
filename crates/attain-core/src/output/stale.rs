//! Files of an earlier run that a new run does not replace.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::digest;

/// Name of the file that describes the others.
pub(super) const MANIFEST: &str = "manifest.json";

/// The files that the manifest in a folder describes, that are still as it describes them, and that
/// are not among `ours`. A file that somebody has changed, or that another tool wrote, is not one.
pub(super) fn files(folder: &Path, ours: &[&str]) -> Vec<PathBuf> {
    let text = std::fs::read(folder.join(MANIFEST)).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    let described = manifest["files"].as_array().map_or(&[][..], Vec::as_slice);
    let unchanged = |file: &serde_json::Value| {
        let (name, sha256) = (file["name"].as_str()?, file["sha256"].as_str()?);
        // Only plain names: a manifest must not lead out of its folder.
        let plain = Path::new(name).file_name().is_some_and(|last| last == name);
        let path = folder.join(name);
        let known = path.symlink_metadata().ok().filter(|known| known.is_file() && Some(known.len()) == file["bytes"].as_u64());
        if !plain || ours.contains(&name) || known.is_none() {
            return None;
        }
        let found = File::open(&path).and_then(digest).ok()?;
        (found.1 == sha256).then_some(path)
    };
    described.iter().filter_map(unchanged).collect()
}
