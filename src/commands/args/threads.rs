//! The `--threads` option of every command that simulates.

use super::values::whole;

/// The `--threads` option.
#[derive(Debug, clap::Args)]
pub struct ThreadArgs {
    /// Number of threads; does not affect results [default: all cores]
    #[arg(long, value_parser = whole::<1, 1024>)]
    pub threads: Option<u32>,
}

impl ThreadArgs {
    /// Starts a thread pool with the requested number of threads.
    ///
    /// # Errors
    /// If the threads cannot be started.
    pub fn pool(&self) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
        rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0) as usize).build()
    }
}
