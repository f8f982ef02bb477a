//! Conversion of command-line errors to faults.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::fault::UsageFault;
use attain_core::diagnostics::{Fault, Place};

/// Converts an error of the parser to a fault; `None` for `--help` and `--version`.
pub(super) fn fault(error: &clap::Error) -> Option<Fault> {
    let all = |kind| context(error, kind);
    // The last suggestion is the nearest one.
    let last = |kind| context(error, kind).pop();
    let argument = last(ContextKind::InvalidArg).unwrap_or_else(|| "attain".to_owned());
    let found = last(ContextKind::InvalidValue).unwrap_or_default();
    let (place, usage) = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::ValueValidation => {
            let allowed = error.source().map(ToString::to_string).unwrap_or_default();
            let number = found.replace('_', "").parse::<f64>().is_ok();
            let usage =
                if number { UsageFault::OutOfRange { found, allowed } } else { UsageFault::NotANumber { found, allowed } };
            (argument, usage)
        }
        ErrorKind::InvalidValue if found.is_empty() => {
            (argument, UsageFault::MissingValue { known: all(ContextKind::ValidValue) })
        }
        ErrorKind::InvalidValue => {
            let known = all(ContextKind::ValidValue);
            (argument, UsageFault::UnknownChoice { found, known, near: last(ContextKind::SuggestedValue) })
        }
        ErrorKind::UnknownArgument => (argument, UsageFault::UnknownOption { near: last(ContextKind::SuggestedArg) }),
        ErrorKind::InvalidSubcommand => {
            let known = all(ContextKind::ValidSubcommand);
            let near = last(ContextKind::SuggestedSubcommand);
            (
                last(ContextKind::InvalidSubcommand).unwrap_or(argument),
                UsageFault::UnknownCommand { known: commands(known), near },
            )
        }
        // An option that is given twice conflicts with itself.
        ErrorKind::ArgumentConflict if all(ContextKind::PriorArg).iter().any(|other| *other != argument) => {
            (argument, UsageFault::Conflict { others: all(ContextKind::PriorArg) })
        }
        ErrorKind::MissingRequiredArgument => (argument, UsageFault::MissingArgument),
        kind => (argument, UsageFault::Other { kind }),
    };
    Some(Fault::new(Place::Argument(place), usage))
}

/// Renders the fault on one line, followed by the usage of the command.
pub(super) fn render(fault: &Fault, error: &clap::Error) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => format!("{usage}\n\n"),
        _ => String::new(),
    };
    format!("{fault}\n\n{usage}For more information, try '--help'.\n")
}

/// The names of all commands, taken from the definition if the parser does not list them.
fn commands(known: Vec<String>) -> Vec<String> {
    use clap::CommandFactory;
    if !known.is_empty() {
        return known;
    }
    super::Args::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// The parser's context strings of one kind for an error.
fn context(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}
