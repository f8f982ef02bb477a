//! Scenario files of proposed plans: differences from the base scenario and the table of
//! owners.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::error::ExportError;
use super::format::Format;
use super::table::{ColumnValues, TableBlock, write as write_table};
use attain_core::output::OutputFolder;
use attain_core::plan::{Plan, Reason};
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::Scenario;
use attain_data::Book;

/// Returns the text of a scenario file in `folder` that extends the base scenario and sets the
/// values that differ from it, with remarks as comments at the top.
#[must_use]
pub fn text(folder: &Path, base: &ResolvedScenario, changed: &Scenario, remarks: &[String]) -> String {
    let mut text = String::new();
    for remark in remarks {
        let _ = writeln!(text, "# {}", remark.replace(char::is_control, " "));
    }
    let _ = writeln!(text, "extends = {}", toml_of(&relative_path(folder, Path::new(&base.file))));
    let _ = writeln!(text, "name = {}", toml_of(&changed.name));
    let _ = writeln!(text, "description = {}", toml_of(&changed.description));
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(&base.scenario), serde_json::to_value(changed))
    else {
        return text;
    };
    let mut tables = String::new();
    for (table, value) in &after {
        if ["name", "description", "extends"].contains(&table.as_str()) || before.get(table) == Some(value) {
            continue;
        }
        match (before.get(table), value) {
            (Some(Value::Object(before)), Value::Object(after)) if table != "protection" => {
                let _ = writeln!(tables, "\n[{table}]");
                for (key, value) in after.iter().filter(|(key, value)| before.get(*key) != Some(value)) {
                    let _ = writeln!(tables, "{key} = {}", toml_of(value));
                }
            }
            _ => _ = writeln!(text, "{table} = {}", toml_of(value)),
        }
    }
    text + &tables
}

/// Formats a value as TOML on one line. Null values are omitted.
fn toml_of(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    match &value {
        Value::Array(list) => format!("[{}]", list.iter().map(toml_of).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => {
            let given = table.iter().filter(|(_, value)| !value.is_null());
            let entries: Vec<String> = given.map(|(key, value)| format!("{} = {}", key_of(key), toml_of(value))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        // A JSON string is a basic string in TOML, except that TOML also escapes DEL.
        Value::String(_) => value.to_string().replace('\u{7f}', "\\u007f"),
        other => other.to_string(),
    }
}

fn key_of(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if plain { key.to_owned() } else { Value::from(key).to_string() }
}

/// Relative path from a folder to a file, with `/` as separator; absolute if no relative path
/// exists.
#[must_use]
pub fn relative_path(folder: &Path, file: &Path) -> String {
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let (from, to) = (whole(folder), whole(file));
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let path: PathBuf = if shared == 0 {
        to.iter().collect()
    } else {
        from[shared..].iter().map(|_| Component::ParentDir).chain(to[shared..].iter().copied()).collect()
    };
    path.to_string_lossy().replace('\\', "/")
}

/// Writes the table of owners for a proposed scenario: every account that does not stay
/// with its current owner.
///
/// # Errors
/// If the file cannot be written.
pub fn write_owners(
    folder: &mut OutputFolder,
    name: &str,
    book: &Book,
    resolved: &ResolvedScenario,
    plan: &Plan,
) -> Result<(), ExportError> {
    let rows = resolved.owners.as_ref().map_or(&[][..], |owners| owners.rows.as_slice());
    let at = |id: &str| book.accounts.binary_search_by(|account| account.id.as_str().cmp(id)).ok();
    let accounts: Vec<usize> = rows.iter().filter_map(|row| at(&row.account)).collect();
    let text =
        |name: &str, of: &dyn Fn(usize) -> String| (name.to_owned(), ColumnValues::Text((0..accounts.len()).map(of).collect()));
    let owner = |row: usize| book.accounts[accounts[row]].owner.map(|owner| &book.reps[owner]);
    let seat = |row: usize| plan.accounts[accounts[row]].seat.map(|seat| &plan.seats[seat]);
    let block: TableBlock = vec![
        text("account", &|row| rows[row].account.clone()),
        text("account_name", &|row| book.accounts[accounts[row]].name.clone()),
        text("rep_before", &|row| owner(row).map_or_else(String::new, |rep| rep.id.clone())),
        text("rep", &|row| rows[row].seat.clone().unwrap_or_default()),
        text("rep_name", &|row| seat(row).map_or_else(String::new, |seat| seat.name.clone())),
        text("from_month", &|row| rows[row].from_month.map_or_else(String::new, |month| month.to_string())),
        text("reason", &|row| rows[row].reason.map_or("", Reason::words).to_owned()),
        ("potential".to_owned(), ColumnValues::Long(accounts.iter().map(|&a| book.accounts[a].potential).collect())),
        ("revenue".to_owned(), ColumnValues::Long(accounts.iter().map(|&a| book.accounts[a].revenue).collect())),
    ];
    let file = folder.file(name)?;
    write_table(file, Format::Csv, std::iter::once(Ok(block))).map_err(|error| error.in_file(name))
}
