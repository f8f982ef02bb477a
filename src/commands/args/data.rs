//! Arguments of the commands that read and write data, and of `completions`.

use std::path::PathBuf;

use super::values::{date, seed};

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// Folder to create the study in
    pub dir: PathBuf,
    /// Seed of the synthetic company
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
}

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct PathArgs {
    /// Scenario files or folders; in a folder, files that other files extend are skipped
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
}

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// Scenario file
    pub path: PathBuf,
}

/// Arguments of `clean`.
#[derive(Debug, clap::Args)]
pub struct CleanArgs {
    /// Scenario file that names the data
    pub path: PathBuf,
    /// Folder for the repaired tables and the log; the original data is never changed
    #[arg(long)]
    pub out: PathBuf,
}

/// Arguments of `calibrate`.
#[derive(Debug, clap::Args)]
pub struct CalibrateArgs {
    /// Scenario file that names the data
    pub path: PathBuf,
    /// File to write [default: `market.toml` in the scenario's folder]
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Last day of history to use, as YYYY-MM-DD [default: the last day on which an opportunity was created or closed]
    #[arg(long, value_parser = date)]
    pub as_of: Option<jiff::civil::Date>,
}

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionArgs {
    /// Shell to print completions for
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Arguments of `migrate`.
#[derive(Debug, clap::Args)]
pub struct MigrateArgs {
    /// Scenario files, market files or folders that contain them
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; exit with code 3 if a file needs migration
    #[arg(long)]
    pub check: bool,
}
