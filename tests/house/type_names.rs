//! One name, one meaning: a type name stands for one thing in the workspace.

use std::collections::BTreeMap;

use syn::Item;

use crate::source::crates;

/// Names that may be defined more than once, each with the reason.
const IDIOMS: [(&str, &str); 0] = [];

/// The most names that may be defined more than once.
const MOST: usize = 15;

/// The files that define each type name.
fn definitions() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in crates() {
        for file in package.files {
            for item in &file.items {
                let name = match item {
                    Item::Struct(item) => &item.ident,
                    Item::Enum(item) => &item.ident,
                    Item::Trait(item) => &item.ident,
                    Item::Union(item) => &item.ident,
                    _ => continue,
                };
                found.entry(name.to_string()).or_default().push(file.path.display().to_string());
            }
        }
    }
    found
}

#[test]
fn a_type_name_is_defined_once() {
    assert!(IDIOMS.len() <= MOST);
    let several =
        definitions().into_iter().filter(|(name, files)| files.len() > 1 && !IDIOMS.iter().any(|(idiom, _)| idiom == name));
    let listed: Vec<String> = several.map(|(name, files)| format!("{name}: {}", files.join(", "))).collect();
    assert!(listed.is_empty(), "{} type names are defined more than once:\n{}", listed.len(), listed.join("\n"));
}
