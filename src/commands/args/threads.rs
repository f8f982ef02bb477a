//! The number of threads, for every command that simulates.

use super::values::whole;

/// Option `--threads`.
#[derive(Debug, clap::Args)]
pub struct ThreadArgs {
    /// Number of threads; results do not depend on it [default: all cores]
    #[arg(long, value_parser = whole::<1, 1024>)]
    pub threads: Option<u32>,
}

impl ThreadArgs {
    /// Starts the threads.
    ///
    /// # Errors
    /// If they cannot be started.
    pub fn pool(&self) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
        rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0) as usize).build()
    }
}
