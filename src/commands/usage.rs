//! What is wrong with the command line, in the form of all other faults.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use attain_core::diagnostics::{Fault, Place, Problem};

/// Why a command line cannot be followed.
#[derive(Debug, thiserror::Error)]
enum Usage {
    #[error("`{found}` is out of range")]
    OutOfRange { found: String, allowed: String },
    #[error("`{found}` is not a number")]
    NotANumber { found: String, allowed: String },
    #[error("there is no choice `{found}`")]
    UnknownChoice { found: String, known: String, near: Option<String> },
    #[error("the value is missing")]
    MissingValue { known: String },
    #[error("there is no such option or argument")]
    UnknownOption { near: Option<String> },
    #[error("there is no such command")]
    UnknownCommand { known: String, near: Option<String> },
    #[error("missing")]
    MissingArgument,
    #[error("{kind}")]
    Other { kind: ErrorKind },
}

impl Problem for Usage {
    fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange { .. } => "usage::out-of-range",
            Self::NotANumber { .. } => "usage::not-a-number",
            Self::UnknownChoice { .. } => "usage::unknown-choice",
            Self::MissingValue { .. } => "usage::missing-value",
            Self::UnknownOption { .. } => "usage::unknown-option",
            Self::UnknownCommand { .. } => "usage::unknown-command",
            Self::MissingArgument => "usage::missing-argument",
            Self::Other { .. } => "usage::wrong",
        }
    }
    fn allowed(&self) -> String {
        match self {
            Self::OutOfRange { allowed, .. } | Self::NotANumber { allowed, .. } => allowed.clone(),
            Self::MissingValue { known } if known.is_empty() => "a value after it".to_owned(),
            Self::UnknownChoice { known, .. } | Self::UnknownCommand { known, .. } | Self::MissingValue { known } => {
                known.clone()
            }
            Self::UnknownOption { .. } | Self::MissingArgument | Self::Other { .. } => "what `--help` lists".to_owned(),
        }
    }
    fn help(&self) -> Option<String> {
        match self {
            Self::UnknownChoice { near, .. } | Self::UnknownCommand { near, .. } | Self::UnknownOption { near } => {
                near.as_ref().map(|near| format!("did you mean `{near}`?"))
            }
            _ => None,
        }
    }
}

/// The fault that the parser has found; `None` for help and version, which are none.
pub(super) fn fault(error: &clap::Error) -> Option<Fault> {
    let all = |kind| said(error, kind);
    // Of several suggestions the last is the nearest.
    let said = |kind| said(error, kind).pop();
    let argument = said(ContextKind::InvalidArg).unwrap_or_else(|| "attain".to_owned());
    let found = said(ContextKind::InvalidValue).unwrap_or_default();
    let (place, usage) = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::ValueValidation => {
            let allowed = error.source().map(ToString::to_string).unwrap_or_default();
            let number = found.replace('_', "").parse::<f64>().is_ok();
            let usage = if number { Usage::OutOfRange { found, allowed } } else { Usage::NotANumber { found, allowed } };
            (argument, usage)
        }
        ErrorKind::InvalidValue if found.is_empty() => {
            (argument, Usage::MissingValue { known: all(ContextKind::ValidValue).join(", ") })
        }
        ErrorKind::InvalidValue => {
            let known = all(ContextKind::ValidValue).join(", ");
            (argument, Usage::UnknownChoice { found, known, near: said(ContextKind::SuggestedValue) })
        }
        ErrorKind::UnknownArgument => (argument, Usage::UnknownOption { near: said(ContextKind::SuggestedArg) }),
        ErrorKind::InvalidSubcommand => {
            let known = all(ContextKind::ValidSubcommand).join(", ");
            let near = said(ContextKind::SuggestedSubcommand);
            (said(ContextKind::InvalidSubcommand).unwrap_or(argument), Usage::UnknownCommand { known: commands(known), near })
        }
        ErrorKind::MissingRequiredArgument => (argument, Usage::MissingArgument),
        kind => (argument, Usage::Other { kind }),
    };
    Some(Fault::new(Place::Argument(place), usage))
}

/// The fault on its line, then how the command is used.
pub(super) fn render(fault: &Fault, error: &clap::Error) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => format!("{usage}\n"),
        _ => String::new(),
    };
    format!("{fault}\n{usage}for more, say --help\n")
}

/// The known commands, from the program itself where the parser does not tell.
fn commands(told: String) -> String {
    use clap::CommandFactory;
    if !told.is_empty() {
        return told;
    }
    let names: Vec<String> = super::Args::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
    names.join(", ")
}

/// What the parser says about the fault, each text of it.
fn said(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}
