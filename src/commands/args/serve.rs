//! Arguments of `serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::threads::ThreadArgs;
use super::values::{listen_address, seed, whole};

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// Scenario files or folders with the plans to start from
    #[arg(default_value = "scenarios")]
    pub paths: Vec<PathBuf>,
    /// Plan that others are compared with [default: status-quo, otherwise the first plan]
    #[arg(long)]
    pub reference: Option<String>,
    /// Years to simulate for a refined answer; 200 years come first
    #[arg(long, default_value_t = 2000, value_parser = whole::<2, 20_000>)]
    pub years: u32,
    /// Seed for the random numbers
    #[arg(long, default_value_t = 1, value_parser = seed)]
    pub seed: u64,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Address to listen on, such as 127.0.0.1:8000; other addresses than 127.0.0.1 open the page to the network [default: a free port of 127.0.0.1]
    #[arg(long, value_name = "ADDR", value_parser = listen_address)]
    pub listen: Option<SocketAddr>,
}
