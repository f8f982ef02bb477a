//! The pages name what is there: every command has a page, and every path of
//! the project that the architecture page names exists.

use std::fs;

use clap::CommandFactory;

use crate::root;

fn page(name: &str) -> String {
    let path = root().join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_command_has_a_page_in_the_book() {
    let (summary, questions) = (page("docs/src/SUMMARY.md"), page("docs/src/commands/index.md"));
    for command in attain::commands::Args::command().get_subcommands().filter(|command| command.get_name() != "help") {
        let name = command.get_name();
        assert!(summary.contains(&format!("(commands/{name}.md)")), "docs/src/SUMMARY.md lacks `{name}`");
        assert!(questions.contains(&format!("({name}.md)")), "docs/src/commands/index.md lacks `{name}`");
        assert!(page(&format!("docs/src/commands/{name}.md")).starts_with(&format!("# {name}\n")), "{name}.md");
    }
}

#[test]
fn paths_of_the_architecture_page_exist() {
    let text = page("docs/architecture.md");
    let quoted = text.split('`').skip(1).step_by(2);
    let folders = ["crates/", "src/", "tests/", "docs/", "scenarios/", "benches/", ".ci/"];
    let paths: Vec<&str> = quoted.filter(|path| folders.iter().any(|folder| path.starts_with(folder))).collect();
    assert!(paths.len() > 20, "{paths:?}");
    let missing: Vec<&str> = paths
        .into_iter()
        .filter(|path| !path.contains(|c: char| c.is_uppercase() || c == '*' || c == ' '))
        .filter(|path| !root().join(path).exists())
        .collect();
    assert!(missing.is_empty(), "docs/architecture.md names paths that do not exist: {missing:?}");
}
