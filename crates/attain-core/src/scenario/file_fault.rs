//! Faults of a scenario file as a whole, or of its TOML syntax.

use miette::Diagnostic;

/// Maximum length of a chain of `extends`.
pub const LONGEST: usize = 32;

/// A fault of a scenario file as a whole, or of its TOML syntax.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum ScenarioFileFault {
    #[error("file `{file}` not found")]
    #[diagnostic(code("scenario::missing-file"), help("expected the path of a TOML file"))]
    Missing { file: String },
    #[error("`{file}` is a folder")]
    #[diagnostic(code("scenario::is-a-folder"), help("expected the path of a TOML file"))]
    Folder { file: String },
    #[error("cannot read `{file}`: {error}")]
    #[diagnostic(code("scenario::unreadable"), help("expected a TOML file with read permission"))]
    Unreadable { file: String, error: std::io::Error },
    #[error("`{file}` is not valid UTF-8 at byte {byte}")]
    #[diagnostic(code("scenario::not-utf8"), help("save the file as UTF-8"))]
    NotUtf8 { file: String, byte: usize },
    #[error("`{file}` is larger than 16 MiB")]
    #[diagnostic(code("scenario::too-large"), help("expected a scenario file of at most 16 MiB"))]
    Huge { file: String },
    #[error("the file has format {found}, which this version of attain does not support")]
    #[diagnostic(
        code("scenario::newer-format"),
        help("install a newer version of attain; this one reads formats up to {newest}")
    )]
    NewerFormat { found: u64, newest: u32 },
    #[error("the file is empty")]
    #[diagnostic(
        code("scenario::empty"),
        help("set at least one key, or inherit from another file with `extends = \"base.toml\"`")
    )]
    Empty,
    #[error("`extends` forms a cycle: {}", circle.join(" -> "))]
    #[diagnostic(code("scenario::cyclic-extends"), help("extend a base file that does not extend this one"))]
    Cycle { circle: Vec<String> },
    #[error("the chain of `extends` has more than {LONGEST} files")]
    #[diagnostic(code("scenario::long-extends"), help("use a shorter chain of base files"))]
    LongChain,
    #[error("{message}")]
    #[diagnostic(
        code("scenario::syntax"),
        help("expected TOML: one `key = value` per line, strings in quotes, tables as `[name]`")
    )]
    Syntax { message: String },
    #[error("duplicate key")]
    #[diagnostic(code("scenario::duplicate-key"), help("set each key only once"))]
    Twice,
    #[error("{message}")]
    #[diagnostic(code("scenario::bad-date"), help("expected a date such as 2027-01-01"))]
    Date { message: String },
    #[error("{found} is not a finite number")]
    #[diagnostic(code("scenario::not-finite"), help("expected a number other than `nan` and `inf`"))]
    NotFinite { found: String },
    #[error("integer {found} is too large")]
    #[diagnostic(code("scenario::number-too-large"), help("expected a whole number below 2^63"))]
    TooLarge { found: String },
    /// A file that satisfies the schema but cannot be deserialised, because the two differ.
    #[error("cannot read the scenario: {error}")]
    #[diagnostic(code("scenario::misread"), help("see `attain schema` for the expected keys and types"))]
    Undecodable { error: serde_json::Error },
}

impl ScenarioFileFault {
    /// Converts a message of the TOML parser to a fault.
    pub fn syntax(message: &str) -> Self {
        if message.starts_with("duplicate key") {
            Self::Twice
        } else if message.starts_with("invalid date") {
            Self::Date { message: message.to_owned() }
        } else {
            Self::Syntax { message: message.to_owned() }
        }
    }
}

/// Whether a code belongs to a fault after which the rest of its line cannot be parsed.
pub fn is_syntax(code: &str) -> bool {
    matches!(code, "scenario::syntax" | "scenario::duplicate-key")
}
