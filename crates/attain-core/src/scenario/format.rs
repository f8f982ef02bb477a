//! Format version of scenario and market files, and the migration of older files.

use super::document::DocumentNode;
use super::file_fault::ScenarioFileFault;
use crate::diagnostics::Faults;

/// Format version that this version of attain writes, and the newest that it reads. A file without
/// a format number has format 1.
pub const FORMAT: u32 = 1;

/// Adds a fault if the file has a newer format.
pub(super) fn check(root: &DocumentNode, faults: &mut Faults) {
    let Some(node) = root.get("format") else { return };
    if let Some(found) = node.json().as_u64().filter(|found| *found > u64::from(FORMAT)) {
        faults.push(node.place(), ScenarioFileFault::NewerFormat { found, newest: FORMAT });
    }
}

/// Migrates a scenario or market file to the current format. Comments and the order of keys are
/// preserved. Returns `None` if the file already has the current format.
///
/// The text must be valid TOML, but its content is not checked.
///
/// # Errors
/// Returns the parser's error if the text is not valid TOML.
pub fn migrate(text: &str) -> Result<Option<String>, toml::de::Error> {
    let table: toml::Table = toml::from_str(text)?;
    let stated = table.get("format").and_then(toml::Value::as_integer);
    Ok(match stated {
        Some(_) => None,
        None => Some(with_format_number(text)),
    })
}

/// Inserts the format number after the comments at the start of the text.
fn with_format_number(text: &str) -> String {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let head: usize = text
        .split_inclusive('\n')
        .take_while(|line| line.trim_start_matches('\u{feff}').trim_start().starts_with('#'))
        .map(str::len)
        .sum();
    let (before, after) = text.split_at(head);
    let ends = before.is_empty() || before.ends_with('\n');
    format!("{before}{}format = {FORMAT}{newline}{after}", if ends { "" } else { newline })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &str = "[market.segments.all]\naccounts = 9\nreps = 2\n[teams.sales]\n";

    #[test]
    fn a_file_without_a_number_gets_it_behind_its_first_comments() {
        let old = "#:schema ./schema.json\n# A plan.\nname = \"a\" # kept\n\n[quota]\n";
        let new = "#:schema ./schema.json\n# A plan.\nformat = 1\nname = \"a\" # kept\n\n[quota]\n";
        assert_eq!(migrate(old), Ok(Some(new.to_owned())));
        assert_eq!(migrate(new), Ok(None), "a second time changes nothing");
        assert_eq!(migrate(""), Ok(Some("format = 1\n".to_owned())));
        assert_eq!(migrate("# only this"), Ok(Some("# only this\nformat = 1\n".to_owned())));
        assert_eq!(migrate("# one\r\na = 1\r\n"), Ok(Some("# one\r\nformat = 1\r\na = 1\r\n".to_owned())));
        assert!(migrate("a = ").is_err());
    }

    #[test]
    fn a_newer_format_is_a_fault_and_the_present_one_is_not() {
        let load = |format: u64| super::super::from_texts(&[("plan.toml", &format!("format = {format}\n{REST}"))]);
        assert!(load(u64::from(FORMAT)).is_ok());
        let fault = load(u64::from(FORMAT) + 1).unwrap_err().to_string();
        assert!(fault.starts_with("plan.toml:1:10: error[scenario::newer-format]"), "{fault}");
    }

    #[test]
    fn the_number_is_no_choice() {
        let hash = |head: &str| super::super::from_texts(&[("plan.toml", &format!("{head}{REST}"))]).unwrap().hash;
        assert_eq!(hash("format = 1\n"), hash(""));
    }
}
