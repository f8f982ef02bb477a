//! A study: one book of business and the scenarios that are compared on it.

use std::path::PathBuf;

use crate::data::{self, Book};
use crate::fault::{Fault, Faults, Place, Problem};
use crate::scenario::{self, Resolved};

/// One book of business and the scenarios that are compared on it.
#[derive(Debug)]
pub struct Study {
    /// The book all scenarios share.
    pub book: Book,
    /// The scenarios, in the order given.
    pub scenarios: Vec<Resolved>,
}

/// Reads scenario files and their data; reports every fault of every file.
///
/// # Errors
/// All faults found, when there is any.
pub fn load(paths: &[PathBuf]) -> Result<Study, Faults> {
    let mut faults = Faults::default();
    let scenarios: Vec<Resolved> = paths.iter().filter_map(|path| scenario::load(path, &mut faults)).collect();
    let books: Vec<Book> = distinct_data(&scenarios, &mut faults);
    if let Some(book) = books.into_iter().next() {
        return faults.or(Study { book, scenarios });
    }
    Err(faults)
}

/// Reads each distinct `[data]` (with the market that sorts it) once; all must hold the same book.
fn distinct_data(scenarios: &[Resolved], faults: &mut Faults) -> Vec<Book> {
    let mut seen: Vec<&Resolved> = Vec::new();
    let mut books: Vec<Book> = Vec::new();
    for resolved in scenarios {
        if seen.iter().any(|other| data::same_input(other, resolved)) {
            continue;
        }
        seen.push(resolved);
        let Some(book) = data::load(resolved, faults) else { continue };
        match books.first() {
            Some(first) if first.hash != book.hash => {
                faults.0.push(Fault::new(Place::File(resolved.file.clone()), Mixed { first: seen[0].file.clone() }));
            }
            _ => books.push(book),
        }
    }
    books
}

/// Scenarios of one comparison that read different books.
#[derive(Debug, thiserror::Error)]
#[error("reads another book of business than {first}")]
struct Mixed {
    first: String,
}

impl Problem for Mixed {
    fn code(&self) -> &'static str {
        "study::different-data"
    }
    fn allowed(&self) -> String {
        "plans that are compared share accounts, reps, opportunities, segments and teams' names".into()
    }
}
