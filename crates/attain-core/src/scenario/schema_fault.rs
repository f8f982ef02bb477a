//! Faults of a single value in a file.

use miette::Diagnostic;
use serde_json::Value;

use super::schema;
use crate::diagnostics::{nearest, one_of, suggest};

/// Shape of a value that the schema requires.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ExpectedShape {
    /// A unit, with a description of its range.
    Unit(&'static str),
    /// A number with optional bounds.
    Number {
        whole: bool,
        low: Option<f64>,
        high: Option<f64>,
    },
    Text,
    Date,
    Switch,
    List {
        shortest: Option<u64>,
        longest: Option<u64>,
    },
    Table,
    Choice(Vec<String>),
    Unknown,
}

impl ExpectedShape {
    pub fn of(node: &'static Value) -> Self {
        let node = schema::bare(node);
        if let Some(words) = node.get("x-allowed").and_then(Value::as_str) {
            return Self::Unit(words);
        }
        let number = |key| node.get(key).and_then(Value::as_f64);
        let count = |key| node.get(key).and_then(Value::as_u64);
        match node.get("type").and_then(Value::as_str) {
            Some("integer") => Self::Number { whole: true, low: number("minimum"), high: number("maximum") },
            Some("number") => Self::Number { whole: false, low: number("minimum"), high: number("maximum") },
            Some("string") if node.get("format").is_some() => Self::Date,
            Some("string") => Self::Text,
            Some("boolean") => Self::Switch,
            Some("array") => Self::List { shortest: count("minItems"), longest: count("maxItems") },
            Some("object") => Self::Table,
            _ => Self::Unknown,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Unit(words) => (*words).to_owned(),
            Self::Number { whole, low, high } => {
                let kind = if *whole { "a whole number" } else { "a number" };
                match (low, high) {
                    (Some(low), Some(high)) => format!("{kind} from {low} to {high}"),
                    (Some(low), None) => format!("{kind} of at least {low}"),
                    (None, Some(high)) => format!("{kind} of at most {high}"),
                    (None, None) => kind.to_owned(),
                }
            }
            Self::Text => "a string in quotes".to_owned(),
            Self::Date => "a date such as 2027-01-01, from 1970 to 2200".to_owned(),
            Self::Switch => "true or false".to_owned(),
            Self::List { shortest: Some(one), longest: Some(other) } if one == other => format!("a list of {one} entries"),
            Self::List { shortest: Some(shortest), .. } => format!("a list of at least {shortest} entries"),
            Self::List { .. } => "a list in square brackets".to_owned(),
            Self::Table => "a table".to_owned(),
            Self::Choice(written) => format!("one of: {}", written.join(", ")),
            Self::Unknown => "a value that fits the schema (see `attain schema`)".to_owned(),
        }
    }
}

/// A fault of a single value in a file.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(super) enum ScenarioSchemaFault {
    #[error("unknown key `{key}` {}", if table.is_empty() { "at the top level".to_owned() } else { format!("in `{table}`") })]
    #[diagnostic(
        code("scenario::unknown-key"),
        help("{}", suggest(nearest(key, known.iter().map(String::as_str)), one_of(known)))
    )]
    UnknownKey { key: String, table: String, known: Vec<String> },
    #[error("missing key `{key}`")]
    #[diagnostic(code("scenario::missing-key"), help("add `{key} = …`"))]
    MissingKey { key: String },
    #[error("{found} has the wrong type")]
    #[diagnostic(code("scenario::wrong-type"), help("expected {}", allowed.words()))]
    WrongType { found: String, allowed: ExpectedShape },
    #[error("{found} is out of range")]
    #[diagnostic(code("scenario::out-of-range"), help("expected {}", allowed.words()))]
    OutOfRange { found: String, allowed: ExpectedShape },
    #[error("the list has {length} entries")]
    #[diagnostic(code("scenario::wrong-length"), help("expected {}", allowed.words()))]
    WrongLength { length: usize, allowed: ExpectedShape },
    #[error("invalid date {found}")]
    #[diagnostic(code("scenario::bad-date"), help("expected {}", ExpectedShape::Date.words()))]
    BadDate { found: String },
    #[error("unknown choice `{tag}`")]
    #[diagnostic(
        code("scenario::unknown-choice"),
        help("{}", suggest(nearest(tag, known.iter().copied()), one_of(written)))
    )]
    UnknownChoice { tag: String, known: Vec<&'static str>, written: Vec<String> },
    #[error("choice `{tag}` needs a value")]
    #[diagnostic(code("scenario::malformed-choice"), help("expected {written}"))]
    ChoiceNeedsMore { tag: String, written: String },
    #[error("choice `{tag}` takes no value")]
    #[diagnostic(code("scenario::malformed-choice"), help("expected {written}"))]
    ChoiceIsWord { tag: String, written: String },
    #[error("expected exactly one choice")]
    #[diagnostic(code("scenario::malformed-choice"), help("{}", one_of(written)))]
    NotOneChoice { written: Vec<String> },
    #[error("{found} violates the schema rule `{rule}`")]
    #[diagnostic(code("scenario::against-schema"), help("expected {}", ExpectedShape::Unknown.words()))]
    Other { found: String, rule: String },
}
