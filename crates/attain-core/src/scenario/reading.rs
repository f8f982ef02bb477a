//! Reading files and following `extends`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{DocumentNode, NodeKind};
use crate::diagnostics::{Faults, Place, Problem, SourceFile};

/// A scenario file is written by hand; beyond this it is something else.
const LARGEST: u64 = 16 << 20;

/// Longer chains of `extends` are a mistake.
const LONGEST: usize = 32;

/// One scenario file.
#[derive(Debug)]
pub struct Document {
    pub source: Arc<SourceFile>,
    /// The folder its relative paths start from.
    pub folder: PathBuf,
    pub root: DocumentNode,
    /// Lines with a syntax error; empty for a sound file.
    pub broken_lines: Vec<usize>,
}

/// A scenario file with those it extends, itself first.
#[derive(Debug)]
pub struct Chain {
    pub documents: Vec<Document>,
    /// Whether every file of the chain could be read and says something.
    pub complete: bool,
}

/// Reads a scenario file and all it extends.
pub fn chain(path: &Path, faults: &mut Faults) -> Chain {
    let mut documents: Vec<Document> = Vec::new();
    let mut identities: Vec<PathBuf> = Vec::new();
    let mut next = path.to_owned();
    let mut named_at = Place::File(path.display().to_string());
    loop {
        let identity = next.canonicalize().unwrap_or_else(|_| next.clone());
        if let Some(first) = identities.iter().position(|known| *known == identity) {
            let circle = documents[first..].iter().map(|document| document.source.name.clone()).collect();
            faults.push(named_at, ReadFault::Cycle { circle });
            return Chain { documents, complete: false };
        }
        if documents.len() == LONGEST {
            faults.push(named_at, ReadFault::LongChain);
            return Chain { documents, complete: false };
        }
        let text = match read(&next) {
            Ok(text) => text,
            Err(fault) => {
                faults.push(named_at, fault);
                return Chain { documents, complete: false };
            }
        };
        let before = faults.0.len();
        let document = open(&next, text, faults);
        let sound = faults.0.len() == before;
        let base = document.root.get("extends").and_then(|node| Some((node.place(), node.text()?.to_owned())));
        let folder = document.folder.clone();
        if sound && matches!(&document.root.kind, NodeKind::Table(table) if table.is_empty()) {
            faults.push(Place::File(document.source.name.clone()), ReadFault::Empty);
            return Chain { documents, complete: false };
        }
        documents.push(document);
        identities.push(identity);
        let Some((place, base)) = base else { return Chain { documents, complete: true } };
        next = folder.join(base);
        named_at = place;
    }
}

/// The tree of a TOML file that is no scenario; `None` when it cannot be read.
/// Syntax errors are reported, and what is legible is returned.
pub fn read_tree(path: &Path, faults: &mut Faults) -> Option<DocumentNode> {
    match read(path) {
        Ok(text) => Some(open(path, text, faults).root),
        Err(fault) => {
            faults.push(Place::File(path.display().to_string()), fault);
            None
        }
    }
}

/// Texts as the files of a chain: the first one extends the second, and so on.
pub fn texts(texts: &[(&str, &str)], faults: &mut Faults) -> Chain {
    let documents = texts.iter().map(|&(name, text)| open(Path::new(name), text.to_owned(), faults)).collect();
    Chain { documents, complete: true }
}

fn open(path: &Path, text: String, faults: &mut Faults) -> Document {
    let source = Arc::new(SourceFile::new(path.display().to_string(), text));
    let mut found = Faults::default();
    let root = DocumentNode::parse(&source, &mut found);
    let syntax =
        found.0.iter().filter(|fault| fault.problem.code() == ReadFault::SYNTAX || fault.problem.code() == ReadFault::TWICE);
    let broken_lines = syntax.filter_map(|fault| fault.line_column().map(|(line, _)| line)).collect();
    faults.0.append(&mut found.0);
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    Document { source, folder, root, broken_lines }
}

fn read(path: &Path) -> Result<String, ReadFault> {
    let shown = || path.display().to_string();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ReadFault::Missing { file: shown() },
        std::io::ErrorKind::IsADirectory => ReadFault::Folder { file: shown() },
        _ => ReadFault::Unreadable { file: shown(), error },
    };
    if path.is_dir() {
        return Err(ReadFault::Folder { file: shown() });
    }
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(ReadFault::Huge { file: shown() });
    }
    String::from_utf8(bytes).map_err(|error| ReadFault::NotUtf8 { file: shown(), byte: error.utf8_error().valid_up_to() + 1 })
}

/// A file that cannot be read as a scenario.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    #[error("there is no file `{file}`")]
    Missing { file: String },
    #[error("`{file}` is a folder")]
    Folder { file: String },
    #[error("`{file}` cannot be read: {error}")]
    Unreadable { file: String, error: std::io::Error },
    #[error("`{file}` is not UTF-8 text: byte {byte}")]
    NotUtf8 { file: String, byte: usize },
    #[error("`{file}` is larger than 16 MiB")]
    Huge { file: String },
    #[error("the file is empty")]
    Empty,
    #[error("`extends` goes in a circle: {} and again", circle.join(", then "))]
    Cycle { circle: Vec<String> },
    #[error("more than {LONGEST} files extend each other")]
    LongChain,
    #[error("{message}")]
    Syntax { message: String },
    #[error("the key is given twice")]
    Twice,
    #[error("{message}")]
    Date { message: String },
    #[error("{found} is not a finite number")]
    NotFinite { found: String },
    #[error("{found} is too large a whole number")]
    TooLarge { found: String },
}

impl ReadFault {
    const SYNTAX: &str = "scenario::syntax";
    const TWICE: &str = "scenario::duplicate-key";

    /// What the TOML parser says, sorted by what the reader has to do.
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

impl Problem for ReadFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "scenario::missing-file",
            Self::Folder { .. } => "scenario::is-a-folder",
            Self::Unreadable { .. } => "scenario::unreadable",
            Self::NotUtf8 { .. } => "scenario::not-utf8",
            Self::Huge { .. } => "scenario::too-large",
            Self::Empty => "scenario::empty",
            Self::Cycle { .. } => "scenario::cyclic-extends",
            Self::LongChain => "scenario::long-extends",
            Self::Syntax { .. } => Self::SYNTAX,
            Self::Twice => Self::TWICE,
            Self::Date { .. } => "scenario::bad-date",
            Self::NotFinite { .. } => "scenario::not-finite",
            Self::TooLarge { .. } => "scenario::number-too-large",
        }
    }

    fn allowed(&self) -> String {
        match self {
            Self::Missing { .. } | Self::Folder { .. } | Self::Unreadable { .. } => "a TOML file that can be read",
            Self::NotUtf8 { .. } => "text in UTF-8",
            Self::Huge { .. } => "a scenario file of at most 16 MiB",
            Self::Empty => "at least one choice, or `extends = \"base.toml\"`",
            Self::Cycle { .. } => "a base file that does not extend this one",
            Self::LongChain => "a short chain of base files",
            Self::Syntax { .. } => "TOML: `key = value` a line, text in quotes, tables as `[name]`",
            Self::Twice => "each key once",
            Self::Date { .. } => "a date such as 2027-01-01",
            Self::NotFinite { .. } => "a number, not nan or inf",
            Self::TooLarge { .. } => "a whole number below 2^63",
        }
        .to_owned()
    }
}
