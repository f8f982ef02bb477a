//! Reading files and following `extends`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{DocumentNode, NodeKind};
use super::file_fault::{self, LONGEST, ScenarioFileFault};
use crate::diagnostics::{Faults, Place, SourceFile};

/// A scenario file is written by hand; beyond this it is something else.
const LARGEST: u64 = 16 << 20;

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
            faults.push(named_at, ScenarioFileFault::Cycle { circle });
            return Chain { documents, complete: false };
        }
        if documents.len() == LONGEST {
            faults.push(named_at, ScenarioFileFault::LongChain);
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
            faults.push(Place::File(document.source.name.clone()), ScenarioFileFault::Empty);
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
    let syntax = found.0.iter().filter(|fault| file_fault::is_syntax(fault.code()));
    let broken_lines = syntax.filter_map(|fault| fault.line_column().map(|(line, _)| line)).collect();
    faults.0.append(&mut found.0);
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    Document { source, folder, root, broken_lines }
}

fn read(path: &Path) -> Result<String, ScenarioFileFault> {
    let shown = || path.display().to_string();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ScenarioFileFault::Missing { file: shown() },
        std::io::ErrorKind::IsADirectory => ScenarioFileFault::Folder { file: shown() },
        _ => ScenarioFileFault::Unreadable { file: shown(), error },
    };
    if path.is_dir() {
        return Err(ScenarioFileFault::Folder { file: shown() });
    }
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(ScenarioFileFault::Huge { file: shown() });
    }
    String::from_utf8(bytes)
        .map_err(|error| ScenarioFileFault::NotUtf8 { file: shown(), byte: error.utf8_error().valid_up_to() + 1 })
}
