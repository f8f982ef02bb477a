//! The source files of the workspace, parsed, without what is compiled for tests only.

use std::path::{Path, PathBuf};

use syn::{Attribute, Item};

/// One file that is compiled into a crate.
pub struct SourceFile {
    /// The path from the workspace's root.
    pub path: PathBuf,
    /// The path of its module within the crate; empty for the crate's root.
    pub module: Vec<String>,
    /// Its items, those for tests left out.
    pub items: Vec<Item>,
}

/// A crate with its files, by module path.
pub struct SourceCrate {
    /// Its files, the root first.
    pub files: Vec<SourceFile>,
}

/// All crates of the workspace.
pub fn crates() -> Vec<SourceCrate> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(root.join("crates")).expect("the folder of crates");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry of the folder of crates").path()).collect();
    folders.push(root.to_owned());
    folders.sort();
    let read = |folder: &PathBuf| {
        let mut files = Vec::new();
        read_module(root, &folder.join("src/lib.rs"), &[], &mut files);
        SourceCrate { files }
    };
    folders.iter().map(read).collect()
}

/// Reads a module's file and those of the modules that it declares.
fn read_module(root: &Path, path: &Path, module: &[String], files: &mut Vec<SourceFile>) {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let items: Vec<Item> = parsed.items.into_iter().filter(|item| !is_for_tests(attributes(item))).collect();
    let folder = match path.file_stem().and_then(|stem| stem.to_str()) {
        Some("lib" | "mod") => path.parent().expect("a file is in a folder").to_owned(),
        _ => path.with_extension(""),
    };
    let declared: Vec<String> = items
        .iter()
        .filter_map(|item| match item {
            Item::Mod(one) if one.content.is_none() => Some(one.ident.to_string()),
            _ => None,
        })
        .collect();
    let relative = path.strip_prefix(root).unwrap_or(path).to_owned();
    files.push(SourceFile { path: relative, module: module.to_vec(), items });
    for name in declared {
        let own = folder.join(format!("{name}.rs"));
        let file = if own.is_file() { own } else { folder.join(&name).join("mod.rs") };
        read_module(root, &file, &[module, &[name]].concat(), files);
    }
}

/// Whether an item is compiled for tests only.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        is_cfg && attribute.parse_args::<syn::Ident>().is_ok_and(|ident| ident == "test")
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        _ => &[],
    }
}
