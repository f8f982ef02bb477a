//! What can be wrong with one value of one file, in words.

use serde_json::Value;

use super::schema;
use crate::diagnostics::Problem;

/// What the schema asks of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// A unit that words its own range.
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

impl Shape {
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
                    (Some(low), None) => format!("{kind} from {low} on"),
                    (None, Some(high)) => format!("{kind} up to {high}"),
                    (None, None) => kind.to_owned(),
                }
            }
            Self::Text => "text in quotes".to_owned(),
            Self::Date => "a date such as 2027-01-01, from 1970 to 2200".to_owned(),
            Self::Switch => "true or false".to_owned(),
            Self::List { shortest: Some(one), longest: Some(other) } if one == other => format!("a list of {one}"),
            Self::List { shortest: Some(shortest), .. } => format!("a list of at least {shortest}"),
            Self::List { .. } => "a list in square brackets".to_owned(),
            Self::Table => "a table".to_owned(),
            Self::Choice(written) => written.join(", "),
            Self::Unknown => "what `attain schema` says".to_owned(),
        }
    }
}

/// What can be wrong with one value of one file.
#[derive(Debug, thiserror::Error)]
pub(super) enum SchemaFault {
    #[error("there is no `{key}` {}", if table.is_empty() { "at the top of a scenario".to_owned() } else { format!("in `{table}`") })]
    UnknownKey { key: String, table: String, known: Vec<String> },
    #[error("`{key}` is missing")]
    MissingKey { key: String },
    #[error("{found} is of the wrong type")]
    WrongType { found: String, allowed: Shape },
    #[error("{found} is out of range")]
    OutOfRange { found: String, allowed: Shape },
    #[error("the list has {length} entries")]
    WrongLength { length: usize, allowed: Shape },
    #[error("{found} is not a date")]
    BadDate { found: String },
    #[error("there is no choice `{tag}`")]
    UnknownChoice { tag: String, known: Vec<&'static str>, written: Vec<String> },
    #[error("`{tag}` needs its figures")]
    ChoiceNeedsMore { tag: String, written: String },
    #[error("`{tag}` stands alone")]
    ChoiceIsWord { tag: String, written: String },
    #[error("not exactly one choice")]
    NotOneChoice { written: Vec<String> },
    #[error("{found} breaks the rule `{rule}`")]
    Other { found: String, rule: String },
}

impl Problem for SchemaFault {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownKey { .. } => "scenario::unknown-key",
            Self::MissingKey { .. } => "scenario::missing-key",
            Self::WrongType { .. } => "scenario::wrong-type",
            Self::OutOfRange { .. } => "scenario::out-of-range",
            Self::WrongLength { .. } => "scenario::wrong-length",
            Self::BadDate { .. } => "scenario::bad-date",
            Self::UnknownChoice { .. } => "scenario::unknown-choice",
            Self::ChoiceNeedsMore { .. } | Self::ChoiceIsWord { .. } | Self::NotOneChoice { .. } => "scenario::malformed-choice",
            Self::Other { .. } => "scenario::against-schema",
        }
    }

    fn allowed(&self) -> String {
        match self {
            Self::UnknownKey { known, .. } => known.join(", "),
            Self::MissingKey { key } => format!("`{key} = …`"),
            Self::WrongType { allowed, .. } | Self::OutOfRange { allowed, .. } | Self::WrongLength { allowed, .. } => {
                allowed.words()
            }
            Self::BadDate { .. } => Shape::Date.words(),
            Self::UnknownChoice { written, .. } | Self::NotOneChoice { written } => written.join(", "),
            Self::ChoiceNeedsMore { written, .. } | Self::ChoiceIsWord { written, .. } => written.clone(),
            Self::Other { .. } => Shape::Unknown.words(),
        }
    }

    fn help(&self) -> Option<String> {
        let meant = match self {
            Self::UnknownKey { key, known, .. } => nearest(key, known.iter().map(String::as_str)),
            Self::UnknownChoice { tag, known, .. } => nearest(tag, known.iter().copied()),
            _ => None,
        };
        meant.map(did_you_mean)
    }
}

/// The suggestion in words.
pub(super) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// The known name most like the one given, when one is near enough to be meant.
pub(super) fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    if name.len() > 100 {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let given = plain(name);
    known
        .map(|known| (strsim::damerau_levenshtein(&given, &plain(known)), known))
        .filter(|(distance, known)| *distance <= 1 + known.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_near() {
        let known = ["balance-tolerance", "growth-buffer"];
        assert_eq!(nearest("balance_tolerance", known.into_iter()), Some("balance-tolerance"));
        assert_eq!(nearest("Growth-bufer", known.into_iter()), Some("growth-buffer"));
        assert_eq!(nearest("span", known.into_iter()), None);
    }
}
