//! Reads scenario files and follows `extends`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{DocumentNode, NodeKind};
use super::file_fault::{self, LONGEST, ScenarioFileFault};
use crate::diagnostics::{Faults, Place, SourceFile};
use crate::input;

/// A scenario file.
#[derive(Debug)]
pub struct ScenarioDocument {
    pub source: Arc<SourceFile>,
    /// Folder to which paths in the file are relative.
    pub folder: PathBuf,
    pub root: DocumentNode,
    /// Lines with syntax errors.
    pub broken_lines: Vec<usize>,
}

/// A scenario file and the files that it extends, starting with itself.
#[derive(Debug)]
pub struct DocumentChain {
    pub documents: Vec<ScenarioDocument>,
    /// Whether all files of the chain could be read and are not empty.
    pub complete: bool,
}

/// Reads a scenario file and all files that it extends.
pub fn chain(path: &Path, faults: &mut Faults) -> DocumentChain {
    let mut documents: Vec<ScenarioDocument> = Vec::new();
    let mut identities: Vec<PathBuf> = Vec::new();
    let mut next = path.to_owned();
    let mut named_at = Place::File(path.display().to_string());
    loop {
        let identity = next.canonicalize().unwrap_or_else(|_| next.clone());
        if let Some(first) = identities.iter().position(|known| *known == identity) {
            let circle = documents[first..].iter().map(|document| document.source.name.clone()).collect();
            faults.push(named_at, ScenarioFileFault::Cycle { circle });
            return DocumentChain { documents, complete: false };
        }
        if documents.len() == LONGEST {
            faults.push(named_at, ScenarioFileFault::LongChain);
            return DocumentChain { documents, complete: false };
        }
        let text = match read(&next) {
            Ok(text) => text,
            Err(fault) => {
                faults.push(named_at, fault);
                return DocumentChain { documents, complete: false };
            }
        };
        let before = faults.0.len();
        let document = open(&next, text, faults);
        let sound = faults.0.len() == before;
        let base = document.root.get("extends").and_then(|node| Some((node.place(), node.text()?.to_owned())));
        let folder = document.folder.clone();
        if sound && matches!(&document.root.kind, NodeKind::Table(table) if table.is_empty()) {
            faults.push(Place::File(document.source.name.clone()), ScenarioFileFault::Empty);
            return DocumentChain { documents, complete: false };
        }
        documents.push(document);
        identities.push(identity);
        let Some((place, base)) = base else { return DocumentChain { documents, complete: true } };
        next = folder.join(base);
        named_at = place;
    }
}

/// Reads a TOML file that is not a scenario as a tree; returns `None` if it cannot be read. Syntax
/// errors are reported, and the valid part is returned.
pub fn read_tree(path: &Path, faults: &mut Faults) -> Option<DocumentNode> {
    match read(path) {
        Ok(text) => Some(open(path, text, faults).root),
        Err(fault) => {
            faults.push(Place::File(path.display().to_string()), fault);
            None
        }
    }
}

/// Parses texts as the files of a chain: the first extends the second, and so on.
pub fn texts(texts: &[(&str, &str)], faults: &mut Faults) -> DocumentChain {
    let documents = texts.iter().map(|&(name, text)| open(Path::new(name), text.to_owned(), faults)).collect();
    DocumentChain { documents, complete: true }
}

fn open(path: &Path, text: String, faults: &mut Faults) -> ScenarioDocument {
    let source = Arc::new(SourceFile::new(path.display().to_string(), text));
    let mut found = Faults::default();
    let root = DocumentNode::parse(&source, &mut found);
    let syntax = found.0.iter().filter(|fault| file_fault::is_syntax(fault.code()));
    let broken_lines = syntax.filter_map(|fault| fault.line_column().map(|(line, _)| line)).collect();
    faults.0.append(&mut found.0);
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    ScenarioDocument { source, folder, root, broken_lines }
}

fn read(path: &Path) -> Result<String, ScenarioFileFault> {
    let shown = || path.display().to_string();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ScenarioFileFault::Missing { file: shown() },
        std::io::ErrorKind::IsADirectory => ScenarioFileFault::Folder { file: shown() },
        std::io::ErrorKind::FileTooLarge => ScenarioFileFault::Huge { file: shown() },
        _ => ScenarioFileFault::Unreadable { file: shown(), error },
    };
    let bytes = input::read(path, input::LARGEST_TEXT).map_err(failed)?;
    String::from_utf8(bytes)
        .map_err(|error| ScenarioFileFault::NotUtf8 { file: shown(), byte: error.utf8_error().valid_up_to() + 1 })
}
