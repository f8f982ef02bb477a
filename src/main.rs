//! The `attain` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    attain::commands::main()
}
