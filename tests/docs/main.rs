//! The documentation holds what it shows: its examples run, and the pages made
//! from code are fresh.

mod examples;
mod metrics;
mod pages;
mod scenario_reference;

use std::path::{Path, PathBuf};

/// The workspace's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a generated page with the one that is kept; writes it instead where
/// the environment variable `UPDATE_DOCS` is set.
fn assert_fresh(page: &str, expected: &str) {
    let path: PathBuf = root().join("docs/src").join(page);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, expected).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(kept == expected, "docs/src/{page} is stale: run `UPDATE_DOCS=1 cargo test --release --test docs`");
}
