//! Every `console` block of the documentation runs, page by page, in a copy of
//! the demo study of its own. `TRYCMD=overwrite` writes what comes out instead.

use std::fs;
use std::path::{Path, PathBuf};

use crate::root;

/// A page, and the copy of it that is run.
struct Page {
    original: PathBuf,
    copy: PathBuf,
}

/// The fewest commands that the documentation shows with their output.
const FEWEST_EXAMPLES: usize = 40;

#[test]
fn examples_print_what_the_pages_show() {
    let work = tempfile::tempdir().expect("a folder for the test");
    let pages = pages(work.path());
    for page in &pages {
        fs::copy(&page.original, &page.copy).expect("a page can be copied");
        copy_folder(&root().join("scenarios"), &page.copy.with_extension("in"));
        // An `.out` folder gives the page a sandbox; nothing in it is compared.
        fs::create_dir(page.copy.with_extension("out")).expect("a folder for the page");
    }
    let cases = trycmd::TestCases::new();
    cases.register_bin("attain", trycmd::cargo::cargo_bin!("attain"));
    cases.case(work.path().join("*.md"));
    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| cases.run()));
    if std::env::var("TRYCMD").is_ok_and(|mode| mode == "overwrite") {
        for page in &pages {
            fs::copy(&page.copy, &page.original).expect("a page can be written");
        }
    }
    if let Err(failed) = run {
        std::panic::resume_unwind(failed);
    }
}

#[test]
fn the_documentation_has_examples() {
    let work = tempfile::tempdir().expect("a folder for the test");
    let texts = pages(work.path()).into_iter().map(|page| fs::read_to_string(page.original).expect("a page can be read"));
    let examples: usize = texts.map(|text| text.lines().filter(|line| line.starts_with("$ attain ")).count()).sum();
    assert!(examples >= FEWEST_EXAMPLES, "only {examples} commands are shown with their output");
}

/// README and the pages of the book.
fn pages(work: &Path) -> Vec<Page> {
    let mut found = vec![Page { original: root().join("README.md"), copy: work.join("README.md") }];
    collect(&root().join("docs/src"), work, &mut found);
    found
}

fn collect(folder: &Path, work: &Path, pages: &mut Vec<Page>) {
    for entry in fs::read_dir(folder).expect("a folder of pages") {
        let path = entry.expect("an entry of a folder of pages").path();
        if path.is_dir() {
            collect(&path, work, pages);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let group = folder.file_name().unwrap_or_default().to_string_lossy();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let copy = work.join(format!("{group}-{name}"));
            pages.push(Page { original: path, copy });
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder for the copy");
    for entry in fs::read_dir(from).expect("a folder to copy") {
        let path = entry.expect("an entry of the folder").path();
        let copy = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, &copy).expect("a file can be copied");
        }
    }
}
