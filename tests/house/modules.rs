//! Files of a crate do not use each other in a circle.
//!
//! A file uses another when it names one of its items, in a `use` or in a path.
//! A declaration (`mod name;`) and a re-export (`pub use`) are no use: a
//! re-exported item counts as an item of the file that defines it.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;
use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

use crate::source::{SourceCrate, SourceFile, crates};

/// Collects the paths that a file mentions, in code and in private imports.
#[derive(Default)]
struct Mentions(Vec<Vec<String>>);

impl<'ast> Visit<'ast> for Mentions {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.0.push(path.segments.iter().map(|one| one.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    /// `pub(super)` names a module as a scope and uses nothing in it.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if matches!(item.vis, Visibility::Inherited) {
            let mut paths = Vec::new();
            flatten(&item.tree, &mut Vec::new(), &mut paths);
            self.0.extend(paths.into_iter().map(|(segments, _)| segments));
        }
    }
}

/// All paths of a `use` tree, each with the name it has afterwards.
fn flatten(tree: &UseTree, before: &mut Vec<String>, paths: &mut Vec<(Vec<String>, String)>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            paths.push((before.clone(), before.last().cloned().unwrap_or_default()));
        }
        UseTree::Name(name) => paths.push(([&before[..], &[name.ident.to_string()]].concat(), name.ident.to_string())),
        UseTree::Rename(rename) => {
            let own = if rename.ident == "self" { Vec::new() } else { vec![rename.ident.to_string()] };
            paths.push(([&before[..], &own].concat(), rename.rename.to_string()));
        }
        UseTree::Glob(_) => paths.push((before.clone(), "*".to_owned())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, paths)),
    }
}

/// The modules of a crate and what each re-exports.
struct Modules<'a> {
    files: BTreeMap<&'a [String], usize>,
    exports: Vec<BTreeMap<String, Vec<String>>>,
}

impl<'a> Modules<'a> {
    fn of(package: &'a SourceCrate) -> Self {
        let files = package.files.iter().enumerate().map(|(at, file)| (&file.module[..], at)).collect();
        let exports = package.files.iter().map(exports).collect();
        Self { files, exports }
    }

    /// The path from the crate's root that a path in a file of `module` means; `None` for another crate's.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([module, rest].concat()),
            "super" => {
                let up = module.split_last().map_or(module, |(_, up)| up);
                if rest.first().is_some_and(|next| next == "super") { self.absolute(up, rest) } else { Some([up, rest].concat()) }
            }
            child => {
                let inner = [module, &[child.to_owned()]].concat();
                self.files.contains_key(&inner[..]).then(|| [module, path].concat())
            }
        }
    }

    /// The file that defines what a path from the crate's root means.
    fn definer(&self, path: &[String], depth: usize) -> Option<usize> {
        let length = (0..=path.len()).rev().find(|&length| self.files.contains_key(&path[..length]))?;
        let file = self.files[&path[..length]];
        let Some(item) = path.get(length).filter(|_| depth < 8) else { return Some(file) };
        match self.exports[file].get(item) {
            Some(exported) => match self.absolute(&path[..length], exported) {
                Some(inner) => self.definer(&inner, depth + 1),
                None => Some(file),
            },
            None => Some(file),
        }
    }
}

/// What a file re-exports: the name, and the path it stands for.
fn exports(file: &SourceFile) -> BTreeMap<String, Vec<String>> {
    let mut paths = Vec::new();
    for item in &file.items {
        if let Item::Use(item) = item
            && !matches!(item.vis, Visibility::Inherited)
        {
            flatten(&item.tree, &mut Vec::new(), &mut paths);
        }
    }
    paths.into_iter().map(|(path, name)| (name, path)).collect()
}

/// The circles of a crate's files, each as the list of its files.
fn circles(package: &SourceCrate) -> Vec<Vec<String>> {
    let modules = Modules::of(package);
    let mut arrows: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (from, file) in package.files.iter().enumerate() {
        let mut mentions = Mentions::default();
        file.items.iter().for_each(|item| mentions.visit_item(item));
        for mention in mentions.0 {
            let target = modules.absolute(&file.module, &mention).and_then(|path| modules.definer(&path, 0));
            if let Some(to) = target.filter(|to| *to != from) {
                arrows.insert((from, to));
            }
        }
    }
    let graph = DiGraph::<(), (), usize>::from_edges(arrows);
    let mut found: Vec<Vec<String>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|part| part.len() > 1)
        .map(|part| part.into_iter().map(|file| package.files[file.index()].path.display().to_string()).collect())
        .collect();
    for part in &mut found {
        part.sort();
    }
    found.sort();
    found
}

#[test]
fn files_do_not_use_each_other_in_circles() {
    let all: Vec<Vec<String>> = crates().iter().flat_map(circles).collect();
    let listed: Vec<String> = all.iter().map(|part| format!("{} files: {}", part.len(), part.join(", "))).collect();
    assert!(listed.is_empty(), "{} circles:\n{}", listed.len(), listed.join("\n"));
}

#[test]
fn a_circle_is_seen() {
    let file = |module: &[&str], text: &str| SourceFile {
        path: module.join("/").into(),
        module: module.iter().map(|&name| name.to_owned()).collect(),
        items: syn::parse_file(text).unwrap().items,
    };
    let package = |b: &str| SourceCrate {
        files: vec![file(&[], "mod a; mod b; pub use a::A;"), file(&["a"], "use super::b::B; pub struct A(B);"), file(&["b"], b)],
    };
    assert_eq!(circles(&package("pub struct B; fn f() { let _ = crate::A; }")), [["a".to_owned(), "b".to_owned()]]);
    assert_eq!(circles(&package("pub struct B;")), Vec::<Vec<String>>::new());
}
