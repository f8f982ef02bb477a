//! Printing a report to PDF with an installed browser.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use attain_core::output::OutputFile;
use thiserror::Error;

/// Names of browsers that print to PDF from the command line, in order of preference.
const NAMES: [&str; 6] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

/// A browser that prints pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser(PathBuf);

/// Reasons why a page cannot be printed.
#[derive(Debug, Error)]
pub enum PrintError {
    /// No browser is on the path.
    #[error("--pdf needs Chromium, Chrome or Edge on the PATH; none was found")]
    NoBrowser,
    /// The browser did not write the file.
    #[error("{} did not print {}: {reason}", browser.display(), page.display())]
    NotPrinted {
        browser: PathBuf,
        page: PathBuf,
        /// What the browser reported.
        reason: String,
    },
}

impl Browser {
    /// Finds a browser in the folders of PATH.
    ///
    /// # Errors
    /// If there is none.
    pub fn find() -> Result<Self, PrintError> {
        let folders: Vec<PathBuf> =
            std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
        let candidates = NAMES
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION)));
        candidates.into_iter().find(|candidate| candidate.is_file()).map(Self).ok_or(PrintError::NoBrowser)
    }

    /// Prints a page beside it, with the extension `pdf`, and returns the path.
    ///
    /// # Errors
    /// If the browser cannot be started or writes no file.
    pub fn print(&self, page: &Path) -> Result<PathBuf, PrintError> {
        let failed = |reason: String| PrintError::NotPrinted { browser: self.0.clone(), page: page.to_owned(), reason };
        let page = std::path::absolute(page).map_err(|error| failed(error.to_string()))?;
        let pdf = page.with_extension("pdf");
        // An empty profile, so that a browser that is already open does not take the page over.
        let profile = tempfile::tempdir().map_err(|error| failed(error.to_string()))?;
        let part = profile.path().join("report.pdf");
        let url = file_url(&page);
        let attempt = |more: &[&str]| -> Result<Vec<u8>, String> {
            let outcome = Command::new(&self.0)
                .args(["--headless=new", "--disable-gpu", "--no-pdf-header-footer", "--virtual-time-budget=10000"])
                .arg(format!("--user-data-dir={}", profile.path().display()))
                .arg(format!("--print-to-pdf={}", part.display()))
                .args(more)
                .arg(&url)
                .stdin(Stdio::null())
                .output()
                .map_err(|error| error.to_string())?;
            let printed = std::fs::read(&part).ok().filter(|bytes| bytes.starts_with(b"%PDF"));
            printed.ok_or_else(|| String::from_utf8_lossy(&outcome.stderr).into_owned())
        };
        // Chromium refuses to start its sandbox as root, as in most containers. The page is our own
        // and its policy forbids fetching anything, so it is printed without.
        let bytes = match attempt(&[]) {
            Err(said) if said.contains("--no-sandbox") => attempt(&["--no-sandbox"]),
            other => other,
        };
        let bytes = bytes.map_err(|said| failed(said.lines().last().unwrap_or("no reason was given").to_owned()))?;
        let file = OutputFile::open(&pdf, std::iter::empty()).map_err(|fault| failed(fault.to_string()))?;
        file.put(&bytes).map_err(|error| failed(error.to_string()))?;
        Ok(pdf)
    }
}

/// The address of a file, with everything but plain characters in per cent notation.
fn file_url(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte);
    let text = path.to_string_lossy().replace('\\', "/");
    let start = if text.starts_with('/') { "file://" } else { "file:///" };
    let bytes = text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    bytes.fold(start.to_owned(), |url, next| url + &next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        assert_eq!(file_url(Path::new("/a b/ü#1.html")), "file:///a%20b/%C3%BC%231.html");
        assert_eq!(file_url(Path::new("C:\\x\\r.html")), "file:///C:/x/r.html");
    }
}
