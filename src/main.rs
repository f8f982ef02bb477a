//! `attain`: which plan gives the best chance of making quota.

use std::process::ExitCode;

fn main() -> ExitCode {
    attain::commands::main()
}
