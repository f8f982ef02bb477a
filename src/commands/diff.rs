//! `attain diff`: the accounts and seats that differ between two plans, or a plan and a CRM.

use super::args::{DiffArgs, DiffFormat};
use super::console::Console;
use super::exit_code::ExitStatus;
use super::failure::CommandError;
use super::plan_state::PlanState;
use attain_core::output::OutputFile;
use attain_export::diff;

/// Compares the two states and prints or writes what differs.
///
/// # Errors
/// All faults in the input, or a file that cannot be written.
pub fn run(args: &DiffArgs, console: &Console) -> Result<ExitStatus, CommandError> {
    let inputs = [&args.from, &args.to].map(std::path::PathBuf::from);
    let out = args.out.as_ref().map(|path| OutputFile::open(path, inputs.into_iter())).transpose()?;
    let [from, to] = [&args.from, &args.to].map(|given| PlanState::read(given, &args.chance, console));
    let (from, to) = (from?, to?);
    let found = diff::diff(&from.snapshot(&to), &to.snapshot(&from));
    let bytes = match args.format {
        DiffFormat::Text => diff::text(&found).into_bytes(),
        DiffFormat::Csv => diff::csv(&found),
        DiffFormat::Json => diff::json(&found)?,
        DiffFormat::Html => diff::html(&found).into_bytes(),
    };
    match (out, &args.out) {
        (Some(out), Some(path)) => {
            out.put(&bytes)?;
            console.print(&format!("Differences: {}", path.display()));
        }
        _ if bytes.is_empty() => {}
        _ => console.print(&String::from_utf8_lossy(&bytes)),
    }
    Ok(if found.is_empty() { ExitStatus::Done } else { ExitStatus::ConditionNotMet })
}
